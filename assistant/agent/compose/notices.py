"""What the reader must not miss about the documents that an answer rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from assistant.agent.compose.proofs import newer_round_out, span_name, status_proofs, status_values
from assistant.agent.context import Context, derived
from assistant.agent.draft import Draft, DraftNotice, Evidence
from assistant.documents.validity import is_draft, names
from assistant.domain.documents import Document
from assistant.text.references import find_titles


def cited(draft: Draft) -> list[Evidence]:
    """All evidence of a draft, in order, each once."""
    found = [e for b in draft.blocks for s in b.sentences for e in s.evidence]
    return list(dict.fromkeys(found))


def leading(context: Context, draft: Draft) -> list[Evidence]:
    """Evidence of the answer itself, without what is only listed as related."""
    found: list[Evidence] = []
    for item in draft.blocks:
        if all(s.fixed for s in item.sentences) and item.sentences[0].text.startswith(context.say("related")):
            break
        found += [e for s in item.sentences for e in s.evidence]
    return list(dict.fromkeys(found))


def validity_notices(context: Context, proofs: Iterable[Evidence]) -> list[DraftNotice]:
    """One notice for each cited document that does not simply hold on the day asked."""
    found: list[DraftNotice] = []
    for document_id in dict.fromkeys(proof.document_id for proof in proofs):
        notice = _validity_notice(context, context.document(document_id))
        if notice:
            found.append(notice)
    return found


def _validity_notice(context: Context, document: Document) -> DraftNotice | None:
    status = context.library.status(document.id, context.as_of)
    title = context.name(document.id)
    proof = status_proofs(context, document)[0]
    values = status_values(context, document)
    match status.code:
        case "round_closed":
            year = document.metadata.round_year.value if document.metadata.round_year else ""
            newer = newer_round_out(context, document)
            if newer is not None:
                return DraftNotice(
                    code="needs_official_confirmation",
                    text=context.say(
                        "status_round_followed", title=title, year=year, newer=context.name(newer.id)
                    ),
                    evidence=proof,
                    derived=(*values, *status_values(context, newer)),
                )
            return DraftNotice(
                code="round_closed",
                text=context.say("note_round_closed", title=title, year=year),
                evidence=proof,
                derived=values,
            )
        case "expired":
            text = context.say(
                "note_document_expired", title=title, end=status.since, span=span_name(context, document)
            )
            return DraftNotice(code="document_expired", text=text, evidence=proof, derived=values)
        case "repealed":
            return DraftNotice(
                code="document_repealed",
                text=context.say("note_document_repealed", title=title),
                evidence=proof,
                derived=values,
            )
        case "not_yet_effective":
            text = context.say("note_not_yet_effective", title=title, as_of=context.as_of)
            return DraftNotice(code="not_yet_effective", text=text, evidence=proof, derived=values)
        case "unknown":
            key = "status_draft" if is_draft(document) else "note_status_unknown"
            text = context.say(key, title=title, as_of=context.as_of)
            return DraftNotice(code="needs_official_confirmation", text=text, evidence=proof, derived=values)
    return None


def missing_texts(context: Context, proofs: Iterable[Evidence], limit: int = 2) -> list[DraftNotice]:
    """Texts that a quote points to and the corpus lacks."""
    found: dict[str, DraftNotice] = {}
    for proof in proofs:
        for title in find_titles(proof.quote):
            # A title within a title has the small brackets.
            inner = re.sub(r"^《|》$", "", title.text).replace("〈", "《").replace("〉", "》")
            known = any(names(inner, None, d) or inner in d.title for d in context.library.documents)
            if not known and title.text not in found:
                text = context.say("note_not_in_corpus", name=title.text)
                found[title.text] = DraftNotice(code="not_in_corpus", text=text, evidence=proof)
    return list(found.values())[:limit]


def asked_day_passed(context: Context, proofs: list[Evidence]) -> list[DraftNotice]:
    """Whether a day that the answer rests on, or that the user named, lies behind the day of asking."""
    question = context.question
    of_days = question.asks & {"date"} or context.lexicon.in_time.hits(question.folded)
    if not (of_days or question.has("deadline", at_least=0.3)):
        return []
    past: list[tuple[date, Evidence | None]] = [
        (day, None) for day in context.question.dates if day < context.as_of
    ]
    for deadline in context.register.deadlines:
        for shown in proofs:
            same = (deadline.document_id, deadline.clause_id) == (shown.document_id, shown.clause_id)
            if (
                same
                and deadline.last_day
                and deadline.last_day < context.as_of
                and _shows(shown, deadline.quote)
            ):
                past.append((deadline.last_day, shown))
    if not past:
        return []
    day, proof = max(past, key=lambda item: item[0])
    text = context.say("note_deadline_passed", day=day, as_of=context.as_of)
    source = (proof.document_id, proof.clause_id) if proof else ("", "")
    values = tuple(
        derived(value, *source, how) for value, how in ((day, "day named"), (context.as_of, "as_of"))
    )
    return [DraftNotice(code="deadline_passed", text=text, evidence=proof, derived=values)]


def _shows(proof: Evidence, quote: str) -> bool:
    return quote in proof.quote or proof.quote in quote
