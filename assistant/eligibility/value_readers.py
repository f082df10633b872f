"""Reads truth values, figures, yearly series, options and days off the parts of a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.eligibility.forms import Series
from assistant.eligibility.message import Part
from assistant.eligibility.reading import NOTHING, Reading, of_other_year, one, option, telling
from assistant.eligibility.said_amounts import Amount
from assistant.eligibility.said_times import find_times
from assistant.eligibility.said_words import figure, has_any, word_list
from assistant.eligibility.tree import leaves
from assistant.text.normalise import fold


def read_boolean(reading: Reading) -> Any:
    """Whether the fact is stated or denied; nothing where parts disagree."""
    cues = reading.fact.entry.cues
    values: list[bool] = []
    for part in reading.parts:
        if not part.states or part.match(cues.unless) or of_other_year(part, reading):
            continue
        said, about = part.match(cues.yes), part.match(cues.about)
        denied = part.match(cues.no)
        if denied:
            # 没有逾期: a cue that denies is itself denied.
            values.append(part.denied_before(denied.start()))
        elif said:
            values.append(part.denied_before(said.start()) == part.denies_inside(said))
        elif about:
            values.append(not part.denies(about.start(), about.end()))
        elif reading.named:
            # 未按规定参加复审: a label that denies is true where the part denies.
            denies = part.denies(0, len(part.text))
            values.append(denies if reading.fact.entry.label.startswith(("未", "没", "不")) else not denies)
    return one(values)


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
    """The figures in the unit of the fact, one a part that tells one."""
    values: list[float] = []
    parts = telling(reading)
    if reading.asked and any(not part.times(reading.as_of) for part, _, _ in parts[:1]):
        # 十七家，去年才12家: what holds now is asked.
        parts = [told for told in parts if not told[0].times(reading.as_of)]
    for part, start, end in parts:
        if part.text.startswith(word_list("part_of")) and not part.match(reading.fact.entry.cues.about):
            continue
        later = _now_said(part, reading)
        if later is not None:
            values.append(later)
            continue
        counted = _counted(part, start, end, reading)
        if counted is not None:
            values.append(counted)
            continue
        figures = _figures(part, reading) or _corrected(part, reading)
        after = [figure for figure in figures if figure[0] >= start]
        values += [figure[1] for figure in (after or figures)[:1]]
        if not figures and _counts_none(part, start, end, reading):
            values.append(0)
    return values


_SAYS_YEAR = re.compile(r"[\d零一二三四五六七八九]年")
_NONE_AT_ALL = re.compile(
    r"(?:还|都|也|我们|目前|暂时)*(?:没有|没得|没做|没接|没|无|零)(?:做|接|有)?(?:过|的|呢|啊)?"
)
_NOT_ONE = re.compile(r"一[家个项条座].{0,8}[都也]没")


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
    for amount in part.amounts(reading.as_of):
        near = 0 <= start - amount.end <= 1 or (start <= amount.start and amount.end <= end)
        denied = part.denies(amount.start, amount.start, reach=2)
        if amount.unit == "" and near and not denied and amount.value == int(amount.value):
            return int(amount.value)
    return None


def _figures(part: Part, reading: Reading) -> list[tuple[int, float]]:
    """Place and value of the figures in the unit of the fact; bare figures only where it was asked for."""
    unit = reading.fact.entry.unit or ""
    found: list[tuple[int, float]] = []
    for amount in part.amounts(reading.as_of):
        if part.denies(amount.start, amount.start, reach=2) or is_ratio(amount, unit):
            continue
        follows = part.text.isascii() or part.text[amount.end :].lstrip().startswith(unit)
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
    if len(figures) < len(times) and len(times) > 1:
        # 2022年1.0、2023年1.2、2024年1.3吨: the unit stands once, behind the last.
        figures = _bare_by_year(part, reading) or figures
    if not times and len(years) == 1 and len(figures) == 1:
        return [(years[0], figures[0][1])]
    if not times and len(figures) == 1 and (said := find_times(part.before, reading.as_of)):
        # 2022年产值八千万，利润四百一十万: of the year said before.
        return [(said[-1].year, figures[0][1])] if said[-1].year in years else []
    in_order = reading.asked or has_any(part.text, "each_in_order")
    if in_order and len(figures) == len(years) > 1 and len(times) != len(figures):
        return [(year, value) for year, (_, value) in zip(years, figures, strict=True)]
    if len(figures) == len(times):
        return [(when.year, value) for when, (_, value) in zip(times, figures, strict=True)]
    return []


def _bare_by_year(part: Part, reading: Reading) -> list[tuple[int, float]]:
    """Figures without a unit beside their years (碳排放强度22年1.3、23年1.2); of money only where its unit is said."""
    unit = reading.fact.entry.unit or ""
    if not part.match(reading.fact.entry.cues.about):
        return []
    if unit in ("万元", "%") and not any(
        f"单位{unit}" in p.text or f"单位:{unit}" in p.text for p in reading.parts
    ):
        return []
    return [(amount.start, amount.value) for amount in part.amounts(reading.as_of) if amount.unit == ""]


def read_enum(reading: Reading) -> Any:
    """The one option that is named."""
    values: list[Any] = []
    former: list[Any] = []
    for part, start, _ in telling(reading):
        if part.text[:start].rstrip().endswith(word_list("wished_for")):
            # 能报国家级园区吗 says what is wished for, not what the park is.
            continue
        value = option(part, reading.fact.options)
        if value is None and (result := _result_after(part, reading)) is not None:
            value = option(result, reading.fact.options)
        if value is None and reading.asked:
            value = _letter(part, reading.fact.options)
        if value is not None:
            (former if has_any(part.text, "former_figure") else values).append(value)
    return one(values or former)


def _result_after(part: Part, reading: Reading) -> Part | None:
    """The next part where it tells how it came out (参加了复审，结果不合格)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if not after or not after[0].states or not after[0].text.startswith(word_list("outcomes")):
        return None
    others = (*word_list("others"), *word_list("others_in_results"))
    if after[0].match(reading.fact.entry.cues.unless) or after[0].match(others):
        return None
    return after[0]


def _letter(part: Part, names: Mapping[str, str]) -> str | None:
    """The option whose name of one letter is the whole reply (A, A级)."""
    said = re.fullmatch(r"(?:是|评的|评了|就)?\s*(.)\s*[级等]?(?:的|吧)?", part.text)
    return {fold(name): value for name, value in names.items()}.get(said[1]) if said else None


def read_date(reading: Reading) -> Any:
    """The one full day that is named."""
    days = [day for part, _, _ in telling(reading) for day in _days(part, reading)]
    return one([day for day in days if len(day) == 10])


_MISSED = re.compile(r"(?:没赶上|没赶到|赶不上|错过了?|过了)[^，。]{0,4}$")


def _days(part: Part, reading: Reading) -> list[str]:
    """Days of a part; those without a year are of the fact's own; a day that was missed (没赶上4月15) is none."""
    text, year = part.text, reading.fact.entry.year
    found = part.times(reading.as_of)
    if not found and year is not None and not part.before:
        return [when.wire for when in find_times(f"{year}年{text}", reading.as_of)]
    return [when.wire for when in found if not _MISSED.search(text[: when.start])]
