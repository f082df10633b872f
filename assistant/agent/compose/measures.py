"""A figure asked of something measured (废水回用率要多少), and whether any text gives one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.agent.compose.shares import alike
from assistant.agent.context import Context
from assistant.agent.understanding.lexicon import as_list
from assistant.text.normalise import fold
from assistant.text.quantities import find_quantities

_SEGMENT = re.compile(r"[，。；、,;（）()\n]")
_MEASURED = re.compile(r"[%％‰万亿元家个项名人吨米倍份里台户套件折瓦成]\s*$")
_NEAR, _LEAST = 0.5, 2
_MEANT = 0.4
"""Likeness in meaning from which on a part of a sentence speaks of the thing in other words."""


def measure_untold(context: Context) -> bool:
    """Whether a figure is asked of a thing of which no clause gives one.

    A clause gives one where the part of it that holds a figure speaks of the thing: in its words, in an official word
    for it, or in meaning.
    """
    question = context.question
    found = next(
        (m for p in context.lexicon.measures if (m := p.search(context.lexicon.plain(question.folded)))), None
    )
    if found is None or question.language != "zh" or question.from_state:
        return False
    thing = _without_subject(context, found["of"])
    if len(thing) < _LEAST:
        return False
    if question.places:
        # A place that no document treats has no figure of its own.
        return True
    phrases = [p for p in context.lexicon.concepts.find(thing) if 2 * len(p.text) > len(thing)]
    official = [fold(term) for phrase in phrases for term in phrase.terms]
    parts = list(dict.fromkeys(_with_figures(context)))
    if any(alike(thing, part) >= _NEAR or any(term in part for term in official) for part in parts):
        return False
    return not parts or max(context.ranker.meanings.compare(thing, parts)) < _MEANT


def _without_subject(context: Context, words: str) -> str:
    """What is measured, without whose it is or where (全区园区绿化率: 绿化)."""
    scopes = (w for entry in context.library.terms.get("scopes", ()) for w in as_list(entry.get("words")))
    said = (word for topic in context.topics.said.values() for word in topic)
    subjects = {*context.lexicon.general_terms, *context.question.places, *map(fold, scopes), *said}
    for subject in sorted(subjects, key=len, reverse=True):
        words = words.replace(subject, "") if not subject.isascii() else words
    return words.strip("的")


def _with_figures(context: Context) -> Iterator[str]:
    """Parts of the sentences of the documents meant that hold a figure."""
    meant = context.question.documents
    for facet in context.facets.values():
        if meant and facet.document_id not in meant:
            continue
        for part in _SEGMENT.split(facet.told):
            if any(_MEASURED.search(q.text) for q in find_quantities(part)):
                yield part
