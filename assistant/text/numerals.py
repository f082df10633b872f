"""Chinese and Arabic numerals."""

from __future__ import annotations

import unicodedata

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")
}
_DIGITS |= {"两": 2, "俩": 2, "仨": 3, "○": 0, "貳": 2, "參": 3}
_DIGITS["〇"] = 0
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_CN = "零一二三四五六七八九"


def parse_numeral(text: str) -> int | None:
    """The integer that a numeral writes, or None where it is none.

    >>> [parse_numeral(s) for s in ("二十四", "２４", "一百零五", "①", "两", "某")]
    [24, 24, 105, 1, 2, None]
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if all(c in _DIGITS for c in plain) and (len(plain) >= 3 or (len(plain) == 2 and plain[1] in "〇○零")):
        return int("".join(str(_DIGITS[c]) for c in plain))
    return _spoken(plain) if plain else None


def _spoken(text: str) -> int | None:
    total = section = digit = 0
    for character in text:
        if character in _DIGITS and digit:
            return None
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        elif character in _BIG:
            total += (section + digit or 1) * _BIG[character]
            section = digit = 0
        else:
            return None
    return total + section + digit


def to_chinese(number: int) -> str:
    """A number from 0 to 9999 as it is written in official texts.

    >>> [to_chinese(n) for n in (7, 10, 24, 105, 120)]
    ['七', '十', '二十四', '一百零五', '一百二十']
    """
    if not 0 <= number <= 9999:
        raise ValueError(f"只支持 0 到 9999 的整数，收到 {number}")
    if number < 10:
        return _CN[number]
    written = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += _CN[digit] + name
        elif written and not written.endswith("零") and number % unit:
            written += "零"
    return written[1:] if written.startswith("一十") else written
