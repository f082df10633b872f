"""Who does what in which step: procedures as the headings of a document and the clauses below them tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.domain.documents import Clause, Document
from assistant.register.actors import NOBODY, Actor, caption_actor, doers
from assistant.register.classes import Bound
from assistant.register.deadlines import Deadline
from assistant.register.standing import settled, standing_of
from assistant.text.sentences import split_sentences

Role = Literal["enterprise", "park", "evaluator", "district", "authority", "province"]
ROLES: tuple[Role, ...] = ("enterprise", "park", "evaluator", "district", "authority", "province")

_COURSE = re.compile(
    r"程序|流程|步骤|环节|阶段|(?:申报|申请|办理|报送|推荐|受理|组织|实施|评审|工作)(?:的)?(?:方式|办法|安排|途径|渠道|进度)"
    r"|(?:时间|进度)(?:安排|要求|节点)|^组织(?:实施|申报|推荐|评审)|^(?:申报|推荐|申请|认定|评审|验收|审核)(?:与|和|及|、)"
    r"|^(?:申报|推荐|申请|认定|评审|验收|审核|遴选|报送|受理)(?:工作)?(?:时间|要求|管理)?$"
)
_AFTERWARDS = re.compile(
    r"(?:工作|有关|相关|具体|其他|管理|保障)(?:工作)?(?:要求|措施)|管理|监督|复核|复审|职责|分工|培育|考核|评估|动态"
)
_NEITHER = re.compile(r"对象|条件|标准|范围|材料|目标|总体要求|依据|附则|总则|政策|咨询")
_LIST = re.compile(r"(?:情形|情况|条件|材料|资料|等级|标准|内容|范围|要求)[^。；]{0,24}[：:]\s*$")
_OFFICES = ("authority", "district", "province", "evaluator")
_LONGEST = 18
"""Characters of a name that may open a new part in the middle of a sentence."""
_SECTIONS = frozenset({"chapter", "section", "heading", "form"})
_SPOKEN = frozenset({"article", "heading", "paragraph", "item"})
_PARK = re.compile(r"园区|开发区|集聚区|基地|[^公校乐]园(?:$|[、和或及与])")
_OWN = re.compile(r"单位|主体|法人|申报人|申请人")
_ENTERPRISE = re.compile(r"企业|工厂|公司|集团|车间")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What one actor does in a step.

    Attributes:
        actor: As printed; empty where the text is silent.
        inherited: Whether the sentence leaves its subject to the one before it or to the caption.
        quote: The sentences, verbatim.
        deadlines: Limits that they set.
    """

    actor: str
    binds: Bound | None
    roles: tuple[Role, ...]
    inherited: bool
    quote: str
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One clause of a procedure, with those below it."""

    clause_id: str
    caption: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """The steps under one heading, in the order of the text.

    Attributes:
        kind: ``course`` for the way of an application, ``duties`` for what else is asked of the parties.
    """

    document_id: str
    clause_id: str
    caption: str
    kind: Literal["course", "duties"]
    steps: tuple[Step, ...]


def find_procedures(document: Document, deadlines: Iterable[Deadline]) -> tuple[Procedure, ...]:
    """The procedures of a document in the order of its text; a heading inside another belongs to that one."""
    below: dict[str | None, list[Clause]] = {}
    for clause in document.clauses:
        below.setdefault(clause.parent_id, []).append(clause)
    limits = [limit for limit in deadlines if limit.document_id == document.id]
    known = _offices(document)
    found: list[Procedure] = []
    for clause in document.clauses:
        kind = _kind(clause)
        inside = any(other.clause_id in _above(document, clause) for other in found)
        if kind and not inside and (steps := tuple(_steps(document, clause, below, limits, known))):
            found.append(
                Procedure(
                    document_id=document.id,
                    clause_id=clause.id,
                    caption=clause.caption or clause.text,
                    kind=kind,
                    steps=steps,
                )
            )
    return tuple(found)


def _kind(clause: Clause) -> Literal["course", "duties"] | None:
    if clause.kind not in _SECTIONS or not clause.caption or _NEITHER.search(clause.caption):
        return None
    if _COURSE.search(clause.caption):
        return "course"
    return "duties" if _AFTERWARDS.search(clause.caption) else None


def _above(document: Document, clause: Clause) -> set[str]:
    parents = {c.id: c.parent_id for c in document.clauses}
    ids, at = set(), clause.parent_id
    while at is not None:
        ids.add(at)
        at = parents.get(at)
    return ids


def _offices(document: Document) -> list[Actor]:
    """Offices that act somewhere in the text, the longest name first: a sentence may open with them."""
    titles = titles_of(document)
    named = {
        actor
        for clause in document.clauses
        if clause.kind in _SPOKEN
        for start, end in split_sentences(clause.text)
        for _, actor in doers(clause.text[start:end], titles)
        if actor.binds in _OFFICES
    }
    return sorted(named, key=lambda actor: (-len(actor.name), actor.name))


def _steps(
    document: Document,
    head: Clause,
    below: dict[str | None, list[Clause]],
    limits: Sequence[Deadline],
    known: Sequence[Actor],
) -> Iterator[Step]:
    """One step a child of the heading; a heading without children is its own only step."""
    for clause in below.get(head.id) or [head]:
        if clause.kind in _SPOKEN and (acts := tuple(_acts(document, _whole(clause, below), limits, known))):
            yield Step(clause_id=clause.id, caption=clause.caption, acts=acts)


def _whole(clause: Clause, below: dict[str | None, list[Clause]]) -> Iterator[Clause]:
    yield clause
    for child in below.get(clause.id, ()):
        yield from _whole(child, below)


class _Part(NamedTuple):
    """A stretch of a clause with one doer."""

    start: int
    end: int
    actor: Actor
    inherited: bool


def _acts(
    document: Document, clauses: Iterable[Clause], limits: Sequence[Deadline], known: Sequence[Actor]
) -> Iterator[Act]:
    """Acts of a step; a list of conditions or materials below its lead holds none but those of offices."""
    titles, standing = titles_of(document), standing_of(document)
    before, listed = NOBODY, ""
    for clause in clauses:
        above = caption_actor(clause.caption, titles)
        parts = list(_parts(clause, titles, known, above if above != NOBODY else before))
        if listed and clause.kind == "item" and clause.parent_id == listed:
            parts = [part for part in parts if part.actor.binds in _OFFICES and not part.inherited]
        elif _LIST.search(clause.text):
            listed = clause.id
        before = parts[-1].actor if parts else before
        for part in _joined(parts):
            actor = part.actor
            if actor.name:
                actor = settled(actor, clause.text[part.start : part.end], 0, 0, standing, clause.text)
            yield _act(clause, part._replace(actor=actor), limits)


def titles_of(document: Document) -> str:
    """The names of a document and of what is printed in it."""
    return " ".join([document.title, *(c.text for c in document.clauses if c.kind == "title")])


def _parts(clause: Clause, titles: str, known: Sequence[Actor], above: Actor) -> Iterator[_Part]:
    """Sentences, cut where a doer of another class begins to act."""
    for start, end in _sentences(clause):
        sentence = clause.text[start:end]
        named = doers(sentence, titles) or [
            (0, actor) for actor in known if sentence.lstrip().startswith(actor.name)
        ]
        if not named:
            yield _Part(start, end, above, bool(above.name))
            continue
        cuts = [(0, named[0][1])]
        for at, actor in named[1:]:
            if actor.binds != cuts[-1][1].binds and len(actor.name) <= _LONGEST:
                cuts.append((at, actor))
        for (at, actor), stop in zip(cuts, [*(c[0] for c in cuts[1:]), end - start], strict=True):
            yield _Part(start + at, start + stop, actor, False)
        above = cuts[-1][1]


def _joined(parts: Iterable[_Part]) -> list[_Part]:
    """Neighbours with one doer made one."""
    joined: list[_Part] = []
    for part in parts:
        if joined and part.actor.name == joined[-1].actor.name:
            joined[-1] = joined[-1]._replace(end=part.end)
        else:
            joined.append(part)
    return joined


def _sentences(clause: Clause) -> Iterator[tuple[int, int]]:
    """Sentences that say something: neither the numeral nor the caption alone."""
    marker = len(clause.marker) if clause.text.startswith(clause.marker) else 0
    for start, end in split_sentences(clause.text):
        begin = max(start, marker)
        plain = clause.text[begin:end].strip(" 　。：:、.")
        if plain and plain != clause.caption:
            yield begin, end


def _act(clause: Clause, part: _Part, limits: Sequence[Deadline]) -> Act:
    def begins_here(limit: Deadline) -> bool:
        sentence = clause.text.find(limit.quote)
        at = clause.text.find(limit.action, max(sentence, 0)) if limit.action else sentence
        return part.start <= (at if at >= 0 else sentence) < part.end

    return Act(
        actor=part.actor.name,
        binds=part.actor.binds,
        roles=roles_of(part.actor),
        inherited=part.inherited,
        quote=clause.text[part.start : part.end].strip(" 　，；"),
        deadlines=tuple(d for d in limits if d.clause_id == clause.id and begins_here(d)),
    )


def roles_of(actor: Actor) -> tuple[Role, ...]:
    """Who may take it for theirs; an applicant called neither enterprise nor park may be both.

    >>> roles_of(Actor("企业、园区", "applicant")), roles_of(Actor("申报单位", "applicant"))
    (('enterprise', 'park'), ('enterprise', 'park'))
    """
    for office in ROLES[2:]:
        if actor.binds == office:
            return (office,)
    if actor.binds is None:
        return ()
    park, enterprise = bool(_PARK.search(actor.name)), bool(_ENTERPRISE.search(actor.name))
    if park == enterprise or (_OWN.search(actor.name) and not park and not enterprise):
        return ("enterprise", "park")
    return ("park",) if park else ("enterprise",)
