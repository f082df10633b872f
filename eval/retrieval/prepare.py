"""``python -m eval.retrieval.prepare``: corpus and questions for the benchmark out of statutes and lay questions.

``--data`` holds ``articles.jsonl.gz`` and ``stard_train.jsonl`` (their form: ``eval.train.pairs``). Into ``--out`` go
``corpus.jsonl`` (one line an article; the title is the law and its chapter) and ``questions_PART.jsonl``: ``dev`` and ``fresh``
are two sixths of the questions by a hash of their text, which ``train_embedder`` leaves out by default; ``train`` are the
others. The bundled model was trained before ``fresh`` was set aside: for it only ``dev`` is new.
A question whose articles are all missing is left out and counted; single missing ones stay, as misses.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.errors import EvaluationError, UsageError
from eval.train.pairs import Article, LayQuestion, read_articles, read_lay_questions

PARTS = {0: "dev", 1: "fresh"}


def split(questions: Sequence[LayQuestion]) -> dict[str, list[LayQuestion]]:
    """Cut the questions into ``dev``, ``fresh`` and ``train``."""
    parts: dict[str, list[LayQuestion]] = {"dev": [], "fresh": [], "train": []}
    for question in questions:
        parts[PARTS.get(question.part, "train")].append(question)
    return parts


def corpus_rows(articles: Iterable[Article]) -> list[dict[str, str]]:
    """One line an article; one that stands twice under an id comes once."""
    once = {article.id: article for article in articles}
    return [
        {"id": article.id, "title": f"{article.law} {article.path}".strip(), "text": article.text}
        for article in once.values()
    ]


def question_rows(questions: Iterable[LayQuestion], known: frozenset[str]) -> list[dict[str, object]]:
    """One line a question that has an article in the corpus; a gold article without id is named by its title."""
    rows: list[dict[str, object]] = []
    for question in questions:
        gold = [gold_id or name for gold_id, name, _ in question.gold]
        if known.intersection(gold):
            rows.append({"id": question.id, "question": question.text, "gold": list(dict.fromkeys(gold))})
    return rows


def _write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the files and say how many lines each has."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.retrieval.prepare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--level", choices=("national", "all"), default="national", help="which articles")
    options = parser.parse_args(argv)
    try:
        _prepare(options)
    except EvaluationError as error:
        print(f"eval.retrieval.prepare: {error}", file=sys.stderr)
        return error.status
    return 0


def _prepare(options: argparse.Namespace) -> None:
    try:
        articles = read_articles(options.data / "articles.jsonl.gz")
        questions = read_lay_questions(options.data / "stard_train.jsonl")
    except OSError as error:
        raise UsageError(f"--data {options.data}: {error}") from error
    options.out.mkdir(parents=True, exist_ok=True)
    rows = corpus_rows(a for a in articles if a.national or options.level == "all")
    _write(options.out / "corpus.jsonl", rows)
    print(f"{options.out / 'corpus.jsonl'}: {len(rows)} articles")
    known = frozenset(row["id"] for row in rows)
    for name, part in split(questions).items():
        asked = question_rows(part, known)
        path = options.out / f"questions_{name}.jsonl"
        _write(path, asked)
        print(
            f"{path}: {len(asked)} questions, {len(part) - len(asked)} left out: no article of theirs is here"
        )


if __name__ == "__main__":
    sys.exit(main())
