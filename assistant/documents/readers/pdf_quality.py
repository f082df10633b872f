"""Whether the text layer of a page is text: fonts without a character map give plausible nonsense."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.documents.readers.pdf_glyphs import Drawn

# Some producers map glyphs to radicals (⼀, U+2F00) that look like characters (一) and are none.
_MAPPED = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
# Bullets of symbol fonts stand in the private area; every reader of the page sees a dot.
_MAPPED.update(dict.fromkeys((0xF06C, 0xF06E, 0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC), "•"))
_USUAL = re.compile(
    r"[ -~\u00a0-\u00ff\u0391-\u03c9\u2000-\u2bff\u3000-\u30ff\u3200-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


def mended(text: str) -> str:
    """Text with radicals and symbol bullets as the characters that they show.

    >>> mended("⼀、⼯业")
    '一、工业'
    """
    return text.translate(_MAPPED)


def is_nonsense(drawn: Drawn) -> bool:
    """Whether the characters of a page are too odd to be its text."""
    text = mended("".join(g.char for g in drawn.glyphs if not g.char.isspace()))
    if not text:
        return False
    if (drawn.unmapped + _odd(text)) / len(text) > 0.1:
        return True
    unusual = sum(1 for c in text if not _USUAL.match(c))
    return unusual > 0.3 * len(text) or _is_rare(_HAN.findall(text))


def is_picture(drawn: Drawn) -> bool:
    """Whether a page is a picture with a stamp or page number of text at most."""
    letters = sum(1 for g in drawn.glyphs if not g.char.isspace())
    return drawn.pictures > 0.6 and letters < 40


def _odd(text: str) -> int:
    """Characters that no text holds: private, replaced, control."""
    return sum(
        1
        for c in text
        if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or unicodedata.category(c) in ("Cc", "Cn")
    )


def _is_rare(han: Sequence[str]) -> bool:
    """Whether most Chinese characters are seldom used ones: codes of glyphs taken for characters."""
    return len(han) >= 20 and sum(map(_is_common, han)) < 0.6 * len(han)


def _is_common(character: str) -> bool:
    """Whether a character is simplified and of the first level of GB 2312, or in traditional use.

    Big5's first level is sorted by use as well.
    """
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        pass
    try:
        return 0xA4 <= character.encode("big5")[0] <= 0xC6
    except UnicodeEncodeError:
        return False
