"""An applicant's message in parts: what is said, denied, asked or supposed, with its times and amounts."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from assistant import wording
from assistant.eligibility.lookback import add_months
from assistant.text.dates import find_dates
from assistant.text.normalise import fold
from assistant.text.numerals import parse_numeral

_BREAKS = re.compile(
    r"(?:,(?!(?<=\d,)\d{3}(?!\d))|[，。；;!！?？\n])+|(?<!不)但是?(?!书)|不过|可是|然而|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|(?<=[a-z])\.\s+|(?<=\d)\.\s+(?=[a-z])|\.$"
)
_NEXT_DENIED = re.compile(r"、(?:也|还|从来|从|都|又|但)?(?:没|未|不|无|莫)")
_GAP = ".{0,10}?"
_REACH = 8
_WIDER = 7
_AMOUNT = re.compile(
    r"(?<![\d.a-z])(-?\d+(?:,\d{3})*(?:\.\d+)?|[零一二两俩三仨四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?)\s*"
    r"(?:个(?=亿|千万|百万|万))?(亿|千万|百万|万|w\b|%|个点|per ?cent\b|million|billion|bn\b|mn\b)?(?:(?<=[亿万])([一二三四五六七八九])(?![十百千万亿家个项条年月日]))?\s*(元|块|yuan|rmb|cny)?(?![\d年月日号.])"
)
_CURRENCY = re.compile(r"(?:\brmb|\bcny|[¥￥])\s*$")
_ROUGH = re.compile(
    r"(?:\d+|[一二两三四五六七八九十百千几]+)(?:多|几|来)(?:个)?(?:亿|千万|百万|万|%)元?|[上近约大]?(?:几|数)(?:十|百|千)?(?:亿|万)元?"
)
_TENTHS = re.compile(r"([一二两三四五六七八九])成([一二三四五六七八九])?(?!立|本|果|员|功|为|效|熟|品)")
_PERCENT = re.compile(r"百分之([零一二三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?|\d+(?:\.\d+)?)")
_YEAR_MONTH = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:年度?\s*|[-/.])?(?:(\d{1,2})(?:月|(?:(?<=[-/.]\d)|(?<=[-/.]\d\d))(?![\d.])))?"
)
_SHORT_YEAR = re.compile(
    r"(?<!\d)([12]\d)年(?=度|的|产|利|赚|亏|盈|净|挣|营|纳|\d{1,2}月|\s*-?\d+(?:\.\d+)?(?!\d*(?:年|月|人|个月)))(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?"
)
_DIGITS = "零一二三四五六七八九〇"
_CHINESE_YEAR = re.compile(rf"(?<![{_DIGITS}])([一二][{_DIGITS}]{{3}})(?=年)")
_SHORT_CHINESE_YEAR = re.compile(rf"(?<![{_DIGITS}十百千])二([零一二三四五六七〇])(?=年)")
_CHINESE_DAY = re.compile(
    r"(?<![个一二三四五六七八九十\d])[一二三四五六七八九十]{1,2}(?=月)|(?<=月)[一二三四五六七八九十]{1,3}(?=[号日])"
)
_COUNTERS = frozenset("家个项条次起座处")
_MONTH_ALONE = re.compile(
    r"(?<!\d)(\d{1,2})月(?:份|(\d{1,2})(?:[日号]|(?![\d.]|个|家|万|亿|元|%|年|月|人|次|项|条|台|吨)))?"
)
_LASTING = re.compile(r"(\d+|[一二两三四五六七八九十]+)(?:个?月|(年)(?!度|的|产|利|\d))")
_NO_QUESTION = re.compile(r"[没不无][有得曾]?[\u4e00-\u9fff]{0,4}?(?:什么|啥子?|哪些|哪个|多少)")
"""Denials in words that otherwise ask (没出过啥事)."""
_WHETHER = re.compile(r"([\u4e00-\u9fff])[没不]\1(?!有人|停)")
_SCALES = {"亿": 10_000.0, "千万": 1_000.0, "百万": 100.0, "万": 1.0}
_SCALES |= {"w": 1.0, "billion": 100_000.0, "bn": 100_000.0, "million": 100.0, "mn": 100.0}


@cache
def word_list(name: str) -> tuple[str, ...]:
    """A list of ``prompts/facts_reading.yaml``, longest word first."""
    listed: Iterable[str] = wording.words("facts_reading")[name]
    return tuple(sorted((str(word) for word in listed), key=lambda word: (-len(word), word)))


def relative(name: str) -> dict[str, int]:
    """A table of ``prompts/facts_reading.yaml``."""
    return dict(wording.words("facts_reading")[name])


def has_any(text: str, name: str) -> bool:
    """Whether the text holds a word of a list."""
    return any(word in text for word in word_list(name))


class When(NamedTuple):
    """A time said: as on the wire (``2025-06-14``, ``2025-06``, ``2025``) and its place."""

    wire: str
    start: int
    end: int

    @property
    def year(self) -> int:
        """The year said."""
        return int(self.wire[:4])


class Amount(NamedTuple):
    """A figure said: in units of ten thousand where it is money, and its place."""

    value: float
    unit: str
    start: int
    end: int


class Found(NamedTuple):
    """Where a cue stands."""

    begins: int
    ends: int

    def start(self) -> int:
        """Its first character."""
        return self.begins

    def end(self) -> int:
        """The place behind its last character."""
        return self.ends


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message between two stops, folded.

    ``plain`` has words blanked that only look like negation.
    """

    text: str
    plain: str
    states: bool
    """Whether the part states something, rather than asks or supposes it."""
    before: str = ""
    """What the message said before: the year last said there is that of days without one."""

    def match(self, cues: Sequence[str]) -> Found | None:
        """The first of the cues that stands in the part."""
        text, characters = self.text, _characters(self.text)
        for first, opening, pattern, length in _compiled(tuple(cues)):
            if first not in characters or (place := text.find(opening)) < 0:
                continue
            if pattern is None:
                return Found(place, place + length)
            if (found := pattern.search(text, place)) is not None:
                return Found(found.start(), found.end())
        return None

    def denies(self, start: int, end: int, reach: int = _REACH, words: str = "negators") -> bool:
        """Whether a negation stands within ``reach`` characters of a place."""
        if self.plain.isascii():
            near = self._english_clause(start, end, reach * _WIDER)
        else:
            # 装了监测、从来没做过评估: a negation that opens the next item of a row denies that item alone.
            after = _NEXT_DENIED.split(self.plain[end : end + reach])[0]
            near = f"{self.plain[max(0, start - reach) : end]}{after}"
        return any(word in near for word in word_list(words))

    def _english_clause(self, start: int, end: int, reach: int) -> str:
        """What stands before a place up to the last and or but, and a little behind it."""
        before = re.split(r"\b(?:and|but|though|although)\b", self.plain[max(0, start - reach) : start])[-1]
        after = re.split(r"\b(?:and|but|though|although)\b", self.plain[end : end + _REACH])[0]
        return f"{before}{self.plain[start:end]}{after}"

    def denied_before(self, start: int, reach: int = 4) -> bool:
        """Whether a negation stands right before a place; what the words there hold themselves does not count."""
        near = self.plain[max(0, start - reach) : start]
        return any(word in near for word in word_list("negators"))

    def times(self, as_of: date) -> list[When]:
        """Every time said in the part, in order; days without a year are of the year last said before, if past."""
        found = find_times(self.text, as_of)
        if found or not self.before or not _MONTH_ALONE.search(self.text):
            return found
        years = find_times(self.before, as_of)
        if not years:
            return found
        year = years[-1].year
        said = find_times(f"{year}年{self.text}", as_of)
        shift = len(f"{year}年")
        return [
            When(when.wire, max(0, when.start - shift), when.end - shift)
            for when in said
            if when.end > shift and when.wire <= as_of.isoformat()
        ]

    def amounts(self, as_of: date) -> list[Amount]:
        """Every exact figure said in the part; bounds, estimates and times are left out."""
        return find_amounts(self.text, as_of)


