"""Achievements: by year, level, place and subject, against the baseline, with those who won and who prepared them."""

from typing import cast

from netdash.specs.pages import AchievementsPage
from netdash.ui import current
from netdash.ui.achievements import page

page.show(cast("AchievementsPage", current.page()), current.snapshot())
