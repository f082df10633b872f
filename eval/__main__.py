"""``python -m eval``: how good is it, where does it fail, is it above the floors.

Generates answers with the assistant in this process (or a server, ``--target URL``), scores them and prints
one table a dataset. With ``--floors FILE`` the exit status is 1 when a figure lies below its floor.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from ruamel.yaml import YAML

from eval.evaluate import Score, score, summary
from eval.generate import Generated, Target, generate
from eval.items import DATASETS, load_dialogues, load_questions
from eval.targets import InProcess, Server

SETS = ("policy_qa", "policy_dialogues", "policy_qa_fresh", "policy_dialogues_fresh", "dialogues")
_HIGHER_IS_BETTER = ("kind_right", "recall_at_5", "cited", "key_facts", "notices", "verdict", "all_right")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the evaluation; returns the exit status."""
    options = _options(argv)
    console = Console(stderr=False, width=110)
    with tempfile.TemporaryDirectory() as data_dir:
        target: Target = Server(options.target) if options.target else InProcess(Path(data_dir))
        made = {name: _generate(target, name, options.split, console) for name in options.sets.split(",")}
    generated = [g for group in made.values() for g in group]
    scores = [score(g) for g in generated]
    by_set = {f"{name} ({options.split})": [score(g) for g in group] for name, group in made.items()}
    figures = {name: summary(group) for name, group in by_set.items() if group}
    console.print(_table(figures))
    if options.failures:
        _print_failures(console, generated, scores)
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return _below_floors(console, figures, options) if options.floors else 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    parser.add_argument(
        "--split", choices=("tune", "hold", "all"), default="hold", help="which part of the sets"
    )
    parser.add_argument("--sets", default=",".join(SETS), help="which sets, by file name, parted by commas")
    parser.add_argument(
        "--target", help="base URL of a running server; default: the assistant in this process"
    )
    parser.add_argument("--floors", help="YAML file with the least figures; exit status 1 below them")
    parser.add_argument(
        "--failures", action="store_true", help="print every failed item with what was expected"
    )
    parser.add_argument("--json", help="write the figures to this file")
    return parser.parse_args(argv)


def _generate(target: Target, name: str, split: str, console: Console) -> list[Generated]:
    wanted, path = None if split == "all" else split, DATASETS / f"{name}.jsonl"
    is_dialogues = "dialogues" in name
    items = [] if is_dialogues else load_questions(path, wanted)
    dialogues = load_dialogues(path, wanted) if is_dialogues else []
    total = len(items) + sum(len(d.turns) for d in dialogues)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"asking {name}", total=total)
        return list(generate(target, items, dialogues, lambda: progress.advance(task)))


def _table(figures: Mapping[str, Mapping[str, float]]) -> Table:
    table = Table(title="Evaluation")
    table.add_column("figure")
    for name in figures:
        table.add_column(name, justify="right")
    for key in next(iter(figures.values())):
        table.add_row(key, *(f"{figures[name][key]:.3f}" for name in figures))
    return table


def _print_failures(console: Console, generated: Sequence[Generated], scores: Sequence[Score]) -> None:
    for made, result in zip(generated, scores, strict=True):
        if result.failed:
            console.print(f"\n[bold]{result.id}[/bold] {made.item.question}", highlight=False)
            console.print(
                f"  expected {[[g.quote for g in group] for group in made.item.gold]} {made.item.key_facts}"
            )
            console.print(f"  got ({made.answer['kind']}) {made.answer['answer']}", highlight=False)
            console.print(
                f"  kind {result.kind_right} recall {result.recall_at_5} cited {result.cited} key {result.key_facts} "
                f"notices {result.notices} forbidden {result.forbidden} invented {result.invented}"
            )


def _below_floors(
    console: Console, figures: Mapping[str, Mapping[str, float]], options: argparse.Namespace
) -> int:
    floors: dict[str, dict[str, Any]] = YAML(typ="safe").load(
        Path(options.floors).read_text(encoding="utf-8")
    )
    low = []
    for name, group in figures.items():
        for key, floor in floors.get(name.split(" ")[0], {}).items():
            value = group[key]
            fails = value < floor if key in _HIGHER_IS_BETTER else value > floor
            if fails:
                low.append(f"{name}: {key} is {value:.3f}, floor {floor}")
    for line in low:
        console.print(f"[red]{line}[/red]")
    if not low:
        console.print("All figures stand at or above their floors.")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
