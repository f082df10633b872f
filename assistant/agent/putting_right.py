"""What a message puts right or adds of the event or entry told last: its days, its kind, how grave, how long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.agent.context import Context
from assistant.agent.speaking import asks
from assistant.agent.told_earlier import messages_told
from assistant.agent.verdict_asked import cue, told_part
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.forms import NoSpell
from assistant.eligibility.listing_readers import says_out
from assistant.eligibility.message import Part, corrects, split_message
from assistant.eligibility.reading import names_fact, option
from assistant.eligibility.said_times import find_months, find_times
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.schemes import Scheme
from assistant.eligibility.tree import leaves
from assistant.text.normalise import fold

_SIGHS = " ,，哎哦噢诶唉呃嗯呀啊"
_OF_A_DAY = re.compile(r"^(?:那|这|都|就|还|已经|其实)*(?:是|发生在|出在|在)(?P<rest>.+)$")
_ANOTHER = re.compile(r"还有|又(?!没|未)|另|再(?![也都]?[没未无不])")
_INSTEAD = re.compile(r"(?:那)?不是[^，,]{1,12}[，,]\s*(?:而)?是")
_TAKES_BACK = re.compile(r"(?:那|这|都|其实)*是[^，,]{2,12}的事情?了?[。.]?")
_LENGTH_ALONE = re.compile(
    r"(?:就|只|也就|一共|总共|大概)*停?产?了?(?:\d+|[一二两三四五六七八九十]+)(?:个?月|年半?)(?:的样子)?[。.]?"
)
_FILLERS = re.compile(
    r"刚才|前面|之前|刚刚|时间|日期|日子|年份|等级|级别|程度|性质|类型|类别|那次|这次|那回|这回|事故|事情|其实|实际上?|确切地?说?|准确地?说?|"
    r"公告|公布|发文|下文|属于|算是|定的|定性|而已|应该|应当|发生|连续|一共|总共|大概|左右|起|"
    r"\b(?:in fact|it|was|is|a|an|one|the|that|this|actually|sorry|no|not|only|just|for|about|of|and|but|accident|grade|level|ago)\b|"
    r"[的了是就都只也那这不对没有在出停产到底次回过错又再起，,。.!！~（）() ]"
)
_NOTHING_ELSE = re.compile(r"[的了事情发生出那这次左右底初份。.!！ ]*")


def event_put_right(context: Context, scheme: Scheme) -> Mapping[str, Any]:
    """The event told last with what the message puts right (不对，是一般的; 时间说错了，是2022年5月).

    A statement of nothing but a day (是四年前的事) is one of the event told last, too, where no day was asked for.
    """
    text = context.question.raw
    folded = told_part(context).strip(_SIGHS)
    pointed = cue("that_time").match(folded)
    folded = folded[pointed.end() :].strip(_SIGHS) if pointed else folded
    if not asks(folded) and _ONE_MORE.search(folded):
        return _one_more(context, scheme, folded)
    if (asks(folded) and not corrects(folded)) or _ANOTHER.search(_BEFORE_ASKING.split(folded)[0]):
        return {}
    if (name := event_told_last(context, scheme)) is None:
        return {}
    told = list(context.state.facts[name])
    place = _meant(context, told)
    if place is None:
        return {}
    event = told[place]
    soft = folded.startswith(word_list("put_right_softly")) or _INSTEAD.match(folded)
    if corrects(folded) or soft:
        change = _change(context, scheme, name, split_message(text, sure=True))
    elif pointed:
        parts = split_message(folded, sure=True)
        change = _change(context, scheme, name, parts) or _day_alone(context, folded)
    elif context.state.asked_fact in (None, name):
        # A length said by the way takes the place of none that is known.
        open_length = "停" in folded or not (event.get("months") or event.get("end"))
        change = _day_alone(context, folded) or (open_length and _length_alone(scheme, name, folded)) or {}
    else:
        change = {}
    if len(told) > 1 and str(event.get("date") or "").startswith(str(change.get("date", "-"))[:4]):
        # 2021年那次是一般事故 only says which one is meant.
        change = {key: value for key, value in change.items() if key != "date"}
    new = changed(event, change)
    return {name: [*told[:place], new, *told[place + 1 :]]} if change and new != event else {}


_BEFORE_ASKING = re.compile(r"[，,](?=[^，,]{0,20}(?:[?？吗么呢]|几|多久|哪|什么|啥|怎|咋))")
_ONE_MORE = re.compile(r"(?:又|还|再)(?:出|发生|来|有)(?:了|过)?(?:[一两]|另外一)?(?:次|起|回|场)")


def _one_more(context: Context, scheme: Scheme, folded: str) -> Mapping[str, Any]:
    """One more event of the kind told last, which a message tells by its day (今年1月又出了一次)."""
    name = event_told_last(context, scheme)
    if name is None or len(times := find_times(folded, context.as_of)) != 1:
        return {}
    said = _change(context, scheme, name, split_message(folded, sure=True))
    new = {key: value for key, value in said.items() if key in ("grade", "kind")} | {"date": times[0].wire}
    return {name: [*context.state.facts[name], new]}


def points_at_event(folded: str) -> bool:
    """Whether a message opens with an event told before (那次是2021年的), be it behind words that put right (更正，那次…)."""
    text = folded.strip(_SIGHS)
    for word in word_list("corrections"):
        if text.startswith(fold(word)):
            text = text[len(fold(word)) :].lstrip(f"{_SIGHS}:：。一下的了")
            break
    return cue("that_time").match(text) is not None


def _meant(context: Context, told: list[Mapping[str, Any]]) -> int | None:
    """Which of the events told a message puts right: the one whose year it names, else the last; None where two fit."""
    named = {when.wire[:4] for when in find_times(context.question.folded, context.as_of)}
    fitting = [place for place, event in enumerate(told) if str(event.get("date") or "-")[:4] in named]
    if len(told) == 1 or not fitting:
        return len(told) - 1
    return fitting[0] if len(fitting) == 1 else None


def takes_back(folded: str) -> bool:
    """Whether a message means to put right what was told, understood or not (不对，…; 是很多年前的事)."""
    text = folded.strip(_SIGHS)
    return corrects(folded) or bool(_INSTEAD.match(text) or _TAKES_BACK.fullmatch(text))


def changed(event: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """An event with what is told otherwise; what followed from what was told before is left out."""
    new = {**event, **change}
    if "months" in change and event.get("date") and "end" not in change:
        new.pop("end", None)
    if "date" in change and "end" not in change and str(new.get("end", "9")) < str(new["date"]):
        new.pop("end")
    return new


def event_told_last(context: Context, scheme: Scheme) -> str | None:
    """The fact of the events told last; None where there is none, or several and it is not said which."""
    names = [
        name
        for name, value in context.state.facts.items()
        if value and name in scheme.facts and scheme.facts[name].entry.type == "events"
    ]
    parts = split_message(context.question.raw)
    named = [n for n in names if any(part.match(scheme.facts[n].entry.cues.about) for part in parts)]
    for text in () if named else reversed(messages_told(context)):
        named = [name for name in read_facts(text, scheme, context.as_of) if name in names]
        if named:
            break
    chosen = named or names
    return chosen[0] if len(chosen) == 1 else None


def _change(context: Context, scheme: Scheme, name: str, parts: tuple[Part, ...]) -> dict[str, Any]:
    """What the parts say of the event otherwise than before, the last of each."""
    fact = scheme.facts[name]
    found: dict[str, Any] = {}
    for part in parts:
        if not (part.match(fact.entry.cues.about) or _says_little_else(context, scheme, name, part)):
            continue
        times = part.times(context.as_of)
        rest = part.text
        for when in reversed(times):
            rest = f"{rest[: when.start]} {rest[when.end :]}"
        said = {
            "grade": option(part, fact.grades),
            "kind": option(part, fact.kinds),
            "date": times[0].wire if times and not has_any(part.text, "ended_words") else None,
            "end": times[-1].wire
            if len(times) > 1 or (times and has_any(part.text, "ended_words"))
            else None,
            "months": find_months(rest) if _lasts(scheme, name) else None,
        }
        found |= {key: value for key, value in said.items() if value is not None}
    return found


def _says_little_else(context: Context, scheme: Scheme, name: str, part: Part) -> bool:
    """Whether a part holds hardly more than a time, a length, a grade or a kind (是2022年5月; 是一般的).

    其实是2020年成立的 and 实际上能耗水平一般 speak of something else.
    """
    fact, left = scheme.facts[name], part.text
    if any(names_fact(part, other) for other in scheme.facts.values() if other is not fact):
        return False
    for when in reversed(part.times(context.as_of)):
        left = f"{left[: when.start]} {left[when.end :]}"
    options = sorted((*fact.grades, *fact.kinds), key=len, reverse=True)
    for word in (
        *word_list("corrections"),
        *word_list("said_wrongly"),
        *word_list("put_right_softly"),
        *options,
    ):
        left = left.replace(fold(word), " ")
    left = _MONTHS.sub(" ", left)
    return len(_FILLERS.sub("", left)) <= 1


_MONTHS = re.compile(r"(?:\d+|[一二两三四五六七八九十]+)\s*(?:个?月|年半?|months?)")


def _lasts(scheme: Scheme, name: str) -> bool:
    """Whether the rules ask how long an event lasted."""
    tests = (leaf for criterion in scheme.criteria for leaf in leaves(criterion.entry.test))
    return any(isinstance(leaf, NoSpell) and leaf.fact == name for leaf in tests)


def _length_alone(scheme: Scheme, name: str, folded: str) -> dict[str, Any]:
    """How long the event told last lasted, where a message says nothing else (停了3个月)."""
    months = find_months(folded) if _lasts(scheme, name) and _LENGTH_ALONE.fullmatch(folded) else None
    return {"months": months} if months else {}


def _day_alone(context: Context, folded: str) -> dict[str, Any]:
    """The one time of a message that says nothing else (是四年前的事)."""
    said = _OF_A_DAY.match(folded)
    times = find_times(said["rest"], context.as_of) if said else []
    if said is None or len(times) != 1:
        return {}
    rest = f"{said['rest'][: times[0].start]}{said['rest'][times[0].end :]}"
    return {"date": times[0].wire} if _NOTHING_ELSE.fullmatch(rest) else {}


def listing_with_days(context: Context, scheme: Scheme, text: str) -> Mapping[str, Any]:
    """The one entry in a list told before with the days that the message adds (2024年3月5日列入的，2025年1月移出)."""
    told = [
        (name, value)
        for name, value in context.state.facts.items()
        if name in scheme.facts and scheme.facts[name].entry.type == "listing" and isinstance(value, Mapping)
    ]
    times = find_times(text, context.as_of)
    says = {
        "listed_on": has_any(text, "listed_markers"),
        "removed_on": has_any(text, "removal_words"),
    }
    if says["removed_on"] and len(times) == 1:
        # 上个月已经移出来了，现在不在名录里: the one day is that of the removal.
        says["listed_on"] = False
    if len(told) == 1 and says["removed_on"] and not times and _is_out(text, scheme, told[0][0]):
        return {told[0][0]: {**told[0][1], "removed": True}}
    keys = [key for key, said in says.items() if said]
    if len(told) != 1 or not keys or len(times) != len(keys):
        return {}
    name, before = told[0]
    added = {key: when.wire for key, when in zip(keys, times, strict=True)}
    fits = corrects(text) or all(day.startswith(before.get(key) or "") for key, day in added.items())
    return {name: {**before, **added}} if fits and {**before, **added} != dict(before) else {}


def _is_out(text: str, scheme: Scheme, name: str) -> bool:
    """Whether a message says that one has come off the list (已经执行完移出来了), and of nothing else (设备移出厂房了)."""
    return any(
        part.states
        and says_out(part)
        and (part.match(scheme.facts[name].entry.cues.about) or _BARE_OUT.fullmatch(part.text))
        for part in split_message(text)
    )


_BARE_OUT = re.compile(
    r"(?:\d{1,2}月份?|\d{1,2}[日号]|当年|当月|第二天|随后|之后|办好|办完|手续|补了?|年报|申请|[的了是就都也那这后来现在目前早已经又不过但我们厂公司企业执行完还清整改好结案之]|已经|后来|现在|早就|不过|我们|整改|执行|信用|修复|名单|名录|里面?|从|中)*"
    r"(?:移出|移除|撤下|撤出|退出|解除|删除|摘掉|摘下|出来|恢复|removed|off|delisted|taken)[\w的了来去掉过啦呢 ]{0,8}",
)
