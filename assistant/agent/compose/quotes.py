"""Which sentence of a clause answers, and how it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block
from assistant.agent.facets import Facet, values_in
from assistant.agent.understanding.question import Question
from assistant.text.dates import find_dates, find_durations
from assistant.text.normalise import fold
from assistant.text.quantities import find_quantities
from assistant.text.sentences import split_sentences

WHOLE_UP_TO = 130
"""Clauses up to this many characters are shown whole: an item torn from its sentence misleads."""
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


def best_passage(question: Question, facet: Facet, limit: int = WHOLE_UP_TO) -> str:
    """The sentence, or neighbouring sentences, of a clause that answer best; short clauses whole."""
    text = body(facet)
    if len(text) <= limit:
        return text
    parts = sentences_of(text)
    if len(parts) == 1:
        return text
    scores = [_score(question, part) for part in parts]
    best = max(range(len(parts)), key=lambda i: (scores[i], -i))
    chosen = [best]
    while len(chosen) < len(parts):
        options = [i for i in (chosen[0] - 1, chosen[-1] + 1) if 0 <= i < len(parts)]
        following = max(options, key=lambda i: (scores[i], i))
        length = sum(len(parts[i]) for i in chosen)
        if scores[following] < 0.5 * scores[best] or length + len(parts[following]) > 1.4 * limit:
            break
        chosen = sorted((*chosen, following))
    start = text.index(parts[chosen[0]])
    end = text.index(parts[chosen[-1]], start) + len(parts[chosen[-1]])
    return text[start:end]


def body(facet: Facet) -> str:
    """The text of a clause without its numeral and run-in caption."""
    clause = facet.clause
    text = clause.text
    if clause.marker:
        text = re.sub(r"^\s*" + r"\s*".join(map(re.escape, clause.marker)) + r"\s*", "", text)
    if clause.caption and len(text) > len(clause.caption) + 12 and text.startswith(clause.caption):
        text = text[len(clause.caption) :].lstrip("。：: ")
    return text or clause.text


def _score(question: Question, part: str) -> float:
    folded = fold(part)
    pairs = {question.folded[i : i + 2] for i in range(len(question.folded) - 1)}
    score = sum(1.0 for pair in pairs if pair in folded and not pair.isspace())
    score += sum(2.5 * len(fold(term)) ** 0.5 for term in question.terms if fold(term) in folded)
    wanted = set().union(*(_ASK_VALUES.get(ask, {ask}) for ask in question.asks)) if question.asks else set()
    return score + (4.0 if wanted & values_in(part) else 0.0) + 0.01


def quoted(context: Context, facet: Facet, *, emphasise: bool = True, source: bool = True) -> Sentence:
    """A clause's answering passage as a sentence with its source."""
    passage = best_passage(context.question, facet)
    shown = emphasised(context.question, passage) if emphasise else passage
    where = context.source(facet.document_id, facet.clause) if source else ""
    shown = shown.rstrip("；;") if shown.endswith(("；", ";")) else shown
    return sentence(f"{shown}{where}", evidence(facet.document_id, facet.clause, passage))


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
        found: Iterable[tuple[int, int]] = [
            *((d.start, d.end) for d in find_dates(passage)),
            *((d.start, d.end) for d in find_durations(passage)),
        ]
    elif question.asks & {"count", "threshold", "money"}:
        found = [(q.start, q.end) for q in find_quantities(passage)]
    else:
        return []
    return list(found)[:3]


def bullets(items: Iterable[Sentence]) -> list[Block]:
    """One bullet a sentence."""
    return [block("bullet", item) for item in items]


def lead_evidence(item: Sentence) -> Evidence | None:
    """The first quote of a sentence."""
    return item.evidence[0] if item.evidence else None
