"""Training pairs for the embedder, made from the structure of public texts and from lay questions."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from assistant.documents.library import Library
from assistant.text.references import find_clause_refs

HELD_OUT_SHARE = 6
OWN_HELD_OUT_SHARE = 8
# Of a lay question's characters in training; and of the answers in prose that are used.
BLANKS, ANSWER_SHARE = 0.4, 0.4
_ARTICLE_NUMBER = re.compile(r"第[一二三四五六七八九十百千零]+条.*$")
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_HEADING = re.compile(
    r"^(第[一二三四五六七八九十百]+[章节]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])"
)
_SOUND = re.compile(r"[，。；：、！？（）《》“”〔〕\s]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question or heading, the text that answers it, and texts that only look as if they did.

    Attributes:
        positive: A first line that ends in a line break is a heading.
        key: Pairs of one batch with the same key are not negatives of each other.
        blanks: Share of the anchor's characters that training blanks, anew each time.
    """

    anchor: str
    positive: str
    key: str
    negatives: tuple[str, ...] = ()
    blanks: float = 0.0


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a statute; ``number`` is its own in the statute, None where it has none."""

    id: str
    law: str
    path: str
    text: str
    national: bool
    number: int | None = None

    @property
    def heading(self) -> str:
        """Title and heading path."""
        return f"{self.law} {self.path}".strip()

    @property
    def line(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split("\n"))

    @property
    def passage(self) -> str:
        """Title, heading path and text, as a search index holds it."""
        return f"{self.heading}\n{self.line}"


@dataclass(frozen=True, slots=True)
class LayQuestion:
    """A lay question with the ids and texts of the articles that answer it."""

    id: str
    text: str
    keywords: str
    answer: str
    gold: tuple[tuple[str | None, str, str], ...]

    @property
    def part(self) -> int:
        """The sixth to which the question belongs, the same in every run."""
        return zlib.crc32(self.text.encode()) % HELD_OUT_SHARE

    @property
    def held_out(self) -> bool:
        """Whether the question belongs to the first sixth, on which everything may be tuned."""
        return self.part == 0


def read_articles(path: Path) -> list[Article]:
    """Read ``articles.jsonl.gz``."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_article(json.loads(line)) for line in lines]


def _article(row: dict[str, Any]) -> Article:
    path = " ".join(re.sub(r"\s+", " ", part) for part in row["path"])
    number = next((ref.article for ref in find_clause_refs(row["article"])), None)
    return Article(row["id"], row["law"], path, row["text"].strip(), row["level"] == "national", number)