def split_message(text: str, *, sure: bool = False) -> tuple[Part, ...]:
    """The parts of a message, folded, in order; ``sure`` takes what is hedged (好像没有) as said."""
    folded = _in_digits(fold(text))
    # After 不对 a figure that 应该是 so and so is a correction, not a guess.
    sure = sure or folded.strip().startswith(word_list("corrections"))
    parts, start = [], 0
    for stop in [*_BREAKS.finditer(folded), None]:
        end, mark = (stop.start(), stop.group()) if stop else (len(folded), "")
        piece = folded[start:end].strip()
        if piece:
            part = _part(piece, "?" if "?" in mark or "？" in mark else "", sure=sure)
            parts.append(replace(part, before=folded[:start]) if start else part)
        start = stop.end() if stop else end
    return tuple(parts)


def _in_digits(folded: str) -> str:
    """Years, months and days in Chinese numerals as digits (二零二五年四月八号)."""
    folded = _CHINESE_YEAR.sub(lambda m: "".join(str(_DIGITS.index(c) % 10) for c in m[1]), folded)
    folded = _SHORT_CHINESE_YEAR.sub(lambda m: "2" + str(_DIGITS.index(m[1]) % 10), folded)
    return _CHINESE_DAY.sub(lambda m: str(parse_numeral(m[0])), folded)


def is_hedged(part: Part) -> bool:
    """Whether the speaker is not sure of what a part says."""
    return has_any(part.text, "hedges")


