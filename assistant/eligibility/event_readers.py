"""Reads listings and events off the parts of a message.

Longer than other modules: both are told over several parts, and how a part is joined with those beside it is one matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.eligibility.announcements import begins_new
from assistant.eligibility.answers import is_own
from assistant.eligibility.facts import Fact
from assistant.eligibility.forms import NoEvent, NoSpell
from assistant.eligibility.message import Part
from assistant.eligibility.reading import NOTHING, Reading, names_fact, one, option, telling
from assistant.eligibility.said_times import When, find_months, find_times, months_after
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.subjects import told_of
from assistant.eligibility.tree import leaves
from assistant.text.normalise import fold

_ADDS, _NAME = 10, 3
_BESIDE, _BESIDE_ENGLISH = 4, 14
"""How much a part may say besides the time that it tells (announced 15 March 2025)."""
_NEVER = re.compile(
    r"(?:没有?|没得|莫得|未|从未|never)\s*(?:再|曾|had|been)?\s*(?:出|发生|有过|被|停过|受过|罚|违|犯|造过|偷|断过|搞过|干过)"
)

_SOUGHT = re.compile(r"(?:正在|在|申请|准备|打算|等着?|想)[\u4e00-\u9fff]{0,3}$")
"""在申请修复: a removal that is sought has not come."""
_ONCE = re.compile(r"(?:列入?|进|上|挂|拉|被列[为入]?)过")


def read_listing(reading: Reading) -> Any:
    """An entry in a list, ``False`` where it is denied; a removal without its day is left to be asked."""
    values: list[Any] = []
    unnamed: list[Any] = []
    told: set[int] = set()
    for first, start, end in telling(reading):
        place = reading.parts.index(first)
        if place in told and not first.match(reading.fact.entry.cues.about):
            # 2023年5月被列，2024年8月移出: the second part was told with the first.
            continue
        if (spread := _told_apart(first, reading)) is not None:
            values.append(spread)
            told |= {place + 1, place + 2}
            continue
        part = _with_removal(first, reading)
        told |= set(range(place + 1, place + 3)) if part is not first else set()
        times = part.times(reading.as_of)
        removal = part.match(word_list("removal_words"))
        removed = says_out(part)
        if removed and part is not first and not any(when.start > len(first.text) for when in times):
            continue
        if removed:
            values += _removed(times)
        elif removal:
            values.append({"listed_on": times[0].wire if times else None, "removed_on": None})
        elif part.denies(start, end):
            (values if first.match(reading.fact.entry.cues.about) else unnamed).append(False)
        elif has_any(part.text, "listed_markers") and not has_any(part.text, "past_markers"):
            entered = times or _times_after(part, reading)
            if not entered and _ONCE.search(part.text):
                # 上过黑名单: whether it is on it still is not said.
                continue
            values.append({"listed_on": entered[0].wire if entered else None, "removed_on": None})
    # 去年没年报，7月进去的: a denial that does not name the list yields to an entry told beside it.
    return one(values or unnamed)


def says_out(part: Part) -> bool:
    """Whether a part says that one has come off a list, and neither denies nor only seeks it."""
    removal = part.match(word_list("removal_words"))
    if removal is None or part.denies(removal.start(), removal.start(), reach=3):
        return False
    return not _SOUGHT.search(part.text[: removal.start()])


def _told_apart(part: Part, reading: Reading) -> dict[str, str | None] | None:
    """An entry whose days the next parts tell (经营异常进过，2024年5月10日列进去，同年7月2日移出来了)."""
    start = reading.parts.index(part) + 1
    cue = part.match(reading.fact.entry.cues.about)
    only_named = cue is not None and len(part.text) <= cue.end() - cue.start() + _NAME
    if part.times(reading.as_of) or not (only_named or has_any(part.text, "entered_once")):
        return None
    if cue is not None and part.denies(cue.start(), cue.end()):
        return None
    found: dict[str, str | None] = {"listed_on": None, "removed_on": None}
    text = ""
    for after in reading.parts[start : start + 2]:
        begun = len(text)
        text = f"{text} {after.text}"
        times = [w for w in find_times(text, reading.as_of) if w.start >= begun]
        removed = after.match(word_list("removal_words"))
        only_when = bool(times) and len(after.text) <= times[0].end - times[0].start + _BESIDE
        entered = has_any(after.text, "listed_markers") or only_when
        if not after.states or len(times) != 1 or not (removed or entered):
            break
        found["removed_on" if removed else "listed_on"] = times[0].wire
    return found if any(found.values()) else None


def _with_removal(part: Part, reading: Reading) -> Part:
    """The part together with the next where that one tells of the removal."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if part.match(word_list("removal_words")):
        day = _day_of_removal(part, reading)
        return _joined([part, *day]) if day else part
    removal = after[0].match(word_list("removal_words")) if after else None
    if removal is None or _SOUGHT.search(after[0].text[: removal.start()]):
        return part
    if any(
        after[0].match(other.entry.cues.about)
        for other in reading.scheme.facts.values()
        if other is not reading.fact
    ):
        return part
    return _joined([part, after[0], *_day_of_removal(after[0], reading)])


