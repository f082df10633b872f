"""Which scheme a check is of, and on which facts."""

from __future__ import annotations

import re
from typing import Any

from assistant.agent.context import Context
from assistant.agent.speaking import asks, is_personal
from assistant.agent.understanding.lexicon import as_list, find_word
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.message import is_hedged, split_message
from assistant.eligibility.recognise import recognise, without_between
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold
from assistant.wording import words

_PART = re.compile(r"[，,。；;！!？?\n]|(?<=[a-z])\.\s")
_ORDER = {"in_force": 0, "unknown": 1, "round_closed": 2}
ALL = "*"
"""Stands for every scheme in the state of a conversation: what can I apply for."""


def schemes_for(context: Context) -> tuple[Scheme, ...]:
    """The schemes of those for whom the asker speaks."""
    role = context.question.role or context.state.role or "enterprise"
    open_to_all = tuple(s for s in context.checker.schemes if not s.file.for_holders)
    return tuple(s for s in open_to_all if s.applicant == role) or open_to_all


def choose_scheme(context: Context) -> str | None:
    """The scheme to check: the one under check, of the topic named, of the conversation, or the standing one.

    A plain statement in the middle of a check is an answer to it, whatever subject it happens to name; a short
    question that names another title (那国家级的呢) turns to that.
    """
    turned = turned_to(context)
    if turned is not None:
        return turned
    held = _to_keep(context)
    if held is not None:
        return held
    if _told_of_the_last_check(context):
        return context.state.checked
    if _asked_of_the_check(context):
        return context.state.scheme
    if _goes_on(context):
        return context.state.scheme
    checked = scheme_by_id(context, context.state.scheme) if context.state.checking else None
    if checked is not None and not _means_another(context) and _speaks_of(context, checked):
        return str(checked.id)
    named = _scheme_of_topics(context)
    own = _of_the_teller(context, named) or _to_apply_anew(context, named) or _named_before(context, named)
    if own or named:
        return own or named
    if context.question.specific_topics:
        return None
    if context.state.scheme and scheme_by_id(context, context.state.scheme):
        return context.state.scheme
    return _default_scheme(context)


def _goes_on(context: Context) -> bool:
    """Whether a message goes on with the check: a statement that turns to no other title."""
    state, folded = context.state, context.question.folded
    scheme = scheme_by_id(context, state.scheme)
    if scheme is None or asks(folded):
        return False
    if not (state.checking or state.asked_fact or state.wishing) and not _tells_only_of(context, scheme):
        return False
    named = recognise(folded, context.checker.schemes)
    if not named or named[0].id == scheme.id:
        return True
    # A statement in the middle of a check that only mentions another title is still an answer to it.
    return not _means_another(context)


def _tells_only_of(context: Context, scheme: Scheme) -> bool:
    """Whether a message tells facts of the scheme spoken of and fewer of the one that it happens to name."""
    named = scheme_by_id(context, _scheme_of_topics(context))
    own, other = (
        len(read_facts(context.question.raw, s, context.as_of, by_cues=True)) if s is not None else 0
        for s in (scheme, named)
    )
    return named is not None and named is not scheme and own > other


def _told_of_the_last_check(context: Context) -> bool:
    """Whether a statement tells of the scheme last checked, though another was asked after in between."""
    state = context.state
    checked, now = scheme_by_id(context, state.checked), scheme_by_id(context, state.scheme)
    if checked is None or state.checking or checked is now or asks(context.question.folded):
        return False
    if _means_another(context) or recognise(context.question.folded, context.checker.schemes):
        return False
    told, other = (
        len(read_facts(context.question.raw, s, context.as_of, by_cues=True)) if s is not None else 0
        for s in (checked, now)
    )
    return told > 0 and told >= other


_TELLS = re.compile(r"已|[评拿获选进]上|[评拿获]|了|过|\b(?:hold|have|had|has|got|already|was|were|won)\b")
"""Words of a part that tells of a title held, rather than names it."""


