"""One evaluation from options to exit status: whom to ask, where to keep it, what to print and write."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.documents.library import Library, load_library
from assistant.index.embedder import load_embedder
from assistant.settings import Settings
from eval.bridges.judge import agreement, configured_model
from eval.bridges.samples import WRITERS, Sample, samples
from eval.comparing import Comparison, compare
from eval.errors import UsageError
from eval.failures import failures
from eval.faults import find_faults
from eval.floors import breaches, read_floors
from eval.items import lost_quotes
from eval.measured import drops_sheet, findings_sheet, read_drops, read_findings, save_drops, save_findings
from eval.metrics.evidence import squash
from eval.peers.bm25 import bm25
from eval.peers.plain_rag import plain_rag
from eval.printing import (
    Sheet,
    comparison_lines,
    comparison_sheet,
    for_markdown,
    for_terminal,
    print_failures,
    print_held_out,
    summary_sheet,
)
from eval.report.headlines import headlines
from eval.report.page import Contents, render
from eval.robustness import drops
from eval.runs import MANIFEST, Run, open_run, read_run
from eval.sittings import Outcome, load_suites, outcome, sit
from eval.sittings import Progress as Advance
from eval.summaries import summarise
from eval.targets import InProcess, Server, Target

MAIN = "assistant"


class Session:
    """One call of the command.

    Args:
        options: As read by :func:`eval.options.read_options`.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.console = Console(width=132)
        self.errors = Console(stderr=True)
        self.floors = read_floors(options.floors) if options.floors else {}
        self.suites = load_suites(options.sets, options.split, options.only)
        self.library: Library = load_library(Settings().corpus_dir)
        self.outcomes: dict[str, Outcome] = {}
        self.comparison: Comparison | None = None
        self.sheets: list[Sheet] = []
        self.target: Target | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="eval-")

    def __enter__(self) -> Self:
        """The session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was only for this call."""
        self._folder.cleanup()

    def measure(self) -> None:
        """Ask and score everything that the options name, and print it."""
        self._say_lost_quotes()
        main = self._ask_main()
        self.outcomes = {MAIN: main, **self._ask_peers()}
        by_set = {name: summarise(group) for name, group in main.scores.items() if group}
        together = {"all": summarise(main.pooled)} if len(by_set) > 1 else {}
        title = f"Evaluation ({self.options.split}): {main.name}"
        self._show(summary_sheet(title, by_set, with_interval=False))
        self._show(
            summary_sheet(f"{title}, all sets, with 95 % intervals", together or by_set, with_interval=True)
        )
        if len(self.outcomes) > 1:
            columns = {name: summarise(found.pooled) for name, found in self.outcomes.items()}
            self._show(summary_sheet("Peers: all sets, with 95 % intervals", columns, with_interval=True))
        self._compare()
        self._disturb(main)
        if self.options.judge:
            ask = configured_model(Settings(data_dir=Path(self._folder.name) / "judge"))
            told = agreement(ask, self._samples(), {score.id: score for score in main.pooled})
            self.console.print(str(told), highlight=False)
        self.console.print(f"{len(main.pooled)} items, asked in {main.run.manifest.wall_s:.1f} s")
        if self.options.failures:
            self._print_failures()

    def write(self) -> None:
        """Write the files that were asked for."""
        if self.options.json:
            _write(self.options.json, json.dumps(self._figures(), ensure_ascii=False, indent=1))
        if self.options.markdown:
            _write(self.options.markdown, "\n".join(for_markdown(sheet) for sheet in self.sheets))
        for wish in self.options.export:
            name, _, path = wish.partition("=")
            _write(Path(path), WRITERS[name](self._samples()))
        pages = [self.options.report] if self.options.report else []
        if self.options.data_dir:
            pages.append(self.options.data_dir / "reports" / "latest.html")
            _write(self.options.data_dir / "reports" / "latest.json", headlines(self._contents()))
        if pages:
            page = render(self._contents())
            for path in pages:
                _write(path, page)
                self.console.print(f"report: {path}", highlight=False, soft_wrap=True)

    def judge_floors(self) -> int:
        """Print what lies below its floor, with the ids that pull it there; the exit status."""
        if not self.floors:
            return 0
        low = list(breaches(self.outcomes[MAIN].scores, self.floors))
        for breach in low:
            self.console.print(f"[red]{breach}[/red]", highlight=False, soft_wrap=True)
        if not low:
            self.console.print("All figures stand at or above their floors.")
        return 1 if low else 0

    def _ask_main(self) -> Outcome:
        if self.options.evaluate_only:
            run = read_run(self.options.run)
            self._say_missing(run)
            return outcome(run.manifest.versions.get("target", MAIN), run, self.suites)
        self.target = (
            Server(self.options.target, self.options.timeout)
            if self.options.target
            else InProcess.build(Path(self._folder.name) / "data")
        )
        return self._sit(self.target, self.options.run or Path(self._folder.name) / "run")

    def _ask_peers(self) -> dict[str, Outcome]:
        if not self.options.peers:
            return {}
        if self.options.evaluate_only:
            folders = sorted(path.parent for path in (self.options.run / "peers").glob(f"*/{MANIFEST}"))
            return {path.name: outcome(path.name, read_run(path), self.suites) for path in folders}
        base = self.options.run or Path(self._folder.name) / "run"
        return {name: self._sit(peer, base / "peers" / name) for name, peer in self._peers().items()}

    def _peers(self) -> Mapping[str, Target]:
        settings = Settings(data_dir=Path(self._folder.name) / "peer")
        found: dict[str, Target] = {
            "plain_rag": plain_rag(self.library, load_embedder(settings.embedding_model)),
            "bm25": bm25(self.library),
        }
        if settings.llm and not self.options.target:
            # The main column is then the configured model's; the engine without it stands beside it.
            found["deterministic"] = InProcess.build(Path(self._folder.name) / "deterministic", llm=None)
        return found

    def _sit(self, target: Target, folder: Path) -> Outcome:
        versions = target.versions()
        run = open_run(folder, versions)
        with self._progress(versions["target"]) as (progress, workers):
            sit(target, run, self.suites, split=self.options.split, workers=workers, progress=progress)
        return outcome(versions["target"], run, self.suites)

    @contextmanager
    def _progress(self, who: str) -> Iterator[tuple[Advance, int]]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.errors, transient=True) as progress:
            task = progress.add_task(f"asking {who}", total=sum(len(s.units) for s in self.suites))

            def advance(name: str, count: int) -> None:
                progress.update(task, advance=count, description=f"asking {who}: {name}")

            yield advance, self.options.workers

    def _say_lost_quotes(self) -> None:
        """Name evidence that the corpus lacks: no answer can be right on it, so the line or the corpus is wrong."""
        texts = {document.id: squash(document.text) for document in self.library.documents}

        def stands(document_id: str, quote: str) -> bool:
            wanted = [texts.get(document_id, "")] if document_id else texts.values()
            return any(squash(quote) in text for text in wanted)

        for suite in self.suites:
            for line in lost_quotes(suite.path, stands) if suite.path else ():
                self.errors.print(line, soft_wrap=True, highlight=False, markup=False)

    def _say_missing(self, run: Run) -> None:
        for suite in self.suites:
            missing = len(run.missing(suite))
            if missing:
                self.errors.print(
                    f"{run.folder}: {suite.name} lacks {missing} of {len(suite.units)}; not scored",
                    soft_wrap=True,
                )
        if all(len(run.missing(suite)) == len(suite.units) for suite in self.suites):
            raise UsageError(f"{run.folder}: holds no answer to {', '.join(s.name for s in self.suites)}")

    def _compare(self) -> None:
        if not self.options.compare:
            return
        earlier = read_run(self.options.compare)
        before = outcome("before", earlier, self.suites)
        self.comparison = compare(before.pooled, self.outcomes[MAIN].pooled)
        now = self.outcomes[MAIN].run.manifest
        title = f"Change since {earlier.manifest.revision} (now {now.revision})"
        self._show(comparison_sheet(title, self.comparison))
        for line in comparison_lines(self.comparison):
            self.console.print(line, highlight=False)

    def _disturb(self, main: Outcome) -> None:
        """Perturbed questions and injected faults, where asked for."""
        folder = main.run.folder
        if self.options.robustness and self.target:
            with self.errors.status("asking again, perturbed") as status:
                told = drops(self.target, self.suites, main.scores, self.options.workers, status.update)
            save_drops(folder, told)
        if self.options.faults and isinstance(self.target, InProcess):
            with self.errors.status("injecting faults") as status:
                found = find_faults(
                    self.target.assistant, Path(self._folder.name) / "faults", None, progress=status.update
                )
            save_findings(folder, found)
        if kept := read_drops(folder):
            self._show(drops_sheet(kept))
        if seen := read_findings(folder):
            self._show(findings_sheet(seen))

    def _samples(self) -> list[Sample]:
        run = self.outcomes[MAIN].run
        return samples(self.suites, {suite.name: run.records(suite.name) for suite in self.suites})

    def _contents(self) -> Contents:
        main = self.outcomes[MAIN]
        records = {suite.name: main.run.records(suite.name) for suite in self.suites}
        return Contents(
            main=main,
            peers={name: one for name, one in self.outcomes.items() if name != MAIN},
            failures=failures(self.suites, records, main.scores),
            drops=read_drops(main.run.folder),
            findings=read_findings(main.run.folder),
            comparison=self.comparison,
            titles={document.id: document.title for document in self.library.documents},
            split=self.options.split,
        )

    def _print_failures(self) -> None:
        main = self.outcomes[MAIN]
        records = {suite.name: main.run.records(suite.name) for suite in self.suites}
        print_failures(self.console, failures(self.suites, records, main.scores))
        print_held_out(self.console, [score for score in main.pooled if score.split == "hold"])

    def _figures(self) -> dict[str, object]:
        """Means, as in ``SET (SPLIT)`` for the assistant and ``peers`` for the others."""
        main = self.outcomes[MAIN]
        found: dict[str, object] = {
            f"{name} ({self.options.split})": {
                "items": len(group),
                **{key: i.mean for key, i in summarise(group).items()},
            }
            for name, group in main.scores.items()
        }
        found["intervals"] = {
            name: {key: [i.low, i.high] for key, i in summarise(one.pooled).items()}
            for name, one in self.outcomes.items()
        }
        found["peers"] = {
            name: {key: i.mean for key, i in summarise(one.pooled).items()}
            for name, one in self.outcomes.items()
            if name != MAIN
        }
        return found

    def _show(self, sheet: Sheet) -> None:
        self.sheets.append(sheet)
        self.console.print(for_terminal(sheet))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error}") from error
