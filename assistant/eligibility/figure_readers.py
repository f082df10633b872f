"""Reads figures and yearly series off the parts of a message.

Long because a figure and a series share how figures are found in a part: units, corrections, changes, items of a row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant.eligibility.forms import Series
from assistant.eligibility.message import Part
from assistant.eligibility.reading import NOTHING, Reading, one, telling
from assistant.eligibility.said_amounts import Amount
from assistant.eligibility.said_times import find_times
from assistant.eligibility.said_words import figure, has_any, word_list
from assistant.eligibility.tree import leaves


def read_number(reading: Reading) -> Any:
    """The one figure in the unit of the fact; zero where none at all is counted."""
    return one([value for value in _numbers(reading) if _possible(value, reading)])


def impossible(reading: Reading) -> list[float]:
    """Figures told of a fact that lie outside its range (占比140%): they are named and asked back."""
    told = list(_by_year(reading).values()) if reading.fact.entry.type == "series" else _numbers(reading)
    return [value for value in told if not _possible(value, reading)]


def _possible(value: float, reading: Reading) -> bool:
    """Whether a figure lies in the range of the fact."""
    entry = reading.fact.entry
    below = entry.minimum is not None and value < entry.minimum
    above = entry.maximum is not None and value > entry.maximum
    return not (below or above)


def _numbers(reading: Reading) -> list[float]:
    """The figures in the unit of the fact, one a part that tells one; the sum where a part says it (一共11家)."""
    told = _told_numbers(reading)
    begins = word_list("sum_begins")
    sums = [v for part, v in told if has_any(part.text, "sum_words") or part.text.startswith(begins)]
    return sums if len(set(sums)) == 1 else [value for _, value in told]


def _told_numbers(reading: Reading) -> list[tuple[Part, float]]:
    values: list[tuple[Part, float]] = []
    parts = telling(reading)
    if reading.asked and any(not part.times(reading.as_of) for part, _, _ in parts[:1]):
        # 十七家，去年才12家: what holds now is asked.
        parts = [told for told in parts if not told[0].times(reading.as_of)]
    for part, start, end in parts:
        if part.text.startswith(word_list("part_of")) and not part.match(reading.fact.entry.cues.about):
            continue
        later = _now_said(part, reading)
        if later is not None:
            values.append((part, later))
            continue
        counted = _counted(part, start, end, reading)
        if counted is not None:
            values.append((part, counted))
            continue
        clause = _after_change(part) or _item(part, start, reading) or _clause(part, start)
        figures = [f for f in _figures(part, reading) if f[0] in clause] or _corrected(part, reading)
        after = [figure for figure in figures if figure[0] >= start]
        values += [(part, figure[1]) for figure in (after or figures)[:1]]
        if not figures and _counts_none(part, start, end, reading):
            values.append((part, 0))
        elif not figures and not reading.asked and (alone := _figure_alone(part, reading)) is not None:
            values.append((part, alone))
    return values


_CHANGED = re.compile(
    r"(?:从|由)[^，。；,;]{1,12}?(?:提|升|增|涨|降|减|变|长|跌|调|改|掉)[^，。；,;]{0,3}?(?:到|至|为|成)了?"
)


def _after_change(part: Part) -> range | None:
    """The places behind a change (从55%提高到63%): what it came to counts."""
    changed = _CHANGED.search(part.text)
    return range(changed.end(), len(part.text)) if changed is not None else None


def _item(part: Part, start: int, reading: Reading) -> range | None:
    """The item of a row (工厂7项、园区3项) in which the word stands, where another item tells another figure."""
    begin, end = part.text.rfind("、", 0, start) + 1, part.text.find("、", start)
    end = len(part.text) if end < 0 else end
    rest = replace(part, text=f"{part.text[:begin]} {part.text[end:]}")
    others = (fact for fact in reading.scheme.facts.values() if fact is not reading.fact)
    named = any(rest.match(fact.entry.cues.about) for fact in others if fact.entry.type == "number")
    return range(begin, end) if named and (begin, end) != (0, len(part.text)) else None


def _figure_alone(part: Part, reading: Reading) -> float | None:
    """The figure that is all the next part says (示范企业嘛，13家)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if not after or not after[0].states or _amounts_in(part.text):
        return None
    figures = _figures(after[0], reading)
    unit = reading.fact.entry.unit or ""
    alone = len(after[0].text) <= len(unit) + _FEW_DIGITS
    return figures[0][1] if len(figures) == 1 and (alone or _is_told_of(after[0], part, reading)) else None


