"""By which number an attachment goes, and that its text is not held where that is asked for."""

from __future__ import annotations

import re

from assistant.agent.compose.quotes import body, bullets
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, DraftNotice, Sentence, fixed, untold
from assistant.agent.facets import Facet
from assistant.agent.features import bigrams
from assistant.text.normalise import fold
from assistant.text.numerals import parse_numeral

_LISTED = re.compile(r"^\s*附\s*件\s*[：:]?\s*\d{0,2}\s*[.．、：:]?\s*|\.[a-z]{3,4}$")
_NEARLY, _MOST = 0.9, 10
_ITS_TEXT = re.compile(
    r"写了?(?:些)?(?:啥|什么|哪些)|(?:什么|啥|哪些)内容|哪些(?:栏|项|字段|指标)|栏目|(?:要|该|怎么|咋|如何)填|调出来|发(?:我|给)|原文|正文|全文|下载|模板|样表|空表|打开"
    r"|\b(?:contents?|fill in|download|template|columns?|full text|send me)\b"
)
_NUMBER = re.compile(r"附\s*件\s*[：:]?\s*(\d{1,2}|[一二三四五六七八九])")
_ITS_NAME, _A_KIND_OF_PAPER = 0.5, 5
"""Which share of the pairs of an attachment's name a question must hold to mean it, or how many of its last characters."""


def attachment_blocks(context: Context) -> list[Block]:
    """The attachments whose names hold as many of the question's words as the best one's, in their order."""
    if context.lexicon.all_attachments.hits(context.question.folded):
        return _all(context)
    if not context.lexicon.which_attachment.hits(context.question.folded):
        return []
    found = [(_shared(context, facet), facet) for facet in _attachments(context)]
    best = max((score for score, _ in found), default=0)
    meant = [facet for score, facet in found if score and score >= _NEARLY * best]
    if not meant or best < 2:
        return []
    return [fixed("lead", context.say("attachments_lead")), *bullets(_line(context, f) for f in meant)]


def attachment_text(context: Context) -> tuple[list[Block], list[DraftNotice]]:
    """That only the name of an attachment is held, where what it says is asked for; nothing where its text is held."""
    question = context.question
    if not _ITS_TEXT.search(question.folded) or (
        question.clause_refs and not _NUMBER.search(question.folded)
    ):
        return [], []
    meant = [facet for facet in _meant(context) if not _is_held(context, facet)]
    if not meant:
        return [], []
    lines = [_line(context, facet) for facet in meant[:_MOST]]
    proofs = [proof for line in lines for proof in line.evidence]
    names = [_called(facet) for facet in meant[:_MOST]]
    notices = [
        DraftNotice(code="not_in_corpus", text=context.say("note_not_in_corpus", name=name), evidence=proof)
        for name, proof in zip(names, proofs, strict=True)
    ]
    return [untold(sentence(context.say("attachment_text_untold"), *proofs)), *bullets(lines)], notices


def _meant(context: Context) -> list[Facet]:
    """The attachments of which a question speaks: by number within the documents meant, else by most of their name."""
    facets, question = _attachments(context), context.question
    every = [f for f in context.facets.values() if f.clause.kind == "attachment" and _name(f)]
    if not question.documents:
        every.sort(key=lambda f: (-context.ranker.recency(f.document_id), f.key))
        facets = every
    if numbers := {parse_numeral(n) for n in _NUMBER.findall(question.folded)}:
        return [facet for facet in facets if _number(facet) in numbers]
    words = question.folded
    return [
        f
        for f in facets
        if (pairs := bigrams(_name(f)))
        and (_share(pairs, words) >= _ITS_NAME or _name(f)[-_A_KIND_OF_PAPER:] in words)
    ]


def _share(pairs: list[str], words: str) -> float:
    return sum(pair in words for pair in pairs) / len(pairs)


def _number(facet: Facet) -> int | None:
    """The number of an attachment: of its label, else of the list that it opens (附件：1.…)."""
    found = _NUMBER.search(facet.clause.label) or _NUMBER.search(fold(facet.clause.text))
    return parse_numeral(found[1]) if found else None


def _called(facet: Facet) -> str:
    """The name of an attachment as printed, without its number."""
    return _LISTED.sub("", _LISTED.sub("", facet.clause.text.strip()))


def _is_held(context: Context, facet: Facet) -> bool:
    """Whether the corpus holds the attachment itself: a form of the document that bears its name."""
    name = _name(facet)
    return any(
        name in fold(other.clause.label) or name in other.heading
        for other in context.facets.values()
        if other.document_id == facet.document_id and other.clause.kind == "form"
    )


def _all(context: Context) -> list[Block]:
    """Every attachment of the documents meant: those named, else the one last cited, else all, the newer first."""
    last = {key.partition("#")[0] for key in context.state.clause_keys[:1]}
    meant = context.question.documents or (last if context.question.from_state else frozenset())
    facets = [
        facet
        for facet in context.facets.values()
        if facet.clause.kind == "attachment" and _name(facet) and (not meant or facet.document_id in meant)
    ]
    facets.sort(
        key=lambda f: (-context.ranker.recency(f.document_id), f.document_id, f.clause.spans[0].start)
    )
    lead = fixed("lead", context.say("attachments_all"))
    return [lead, *bullets(_line(context, facet) for facet in facets[:_MOST])] if facets else []


def _attachments(context: Context) -> list[Facet]:
    """The entries of the lists of attachments; of documents not named, those of the best one."""
    facets = [f for f in context.facets.values() if f.clause.kind == "attachment" and _name(f)]
    asked = context.question.documents
    if asked:
        return [f for f in facets if f.document_id in asked]
    best = max(facets, key=lambda f: (_shared(context, f), f.document_id), default=None)
    return [f for f in facets if best is not None and f.document_id == best.document_id]


def _name(facet: Facet) -> str:
    return _LISTED.sub("", fold(body(facet)))


def _shared(context: Context, facet: Facet) -> int:
    """How many pairs of characters of the question stand in the name of an attachment."""
    words, name = context.question.folded, _name(facet)
    return sum(words[i : i + 2] in name for i in range(len(words) - 1))


def _line(context: Context, facet: Facet) -> Sentence:
    text = facet.clause.text
    shown = f"{text}{context.source(facet.document_id, facet.clause)}"
    return sentence(shown, evidence(facet.document_id, facet.clause, text))
