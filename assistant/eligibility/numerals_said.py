"""Numerals of a message in the form in which its times and amounts are looked for."""

from __future__ import annotations

import re
from functools import cache

from assistant.eligibility.said_words import relative, word_list
from assistant.text.numerals import parse_numeral

_DIGITS = "零一二三四五六七八九〇"
_CHINESE_YEAR = re.compile(rf"(?<![{_DIGITS}])([一二][{_DIGITS}]{{3}})(?=年)")
_SHORT_CHINESE_YEAR = re.compile(rf"(?<![{_DIGITS}十百千])二([零一二三四五六七〇])(?=年)")
_CHINESE_DAY = re.compile(
    r"(?<![个一二三四五六七八九十\d])[一二三四五六七八九十]{1,2}(?=月)|(?<=月)[一二三四五六七八九十]{1,3}(?=[号日]|$|[，,。；;])"
)
_MIXED = re.compile(r"(?<![\d.])(\d)千(?:(\d)百)(?:(\d)十)?(?=万)")
"""8千6百万: digits and numerals in one."""
_DECIMAL = re.compile(
    rf"(?<![{_DIGITS}十百千万点第])([零一二三四五六七八九十]{{1,3}})点([{_DIGITS}]{{1,4}})(?![{_DIGITS}十百千万亿成点钟分半刻个多])"
)
"""零点八二: a decimal, not a time of the day; that of a share or of money is read where it stands."""
_FINANCIAL = re.compile(
    r"[壹贰叁肆伍陆柒捌玖](?:[零壹贰叁肆伍陆柒捌玖]|[拾佰仟万亿])+|[壹贰叁肆伍陆柒捌玖](?=[家项个])"
)
_TO_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ANY = rf"(?:(?:(?:{_UNITS}|a) hundred(?: and)? )?(?:{_TENS})(?:[- ](?:{_UNITS}))?|{_TEENS}|{_UNITS})"
_RANGE = re.compile(rf"\b({_ANY} (?:or|to) {_ANY}|between {_ANY} and {_ANY})\b")
"""twenty or thirty factories: neither is told."""
_HUNDRED = re.compile(
    rf"(?<!thousand )(?<!thousand and )(?<!million )(?<!or )(?<!to )\b(?:({_UNITS}|a) )hundred(?:(?: and)? ({_TENS})(?:[- ]({_UNITS}))?\b|(?: and)? ({_TEENS}|{_UNITS})\b)?"
    r"(?! (?:and|or|to|thousand|million|billion|years?|months?|days?|hours?)\b)\b"
)
_ENGLISH = re.compile(
    r"(?<!hundred )(?<!hundred and )(?<!thousand )(?<!thousand and )(?<!all )(?<!every )(?<!each )(?<!no )\b(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](one|two|three|four|five|six|seven|eight|nine))?"
    r"|(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen))\b"
    r"(?!-| (?:of|or|years?|months?|weeks?|days?|hours?|million|billion|hundred|thousand)\b)"
)
"""How long and how often is read from the words themselves (for two months, two of them)."""


def in_digits(folded: str) -> str:
    """Years, months and days in Chinese numerals as digits (二零二五年四月八号), financial and English numerals plain."""
    folded = _CHINESE_YEAR.sub(lambda m: "".join(str(_DIGITS.index(c) % 10) for c in m[1]), folded)
    folded = _SHORT_CHINESE_YEAR.sub(lambda m: "2" + str(_DIGITS.index(m[1]) % 10), folded)
    folded = _CHINESE_DAY.sub(lambda m: str(parse_numeral(m[0])), folded)
    folded = _MIXED.sub(
        lambda m: str(sum(int(d or 0) * n for d, n in zip(m.groups(), (1000, 100, 10), strict=True))), folded
    )
    folded = _DECIMAL.sub(lambda m: f"{parse_numeral(m[1]) or 0}.{_figures(m[2])}", folded)
    folded = _FINANCIAL.sub(lambda m: m[0].translate(_TO_PLAIN), folded)
    if not folded.isascii():
        return folded
    pieces = _RANGE.split(folded)
    return "".join(piece if place % 2 else _plain_english(piece) for place, piece in enumerate(pieces))


def _figures(said: str) -> str:
    return "".join(str(_DIGITS.index(digit) % 10) for digit in said)


def _plain_english(folded: str) -> str:
    return _one().sub("1", _ENGLISH.sub(_in_english, _HUNDRED.sub(_hundreds, folded)))


@cache
def _one() -> re.Pattern[str]:
    counted = "|".join(map(re.escape, word_list("counted_english")))
    return re.compile(rf"(?<!no )(?<!any )(?<!each )\bone(?= (?:{counted}))")


def _in_english(said: re.Match[str]) -> str:
    names = relative("english_numbers")
    return str(sum(names[word] for word in said.groups() if word))


def _hundreds(said: re.Match[str]) -> str:
    names = relative("english_numbers")
    return str(100 * names.get(said[1], 1) + sum(names[word] for word in said.groups()[1:] if word))
