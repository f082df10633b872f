"""A message cut at its stops, with a topic and what is said of it kept in one piece."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from assistant.eligibility.said_words import has_any, word_list

_BREAKS = re.compile(
    r"(?:,(?!(?<=\d,)\d{3}(?!\d))|[，。；;!！?？\n①-⑳])+|(?<!不)但是?(?!书)|不过|可是|然而|—{2,}|…+"
    r"|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|(?<=[a-z])\.\s+|(?<=\d)\.\s+(?=[a-z])|\.$"
    r"|(?<=[\u4e00-\u9fff]{8})[:：](?![\s\d])"
)
_HEAVY = re.compile(r"[。；;!！?？\n①-⑳]|但|不过|可是|然而|\.")
_TOPIC, _TOPIC_ENGLISH = 11, 44
_ANSWER, _ANSWER_ENGLISH = 12, 32
_ROW = 30
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十]{2,}|[百千万亿]")
_ASKS = re.compile(r"几|谁|哪|多[久长大]|要")
_SAYS = re.compile(r"[是有要了过得想做]|晓得|知道")


class Piece(NamedTuple):
    """What stands between two stops: its words, where it begins, and the stop behind it."""

    text: str
    start: int
    mark: str


def split_pieces(folded: str) -> list[Piece]:
    """The pieces of a message in order; a topic (至于产品，) or a question answered at once (目标？还没有) with what follows."""
    pieces, start = [], 0
    for stop in [*_BREAKS.finditer(folded), None]:
        end, mark = (stop.start(), stop.group()) if stop else (len(folded), "")
        if text := folded[start:end].strip():
            pieces.append(Piece(text, start, mark))
        start = stop.end() if stop else end
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and (_is_topic(last) or _is_answered(last, piece) or _is_row(last, piece)):
            joined[-1] = Piece(f"{last.text} {piece.text}", last.start, piece.mark)
        else:
            joined.append(piece)
    return joined


@cache
def _topics() -> re.Pattern[str]:
    begins, ends = ("|".join(map(re.escape, word_list(name))) for name in ("topic_begins", "topic_ends"))
    return re.compile(rf"(?:{begins}).+|.+(?:{ends})")


def _is_topic(piece: Piece) -> bool:
    """Whether a piece only says of what the next will speak."""
    if len(piece.text) > _TOPIC or _HEAVY.search(piece.mark) or _FIGURE.search(piece.text):
        return False
    says = has_any(piece.text, "question_marks") or has_any(piece.text, "negators")
    return not (says or _SAYS.search(piece.text)) and (
        "—" in piece.mark or _topics().fullmatch(piece.text) is not None
    )


def _is_row(piece: Piece, after: Piece) -> bool:
    """Whether a piece only names things in a row and the next says how it is with all of them (…、…，样样不沾)."""
    if "、" not in piece.text or len(piece.text) > _ROW or _HEAVY.search(piece.mark):
        return False
    says = (
        has_any(piece.text, "negators") or has_any(piece.text, "question_marks") or _FIGURE.search(piece.text)
    )
    return not says and not _SAYS.search(piece.text) and after.text.startswith(word_list("of_every_one"))


def _is_answered(piece: Piece, after: Piece) -> bool:
    """Whether a piece names a thing with a question mark and the next says at once how it is with it."""
    if "?" not in piece.mark and "？" not in piece.mark:
        return False
    plain = piece.text.isascii()
    if len(piece.text) > (_TOPIC_ENGLISH if plain else _TOPIC) or has_any(piece.text, "question_marks"):
        return False
    if _ASKS.search(piece.text):
        return False
    brief = len(after.text) <= (_ANSWER_ENGLISH if plain else _ANSWER)
    return brief and "?" not in after.mark and after.text.startswith(word_list("answers_itself"))
