"""Deadlines and time limits: which day or span, for whom, to do what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.documents.rows import RowReader
from assistant.domain.documents import Clause, Document
from assistant.domain.eligibility import Binds
from assistant.register.actors import NOBODY, Actor, find_actor, new_subject, opens_applications
from assistant.register.context import Context, inherited
from assistant.register.dating import dated, year_of
from assistant.register.returning import month_and_day
from assistant.register.row_limits import row_terms
from assistant.register.standing import settled, standing_of
from assistant.register.terms import Kind, Term, find_terms
from assistant.text.dates import Duration
from assistant.text.normalise import widen
from assistant.text.sentences import split_sentences

_SKIPPED = frozenset({"title", "issuer", "number", "meta", "addressees", "signature", "date", "attachment"})
_FORMS = frozenset({"form", "page", "note"})
_HOUR = re.compile(r"^\s*(?:上午|下午)?\s*\d{1,2}(?:[:：]\d{2}|[时点]\S{0,3})\s*(?:止|前)?[，,。；;]?")
_SAYS_WHAT = re.compile(r"^(?:公示|公告)$|(?<!截止)(?:期|期限|时限|时间|天数)$")
_OTHER_DAYS = re.compile(r"^[、和及].*?(?:之前|以前|前|止)")
_TOO_LATE = re.compile(r"^\s*(?:[过超逾][时期]|届时|到时)")
_ROUTINE = re.compile(
    r"^[^，。；]{0,12}(?:认定|评选|评定|评价|组织|开展|发布|公布)[^，。；]{0,8}(?:一|1)[次批]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day, span or yearly duty that a clause sets.

    Attributes:
        quote: The sentence that sets it, verbatim.
        kind: ``date`` has ``last_day``; ``time_limit`` has ``duration``; ``yearly`` has neither.
        month, day: Of a yearly duty with one day; without ``day`` it is the end of the month.
        actor: Who must act, as printed; empty where the text is silent.
        binds: The class of those bound, None where it cannot be told.
        action: What must be done, as printed.
        word: The word that makes it a limit (前, 之前, 截止, 内, 公示, 每年).
        day_text: The day as printed, without the word behind it; for yearly duties too, empty if none.
        printed: Whether ``last_day`` stands in the quote as a day; for 年底 and 上旬 it is computed.
    """

    document_id: str
    clause_id: str
    quote: str
    kind: Literal["date", "time_limit", "yearly"]
    last_day: date | None = None
    duration: Duration | None = None
    month: int | None = None
    day: int | None = None
    actor: str = ""
    binds: Binds | Literal["authority", "title_holder"] | None = None
    action: str = ""
    word: str = ""
    day_text: str = ""
    printed: bool = True


def find_deadlines(document: Document) -> tuple[Deadline, ...]:
    """Every limit that a document sets, in the order of its text."""
    context = Context.of(document)
    rows = RowReader(document)
    found: dict[tuple[str, str, Kind, date | None, Duration | None, str], Deadline] = {}
    for clause in document.clauses:
        if clause.kind not in _SKIPPED | _FORMS:
            own = _of_row(document, clause, rows, context) if clause.kind == "row" else None
            for deadline in own or _of_clause(document, clause, context):
                key = (
                    deadline.clause_id,
                    deadline.quote,
                    deadline.kind,
                    deadline.last_day,
                    deadline.duration,
                    deadline.day_text,
                )
                found.setdefault(key, deadline)
    return tuple(found.values())


def _of_row(document: Document, clause: Clause, rows: RowReader, context: Context) -> list[Deadline]:
    """The limits of a row of a table; none where it is read as any sentence."""
    found = []
    for sentence, term, subject, action, day_text in row_terms(rows, clause, year_of(document)):
        term = dated(term, sentence, "", document, in_rule=context.in_rule(clause))
        # Who is named in a column of its own is the subject, whatever else stands in the row.
        told = f"{subject}应于{day_text}前完成" if subject else sentence
        place = told.find(day_text) if subject else term.start
        actor = find_actor(told, place, place + len(day_text) if subject else term.end, context.titles)
        actor = settled(actor, sentence, term.start, term.end, standing_of(document), clause.text)
        month, day = month_and_day(day_text) if term.kind == "yearly" else (None, None)
        found.append(
            Deadline(
                document_id=document.id,
                clause_id=clause.id,
                quote=clause.text,
                kind=term.kind,
                last_day=term.last_day,
                duration=term.duration,
                month=month,
                day=day,
                actor=actor.name,
                binds=actor.binds,
                action=action,
                word=term.word,
                day_text=day_text,
                printed=term.printed,
            )
        )
    return found


