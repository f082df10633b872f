"""Reads events off the parts of a message: what each was, how grave, and when.

Over 300 lines: what is denied, told and told again of one event is weighed in one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.eligibility.announcements import begins_new
from assistant.eligibility.answers import is_own
from assistant.eligibility.facts import Fact
from assistant.eligibility.forms import NoEvent
from assistant.eligibility.message import Part
from assistant.eligibility.reading import NOTHING, Reading, option, telling
from assistant.eligibility.said_times import When
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.spells import ended_next, is_spell, lasted, length_of, says_end, without_times
from assistant.eligibility.story import (
    BESIDE,
    names_its_day,
    points_back,
    times_after,
    times_before,
    told_before,
)
from assistant.eligibility.subjects import told_of
from assistant.eligibility.tree import leaves
from assistant.text.normalise import fold

_ADDS = 10
_NEVER = re.compile(
    r"(?:没有?|没得|莫得|未|从未|never)\s*(?:再|曾|had|been)?\s*(?:出|发生|有过|被|停过|受过|罚|违|犯|造过|偷|断过|搞过|干过)"
)


def read_events(reading: Reading) -> Any:
    """Events with what is said of each, ``[]`` where every event that the rules ask for is denied."""
    events: list[dict[str, str]] = []
    fresh: list[bool] = []
    none_said = False
    for part, start, end in _outside_row(reading):
        beside = times_before(part, reading) or _day_of_that_time(part, reading) or times_after(part, reading)
        if _is_denied(part, start, end):
            if not part.match(reading.fact.entry.cues.about) or _only_of_one(part, reading):
                continue
            if _follows_exception(part, reading):
                # 除开这一回，三年没歇过: the one that is left out was told, or is still to be.
                continue
            rest = _tells_another(part) and not has_any(reading.fact.entry.label, "other_words")
            rest = rest and not _OR_ANY_OTHER.search(part.text)
            none_said = none_said or (_covers_all(part, reading) and not rest)
        else:
            told = _event(part, reading, beside)
            if _is_ruled(events, told, part) or _is_its_day(events, told, part, reading):
                events[-1] = {**events[-1], **told[0]}
                continue
            events += told
            # 后来应急局认定为较大事故 goes on with the story; it begins no other.
            again = _tells_another(part) and not (has_any(part.text, "ruled") and told_before(part, reading))
            fresh += [again] * len(told)
    for place in reading.row:
        part = reading.parts[place]
        events += (told := _event(part, replace(reading, asked=True), ()))
        fresh += [begins_new(part) or place == reading.row[0]] * len(told)
    if events and not any(events) and (none_said or _denied_behind(reading)):
        # 两个网站都查了，一条不良都没有: what was only looked up is no event.
        return []
    if events and not any(events) and _denies_something_behind(reading):
        return NOTHING
    if events:
        ends = {event.get("end") for event in events}
        # 6月停的，12月复产: the part that tells of the end tells of no other.
        merged = _merged(events, fresh, in_row=bool(reading.row))
        return [event for event in merged if set(event) != {"date"} or event["date"] not in ends]
    none_said = none_said or any(
        p.states and (p.match(reading.fact.entry.cues.no) or _is_none_whatever(p, reading))
        for p in reading.parts
    )
    return [] if none_said else NOTHING


def _outside_row(reading: Reading) -> list[tuple[Part, int, int]]:
    """Parts that tell of the fact before its row begins; the one that announces the row tells nothing by itself."""
    found = telling(reading)
    if not reading.row:
        return found
    return [told for told in found if reading.parts.index(told[0]) < reading.row[0] - 1]


_EXCEPT = re.compile(
    r"(?:除了?|除开|除去|抛开|刨开|刨去|apart from|except for)(?:[^，,]{0,3}[这那前上一][^，,]{0,4}[回次起件桩]?(?:以外|之外|外)?"
    r"|[^，,]{0,14}?(?:[这那][^，,]{0,8}|[回次起件桩][^，,]{0,6}?)(?:以外|之外|外))"
)
_WHATEVER = re.compile(
    r"(?:啥子?|什么|任何|半[条点个起件次]|一[条起件次个回桩星点])([^，,]{0,4}?)(?:都|也|就)?(?:没有?|没得|莫得|无|查不到|查不出|找不到|查无)"
    r"|(?:没有?|没得|莫得|无)(?:任何|一[条起件次个桩]|半[条点个])([^，,]{0,4})$"
)


_OR_ANY_OTHER = re.compile(
    r"\bno\b.*\b(?:or|nor|and no) (?:any )?other\b|(?:没有?|没得|莫得|无)[^，,；;]{2,10}?(?:和|及|或者?|、|也没有?|也无)(?:其他|其它|别的)"
)
"""No fire or any other accident leaves no other one out."""


_THAT_TIME = re.compile(
    r"[那这](?:一)?[回次天起件](?:事|事故)?$|(?:发布?|出|下|印发|贴)(?:了|的)?[一个份]*(?:公告|通报|文件?|决定)$"
)
"""挂牌后就2025年3月9日那回, 3月19日发公告: a part that ends so names the event of which the next one tells."""


def _day_of_that_time(part: Part, reading: Reading) -> tuple[When, ...]:
    """The one day of the part before, where that part names an occasion by it and nothing else."""
    place = reading.parts.index(part)
    if not place or part.times(reading.as_of):
        return ()
    former = reading.parts[place - 1]
    times = former.times(reading.as_of)
    named = len(times) == 1 and former.states and _THAT_TIME.fullmatch(former.text, times[0].end)
    return tuple(times) if named else ()


def makes_exception(part: Part) -> bool:
    """Whether a part leaves one time or thing out of what is said of the others (除了检修那一回)."""
    return bool(_EXCEPT.match(part.text))


def _follows_exception(part: Part, reading: Reading) -> bool:
    """Whether the part before leaves something out of what this one denies."""
    place = reading.parts.index(part)
    return makes_exception(part) or bool(place and _EXCEPT.fullmatch(reading.parts[place - 1].text))


def _denied_behind(reading: Reading) -> bool:
    """Whether the part behind the one that speaks of the fact says that there is none whatever."""
    for part, _, _ in telling(reading):
        after = reading.parts[reading.parts.index(part) + 1 :][:2]
        if any(p.states and _is_none_whatever(p, replace(reading, asked=True)) for p in after):
            return True
        if after and after[0].states and after[0].text.startswith(word_list("clean_record")):
            # 两个网站查了，干干净净: of what was looked up, clean is none.
            return True
    return False


def _denies_something_behind(reading: Reading) -> bool:
    """Whether the parts behind deny what may be one kind of what was looked up (查过了，没得一条处罚)."""
    told = [reading.parts.index(part) for part, _, _ in telling(reading)]
    behind = reading.parts[min(told, default=len(reading.parts)) + 1 :][:2]
    return any(p.states and p.denies(0, len(p.text), words="event_negators") for p in behind)


def _is_none_whatever(part: Part, reading: Reading) -> bool:
    """Whether a part says of what was asked that there is none whatever (啥子记录都没有)."""
    said = _WHATEVER.search(part.text) if reading.asked else None
    return (
        said is not None
        and is_own(said[1] or said[2] or "", part, reading)
        and not _kinds_named(part, reading.fact)
    )


_AFTER_THAT = ("以后", "之后", "此后", "后来")


def _tells_another(part: Part) -> bool:
    """Whether a part tells of another event than the one before (又有一次); 拿牌以后 only says since when."""
    text = part.text
    if not text.startswith(_AFTER_THAT):
        for word in _AFTER_THAT:
            text = text.replace(word, "")
    return has_any(text, "other_words")


def _is_ruled(told: list[dict[str, str]], ruling: list[dict[str, str]], part: Part) -> bool:
    """Whether a part rules how grave the event just told was, whatever was said of it before (a major fire, ruled larger)."""
    if not (told and len(ruling) == 1 and has_any(part.text, "ruled")) or "date" in ruling[0]:
        return False
    kinds = {event["kind"] for event in (told[-1], *ruling) if "kind" in event}
    return "grade" in ruling[0] and "grade" in told[-1] and len(kinds) <= 1


_DECIDED = re.compile(r"(?:处罚|处理)?(?:决定书?|通报|公告|通知书?|罚单)|认定|立案|查实|查处|结的?案")


def _is_its_day(
    told: list[dict[str, str]], later: list[dict[str, str]], part: Part, reading: Reading
) -> bool:
    """Whether a part tells only the day of the event just told: of its decision, or that of its story.

    查出我们偷税，2025年3月14日下的处罚决定; 去年10月9号检修，蒸汽烫伤一人，…，定的是一般事故.
    """
    if not (told and len(later) == 1 and later[0].get("date")) or "date" in told[-1] or _tells_another(part):
        return False
    if any(told[-1].get(key, value) != value for key, value in later[0].items()):
        return False
    own = part.times(reading.as_of)
    return (
        bool(set(later[0]) == {"date"} and _DECIDED.search(part.text)) if own else has_any(part.text, "ruled")
    )


def _merged(events: list[dict[str, str]], fresh: list[bool], *, in_row: bool = False) -> list[dict[str, str]]:
    """One event told in several parts (前年6月有人受伤，应急局定的一般事故) as one; ``fresh`` ones begin another (又有一次)."""
    merged: list[dict[str, str]] = []
    for event, begins in zip(events, fresh, strict=True):
        last = merged[-1] if merged and not begins else None
        # In a row (有一起，2025年2月，较大的) the day may follow its event; elsewhere it begins another.
        keys = {*last, *event} - ({"date"} if in_row and "date" not in last else set()) if last else set()
        same_day = (
            last is not None
            and last.get("date") == event.get("date")
            and len(event.get("date", "")) > len("2025-06")
        )
        if last is not None and same_day and last.get("end") == event.get("end"):
            # 数据泄露，…，认定为网络安全事故: of one day the later word is the ruling.
            merged[-1] = {**last, **event}
        elif last is not None and all(_fits(last.get(key), event.get(key), key) for key in keys):
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


def _event(part: Part, reading: Reading, beside: tuple[When, ...]) -> list[dict[str, str]]:
    fact = reading.fact
    story = [] if beside or _only_answers(part, reading) else told_before(part, reading)
    times = (
        _more_exactly(part, reading) or list(beside) or [t for p in story[:1] for t in p.times(reading.as_of)]
    )
    kind, grade = option(part, fact.kinds), option(part, fact.grades)
    for former in story:
        kind, grade = kind or option(former, fact.kinds), grade or option(former, fact.grades)
    if kind is None and not part.times(reading.as_of) and beside and points_back(part):
        kind = option(reading.parts[reading.parts.index(part) - 1], fact.kinds)
    for after in _said_next(part, reading):
        kind, grade = kind or option(after, fact.kinds), grade or option(after, fact.grades)
    event: dict[str, Any] = {"kind": kind, "grade": grade, "date": times[0].wire if times else None}
    if len(times) == 2:
        event["end"] = times[1].wire
    elif len(times) == 1 and says_end(part, times[0]):
        event |= {"date": None, "end": times[0].wire}
    elif len(times) == 1 and (ended := ended_next(part, reading) or lasted(part, times[0], reading)):
        event["end"] = ended
    if is_spell(reading) and not _has_both_days(event):
        event |= length_of(part, event, reading)
    told = {key: value for key, value in event.items() if value is not None}
    if set(told) == {"date"} and _only_answers(part, reading) and not _says_only_when(part, reading):
        # 2022年换了设备: a day beside something else is no day of the event asked for.
        return []
    return [told] if told or (not reading.asked and has_any(part.text, "event_markers")) else []


def _has_both_days(event: Mapping[str, Any]) -> bool:
    """Whether a spell's length follows from its days; of years alone (去年停的，今年才开) it does not."""
    begun, ended = event.get("date"), event.get("end")
    if not begun or not ended:
        return False
    return len(begun) > len("2025") or len(ended) > len("2025")


