"""Fit the model of statements, and say what it does with messages of a writer that it never read.

Usage::

    python -m eval.train.fit_statements [--across] [--write]

``statements.tsv`` holds messages by several writers, each with its writer and what it tells (``fact=value``, several
with ``;`` between; ``~fact`` is a near-miss that names the fact and tells nothing of it). Messages of the tuning
halves of the evaluation sets and the replies of ``replies.tsv``, which tell nothing unasked, join them; held-out halves are never read. What a message does not tell counts against
a statement fully where it is known, half where a writer may have told it by the way, and little where the two are
never asked of one applicant (a park's accident and a factory's are told in one and the same way). ``--across`` leaves out one writer at a time. ``--write``
puts the network fitted on all into ``assistant/eligibility/statements.npz``.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.documents.library import load_library
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.gram_network import GramNetwork, write_network
from assistant.eligibility.message import split_message
from assistant.eligibility.statements import BUCKETS, FILE, buckets, window_text, windows_of
from assistant.index.static import bundled as embedder
from assistant.wording import corpus_folder
from eval.train.gram_training import Windows, fit

MESSAGES = Path(__file__).with_name("statements.tsv")
REPLIES = Path(__file__).with_name("replies.tsv")
DATASETS = Path(__file__).parents[1] / "datasets"
HIDDEN = 128
UNTOLD = 0.5
"""A writer asked for one fact may tell another by the way: what he did not name counts half."""
ELSEWHERE = 0.1
"""What is never asked of the same applicant may be the same thing under another name."""
LEVELS = (0.98, 0.95, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message with its writer, what it tells, the facts of which it is known that it tells no more, and its windows.

    Attributes:
        unknown: The facts that it may tell, though nobody wrote down whether.
        near: The fact that it names and tells nothing of.
        windows: Its words.
    """

    writer: str
    codes: frozenset[str]
    known: frozenset[str]
    unknown: frozenset[str]
    near: str
    sure: bool
    windows: Windows


def code_of(kind: str, name: str, value: Any) -> str | None:
    """The statement that a fact has a value as on the wire; None where the model does not read such."""
    if value is None:
        return None
    if kind == "boolean":
        return f"{name}={'true' if value else 'false'}"
    if kind == "enum":
        return f"{name}={value}"
    if kind == "events":
        return f"{name}={'some' if value else 'none'}"
    if kind == "listing":
        if not value:
            return f"{name}=no"
        out = isinstance(value, Mapping) and (value.get("removed_on") or value.get("removed"))
        return f"{name}={'removed' if out else 'listed'}"
    return None