def _of_clause(document: Document, clause: Clause, context: Context) -> Iterator[Deadline]:
    body = len(clause.marker) if clause.text.startswith(clause.marker) else 0
    before = Actor("", None)
    standing = standing_of(document)
    # Marks in half width are read as those of full width; what is quoted stays as printed.
    text = widen(clause.text)
    for start, end in split_sentences(clause.text):
        start = max(start, body)
        sentence = text[start:end].strip()
        quote = clause.text[start:end].strip()
        if len(sentence) < 4:
            continue
        for term in find_terms(sentence, year_of(document)):
            term = dated(term, sentence, text[body:start], document, in_rule=context.in_rule(clause))
            actor = NOBODY
            if not opens_applications(sentence, term.start):
                actor = find_actor(sentence, term.start, term.end, context.titles)
            if actor == NOBODY:
                actor = inherited(sentence, term, clause, context, before, text[body:start])
            if term.kind == "yearly" and _ROUTINE.match(sentence[term.end :]) and actor.binds != "authority":
                actor = NOBODY
            before = actor if actor.name else before
            actor = settled(actor, sentence, term.start, term.end, standing, clause.text)
            day_text = _day_text(sentence, term)
            month, day = month_and_day(day_text) if term.kind == "yearly" else (None, None)
            yield Deadline(
                document_id=document.id,
                clause_id=clause.id,
                quote=quote,
                kind=term.kind,
                last_day=term.last_day,
                duration=term.duration,
                month=month,
                day=day,
                actor=actor.name,
                binds=actor.binds,
                action=_action(sentence, term),
                word=term.word,
                day_text=day_text,
                printed=term.printed,
            )


def _day_text(sentence: str, term: Term) -> str:
    """The words that name the day: 2025年6月14日, 每年1月底, 5月1日至5月31日."""
    if term.duration is not None:
        return ""
    text = re.sub(
        r"^(?:(?:截止(?:日期|时间|日)?|不(?:得|应|能)?[晚迟]于|延[长期迟]?至|顺延至|最[晚迟][于在]?|至迟|应|须|起至)[为是于至到：:\s]*)+",
        "",
        sentence[term.start : term.end],
    )
    text = re.sub(
        r"\s*(?:之前|以前|前|截止|为止|止|(?:(?:系统|平台|通道|端口|入口)(?:将|自动|统一)*)?(?:关闭|结束|停止.*))$",
        "",
        text,
    )
    return text if re.search(r"\d|[月底末旬]", text) else ""


def _action(sentence: str, term: Term) -> str:
    """What must be done: the words behind the limit up to the next subject, else those in front of it."""
    front = re.split(r"[，,：:；;]", sentence[: term.start])[-1]
    if _SAYS_WHAT.search(term.word):
        return f"{front}{sentence[term.start : term.end]}".strip()
    rest = _OTHER_DAYS.sub("", sentence[term.end :])
    rest = _HOUR.sub("", rest.lstrip(" ，,：:内）)"))
    rest = re.split(r"[。；;]", rest)[0]
    pieces = rest.split("，")
    ends = next((i for i, piece in enumerate(pieces) if _ends_act(piece, i)), len(pieces))
    rest = "，".join(pieces[:ends]).strip()
    if len(rest) >= 4:
        return rest
    act = re.sub(r"(?:[于在为至：:\s]|(?<!收)到)+$", "", front) + rest
    return act or _act_before(sentence[: term.start])


def _ends_act(piece: str, place: int) -> bool:
    """Whether a part of a sentence speaks of another actor, or of what befalls who is late."""
    return bool(_TOO_LATE.match(piece)) or (place > 0 and new_subject(piece))


def _act_before(front: str) -> str:
    """What the last part of a sentence before its limit says is to be done: …填报，截止时间为…."""
    parts = [part for part in re.split(r"[，,：:；;]", front) if part.strip()]
    return parts[-1].strip() if parts else ""
