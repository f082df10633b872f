"""Facts told in words that no cue foresees, as the model of statements reads them.

What it is sure of is read, and put right where the cues read the contrary; what it takes to be likely is asked back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from assistant.eligibility.event_readers import denies_them_all, makes_exception, read_events
from assistant.eligibility.facts import Fact
from assistant.eligibility.gram_network import DENIES
from assistant.eligibility.listing_readers import read_listing
from assistant.eligibility.message import Part
from assistant.eligibility.reading import NOTHING, Reading, option
from assistant.eligibility.said_words import has_any
from assistant.eligibility.scheme_file import Cues
from assistant.eligibility.schemes import Scheme
from assistant.eligibility.spells import is_spell
from assistant.eligibility.statements import bundled, told_by, windows_of

_SURE, _SURE_IF_ASKED, _SURE_BESIDE, _SURE_OF_FEW = 0.3, 0.25, 0.6, 0.996
"""From this probability on a statement is read as made: sooner of what was asked for, later beside a reply and of few words."""
_BRIEF = 8
_OVERRULES = 0.5
"""From this on what several parts tell together counts, whatever one of them tells alone."""
_LIKELY = 0.01
"""From this on it is asked back."""
_ASKED_BACK = 1
_NEARLY = 0.6
_MARGIN = 3.0
"""How many times as probable a statement must be as any other of the same fact."""
_UNLIKELY, _SURER = 0.1, 0.7
"""What the cues read is put right where the model takes it to be as improbable and a denial to be as probable."""
_IMPOSSIBLE = 0.0002
"""What the cues read is not taken where the model takes it to be less probable than that."""
_AT_LENGTH = 12
"""What says so little says it plainly."""
_DENIALS = ("false", "none", "no")
_THERE = ("true", "some", "listed")


@dataclass(frozen=True, slots=True)
class Judged:
    """How probable each value of a fact is in a message, the best first, with the parts that tell it."""

    values: Sequence[tuple[str, float, tuple[Part, ...]]]

    @property
    def best(self) -> tuple[str, float, tuple[Part, ...]]:
        """The most probable value."""
        return self.values[0]

    @property
    def is_clear(self) -> bool:
        """Whether no other value is nearly as probable."""
        return len(self.values) == 1 or self.values[0][1] >= _MARGIN * self.values[1][1]

    def probability(self, value: str) -> float:
        """How probable one value is; certain where the model knows no such value."""
        return next((share for told, share, _ in self.values if told == value), 1.0)


@cache
def _columns() -> Mapping[str, tuple[Sequence[int], Sequence[str]]]:
    """Fact → its outputs, and the value that each tells."""
    found: dict[str, tuple[list[int], list[str]]] = {}
    for column, code in enumerate(bundled().codes):
        name, _, value = code.partition("=")
        columns, values = found.setdefault(name, ([], []))
        columns.append(column)
        values.append(value)
    return found


def judge(fact: Fact, parts: Sequence[Part], as_of: date) -> Judged | None:
    """How probable each value of a fact is by the parts that state something; None where the model knows it not.

    先进班组，我们不是: what two parts say together counts, where one of them alone says the contrary.
    """
    known = _columns().get(fact.name)
    if known is None:
        return None
    told = [_may_tell(fact, part, as_of) for part in parts]
    if not any(told):
        return None
    columns, values = known
    texts = tuple(part.text for part in parts)
    scores = told_by(texts)
    rows = {
        places: scores[row, columns]
        for row, places in enumerate(windows_of(texts))
        if all(told[place] for place in places)
    }
    shares: dict[str, dict[tuple[int, ...], float]] = {value: {} for value in values}
    for places, row in rows.items():
        top = int(row.argmax())
        if _is_overruled(places, top, rows):
            continue
        for column, value in enumerate(values):
            shares[value][places] = float(row[column] if column == top else row[column] * (1 - row[top]))
    found = [(value, *_narrowest(own, parts)) for value, own in shares.items()]
    return Judged(sorted(found, key=lambda told: -told[1]))


def _narrowest(
    shares: Mapping[tuple[int, ...], float], parts: Sequence[Part]
) -> tuple[float, tuple[Part, ...]]:
    """The highest probability, and the fewest parts that have nearly as high a one: what stands beside adds nothing."""
    highest = max(shares.values(), default=0.0)
    near = [places for places, share in shares.items() if share >= _NEARLY * highest]
    return highest, tuple(parts[place] for place in min(near, key=len, default=()))


def _may_tell(fact: Fact, part: Part, as_of: date) -> bool:
    """Whether a part states something that may be of the fact: of its year, and not what its cues are to leave out."""
    if not part.states or part.match(fact.entry.cues.unless):
        return False
    year = fact.entry.year
    return year is None or all(when.year == year for when in part.times(as_of))


def _is_overruled(places: tuple[int, ...], top: int, rows: Mapping[tuple[int, ...], Any]) -> bool:
    """Whether some parts surely tell another value together with those beside them than by themselves."""
    wider = (row for others, row in rows.items() if len(others) > len(places) and set(places) < set(others))
    return any(int(row.argmax()) != top and row.max() >= _OVERRULES for row in wider)


Hear = Callable[[str], tuple[Part, ...]]
"""The parts of a message as they are heard for a fact: what is said of others in them is no statement of it."""


def reread(
    scheme: Scheme,
    read: Mapping[str, Any],
    parts: tuple[Part, ...],
    hear: Hear,
    as_of: date,
    asked: str | None,
) -> dict[str, Any]:
    """What is told of each fact, as the cues and the model read it together, with values as on the wire.

    Args:
        scheme: The scheme under check.
        read: What the cues read.
        parts: The message.
        hear: The message as it is heard for a fact.
        as_of: The day against which times are resolved.
        asked: The fact asked for last: what the cues read as the answer to it stands.
    """
    found = dict(read)
    for name in _spoken_of(scheme, parts, _UNLIKELY):
        if name in read and name == asked:
            continue
        fact = scheme.facts[name]
        if (judged := judge(fact, hear(name), as_of)) is None:
            continue
        value, share, words = judged.best
        if name not in read:
            if share < _least(name, asked, words) or not judged.is_clear:
                continue
        else:
            before = value_told(fact, read[name])
            if share < _SURER or judged.probability(before) >= _UNLIKELY:
                continue
            own = [part for part in words if not _is_of_another(scheme, read, name, part)]
            if not _denies_it(value, own) or tells_days(read[name]):
                continue
        if value in _DENIALS and any(makes_exception(part) for part in hear(name)):
            # 除了检修那一回，三年没停过产: what is left out is still to be told.
            continue
        told = _value(Reading(scheme, fact, words, as_of, asked=True), value)
        if told is not NOTHING:
            found[name] = told
    return {
        name: value
        for name, value in found.items()
        if not _is_impossible(scheme, name, value, hear, as_of, asked)
    }


def _is_impossible(scheme: Scheme, name: str, value: Any, hear: Hear, as_of: date, asked: str | None) -> bool:
    """Whether the model takes a reading to be next to impossible: a word of the fact stands in a matter of its own.

    It is asked only of what is said to be there or to have come about (绿色餐厅 is no green factory); what was asked
    for is told in few words, and of days, of where something lies and of each of several years it knows nothing.
    """
    fact = scheme.facts[name]
    if _is_asked_for(scheme, name, asked) or name not in _columns():
        return False
    if fact.entry.by_names or fact.entry.years:
        return False
    told = value_told(fact, value)
    if told not in _THERE or tells_days(value):
        return False
    parts = hear(name)
    if _is_too_plain(parts):
        return False
    judged = judge(fact, parts, as_of)
    return judged is not None and judged.probability(told) < _IMPOSSIBLE


def _is_asked_for(scheme: Scheme, name: str, asked: str | None) -> bool:
    """Whether a fact was asked for last, by itself or in a group."""
    return name == asked or any(name in group.facts for group in scheme.groups if group.id == asked)


def _is_too_plain(parts: Sequence[Part]) -> bool:
    """Whether a message is too short to be of another matter, tells a wish, or is in English, of which the model knows little."""
    wish = any(part.planned for part in parts)
    return wish or max(len(part.text) for part in parts) < _AT_LENGTH or all(p.text.isascii() for p in parts)


def likely(
    scheme: Scheme, parts: tuple[Part, ...], hear: Hear, as_of: date, told: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Facts that a message tells likely, not surely, and the words that do: the likeliest alone."""
    found = []
    for name in _spoken_of(scheme, parts, _LIKELY):
        judged = judge(scheme.facts[name], hear(name), as_of) if name not in told else None
        if judged is not None and judged.best[1] >= _LIKELY:
            _, share, words = judged.best
            found.append((share, name, "，".join(part.text for part in words)))
    return [(name, words) for _, name, words in sorted(found, reverse=True)[:_ASKED_BACK]]


