"""A grade counted from the one spoken of last (the grade below it), put by its letter."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.agent.agreement import codes
from assistant.text.normalise import fold


def rank_of(grade: str) -> tuple[str, int]:
    """The place of a grade from the highest on: more letters stand above fewer, and earlier letters above later ones.

    >>> sorted(["b", "a", "aaa", "d"], key=rank_of)
    ['aaa', 'a', 'b', 'd']
    """
    return grade[0], -len(grade)


def with_the_grade_meant(
    text: str, asked_before: Collection[str], known: Collection[str], cue: re.Pattern[str]
) -> str:
    """A message with the letter of the grade that it counts from the last one named; as it is where it counts none.

    More letters stand above fewer, and earlier letters above later ones.

    Args:
        text: The message.
        asked_before: What was asked before, the newest first.
        known: The grades that the documents tell of.
        cue: How people count from a grade.

    >>> cue = re.compile("(?P<down>低)一级|(?P<up>高)一级")
    >>> with_the_grade_meant("比它低一级的呢", ["b级是什么"], ["aa", "a", "b", "c"], cue)
    '比它C级的呢'
    >>> with_the_grade_meant("少一个A的呢", ["AAA级呢"], ["aaa", "aa", "a"], re.compile("(?P<down>少一个a)"))
    'AA级的呢'
    """
    match = cue.search(fold(text))
    last = next((named for said in asked_before if (named := codes(said))), frozenset())
    if match is None or len(last) != 1 or codes(fold(text[: match.start()] + text[match.end() :])):
        return text
    ordered = sorted({*known, *last}, key=rank_of)
    up = any(said for name, said in match.groupdict().items() if name.startswith("up"))
    place = ordered.index(next(iter(last))) + (-1 if up else 1)
    if not 0 <= place < len(ordered) or len(fold(text)) != len(text):
        return text
    grade = ordered[place].upper()
    written = f"grade {grade}" if text.isascii() else f"{grade}级"
    return f"{text[: match.start()]}{written}{text[match.end() :]}"
