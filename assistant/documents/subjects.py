"""Which provisions treat a subject: by their words, their headings, or what they bring about."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    """The matches of which a side treats the subject, or stands under a heading that does or answers to one."""
    sections = _sections(found, treated)
    return tuple(m for m in found if _is_on(m, treated, sections))


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


def _sections(found: Sequence[Match], treated: Treated) -> tuple[frozenset[str], frozenset[str]]:
    """Captioned clauses whose caption treated the subject, or answers to one that does."""
    headed = [m for m in found if any(p.part == "caption" for p in (*m.left, *m.right))]
    on = [m for m in headed if _touches(m, treated, captions_only=True)]
    return (
        frozenset(p.clause.id for m in on for p in m.left if p.part == "caption"),
        frozenset(p.clause.id for m in on for p in m.right if p.part == "caption"),
    )


def _touches(match: Match, treated: Treated, *, captions_only: bool = False) -> bool:
    return any(
        p.order in treated[side] and (not captions_only or p.part == "caption")
        for side, run in enumerate((match.left, match.right))
        for p in run
    )


def _is_on(
    match: Match,
    treated: Treated,
    sections: tuple[frozenset[str], frozenset[str]],
) -> bool:
    below = any(
        set(p.captions) & sections[side] for side, run in enumerate((match.left, match.right)) for p in run
    )
    return below or _touches(match, treated)
