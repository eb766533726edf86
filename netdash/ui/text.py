"""Text is text: whatever people typed is shown as they typed it, never as markup."""

import html
import re

from netdash.kinds.russian import NBSP

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$&=^\"'])")
# Icons, colours, arrows and bare addresses are recognised after Markdown is read, so no backslash helps.
_DIRECTIVE = re.compile(r":(?=[\w+\-/]+[:\[])|:(?=//)|(?<=[<>=~-])(?=[<>=~-])|(?<=www)(?=\.)|@")
_JOINER = "\u2060"


def escape(text: object) -> str:
    """The text inside HTML, between tags or in a quoted attribute."""
    return html.escape(str(text), quote=True)


def bind(name: str) -> str:
    """A name whose number does not fall to the next line."""
    return name.replace(" № ", f"{NBSP}№{NBSP}")


def plain(text: object) -> str:
    """The text inside Markdown: labels, captions, toasts, ``st.markdown``. Line breaks become spaces."""
    line = re.sub(r"[\r\n\t]+", " ", str(text))
    parted = _DIRECTIVE.sub(lambda found: found.group() + _JOINER, line)
    return _MARKDOWN.sub(r"\\\1", parted)
