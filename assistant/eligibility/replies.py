"""Reads a short reply (yes, no, I do not know) to the question asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from assistant.eligibility.facts import Fact
from assistant.eligibility.message import Part, corrects, split_message
from assistant.eligibility.reading import NOTHING
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.scheme_file import Group
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold

_BRIEF = 14
_PARTICLES = re.compile(r"(?<=[\u4e00-\u9fff])[的啊呀哦嘛噻撒哈咯]+$")
"""What a short reply may end in (都满足的, 没得哦)."""
_WHOLE = r"(?:这|那|上面|以上|上述|问的|说的|你说的|你问的)*(?:[一两二三四五六七八几俩仨]|所有|全部)(?:个|条|项|样|种|点|者|桩|件|份|块|关|方面)?"
_EVERY = r"(?:(?:我们|咱们?|咱|我)?(?:也|就|还|目前|现在)*(?:都|全都?|统统|均|通通|样样|个个|条条|项项|每[个条项样种]|一律|全部))"
_ALL = re.compile(
    rf"(?:{_WHOLE}(?:我们|咱们?|也|就|目前|现在)*(?:{_EVERY})?|(?:样样|个个|条条|项项|每[个条项样种])(?:我们|咱们?)?都?|全都?|都)"
    r"(?P<no>没(?!问题|毛病|得问题|啥问题|落|缺|差|漏|少|得说)|没有(?!问题|毛病|缺|落|差|漏|少)|无(?!问题)|不(?!差|缺|落|少|错|漏|成问题)|莫得)?"
    r"(?:有(?!打算|计划|想法|意向|安排|考虑|准备|可能|希望|问题|点|待|难)|(?<=[没莫])得|过了|过关|通过|运行|在跑|认证|是|符合|满足|建|做|接受|完成|具备|齐|办|没问题|没得问题|没毛病|达到|达标|存在|在(?!认证|办|编|建|写|做|弄|搞|申|审|批|走|等|准备|拟|改|筹|推|讨论|研究|考虑|商量|报)|对得上|对得起|够得上|够上|合得上|挂得上|吻合|占|沾|挨|犯|碰|踩|来|行|可以|没差|没缺|没落|不差|不缺)[^，。,]{0,4}$"
)
"""三个都有的, 四条都对得上: one word for every fact of the group."""
_NO_SINGLE = re.compile(
    rf"(?:{_WHOLE})?(?:我们|咱们?|那是|硬是|里头|里面)*(?:(?:一|半|哪一?|随便哪|任何一?)(?:个|条|项|样|种|桩|件|点|家|张|份|起|回)|啥子?|什么)(?:我们|咱们?)?(?:也|都|子都|都还|也还)?(?:没|无|不|莫|未)(?!问题|毛病|差|缺|落|少|漏)[^，。,]{{0,4}}"
    r"|(?:哪[个张份条项样家]|任何)[^，。,]{1,4}都?(?:没有?|不在|未)(?!问题|毛病|有|差|缺|落|少|漏|拉)[^，。,]{0,4}"
)
"""四样一样没沾: none of them."""
_NONE_MISSING = re.compile(
    rf"(?:{_WHOLE})?(?:我们|咱们?)*(?:一|哪一?|任何一?)(?:个|条|项|样|种|桩|件|点)(?:也|都)?(?:不|没|未)(?:差|缺|落|少|漏|拉)[^，。,]{{0,3}}"
)
"""一样不缺: all of them."""
_ALL_WELL = re.compile(r"(?:不|没|没有|没得|未)(?:问题|毛病|差|缺|落|少|漏|拉)")
"""哪个都没问题 denies none of them."""
_DONE = re.compile(r"[\u4e00-\u9fff](?:了|过|好)的?$")
"""A report of something done (按时填好了的)."""
_ON_LIST = re.compile(
    r"(?:名单|上面|里面|里头|单子|榜)(?:上|里|头|中)?(没)?有?(?:我们|咱|我厂|我司|本公司|本厂)|(?:我们|咱们?)(不|没)?在(?:上面|里面|里头|名单|单子)"
)
"""Of a list asked for: whether the teller stands on it."""
_NOT_ONE = re.compile(r"(?:都|全都|全部|全|均|统统)(?:还|也|暂时)?(?:没|未|莫)[^，。有得,]{1,4}")
_NOBODY_KNOWS = re.compile(
    r"(?:这个?|这事|现在|目前|厂里|公司里?|园里|我们这儿?)*(?:没有?人?|没得人|没得哪个|没哪个|谁也|谁都|哪个都)[^，。,]{0,3}(?:不|没)?(?:说得(?:上来|清|准)|知道|晓得|清楚|记得|说不(?:上来|清|准)|不知道|不晓得|记不得)"
    r"|nobody (?:here )?(?:knows|can say|can tell)|no one (?:here )?(?:knows|can say|can tell)|(?:we|i) (?:can't|cannot|couldn't) (?:say|tell)"
)
_SHARE, _SOME = 0.6, 0.3


def read_reply(text: str, scheme: Scheme, asked: str | None, *, names_other: bool = False) -> dict[str, Any]:
    """What a short yes, no or 'I do not know' says of the fact or group asked for.

    Where the message names a fact itself (没有出过事故), only a bare yes or no in front answers the question asked.
    """
    if corrects(text):
        return {}
    if asked is None:
        return {}
    group = next((group for group in scheme.groups if group.id == asked), None)
    subject = _subject(scheme, asked, group)
    if (said := _of_each(text, group, names_other=names_other)) is not None:
        return said
    # Of several answers none is told by a word that the thing was done (评了，没评上).
    by_name = (
        names_other
        or _is_stopped(text, scheme, asked)
        or (asked in scheme.facts and scheme.facts[asked].entry.type == "enum")
    )
    answer = _short_answer(text, None if by_name else subject, names_other=names_other)
    clean = text if answer is None else split_message(text)[0].text if answer == "reply_yes" else ""
    if _asks_for_bad_records(scheme, asked, group) and has_any(fold(clean), "clean_record"):
        # 都没问题: of bad records a good word says that there is none.
        answer = "reply_no"
    if answer is None and group is None and (on := _ON_LIST.search(fold(text))):
        answer = "reply_no" if on[1] or on[2] else "reply_yes"
    if answer is None:
        return {}
    if group is not None:
        return _group_reply(group, answer)
    if asked not in scheme.facts:
        return {}
    value = _plain_reply(scheme.facts[asked], answer)
    return {} if value is NOTHING else {asked: value}


def unknown_reply(parts: Sequence[Part], scheme: Scheme, asked: str | None) -> dict[str, Any]:
    """What was asked as not known, where every part that is not sure says nothing but that (搞不清，没人说得上来)."""
    unsure = [part for part in parts if not part.states]
    if not asked or not parts or not says_unknown(parts[0]):
        return {}
    if any(not says_unknown(part) for part in unsure):
        return {}
    group = next((group for group in scheme.groups if group.id == asked), None)
    return dict.fromkeys(group.facts if group else (asked,) if asked in scheme.facts else ())


def _of_each(text: str, group: Group | None, *, names_other: bool) -> dict[str, Any] | None:
    """What one word says of each fact of a group (三个都有的, 一样都没搞); None where there is no such word."""
    parts = split_message(text)
    first = parts[0].text
    if len(parts) > 1 and has_any(first, "clean_record"):
        # 老板和公司都干净，哪张名单都没上: the second says what the first means.
        first = parts[1].text
    said = _all_of_them(text)
    if not said and not names_other and _NONE_MISSING.fullmatch(first):
        said = "reply_yes"
    none_said = not (names_other or said or _ALL_WELL.search(first)) and (
        _NOT_ONE.fullmatch(first) or _NO_SINGLE.fullmatch(first) or has_any(first, "none_counted")
    )
    if group is None:
        return {} if said and not first.startswith(("都", "全")) else None
    if said == "reply_no" or (not said and none_said):
        return _none_of(group)
    return _group_reply(group, said) if said else None


def _asks_for_bad_records(scheme: Scheme, asked: str, group: Group | None) -> bool:
    """Whether everything asked for is an event or an entry in a list."""
    names = group.facts if group else (asked,)
    return all(
        name in scheme.facts and scheme.facts[name].entry.type in ("events", "listing") for name in names
    )


def _all_of_them(text: str) -> str:
    """三个都有的, 四条都符合: one word for every fact of the group."""
    match = _ALL.match(split_message(text)[0].text)
    if match is None:
        return ""
    return "reply_no" if match[1] else "reply_yes"


def is_plain_yes(text: str) -> bool:
    """Whether a message says yes and nothing else."""
    return fold(text).strip(" .!~…") in {fold(word) for word in word_list("reply_yes")}


class _Subject(NamedTuple):
    """What the question asked is about: its words, and those that single out a part of it."""

    words: str
    single: frozenset[str]


def _subject(scheme: Scheme, asked: str, group: Group | None) -> _Subject:
    facts = [scheme.facts[name] for name in (group.facts if group else (asked,)) if name in scheme.facts]
    common = fold(group.question if group else "")
    labels = [fold(fact.entry.label) for fact in facts]
    single = {fold(name) for fact in facts for name in (*fact.kinds, *fact.grades) if len(name) > 1}
    if group is not None:
        for label in labels:
            common = common.replace(label, " ")
        single |= {pair for label in labels for pair in _pairs(label) if pair not in common}
    questions = (fold(fact.entry.question) for fact in facts)
    return _Subject(" ".join([common, *labels, *questions]), frozenset(single))


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _short_answer(text: str, subject: _Subject | None, *, names_other: bool) -> str | None:
    folded = [fold(part).strip(" .!~…") for part in _first_parts(text)]
    for name in ("reply_unknown", "reply_no", "reply_yes"):
        known = {fold(word) for word in word_list(name)}
        if any(part in known or _PARTICLES.sub("", part) in known for part in folded):
            return name
    if not names_other and says_unknown(split_message(text)[0]):
        return "reply_unknown"
    return None if subject is None else _brief_answer(split_message(text)[0], subject)


def _is_stopped(text: str, scheme: Scheme, asked: str) -> bool:
    """Whether the first part holds words for which the fact asked for is not read, or not as true (那年亏了)."""
    if asked not in scheme.facts:
        return False
    first, cues = split_message(text)[0], scheme.facts[asked].entry.cues
    return any(first.match(words) is not None for words in (cues.unless, cues.no_if_asked))


def says_unknown(part: Part) -> bool:
    """Whether a part begins by saying that the speaker does not know (这个我得问下), or says that nobody does."""
    if _NOBODY_KNOWS.match(part.text):
        return True
    plain = re.sub(
        "^(?:这个|这事|这|那个|那|我们|咱们|咱|我|具体|实在|确实|也|都|还|真|是|就|倒|可|的)+", "", part.text
    )
    return plain.startswith(word_list("reply_unknown"))


def _brief_answer(part: Part, subject: _Subject) -> str | None:
    """A first part of a few words on what was asked: denied, affirmed, or not known."""
    if says_unknown(part):
        return "reply_unknown"
    if len(part.text) > _BRIEF or not part.states:
        return None
    denied, done = part.denies(0, len(part.text)), _DONE.search(part.text)
    if denied and has_any(part.text, "only_grave"):
        # 大的没有: the others are not denied.
        return None
    if not _is_about(part, subject, _SHARE if denied or not done else _SOME):
        return None
    if denied:
        return "reply_no"
    return "reply_yes" if done or part.text.startswith(word_list("brief_yes")) else None


def _is_about(part: Part, subject: _Subject, share: float) -> bool:
    """Whether the words beside yes and no are those of the question, and single out no part of it."""
    if any(name in part.text for name in subject.single):
        return False
    rest = part.text
    for word in word_list("reply_fillers"):
        rest = rest.replace(word, "")
    pairs = _pairs(rest)
    if len(rest) == 1 and "\u4e00" <= rest <= "\u9fff" and rest not in subject.words:
        # 查了 tells that one looked, not what one found.
        return False
    return not pairs or sum(pair in subject.words for pair in pairs) >= share * len(pairs)


def _first_parts(text: str) -> tuple[str, ...]:
    parts = split_message(text)
    return (text, parts[0].text) if parts else (text,)


def _none_of(group: Group) -> dict[str, Any]:
    """None of what a group asks for (一样都没搞): each is false, not only all of them together."""
    return {name: False for name, value in group.on_yes.items() if value is True} | dict(group.on_no)


def _group_reply(group: Group, answer: str) -> dict[str, Any]:
    if answer == "reply_unknown":
        return dict.fromkeys(group.facts)
    return dict(group.on_yes if answer == "reply_yes" else group.on_no)


def _plain_reply(fact: Fact, answer: str) -> Any:
    """``yes`` to a list of events tells that there was one, not which."""
    if answer == "reply_unknown":
        return None
    is_yes = answer == "reply_yes"
    values: dict[str, tuple[Any, Any]] = {
        "boolean": (True, False),
        "events": ([{}], []),
        "listing": ({"listed_on": None, "removed_on": None}, False),
    }
    if fact.entry.type == "enum":
        words = word_list(answer)
        named = [value for name, value in fact.options.items() if name in words]
        return named[0] if len(set(named)) == 1 else NOTHING
    yes, no = values.get(fact.entry.type, (NOTHING, NOTHING))
    return yes if is_yes else no
