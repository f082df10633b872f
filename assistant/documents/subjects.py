"""Which provisions treat a subject: by their words, their headings, or what they bring about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.documents.effects import effect_of, effects_named
from assistant.documents.library import Library
from assistant.documents.pairing import Match
from assistant.documents.provisions import Provision
from assistant.domain.documents import Document
from assistant.text.normalise import fold
from assistant.wording import words

_LEAST_COVERED = 0.6
_GROUPS = frozenset({"body", "caption", "contact", "attachment", "form"})
_BREAKS = re.compile(r"[\s、，,；;/]+")

Treated = tuple[frozenset[int], frozenset[int]]
"""Places of the provisions that treat the subject, of the left and of the right document."""


def on_subject(found: Sequence[Match], treated: Treated) -> tuple[Match, ...]:
    """The matches of which a side treats the subject, or stands under a heading or in a list that does.

    A heading, or the lead of a list, treats it too where it answers to one that does.
    """
    heads = _heads(found, treated)
    return tuple(m for m in found if _is_on(m, treated, heads))


def treating(
    subject: str, provisions: Sequence[Provision], document: Document, library: Library
) -> frozenset[int]:
    """Places of the provisions that treat a subject: in their words, their headings, or by their effect."""
    captions = {c.id: c.caption for c in document.clauses if c.caption}
    wanted = [_also_called(word, library) for word in _BREAKS.split(fold(subject)) if word]
    effects = effects_named(subject)
    texts = {
        p.order: fold(" ".join((*(captions.get(c, "") for c in p.captions), p.lead, p.words)))
        for p in provisions
        if p.group in _GROUPS
    }
    literal = {n for n, text in texts.items() if all(any(w in text for w in names) for names in wanted)}
    by_effect = {p.order for p in provisions if effects and effect_of(p) in effects}
    covered = {n for n, text in texts.items() if _coverage(fold(subject), text) >= _LEAST_COVERED}
    return frozenset(literal | by_effect or covered)


def _also_called(word: str, library: Library) -> list[str]:
    """The names under which the documents speak of what a word names, itself included."""
    found = [word]
    for topic in library.terms.get("topics", ()):
        names = [fold(str(name)) for name in topic.get("names", ())]
        if word in (*names, *(fold(str(name)) for name in topic.get("strong", ()))):
            found += names
    for concept in words("lexicon")["concepts"]:
        terms = concept["term"] if isinstance(concept["term"], list) else [concept["term"]]
        if word in (*terms, *concept.get("also", ())):
            found += terms
    return list(dict.fromkeys(found))


def _coverage(subject: str, text: str) -> float:
    pairs = {subject[i : i + 2] for i in range(len(subject) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _heads(found: Sequence[Match], treated: Treated) -> frozenset[tuple[int, str]]:
    """Side and name of the captioned clauses and of the leads of lists that treat the subject."""
    on = [m for m in found if any(_is_head(p) and p.order in treated[side] for side, p in _members(m))]
    return frozenset((side, _name(p)) for m in on for side, p in _members(m) if _is_head(p))


def _is_head(provision: Provision) -> bool:
    return provision.part in ("caption", "lead")


def _name(provision: Provision) -> str:
    return provision.clause.id if provision.part == "caption" else provision.quote


def _members(match: Match) -> Iterator[tuple[int, Provision]]:
    """All provisions of a match with their side."""
    yield from ((side, p) for side, run in enumerate((match.left, match.right)) for p in run)


def _is_on(match: Match, treated: Treated, heads: frozenset[tuple[int, str]]) -> bool:
    return any(
        p.order in treated[side] or any((side, name) in heads for name in (*p.captions, p.lead))
        for side, p in _members(match)
    )