def _asked_of_the_check(context: Context) -> bool:
    """Whether, in a check, the part of a message that asks names no other title; the others only tell of one.

    We hold that title already. Are we eligible for this one?
    """
    checked = scheme_by_id(context, context.state.scheme)
    if checked is None or not context.state.checking:
        return False
    parts = [part for part in _PART.split(context.question.folded) if part.strip()]
    asking = [part for part in parts if asks(part.strip())]
    telling = [part for part in parts if part not in asking]
    naming = [part for part in telling if recognise(part, context.checker.schemes)]
    # 国家级的那个，我们能不能报: a title put before the question is what is asked of.
    if not asking or not naming or not all(_TELLS.search(part) for part in naming):
        return False
    lexicon, turns = context.lexicon, re.compile(str(words("checking")["turns"]))
    if any(lexicon.wishes.hits(part) or lexicon.check.hits(part) or turns.search(part) for part in telling):
        return False
    others = {s.id for part in asking for s in recognise(part, context.checker.schemes)[:1]}
    return others <= {checked.id}


def _of_the_teller(context: Context, named: str | None) -> str | None:
    """The scheme of those for whom the asker said to speak, where a message tells more of it than of the one named.

    An evaluator tells of factories and parks, and means what it evaluated.
    """
    said = context.state.role or context.question.role
    other = scheme_by_id(context, named)
    parts = _PART.split(context.question.folded)
    if said is None or other is None or other.applicant == said:
        return None
    if any(_wants(context, part) and _names_a_title(context, part) for part in parts):
        return None
    own = [s for s in context.checker.schemes if s.applicant == said and not s.file.for_holders]
    if len(own) != 1:
        return None
    raw = context.question.raw
    told = len(read_facts(raw, own[0], context.as_of, by_cues=True))
    told_of_other = len(read_facts(raw, other, context.as_of, by_cues=True))
    before = any(read_facts(text, own[0], context.as_of, by_cues=True) for text in _said_before(context))
    return str(own[0].id) if told > told_of_other or (before and told == told_of_other) else None


def _said_before(context: Context) -> tuple[str, ...]:
    """The last messages of the conversation before this one."""
    return (*context.state.told, *context.state.heard)


def _named_before(context: Context, named: str | None) -> str | None:
    """The title named in full before, where this message names it only in part (a national title … the title)."""
    scheme, folded = scheme_by_id(context, named), context.question.folded
    if scheme is None or _LEVEL.search(folded) or context.question.documents:
        return None
    for text in reversed(_said_before(context)):
        said = fold(text)
        before = next(iter(recognise(said, context.checker.schemes)), None)
        if before is None:
            continue
        part, whole = _called(scheme, folded), _called(before, said)
        same = before is not scheme and before.applicant == scheme.applicant and not before.file.for_holders
        return str(before.id) if same and part and part != whole and part in whole else None
    return None


def _called(scheme: Scheme, folded: str) -> str:
    """The longest name of a scheme that a text holds."""
    return max((fold(alias) for alias in scheme.aliases if fold(alias) in folded), key=len, default="")


def _to_apply_anew(context: Context, named: str | None) -> str | None:
    """The scheme by which one may apply again, where the one named is for those who hold the title (被移出了，还能再报吗)."""
    holders = scheme_by_id(context, named)
    if (
        holders is None
        or not holders.file.for_holders
        or not re.search(str(words("checking")["anew"]), context.question.folded)
    ):
        return None
    narrowed = context.question.documents or frozenset(holders.file.basis)
    fitting = [s for s in schemes_for(context) if set(s.file.basis) & narrowed]
    ranked = sorted(fitting, key=lambda s: (_ORDER.get(context.status(s.file.basis[0]), 3), s.id))
    return str(ranked[0].id) if ranked else None


def _to_keep(context: Context) -> str | None:
    """The scheme of those who hold a title, where a message asks whether it can be kept (牌子还留得住吗)."""
    keeps = re.compile(str(words("checking")["keeps"]))
    asking = (part for part in _PART.split(context.question.folded) if asks(part))
    if not any(keeps.search(part) for part in asking) or _ANEW.search(context.question.folded):
        return None
    holders = [s for s in context.checker.schemes if s.file.for_holders]
    return str(holders[0].id) if holders else None


def _means_another(context: Context) -> bool:
    """Whether a message names what it wants applied for or checked; 我们还符合要求吗 goes on with what is checked."""
    folded = context.question.folded
    if context.question.documents:
        return _wants(context, folded)
    return any(_wants(context, part) and _names_a_title(context, part) for part in _PART.split(folded))


def _wants(context: Context, text: str) -> bool:
    return bool(context.lexicon.wishes.hits(text) or context.lexicon.check.hits(text))