def read_lay_questions(path: Path) -> list[LayQuestion]:
    """Read ``stard_train.jsonl``."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        LayQuestion(
            str(row["query_id"]),
            row["query"],
            row["keywords"] if isinstance(row["keywords"], str) else "",
            row["answer"] if isinstance(row["answer"], str) else "",
            tuple((gold["article_id"], gold["name"], gold["text"]) for gold in row["gold"]),
        )
        for row in rows
    ]


def sentences(text: str) -> list[str]:
    """Cut a text at sentence ends and keep the pieces of 8 characters or more."""
    return [piece for piece in (part.strip() for part in _SENTENCE.findall(text)) if len(piece) >= 8]


def statute_pairs(articles: Sequence[Article], rng: Random) -> list[Pair]:
    """Make one pair an article: heading and text, sentence and rest, crop and whole, or two neighbours."""
    pairs = []
    for place, article in enumerate(articles):
        if len(article.text) < 12:
            continue
        neighbour = articles[place + 1] if place + 1 < len(articles) else articles[place - 1]
        pair = _statute_pair(article, neighbour, rng)
        if pair is not None:
            pairs.append(pair)
    return pairs


def _statute_pair(article: Article, neighbour: Article, rng: Random) -> Pair | None:
    parts = sentences(article.text)
    title = article.heading
    kind = rng.random()
    if kind < 0.2:
        return Pair(title, article.line, title)
    if kind < 0.3 and neighbour.law == article.law:
        return Pair(article.line, neighbour.passage, article.law)
    if len(parts) >= 2 and kind < 0.85:
        chosen = rng.randrange(len(parts))
        rest = "".join(parts[:chosen] + parts[chosen + 1 :])
        return Pair(_thin(parts[chosen], rng), f"{title}\n{rest}" if rng.random() < 0.5 else rest, article.id)
    return Pair(_thin(_crop(article.line, rng), rng), article.passage, article.id)


def _crop(text: str, rng: Random) -> str:
    length = max(8, int(len(text) * rng.uniform(0.2, 0.5)))
    start = rng.randrange(max(1, len(text) - length))
    return text[start : start + length]


def _thin(text: str, rng: Random) -> str:
    """Drop a third of the comma-separated pieces, so that no anchor is a plain copy."""
    pieces = _SOUND.split(text)
    kept = [piece for piece in pieces if rng.random() < 0.67]
    return "，".join(kept) if kept else text


def legal_pairs(questions: Sequence[LayQuestion], hard: dict[str, Sequence[str]], rng: Random) -> list[Pair]:
    """Pair each lay question, its keywords and its answer in prose with each article that answers it."""
    pairs = []
    for question in questions:
        negatives = tuple(hard.get(question.id, ()))
        answer = " ".join(question.answer.split("\n"))
        for _, name, text in question.gold:
            passage = f"{_ARTICLE_NUMBER.sub('', name)}\n{' '.join(text.split())}"
            anchors = [question.text] * 3
            if question.keywords:
                anchors.append(rng.choice([f"{question.text} {question.keywords}", question.keywords]))
            pairs += [Pair(anchor, passage, question.id, negatives, BLANKS) for anchor in anchors]
            if len(answer) >= 20 and rng.random() < ANSWER_SHARE:
                pairs.append(Pair(answer, passage, question.id, negatives, BLANKS))
        if len(answer) >= 20 and rng.random() < ANSWER_SHARE:
            pairs.append(Pair(question.text, answer, question.id, (), BLANKS))
    return pairs


def read_policy_pairs(path: Path, rng: Random) -> list[Pair]:
    """Pair headings with the paragraphs below them and sentences with their neighbours in policy texts."""
    pairs: list[Pair] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            pairs.extend(_policy_pairs(str(row["id"]), row["text"], rng))
    return pairs


def _policy_pairs(name: str, text: str, rng: Random) -> Iterator[Pair]:
    heading = ""
    for place, line in enumerate(part.strip() for part in text.splitlines()):
        caption, body = _split_heading(line)
        heading = caption or heading
        if len(body) < 20:
            continue
        key = f"{name}:{place}"
        if heading:
            yield Pair(heading, body, f"{name}:{heading}")
        parts = sentences(body)
        if len(parts) >= 2:
            chosen = rng.randrange(len(parts))
            rest = "".join(parts[:chosen] + parts[chosen + 1 :])
            yield Pair(_thin(parts[chosen], rng), f"{heading}\n{rest}", key)


def _split_heading(line: str) -> tuple[str, str]:
    """Split ``（一）指导思想。以…`` into caption and body; a line without numeral has no caption."""
    found = _HEADING.match(line)
    if not found:
        return "", line
    if len(line) <= 40:
        return line[found.end() :].strip("。 "), ""
    caption, _, body = line[found.end() :].partition("。")
    return (caption.strip(), body) if len(caption) <= 40 else ("", line)


def read_lay_pairs(path: Path) -> tuple[list[Pair], list[Pair]]:
    """Read single lay questions with the sentence that answers and one that does not.

    Rows are ``{"q", "a", "n"}``; one answer in eight is held out with all its questions.

    Returns:
        Pairs to train on and pairs held out.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    answers = {answer: number for number, answer in enumerate(dict.fromkeys(row["a"] for row in rows))}
    seen: list[Pair] = []
    held_out: list[Pair] = []
    for row in rows:
        number = answers[row["a"]]
        pair = Pair(row["q"], row["a"], f"pair:{number}", (row["n"],))
        (held_out if number % OWN_HELD_OUT_SHARE == 0 else seen).append(pair)
    return seen, held_out


def read_corpus_questions(folder: Path, library: Library) -> list[Pair]:
    """Read the questions of the tuning split with the clauses of the shipped documents that answer them.

    The held-out split is never read. A clause comes once alone and once under its headings; other clauses of
    the same document that share most words with the question are its negatives.
    """
    found: list[Pair] = []
    for path in sorted(folder.glob("policy_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            # Later turns of a dialogue lean on earlier ones and say too little alone.
            row |= row["turns"][0] if "turns" in row else {}
            golds = [gold for group in row["gold"] for gold in group] if row["split"] == "tune" else []
            for gold in golds:
                for clause in library.find_quote(gold["document_id"], gold["quote"])[:1]:
                    key = f"corpus:{gold['document_id']}:{clause.id}"
                    headed = " ".join((*clause.path, clause.text))
                    found += [Pair(row["question"], text, key) for text in (clause.text, headed)]
    return found


def read_policy_questions(path: Path) -> tuple[list[Pair], list[Pair]]:
    """Read the hand-written lay questions on policy sentences; one clause in eight is held out.

    Returns:
        Pairs to train on and pairs held out.
    """
    seen: list[Pair] = []
    held_out: list[Pair] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        for passage in (f"{row['heading']}\n{row['clause']}", row["clause"]):
            pairs = [Pair(question, passage, f"lay:{number}") for question in row["questions"]]
            (held_out if number % OWN_HELD_OUT_SHARE == 0 else seen).extend(pairs)
    return seen, held_out
