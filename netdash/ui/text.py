"""Text is text: whatever people typed is shown as they typed it, never as markup."""

import html
import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&=^\"'])")


def escape(text: object) -> str:
    """The text inside HTML, between tags or in a quoted attribute."""
    return html.escape(str(text), quote=True)


def plain(text: object) -> str:
    """The text inside Markdown: labels, captions, toasts, ``st.markdown``. Line breaks become spaces."""
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))
