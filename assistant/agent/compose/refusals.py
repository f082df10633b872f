"""Replies that no clause can give: greetings, help, guarantees, false data, injected orders, unknown texts."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.compose.notices import cited, validity_notices
from assistant.agent.compose.proofs import status_proofs, status_values
from assistant.agent.compose.quotes import bullets, quoted
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Draft, Evidence, Sentence, block, fixed
from assistant.agent.ranking import Ranked
from assistant.agent.understanding.question import Intent
from assistant.documents.validity import fold_number
from assistant.domain.documents import Document, Reference
from assistant.text.quantities import find_numbers_of_documents

_SHORT_NUMBER = re.compile(
    r"(?:[〔\[（(]\s*(20\d{2})\s*[〕\]）)]|(20\d{2})年(?:的)?)\s*(?:第\s*)?(\d{1,4})\s*号(?!楼|线)"
)
_SLIGHT = 0.15
_REPLIES = ("condition", "procedure", "deadline", "contact")


def refusal(context: Context, *, judging: bool = False) -> Draft | None:
    """The reply of the screen, or None where the documents must be asked.

    Who wants a plain word on why or on a fact in the middle of a check (``judging``) asks for no promise.
    """
    lexicon = context.lexicon
    folded = context.question.folded
    if lexicon.greeting.hits(folded):
        return pleasantry(context, "greeting")
    if lexicon.thanks.hits(folded):
        return pleasantry(context, "thanks")
    strongest = context.question.intents[0] if context.question.intents else ("none", 0.0)
    if strongest[0] == "injection" and lexicon.intents["injection"].hits(folded):
        return replace(pleasantry(context, "injection"), kind="out_of_scope")
    if lexicon.self_questions.hits(folded):
        return pleasantry(context, "help")
    if lexicon.cheating_requests.hits(folded) and not _ASKS_WHAT_FOLLOWS.search(folded):
        return _declined(context, "cheating")
    for name in ("cheating", "guarantee"):
        if name == "guarantee" and judging and not _PROMISE.search(folded):
            continue
        if strongest[0] == name and lexicon.intents[name].hits(folded):
            return _declined(context, name)
    return None


_PROMISE = re.compile(
    r"保证|包[过票]|包(?:你|我|能)|担保|承诺|肯定|一定|百分|稳[不过]|绝对|guarantee|promise|sure|certain|definitely|swear"
)
_ASKS_WHAT_FOLLOWS = re.compile(
    r"^what (?:happens|follows|are the consequences)|(?:咋|怎么|如何|咋个)(?:收拾|处理|处罚|罚)|会怎么?样|会(?:有)?(?:什么|啥)(?:后果|下场)|有(?:什么|啥)后果|后果(?:是|有|呢)"
)


def pleasantry(context: Context, key: str) -> Draft:
    """A fixed phrase with what most people ask: greeting, thanks, help."""
    replies = tuple(context.say(f"quick_{name}") for name in _REPLIES)
    return Draft(kind="help", blocks=(fixed("lead", context.say(key)),), quick_replies=replies)


def _declined(context: Context, name: str) -> Draft:
    """Declined, with the clauses that say why."""
    found = _sanctions(context) if name == "cheating" else _selections(context)
    blocks: list[Block] = [
        fixed("lead", context.say(name)),
        *bullets(quoted(context, r.facet) for r in found),
    ]
    draft = Draft(kind="answer" if found else "out_of_scope", blocks=tuple(blocks))
    return replace(draft, notices=tuple(validity_notices(context, cited(draft))))


def _sanctions(context: Context) -> list[Ranked]:
    words = " ".join(context.lexicon.refusal_terms["cheating"])
    return _found(context, words, "sanction")


def _selections(context: Context) -> list[Ranked]:
    words = " ".join(context.lexicon.refusal_terms["guarantee"])
    return _found(context, words, "procedure")


def _found(context: Context, words: str, tag: Intent) -> list[Ranked]:
    terms = tuple(words.split())
    question = replace(
        context.question,
        folded=words,
        search_text=words,
        terms=terms,
        intents=((tag, 1.0),),
        asks=frozenset(),
    )
    ranked = context.ranker.rank(question, context.as_of, limit=8)
    fitting = [
        r for r in ranked if not r.facet.is_heading_only and any(term in r.facet.text for term in terms)
    ]
    return fitting[:3]


def unknown_text(context: Context) -> Draft | None:
    """A text named outright that the corpus lacks: said so, with the clause that refers to it."""
    question = context.question
    if not question.unknown_documents or question.named_documents:
        return None
    if question.asks_issue and question.from_state and question.documents:
        # 它文号是…吧: the number of the text spoken of is asked, whatever number is put forward.
        return None
    name = question.unknown_documents[0]
    repealed = _repealed(context, name)
    if repealed is not None:
        return repealed
    for facet in context.facets.values():
        inner = name.strip("《》")
        if inner in facet.clause.text.replace(" ", ""):
            shown = quoted(context, facet, emphasise=False)
            lead = sentence(
                context.say("unknown_document_mentioned", name=name),
                evidence(facet.document_id, facet.clause),
            )
            return Draft(kind="answer", blocks=(block("lead", lead), block("quote", shown)))
    return Draft(kind="out_of_scope", blocks=(fixed("lead", context.say("unknown_document", name=name)),))


def older_text(context: Context) -> Draft | None:
    """Of an older text that is asked after (旧的2018年那个), that and by what it was repealed."""
    question = context.question
    if not question.has("validity", at_least=_SLIGHT):
        return None
    said = bool(context.lexicon.older_text.hits(question.folded))
    held = {year for d in context.library.documents for year in _years(d)}
    of_a_year = context.lexicon.text_of_a_year.hits(question.folded)
    asked = {year for year in question.years if year not in held} if said or of_a_year else set()
    for document in context.library.documents:
        for reference in document.metadata.references:
            if reference.relation != "repeals" or reference.document_id is not None:
                continue
            fits = any(str(year) in f"{reference.number} {reference.title}" for year in asked)
            if fits or (said and not asked and document.id in question.documents):
                return _repealed(context, reference.number or reference.title or "")
    return None


def _years(document: Document) -> set[int]:
    metadata = document.metadata
    proved = [p.value.year for p in (metadata.signed_on, metadata.published_on) if p is not None]
    return {*proved, *([metadata.round_year.value] if metadata.round_year else [])}


def _repealed(context: Context, name: str) -> Draft | None:
    """A text that a document of the corpus repeals: said first."""
    wanted = re.sub(r"\s+", "", name.strip("《》"))
    for document in context.library.documents:
        for reference in document.metadata.references:
            known = [re.sub(r"\s+", "", part) for part in (reference.title, reference.number) if part]
            if reference.relation == "repeals" and any(
                wanted == part or (len(wanted) >= 8 and wanted in part) for part in known
            ):
                clause = context.clause(document.id, reference.clause_id)
                what = "".join(
                    (
                        f"《{reference.title}》" if reference.title else "",
                        f"（{reference.number}）" if reference.number else "",
                    )
                )
                proof = evidence(document.id, clause)
                status = context.library.status(document.id, context.as_of)
                effective = document.metadata.effective
                since = status.since or (effective.value.latest if effective else None)
                coming = status.code in ("not_yet_effective", "unknown") and since is not None
                key = "repealed_by"
                if coming:
                    key = "repealed_from" if status.code == "not_yet_effective" else "repealed_about"
                text = context.say(
                    key, title=context.name(document.id), what=what, as_of=context.as_of, since=since
                )
                values = status_values(context, document) if coming else ()
                lead = sentence(
                    text, proof, *(status_proofs(context, document) if coming else ()), values=values
                )
                quote = sentence(f"{clause.text}{context.source(document.id, clause)}", proof)
                notices = tuple(validity_notices(context, [proof])) if coming else ()
                return Draft(
                    kind="answer", blocks=(block("lead", lead), block("quote", quote)), notices=notices
                )
    return None


def ambiguous_number(context: Context) -> Draft | None:
    """A short number that several texts bear, held or only referred to: which one is meant must be asked."""
    question = context.question
    match = _SHORT_NUMBER.search(question.folded)
    if (
        not match
        or question.unknown_documents
        or find_numbers_of_documents(question.raw)
        or question.scope_words
    ):
        return None
    year, number = match.group(1) or match.group(2), match.group(3)
    held = [d for d in context.library.documents if d.number and _bears(d.number, year, number)]
    referred = {
        fold_number(r.number): (d, r)
        for d in context.library.documents
        for r in d.metadata.references
        if r.number and r.document_id is None and _bears(r.number, year, number)
    }
    if len(held) + len(referred) < 2:
        return None
    lines = [block("bullet", _held(context, d)) for d in held]
    only_named = Sentence(text=context.say("ambiguous_referred"), fixed=True)
    lines += [block("bullet", _referred(context, d, r), only_named) for d, r in referred.values()]
    lead = fixed("lead", context.say("ambiguous_lead", number=match.group(0)))
    replies = tuple(fold_number(d.number or "") for d in held) + tuple(referred)
    return Draft(kind="clarification", blocks=(lead, *lines), quick_replies=replies[:4])


def _bears(full: str, year: str, number: str) -> bool:
    return fold_number(full).endswith(f"〔{year}〕{number}号")


def _held(context: Context, document: Document) -> Sentence:
    metadata = document.metadata
    assert metadata.number is not None
    proof = Evidence(document.id, metadata.number.clause_id, metadata.number.quote)
    return sentence(
        context.say("ambiguous_held", title=context.name(document.id), number=metadata.number.value), proof
    )


def _referred(context: Context, document: Document, reference: Reference) -> Sentence:
    """A text that the corpus only refers to, with the clause that prints its number."""
    number = fold_number(reference.number or "")
    clauses = [c for c in document.clauses if number in fold_number(c.text)]
    clause = clauses[0] if clauses else context.clause(document.id, reference.clause_id)
    named = f"《{reference.title}》（{reference.number}）" if reference.title else reference.number or ""
    return sentence(named, evidence(document.id, clause))
