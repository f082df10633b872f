"""The options of ``python -m eval``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from eval.errors import UsageError
from eval.items import DATASETS

SETS = (
    "policy_qa",
    "policy_dialogues",
    "policy_qa_fresh",
    "policy_dialogues_fresh",
    "dialogues",
    "time",
    "refusals",
    "adversarial",
    "eligibility",
    "retrieval",
)
"""What is evaluated when nothing is said: the sets with a held-out part."""
FORMATS = ("ragas", "deepeval", "govuk")


def sets_at_hand() -> tuple[str, ...]:
    """The sets of :data:`SETS` that exist."""
    return tuple(name for name in SETS if (DATASETS / f"{name}.jsonl").is_file())


def read_options(argv: Sequence[str] | None, description: str | None) -> argparse.Namespace:
    """The options; argparse ends the program with status 2 on a wrong one."""
    parser = argparse.ArgumentParser(
        prog="python -m eval", description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_argument_group("what is asked")
    what.add_argument("--split", choices=("tune", "hold", "all"), default="hold", help="part of the sets")
    what.add_argument("--sets", default="", help=f"by file name, parted by commas; default {','.join(SETS)}")
    what.add_argument("--only", default="", metavar="IDS|GLOB", help="ids or patterns, parted by commas")
    who = parser.add_argument_group("who is asked")
    who.add_argument(
        "--target", metavar="URL", help="a running server; default: the assistant in this process"
    )
    who.add_argument("--timeout", type=float, default=60.0, metavar="S", help="for one answer of a server")
    who.add_argument(
        "--workers", type=int, metavar="N", help="asked at once; default 4 of a server, 1 in process"
    )
    who.add_argument("--peers", action="store_true", help="plain RAG and BM25 alone in the same run")
    run = parser.add_argument_group("runs")
    run.add_argument("--run", type=Path, metavar="DIR", help="keep the answers there; go on where it stopped")
    run.add_argument("--evaluate-only", action="store_true", help="score what --run holds and ask nothing")
    run.add_argument("--compare", type=Path, metavar="DIR", help="the change against an earlier run")
    further = parser.add_argument_group("further measurements (several minutes)")
    further.add_argument("--robustness", action="store_true", help="every question again, perturbed")
    further.add_argument("--faults", action="store_true", help="whether injected faults are seen")
    further.add_argument("--judge", action="store_true", help="let the configured model judge; its agreement")
    out = parser.add_argument_group("what is printed and written")
    out.add_argument(
        "--failures", action="store_true", help="every failed item in full; of held-out ones the id"
    )
    out.add_argument(
        "--floors", type=Path, metavar="FILE", help="exit status 1 when a figure is below its floor"
    )
    out.add_argument("--json", type=Path, metavar="FILE", help="the figures")
    out.add_argument("--markdown", type=Path, metavar="FILE", help="the tables")
    out.add_argument("--report", type=Path, metavar="FILE", help="one HTML page that needs no network")
    out.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="also write DIR/reports/latest.html and .json"
    )
    out.add_argument(
        "--export",
        action="append",
        default=[],
        metavar="FORMAT=FILE",
        help=f"answers for {', '.join(FORMATS)}",
    )
    return _checked(parser.parse_args(argv))


def _checked(options: argparse.Namespace) -> argparse.Namespace:
    if options.evaluate_only and not options.run:
        raise UsageError("--evaluate-only scores a run: name it with --run DIR")
    if options.evaluate_only and (options.robustness or options.faults):
        raise UsageError("--robustness and --faults ask again: leave --evaluate-only out")
    if options.faults and options.target:
        raise UsageError("--faults breaks the assistant in this process on purpose: leave --target out")
    if options.workers is not None and options.workers < 1:
        raise UsageError(f"--workers {options.workers}: at least 1")
    for wish in options.export:
        name, _, path = wish.partition("=")
        if name not in FORMATS or not path:
            raise UsageError(f"--export {wish}: write FORMAT=FILE with FORMAT among {', '.join(FORMATS)}")
    options.sets = tuple(filter(None, options.sets.split(","))) or sets_at_hand()
    options.only = tuple(filter(None, options.only.split(",")))
    options.workers = options.workers or (4 if options.target else 1)
    return options