def _part(piece: str, mark: str, *, sure: bool) -> Part:
    plain = piece
    for word in word_list("not_negators"):
        plain = plain.replace(word, "□" * len(word))
    told = has_any(piece, "first_person") or (has_any(piece, "asks_for_verdict") and _AMOUNT.search(piece))
    whether = bool(_WHETHER.search(piece)) and not has_any(piece, "asks_for_verdict")
    asks = whether or (has_any(_NO_QUESTION.sub("", piece) + mark, "question_marks") and not told)
    said = piece
    for word in word_list("not_suppositions"):
        said = said.replace(word, "")
    hedged = has_any(said, "hedges") and not sure
    return Part(piece, plain, not asks and not hedged and not has_any(said, "suppositions"))


@lru_cache(maxsize=64)
def _characters(text: str) -> frozenset[str]:
    return frozenset(text)


@cache
def _compiled(cues: tuple[str, ...]) -> tuple[tuple[str, str, re.Pattern[str] | None, int], ...]:
    """Each cue as its first character, its first words, and a pattern where a gap follows them.

    Most parts do not hold the first character, fewer the first words.
    """
    ready = []
    for cue in cues:
        pieces = [fold(piece.strip()) for piece in cue.split("~")]
        pattern = re.compile(_GAP.join(map(re.escape, pieces))) if len(pieces) > 1 else None
        ready.append((pieces[0][:1], pieces[0], pattern, len(pieces[0])))
    return tuple(ready)


def find_times(text: str, as_of: date) -> list[When]:
    """Days, months and years of a text, also 去年8月, resolved against ``as_of``."""
    found = [When(day.value.isoformat(), day.start, day.end) for day in find_dates(text)]
    for match in [*_YEAR_MONTH.finditer(text), *_SHORT_YEAR.finditer(text)]:
        year = int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])
        day = match[3] if match.re is _SHORT_YEAR else None
        _add(found, year, match[2], match.start(), match.end(), day=day)
    for word, back in relative("relative_years").items():
        for match in re.finditer(
            rf"(?<!大){re.escape(word)}(?:\s*(\d{{1,2}})月(?:(\d{{1,2}})[日号])?)?", text
        ):
            _add(found, as_of.year - back, match[1], match.start(), match.end(), day=match[2])
    for word, back in relative("relative_months").items():
        for match in re.finditer(rf"{re.escape(word)}(?:的?(\d{{1,2}})[日号])?", text):
            month = add_months(as_of.replace(day=1), -back)
            _add(found, month.year, str(month.month), match.start(), match.end(), day=match[1])
    for word, named in relative("months").items():
        for match in re.finditer(
            rf"(?:\b(\d{{1,2}})\s+)?\b{word}\s+(?:(\d{{1,2}}),?\s+)?((?:19|20)\d{{2}})", text
        ):
            found = [when for when in found if not match.start() <= when.start < match.end()]
            _add(found, int(match[3]), str(named), match.start(), match.end(), day=match[1] or match[2])
    return sorted(_of_the_year(found, text), key=lambda when: when.start)


def _of_the_year(found: list[When], text: str) -> list[When]:
    """With days and months said without their year: they are of the year said before them.

    今年的表是4月10号填的 and 2024年3月停的，8月恢复; a month that lies before the one said first is left out, as it may
    be of the next year.
    """
    joined = sorted(found, key=lambda when: when.start)
    for month in _MONTH_ALONE.finditer(text):
        before = [when for when in joined if when.end <= month.start()]
        inside = any(when.start <= month.start() < when.end for when in joined)
        if inside or not before or not 1 <= int(month[1]) <= len("JFMAMJJASOND"):
            continue
        base = before[-1]
        apart = text[: month.start()].rstrip().endswith(word_list("same_year"))
        whole_year = len(base.wire) == len("2025") and not apart
        if not whole_year and not apart and int(month[1]) < int(base.wire[5:7]):
            continue
        if whole_year:
            joined.remove(base)
        _add(
            joined,
            base.year,
            month[1],
            base.start if whole_year else month.start(),
            month.end(),
            day=month[2],
        )
        joined.sort(key=lambda when: when.start)
    return joined


def _add(
    found: list[When], year: int, month: str | None, start: int, end: int, day: str | None = None
) -> None:
    if any(when.start < end and start < when.end for when in found):
        return
    named = month is not None and 1 <= int(month) <= 12
    wire = f"{year}-{int(month or 0):02d}" if named else str(year)
    if named and day and 1 <= int(day) <= monthrange(year, int(month or 1))[1]:
        wire = f"{wire}-{int(day):02d}"
    found.append(When(wire, start, end))


