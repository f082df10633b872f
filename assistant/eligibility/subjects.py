"""Whom a message speaks of: what it says of others (入园企业) or of a register is not said of the applicant itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.eligibility.facts import Fact
from assistant.eligibility.message import Found, Part
from assistant.eligibility.said_words import has_any
from assistant.eligibility.schemes import Scheme

_STOPS = ("。", "!", "！", "\n", ". ")
_SANCTION = (
    r"(?:的话)?(?:就|也|都|将|一律|应当?|要|会|都要|会被|要被|直接|予以|给予|可以?|由[^，,]{2,12})*"
    r"(?:撤销|取消|移出|移除|摘牌|降级|不予|不得|不能申|不能报|责令|暂停|退出|除名|追究|移送)"
)
_RULE = re.compile(rf"(?:[^，,]{{3,}}的{_SANCTION}|[^，,]{{2,}}由(?:区|县|市|省|部|主管|工信|国家)[^，,]{{0,10}}(?:认定|评定|负责|公布|组织))(?:[^了过掉我咱]{{0,10}})")
_RULE_CASE = re.compile(r"(?:凡是?|对于?|如|若|一旦)?(?:(?<!是)[^，,]){3,}的")
_RULE_THEN = re.compile(rf"{_SANCTION}[^了过掉我咱]{{0,14}}")
_TOLD = re.compile(r"我|咱|本[厂园公企司]|\d{2,4}年|\d月|去年|前年|今年|上个?月|[了过]|被[查罚移撤取摘]")
"""What happened to the speaker or on a day is told, not ruled."""
_ELSEWHERE = re.compile(
    r"(?:但|不过|倒是|像|比如|听)?(?:我们|咱们?)?的?(?:兄弟(?:单位|企业|公司|厂|园)|友商|友邻|(?:别的|其他|另外?一家)(?:园区|工业园|集团|机构|地方|城市|省|区县)"
    r"|园区?(?:之|以)?外|集团(?:里|内|下面|下属|旗下)?的?(?:其他|别的|另|兄弟|姊妹)|(?:其他|别的)(?:子公司|分公司|分厂|基地))"
)
_FEARED = re.compile(
    r"(?:(?:我们?|咱们?|老板|领导|厂里|就|只|很|还|也|都|有点|有些|最|一直)*)"
    r"(?:担心|担忧|生怕|害怕|就怕|最怕|只怕|唯恐|怕(?=[万哪有被我查出停遭企厂园](?!没)))(?!的是|没)|(?:we (?:are|were) |i am |i'm |we're )?(?:worried|afraid) (?:that|about|of)"
)
_HOW_LONG = re.compile(
    r"(?:要|得|会|才|管|算|停|满|过|隔)[^，,没不]{0,6}多(?:久|长)(?!没|都没)|(?<![没不])多(?:久|长时间)(?:才|算|能|会|要|内|合适|之内|一次|$)"
)
"""列入黑名单要停多久 asks, though it holds no word of asking."""


def spoken_of(fact: Fact, parts: Sequence[Part], *, asked: bool) -> frozenset[int]:
    """Places of the parts that speak of the fact's own subject: from where it is named until another is, or a full stop.

    Args:
        fact: A fact, with or without ``subject``.
        parts: The message.
        asked: Whether the fact was asked for, so that its subject goes without saying.
    """
    subject = fact.entry.subject
    if subject is None:
        return frozenset()
    speaking, found = asked, set()
    for place, part in enumerate(parts):
        if part.before.endswith(_STOPS):
            speaking = asked
        if part.match(subject.words) is not None:
            speaking = True
        elif part.match(subject.ends) is not None:
            speaking = False
        if speaking:
            found.add(place)
    return frozenset(found)


def told_of(fact: Fact, scheme: Scheme, part: Part) -> Found | None:
    """Where a part about the fact's own subject tells something in the words of the facts it stands for."""
    subject = fact.entry.subject
    for name in subject.instead_of if subject is not None else ():
        cues = scheme.facts[name].entry.cues if name in scheme.facts else None
        if cues is not None and (found := part.match(cues.about) or part.match(cues.yes)) is not None:
            return found
    return None


def without_other_subjects(
    parts: tuple[Part, ...], scheme: Scheme, name: str, asked: str | None
) -> tuple[Part, ...]:
    """The message with what it says of the subjects of other facts, of others and in general left unsaid."""
    silent: set[int] = set(_not_of_the_speaker(parts))
    for other in scheme.facts.values():
        if other.entry.subject is not None and name in other.entry.subject.instead_of:
            silent |= spoken_of(other, parts, asked=other.name == asked)
    if not silent:
        return parts
    return tuple(replace(part, states=False) if place in silent else part for place, part in enumerate(parts))


@lru_cache(maxsize=64)
def _not_of_the_speaker(parts: tuple[Part, ...]) -> frozenset[int]:
    """Places of the parts that quote a rule, tell of others, fear that something is so or ask how long it lasts."""
    found: set[int] = set()
    elsewhere = False
    for place, part in enumerate(parts):
        if part.before.endswith(_STOPS) or has_any(part.text, "speaker"):
            elsewhere = False
        elsewhere = elsewhere or _ELSEWHERE.match(part.text) is not None
        if elsewhere or _FEARED.match(part.text) or _HOW_LONG.search(part.text) or _quotes_a_rule(place, parts):
            found.add(place)
    return frozenset(found)


def _quotes_a_rule(place: int, parts: Sequence[Part]) -> bool:
    """Whether a part says what follows if something is so (复审不合格的，取消称号), and not that it is."""
    text = parts[place].text
    if _TOLD.search(text):
        return False
    if _RULE.fullmatch(text):
        return True
    after = parts[place + 1].text if place + 1 < len(parts) else ""
    return bool(_RULE_CASE.fullmatch(text) and _RULE_THEN.fullmatch(after))
