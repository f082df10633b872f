"""Judges the applicants of a sheet, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.domain.eligibility import Verdict
from assistant.eligibility.batch.explaining import Explainer, Failed
from assistant.eligibility.batch.frame import Frame
from assistant.eligibility.batch.kleene import JUDGEMENT, MET, Mask
from assistant.eligibility.batch.reading import Applicants, Chunk
from assistant.eligibility.batch.sheets import Row
from assistant.eligibility.batch.twin import VERDICTS, Judgements, judge, judge_test, named_patterns
from assistant.eligibility.phrases import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One applicant, judged.

    Attributes:
        number: Its row in the sheet.
        cells: What stands there.
        failed: Criteria that it fails, whether they decide or not.
        missing: Names of the facts that mandatory criteria lack.
        judgement: Ids of the criteria that only the authority can judge.
        results: Results beside the verdict: name and value.
        notices: What only the authority can say, contradictions, odd values.
        errors: Cells that cannot be used.
    """

    number: int
    cells: Row
    verdict: Verdict
    failed: Sequence[Failed]
    missing: Sequence[str]
    judgement: Sequence[str]
    results: Sequence[tuple[str, str]]
    notices: Sequence[str]
    errors: Sequence[str]


def judge_sheet(frame: Frame, applicants: Applicants) -> Iterator[Judged]:
    """Every applicant in the order of the sheet."""
    explainer = Explainer(frame)
    for chunk in applicants.chunks():
        yield from judge_chunk(frame, explainer, chunk)


def judge_chunk(frame: Frame, explainer: Explainer, chunk: Chunk) -> Iterator[Judged]:
    """The applicants of one chunk."""
    table, scheme = chunk.table, frame.scheme
    judgements = judge(scheme, table)
    judged = [(entry_id, found.outcome == JUDGEMENT) for entry_id, found in judgements.findings.items()]
    columns = zip(
        chunk.numbers,
        chunk.rows,
        _verdicts(frame, judgements),
        explainer.failed(table, judgements),
        named_patterns(judgements.missing, table.count),
        named_patterns(judged, table.count),
        _results(frame, chunk),
        _notices(frame, chunk, explainer, judgements),
        chunk.errors,
        strict=True,
    )
    for number, cells, verdict, failed, missing, judgement, results, notices, errors in columns:
        yield Judged(
            number=number,
            cells=cells,
            verdict=verdict,
            failed=failed,
            missing=missing,
            judgement=judgement,
            results=results,
            notices=notices,
            errors=errors,
        )


def _verdicts(frame: Frame, judgements: Judgements) -> list[Verdict]:
    names = list(VERDICTS)
    if frame.is_capped:
        names[2] = "needs_information"
    return [names[code] for code in judgements.verdict.tolist()]


def _results(frame: Frame, chunk: Chunk) -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = [[] for _ in chunk.rows]
    for entry in frame.scheme.file.results:
        open_ = np.ones(chunk.table.count, dtype=np.bool_)
        for option in entry.cases:
            met = open_ & (judge_test(option.when, chunk.table).outcome == MET)
            open_ &= ~met
            for row in np.flatnonzero(met).tolist():
                found[row].append((entry.name, option.value))
    return found


def _notices(frame: Frame, chunk: Chunk, explainer: Explainer, judgements: Judgements) -> list[list[str]]:
    found = explainer.confirmations(chunk.table, judgements)
    for name, texts in chunk.table.odd.items():
        codes = chunk.table.told[name].codes
        for row in np.flatnonzero(np.isin(codes, list(texts))).tolist():
            found[row] += texts[int(codes[row])]
    for contradiction in frame.scheme.file.contradictions:
        text = say("contradiction", text=contradiction.text)
        mask: Mask = judge_test(contradiction.when, chunk.table).outcome == MET
        for row in np.flatnonzero(mask).tolist():
            found[row].append(text)
    return found