def _spoken_of(scheme: Scheme, parts: tuple[Part, ...], at_least: float) -> list[str]:
    """The facts of which a message makes some statement as probable as that, whoever makes it of whom."""
    if not any(part.states for part in parts):
        return []
    highest = told_by(tuple(part.text for part in parts)).max(axis=0)
    probable = highest >= at_least
    columns = _columns()
    return [
        name
        for name, fact in scheme.facts.items()
        # Of each of several years the cues see of which it is said.
        if name in columns
        and not (fact.entry.by_names or fact.entry.years)
        and probable[columns[name][0]].any()
    ]


def _least(name: str, asked: str | None, words: Sequence[Part]) -> float:
    """From which probability on a fact that the cues did not read is read."""
    if name == asked:
        return _SURE_IF_ASKED
    # 一年比一年低: so few words tell something only of what was spoken of before.
    brief = sum(len(part.text) for part in words) <= _BRIEF
    return _SURE_OF_FEW if brief else _SURE if asked is None else _SURE_BESIDE


def _denies_it(value: str, parts: Sequence[Part]) -> bool:
    """Whether the value is that nothing is there or came about, and the parts hold a word of denying.

    责任延伸试点，没有我们: where the cues see what is named and not that it is denied, the model sees it. Not the
    reverse: what the cues take to be denied is.
    """
    return value in _DENIALS and any(DENIES.search(part.text) for part in parts)


