"""Reads truth values, options and days off the parts of a message.

Over 300 lines: the three share how one part goes on with another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.eligibility.answers import answered, of_label, undone
from assistant.eligibility.cue_finding import Found
from assistant.eligibility.forms import OnDate
from assistant.eligibility.message import Part, is_hedged
from assistant.eligibility.predicates import is_being_made, is_part_of_it, is_set_apart, of_named, of_unnamed
from assistant.eligibility.reading import NOTHING, Reading, of_other_year, one, option, telling
from assistant.eligibility.said_times import find_times
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.story import BESIDE
from assistant.eligibility.tree import leaves
from assistant.text.normalise import fold

_TWO = 2
_FAILS = re.compile(
    r"(?:嘛|呢|的)?(?:[这那]一?[项条块样点个方][面]?|上)(?:就|还|也|是|倒|却|我们|都)*(?:不行|不成|不够|没有?(?!问题|毛病)|没得(?!问题)|莫得|未|不达|不符|不满足|差|缺|欠|做不到|够不上)"
)
"""实际生产这一项不行: what was named is denied by the word for it that follows."""

_FORMERLY = re.compile(
    r"(?:以前|原来|原先|过去|早年|从前|曾经|早先|前些年|早些年)[^，,]{0,8}?(?:过|有|建了|设了|搞了)|[成立建设搞有编签定]过"
)
_ENDED = re.compile(
    r"(?:后来|后头|现在|如今|目前|去年|今年|前年|早就|早|已经?|都|又|也|给|被|全|就)*"
    r"(?:撤|散|作废|解散|取消|裁|废|停|不搞|没搞|不用|没用|没得|没有|没再|不再)(?:掉|销|了|除|并)*"
)
"""以前有过绿色办，后来撤了: of a thing that must be there the second part tells that it is gone."""
_GONE = re.compile(
    r"[^，,]{0,8}?(?:撤|解散|散|裁|废|作废|取消|荒|黄|停)(?:掉|了|并|摊|伙)+[^，过,]{0,3}$|[^，,]{0,4}(?:没人(?:接|管|理)|空着|空起|不了了之|找不到了?)[^，,]{0,3}$"
)
"""裁人的时候撤了, 现在没人接: the thing told before is there no more."""
_DONE_AWAY = re.compile(
    r"(?:早就?|已经?|后来|去年|前年|今年|又|给|被|都|也|遭|就|[^，,]{0,6}?[的时]候?)*(?:撤(?!销|诉|换)|解散|裁(?!判|员|人)|散(?!发|热)|取消|作废)(?:掉|了|并)+"
)
"""绿色办撤了: said right behind its name."""
_PUBLISHED = re.compile(r"(?:名单|库)[^，,]{0,6}(?:公布|公示|出来|下来|发|定)(?:出来|下来)?了?$")
_NOT_US = re.compile(
    r"(?:里面|上面|里头|上头|名单上)?(?:也|就|都|还|偏偏|倒)*(?:没[有得]?|莫得|不见)(?:我们|咱|我厂|我司).{0,4}"
    r"|(?:我们|咱们?)(?:不在|没在|没进|没上).{0,4}"
)
"""培育库名单公布了，没有我们: the list came out without the teller."""
_CONCEDED = re.compile(
    r"(?:倒是?|也)[有建做编定写签设搞]|([有建做编定写签设搞])(?:倒)?是\1|是[有建做编定写签设搞]"
)
_BUT = ("但", "但是", "不过", "可是", "然而")
_APPLIED = re.compile(r"(?:申报|申请|报名|报|争取|冲)(?:了|过)(?!\S*(?:批|过了|进了|上了))")
_REFUSED = re.compile(
    r"(?:但|可|可惜|结果|最后|后来|区里|市里|上头|人家|我们|也|还|就|被)*(?:(?:没有?|未|没得)(?:给|能|被|让)*(?:选|评|批|进|入|报|通过|成|中|轮|纳|过)|刷下|退回|打回|驳回)"
)
"""报了培育库，没选上: what was applied for was not had."""
_SCORE = re.compile(
    r"(?:很|真|有点|比较|说来)?(?:遗憾|可惜|惭愧|意外|万幸|还好|幸好|丢人|不好意思|说实话|老实说|说来惭愧)|[^，\d,]{0,4}\d{2,3}(?:\.\d)?分[^，,]{0,3}|没(?:啥|什么|得|有)?问题"
)
"""第三方评了，88分，合格; 复审做了，遗憾，不合格: between an evaluation and its result."""


_ENDS = ("。", "；", ";", "!", "！", "?", "？", "\n")
_IS_NOT = re.compile(r"不是|并非|不属于|不算|\b(?:is|are|am) not\b|n't\b")
_BUT_IS = re.compile(r"(?:而|但|只|就|其实)*(?:是|属于?|算|but |it is |we are )")


def read_boolean(reading: Reading) -> Any:
    """Whether the fact is stated or denied; nothing where parts disagree."""
    of_all = _of_all_years(reading)
    return _of_parts(reading) if of_all is None else of_all


def _of_parts(reading: Reading) -> Any:
    """What the parts say of it on which they agree."""
    values: list[bool] = []
    conceded = False
    for place, part in enumerate(reading.parts):
        wished = not part.states and _is_the_wish(part, reading)
        if not (part.states or wished) or of_other_year(part, reading) or is_set_apart(part, reading):
            continue
        value = _of_part(place, reading)
        if value is not None:
            values.append(value)
        conceded = conceded or (values == [True] and _is_conceded(place, reading))
    if conceded and False in values:
        return False
    return one(values or of_unnamed(reading) or undone(reading))


def _of_part(place: int, reading: Reading) -> bool | None:
    """What one part says of it; None where it says nothing."""
    part, cues = reading.parts[place], reading.fact.entry.cues
    answer = answered(part, reading)
    if answer is None and part.match(cues.unless):
        return None
    denied = part.match(cues.no)
    if denied is None and (_came_to_nothing(place, reading) or _is_none_of_them(place, reading)):
        return False
    if denied is None and answer is None and _is_doubted_behind(place, reading):
        return None
    return answer if answer is not None else _by_cues(part, denied, reading)


def _by_cues(part: Part, denied: Found | None, reading: Reading) -> bool | None:
    """What a part says of it by its cues; ``denied`` is where a cue that denies it stands."""
    cues = reading.fact.entry.cues
    said, about = part.match(cues.yes), part.match(cues.about)
    if (said or about or denied) and is_being_made(part, reading):
        return False
    if denied:
        # 没有逾期: a cue that denies is itself denied.
        return part.denied_before(denied.start())
    if said:
        refused = part.denied_before(said.start()) or bool(_FAILS.match(part.plain, said.end()))
        return refused == part.denies_inside(said)
    if about and cues.names and _DONE_AWAY.match(part.plain, about.end()):
        return False
    if about:
        denies = part.denies(about.start(), about.end())
        return None if denies and is_part_of_it(part, about) else not denies
    if (there := of_named(part, reading)) is not None:
        return there
    return of_label(part, reading) if reading.named else None


def _came_to_nothing(place: int, reading: Reading) -> bool:
    """Whether what must be there is gone again, was applied for in vain, or left the teller out, as the next part tells."""
    part, after = reading.parts[place], reading.parts[place + 1 : place + 2]
    cues = reading.fact.entry.cues
    if not after or not after[0].states or not cues.names:
        return False
    if not any(part.match(words) for words in (cues.names, cues.about, cues.yes)):
        return False
    behind = [p for p in reading.parts[place + 1 : place + 3] if p.states]
    gone = _FORMERLY.search(part.text) and (
        _ENDED.fullmatch(after[0].text) or any(_GONE.fullmatch(p.text) for p in behind)
    )
    left_out = _PUBLISHED.search(part.text) and _NOT_US.fullmatch(after[0].text)
    return bool(gone or left_out or (_APPLIED.search(part.text) and _REFUSED.match(after[0].text)))


_NONE_OF_THEM = re.compile(
    r"(?:[^，,]{0,6}?)(?:全都?|都|统统|通通)?(?:一|半)[样个件台家条种项户](?:都|也)?(?:没有?|没得|莫得|无|不)[^，,]{0,2}"
)
"""园里一样都没得了: of several things named before, none is there."""


def _is_none_of_them(place: int, reading: Reading) -> bool:
    """Whether a part only names the thing, alone or in a row, and the next says that there is none of them."""
    part, after = reading.parts[place], reading.parts[place + 1 : place + 2]
    if not after or not after[0].states or not _NONE_OF_THEM.fullmatch(after[0].text):
        return False
    about = part.match(reading.fact.entry.cues.about)
    return about is not None and len(part.text) - about.ends <= _BESIDE_NAME


def _is_doubted_behind(place: int, reading: Reading) -> bool:
    """Whether a part only names the thing, and of the next, which tells of it, the speaker is not sure."""
    part, after = reading.parts[place], reading.parts[place + 1 : place + 2]
    if not after or not is_hedged(after[0]) or after[0].before.rstrip().endswith(_ENDS):
        return False
    cues = reading.fact.entry.cues
    about = part.match(cues.about)
    if about is None or part.match(cues.yes) or len(part.text) - about.ends > _BESIDE_NAME:
        return False
    others = (fact.entry.cues for fact in reading.scheme.facts.values() if fact is not reading.fact)
    return not any(after[0].match(words) for own in others for words in (own.about, own.yes, own.no))


_BESIDE_NAME = 2
"""Characters that may stand behind the name of a thing that a part names and says no more of."""


def _is_conceded(place: int, reading: Reading) -> bool:
    """Whether a part grants only what the next qualifies (目标倒是有，没量化; 有目标但没有数)."""
    after = reading.parts[place + 1 : place + 2]
    return bool(after) and bool(_CONCEDED.search(reading.parts[place].text) or after[0].before.endswith(_BUT))


def _is_the_wish(part: Part, reading: Reading) -> bool:
    """Whether a part tells a wish and the fact is just that wish: its cue holds the word of wishing (想搞)."""
    if not part.planned:
        return False
    cues = reading.fact.entry.cues
    said = part.match(cues.no) or part.match(cues.yes)
    words = part.text[said.begins : said.ends] if said is not None else ""
    return has_any(words, "suppositions")


def said_of_years(reading: Reading) -> dict[int, bool]:
    """What is said of single years of a fact that speaks of each of its ``years`` (2022年亏了一点，2021年是赚的)."""
    cues, found = reading.fact.entry.cues, dict[int, bool]()
    for part in reading.parts if reading.fact.entry.years else ():
        if not part.states or part.match(cues.unless):
            continue
        years = [when.year for when in part.times(reading.as_of)] or _year_before(part, reading)
        failed, held = part.match(cues.no_in_year), part.match(cues.yes_in_year)
        said = failed or held
        if said is not None and len(years) == 1 and years[0] in reading.fact.entry.years:
            found[years[0]] = part.denied_before(said.start()) == (failed is not None)
    return found


def _year_before(part: Part, reading: Reading) -> list[int]:
    """The one year of the part before in the sentence, where that says of it why (21年受疫情拖累，亏了三十万)."""
    place = reading.parts.index(part)
    if not place or part.before.rstrip().endswith(_ENDS):
        return []
    cues = reading.fact.entry.cues
    former = reading.parts[place - 1]
    years = [when.year for when in former.times(reading.as_of)]
    told = former.match(cues.no_in_year) or former.match(cues.yes_in_year)
    return years if len(years) == 1 and not told else []


def _of_all_years(reading: Reading) -> bool | None:
    """False where it did not hold in one of the years, true where it is said to have held in each; else None."""
    said = said_of_years(reading)
    if False in said.values():
        return False
    return True if said and set(said) == set(reading.fact.entry.years) else None


def read_enum(reading: Reading) -> Any:
    """The one option that is named."""
    values: list[Any] = []
    former: list[Any] = []
    told: Part | None = None
    for part, start, _ in telling(reading):
        if part is told:
            # 自己评了一下，合格的: the result was told with what it is of.
            continue
        if part.text[:start].rstrip().endswith(word_list("wished_for")):
            # 能报国家级园区吗 says what is wished for, not what the park is.
            continue
        if reading.asked and _is_wished_for(part, reading):
            continue
        value = option(part, reading.fact.options)
        if value is not None and _is_set_right(part, reading):
            continue
        if value is None and (result := _result_after(part, reading)) is not None:
            joined = replace(part, text=f"{part.text} {result.text}", plain=f"{part.plain} {result.plain}")
            value = option(joined, reading.fact.options) or option(result, reading.fact.options)
            told = result
        elif value is not None and reading.asked and (result := _result_after(part, reading)) is not None:
            # 自己打了分，及格: the result is that of what was told before.
            told = result
            value = None if result.denies(0, len(result.text)) else value
        if value is None and reading.asked and part is not told:
            value = _letter(part, reading.fact.options)
        if value is not None:
            (former if has_any(part.text, "former_figure") else values).append(value)
    return one(values or former or _over_commas(reading))


def _is_set_right(part: Part, reading: Reading) -> bool:
    """Whether a part says what it is not and the next what it is (不是独立法人，是独立核算单位)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if not after or not after[0].states or not _IS_NOT.search(part.text) or not _BUT_IS.match(after[0].text):
        return False
    return option(after[0], reading.fact.options) is not None


