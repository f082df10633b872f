"""Whom to call, write to or visit: contacts from the register."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.agent.compose.areas import areas_named, contacts_of_area
from assistant.agent.compose.bodies import bodies_named
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.quotes import bullets, quoted
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block, fixed, untold
from assistant.register.contacts import Contact
from assistant.text.normalise import fold

STREET = re.compile(r"[\u4e00-\u9fff]{1,6}(?:路|街|大道|巷|安街)\d*号?")
MOBILE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
FLOOR = re.compile(r"[\d一二三四五六七八九十]+(?:楼|层)")
GIVES: Mapping[str, Callable[[Contact], object]] = {
    "phone": lambda c: c.phones,
    "mobile": lambda c: MOBILE.search(" ".join(c.phones)),
    "fax": lambda c: c.fax,
    "email": lambda c: c.emails,
    "address": lambda c: c.address,
    "room": lambda c: c.room,
    "floor": lambda c: FLOOR.search(f"{c.address} {c.room}"),
    "postcode": lambda c: c.postcode,
    "unit": lambda c: c.role,
    "person": lambda c: c.names,
    "place": lambda c: c.address or c.room or c.emails,
}
"""What of a contact gives each detail."""
_ROLES = re.compile(r"技术人员|技术支持|平台|评审|诊断|政策咨询|投诉|监督|节能处|受理")
_CLEARLY = 4.0
"""By how much, in log-odds, the best clause outdoes those of other documents where its document is meant."""
_SITE_WORDS = frozenset({"网址", "官网", "门户网站", "网站", "平台"})
_ASKED = frozenset({"phone", "email", "address", "person", "website", "fax", "postcode"})


def answers_whom(context: Context) -> bool:
    """Whether the question wants a person, number, address or site."""
    question = context.question
    if "unit" in details_asked(context) and people_named(context):
        return True
    wanted = question.asks | (details_asked(context) & {"fax", "postcode"})
    if question.intent == "material" and not wanted & {"phone", "fax", "postcode"}:
        return False
    return question.intent == "contact" or bool(wanted & {"phone", "email", "address", "fax", "postcode"})


def details_asked(context: Context) -> frozenset[str]:
    """The details of somebody to turn to that the question asks for: phone, fax, postcode …"""
    folded = context.question.folded
    return frozenset(name for name, cues in context.lexicon.contact_details.items() if cues.hits(folded))


def people_named(context: Context) -> list[Contact]:
    """Contacts of the persons whom the question names."""
    folded = context.question.folded
    return [
        contact
        for contact in context.register.contacts
        if any(name and _is_named(name, folded) for name in contact.names) and not contact.footer
    ]


def contact_blocks(context: Context) -> list[Block]:
    """Contacts that fit, best first, or nothing where the register has none."""
    ranked = rank_contacts(context)
    best = [r.facet.key for r in context.ranked[:6]]
    if not ranked or not (
        any((c.document_id, c.clause_id) in best for c in ranked) or len(context.question.content) <= 6
    ):
        return []
    if context.question.asks == {"website"} and not _is_about(context, ranked[0]):
        return []
    return [
        _heading(context, ranked),
        *bullets(contact_lines(context, ranked)),
        fixed("text", context.say("contact_old")),
    ]


def no_contact_blocks(context: Context) -> list[Block]:
    """That a document which the question means by its subject names nobody to turn to, with what it says nearest."""
    question = context.question
    wanted = (question.asks | details_asked(context)) & {"phone", "email", "address", "fax", "person"}
    if not wanted or not question.subjects or question.specific_topics or not context.ranked:
        return []
    if any(c.document_id in question.documents and not c.footer for c in context.register.contacts):
        return []
    what = next(name for name in ("phone", "person", "address", "email", "fax") if name in wanted)
    nearest = context.ranked[0].facet
    quote = quoted(context, nearest, emphasise=False)
    return [
        untold(
            sentence(
                context.say(
                    "not_stated", what=context.say(f"what_{what}" if what != "fax" else "what_messenger")
                ),
                *quote.evidence,
            )
        ),
        block("quote", quote),
        fixed("text", context.say("ask_whom")),
    ]


def _is_about(context: Context, contact: Contact) -> bool:
    """Whether a site is the one for what is asked (记录看什么网站 asks for no platform to apply on)."""
    words = fold(" ".join((contact.purpose, contact.platform, contact.quote)))
    groups = [g for g in specific_concepts(context, own=True) if not set(g) & _SITE_WORDS]
    return not groups or any(fold(term) in words for group in groups for term in group)


def contact_lines(context: Context, ranked: list[Contact]) -> list[Sentence]:
    """One line a contact; two people on one printed line share it.

    Where texts of several issuers stand side by side, each line that names no body says whose it is.
    """
    several = len({_issuer_of(context, contact) for contact in ranked}) > 1
    lines = (_line(context, contact, whose=several) for contact in ranked)
    return list({line.text: line for line in lines}.values())


def _issuer_of(context: Context, contact: Contact) -> str:
    issuer = context.document(contact.document_id).metadata.issuer
    return issuer.value if issuer else contact.document_id


def _heading(context: Context, ranked: list[Contact]) -> Block:
    """What the list holds; an address or place that no document names is corrected first."""
    question = context.question
    if question.places:
        lead = context.say("contact_none", place="、".join(question.places))
        return block("lead", sentence(lead, contact_proof(context, ranked[0])))
    if question.asks & {"address", "email", "website"} and not question.asks & {"phone", "person"}:
        place = next((c for c in ranked if c.address or c.room), None)
        asked = STREET.search(question.folded)
        if (
            question.polar
            and place is not None
            and asked
            and not any(asked.group(0) in fold(c.quote) for c in ranked)
        ):
            return block("lead", sentence(context.say("address_no"), contact_proof(context, place)))
        return fixed("lead", context.say("contact_place"))
    return fixed("lead", context.say("contact_lead"))


_STANDING = {"in_force": 0.2, "repealed": -0.6}
"""Whom to turn to is told by the text that holds."""


def rank_contacts(context: Context, limit: int = 6) -> list[Contact]:
    """Contacts that fit the question; those of the best document together."""
    question = context.question
    if local := contacts_of_area(context):
        return local[:limit]
    if meant := _clearly_meant(context):
        question = replace(question, documents=frozenset({meant}))
    scores = {r.facet.key: r.score for r in context.ranked}
    top = max(scores.values(), default=1.0) or 1.0
    scored = []
    for contact in context.register.contacts:
        if contact.footer or not question.within(contact.document_id):
            continue
        key = (contact.document_id, contact.clause_id)
        score = scores.get(key, 0.0) / top
        words = fold(" ".join((contact.role, contact.purpose, contact.platform, contact.quote)))
        score += 0.2 * sum(1 for term in question.terms if fold(term) in words) ** 0.5
        score += 0.4 * _offers(contact, question.asks | (details_asked(context) & _ASKED))
        if not question.documents and not question.years:
            score += 0.6 * context.ranker.recency(contact.document_id)
        if question.documents:
            score += 0.8 if contact.document_id in question.documents else -1.0
        if question.places and context.document(contact.document_id).metadata.level == "district":
            score -= 1.0
        score += _STANDING.get(context.status(contact.document_id), 0.0)
        scored.append((score, contact))
    scored.sort(key=lambda item: (-item[0], item[1].document_id, item[1].clause_id, item[1].quote))
    if not scored:
        return []
    best = scored[0][0]
    fitting = [contact for score, contact in scored if score >= 0.62 * best and score > 0.25]
    fitting = _giving(context, fitting) or _giving(context, [c for _, c in scored]) or fitting
    return _meant(context, fitting or [c for _, c in scored])[:limit] if best > 0.25 else []


def _giving(context: Context, contacts: list[Contact]) -> list[Contact]:
    """Those that give a fax number, postcode or mail address, where one is asked for."""
    wanted = details_asked(context) & {"fax", "postcode", "email"}
    if details_asked(context) & {"phone", "mobile"} and wanted:
        wanted |= {"phone"}
    return [c for c in contacts if any(GIVES[name](c) for name in wanted)]


def _clearly_meant(context: Context) -> str | None:
    """The document in which a question for a site alone is answered by far the best, where it names none."""
    question = context.question
    if question.documents or question.asks != {"website"} or not context.ranked:
        return None
    best = context.ranked[0]
    others = [r.score for r in context.ranked if r.facet.document_id != best.facet.document_id]
    return best.facet.document_id if not others or best.score - others[0] >= _CLEARLY else None


def _meant(context: Context, contacts: list[Contact]) -> list[Contact]:
    """Only the person named, or those of the role named, where the question names one."""
    folded = context.question.folded
    asked = " ".join((folded, *map(fold, context.question.terms)))
    if "website" in context.question.asks and context.question.asks & {"person", "phone"}:
        asked += " 平台 技术支持 技术人员"
    if named := people_named(context):
        return named
    if local := areas_named(context, contacts):
        return local
    bodies = [name for name in _bodies_named(context) if any(name in fold(c.quote) for c in contacts)]
    if bodies:
        return [c for c in contacts if any(name in fold(c.quote) for name in bodies)]
    if context.question.asks == {"website"}:
        # 《…》（网址：…） leads to a text, and nobody applies there.
        sites = [c for c in contacts if c.url]
        contacts = [c for c in sites if not c.platform.startswith("《")] or sites or contacts
    if _wants_number(context) and any(c.phones for c in contacts):
        contacts = [c for c in contacts if c.phones]
    by_role = [c for c in contacts if role_words(c) and any(word in asked for word in role_words(c))]
    return by_role or contacts


def _is_named(name: str, folded: str) -> bool:
    """Whether a person is named, in full or by surname with a style (王老师)."""
    return name in folded or bool(
        re.search(rf"{re.escape(name[0])}(?:老师|科长|处长|主任|工程师|女士|先生)", folded)
    )


def _wants_number(context: Context) -> bool:
    """Whether a number to call is wanted, and neither an address nor a site."""
    asks = context.question.asks
    return bool(asks & {"phone", "person"}) and not asks & {"email", "address", "website"}


def _bodies_named(context: Context) -> list[str]:
    """Official names of the bodies that the question names, folded."""
    return [fold(name) for body in bodies_named(context) for name in body.names]


def role_words(contact: Contact) -> list[str]:
    """The words of a role or purpose that set it apart from other contacts."""
    text = fold(f"{contact.role} {contact.purpose}")
    return [word for word in _ROLES.findall(text)]


def _offers(contact: Contact, asks: frozenset[str]) -> float:
    wanted = asks & _ASKED
    if not wanted:
        return 1.0 if contact.phones else 0.4
    offered = {
        "phone": bool(contact.phones),
        "person": bool(contact.names or contact.phones),
        "email": bool(contact.emails),
        "address": bool(contact.address or contact.room),
        "website": bool(contact.url),
        "fax": bool(contact.fax),
        "postcode": bool(contact.postcode),
    }
    return sum(offered[ask] for ask in wanted) / len(wanted)


_OF_A_BODY = re.compile(r"(?:委|局|厅|部|处|科|办公室|平台|技术人员)(?!件|位|门)")


def _line(context: Context, contact: Contact, *, whose: bool = False) -> Sentence:
    """The words that print a contact, those on lines of their own included."""
    clause = context.clause(contact.document_id, contact.clause_id)
    also = [
        evidence(contact.document_id, context.clause(contact.document_id, clause_id), quote)
        for clause_id, quote in contact.also
    ]
    quotes = [proof.quote.rstrip("。；") for proof in (*also, contact_proof(context, contact))]
    text = context.say("list_more_separator").join(quotes)
    source = context.source(contact.document_id, clause)
    proofs = [*also, contact_proof(context, contact)]
    issuer = context.document(contact.document_id).metadata.issuer
    if whose and issuer is not None and not _OF_A_BODY.search(text):
        text = f"{issuer.value}　{text}"
        proofs.append(Evidence(contact.document_id, issuer.clause_id, issuer.quote))
    return sentence(f"{text}{source}", *proofs)


def contact_proof(context: Context, contact: Contact) -> Evidence:
    """The words that print a contact."""
    return evidence(
        contact.document_id, context.clause(contact.document_id, contact.clause_id), contact.quote
    )