def find_months(text: str) -> int | None:
    """How many months a text says that something lasted (停了11个月, 两年); None where it says none or several."""
    found = [
        number * (12 if match[2] else 1)
        for match in _LASTING.finditer(text)
        if (number := _figure(match[1])) is not None and number == int(number)
    ]
    return int(found[0]) if len(found) == 1 else None


def months_after(start: str, months: int) -> str:
    """The last day or month of a spell of so many months from a day or month on, both ends counted."""
    first = date.fromisoformat(start if len(start) > len("2024-03") else f"{start}-01")
    if len(start) == len("2024-03"):
        return add_months(first, months - 1).isoformat()[:7]
    return (add_months(first, months) - timedelta(days=1)).isoformat()


def find_amounts(text: str, as_of: date) -> list[Amount]:
    """Exact figures of a text; a loss is negative."""
    taken = find_times(text, as_of)
    found = []
    for match in _AMOUNT.finditer(text):
        if any(when.start < match.end() and match.start() < when.end for when in taken) or _is_vague(
            text, match
        ):
            continue
        value = _figure(match[1])
        counted = match[1][-1] in "俩仨" or text[match.end() : match.end() + 1] in _COUNTERS
        counted = (counted and match[1] != "一") or text[match.end() : match.end() + 1] == "项"
        told = match[2] or match[4] or match[1][-1].isdigit() or "点" in match[1] or counted
        if value is not None and told:
            found.append(_amount(text, match, value))
    found = _in_one(found, text)
    for match in _PERCENT.finditer(text):
        value = _figure(match[1])
        if value is not None and not _is_vague(text, match):
            found.append(Amount(value, "%", match.start(), match.end()))
    for match in _TENTHS.finditer(text):
        tens, ones = (_figure(digit) or 0 if digit else 0 for digit in match.groups())
        if not _is_vague(text, match):
            found.append(Amount(10 * tens + ones, "%", match.start(), match.end()))
    for word in word_list("half"):
        found += [Amount(50.0, "%", match.start(), match.end()) for match in re.finditer(word, text)]
    return sorted(found, key=lambda amount: amount.start)


def _in_one(found: list[Amount], text: str) -> list[Amount]:
    """Amounts said in two scales (一亿一千五百万) as one."""
    joined: list[Amount] = []
    for amount in found:
        last = joined[-1] if joined else None
        between = text[last.end : amount.start] if last is not None else ""
        if (
            last is not None
            and between in ("", "零", "又")
            and text[last.end - 1] == "亿"
            and amount.unit == "万元"
        ):
            joined[-1] = Amount(
                last.value + abs(amount.value) * (-1 if last.value < 0 else 1), "万元", last.start, amount.end
            )
        else:
            joined.append(amount)
    return joined


def find_vague(text: str, as_of: date) -> list[str]:
    """Bounds and estimates of a text as said (六千多万, 大约8000万): they name no figure."""
    taken = find_times(text, as_of)
    found = []
    for match in [p for pattern in (_AMOUNT, _ROUGH, _PERCENT, _TENTHS) for p in pattern.finditer(text)]:
        timed = any(when.start < match.end() and match.start() < when.end for when in taken)
        figure = match.re in (_PERCENT, _TENTHS) or (match.re is _AMOUNT and (match[2] or match[4]))
        if not timed and (match.re is _ROUGH or (figure and _is_vague(text, match))):
            found.append(match[0].strip())
    return list(dict.fromkeys(found))


def _is_vague(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    return before.endswith(word_list("vague_before")) or after.startswith(word_list("vague_after"))


def _amount(text: str, match: re.Match[str], value: float) -> Amount:
    said_before = _CURRENCY.sub("", text[: match.start()].rstrip()).rstrip()
    lost = said_before.endswith(word_list("loss_words"))
    signed = -abs(value) if lost else value
    if match[2] in _SCALES:
        # 三亿二: the digit behind a scale counts tenths of it.
        tenths = (_figure(match[3]) or 0) / 10 if match[3] else 0
        signed += -tenths if signed < 0 else tenths
        return Amount(round(signed * _SCALES[match[2]], 6), "万元", match.start(), match.end())
    if match[4] or _CURRENCY.search(text[: match.start()].rstrip()):
        return Amount(signed / 10_000, "万元", match.start(), match.end())
    return Amount(signed, "%" if match[2] else "", match.start(), match.end())


def _figure(digits: str) -> float | None:
    if "点" in digits:
        whole, _, part = digits.partition("点")
        figures = [_figure(whole), *(_figure(digit) for digit in part)]
        return None if None in figures else float(f"{figures[0]:g}." + "".join(f"{f:g}" for f in figures[1:]))
    if digits.lstrip("-")[:1].isdigit() and digits.lstrip("-")[:1].isascii():
        return float(digits.replace(",", ""))
    number = parse_numeral(digits)
    return None if number is None else float(number)