def _is_wished_for(part: Part, reading: Reading) -> bool:
    """Whether an option is named right behind a word of wishing (我们想报国家级)."""
    names = tuple(fold(name) for name in reading.fact.options if len(name) > 1 and "~" not in name)
    after = (
        part.text[m.end() :]
        for w in word_list("wished_for")
        if w in part.text
        for m in re.finditer(re.escape(w), part.text)
    )
    return any(text.lstrip(" 成为个").startswith(names) for text in after)


def _over_commas(reading: Reading) -> list[Any]:
    """The option that a short reply names in pieces (市级的，园区)."""
    heard = reading.parts
    if not reading.asked or len(heard) != _TWO or not all(part.states for part in heard):
        return []
    whole = replace(heard[0], text=" ".join(p.text for p in heard), plain=" ".join(p.plain for p in heard))
    value = None if whole.match(reading.fact.entry.cues.unless) else option(whole, reading.fact.options)
    return [] if value is None else [value]


def _result_after(part: Part, reading: Reading) -> Part | None:
    """The next part where it tells how it came out (参加了复审，结果不合格)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:2]
    after = after[1:] if after and _SCORE.fullmatch(after[0].text) else after[:1]
    if not after or not after[0].states or not after[0].text.startswith(word_list("outcomes")):
        return None
    others = (*word_list("others"), *word_list("others_in_results"))
    if after[0].match(reading.fact.entry.cues.unless) or after[0].match(others):
        return None
    behind = reading.parts[reading.parts.index(after[0]) + 1 :][:1]
    if option(after[0], reading.fact.options) is None and behind and behind[0].states:
        # 复审，结果通知下来：不合格: the outcome stands alone behind what announces it.
        alone = len(behind[0].text) <= _ALONE and option(behind[0], reading.fact.options) is not None
        return behind[0] if alone else after[0]
    return after[0]


_ALONE = 6


def _letter(part: Part, names: Mapping[str, str]) -> str | None:
    """The option whose name of one letter is the whole reply (A, A级)."""
    said = re.fullmatch(r"(?:是|评的|评了|就)?\s*(.)\s*[级等]?(?:的|吧)?", part.text)
    return {fold(name): value for name, value in names.items()}.get(said[1]) if said else None


def read_date(reading: Reading) -> Any:
    """The one full day that is named."""
    return one([day for day in _days_told(reading) if len(day) == len("2025-06-14")])


def read_rough_date(reading: Reading) -> Any:
    """The month or year of the day, where every part that tells it tells no more than that."""
    told = _days_told(reading)
    return one(told) if all(len(day) < len("2025-06-14") for day in told) else NOTHING


def _days_told(reading: Reading) -> list[str]:
    """The days, months and years that are told of the fact."""
    told = [
        part for part, _, end in telling(reading) if not part.text[end:].startswith(word_list("since_then"))
    ]
    told = [part for part in told if not _NOT_DONE.search(part.text)]
    days = [day for part in told for day in (*_days(part, reading), *_day_behind(part, reading))]
    # 2025年那张表，我们6月才报: the month is of that year.
    return [day for day in days if not any(other != day and other.startswith(day) for other in days)]


_NOT_DONE = re.compile(
    r"\d[日号](?:那天|当天|这天|那会儿?|时|我们?|的时候|之?前|为止)?(?:都|也|又|还|才)?(?:忘|漏|没(?!过|到期)|未)"
    r"|忘(?:了|记)*(?:填|报|交|办|弄|搞)|漏(?:填|报|交)|(?:没有?|未|没得)(?:能|来得及|及时|按时)?(?:填|报|交|上报|提交|填报)(?!错|完)"
)
"""Of a day on which or by which nothing was done (4月15号那张忘了填, 到4月15号都没报) nothing is told."""


def _day_behind(part: Part, reading: Reading) -> list[str]:
    """The day that the next part alone says of the month told (5月拿到执照，5月16号)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    months = [when.wire for when in part.times(reading.as_of)]
    later = after[0].times(reading.as_of) if after and after[0].states else []
    if len(months) > 1 or len(later) != 1:
        return []
    if not months and len(later[0].wire) > len("2025") and _only_names(part, reading):
        return [] if _tells_of_another(after[0], reading) else [later[0].wire]
    brief = len(after[0].text) <= later[0].end - later[0].start + BESIDE
    year = months and len(months[0]) == len("2025") and _only_names(part, reading)
    if not months or not (brief or (year and not _tells_of_another(after[0], reading))):
        return []
    return [later[0].wire] if later[0].wire.startswith(f"{months[0]}-") else []