def _is_told_of(after: Part, part: Part, reading: Reading) -> bool:
    """Whether a part tells the figure of what the one before only names (占比，最后核下来是53%)."""
    name = part.match(reading.fact.entry.cues.about)
    only_named = name is not None and len(part.text) - (name.end() - name.start()) <= _FEW_DIGITS
    others = (fact for fact in reading.scheme.facts.values() if fact is not reading.fact)
    exact = any(amount.unit == reading.fact.entry.unit != "" for amount in after.amounts(reading.as_of))
    return only_named and exact and not any(after.match(fact.entry.cues.about) for fact in others)


_FEW_DIGITS = 5
_OTHER_UNIT = re.compile(r"\s*(?:吨|台|套|件|人|名|亩|平方|公里|度|千瓦|兆瓦|立方|辆|米|岁)")
"""Behind a bare figure: what it counts is not asked for (产能5000吨)."""
_CLAUSES = re.compile(r"\b(?:and|but)\b")


def _clause(part: Part, start: int) -> range:
    """The places of an English part that go with the word there: up to the and or but on either side."""
    if not part.text.isascii():
        return range(len(part.text))
    stops = [0, *(stop.start() for stop in _CLAUSES.finditer(part.text)), len(part.text)]
    begin = max(stop for stop in stops if stop <= start)
    return range(begin, min((stop for stop in stops if stop > start), default=len(part.text)))


_SAYS_YEAR = re.compile(r"[\d零一二三四五六七八九]年")
_NONE_AT_ALL = re.compile(
    r"(?:还|都|也|我们|目前|暂时)*(?:没有|没得|没做|没接|没|无|零)(?:做|接|有)?(?:过|的|呢|啊)?"
    r"|(?:none|zero|nil|not (?:a single )?one)(?: (?:yet|so far|at all|of them|of those))*"
)
_NOT_ONE = re.compile(r"一[家个项条座].{0,8}[都也](?:还|暂时|目前)?没")
_RIGHT_BEHIND = re.compile(
    r"(?:里面|评价|项目)?(?:是|有|占了?|做了|接了|共)?([零一二两三四五六七八九十百]+|\d{1,3})[家个项条单]?(?:吧|的)?(?=$|、)"
)
"""A bare count that ends the part behind the name of what is counted (工厂二十)."""


_JUST_ONE = re.compile(r"[^第]一[家个项条单]$")
_NOT_HELD = re.compile(r"[差少缺增多每又减掉退撤摘想争要]")
"""Beside one of what is counted: it is lacking, gone or new, and not all there is (还差一家)."""


def _counts_none(part: Part, start: int, end: int, reading: Reading) -> bool:
    """Whether a part says that there is none of what is counted (园区没有, 一家都没得)."""
    entry = reading.fact.entry
    if entry.type != "number" or entry.minimum != 0 or entry.unit in ("万元", "%"):
        return False
    if reading.asked and _NONE_AT_ALL.fullmatch(part.text):
        return True
    denied = part.text[end:].strip().startswith(word_list("counted_denied"))
    denied = denied or part.text[:start].endswith(word_list("counted_none_of"))
    denied = denied or (reading.named and part.denies(0, len(part.text)))
    return denied or has_any(part.text, "none_counted") or bool(_NOT_ONE.search(part.text))


