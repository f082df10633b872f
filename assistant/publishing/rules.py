"""Rules of eligibility that quote a document, and those whose quotes would be lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from assistant.eligibility.engine import SwitchedOff
from assistant.eligibility.quoting import Corpus, place
from assistant.eligibility.scheme_file import Source
from assistant.eligibility.schemes import Scheme
from assistant.errors import NotFound, RulesLost
from assistant.wording import say


@dataclass(frozen=True, slots=True, kw_only=True)
class LostRule:
    """A rule whose quote would stand nowhere; ``rule`` is empty where a scheme as a whole would be off."""

    scheme_id: str
    rule: str
    document_id: str
    clause: str
    quote: str
    reason: str = ""


def lost_rules(schemes: Iterable[Scheme], document_id: str, after: Corpus) -> tuple[LostRule, ...]:
    """Rules that quote a document and find their quote no more in the library as it would be."""
    return tuple(
        LostRule(
            scheme_id=scheme.id,
            rule=rule,
            document_id=document_id,
            clause=source.clause,
            quote=source.quote,
        )
        for scheme in schemes
        for rule, source in _sources(scheme)
        if source.document == document_id and not _stands(source, after)
    )


def schemes_lost(before: Iterable[SwitchedOff], after: Iterable[SwitchedOff]) -> tuple[LostRule, ...]:
    """Schemes that work now and would not, for whatever reason."""
    known = {off.scheme_id for off in before}
    return tuple(
        LostRule(scheme_id=off.scheme_id, rule="", document_id="", clause="", quote="", reason=off.reason)
        for off in after
        if off.scheme_id not in known
    )


def refuse(lost: tuple[LostRule, ...]) -> None:
    """Say which rules stand in the way.

    Raises:
        RulesLost: There are any.
    """
    if lost:
        schemes = "、".join(dict.fromkeys(rule.scheme_id for rule in lost))
        message = say("publishing", "rules_lost", count=len(lost), schemes=schemes)
        raise RulesLost(message, listed=[asdict(rule) for rule in lost])


def _sources(scheme: Scheme) -> Iterator[tuple[str, Source]]:
    for criterion in scheme.criteria:
        yield criterion.entry.id, criterion.entry.source
    for number, day in enumerate(scheme.last_days, 1):
        yield f"windows.{number}", day.source
    for key in ("results", "hints", "next_steps", "notices"):
        for number, entry in enumerate(getattr(scheme.file, key), 1):
            yield f"{key}.{number}", entry.source


def _stands(source: Source, corpus: Corpus) -> bool:
    try:
        place(corpus, source)
    except (LookupError, NotFound):
        return False
    return True