def _joined(parts: Sequence[Part]) -> Part:
    text, plain = (" ".join(part.text for part in parts), " ".join(part.plain for part in parts))
    return Part(text, plain, states=True, before=parts[0].before)


def _day_of_removal(part: Part, reading: Reading) -> list[Part]:
    """The part behind that of a removal where it says nothing but its day (已经移出了，2025年7月18号)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if not after or part.times(reading.as_of) or not (times := after[0].times(reading.as_of)):
        return []
    return list(after) if len(after[0].text) <= times[-1].end - times[0].start + _BESIDE else []


def _removed(times: Sequence[When]) -> list[dict[str, str | None]]:
    """A removal without its day is not read: it is asked for."""
    if not times:
        return []
    return [{"listed_on": times[0].wire if len(times) > 1 else None, "removed_on": times[-1].wire}]


def read_events(reading: Reading) -> Any:
    """Events with what is said of each, ``[]`` where every event that the rules ask for is denied."""
    events: list[dict[str, str]] = []
    fresh: list[bool] = []
    none_said = False
    for part, start, end in _outside_row(reading):
        beside = _times_before(part, reading) or _times_after(part, reading)
        if _is_denied(part, start, end):
            if not part.match(reading.fact.entry.cues.about) or _only_of_one(part, reading):
                continue
            rest = _tells_another(part) and not has_any(reading.fact.entry.label, "other_words")
            none_said = none_said or (_covers_all(part, reading) and not rest)
        else:
            events += (told := _event(part, reading, beside))
            fresh += [_tells_another(part)] * len(told)
    for place in reading.row:
        part = reading.parts[place]
        events += (told := _event(part, replace(reading, asked=True), ()))
        fresh += [begins_new(part) or place == reading.row[0]] * len(told)
    if events:
        ends = {event.get("end") for event in events}
        # 6月停的，12月复产: the part that tells of the end tells of no other.
        merged = _merged(events, fresh, in_row=bool(reading.row))
        return [event for event in merged if set(event) != {"date"} or event["date"] not in ends]
    none_said = none_said or any(p.states and p.match(reading.fact.entry.cues.no) for p in reading.parts)
    return [] if none_said else NOTHING


def _outside_row(reading: Reading) -> list[tuple[Part, int, int]]:
    """Parts that tell of the fact before its row begins; the one that announces the row tells nothing by itself."""
    found = telling(reading)
    if not reading.row:
        return found
    return [told for told in found if reading.parts.index(told[0]) < reading.row[0] - 1]


_AFTER_THAT = ("以后", "之后", "此后", "后来")


def _tells_another(part: Part) -> bool:
    """Whether a part tells of another event than the one before (又有一次); 拿牌以后 only says since when."""
    text = part.text
    if not text.startswith(_AFTER_THAT):
        for word in _AFTER_THAT:
            text = text.replace(word, "")
    return has_any(text, "other_words")


def _merged(events: list[dict[str, str]], fresh: list[bool], *, in_row: bool = False) -> list[dict[str, str]]:
    """One event told in several parts (前年6月有人受伤，应急局定的一般事故) as one; ``fresh`` ones begin another (又有一次)."""
    merged: list[dict[str, str]] = []
    for event, begins in zip(events, fresh, strict=True):
        last = merged[-1] if merged and not begins else None
        # In a row (有一起，2025年2月，较大的) the day may follow its event; elsewhere it begins another.
        keys = {*last, *event} - ({"date"} if in_row and "date" not in last else set()) if last else set()
        if last is not None and all(_fits(last.get(key), event.get(key), key) for key in keys):
            merged[-1] = {**last, **event}
        else:
            merged.append(event)
    return merged


def _fits(before: str | None, now: str | None, key: str) -> bool:
    """Whether two tellings may be of one event: the later adds, or says the day more exactly."""
    if before is None or now is None:
        return key != "date" or now is None
    return now.startswith(before) if key == "date" else now == before


def denied_in_part(reading: Reading) -> list[Part]:
    """Parts that deny some of the events that the rules ask for, and not all of them."""
    return [
        part
        for part, start, end in telling(reading)
        if _is_denied(part, start, end)
        and not _tells_another(part)
        and (
            _only_of_one(part, reading)
            or _kinds_named(part, reading.fact)
            or _named(part, reading.fact.grades)
            or has_any(part.text, "only_grave")
        )
        and (_only_of_one(part, reading) or not _covers_all(part, reading))
    ]


def _is_denied(part: Part, start: int, end: int) -> bool:
    if not part.denies(start, end, 20, "event_negators"):
        return False
    # 到现在没出过 denies, 到现在没恢复 does not.
    return bool(_NEVER.search(part.text)) or not has_any(part.text, "ongoing")


def _times_before(part: Part, reading: Reading) -> tuple[When, ...]:
    """Times of the part before, where it says nothing but when, or this part goes on with it (…，被定为一般事故)."""
    index = reading.parts.index(part)
    if index == 0 or part.times(reading.as_of):
        return ()
    former = reading.parts[index - 1]
    times = former.times(reading.as_of)
    if not times:
        return ()
    if _points_back(part):
        return tuple(times[:1])
    only_when = len(former.text) <= times[-1].end - times[0].start + 4
    goes_on = len(times) == 1 and part.text.startswith(word_list("continues"))
    return tuple(times) if only_when or goes_on else ()


_POINTS_BACK = re.compile(r"查得到|查得出|查到的|能查到|有记录|有显示|看得到|挂着|挂起的|上面有|上头有")


def _points_back(part: Part) -> bool:
    """Whether a part says of what was told before that it is on record (…，信用中国上查得到)."""
    return bool(_POINTS_BACK.search(part.text)) and not part.denies(0, len(part.text), words="event_negators")


def _times_after(part: Part, reading: Reading) -> tuple[When, ...]:
    """Times of the next part, where it says little but when (…，2022年3月撤的)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if not after or not after[0].states or part.times(reading.as_of) or begins_new(after[0]):
        return ()
    times = after[0].times(reading.as_of)
    if len(times) == 1 and _is_spell(reading) and _says_end(after[0], times[0]):
        return ()
    if len(times) == 1 and _goes_on(after[0], reading):
        return tuple(times)
    beside = _BESIDE_ENGLISH if after[0].text.isascii() else _BESIDE
    return tuple(times) if times and len(after[0].text) <= times[-1].end - times[0].start + beside else ()