def _corrected(part: Part, reading: Reading) -> list[tuple[int, float]]:
    """The figure of the next part, where this one denies its own (不是十一家，是十三家)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    denied = part.denies(0, len(part.text)) and _amounts_in(part.text)
    if not after or not denied or not after[0].text.startswith(word_list("continues")):
        return []
    return _figures(after[0], reading)


def _now_said(part: Part, reading: Reading) -> float | None:
    """The figure that holds now, where this part tells a former one (先说是8家，数错了，应该是10家)."""
    if not has_any(part.text, "former_figure"):
        return None
    for after in reading.parts[reading.parts.index(part) + 1 :]:
        if has_any(after.text, "figure_now") and (figures := _figures(after, replace(reading, asked=True))):
            return figures[0][1]
    return None


def _amounts_in(text: str) -> bool:
    return bool(re.search(r"\d|[一二两三四五六七八九十百千]", text))


def _counted(part: Part, start: int, end: int, reading: Reading) -> float | None:
    """The bare figure that stands right before the cue (8家工厂) or inside it (工厂是9家)."""
    if reading.asked:
        return None
    behind = _RIGHT_BEHIND.match(part.text[end:].strip())
    if behind and reading.fact.entry.unit not in ("万元", "%") and (count := figure(behind[1])) is not None:
        return int(count)
    just_one = _JUST_ONE.search(part.text, start) and not _NOT_HELD.search(part.text)
    if just_one and not part.denies(start, end) and not part.amounts(reading.as_of):
        return 1
    for amount in part.amounts(reading.as_of):
        beside = 0 <= start - amount.end <= 1 and part.text[amount.end : start].strip() != "、"
        near = beside or (start <= amount.start and amount.end <= end)
        denied = part.denies(amount.start, amount.start, reach=2)
        if amount.unit == "" and near and not denied and amount.value == int(amount.value):
            return int(amount.value)
    return None


def _figures(part: Part, reading: Reading) -> list[tuple[int, float]]:
    """Place and value of the figures in the unit of the fact; bare figures only where it was asked for."""
    unit = reading.fact.entry.unit or ""
    found: list[tuple[int, float]] = []
    for amount in part.amounts(reading.as_of):
        other_unit = _OTHER_UNIT.match(part.text, amount.end)
        if part.denies(amount.start, amount.start, reach=2) or is_ratio(amount, unit):
            continue
        if amount.unit == "" and other_unit and not unit.startswith(other_unit[0].strip()):
            continue
        # Of a unit a unit (吨/万元) its head is enough: 1.3吨.
        written = unit[:1] if "/" in unit else unit
        follows = part.text.isascii() or part.text[amount.end :].lstrip().startswith(written)
        bare = amount.unit == "" and (reading.asked or (follows and unit not in ("万元", "%")))
        if amount.unit == unit or bare:
            value = int(amount.value) if amount.value == int(amount.value) else round(amount.value, 6)
            found.append((amount.start, value))
    if (
        not found
        and reading.asked
        and (whole := figure(part.text)) is not None
        and not part.text[0].isascii()
    ):
        return [(0, int(whole) if whole == int(whole) else whole)]
    return found


def is_ratio(amount: Amount, unit: str) -> bool:
    """Whether a bare figure for a percentage may as well be a share of one (0.55): it is asked back."""
    return unit == "%" and amount.unit == "" and 0 < amount.value < 1


def read_series(reading: Reading) -> Any:
    """Figures by year; a loss is negative."""
    told = _by_year(reading)
    possible = all(_possible(value, reading) for value in told.values())
    return {str(year): told[year] for year in sorted(told)} if told and possible else NOTHING


def _by_year(reading: Reading) -> dict[int, float]:
    """Figures by year; none where two parts disagree on a year."""
    years = _years(reading)
    told: dict[int, float] = {}
    speaking = reading.asked
    for part in reading.parts:
        speaking = _still_speaking(part, reading, speaking)
        if speaking and part.states:
            for year, value in _year_values(part, reading, years):
                if told.setdefault(year, value) != value:
                    return {}
    if not told and reading.asked:
        told = _one_a_part(reading, years)
    return told


def _one_a_part(reading: Reading, years: tuple[int, ...]) -> dict[int, float]:
    """Figures between commas, one for each year asked for, in order (300万，500万，600万)."""
    parts = [part for part in reading.parts if part.states]
    figures = [_figures(part, reading) for part in parts if not part.times(reading.as_of)]
    if any(_SAYS_YEAR.search(part.text) for part in parts):
        # Years are said that were not understood: the order may be another.
        return {}
    if len(years) < 2 or len(figures) != len(years) or any(len(found) != 1 for found in figures):
        return {}
    return {year: found[0][1] for year, found in zip(years, figures, strict=True)}


def _still_speaking(part: Part, reading: Reading, speaking: bool) -> bool:
    """Whether the series is still the subject: until a part speaks of another fact."""
    cues = reading.fact.entry.cues
    if part.match(cues.unless):
        return False
    if part.match(cues.about):
        return True
    others = (fact for fact in reading.scheme.facts.values() if fact.name != reading.fact.name)
    return speaking and not any(part.match(fact.entry.cues.about) for fact in others)


def _years(reading: Reading) -> tuple[int, ...]:
    years = {
        year
        for criterion in reading.scheme.criteria
        for leaf in leaves(criterion.entry.test)
        if isinstance(leaf, Series) and leaf.fact == reading.fact.name
        for year in leaf.years_on(reading.as_of)
    }
    return tuple(sorted(years))


def _year_values(part: Part, reading: Reading, years: tuple[int, ...]) -> list[tuple[int, float]]:
    figures = _figures(part, reading) or _corrected(part, reading)
    times = part.times(reading.as_of)
    name = part.match(reading.fact.entry.cues.about) if part.text.isascii() else None
    if name is not None and (len(figures) != len(times) or len(figures) == 1):
        figures = [told for told in figures if told[0] in _clause(part, name.start())]
    if (item := _series_item(part, reading)) is not None:
        # 2022年产值5470万元、利润总额413万元: each figure is of its own item, the year said once of all.
        figures = [told for told in figures if told[0] in item]
        times = [when for when in times if when.start in item] or (times if len(times) == 1 else [])
    intensity = ("/" in (reading.fact.entry.unit or "") or _is_labelled(reading)) and bool(times)
    if (len(figures) < len(times) and len(times) > 1) or (not figures and (intensity or _span(part))):
        # 2022年1.0、2023年1.2、2024年1.3吨: the unit stands once, behind the last.
        figures = _bare_by_year(part, reading) or figures
    if not times and len(years) == 1 and len(figures) == 1:
        return [(years[0], figures[0][1])]
    if not times and len(figures) == 1 and (said := find_times(part.before, reading.as_of)):
        # 2022年产值八千万，利润四百一十万: of the year said before.
        return [(said[-1].year, figures[0][1])] if said[-1].year in years else []
    if (span := _span(part)) and len(span) == len(figures):
        return [(year, value) for year, (_, value) in zip(span, figures, strict=True)]
    in_order = reading.asked or has_any(part.text, "each_in_order")
    if in_order and len(figures) == len(years) > 1 and len(times) != len(figures):
        return [(year, value) for year, (_, value) in zip(years, figures, strict=True)]
    if len(figures) == len(times):
        return [(when.year, value) for when, (_, value) in zip(times, figures, strict=True)]
    return []


def _series_item(part: Part, reading: Reading) -> range | None:
    """The item of a row in which a series is named, where another item names another fact with figures."""
    name = part.match(reading.fact.entry.cues.about) if "、" in part.text else None
    if name is None:
        return None
    begin, end = part.text.rfind("、", 0, name.end()) + 1, part.text.find("、", name.end())
    end = len(part.text) if end < 0 else end
    rest = replace(part, text=f"{part.text[:begin]} {part.text[end:]}")
    others = (fact for fact in reading.scheme.facts.values() if fact is not reading.fact)
    named = any(
        rest.match(fact.entry.cues.about) for fact in others if fact.entry.type in ("number", "series")
    )
    return range(begin, end) if named else None


def _is_labelled(reading: Reading) -> bool:
    """Whether the unit stands once, in brackets behind the name of the series (产值（万元）：2020年6100，2021年6850)."""
    unit = reading.fact.entry.unit
    return bool(unit) and any(
        re.search(rf"[(（](?:单位[:：]?)?{re.escape(unit or '')}[)）]", part.text)
        and part.match(reading.fact.entry.cues.about)
        for part in reading.parts
    )


_SPAN = re.compile(r"(?<!\d)(?:20)?([12]\d)年?(?:到|至|-|—|~)+(?:20)?([12]\d)年")


def _span(part: Part) -> range | None:
    """Years from one to another, whose figures follow in order (23年到25年是1.21、1.05、1.05)."""
    found = _SPAN.search(part.text)
    return range(2000 + int(found[1]), 2001 + int(found[2])) if found is not None else None


def _bare_by_year(part: Part, reading: Reading) -> list[tuple[int, float]]:
    """Figures without a unit beside their years (碳排放强度22年1.3、23年1.2); of money only where its unit is said."""
    unit = reading.fact.entry.unit or ""
    labelled = _is_labelled(reading)
    if not part.match(reading.fact.entry.cues.about) and "/" not in unit and not labelled:
        return []
    if (
        not labelled
        and unit in ("万元", "%")
        and not any(f"单位{unit}" in p.text or f"单位:{unit}" in p.text for p in reading.parts)
    ):
        return []
    bare = [amount for amount in part.amounts(reading.as_of) if amount.unit == ""]
    return [(a.start, int(a.value) if a.value == int(a.value) else a.value) for a in bare]
