"""Reads entries in lists and removals from them off the parts of a message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.eligibility.cue_finding import Found
from assistant.eligibility.message import Part, is_hedged
from assistant.eligibility.reading import Reading, one, telling
from assistant.eligibility.replies import says_unknown
from assistant.eligibility.said_times import When, find_times
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.story import BESIDE, times_after

_Days = dict[str, str | bool | None]
_NAME = 3
_STORY = 3
_STOPS = ("。", "；", ";", "!", "！", "?", "？", "\n")
_BOTH = 2
_FROM_TO = re.compile(
    r"[的起]?(?:一直|直)?(?:到|至|-|~|—|to|until|till|through)+|\s*(?:to|until|till|through)\s*"
)
"""Between two days of one part: it was on the list from the one to the other."""
_SOUGHT = re.compile(r"(?:正在|在|申请|准备|打算|等着?|想)[\u4e00-\u9fff]{0,3}$")
"""在申请修复: a removal that is sought has not come."""
_INTO = re.compile(
    r"(?<=[日号月年])(?:份|被|给|就|才|又|也|让|叫|遭|人)*(?:进|上|列|挂|入|吃|纳|拉|录|判)(?:去|来|的|了|到|名录|名单|榜|过|着|起)*(?:$|\s)"
)
_OUT_OF = re.compile(
    r"(?<=[日号月年])(?:份|被|给|就|才|又|也|让|叫|都|已经?|早)*(?:出|下|撤|移|消|解|摘|放|清|销|退)(?:来|去|榜|了|的|掉|名录|名单|库)*(?:$|\s)"
)
"""8月6日进，9月19日出: a short verb right behind the day."""
_STILL_ON = re.compile(
    r"(?:没|没有|未|没能|没得)(?:给|被|把|人)?(?:撤|移|出来|消|解除|摘|拿下|下来|清|销|放出|修复)|(?:still|yet).{0,12}(?:on it|listed|removed)"
)
"""到现在没撤 denies that one came off."""
_LOOKED_UP = re.compile(r"[查搜翻看找](?:询|阅)?(?:过|了|的)?(?:[一两几]?遍|一下|半天|一圈|一通)?了?$")
"""…搜过: a part that ends so tells that one looked the list up, not what one found."""
_NOT_FOUND = re.compile(
    r"(?:都|也|上面|里面|里头|上头|压根|根本|反正)*(?:[查搜翻看找](?:不到|不着|不出)|没[查搜翻看找](?:到|着|出)|没有?|没得|莫得)"
    r"(?:我们|咱们?|本公司|本厂|本企业|本园区?|我厂|我司|我们厂|我们公司|自己|这家)?(?:的)?(?:名字|公司|厂|记录|名单|影子)?"
)
"""搜不到本公司: the whole of a part."""
_ONCE = re.compile(r"(?:列入?|进|上|挂|拉|被列[为入]?)过")


def read_listing(reading: Reading) -> Any:
    """An entry in a list, ``False`` where it is denied."""
    values: list[Any] = []
    unnamed: list[Any] = []
    bare: list[Any] = []
    told: set[int] = set()
    for first, start, end in _stating(reading):
        place = reading.parts.index(first)
        if place in told and not first.match(reading.fact.entry.cues.about):
            # 2023年5月被列，2024年8月移出: the second part was told with the first.
            continue
        if (story := _told_in_story(first, reading)) is not None:
            days, last = story
            values += [days] if days else []
            told |= set(range(place, last + 1))
            continue
        part = _with_removal(first, reading)
        told |= set(range(place + 1, place + 3)) if part is not first else set()
        times = _exact(part.times(reading.as_of))
        removal = _removal(part)
        removed = says_out(part)
        if removed and part is not first and not any(when.start > len(first.text) for when in times):
            values.append(
                {"listed_on": times[0].wire if times else None, "removed_on": None, "removed": True}
            )
            continue
        if removed:
            values += _removed(times)
        elif len(times) == _BOTH and _FROM_TO.fullmatch(part.text[times[0].end : times[1].start]):
            values.append({"listed_on": times[0].wire, "removed_on": times[1].wire})
        elif removal:
            values.append({"listed_on": times[0].wire if times else None, "removed_on": None})
        elif _STILL_ON.search(part.text) and not times:
            continue
        elif part.denies(start, end) or _denied_of_each(part, end):
            (values if first.match(reading.fact.entry.cues.about) else unnamed).append(False)
        elif (has_any(part.text, "listed_markers") or _INTO.search(part.text)) and not has_any(
            part.text, "past_markers"
        ):
            entered = times or times_after(part, reading)
            if not entered and (_ONCE.search(part.text) or _LOOKED_UP.search(part.text)):
                # 上过黑名单: whether it is on it still is not said. 在网上翻过: one only looked.
                continue
            named = entered or first.match(reading.fact.entry.cues.about)
            (values if named else bare).append(
                {"listed_on": entered[0].wire if entered else None, "removed_on": None}
            )
    # 去年没年报，7月进去的: a denial that does not name the list yields to an entry told beside it.
    return one(values or unnamed or bare or _sought_in_vain(reading))


def _stating(reading: Reading) -> list[tuple[Part, int, int]]:
    """The parts that tell of the entry: 不清楚 denies nothing, and of an end that is guessed at the whole is asked."""
    return [
        told
        for told in telling(reading)
        if not says_unknown(told[0]) and not _ends_perhaps(told[0], reading.parts)
    ]


def _ends_perhaps(part: Part, parts: Sequence[Part]) -> bool:
    """Whether the next part guesses at the removal (…进过黑名单，好像是2月5日移出来的)."""
    after = parts[parts.index(part) + 1 :][:1]
    return bool(after) and not after[0].states and is_hedged(after[0]) and _removal(after[0]) is not None


def _told_in_story(part: Part, reading: Reading) -> tuple[_Days, int] | None:
    """An entry whose days, or whose end, the parts behind tell, and the place of the last of them."""
    story = _told_apart(part, reading)
    return story if story and story[0]["removed_on"] else _out_later(part, reading) or story


def _out_later(part: Part, reading: Reading) -> tuple[_Days, int] | None:
    """An entry of which a part further on, not the next, tells that it is over (列过老赖，去年把钱还清，已经撤下来了)."""
    place = reading.parts.index(part)
    others = [fact.entry.cues.about for fact in reading.scheme.facts.values() if fact is not reading.fact]
    listed = has_any(part.text, "listed_markers") or has_any(part.text, "entered_once")
    if not listed or _removal(part) or part.denies(0, len(part.text)):
        return None
    for last in range(place + 1, min(place + 1 + _STORY, len(reading.parts))):
        after = reading.parts[last]
        ended = after.before.rstrip().endswith(_STOPS)
        if ended or not after.states or any(after.match(words) for words in others):
            return None
        if says_out(after):
            if last == place + 1:
                return None
            entered, left = part.times(reading.as_of), after.times(reading.as_of)
            days: _Days = {"listed_on": entered[0].wire if entered else None}
            days |= {"removed_on": left[-1].wire} if left else {"removed_on": None, "removed": True}
            return days, last
    return None


def _denied_of_each(part: Part, end: int) -> bool:
    """Whether what stands behind a row of lists denies each of them (…、…、…，四样全不沾边)."""
    row, _, said = part.plain[end:].rpartition(" ")
    return (
        bool("、" in row or "、" in part.plain[:end])
        and bool(said)
        and part.denies(len(part.plain) - len(said), len(part.plain), reach=0)
    )


def _sought_in_vain(reading: Reading) -> list[bool]:
    """False where the part behind one that only looks the list up says that one is not there (…搜过，搜不到本公司)."""
    for part, _, _ in telling(reading):
        after = reading.parts[reading.parts.index(part) + 1 :][:1]
        looked = _LOOKED_UP.search(part.text)
        if looked and after and after[0].states and _NOT_FOUND.fullmatch(after[0].text):
            return [False]
    return []


def _exact(times: list[When]) -> list[When]:
    """The times without a year of which a day or month is told beside it (去年进去过：2025年3月4日)."""
    days = [when.wire for when in times if len(when.wire) > len("2025")]
    if len(days) < _BOTH:
        # 2022年列入，同年9月3日移出: the year is that of the entry.
        return times
    return [w for w in times if len(w.wire) > len("2025") or not any(day.startswith(w.wire) for day in days)]


def says_out(part: Part) -> bool:
    """Whether a part says that one has come off a list, and neither denies nor only seeks it."""
    removal = _removal(part)
    if removal is None or part.denies(removal.start(), removal.start(), reach=3):
        return False
    return not _SOUGHT.search(part.text[: removal.start()])


def _removal(part: Part) -> Found | None:
    """Where a part tells of a removal: by a word for it, or by a short verb right behind the day."""
    found = part.match(word_list("removal_words"))
    short = None if found else _OUT_OF.search(part.text)
    return Found(short.start(), short.end()) if short else found


def _told_apart(part: Part, reading: Reading) -> tuple[_Days, int] | None:
    """An entry whose days the next parts tell (经营异常进过，2024年5月10日列进去，同年7月2日移出来了)."""
    start = reading.parts.index(part) + 1
    cue = part.match(reading.fact.entry.cues.about)
    only_named = cue is not None and len(part.text) <= cue.end() - cue.start() + _NAME
    if part.times(reading.as_of) or not (only_named or has_any(part.text, "entered_once")):
        return None
    if cue is not None and part.denies(cue.start(), cue.end()):
        return None
    found: _Days = {"listed_on": None, "removed_on": None}
    text = ""
    for after in reading.parts[start : start + 2]:
        begun = len(text)
        text = f"{text} {after.text}"
        times = [w for w in find_times(text, reading.as_of) if w.start >= begun]
        if not any(found.values()) and len(times) == _BOTH:
            between = text[times[0].end : times[1].start]
            if _FROM_TO.fullmatch(between):
                return {"listed_on": times[0].wire, "removed_on": times[1].wire}, start + 1
        removed = _removal(after)
        only_when = bool(times) and len(after.text) <= times[0].end - times[0].start + BESIDE
        entered = has_any(after.text, "listed_markers") or only_when or _INTO.search(after.text)
        if not after.states or len(times) != 1 or not (removed or entered):
            break
        found["removed_on" if removed else "listed_on"] = times[0].wire
    return (found, start + 1) if any(found.values()) else None


def _with_removal(part: Part, reading: Reading) -> Part:
    """The part together with the next where that one tells of the removal."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if _removal(part):
        day = _day_of_removal(part, reading)
        return _joined([part, *day]) if day else part
    removal = _removal(after[0]) if after else None
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
    return list(after) if len(after[0].text) <= times[-1].end - times[0].start + BESIDE else []


def _removed(times: Sequence[When]) -> list[_Days]:
    """A removal; without its day it is one all the same (经营异常上过，已经移出了)."""
    if not times:
        return [{"listed_on": None, "removed_on": None, "removed": True}]
    return [{"listed_on": times[0].wire if len(times) > 1 else None, "removed_on": times[-1].wire}]