def _goes_on(part: Part, reading: Reading) -> bool:
    """Whether a part with a time tells how it came about (…，2022年11月被通报列进去的), and of no other fact."""
    told = has_any(part.text, "event_markers") or has_any(part.text, "listed_markers")
    others = (fact for fact in reading.scheme.facts.values() if fact is not reading.fact)
    named = any(part.match(fact.entry.cues.about) for fact in others)
    return told and not named and not part.denies(0, len(part.text), words="event_negators")


def _event(part: Part, reading: Reading, beside: tuple[When, ...]) -> list[dict[str, str]]:
    fact = reading.fact
    times = _more_exactly(part, reading) or list(beside)
    kind, grade = option(part, fact.kinds), option(part, fact.grades)
    if kind is None and not part.times(reading.as_of) and beside and _points_back(part):
        kind = option(reading.parts[reading.parts.index(part) - 1], fact.kinds)
    for after in _said_next(part, reading):
        kind, grade = kind or option(after, fact.kinds), grade or option(after, fact.grades)
    event: dict[str, Any] = {"kind": kind, "grade": grade, "date": times[0].wire if times else None}
    if len(times) == 2:
        event["end"] = times[1].wire
    elif len(times) == 1 and _says_end(part, times[0]):
        event |= {"date": None, "end": times[0].wire}
    elif len(times) == 1 and (ended := _ended(part, reading) or _lasted(part, times[0], reading)):
        event["end"] = ended
    if _is_spell(reading) and not (event["date"] and event.get("end")):
        event |= _length(part, event, reading)
    told = {key: value for key, value in event.items() if value is not None}
    if set(told) == {"date"} and _only_answers(part, reading) and not _says_only_when(part, reading):
        # 2022年换了设备: a day beside something else is no day of the event asked for.
        return []
    return [told] if told or (not reading.asked and has_any(part.text, "event_markers")) else []


