"""Whether to have one thing is to have another (入了库就算评上了吗), or brings it by itself: each is given on its own.

What a scheme leads to, and by which words of a text it is given, stands in its rule file (``granted``); how people
ask stands in ``prompts/same_status.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from assistant.agent.agreement import codes
from assistant.agent.compose.compare import grades_apart
from assistant.agent.compose.kinds_of_applicant import conditions_of
from assistant.agent.compose.lists import list_blocks
from assistant.agent.compose.quotes import body, bullets, sentences_of
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block, fixed
from assistant.eligibility.recognise import recognise, without_between
from assistant.eligibility.scheme_file import GrantedEntry
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold
from assistant.wording import words

_LOOKED_AT = 10
_LITTLE = 3
"""So many characters beside the names say nothing else."""


def same_status_blocks(context: Context) -> list[Block]:
    """That one is not the other, with the words of the texts by which each is given; nothing where they are one."""
    question = context.question
    if context.state.checking or not (question.polar or question.language == "en"):
        return []
    folded = _pattern("opening").sub("", question.folded.strip(" ?？。!！"))
    for kind in ("by_itself", "same"):
        for found in _asked(kind, folded):
            halves = [_pattern("particles").sub("", found[name].strip()) for name in ("a", "b")]
            if any(_pattern("denied").search(half) for half in halves):
                continue
            first, second = (_held(context, half) for half in halves)
            if second is None:
                continue
            if first is None and _pattern("pointing").fullmatch(halves[0]):
                first = _held_before(context)
            if first and _are_apart(first, second, by_itself=kind == "by_itself"):
                return _told(context, f"status_{kind}", first, second)
            if _is_step(halves[0], second):
                return _after_all_steps(context, second)
    return []


def difference_blocks(context: Context) -> list[Block]:
    """What sets apart two things that are given (称号和入库有什么区别): by which words of the texts each is.

    Where one sentence gives both, the conditions of each follow.
    """
    folded = _pattern("opening").sub("", context.question.folded.strip(" ?？。!！"))
    for found in _matches("differ", folded):
        halves = [found[name].strip() for name in ("a", "b")]
        if any(_pattern("point").search(half) for half in halves):
            continue
        if all(codes(half) for half in halves):
            return grades_apart(context)
        first, second = (_held(context, half) for half in halves)
        if first is None or second is None or first is second:
            continue
        blocks = _told(context, "status_differ", first, second)
        if _proof(context, first) != _proof(context, second):
            return blocks
        lists = [facet for scheme in (first, second) if (facet := conditions_of(context, scheme)) is not None]
        spread = [item for facet in lists for item in list_blocks(context, facet)]
        return [*blocks, *(replace(one, style="text") if one.style == "lead" else one for one in spread)]
    return []


def _asked(kind: str, folded: str) -> Iterator[re.Match[str]]:
    """How the message asks so; else how it does before a last clause that asks what follows from it (…了吧，可以挂牌了)."""
    yield from _matches(kind, folded)
    whole = re.fullmatch(r"(?P<asked>.{6,}[吗吧么])[，,][^，,]{2,12}", folded)
    if whole is not None:
        yield from _matches(kind, whole["asked"])


def _held_before(context: Context) -> Scheme | None:
    """The scheme of which the message before says that one has what it leads to (给我们定了B级 … 那就是…了吧)."""
    last = _pattern("opening").sub("", fold(context.state.last_said or context.state.last_question or ""))
    return _held(context, last.strip(" ?？。!！")) if last else None


def _after_all_steps(context: Context, scheme: Scheme) -> list[Block]:
    given = _proof(context, scheme)
    what = _granted(scheme).name(context.question.language)
    lead = sentence(context.say("status_step", what=what), given)
    where = context.source_in_time(given.document_id, context.clause(given.document_id, given.clause_id))
    return [block("lead", lead), block("quote", sentence(given.quote + where, given))]


def _is_step(half: str, scheme: Scheme) -> bool:
    """Whether half a question names a step on the way to what a scheme leads to, and next to nothing else."""
    steps = sorted(map(fold, _granted(scheme).steps), key=lambda word: -len(word))
    if not any(word in half for word in steps):
        return False
    for word in steps:
        half = half.replace(word, " ")
    return len(_pattern("beside").sub("", half).strip()) <= _LITTLE


def _told(context: Context, key: str, first: Scheme, second: Scheme) -> list[Block]:
    names = [_granted(scheme).name(context.question.language) for scheme in (first, second)]
    proofs = [_proof(context, scheme) for scheme in (first, second)]
    # One sentence may give both: it is quoted once.
    whats = dict[Evidence, str]()
    for name, proof in zip(names, proofs, strict=True):
        whats[proof] = context.say("status_both", first=whats[proof], second=name) if proof in whats else name
    lines = (
        sentence(
            context.say("status_given", what=what, quote=proof.quote)
            + context.source_in_time(proof.document_id, context.clause(proof.document_id, proof.clause_id)),
            proof,
        )
        for proof, what in whats.items()
    )
    lead = sentence(context.say(key, first=names[0], second=names[1]), *proofs)
    blocks = [block("lead", lead), *bullets(lines)]
    if (linking := _linking(context, first, second, [proof.quote for proof in proofs])) is not None:
        blocks += [fixed("text", context.say("status_link")), *bullets([linking])]
    return blocks


def _linking(context: Context, first: Scheme, second: Scheme, shown: Sequence[str]) -> Sentence | None:
    """The best sentence that names both: how one leads to the other."""
    for ranked in context.ranked[:_LOOKED_AT]:
        facet = ranked.facet
        for said in sentences_of(body(facet)) if not facet.is_heading_only else ():
            if any(said.rstrip("。；;") in quote for quote in shown):
                continue
            if _names_apart(fold(said), first, second) and _names_apart(fold(said), second, first):
                where = context.source_in_time(facet.document_id, facet.clause)
                return sentence(f"{said}{where}", evidence(facet.document_id, facet.clause, said))
    return None


def _names_apart(text: str, scheme: Scheme, other: Scheme) -> bool:
    """Whether a text names what a scheme leads to elsewhere than inside a name of the other (a title inside the name of its pool)."""
    for word in sorted(_words(other), key=lambda word: -len(word)):
        if not any(word in own for own in _words(scheme)):
            text = text.replace(word, " ")
    return any(word in text for word in _words(scheme))


def _held(context: Context, half: str) -> Scheme | None:
    """The scheme of which half a question says that one has what it leads to, and next to nothing else."""
    schemes = tuple(scheme for scheme in context.checker.schemes if scheme.file.granted is not None)
    longest = {scheme: max((len(w) for w in _words(scheme) if w in half), default=0) for scheme in schemes}
    # What an alias names without a word that rules it out is meant before what merely stands there too.
    named = [scheme for scheme in recognise(half, schemes) if not scheme.file.for_holders]
    ranked = sorted((s for s in schemes if longest[s]), key=lambda s: (-longest[s], s not in named, s.id))
    if not ranked:
        return None
    left = without_between(half)
    for word in sorted(_words(ranked[0]), key=lambda word: -len(word)):
        left = left.replace(word, " ")
    return ranked[0] if len(_pattern("beside").sub("", left).strip()) <= _LITTLE else None


def _are_apart(first: Scheme, second: Scheme, *, by_itself: bool) -> bool:
    """Whether each is given on its own; a grade of a title comes with it, and is no other thing than it."""
    if first is second or first.file.for_holders or first.id in _granted(second).comes_with:
        return False
    return by_itself or not second.file.for_holders


def _granted(scheme: Scheme) -> GrantedEntry:
    if scheme.file.granted is None:
        raise ValueError(scheme.id)
    return scheme.file.granted


def _proof(context: Context, scheme: Scheme) -> Evidence:
    source = _granted(scheme).source
    return evidence(source.document, context.clause(source.document, scheme.clause_ids[source]), source.quote)


@lru_cache(maxsize=64)
def _words(scheme: Scheme) -> tuple[str, ...]:
    """Words by which people say that they have what a scheme leads to; how a title is lost names none."""
    own = () if scheme.file.for_holders else (scheme.name, *scheme.aliases)
    return tuple(fold(word) for word in (*_granted(scheme).also, *own))


def _matches(kind: str, folded: str) -> Iterator[re.Match[str]]:
    return (found for pattern in _patterns(kind) if (found := pattern.search(folded)))


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words("same_status")[kind])


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(words("same_status")[kind])
