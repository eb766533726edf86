"""Проекты и технологии: rows as cards under the words of a choice, late ones, what came of them, who takes part."""

from typing import cast

from netdash.specs.pages import BoardsPage
from netdash.ui import current
from netdash.ui.boards import page
from netdash.ui.boards.view import take_view

page.show(take_view(cast("BoardsPage", current.page()), current.snapshot()))
