"""How the index grows: time, memory, disk, queries and the change of one document, from 5 documents to all statutes.

Usage::

    python -m eval.bench.bench_scale FOLDER [--out FOLDER] [--store ADDRESS] [--sizes five national all]

``FOLDER`` holds ``articles.jsonl.gz`` and ``stard_train.jsonl``. Each size runs in a process of its own, so that
its peak memory is its own; the index is built, opened again and searched as the assistant does it. CPU seconds
count all threads and do not depend on what else the machine does. Recall holds the store's nearest hundred against
exact search. A change is one law, of which there is one more, one other, and one less.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.documents.library import load_library
from assistant.domain.documents import Document
from assistant.index.build import Index, open_index
from assistant.index.embedder import Embedder, load_embedder
from assistant.retrieval.search import POOL, Searcher
from assistant.text.normalise import fold
from assistant.wording import corpus_folder
from eval.bench.bench_retrieval import Statutes, as_documents
from eval.bench.growth_chart import draw
from eval.train.pairs import read_articles, read_lay_questions

SIZES = ("five", "national", "all")
_QUESTIONS = 200

Figures = dict[str, Any]


def corpus(size: str, folder: Path) -> tuple[Document, ...]:
    """The documents of a size."""
    if size == "five":
        return load_library(corpus_folder()).documents
    articles = (a for a in read_articles(folder / "articles.jsonl.gz") if size == "all" or a.national)
    return as_documents(articles).documents


def measure(size: str, folder: Path, store: str) -> Figures:
    """Build, open, search and change one index; everything is measured in this process."""
    documents, embedder = corpus(size, folder), load_embedder()
    questions = [q.text for q in read_lay_questions(folder / "stard_train.jsonl")][:_QUESTIONS]
    middle = len(documents) // 2
    less = Statutes((*documents[:middle], *documents[middle + 1 :]))
    before_mb = _peak_mb()
    with tempfile.TemporaryDirectory() as data:
        place = Path(data)
        index, built = _timed(lambda: open_index(less, embedder, place, store=store))
        figures: Figures = {
            "articles": sum(len(document.clauses) for document in less.documents),
            "passages": len(index.passages),
            "build": built,
            "memory_before_mb": before_mb,
            "memory_peak_mb": _peak_mb(),
            "disk_mb": sum(p.stat().st_size for p in place.rglob("*") if p.is_file()) / 1e6,
        }
        index.close()
        index, figures["open"] = _timed(lambda: open_index(less, embedder, place, store=store))
        figures |= _searched(index, questions)
        figures["warning"] = index.warning
        figures |= _changed(index, documents, middle, embedder, place, store)
    return figures


def _searched(index: Index, questions: Sequence[str]) -> Figures:
    searcher, shares = Searcher(index), []
    searcher.search(questions[0])
    wall, cpu = [], []
    for question in questions:
        _, spent = _timed(partial(searcher.search, question, limit=POOL))
        wall.append(spent["wall_s"] * 1000)
        cpu.append(spent["cpu_s"] * 1000)
    if index.vectors.store is not None:
        for question in questions:
            vector = index.embedder.encode([fold(question)])[0]
            exact = {one.position for one in index.vectors.exact.nearest(vector, POOL)}
            found = {one.position for one in index.vectors.store.nearest(vector, POOL)}
            shares.append(len(exact & found) / max(len(exact), 1))
    return {
        "query_wall_ms": _cuts(wall),
        "query_cpu_ms": _cuts(cpu),
        "recall_at_100": sum(shares) / len(shares) if shares else None,
    }


def _changed(
    index: Index, documents: tuple[Document, ...], middle: int, embedder: Embedder, data: Path, store: str
) -> Figures:
    """Times of one document more, other, and less."""
    one = documents[middle]
    first, *rest = one.clauses
    other = replace(one, clauses=(replace(first, text=first.text + "本条另有规定的，从其规定。"), *rest))
    states = {
        "add": documents,
        "update": (*documents[:middle], other, *documents[middle + 1 :]),
        "delete": (*documents[:middle], *documents[middle + 1 :]),
    }
    spent: Figures = {"changed_clauses": len(one.clauses)}
    for name, state in states.items():
        opening = partial(open_index, Statutes(state), embedder, data, store=store, before=index)
        later, spent[name] = _timed(opening)
        assert len(later.passages) == sum(len(cut.passages) for cut in later.cuts.values())
        index.close()
        index = later
    return spent


def _timed(action: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = action()
    return result, {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}


def _cuts(times: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(times, n=20)
    return {"p50": cuts[9], "p95": cuts[18]}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(found: dict[str, Figures]) -> Table:
    """The figures, a column a size."""
    result = Table("figure", *found, title="CPU seconds and milliseconds; wall time in brackets")

    def row(name: str, cell: Callable[[Figures], str]) -> None:
        result.add_row(name, *(cell(figures) for figures in found.values()))

    def both(key: str) -> Callable[[Figures], str]:
        return lambda f: f"{f[key]['cpu_s']:.2f} ({f[key]['wall_s']:.2f})"

    def cut(name: str) -> Callable[[Figures], str]:
        return lambda f: f"{f['query_cpu_ms'][name]:.1f} ({f['query_wall_ms'][name]:.1f})"

    row("articles", lambda f: f"{f['articles']:,}")
    row("passages", lambda f: f"{f['passages']:,}")
    row("build s", both("build"))
    row("peak memory MB (before)", lambda f: f"{f['memory_peak_mb']:.0f} ({f['memory_before_mb']:.0f})")
    row("on disk MB", lambda f: f"{f['disk_mb']:.0f}")
    row("open s", both("open"))
    row("fused query p50 ms", cut("p50"))
    row("fused query p95 ms", cut("p95"))
    row("dense recall@100", lambda f: "-" if f["recall_at_100"] is None else f"{f['recall_at_100']:.4f}")
    for change in ("add", "update", "delete"):
        row(f"{change} one document s", both(change))
    row("its clauses", lambda f: f"{f['changed_clauses']}")
    return result


def chart(found: dict[str, Figures]) -> str:
    """The growth as SVG."""
    rows = list(found.values())
    changes = ("add", "update", "delete")
    panels = {
        "Build, CPU seconds": {"build": [f["build"]["cpu_s"] for f in rows]},
        "Memory and disk, MB": {
            "peak": [f["memory_peak_mb"] for f in rows],
            "disk": [f["disk_mb"] for f in rows],
        },
        "Fused query, CPU ms": {cut: [f["query_cpu_ms"][cut] for f in rows] for cut in ("p50", "p95")},
        "One document, CPU seconds": {name: [f[name]["cpu_s"] for f in rows] for name in changes},
    }
    return draw([f["articles"] for f in rows], panels)


def main() -> None:
    """Measure each size in a process of its own, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--out",
        type=Path,
        default=None,
        help="folder for scale.json and scale.svg; sizes measured earlier are kept",
    )
    parser.add_argument("--store", default="chroma", help="address of a vector store")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--one", choices=SIZES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.folder, arguments.store)))
        return
    kept = arguments.out / "scale.json" if arguments.out else None
    found: dict[str, Figures] = json.loads(kept.read_text()) if kept and kept.is_file() else {}
    for size in arguments.sizes:
        command = [sys.executable, "-m", __spec__.name, str(arguments.folder), "--store", arguments.store]
        done = subprocess.run([*command, "--one", size], stdout=subprocess.PIPE, text=True, check=True)
        found[size] = json.loads(done.stdout.splitlines()[-1])
        found = {name: found[name] for name in SIZES if name in found}
        Console().print(table(found))
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(found, indent=2) + "\n")
            kept.with_suffix(".svg").write_text(chart(found), encoding="utf-8")


if __name__ == "__main__":
    main()