def _only_names(part: Part, reading: Reading) -> bool:
    """Whether a part says hardly more than the name of what the day is of (2025年那张动态管理表)."""
    name = part.match(reading.fact.entry.cues.about)
    said = sum(when.end - when.start for when in part.times(reading.as_of))
    return name is not None and len(part.text) - said - (name.ends - name.begins) <= BESIDE


def _tells_of_another(part: Part, reading: Reading) -> bool:
    """Whether a part tells of another day, event or list."""
    others = (fact for fact in reading.scheme.facts.values() if fact is not reading.fact)
    kinds = ("date", "events", "listing")
    return any(part.match(fact.entry.cues.about) for fact in others if fact.entry.type in kinds)


_YEAR = re.compile(r"年(?!度)|\d{4}")
_MISSED = re.compile(r"(?:没赶上|没赶到|赶不上|错过了?|过了)[^，。,]{0,4}$")


def _year_weighed(reading: Reading) -> int | None:
    """The year asked in, where a rule weighs the day asked for against one of it (8月15日前 of the round under way)."""
    tests = (leaf for c in reading.scheme.criteria for leaf in leaves(c.entry.test))
    years = {leaf.value.year for leaf in tests if isinstance(leaf, OnDate) and leaf.fact == reading.fact.name}
    return reading.as_of.year if years == {reading.as_of.year} else None


def _days(part: Part, reading: Reading) -> list[str]:
    """Days of a part; those without a year are of the fact's own; a day that was missed (没赶上4月15) is none."""
    text, year = part.text, reading.fact.entry.year or _year_weighed(reading)
    found = part.times(reading.as_of)
    if not found and year is not None and not (part.before and (reading.asked or _YEAR.search(part.before))):
        return [when.wire for when in find_times(f"{year}年{text}", reading.as_of)]
    return [when.wire for when in found if not _MISSED.search(text[: when.start])]
