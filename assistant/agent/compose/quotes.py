"""Which sentence of a clause answers, and how it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block
from assistant.agent.facets import Facet, values_in
from assistant.agent.understanding.lexicon import as_list
from assistant.agent.understanding.question import Question
from assistant.text.dates import find_dates, find_durations
from assistant.text.normalise import fold
from assistant.text.quantities import (
    find_emails,
    find_numbers_of_documents,
    find_phones,
    find_quantities,
    find_standards,
    find_urls,
)
from assistant.text.sentences import split_sentences

WHOLE_UP_TO = 160
"""Clauses up to this many characters are shown whole: an item torn from its sentence misleads."""
WHOLE_SHOWN_UP_TO = 340
"""A clause up to this many characters is quoted whole below the sentence that answers."""
_LIST_OPENING = re.compile(r"([^。；;：:]{2,60}(?:下列|以下|如下)[^。；;：:]{0,60})(?=[：:])")
# What follows on a breach, as official texts say it.
_FOLLOWS = re.compile(
    r"撤销|取消|移除|移出|降级|通报|公告|追究|处罚|处理|追回|黑名单|不予(?:采信|受理|认定)|不得(?:再次|重新)?申[报请]"
)
_ASK_VALUES = {
    "date": {"date", "period"},
    "period": {"period"},
    "money": {"money"},
    "count": {"count"},
    "threshold": {"percent", "money", "count"},
}


def sentences_of(text: str) -> list[str]:
    """The sentences of a clause, blanks at their ends removed."""
    return [part for part in (text[a:b].strip() for a, b in split_sentences(text)) if part]


def best_passage(context: Context, facet: Facet, limit: int = WHOLE_UP_TO) -> str:
    """The sentence, or neighbouring sentences, of a clause that answer best; short clauses whole."""
    text = body(facet)
    if len(text) <= limit:
        return text
    parts = sentences_of(text)
    head = list_opening(text)
    if head is not None:
        # The words that open the list name its subject, not the matter: the items are compared without them.
        parts = sentences_of(text[len(head) :].lstrip("：:"))
    if len(parts) == 1:
        return text
    scores = _scores(context, parts)
    best = max(range(len(parts)), key=lambda i: (scores[i], -i))
    low = high = best
    while True:
        options = [i for i in (low - 1, high + 1) if 0 <= i < len(parts)]
        if not options:
            break
        following = max(options, key=lambda i: (scores[i], i))
        length = sum(len(part) for part in parts[low : high + 1])
        if scores[following] < 0.6 * scores[best] or length + len(parts[following]) > 1.4 * limit:
            break
        low, high = min(low, following), max(high, following)
    start = text.index(parts[low])
    end = text.index(parts[high], start) + len(parts[high])
    return text[start:end]


def list_opening(text: str) -> str | None:
    """The words that open a list set in one paragraph (…有下列情况的…，不得…：甲；乙；丙。), or None."""
    found = _LIST_OPENING.match(text)
    return found[1] if found and text.count("；") + text.count(";") >= 2 else None


def _scores(context: Context, parts: list[str]) -> list[float]:
    """How well each sentence fits: words shared, official words held, meaning, and the kind of value asked."""
    question = context.question.beside_subject()
    near = context.ranker.meanings.compare(question.search_text, [fold(part) for part in parts])
    subject = {
        fold(name)
        for topic in question.topics
        for kind in ("names", "also")
        for name in as_list(context.topics.entry(topic).get(kind))
    }
    words = [_words(question, part, subject) for part in parts]
    top = max(words) or 1.0
    wanted = set().union(*(_ASK_VALUES.get(ask, {ask}) for ask in question.asks)) if question.asks else set()
    follows = question.intent == "sanction"
    valued = [
        0.9 if wanted & values_in(part) or (follows and _FOLLOWS.search(part)) else 0.0 for part in parts
    ]
    return [
        word / top + 1.5 * max(meaning, 0.0) + value
        for word, meaning, value in zip(words, near, valued, strict=True)
    ]


def _words(question: Question, part: str, subject: set[str]) -> float:
    """Words of the question, and official words behind it, that a sentence holds; its subject is in every one."""
    folded = fold(part)
    pairs = {question.folded[i : i + 2] for i in range(len(question.folded) - 1)}
    score = sum(1.0 for pair in pairs if pair in folded and not pair.isspace())
    score += sum(
        2.5
        * max(
            (len(fold(t)) ** 0.5 for t in group if fold(t) in folded and fold(t) not in subject), default=0.0
        )
        for group in question.concepts
    )
    return score + 0.01


def body(facet: Facet) -> str:
    """The text of a clause without its numeral and run-in caption."""
    clause = facet.clause
    text = clause.text
    if clause.marker:
        text = re.sub(r"^\s*" + r"\s*".join(map(re.escape, clause.marker)) + r"\s*", "", text)
    if clause.caption and len(text) > len(clause.caption) + 12 and text.startswith(clause.caption):
        text = text[len(clause.caption) :].lstrip("。：: ")
    return text or clause.text


def quoted(
    context: Context,
    facet: Facet,
    *,
    emphasise: bool = True,
    source: bool = True,
    in_time: bool = False,
    limit: int = WHOLE_UP_TO,
) -> Sentence:
    """A clause's answering passage as a sentence with its source; an item of a list with the words that open the list.

    With ``in_time`` the source also says where the text does not hold on the day asked.
    """
    passage = best_passage(context, facet, limit)
    shown = emphasised(context.question, passage) if emphasise else passage
    told = context.source_in_time if in_time else context.source
    where = told(facet.document_id, facet.clause) if source else ""
    shown = shown.rstrip("；;") if shown.endswith(("；", ";")) else shown
    proofs = [evidence(facet.document_id, facet.clause, passage)]
    inline = list_opening(body(facet))
    if inline is not None and not passage.startswith(inline):
        shown = f"{inline}：{shown}"
        proofs.append(evidence(facet.document_id, facet.clause, inline))
    header = (
        context.facets.get((facet.document_id, f"{facet.clause.parent_id}-head")) if facet.cells else None
    )
    if header is not None and passage == facet.clause.text:
        shown = _named_cells(facet)
        proofs.append(evidence(facet.document_id, header.clause))
    head = opening(context, facet)
    if head is not None:
        lead = body(head)
        shown = f"{lead.rstrip('：:')}：{shown}"
        proofs.append(evidence(head.document_id, head.clause, lead))
    return sentence(f"{shown}{where}", *proofs)


def opening(context: Context, facet: Facet) -> Facet | None:
    """The clause that opens the list in which this one is an item: 有下列情形之一的，撤销：, or a heading that says so."""
    parent = context.facets.get((facet.document_id, facet.clause.parent_id or ""))
    if parent is None:
        return None
    text = parent.clause.text.rstrip("*")
    if text.endswith(("：", ":")):
        return parent if len(text) <= _OPENING_LENGTH else None
    heads = parent.is_heading_only and facet.clause.kind == "item" and _OPENS.search(text)
    return parent if heads and len(text) <= _HEADING_LENGTH else None


def _named_cells(facet: Facet) -> str:
    """A row as it is read: each cell behind the name of its column; the first says what the row is about."""
    told = [f"{name}：{text}" if name else text for name, text in facet.cells if text]
    return "；".join(told)


_OPENING_LENGTH, _HEADING_LENGTH = 120, 40
_OPENS = re.compile(r"(?:下列|以下)[^，。,]{0,10}(?:情形|情况|条件|要求|行为)|不得|不予|不再")


def whole_clause(context: Context, facet: Facet, shown: str) -> Sentence | None:
    """The whole clause, where the answer shows only a part of it and it is not too long to read."""
    text = body(facet)
    if text == shown or len(text) > WHOLE_SHOWN_UP_TO:
        return None
    return sentence(text, evidence(facet.document_id, facet.clause, text))


def emphasised(question: Question, passage: str) -> str:
    """The passage with the value that was asked for in bold."""
    if "**" in passage:
        return passage
    spans = _answer_spans(question, passage)
    for start, end in sorted(spans, reverse=True)[:3]:
        passage = f"{passage[:start]}**{passage[start:end].strip()}**{passage[end:]}"
    return passage


def _answer_spans(question: Question, passage: str) -> list[tuple[int, int]]:
    if question.asks & {"date", "period"}:
        found: list[tuple[int, int]] = [
            *((d.start, d.end) for d in find_dates(passage)),
            *((d.start, d.end) for d in find_durations(passage)),
        ]
    elif question.asks & {"count", "threshold", "money"}:
        found = [(q.start, q.end) for q in find_quantities(passage) if q.unit]
    else:
        return []
    fixed_spans = [
        (f.start, f.end)
        for finder in (find_urls, find_emails, find_phones, find_standards, find_numbers_of_documents)
        for f in finder(passage)
    ]
    return [s for s in found if not any(a < s[1] and s[0] < b for a, b in fixed_spans)][:3]


def bullets(items: Iterable[Sentence]) -> list[Block]:
    """One bullet a sentence."""
    return [block("bullet", item) for item in items]


def lead_evidence(item: Sentence) -> Evidence | None:
    """The first quote of a sentence."""
    return item.evidence[0] if item.evidence else None