def _says_only_when(part: Part, reading: Reading) -> bool:
    """Whether a part says nothing but when something came about (2022年8月5日进过一次)."""
    rest = _without_times(part, reading)
    for word in sorted((*word_list("event_markers"), *word_list("listed_markers")), key=len, reverse=True):
        rest = rest.replace(word, "")
    return any(is_own(words, part, reading, least=1) for words in (part.text, rest))


def _only_answers(part: Part, reading: Reading) -> bool:
    """Whether a part is read for no words of its own, but because the fact was asked for."""
    return (
        reading.asked and not (reading.named or reading.row) and not part.match(reading.fact.entry.cues.about)
    )


def _more_exactly(part: Part, reading: Reading) -> list[When]:
    """The times of a part; where it says the year alone, the day of that year that the next part tells."""
    times = part.times(reading.as_of)
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if len(times) != 1 or not after or begins_new(after[0]) or not after[0].states:
        return times
    later = after[0].times(reading.as_of)
    brief = later and len(after[0].text) <= later[0].end - later[0].start + _BESIDE
    fuller = brief and len(later) == 1 and later[0].wire.startswith(f"{times[0].wire}-")
    return later if fuller else times


def _lasted(part: Part, begun: When, reading: Reading) -> str | None:
    """The end of a spell of which its length is said (去年2月起停了四个月)."""
    long_enough = _is_spell(reading) and len(begun.wire) > len("2025")
    months = find_months(part.text[begun.end :]) if long_enough else None
    return months_after(begun.wire, months) if months else None


def _is_spell(reading: Reading) -> bool:
    """Whether the rules ask how long the events of a fact lasted."""
    tests = (leaf for criterion in reading.scheme.criteria for leaf in leaves(criterion.entry.test))
    return any(isinstance(leaf, NoSpell) and leaf.fact == reading.fact.name for leaf in tests)


def _says_end(part: Part, when: When) -> bool:
    """Whether the one time of a part is that of its end (2024年3月复产)."""
    return part.text[when.end :].lstrip("份才就又正式底初中").startswith(word_list("ended_words"))


