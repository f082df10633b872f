"""``python -m eval.retrieval``: recall of the shipped retrieval on any corpus, beside its own parts.

Indexes the articles of ``--corpus`` (JSONL, ``{"id", "title", "text"}``, title may be null) in a temporary folder,
through the same code that serves the assistant, asks every question of ``--questions`` (JSONL, ``{"id", "question",
"gold": [article ids]}``) and prints a table: ``default`` is what the product ships, the others are its parts. Gold ids
that the corpus lacks are counted, named and scored as misses. Exit status 2 when a file cannot be used.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.errors import AssistantError
from eval.errors import EvaluationError, UsageError
from eval.retrieval.lines import Question, read_corpus, read_questions
from eval.retrieval.scoring import Figures, measure
from eval.retrieval.systems import Built, build, systems

_NAMED = 5


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit status."""
    options = _options(argv)
    try:
        return _run(options)
    except EvaluationError as error:
        print(f"eval.retrieval: {error}", file=sys.stderr)
        return error.status
    except AssistantError as error:
        print(f"eval.retrieval: {error}", file=sys.stderr)
        return 1


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m eval.retrieval",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--corpus", type=Path, required=True, metavar="FILE", help="articles, one a line")
    parser.add_argument("--questions", type=Path, required=True, metavar="FILE", help="questions, one a line")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures")
    return parser.parse_args(argv)


def _run(options: argparse.Namespace) -> int:
    articles, questions = read_corpus(options.corpus), read_questions(options.questions)
    if options.json and not options.json.parent.is_dir():
        raise UsageError(f"--json {options.json}: there is no folder {options.json.parent}")
    lacking = _lacking(questions, {article.id for article in articles})
    with tempfile.TemporaryDirectory() as folder:
        built = build(articles, Path(folder))
        found = {name: measure(rank, questions) for name, rank in systems(built.searcher).items()}
        built.index.close()
    summary = _summary(built, len(articles), questions, lacking)
    _print(found, summary)
    if options.json:
        content = {"systems": {name: figures.as_json() for name, figures in found.items()}, **summary}
        options.json.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def _lacking(questions: Sequence[Question], known: set[str]) -> list[str]:
    """Gold ids that no article has, each once, in the order of the questions."""
    return list(dict.fromkeys(name for q in questions for name in sorted(q.gold) if name not in known))


def _summary(
    built: Built, articles: int, questions: Sequence[Question], lacking: Sequence[str]
) -> dict[str, object]:
    return {
        "articles": articles,
        "passages": len(built.index.passages),
        "questions": len(questions),
        "gold_not_in_corpus": list(lacking),
        "model": built.index.embedder.name,
        "build_s": round(built.build_s, 1),
        "disk_mb": round(built.disk_mb, 1),
        # Linux counts in KiB, macOS in bytes.
        "peak_mb": round(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            / (2**20 if sys.platform == "darwin" else 2**10)
        ),
    }


def _print(found: Mapping[str, Figures], summary: Mapping[str, object]) -> None:
    console = Console()
    rows = {name: figures.as_json() for name, figures in found.items()}
    table = Table("system", *next(iter(rows.values())))
    for name, row in rows.items():
        table.add_row(
            name, *(f"{value:.1f}" if "ms" in head else f"{value:.3f}" for head, value in row.items())
        )
    console.print(table)
    print(
        f"{summary['questions']} questions, {summary['articles']} articles in {summary['passages']} passages, "
        f"{summary['model']}; built in {summary['build_s']} s, {summary['disk_mb']} MB on disk, "
        f"peak memory {summary['peak_mb']} MB"
    )
    lacking = summary["gold_not_in_corpus"]
    if isinstance(lacking, list) and lacking:
        more = f" and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else ""
        print(
            f"{len(lacking)} gold ids are not in the corpus, scored as misses: {', '.join(lacking[:_NAMED])}{more}"
        )


if __name__ == "__main__":
    sys.exit(main())
