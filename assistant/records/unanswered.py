"""Whether an answer says that the documents do not say what was asked, told by the sentences that say so."""

from __future__ import annotations

import re
from functools import cache

from assistant.wording import words

_MARKERS = re.compile(r"\[\d+\]|\*\*")
_VARIABLE = re.compile(r"\{\w+\}")
_LONGEST = 80


def says_not_found(answer: str, language: str) -> bool:
    """Whether one of the sentences named in ``prompts/feedback.yaml`` stands in the answer."""
    return bool(_sentences(language).search(_MARKERS.sub("", answer)))


@cache
def _sentences(language: str) -> re.Pattern[str]:
    spoken = words(f"answers.{language}")
    return re.compile("|".join(_pattern(str(spoken[key])) for key in words("feedback")["not_found"]))


def _pattern(sentence: str) -> str:
    """The sentence with anything short in place of its variables."""
    return f"[^\\n]{{1,{_LONGEST}}}?".join(re.escape(part) for part in _VARIABLE.split(sentence.strip()))
