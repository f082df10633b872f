"""The item of the list shown last that a message points at (其中第三条, the last one)."""

from __future__ import annotations

import re

from assistant.agent.ellipsis import STOPS
from assistant.agent.past import pairs
from assistant.documents.library import Library
from assistant.domain.dialogue import DialogueState
from assistant.domain.documents import Clause
from assistant.text.normalise import fold
from assistant.text.numerals import parse_numeral
from assistant.text.references import find_clause_refs

_FEWEST = 2
_ENGLISH = {
    word: number
    for number, words in enumerate(
        (
            *(("one", "first"), ("two", "second"), ("three", "third"), ("four", "fourth"), ("five", "fifth")),
            *(
                ("six", "sixth"),
                ("seven", "seventh"),
                ("eight", "eighth"),
                ("nine", "ninth"),
                ("ten", "tenth"),
            ),
        ),
        start=1,
    )
    for word in words
}


def item_pointed_at(
    text: str, state: DialogueState, library: Library, cue: re.Pattern[str]
) -> tuple[str, str]:
    """What a message asks of an item of the list shown last, and the key of that item; empty where it points at none.

    The number of an article of the document means that article, unless only the item holds what is asked.
    """
    match = cue.search(fold(text))
    if match is None or len(fold(text)) != len(text):
        return "", ""
    document_id, items = _items_shown(state, library)
    said = {name.rstrip("23"): word for name, word in match.groupdict().items() if word}
    place = len(items) if "last" in said else _number(said.get("number", ""))
    if not 0 < place <= len(items):
        return "", ""
    rest = f"{text[: match.start()]}{text[match.end() :]}".strip(f"{STOPS} ")
    item = items[place - 1]
    if said.get("unit") == "条" and "last" not in said:
        article = _article(document_id, place, library)
        if article is not None and _shared(rest, item) <= _shared(rest, article):
            return "", ""
    return rest, f"{document_id}#{item.id}"


def _items_shown(state: DialogueState, library: Library) -> tuple[str, tuple[Clause, ...]]:
    """The items of the list that the last answer rests on; none where it rests on no list."""
    keys = list(dict.fromkeys(state.clause_keys[: state.rests_on or None]))
    document_id = keys[0].partition("#")[0] if keys else ""
    shown = [key.partition("#")[2] for key in keys if key.startswith(f"{document_id}#")]
    document = next((d for d in library.documents if d.id == document_id), None)
    clauses = {clause.id: clause for clause in document.clauses} if document else {}
    for parent in dict.fromkeys(clauses[name].parent_id for name in shown if name in clauses):
        items = tuple(library.children(document_id, parent)) if parent else ()
        if len({item.id for item in items} & set(shown)) >= _FEWEST:
            return document_id, items
    return document_id, ()


def _number(word: str) -> int:
    return _ENGLISH.get(word) or parse_numeral(word) or 0 if word else 0


def _article(document_id: str, number: int, library: Library) -> Clause | None:
    """The article of a document that bears a number."""
    return next(
        (
            clause
            for document in library.documents
            if document.id == document_id
            for clause in document.clauses
            if any(ref.article == number and ref.item is None for ref in find_clause_refs(clause.label))
        ),
        None,
    )


def _shared(rest: str, clause: Clause) -> int:
    return len(pairs(fold(rest)) & pairs(fold(clause.text)))
