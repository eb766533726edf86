"""Links, e-mail addresses, phone numbers."""

import re
from typing import Any
from urllib.parse import urlsplit

from netdash.kinds.base import Refused, seen
from netdash.kinds.russian import quoted
from netdash.kinds.texts import Text

_UNFIT = re.compile(r"[\s<>\"'`\\{}|^\x00-\x20\x7f]")
_ADDRESS = re.compile(r"https?://(?=[^/\s]*\.)[^\s<>\"'`\\{}|^;,)]+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?|(?:[a-zа-яё0-9-]+\.)+рф(?:[/?#]\S*)?", re.IGNORECASE)
_LABELS = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
_RUSSIAN_LABELS = r"(?:[а-яё0-9](?:[а-яё0-9-]*[а-яё0-9])?\.)+рф"
_EMAIL = re.compile(
    rf"[a-z0-9_%+'=&*~!#$/?^{{}}|-]+(?:\.[a-z0-9_%+'=&*~!#$/?^{{}}|-]+)*@{_LABELS}|[a-zа-яё0-9_+-]+(?:\.[a-zа-яё0-9_+-]+)*@{_RUSSIAN_LABELS}",
    re.IGNORECASE,
)
_EMAIL_WITHIN = re.compile(rf"(?<![a-z0-9._%+-])(?<![a-z0-9] )[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*@{_LABELS}", re.IGNORECASE)
_LOOKALIKES = str.maketrans("авекмнорстухАВЕКМНОРСТУХ", "abekmhopctyxABEKMHOPCTYX")

_EXTENSION = re.compile(r",?\s*(?:доб(?:\.|авочный)?|вн(?:\.|утр\.?|утренний)?|ext\.?|#)\s*[0-9]{1,6}$", re.IGNORECASE)
_EXTENSION_COMMA = re.compile(r",\s*(доб|вн|ext|#)", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9(][0-9\s().‐‑‒–—−-]*[0-9]")
_BETWEEN = re.compile(r"[;,\n]")


class Link(Text):
    """An http or https address, as typed; ``www.…`` gets ``https://``."""

    simple = r"^https?://[a-z0-9-]+(\.[a-z0-9-]+)+([/?#][a-zA-Z0-9/?#&=._~%+-]*)?$"

    def read(self, cell: Any) -> str:
        """The address of one cell."""
        text = seen(cell)
        address = f"https://{text}" if text.lower().startswith("www.") else text
        scheme, colon, rest = address.partition("://")
        if colon and scheme.lower() in ("http", "https") and not _UNFIT.search(rest) and _has_host(address):
            return f"{scheme.lower()}://{rest}"
        within = _ADDRESS.search(text)
        hint = within[0] if within and _has_host(within[0]) else f"https://{text}" if _DOMAIN.fullmatch(text) else ""
        raise Refused(f"Здесь {quoted(text)}, а нужна ссылка, которая начинается с https:// или http://, без пробелов", hint)


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port >= 0)
    except ValueError:
        return False


class Email(Text):
    """One e-mail address, as typed."""

    simple = r"^[a-z0-9_-]{1,99}(\.[a-z0-9_-]{1,99})?@([a-z0-9]{1,60}\.){1,2}[a-z]{2,9}$"

    def read(self, cell: Any) -> str:
        """The address of one cell."""
        text = seen(cell)
        if len(text) <= 254 and _EMAIL.fullmatch(text):
            return text
        latin = text.translate(_LOOKALIKES)
        if latin != text and len(text) <= 254 and _EMAIL.fullmatch(latin):
            raise Refused(f"В адресе {quoted(text)} есть русские буквы, похожие на латинские", latin)
        within = _EMAIL_WITHIN.findall(text[:1000])
        message = "несколько адресов, а нужен один" if len(within) > 1 else "а нужен адрес почты вида school@example.ru"
        raise Refused(f"Здесь {quoted(text)}, {message}", within[0] if within else "")


class Phone(Text):
    """A phone number, or several after commas, kept as typed: the length of a town's code cannot be told from the digits."""

    simple = r"^(\+7|8) (([0-9]{4}|\([0-9]{4}\)) [0-9]|([0-9]{3}|\([0-9]{3}\)) [0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}$"

    def read(self, cell: Any) -> str:
        """The number of one cell."""
        text = seen(cell)
        numbers = [piece.strip() for piece in _BETWEEN.split(_EXTENSION_COMMA.sub(r" \1", text))]
        if len(text) <= 200 and all(map(_is_phone, numbers)):
            return text
        raise Refused(f"Здесь {quoted(text)}, а нужен телефон с кодом города, например 8 (4722) 12-34-56 или +7 4722 12-34-56")


def _is_phone(text: str) -> bool:
    """Whether the text has as many digits as a number in this country, a town or, after +, in the world."""
    number = _EXTENSION.sub("", text)
    if not _PHONE.fullmatch(number) or number.count("(") != number.count(")") or number.count("(") > 1:
        return False
    digits = sum(c in "0123456789" for c in number)
    if number.startswith("+"):
        return 8 <= digits <= 15 and (not number.startswith("+7") or digits == 11)
    return 5 <= digits <= 7 or digits == 10 or (digits == 11 and number.lstrip("(")[0] in "78")