def _length(part: Part, event: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """How many months a spell lasted, and its end where that follows or is said to have come by now.

    连续停产过14个月，2024年3月复产; 停产14个月了，刚复工; 2023年3月停产，停了14个月.
    """
    following = _goes_on_alone(part, reading)
    months = _months_of(_without_times(part, reading))
    if months is None and following and _ONLY_LENGTH.fullmatch(following[0].text):
        months = find_months(following[0].text)
    if months is None:
        return {}
    begun, ended = event["date"], event.get("end") or _ended(part, reading)
    if ended is not None:
        return {"months": months, "date": None if begun == ended else begun, "end": ended}
    if begun is not None and len(begun) > len("2025"):
        return {"end": months_after(begun, months)}
    if begun is None and any(has_any(p.text, "ended_now") for p in (part, *following)):
        return {"months": months, "end": reading.as_of.isoformat()[: len("2026-11")]}
    return {"months": months}


# 停产前生产了8个月, 合同工期3个月: a length of something else.
_OF_SOMETHING_ELSE = re.compile(
    r"前|试运行|试生产|欠|工期|合同|租期|租约|电费|工资|每(?:年|月)|提前|建成|投产"
)
_ONLY_LENGTH = re.compile(
    r"(?:[就只也一共总共大概连续前后整差不多将近停产工歇业了过有都是已经接着 ]|it|was|were|lasted|for|shut|down|idle|closed|about|stopped|over|in all)*"
    r"(?:\d+|[一二两三四五六七八九十]+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen) ?"
    r"(?:个?多?月|年半?|months?|years?)[多的了样子左右之久才又 ]*.{0,6}"
)


def _months_of(text: str) -> int | None:
    """The length of which a part tells beside its times, where it is that of the stop."""
    return None if _OF_SOMETHING_ELSE.search(text) else find_months(text)


def _without_times(part: Part, reading: Reading) -> str:
    """What a part says besides its times (去年8月停了两个月)."""
    text = part.text
    for when in reversed(part.times(reading.as_of)):
        text = f"{text[: when.start]} {text[when.end :]}"
    return text


def _goes_on_alone(part: Part, reading: Reading) -> list[Part]:
    """The next part where it states something without a time and names no other fact."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    others = [fact for fact in reading.scheme.facts.values() if fact is not reading.fact]
    return [
        p
        for p in after
        if p.states and not p.times(reading.as_of) and not any(names_fact(p, fact) for fact in others)
    ]


def _ended(part: Part, reading: Reading) -> str | None:
    """When the next part says that it was over (…，2024年9月30日恢复的)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    times = after[0].times(reading.as_of) if after and has_any(after[0].text, "ended_words") else []
    return times[0].wire if len(times) == 1 else None


def _said_next(part: Part, reading: Reading) -> list[Part]:
    """The next two parts as far as they only add how grave or of what kind the event was (…，一般级别的)."""
    added = []
    cues = reading.fact.entry.cues
    start = reading.parts.index(part) + 1
    for after in reading.parts[start : start + 4]:
        times = after.times(reading.as_of)
        if times and len(after.text) <= times[-1].end - times[0].start + _BESIDE and after.states:
            continue
        if len(after.text) > _ADDS or not after.states or times:
            break
        if has_any(after.text, "event_negators"):
            # …，没死人，定的一般: what did not happen besides tells nothing of how grave it was.
            continue
        if after.match(cues.about):
            break
        added.append(after)
    return added


def _only_of_one(part: Part, reading: Reading) -> bool:
    """Whether a denial about others speaks of one of the facts only for which this one stands (入园企业没出过事故)."""
    # Kinds that it names are weighed apart.
    return not _kinds_named(part, reading.fact) and told_of(reading.fact, reading.scheme, part) is not None


def _covers_all(part: Part, reading: Reading) -> bool:
    """Whether a denial covers every event that the rules ask for: no major accident may leave minor ones."""
    fact = reading.fact
    kinds, grades = _kinds_named(part, fact), _named(part, fact.grades)
    grade = min(grades, key=lambda name: fact.ranks[name], default=None)
    part_of = {option.value: option.part_of for option in fact.entry.kinds}
    covered = kinds | {kind for kind, whole in part_of.items() if whole in kinds}
    tests = [
        leaf
        for criterion in reading.scheme.criteria
        for leaf in leaves(criterion.entry.test)
        if isinstance(leaf, NoEvent) and leaf.fact == fact.name
    ]
    grave_only = grade is None and has_any(part.text, "only_grave")
    for test in tests:
        if grave_only:
            return False
        wanted = set(test.kinds) or set(part_of)
        if kinds and not wanted <= covered:
            return False
        if grade and (test.grade is None or fact.ranks[grade] > fact.ranks[test.grade]):
            return False
    return True


def _kinds_named(part: Part, fact: Fact) -> set[str]:
    """Kinds that a part singles out: by words that the fact as a whole is not called by."""
    label = fold(fact.entry.label)
    return _named(part, {name: value for name, value in fact.kinds.items() if fold(name) not in label})


def _named(part: Part, names: Mapping[str, str]) -> set[str]:
    return {value for name, value in names.items() if len(name) > 1 and fold(name) in part.text}