def _names_a_title(context: Context, part: str) -> bool:
    """Whether a part names a scheme, a subject or a level."""
    subjects = (word for said in context.topics.meant.values() for word in said)
    return bool(
        recognise(part, context.checker.schemes)
        or any(find_word(part, word) >= 0 for word in subjects)
        or _LEVEL.search(part)
    )


def _speaks_of(context: Context, scheme: Scheme) -> bool:
    """Whether a message states something of a fact of the scheme, be it exact or not."""
    if read_facts(context.question.raw, scheme, context.as_of, context.state.asked_fact):
        return True
    return any(
        (part.states or is_hedged(part)) and part.match(fact.entry.cues.about)
        for part in split_message(context.question.raw)
        for fact in scheme.facts.values()
    )


def turned_to(context: Context) -> str | None:
    """After a check: the other scheme that a short question names, in full or by what differs (国家级的呢)."""
    state, folded = context.state, context.question.folded
    if (same := _for_the_same_case(context)) is not None:
        return same
    if not state.checking or not _TURNS.search(folded) or context.lexicon.judged.hits(folded):
        return None
    rest = _OF_A_ROUND.sub("", _TURNING_WORDS.sub("", folded))
    texts = [rest, *(f"{rest}{name}" for name in _subjects(context) if _LEVELS.search(rest))]
    for text in texts:
        found = next((s for s in recognise(text, context.checker.schemes) if s.id != state.scheme), None)
        if found is None or len(beside_names(rest, found)) > _FEW:
            continue
        # Whether another title is held is another matter than whether one can be had.
        now = scheme_by_id(context, state.scheme)
        if now is None or now.file.for_holders == found.file.for_holders:
            return found.id
    return _of_another_subject(context, rest)


def _for_the_same_case(context: Context) -> str | None:
    """After a check: the other scheme for which the case told is to be checked, and nothing more (还是这个厂，改查…)."""
    state, folded = context.state, context.question.folded
    if not state.checking or not re.search(str(words("checking")["turns"]), folded):
        return None
    found = scheme_by_id(context, _scheme_of_topics(context))
    now = scheme_by_id(context, state.scheme)
    named = recognise(folded, context.checker.schemes)
    if found is None or now is None or found is now or not named:
        return None
    left = _OF_A_ROUND.sub(" ", folded)
    for alias in sorted({*found.aliases, *named[0].aliases}, key=lambda name: (-len(name), name)):
        left = left.replace(fold(alias), " ")
    left = re.sub(r"\W", "", _LEVELS.sub(" ", re.sub(str(words("checking")["same_case"]), " ", left)))
    return str(found.id) if len(left) <= _FEW and now.file.for_holders == found.file.for_holders else None


def _of_another_subject(context: Context, rest: str) -> str | None:
    """The scheme of a subject that the question names and the one before did not, where it says nothing else."""
    left = context.state.topic.split()
    available = {scheme.id for scheme in context.checker.schemes} - {context.state.scheme}
    for topic in context.question.specific_topics:
        entry = context.topics.entry(topic)
        for name in sorted(
            (*as_list(entry.get("names")), *as_list(entry.get("also"))), key=len, reverse=True
        ):
            rest = rest.replace(fold(name), "")
        fitting = [s for s in as_list(entry.get("schemes")) if s in available]
        if topic not in left and fitting and len(_LEVELS.sub("", rest).strip()) <= _FEW:
            return fitting[0]
    return None


_FEW = 3
_PART = re.compile(r"[，,。；;！!？?\n]|(?<=[a-z])\.\s")
_ANEW = re.compile(r"(?:再|重新)(?:申?报|申请|参评|评)|几年|多久|什么时候|何时|when|how long")
_LEVEL = re.compile(r"(?:国家|省|市|区|县|部)(?:级|里)|national|municipal|district|state-level")
_OF_A_ROUND = re.compile(r"(?:20\d{2}年?(?:度)?的?)?(?:那|这)[批份轮届次个]的?|20\d{2}年?(?:度)?的?")
_TURNS = re.compile(
    r"^(?:那|那么|那要是|换成|改成|如果是|如果|要是|and |what about |how about ).{2,24}$|.{2,16}(?:呢|也一样吗|一样吗|也是吗|行不行|行吗|可以吗)[?？]?$"
)
_TURNING_WORDS = re.compile(
    r"^(?:那么|那要是|那|换成|改成|如果是|如果|要是|and |what about |how about )|(?:也一样吗|一样吗|也是吗|怎么样|行不行|行吗|可以吗|够不够|能不能报|能报吗|能不能|够格不|呢|吗|[?？。])+$"
)
_LEVELS = re.compile(
    r"国家级?|省级?|市级?|区级|县级|全国|部级|national|municipal|district|的|想|我们|要|报|申报|申请|参加|参评|定级|评级|就|改|\b[a-d]{1,4}到|for| the "
)