class Reader:
    """Makes messages ready: their windows, and which facts can be asked of the same applicant."""

    def __init__(self, checker: Checker) -> None:
        self.kinds = {n: fact.entry.type for s in checker.schemes for n, fact in s.facts.items()}
        self.of_scheme = {scheme.id: frozenset(scheme.facts) for scheme in checker.schemes}
        beside = defaultdict[str, set[str]](set)
        for names in self.of_scheme.values():
            for name in names:
                beside[name] |= names
        self.beside = {name: frozenset(names) for name, names in beside.items()}
        self._checker = checker

    def written(self, path: Path = MESSAGES) -> list[Message]:
        """The messages written for this."""
        found = []
        for line in path.read_text(encoding="utf-8").splitlines():
            writer, told, text = line.split("\t")
            if told.startswith("~"):
                near, codes = told[1:], frozenset[str]()
            else:
                near, codes = "", frozenset(told.split(";"))
            names = {near} if near else {code.partition("=")[0] for code in codes}
            known = frozenset[str]().union(*(self.beside[name] for name in names))
            found.append(
                self._message(writer, text, codes, known, unknown=frozenset(), near=near, sure=False)
            )
        return found

    def replies(self, path: Path = REPLIES) -> list[Message]:
        """Replies to a question, none of which tells anything to who does not know the question."""
        lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        names = frozenset(self.kinds)
        return [
            self._message(
                writer,
                text,
                frozenset(),
                frozenset(),
                unknown=frozenset({told.partition("=")[0]}) & names,
                near="",
                sure=False,
            )
            for writer, told, text in lines
        ]

    def of_sets(self, folder: Path = DATASETS) -> list[Message]:
        """The messages of the tuning halves; of a reply to a question only what it tells besides."""
        found = []
        for path in sorted(folder.glob("facts*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                if row["split"] != "tune":
                    continue
                asked = self._asked(row)
                told = (code_of(self.kinds[n], n, v) for n, v in row["facts"].items() if n not in asked)
                codes = frozenset(code for code in told if code)
                unknown = asked | frozenset(row.get("confirm", ()))
                known = self.of_scheme[row["scheme"]] - unknown
                found.append(
                    self._message(path.stem, row["text"], codes, known, unknown=unknown, near="", sure=True)
                )
        return found

    def _asked(self, row: Mapping[str, Any]) -> frozenset[str]:
        """The facts to which a message replies: it need not name them."""
        scheme = self._checker.scheme(row["scheme"])
        group = next((group.facts for group in scheme.groups if group.id == row.get("asked")), ())
        return frozenset((row.get("asked") or "", *group))

    def _message(
        self,
        writer: str,
        text: str,
        codes: frozenset[str],
        known: frozenset[str],
        *,
        unknown: frozenset[str],
        near: str,
        sure: bool,
    ) -> Message:
        parts = [part.text for part in split_message(text)] or [" "]
        windows = [window_text(parts, places) for places in windows_of(parts)]
        return Message(
            writer=writer,
            codes=codes,
            known=known,
            unknown=unknown,
            near=near,
            sure=sure,
            windows=Windows([buckets(window) for window in windows], embedder().encode(windows)),
        )


def targets(
    messages: Sequence[Message], codes: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What each message tells, and how much each statement counts in it, ``(messages, codes)`` each."""
    facts = [code.partition("=")[0] for code in codes]
    told = np.zeros((len(messages), len(codes)), np.float32)
    counts = np.zeros_like(told)
    for row, message in enumerate(messages):
        names = {code.partition("=")[0] for code in message.codes} | {message.near}
        for column, (code, fact) in enumerate(zip(codes, facts, strict=True)):
            told[row, column] = code in message.codes
            if fact in names or (message.sure and fact in message.known):
                counts[row, column] = 1
            elif fact in message.known:
                counts[row, column] = UNTOLD
            elif fact not in message.unknown:
                counts[row, column] = ELSEWHERE
    return told, counts


def fitted(messages: Sequence[Message], codes: Sequence[str]) -> GramNetwork:
    """The network that fits some messages."""
    windows = [message.windows for message in messages]
    return fit(
        windows, *targets(messages, codes), codes, embedder=embedder().name, buckets=BUCKETS, hidden=HIDDEN
    )


def report(network: GramNetwork, messages: Sequence[Message]) -> str:
    """The share of what was told that is read, at the probability from which on so many of those read are right."""
    found: list[tuple[float, bool]] = []
    whole = 0
    for message in messages:
        probable = network.probabilities(*message.windows).max(axis=0)
        whole += len(message.codes & set(network.codes))
        seen: set[str] = set()
        for column in np.argsort(-probable)[:12]:
            fact = network.codes[column].partition("=")[0]
            if fact in message.known and fact not in seen:
                seen.add(fact)
                found.append((float(probable[column]), network.codes[column] in message.codes))
    found.sort(reverse=True)
    right = np.cumsum([told for _, told in found])
    lines = []
    for level in LEVELS:
        places = [at for at in range(len(found)) if right[at] / (at + 1) >= level]
        last = places[-1] if places else 0
        lines.append(f"precision {level}: recall {right[last] / max(whole, 1):.3f} from {found[last][0]:.2f}")
    return f"{len(messages):5} messages  " + "  ".join(lines)


def folds(
    written: Sequence[Message], of_sets: Sequence[Message]
) -> Iterator[tuple[str, list[Message], list[Message]]]:
    """For each writer the messages to fit without his, and his; the sets count as one writer."""
    for writer in [*sorted({message.writer for message in written}), ""]:
        own = [m for m in written if m.writer == writer] if writer else list(of_sets)
        rest = [m for m in written if m.writer != writer]
        yield writer or "sets", [*rest, *of_sets] if writer else rest, own


def main() -> None:
    """Fit across writers, and write the model, where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--across", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    folder = corpus_folder()
    reader = Reader(load_checker(folder / "schemes", load_library(folder)))
    written, of_sets = [*reader.written(), *reader.replies()], reader.of_sets()
    codes = sorted({code for message in (*written, *of_sets) for code in message.codes})
    if options.across:
        for writer, known, unknown in folds(written, of_sets):
            print(f"{writer:6} {report(fitted(known, codes), unknown)}", flush=True)
    if options.write:
        write_network(fitted([*written, *of_sets], codes), FILE)


if __name__ == "__main__":
    main()