def _says_only_when(part: Part, reading: Reading) -> bool:
    """Whether a part says nothing but when something came about (2022年8月5日进过一次)."""
    rest = without_times(part, reading)
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
    brief = later and len(after[0].text) <= later[0].end - later[0].start + BESIDE
    brief = brief or bool(later and names_its_day(after[0], later[0], part))
    fuller = brief and len(later) == 1 and later[0].wire.startswith(f"{times[0].wire}-")
    return later if fuller else times


def _said_next(part: Part, reading: Reading) -> list[Part]:
    """The next two parts as far as they only add how grave or of what kind the event was (…，一般级别的)."""
    added = []
    cues = reading.fact.entry.cues
    start = reading.parts.index(part) + 1
    for after in reading.parts[start : start + 4]:
        times = after.times(reading.as_of)
        if times and len(after.text) <= times[-1].end - times[0].start + BESIDE and after.states:
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


def denies_them_all(part: Part, reading: Reading) -> bool:
    """Whether a part that denies events leaves none of those open that the rules ask for."""
    another = _tells_another(part) and not has_any(reading.fact.entry.label, "other_words")
    if _EXCEPT.search(part.text) or another or _only_of_one(part, reading):
        return False
    if touches_a_kind(part, reading.fact) and not _kinds_named(part, reading.fact):
        return False
    return _covers_all(part, reading)


