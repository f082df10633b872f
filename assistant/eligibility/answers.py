"""What a reply says of the one true or false fact asked for, in words that leave its subject out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.eligibility.cue_finding import Found
from assistant.eligibility.message import Part
from assistant.eligibility.reading import Reading, names_fact, of_other_year
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.scheme_file import Cues
from assistant.text.normalise import fold

_DENIES = ("未", "没", "不")
_BACK = 2
_STOPS = ("。", "；", ";", "!", "！", "?", "？", "\n", ". ", "：", ":")


def answered(part: Part, reading: Reading) -> bool | None:
    """What a part says in words that tell of the fact only because it was asked for (早就清零了)."""
    cues = reading.fact.entry.cues
    if not reading.asked or (_names_another(part, reading) and not names_fact(part, reading.fact)):
        return None
    no, yes = (_heard(part, words, reading) for words in (cues.no_if_asked, cues.yes_if_asked))
    if no is not None and (yes is None or not yes.start() <= no.start() < yes.end()):
        return part.denied_before(no.start())
    # 没有哪年没完成: the longer words hold the shorter inside them.
    return not part.denied_before(yes.start()) if yes is not None else None


def _names_another(part: Part, reading: Reading) -> bool:
    """Whether a part names another true or false fact of the same group (税在外地交, where the seat was asked for)."""
    facts, asked = reading.scheme.facts, reading.fact.name
    groups = (group.facts for group in reading.scheme.groups if asked in group.facts)
    beside = {name for names in groups for name in names if name != asked} & set(facts)
    return any(facts[name].entry.type == "boolean" and names_fact(part, facts[name]) for name in beside)


def _heard(part: Part, words: Sequence[str], reading: Reading) -> Found | None:
    """Where a cue stands, unless the part speaks of something else or is not to be read.

    Words that stop the reading do not where they are part of the cue itself (没申请过).
    """
    found, stop = part.match(words), part.match(reading.fact.entry.cues.unless)
    if found is None or not (reading.goes_on or is_own(part.text[: found.start()], part, reading)):
        return None
    if stop is None or (found.start() <= stop.start() and stop.end() <= found.end()):
        return found
    return None


def is_own(words: str, part: Part, reading: Reading, least: int = 2) -> bool:
    """Whether words beside an answer are fillers, times or words of the question (电费涨了 is of something else).

    What is left of fewer than ``least`` characters says nothing of its own.
    """
    for when in reversed(part.times(reading.as_of)):
        words = words.replace(part.text[when.start : when.end], "")
    for word in (*word_list("reply_fillers"), *word_list("answer_fillers")):
        words = words.replace(word, "")
    fact = reading.fact.entry
    asked = fold(f"{fact.label} {fact.question}")
    words = words.strip(" ,，。.")
    pairs = [words[i : i + 2] for i in range(len(words) - 1)] or [words]
    return len(words) < least or any(pair in asked for pair in pairs)


def of_label(part: Part, reading: Reading) -> bool:
    """What a part says of a fact that it names by its label.

    未按规定参加复审: a label that denies is true where the part denies. 产品都合规: of something that should not be,
    a good word says that it is not.
    """
    denies = part.denies(0, len(part.text))
    if reading.fact.entry.label.startswith(_DENIES):
        return denies
    groups = [group for group in reading.scheme.groups if reading.fact.name in group.facts]
    bad = any(group.on_no.get(reading.fact.name) is False and not group.on_yes for group in groups)
    return not denies and not (bad and has_any(part.text, "in_order"))


def undone(reading: Reading) -> list[bool]:
    """False where the reply says that what was asked was not brought about (去年申请了，没批下来)."""
    if not reading.asked or reading.fact.entry.label.startswith(_DENIES):
        return []
    others = [fact.entry.cues for fact in reading.scheme.facts.values() if fact is not reading.fact]
    return [
        False
        for place, part in enumerate(reading.parts)
        if part.states
        and not follows_another(reading.parts, place, others)
        and (denied := _not_done().search(part.plain))
        and is_own(part.text[: denied.start()], part, reading)
        and is_own(part.text[denied.end() :], part, reading)
        and not part.match(reading.fact.entry.cues.unless)
        and not of_other_year(part, reading)
        and not any(_tells(part, cues) for cues in others)
    ][:1]


def follows_another(parts: Sequence[Part], place: int, others: Sequence[Cues]) -> bool:
    """Whether a part goes on with one before it in the sentence that tells of another fact (第三方评价在做，结果没出)."""
    for back in range(place, max(0, place - _BACK), -1):
        if parts[back].before.rstrip().endswith(_STOPS):
            return False
        if any(_tells(parts[back - 1], cues) for cues in others):
            return True
    return False


@cache
def _not_done() -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, word_list("brought_about")))
    between = "|".join(map(re.escape, word_list("before_verbs")))
    return re.compile(rf"(?:没有?|没得|莫得|未|尚未|不曾|忘了?)(?:{between})*(?:{verbs})")


def _tells(part: Part, cues: Cues) -> bool:
    return any(part.match(words) for words in (cues.about, cues.yes, cues.no))
