"""Whether a message asks for nothing but the outcome of a check (…，过不过得了; 眼下是个啥结论)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assistant.agent.context import Context
from assistant.agent.schemes import beside_names
from assistant.agent.speaking import asks
from assistant.eligibility.asking import NO_QUESTION
from assistant.eligibility.recognise import recognise
from assistant.wording import words

_PART = re.compile(r"[，,。；;！!？?:：\n]+|(?<=[a-z])\.\s")
_LITTLE, _FEW_LETTERS = 1, 6
_POLAR = re.compile(
    r"([\u4e00-\u9fff])[不没]\1|(?:[吗么嘛不没啵吧]|没有)[呢啊呀]?[?？]?$|[?？]$|能否|可否|是否|会否"
)
_OPEN = re.compile(r"(?:and |so |but |then )*(?:when|how|where|which|who|why)\b")
"""When can we apply asks for a day."""


@cache
def cue(name: str) -> re.Pattern[str]:
    """A pattern of ``prompts/checking.yaml``."""
    return re.compile(str(words("checking")[name]))


def asks_for_the_verdict(context: Context) -> bool:
    """Whether every part of a message that asks wants the outcome and names nothing beside a title."""
    if context.wants == "verdict":
        return True
    parts = _parts(context)
    wanting = [part for part in parts if asks(part) or wants_the_verdict(context, part)]
    return bool(wanting) and all(wants_the_verdict(context, part) for part in wanting)


def _parts(context: Context) -> list[str]:
    """The parts of a message between its stops."""
    parts = (part.strip() for part in _PART.split(NO_QUESTION.sub("", context.question.folded)))
    return [part for part in parts if part and not cue("lead_in").fullmatch(part)]


def wants_the_verdict(context: Context, part: str) -> bool:
    """Whether a part asks for the outcome and says little else (这样行不行; 市级那个我们够格不)."""
    if (rest := _beside_the_verdict(part)) is None or _OPEN.match(part):
        return False
    return _says_little_else(context, rest)


@lru_cache(maxsize=64)
def _beside_the_verdict(part: str) -> str | None:
    """What a part says beside asking for the outcome; None where it does not ask. Several steps look."""
    return cue("verdict").sub("", part) if cue("verdict").search(part) else None


def asks_for_the_title(context: Context) -> bool:
    """Whether what a message asks is only whether a title can be had or kept (区里那个库能进不; 牌子还留得住吗)."""
    parts = _parts(context)
    wanting = [part for part in parts if asks(part) or wants_the_verdict(context, part)]
    return bool(wanting) and all(
        wants_the_verdict(context, part) or _wants_the_title(context, part) for part in wanting
    )


def told_part(context: Context) -> str:
    """A message without a request for the outcome at its end (更正一下，是53%。还能报吗: 更正一下，是53%)."""
    folded = context.question.folded
    stops = [stop for stop in _PART.finditer(folded) if folded[stop.end() :].strip()]
    if not stops:
        return folded
    last = folded[stops[-1].end() :].strip(" ?？。!！.")
    wanted = wants_the_verdict(context, last) or _wants_the_title(context, last)
    return folded[: stops[-1].start()] if wanted else folded


def _wants_the_title(context: Context, part: str) -> bool:
    """Whether a part asks by yes or no whether one can have, enter or keep something, and says little else."""
    if _OPEN.match(part) or not (_POLAR.search(part) or part.isascii()):
        return False
    if not (cue("have_or_keep").search(part) or cue("verdict").search(part)):
        return False
    if cue("keeps").search(part):
        # 这个称号今年还保得住吗 asks of the title, not of a year's round.
        part = cue("years_said").sub("", part)
    left = cue("have_or_keep").sub("", cue("verdict").sub("", _without_names(context, part)))
    return _says_little_else(context, cue("prize").sub("", left))


def _says_little_else(context: Context, part: str) -> bool:
    """Whether nothing much is left of a part without names of titles and words that say nothing more."""
    part = _without_names(context, part)
    if part.isascii():
        return len(re.sub(r"[\W\d]", "", cue("beside_english").sub("", part))) <= _FEW_LETTERS
    left = re.sub(r"\W|(?:19|20)?\d\d年?度?", "", cue("beside").sub("", part))
    return len(left) <= _LITTLE


def _without_names(context: Context, part: str) -> str:
    """A part without the title that it names and the year of that (区里今年那个库能进吗; 今年还能报吗 asks of the year)."""
    for scheme in recognise(part, context.checker.schemes)[:1]:
        part = cue("years_said").sub("", beside_names(part, scheme))
    return part
