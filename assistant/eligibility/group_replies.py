"""Replies to a question about several facts at once: the first three, all but one, the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.eligibility.message import Part
from assistant.eligibility.said_words import has_any
from assistant.eligibility.scheme_file import Group
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold
from assistant.text.numerals import parse_numeral

_REST = re.compile(
    r"(?:其他|其它|其余|别的|剩下|另外|剩余|others?\b|the rest)(?:的)?(?P<count>[几一二两三四五六七八九十\d]*)[个项条家]?"
)
NOT_LOOKED = re.compile(
    r"没有?(?:去|来得及|顾上|顾得上|人去?)?(?:查(?!处|封|办)|问(?!题|责)|看(?!见|上|中)|了解|核对?(?!准|发)|核实|确认|打听|统计|算(?!上|数)|搜)(?![到着出过])|未(?:查询|核实|了解|统计)"
)
"""没去查, 还没核实: nobody knows yet."""
_BESIDE = "另外"
"""另外5家 counts others than those asked for, unless they are just as many as are left."""
_EXCEPT = re.compile(r"(?:除了|除开|除|就|只|就是|只是|就差|只差|except|apart from)")
_ALL_OTHERS = re.compile(r"(?:都|全|均|统统|一律)")
_FIRST = re.compile(
    r"((?<!以)前|(?<!以)后|(?<![里上下外])头)(?:面|头|边)?的?([一二两三四五六七八九俩仨\d])[个项条样桩件种类点块]?"
)
_NTH = re.compile(r"第([一二两三四五六七八九\d])[个项条样桩件种类点块]")
_COMMON = frozenset("被列入移出的在是有无未没不否及与和或其他年月日上下中为了已人名单")


def read_rest(
    parts: tuple[Part, ...], scheme: Scheme, asked: str | None, read: Mapping[str, Any]
) -> dict[str, Any]:
    """What a message says of facts of the group asked for by their place, or by leaving others out.

    Facts that the message names are left alone, but for the one that 除了 sets against all others: where these
    are true or false it is the contrary.

    Args:
        parts: The message.
        scheme: The scheme under check.
        asked: The group asked for.
        read: What was read by name already.
    """
    group = next((group for group in scheme.groups if group.id == asked), None)
    if group is None:
        return {}
    found: dict[str, Any] = {}
    names = [name for name in group.facts if name in scheme.facts]
    if not read and (counts := _in_order(parts, scheme, names)):
        return counts
    named = {name for name in names if _is_named(scheme, name, names, parts)}
    for part in parts:
        if not part.states:
            continue
        if (at := _FIRST.search(part.text)) is not None:
            count = int(parse_numeral(at[2]) or 0)
            chosen = names[:count] if at[1] == "前" else names[-count:]
            if any(_EXCEPT.search(p.text) for p in parts):
                chosen = [name for name in chosen if name not in named]
            found |= _said_of(chosen, group, part, at.end())
        elif (at := _NTH.search(part.text)) is not None:
            place = int(parse_numeral(at[1]) or 0)
            found |= _said_of(names[place - 1 : place], group, part, at.end())
        elif (at := _REST.search(part.text)) is not None and not _counts_others(
            at, names, named | found.keys()
        ):
            left = [name for name in names if name not in named and name not in found]
            rest = _said_of(left, group, part, at.end())
            found |= rest
            if any(_EXCEPT.search(p.text) for p in parts):
                found |= _contrary(named, scheme, rest)
        elif parts[0] is not part and _EXCEPT.match(parts[0].text) and _ALL_OTHERS.match(part.text):
            # 除了能源，都建了
            left = [name for name in names if name not in named]
            found |= (rest := _said_of(left, group, part, 0))
            found |= _contrary(named, scheme, rest)
    return {name: value for name, value in found.items() if name not in read}


def _counts_others(rest: re.Match[str], names: list[str], told: set[str]) -> bool:
    """Whether 另外5家 speaks of others than the facts left over: it is not just their number, or none was told."""
    if not rest[0].startswith(_BESIDE) or rest["count"] in ("", "几"):
        return False
    left = sum(name not in told for name in names)
    return not told or parse_numeral(rest["count"]) != left


_COUNTS = re.compile(r"[家个项条]?[、/和及\s]+|[家个项条]$")


def _in_order(parts: tuple[Part, ...], scheme: Scheme, names: list[str]) -> dict[str, Any]:
    """Counts alone, one for each fact of the group in its order (8、1、0)."""
    if any(scheme.facts[name].entry.type != "number" for name in names):
        return {}
    pieces = [piece for part in parts for piece in _COUNTS.split(part.text) if piece]
    counts = [parse_numeral(piece) for piece in pieces]
    if len(counts) != len(names) or None in counts:
        return {}
    return dict(zip(names, counts, strict=True))


def _said_of(chosen: list[str], group: Group, part: Part, start: int) -> dict[str, Any]:
    """The group's own values for yes or no, for the facts chosen; nothing where it has none, or nobody looked (其他没查)."""
    if NOT_LOOKED.search(part.text[start:]):
        return {}
    denied = part.denies(start, len(part.text), reach=0) or part.text.startswith(("none", "no ", "not "))
    denied = denied or has_any(part.plain[start:], "counted_denied")
    affirmed = not denied and bool(
        re.search(
            r"有|是|符合|满足|没问题|做|建|齐|完成|完|对得上|够得上|过|行|达到|具备|\byes\b|\bin place\b",
            part.text[start:],
        )
    )
    contrary = {name: False for name, value in group.on_yes.items() if value is True}
    values = {**contrary, **group.on_no} if denied else group.on_yes if affirmed else {}
    return {name: values[name] for name in chosen if name in values}


def _contrary(named: set[str], scheme: Scheme, rest: Mapping[str, Any]) -> dict[str, Any]:
    """The one named exception, where all facts are true or false."""
    values = set(map(repr, rest.values()))
    plain = all(isinstance(value, bool) for value in rest.values())
    if len(named) != 1 or len(values) != 1 or not plain:
        return {}
    (name,) = named
    if scheme.facts[name].entry.type != "boolean":
        return {}
    return {name: not next(iter(rest.values()))}


def _is_named(scheme: Scheme, name: str, names: list[str], parts: tuple[Part, ...]) -> bool:
    fact = scheme.facts[name]
    if any(part.match(fact.entry.cues.about) for part in parts):
        return True
    label = fold(fact.entry.label)
    others = "".join(fold(scheme.facts[other].entry.label) for other in names if other != name)
    pairs = [label[i : i + 2] for i in range(len(label) - 1)]
    own = [pair for pair in pairs if pair not in others and not _COMMON & set(pair)]
    return any(pair in part.text for part in parts for pair in own)