def _subjects(context: Context) -> tuple[str, ...]:
    """Names of the subject last spoken of."""
    return tuple(
        name
        for topic in context.state.topic.split()
        for name in as_list(context.topics.entry(topic).get("names"))
    )


def beside_names(text: str, scheme: Scheme) -> str:
    """What the text says besides names of the scheme and of levels."""
    text = without_between(text)
    for alias in sorted(scheme.aliases, key=len, reverse=True):
        text = text.replace(fold(alias), "")
    return _LEVELS.sub("", text).strip()


def _scheme_of_topics(context: Context) -> str | None:
    """The scheme whose alias stands in the question, else that of the topic; a topic only carried on changes nothing."""
    question = context.question
    named = _named_first_in_what_asks(context)
    narrowed: frozenset[str] = frozenset().union(*question.scopes)
    if named:
        # 部里2023年的绿色工业园区: of the schemes of one subject the one that rests on the text named.
        fitting = [s.id for s in named if _rests_on(context, s.id, narrowed)]
        return next(iter(fitting), None) or _beside(context, named[0], narrowed) or named[0].id
    available = {scheme.id for scheme in context.checker.schemes}
    for topic in question.specific_topics:
        wanted = [s for s in as_list(context.topics.entry(topic).get("schemes")) if s in available]
        carried = question.from_state and topic in context.state.topic.split()
        fitting = [s for s in wanted if not question.documents or _rests_on(context, s, question.documents)]
        # 部里2023年名单里的绿色园区: not the one of the city that was spoken of before.
        stays = context.state.scheme in fitting or not (fitting and question.scopes)
        if context.state.scheme in available and stays and (carried or context.state.scheme in wanted):
            return context.state.scheme
        if fitting:
            return fitting[0]
    return None


def _named_first_in_what_asks(context: Context) -> tuple[Scheme, ...]:
    """The schemes named, those first that the parts name which ask; 我们没进培育库 in front only tells of another."""
    folded, schemes = context.question.folded, context.checker.schemes
    named = recognise(folded, schemes)
    if not is_personal(folded):
        return named
    asked = [s for part in _PART.split(folded) if asks(part.strip()) for s in recognise(part, schemes)]
    return tuple(dict.fromkeys([*asked, *named]))


def _beside(context: Context, named: Scheme, narrowed: frozenset[str]) -> str | None:
    """The scheme of the same subject and applicant that rests on the one text that a question names."""
    if len(narrowed) != 1:
        return None
    for topic in context.question.specific_topics:
        listed = as_list(context.topics.entry(topic).get("schemes"))
        if named.id not in listed:
            continue
        for other in listed:
            scheme = scheme_by_id(context, other)
            same = scheme is not None and scheme.applicant == named.applicant
            if (
                same
                and scheme.file.for_holders == named.file.for_holders
                and _rests_on(context, other, narrowed)
            ):
                return other
    return None


def _rests_on(context: Context, scheme_id: str, documents: frozenset[str]) -> bool:
    scheme = scheme_by_id(context, scheme_id)
    return scheme is not None and bool(set(scheme.file.basis) & documents)


def scheme_by_id(context: Context, scheme_id: str | None) -> Any:
    """The scheme of an id; None where there is none."""
    return next((scheme for scheme in context.checker.schemes if scheme.id == scheme_id), None)


def _default_scheme(context: Context) -> str | None:
    role = context.question.role or context.state.role or "enterprise"
    open_to_all = [s for s in context.checker.schemes if not s.file.for_holders]
    fitting = [s for s in open_to_all if s.applicant == role] or open_to_all
    ranked = sorted(fitting, key=lambda s: (_ORDER.get(context.status(s.file.basis[0]), 3), s.id))
    return ranked[0].id if ranked else None