_OF_MANY_WORDS = frozenset("全其他有等生产的违法规行为事故")


def touches_a_kind(part: Part, fact: Fact) -> bool:
    """Whether a part holds a character of the label of one of the kinds (税方面没偷没漏过 denies one of them)."""
    return bool({char for kind in fact.entry.kinds for char in kind.label} & set(part.text) - _OF_MANY_WORDS)


def _covers_all(part: Part, reading: Reading) -> bool:
    """Whether a denial covers every event that the rules ask for: no major accident may leave minor ones."""
    fact = reading.fact
    kinds, grades = _kinds_named(part, fact), _named(part, fact.grades)
    if _names_examples(part, fact):
        kinds = set()
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


def _names_examples(part: Part, fact: Fact) -> bool:
    """Whether the kinds named only begin a row that ends in the name of all (没有偷漏税等违法违规行为)."""
    behind = part.text.partition("等")[2][:_NAME_BEHIND]
    label = fold(fact.entry.label)
    return sum(label[place : place + 2] in behind for place in range(len(label) - 1)) >= _PAIRS


_NAME_BEHIND, _PAIRS = 10, 2


def _kinds_named(part: Part, fact: Fact) -> set[str]:
    """Kinds that a part singles out: by words that the fact as a whole is not called by."""
    label = fold(fact.entry.label)
    return _named(part, {name: value for name, value in fact.kinds.items() if fold(name) not in label})


def _named(part: Part, names: Mapping[str, str]) -> set[str]:
    return {value for name, value in names.items() if len(name) > 1 and fold(name) in part.text}
