"""The question of a message that tells a story around it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.speaking import asks
from assistant.agent.understanding.question import Question

STORY = 60
"""Messages longer than this many characters (English: three times as many) may tell a story."""
_PIECE = re.compile(r"(?<=[，,。；;！!？?\n])|(?<=\.\s)")
_ANNOUNCED = re.compile(
    r"(?:就是?|只是?|其实)?(?:我|我们)?(?:就)?(?:想|要)(?:问|请教|了解|咨询|弄清|搞清|晓得|知道)(?:一下|下|问|清楚|的是)*(?:就是)?|"
    r"(?:我的)?问题(?:就)?是|"
    r"\b(?:my question is|i (?:just |only )?want(?:ed)? to (?:know|ask)(?: whether| if)?|the question is)",
    re.IGNORECASE,
)
_LEAST, _BEFORE, _BARE = 8, 2, 7


def question_of(text: str) -> str:
    """The words of a long message that ask, with what a bare question (这种会咋样) leans on; empty where that is all.

    >>> question_of("我们厂在江津，干了十几年铸造，去年换了炉子，邻厂都拿到牌子了，前几天区里开会说要先进库，我没听明白，"
    ...     "就想问下，没进库是不是绝对报不了")
    '没进库是不是绝对报不了'
    """
    if len(text) <= (3 * STORY if text.isascii() else STORY):
        return ""
    announced = [match.end() for match in _ANNOUNCED.finditer(text)]
    said = text[announced[-1] :].strip(" ，,：:。") if announced else ""
    if len(said) >= _LEAST and len(said) < STORY:
        return said
    pieces = [piece for piece in _PIECE.split(text) if piece.strip()]
    asking = [n for n, piece in enumerate(pieces) if asks(piece.lower().strip(" ，,。"))]
    if not asking or asking[-1] - asking[0] > _BEFORE:
        # Questions all over the message: none of them is its point.
        return ""
    first = asking[0]
    while first and asking[0] - first < _BEFORE and len(pieces[asking[0]].strip(" ，,。?？")) < _BARE:
        first -= 1
    return "".join(pieces[first : asking[-1] + 1]).strip() if first else ""


def in_its_story(focus: Question, whole: Question) -> Question:
    """The question with the subject and documents of its story, where it names none."""
    changes: dict[str, object] = {}
    if not focus.specific_topics:
        changes |= {"topics": whole.topics, "specific_topics": whole.specific_topics}
    if not focus.documents and whole.scope_words:
        # A year of the story (去年换了炉子) names no round.
        changes["documents"] = whole.documents
    return replace(focus, role=focus.role or whole.role, **changes)  # type: ignore[arg-type]