def _is_of_another(scheme: Scheme, read: Mapping[str, Any], name: str, part: Part) -> bool:
    """Whether a part speaks of another fact that was read, and not of this one (先进值达到了，标杆没达到)."""

    def speaks_of(cues: Cues) -> bool:
        return any(part.match(words) for words in (cues.about, cues.yes, cues.no))

    others = (scheme.facts[other].entry.cues for other in read if other != name)
    return not speaks_of(scheme.facts[name].entry.cues) and any(map(speaks_of, others))


def tells_days(wire: Any) -> bool:
    """Whether a value on the wire tells days: so definite a reading was not made by mistake."""
    told = wire if isinstance(wire, list) else [wire]
    return any(isinstance(one, Mapping) and any(one.values()) for one in told)


def value_told(fact: Fact, wire: Any) -> str:
    """What the model calls a value on the wire."""
    kind = fact.entry.type
    if kind == "boolean":
        return "true" if wire else "false"
    if kind == "events":
        return "some" if wire else "none"
    if kind == "listing":
        out = isinstance(wire, Mapping) and wire.get("removed_on")
        return "no" if not wire else "removed" if out else "listed"
    return str(wire)


def _value(reading: Reading, value: str) -> Any:
    """The value on the wire of what the model read in some parts; what happened is read with its day."""
    fact, parts = reading.fact, reading.parts
    kind = fact.entry.type
    if kind == "boolean":
        return value == "true"
    if kind == "enum":
        return value
    whole = replace(
        parts[0], text=" ".join(part.text for part in parts), plain=" ".join(part.plain for part in parts)
    )
    if value == "none":
        return [] if denies_them_all(whole, reading) else NOTHING
    if value == "no":
        return False
    if kind == "events":
        told = read_events(reading)
        events = told if told is not NOTHING and told else [_event_told(reading, whole)]
        # A spell without its end would be one that goes on.
        ends = not is_spell(reading) or all(event.keys() & {"end", "months"} for event in events)
        return events if ends or any(has_any(part.text, "ongoing") for part in parts) else NOTHING
    told = read_listing(reading)
    if isinstance(told, Mapping) and (value == "listed" or told.get("removed_on")):
        return told
    # A removal without its day is asked for.
    return NOTHING if value == "removed" else {"listed_on": None, "removed_on": None}


def _event_told(reading: Reading, whole: Part) -> dict[str, str]:
    """What some parts say of the one event that they tell: its kind, how grave it was, and when."""
    fact, parts = reading.fact, reading.parts
    times = [when.wire for part in parts for when in part.times(reading.as_of)]
    told = {"kind": option(whole, fact.kinds), "grade": option(whole, fact.grades), "date": None}
    if times:
        told["date"] = times[0] if is_spell(reading) else max(times, key=len)
    if len(times) > 1 and is_spell(reading):
        told["end"] = times[1]
    return {key: value for key, value in told.items() if value is not None}
