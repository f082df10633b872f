"""Reads truth values, options and days off the parts of a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.eligibility.answers import answered, of_label, undone
from assistant.eligibility.message import Part
from assistant.eligibility.predicates import is_being_made, is_part_of_it, is_set_apart, of_named, of_unnamed
from assistant.eligibility.reading import Reading, of_other_year, one, option, telling
from assistant.eligibility.said_times import find_times
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.story import BESIDE
from assistant.text.normalise import fold

_TWO = 2
_FAILS = re.compile(
    r"(?:嘛|呢|的)?(?:[这那]一?[项条块样点个方][面]?|上)(?:就|还|也|是|倒|却|我们|都)*(?:不行|不成|不够|没有?(?!问题|毛病)|没得(?!问题)|莫得|未|不达|不符|不满足|差|缺|欠|做不到|够不上)"
)
"""实际生产这一项不行: what was named is denied by the word for it that follows."""


def read_boolean(reading: Reading) -> Any:
    """Whether the fact is stated or denied; nothing where parts disagree."""
    of_all = _of_all_years(reading)
    return _of_parts(reading) if of_all is None else of_all


def _of_parts(reading: Reading) -> Any:
    """What the parts say of it on which they agree."""
    cues = reading.fact.entry.cues
    values: list[bool] = []
    for part in reading.parts:
        wished = not part.states and _is_the_wish(part, reading)
        if not (part.states or wished) or of_other_year(part, reading) or is_set_apart(part, reading):
            continue
        answer = answered(part, reading)
        if answer is None and part.match(cues.unless):
            continue
        said, about = part.match(cues.yes), part.match(cues.about)
        denied = part.match(cues.no)
        if answer is not None:
            values.append(answer)
        elif (said or about or denied) and is_being_made(part, reading):
            values.append(False)
        elif denied:
            # 没有逾期: a cue that denies is itself denied.
            values.append(part.denied_before(denied.start()))
        elif said:
            refused = part.denied_before(said.start()) or bool(_FAILS.match(part.plain, said.end()))
            values.append(refused == part.denies_inside(said))
        elif about:
            denies = part.denies(about.start(), about.end())
            if not (denies and is_part_of_it(part, about)):
                values.append(not denies)
        elif (there := of_named(part, reading)) is not None:
            values.append(there)
        elif reading.named:
            values.append(of_label(part, reading))
    return one(values or of_unnamed(reading) or undone(reading))


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
        years = [when.year for when in part.times(reading.as_of)]
        failed, held = part.match(cues.no_in_year), part.match(cues.yes_in_year)
        said = failed or held
        if said is not None and len(years) == 1 and years[0] in reading.fact.entry.years:
            found[years[0]] = part.denied_before(said.start()) == (failed is not None)
    return found


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


def _is_wished_for(part: Part, reading: Reading) -> bool:
    """Whether an option is named right behind a word of wishing (我们想报国家级)."""
    names = tuple(fold(name) for name in reading.fact.options if len(name) > 1 and "~" not in name)
    after = (
        part.text[m.end() :] for w in word_list("wished_for") for m in re.finditer(re.escape(w), part.text)
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
    told = [
        part for part, _, end in telling(reading) if not part.text[end:].startswith(word_list("since_then"))
    ]
    days = [day for part in told for day in (*_days(part, reading), *_day_behind(part, reading))]
    return one([day for day in days if len(day) == 10])


def _day_behind(part: Part, reading: Reading) -> list[str]:
    """The day that the next part alone says of the month told (5月拿到执照，5月16号)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    months = [when.wire for when in part.times(reading.as_of)]
    later = after[0].times(reading.as_of) if after and after[0].states else []
    if len(months) != 1 or len(later) != 1 or len(after[0].text) > later[0].end - later[0].start + BESIDE:
        return []
    return [later[0].wire] if later[0].wire.startswith(f"{months[0]}-") else []


_MISSED = re.compile(r"(?:没赶上|没赶到|赶不上|错过了?|过了)[^，。]{0,4}$")


def _days(part: Part, reading: Reading) -> list[str]:
    """Days of a part; those without a year are of the fact's own; a day that was missed (没赶上4月15) is none."""
    text, year = part.text, reading.fact.entry.year
    found = part.times(reading.as_of)
    if not found and year is not None and not part.before:
        return [when.wire for when in find_times(f"{year}年{text}", reading.as_of)]
    return [when.wire for when in found if not _MISSED.search(text[: when.start])]
