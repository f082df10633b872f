"""Whether a message asks for nothing but the outcome of a check (…，过不过得了; 眼下是个啥结论)."""

from __future__ import annotations

import re
from functools import cache

from assistant.agent.context import Context
from assistant.agent.schemes import beside_names
from assistant.agent.speaking import asks
from assistant.eligibility.message import NO_QUESTION
from assistant.eligibility.recognise import recognise
from assistant.wording import words

_PART = re.compile(r"[，,。；;！!？?:：\n]+|(?<=[a-z])\.\s")
_LITTLE = 1


@cache
def cue(name: str) -> re.Pattern[str]:
    """A pattern of ``prompts/checking.yaml``."""
    return re.compile(str(words("checking")[name]))


def asks_for_the_verdict(context: Context) -> bool:
    """Whether every part of a message that asks wants the outcome and names nothing beside a title."""
    parts = [
        part.strip() for part in _PART.split(NO_QUESTION.sub("", context.question.folded)) if part.strip()
    ]
    wanting = [part for part in parts if asks(part) or wants_the_verdict(context, part)]
    return bool(wanting) and all(wants_the_verdict(context, part) for part in wanting)


def wants_the_verdict(context: Context, part: str) -> bool:
    """Whether a part asks for the outcome and says little else (这样行不行; 市级那个我们够格不)."""
    if not cue("verdict").search(part):
        return False
    left = cue("verdict").sub("", part)
    for scheme in recognise(left, context.checker.schemes)[:1]:
        left = beside_names(left, scheme)
    left = re.sub(r"\W|20\d\d年?度?", "", cue("beside").sub("", left))
    return len(left) <= _LITTLE
