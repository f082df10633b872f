"""What stands around a sentence without subject and tells who must act: text before it, captions, steps, addressees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.documents import Clause, Document
from assistant.register.actors import (
    NOBODY,
    Actor,
    activity_actor,
    caption_actor,
    doers,
    is_application,
)
from assistant.register.classes import classify
from assistant.register.terms import Term

_BAR = re.compile(
    r"^[内，, ]*(?:均|都|将)?(?:不得|不予|不再|可以?|应当?)[^，。；]{0,4}(?:申报|申请(?!人)|受理)"
)
_PLEASE = re.compile(r"请(?:务必)?(?:[于在]|\s*$)|务(?:必|请)?[于在]|^\s*请")
_REPORTED = re.compile(
    r"^[^。；]{0,24}?(?:上报|报(?:送|至|到|我|市|省|自治区|国家)|反馈(?:至|给|我|市|省)|报$)"
)
_OF_APPLICANT = re.compile(r"申[报请](?:书|材料|表|资料)|意见建议")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A document as its sentences need it.

    Attributes:
        titles: Its own names, and those of the measures printed in it.
        by_id: Its clauses.
        children: The clauses right below each.
        addressed: Whom it is sent to first, NOBODY where that is not told.
    """

    titles: str
    by_id: Mapping[str, Clause]
    children: Mapping[str, tuple[Clause, ...]]
    addressed: Actor

    @classmethod
    def of(cls, document: Document) -> Context:
        """The surroundings of every sentence of a document."""
        titles = " ".join([document.title, *(c.text for c in document.clauses if c.kind == "title")])
        below: dict[str, tuple[Clause, ...]] = {}
        for clause in document.clauses:
            if clause.parent_id:
                below[clause.parent_id] = (*below.get(clause.parent_id, ()), clause)
        return cls(
            titles=titles,
            by_id={clause.id: clause for clause in document.clauses},
            children=below,
            addressed=_addressed(document),
        )

    def above(self, clause: Clause) -> Clause | None:
        """The clause in which one stands."""
        return self.by_id.get(clause.parent_id) if clause.parent_id else None

    def in_rule(self, clause: Clause) -> bool:
        """Whether a clause is an article or stands in one."""
        node: Clause | None = clause
        while node is not None and node.kind != "article":
            node = self.above(node)
        return node is not None

    def step_actor(self, heading: Clause) -> Actor:
        """Who acts in a step: the first of its text of whom the class is known."""
        for clause in self.children.get(heading.id, ())[:2]:
            for _, actor in doers(clause.text[len(clause.marker) :], self.titles):
                if actor.binds is not None:
                    return actor
        return NOBODY


def inherited(
    sentence: str, term: Term, clause: Clause, context: Context, before: Actor, earlier: str
) -> Actor:
    """The actor of a sentence without subject: from the text before it, else from the captions above."""
    titles = context.titles
    opening = re.split(r"[，。；：]", sentence[: term.start])[-1]
    if opening.endswith(("（", "(")) and (named := caption_actor(opening[:-1], titles)) != NOBODY:
        return named
    charged = activity_actor(sentence, term.start, earlier, titles)
    if charged != NOBODY:
        return charged
    if earlier.rstrip().endswith(("；", ";")) and before.name:
        return before
    if is_application(sentence, term.start) or _BAR.match(sentence[term.end :]):
        return before if before.binds in ("applicant", "title_holder") else Actor("", "applicant")
    captioned = _captioned(term, clause, context)
    if captioned != NOBODY:
        return captioned
    if clause.kind == "heading" and (actor := context.step_actor(clause)) != NOBODY:
        return actor
    return context.addressed if _asks_addressees(sentence, term) else NOBODY


def _captioned(term: Term, clause: Clause, context: Context) -> Actor:
    node: Clause | None = clause
    while node is not None:
        actor = caption_actor(node.caption, context.titles)
        if actor != NOBODY:
            return actor
        if term.word.startswith("截止") and is_application(node.caption, len(node.caption)):
            return Actor("", "applicant")
        node = context.above(node)
    return NOBODY


def _asks_addressees(sentence: str, term: Term) -> bool:
    """Whether those whom the document is sent to are asked to report: 请于5月底前报我局."""
    front = re.split(r"[，。；：]", sentence[: term.start])[-1]
    asked = _PLEASE.search(front) and _REPORTED.match(sentence[term.end :])
    return bool(asked) and not _OF_APPLICANT.search(sentence)


def _addressed(document: Document) -> Actor:
    """The first body of 主送, where its class is that of those who pass on: districts or provinces."""
    text = next((c.text for c in document.clauses if c.kind == "addressees"), "")
    first = re.split(r"[，,：:]", text)[0]
    name = re.split(r"、(?![^（(]*[）)])", first)[0].strip()
    binds = classify(name) if name else None
    return Actor(name, binds) if binds in ("district", "province") else NOBODY
