"""Details asked of one person or body: its number, mail, fax, address, postcode; and that a text gives none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant.agent.compose.areas import areas_named
from assistant.agent.compose.bodies import Body, all_bodies, bodies_named, documents_of
from assistant.agent.compose.contacts import (
    FLOOR,
    GIVES,
    MOBILE,
    STREET,
    answers_whom,
    contact_lines,
    contact_proof,
    details_asked,
    people_named,
    rank_contacts,
    role_words,
)
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block, fixed
from assistant.domain.documents import Document
from assistant.register.contacts import Contact
from assistant.text.normalise import fold, squeeze
from assistant.text.quantities import find_emails, find_phones

_HOST = re.compile(r"(?:主办|承办|主管)(?:单位|机构)?[：:]\s*([^\s：:，,]+)")
_MOST, _REST, _HOST_LEAST, _BARE = 4, 4, 4, 1
_PRINTED: Mapping[str, Callable[[str], object]] = {
    "phone": find_phones,
    "mobile": MOBILE.search,
    "fax": re.compile(r"传\s*真").search,
    "email": find_emails,
    "address": re.compile(r"(?<!网站)地址[：:]|(?:路|街|大道|巷)\d+号").search,
    "room": re.compile(r"\d{3,4}(?:室|房间)").search,
    "floor": FLOOR.search,
    "postcode": re.compile(r"邮编|邮政编码|(?<!\d)[1-9]\d{5}(?!\d)").search,
    "unit": lambda _: False,
}
"""What of a text may give each detail; where it may, nobody says that it is not stated."""
_BY_SHAPE = frozenset({"fax", "postcode", "address"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """The person or body asked about, and the contacts that a document gives of it."""

    who: str
    document: Document
    contacts: tuple[Contact, ...]
    is_person: bool = False
    is_named: bool = False


def detail_blocks(context: Context) -> list[Block]:
    """What was asked of one person or body, first; then what the document does not state, and the rest that it does.

    Nothing where no one person or body is meant, or where the text may give what no contact gives.
    """
    wanted = details_asked(context)
    question = context.question
    if not (wanted & _PRINTED.keys() and answers_whom(context)) or question.places:
        return []
    if "website" in question.asks or context.lexicon.own_details.hits(question.folded):
        return []
    if people_named(context) and _asks_of_a_matter(context):
        return []
    subject = _subject(context, wanted)
    if subject is None:
        return _nowhere(context, wanted)
    held = [c for c in subject.contacts if any(GIVES[name](c) for name in wanted - {"person"})]
    feet = _feet(context, subject, wanted)
    to_send = bool(context.lexicon.sends_papers.hits(question.folded))
    shown = held if to_send else held + feet
    absent = [n for n in _PRINTED if n in wanted and not any(GIVES[n](c) for c in shown)]
    if any(_may_print(context, subject, name) for name in absent) or len(held) > _MOST:
        return []
    if absent and not subject.is_named and _others_give(context, subject, absent):
        return []
    blocks = _given(context, shown)
    if absent:
        key = "contact_not_in_text" if to_send and feet else "contact_not_given"
        blocks.append(block("text" if shown else "lead", _not_given(context, subject, absent, key)))
    if not shown:
        # The foot of a page is no place to send papers to: who asks for one is not shown it.
        blocks += _rest(context, subject, wanted, [] if to_send else feet)
    if feet and not to_send:
        blocks.append(block("text", _of_the_page(context, feet[0])))
    return [*blocks, fixed("text", context.say("contact_old"))]


def _others_give(context: Context, subject: _Subject, absent: Iterable[str]) -> bool:
    """Whether another contact of the document gives what is asked of nobody by name: its districts, its platform."""
    others = [c for c in context.register.contacts if c.document_id == subject.document.id and not c.footer]
    return any(GIVES[name](c) for name in absent for c in others)


def _asks_of_a_matter(context: Context) -> bool:
    """Whether more is asked of a person than a detail: whether it is she who sees to something (她是管账号的吧)."""
    cues = context.lexicon.contact_details.values()
    return any(
        not any(one.hits(fold(term)) for one in cues for term in group)
        for group in specific_concepts(context, own=True)
    )


def _nowhere(context: Context, wanted: frozenset[str]) -> list[Block]:
    """That no document gives what is asked of nobody in particular, with the contacts that there are."""
    asked = [name for name in _PRINTED if name in wanted]
    subjects = [_of_document(context, document, []) for document in context.library.documents]
    absent = [
        name
        for name in asked
        if not any(GIVES[name](c) for c in context.register.contacts)
        and not any(_may_print(context, s, name) for s in subjects)
    ]
    ranked = rank_contacts(context)
    if not absent or not ranked:
        return []
    what = context.say("list_separator").join(context.say(f"detail_{name}") for name in absent)
    none = sentence(context.say("contact_nowhere", what=what), contact_proof(context, ranked[0]))
    lines = bullets(contact_lines(context, ranked))
    old = fixed("text", context.say("contact_old"))
    if absent == asked:
        return [block("lead", none), fixed("text", context.say("contact_given")), *lines, old]
    return [fixed("lead", context.say("contact_lead")), *lines, block("text", none), old]


def asks_details_only(context: Context) -> bool:
    """Whether a question names a detail of contacts and hardly anything else, and the documents give contacts."""
    if context.lexicon.own_details.hits(context.question.folded):
        return False
    left = context.question.content
    for cues in context.lexicon.contact_details.values():
        for hit in cues.hits(left):
            left = left.replace(hit, " ")
    bare = len("".join(left.split())) <= _BARE
    return bare and bool(details_asked(context) & _PRINTED.keys()) and bool(context.register.contacts)


def _given(context: Context, shown: list[Contact]) -> list[Block]:
    if not shown:
        return []
    key = "contact_lead" if any(c.phones for c in shown) else "contact_place_of"
    return [fixed("lead", context.say(key)), *bullets(contact_lines(context, shown))]


def _of_the_page(context: Context, foot: Contact) -> Sentence:
    return sentence(context.say("contact_page_foot"), contact_proof(context, foot))


def _rest(context: Context, subject: _Subject, wanted: frozenset[str], feet: list[Contact]) -> list[Block]:
    """What the document states of the subject beside what was asked."""
    lines = contact_lines(context, [*subject.contacts[:_REST], *feet])
    blocks = [fixed("text", context.say("contact_given")), *bullets(lines)] if lines else []
    issuer = subject.document.metadata.issuer
    if "unit" in wanted and issuer is not None:
        proof = Evidence(subject.document.id, issuer.clause_id, issuer.quote)
        blocks.append(block("text", sentence(context.say("contact_issuer", issuer=issuer.value), proof)))
    return blocks


def _not_given(context: Context, subject: _Subject, absent: Iterable[str], key: str) -> Sentence:
    what = context.say("list_separator").join(context.say(f"detail_{name}") for name in absent)
    title = context.name(subject.document.id)
    text = context.say(key, title=title, who=subject.who, what=what)
    return sentence(text, *(contact_proof(context, c) for c in subject.contacts[:1]))


def _subject(context: Context, wanted: frozenset[str]) -> _Subject | None:
    """Whom the question is about: a person named, else the body or document named."""
    if people := people_named(context):
        document = context.document(people[0].document_id)
        own = [c for c in people if c.document_id == document.id]
        names = dict.fromkeys(n for c in own for n in c.names if n in context.question.folded)
        who = "、".join(names) or "、".join(own[0].names)
        return _Subject(who=who, document=document, contacts=tuple(own), is_person=True, is_named=True)
    if any(word in context.question.folded for c in context.register.contacts for word in role_words(c)):
        return None
    if areas_named(context, context.register.contacts):
        return None
    bodies, documents = _meant(context)
    found = [_of_document(context, context.document(d), bodies) for d in sorted(documents)]
    found = [s for s in found if s.contacts or _feet(context, s, wanted)]
    issuers = {s.document.metadata.issuer.value if s.document.metadata.issuer else "" for s in found}
    if not found or len(issuers) > 1:
        return None
    best = max(found, key=lambda s: (*_standing(context, s, wanted), s.document.id))
    return best if bodies or best.who else None


def _standing(context: Context, subject: _Subject, wanted: frozenset[str]) -> tuple[bool, int, float]:
    """What sets one document before others: that it holds, what it gives, how new it is."""
    holds = context.status(subject.document.id) != "repealed"
    return holds, _fits(subject, wanted), context.ranker.recency(subject.document.id)


def _fits(subject: _Subject, wanted: frozenset[str]) -> int:
    return sum(any(GIVES[name](c) for c in subject.contacts) for name in wanted)


def _meant(context: Context) -> tuple[list[Body], frozenset[str]]:
    """The bodies named, the most special first, and the documents in which they are looked for."""
    documents = context.question.documents
    street = STREET.search(context.question.folded)
    if street:
        documents |= {c.document_id for c in context.register.contacts if street.group(0) in fold(c.address)}
    owned = [(body, documents_of(context, body)) for body in bodies_named(context)]
    fitting = [
        (b, d & documents if documents else d) for b, d in owned if d & documents or (d and not documents)
    ]
    fitting.sort(key=lambda pair: -max(map(len, pair[0].names)))
    return [b for b, _ in fitting], fitting[0][1] if fitting else documents


def _of_document(context: Context, document: Document, bodies: list[Body]) -> _Subject:
    """The contacts of a document that are not those of another body or of a platform."""
    issuer = document.metadata.issuer
    others = [
        b for b in all_bodies(context) if b not in bodies and document.id not in documents_of(context, b)
    ]
    named = [name for body in bodies for name in body.names]
    kept = [
        c
        for c in context.register.contacts
        if c.document_id == document.id
        and not c.footer
        and not c.platform
        and not role_words(c)
        and (any(GIVES[name](c) for name in _PRINTED if name != "unit") or c.names)
        and (
            any(fold(name) in fold(c.role) for name in named)
            or not any(fold(n) in fold(c.role) for b in others for n in b.names)
        )
    ]
    who = bodies[0].names[0] if bodies else (issuer.value if issuer else "")
    return _Subject(who=who, document=document, contacts=tuple(kept), is_named=bool(bodies))


def _feet(context: Context, subject: _Subject, wanted: frozenset[str]) -> list[Contact]:
    """Lines at the foot of the web page of the issuer itself that give an address or postcode nothing else gives.

    They are no place to send papers to, and are never shown as one.
    """
    left = [n for n in ("address", "postcode") if n in wanted and not any(map(GIVES[n], subject.contacts))]
    if subject.is_person:
        return []
    return [
        c
        for c in context.register.contacts
        if c.footer
        and c.document_id == subject.document.id
        and any(GIVES[name](c) for name in left)
        and _is_of_issuer(c, subject.document)
    ]


def _is_of_issuer(foot: Contact, document: Document) -> bool:
    """Whether the body that runs a page is the one that issued the document, not one that hosts it."""
    host, issuer = _HOST.search(foot.quote), document.metadata.issuer
    if host is None or issuer is None:
        return False
    name, whole = squeeze(host.group(1)), squeeze(issuer.value)
    return any(name[cut:] in whole for cut in range(len(name) - _HOST_LEAST + 1))


def _may_print(context: Context, subject: _Subject, name: str) -> bool:
    """Whether a document may give a detail where the register has none of it: in its text, or unread in a contact."""
    if name in _BY_SHAPE and any(_PRINTED[name](c.quote) for c in subject.contacts):
        return True
    if subject.is_person:
        return False
    known = [c for c in context.register.contacts if c.document_id == subject.document.id]
    for clause in subject.document.clauses:
        if clause.kind in ("form", "table", "row", "page"):
            continue
        text = clause.text
        for contact in known:
            text = text.replace(contact.quote, " ")
        if _PRINTED[name](text):
            return True
    return False
