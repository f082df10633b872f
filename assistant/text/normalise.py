"""One form of a text for comparing: white space, widths, emphasis marks, scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

_DROPPED = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff*]")
_TO_FULL = str.maketrans({"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "?": "？", "!": "！"})
_BLANKS = re.compile(r"[\s\u3000\u00a0]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


class _Forms(dict[int, str]):
    """The squeezed form of every character, filled in as characters are met; for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if _DROPPED.match(character):
            form = ""
        elif _HAN.match(character):
            form = character
        else:
            form = _DROPPED.sub("", unicodedata.normalize("NFKC", character)).translate(_TO_FULL)
        self[code] = form
        return form


_FORMS = _Forms()


class Folded(NamedTuple):
    """A squeezed text and, for each of its characters, the offset in the input."""

    text: str
    offsets: tuple[int, ...]


_HALF_WIDTH = re.compile(
    r"(?<=[\u3400-\u9fff）〕》”％%\d])[,;:?!](?=\s*[\u3400-\u9fff（《“\d]|\s*$)|(?<=[\u3400-\u9fff])\(|\)(?=[\u3400-\u9fff，。；])"
)


def widen(text: str) -> str:
    """A Chinese text whose half-width marks stand in full width, character for character: places stay as they are.

    Marks between figures and Latin characters, as in a time or an address, stay half-width.

    >>> widen("企业应于5月8日前报送,逾期不予受理;时间17:30")
    '企业应于5月8日前报送，逾期不予受理；时间17:30'
    """
    return _HALF_WIDTH.sub(_full_width, text)


def _full_width(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if before.isdigit() and after.isdigit():
        return match[0]
    return match[0].translate(_TO_FULL)


def squeeze(text: str) -> str:
    """White space and ``*`` removed, full and half width made one; Chinese characters untouched.

    >>> squeeze(" 5 个 工作日(含) **B级**")
    '5个工作日（含）B级'
    """
    return text.translate(_FORMS)


squeezed = lru_cache(maxsize=8192)(squeeze)
""":func:`squeeze`, remembered: for clauses and sentences, which one answer compares many times."""


def squeeze_with_offsets(text: str) -> Folded:
    """As :func:`squeeze`, with the place that each character came from."""
    kept: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        if form := _FORMS[ord(character)]:
            kept.append(form)
            offsets.extend([index] * len(form))
    return Folded("".join(kept), tuple(offsets))


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """For matching words: compatibility forms, lower case, simplified script, single blanks.

    >>> fold("ＡＡ級　某市企業")
    'aa级 某市企业'
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = _BLANKS.sub(" ", plain).strip()
    return _simplified(plain) if _may_be_traditional(plain) else plain


def _may_be_traditional(text: str) -> bool:
    """Whether some Han character lies outside GB 2312, which holds the simplified ones in daily use."""
    try:
        "".join(_HAN.findall(text)).encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(text: str) -> str:
    return str(_converter().convert(text))
