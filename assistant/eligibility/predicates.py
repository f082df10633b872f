"""What is said of a thing by the word beside its name: that it is there, is not, or is still being made."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from assistant.eligibility.cue_finding import Found
from assistant.eligibility.message import Part
from assistant.eligibility.reading import Reading
from assistant.eligibility.said_words import has_any, word_list

Said = Literal["done", "denied", "unfinished"]

_BEFORE, _AFTER = 8, 14
_ENGLISH = 60
_ASIDE = 5
"""How much a part may say besides the name of the thing of which the next part tells."""
_ROW = re.compile(r"[、/和跟与及]+(?:以及|还有)?")
_ROW_LENGTH = 28
_PART_OF_IT = re.compile(r"的(?!$|[话事编工建制情有都没也])")
_SETS_APART = re.compile(r"除了?|就差|只差|就缺|只缺")
_EXCEPTS = re.compile(r"(?:就是)?除(?:了|开|去)")
_THE_OTHERS = re.compile(r"(?:其他|其它|其余|别的|剩下|另外|剩余|都|全|均|统统)")
_BEFORE_LEAVE = re.compile(r"[没未无不][^，,]{0,10}?(?:就|先)[^，,]{0,3}[开建生排投动施上]")
"""没办手续就投产了 tells of something else that was done."""
_CLAUSE = re.compile(r"\b(?:and|but|though|although|while)\b")


@cache
def _patterns() -> tuple[tuple[Said, re.Pattern[str]], ...]:
    """How each is said."""
    words = {
        name: "|".join(map(re.escape, word_list(name)))
        for name in ("having_verbs", "making_verbs", "unfinished", "lacking", "at_hand", "at_hand_english")
    }
    doing = f"(?:{words['having_verbs']})"
    who = r"(?:能|去|来|人|哪个|谁|专门|正式|单独|真正|再|具体|任何|被|给|跟|做|一[个项份套次])*"
    unfinished = rf"(?:正在|还在|仍在|尚在|正|(?<![现实])在(?=[请找托]))(?:[请找让托叫][^不没]{{1,6}}?|抓紧|着手|加紧|组织)?(?:{words['making_verbs']})"
    unfinished += rf"|(?<![现实])在(?:{words['making_verbs']})(?:着|中|的|呢|嘛)?$"
    unfinished += r"|(?:还|仍|尚)在[^不没，,]{1,6}?(?:那边|那里|那儿|手里|手上|桌上|处)"
    denied = rf"(?:没有?|没得|莫得|未|无|从未|不曾){who}(?:{doing}|$|[呢啊哦嘛噻哈]$)|(?<![不没])(?:{words['lacking']})"
    denied += r"|(?:没有?|没得|莫得|未|无)[^，,]{0,3}?(?:什么|啥子?|任何)$"
    whole = "|".join(re.escape(word) for word in word_list("having_verbs") if len(word) > 1)
    done = (
        rf"{doing}(?:(?![不没未无])[\u4e00-\u9fff]){{0,4}}?(?:了|好|起|过|完|成|齐|全|到|进|出来|下来|上|着|的$)|(?:{whole})$"
        rf"|有(?!没有|啥|什么|哪|多少|点|待|难|问题|限)|{words['at_hand']}"
    )
    return (
        ("unfinished", re.compile(rf"{unfinished}|{words['unfinished']}")),
        ("denied", re.compile(rf"{denied}|\b(?:no|not|never|without|lacks?|yet to)\b|n't\b")),
        ("done", re.compile(rf"{done}|\b(?:{words['at_hand_english']})\b")),
    )


def said_of(part: Part, name: Found) -> Said | None:
    """What a part says of a thing it names, behind the name or else before it; None where it says neither."""
    if part.plain.isascii():
        before = _CLAUSE.split(part.plain[max(0, name.begins - _ENGLISH) : name.begins])[-1]
        return first_said(f"{before} {_CLAUSE.split(part.plain[name.ends : name.ends + _ENGLISH])[0]}")
    behind = part.plain[name.ends :]
    if (row := _ROW.match(behind)) is not None:
        # 规划和方案都有: what is said behind a row is said of each.
        return first_said(behind[row.end() : row.end() + _ROW_LENGTH])
    if is_part_of_it(part, name):
        return None
    return first_said(behind[:_AFTER]) or _last_said(part.plain[max(0, name.begins - _BEFORE) : name.begins])


def first_said(text: str) -> Said | None:
    """What a text says first of the thing that it speaks of; of two at one place a denial counts."""
    found = [
        (at.start(), order, said)
        for order, (said, pattern) in enumerate(_patterns())
        if (at := pattern.search(text))
    ]
    return min(found)[2] if found else None


def _last_said(before: str) -> Said | None:
    """What the words right before a name say of it (没建目标责任制, 设立了领导小组)."""
    found = [
        (at.end(), -order, said)
        for order, (said, pattern) in enumerate(_patterns())
        for at in pattern.finditer(before)
    ]
    return max(found)[2] if found else None


def is_set_apart(part: Part, reading: Reading) -> bool:
    """Whether a part names what the next sets against all others (除了量化目标，其他都有)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    return bool(after and _EXCEPTS.match(part.text) and _THE_OTHERS.match(after[0].text))


def is_being_made(part: Part, reading: Reading) -> bool:
    """Whether what must be there is not there yet (规划正在编, 还在走流程)."""
    return bool(reading.fact.entry.cues.names and _patterns()[0][1].search(part.plain))


def is_part_of_it(part: Part, name: Found) -> bool:
    """Whether a part goes on to speak of something that belongs to the thing named (绿色办的职责没有写)."""
    return bool(_PART_OF_IT.match(part.plain, name.ends))


def of_named(part: Part, reading: Reading) -> bool | None:
    """What a part says of the thing it names, or the next where this one only names it (责任制嘛，没得)."""
    name = part.match(reading.fact.entry.cues.names)
    if name is None:
        return None
    told = said_of(part, name)
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if _SETS_APART.match(part.plain):
        return None
    if told is None and after and len(part.text) <= name.ends + _ASIDE and name.begins <= _ASIDE:
        told = _of_nothing_else(after[0], reading)
    return None if told is None else told == "done"


def of_unnamed(reading: Reading) -> list[bool]:
    """What the first parts say of the thing asked for without its name (编好了，老板还没签)."""
    if not (reading.asked and reading.fact.entry.cues.names):
        return []
    # 只写了努力方向 tells of something less than was asked for.
    told = [
        said
        for part in reading.parts[:2]
        if (said := _of_nothing_else(part, reading))
        and not (said == "done" and (part.text[0] in "只仅光" or _BEFORE_LEAVE.search(part.text)))
    ]
    return [told[0] == "done"] if told else []


def _of_nothing_else(part: Part, reading: Reading) -> Said | None:
    """What a part says of a thing that it does not name; None where it names another, or is not known."""
    others = (fact.entry.cues for fact in reading.scheme.facts.values() if fact is not reading.fact)
    named = any(part.match(words) for cues in others for words in (cues.about, cues.names, cues.yes, cues.no))
    if named or not part.states or has_any(part.text, "reply_unknown"):
        return None
    return first_said(part.plain)
