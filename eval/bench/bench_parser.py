"""How the parser fares on texts that nobody here wrote.

Usage: ``python -m eval.bench.bench_parser SOURCE [--limit N] [--wrap 30] [--show N]`` where the source is a
folder of Markdown or text files, a ``.tar.xz`` of them, or a ``.jsonl.gz`` with a ``text`` a line.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.documents.furniture import share
from assistant.documents.metadata import read_metadata
from assistant.documents.structure import Structure, parse_structure
from assistant.errors import CorpusError
from assistant.text.normalise import squeeze
from assistant.text.numerals import parse_numeral, to_chinese

_ARTICLE_LINE = re.compile(
    r"^[\s\u3000#*]*第([零〇一二三四五六七八九十百千]+|\d+)[ \u3000]?条(之[一二三四五六七八九十]+)?"
    r"(?=[\s\u3000*]|$|(?<= 条))",
    re.MULTILINE,
)


@dataclass(slots=True)
class Tally:
    """What happened to the documents of one source."""

    documents: int = 0
    parsed: int = 0
    lost: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    titled: int = 0
    printed: int = 0
    found: int = 0
    off: list[tuple[str, str]] = field(default_factory=list)
    clauses: int = 0
    repeated_ids: int = 0
    furniture_heavy: list[str] = field(default_factory=list)
    wrapped_alike: int = 0
    wrapped_clauses: int = 0
    unlike: list[str] = field(default_factory=list)
    bytes_read: int = 0
    seconds: list[float] = field(default_factory=list)


def texts(source: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of a folder, an archive or a file of JSON lines, in the order of the names."""
    if source.is_dir():
        for path in sorted(p for p in source.rglob("*") if p.suffix in (".md", ".txt")):
            yield str(path.relative_to(source)), path.read_text(encoding="utf-8")
    elif source.name.endswith(".jsonl.gz"):
        with gzip.open(source, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield row["id"], row["text"]
    else:
        with tarfile.open(source) as archive:
            for member in archive:
                handle = archive.extractfile(member) if member.name.endswith((".md", ".txt")) else None
                if handle is not None:
                    yield member.name, handle.read().decode("utf-8")


def wrapped(text: str, columns: int) -> str:
    """The text as a PDF would give it: broken after ``columns`` full-width characters, no blank lines."""
    lines: list[str] = []
    for paragraph in filter(None, (re.sub(r"^[#\s]+|<!--.*?-->|\s+$", "", x) for x in text.splitlines())):
        line, used = "", 0.0
        for token in re.findall(r"[!-~]+|.", paragraph):
            size = len(token) * 0.5 if token.isascii() else 1.0
            # Closing punctuation hangs on the line before, as printers have it.
            if used + size > columns and token not in "，。；：、？！）》”’〕】":
                lines.append(line)
                line, used = "", 0.0
            line, used = line + token, used + size
        lines.append(line)
    return "\n".join(lines)


def measure(source: Path, limit: int | None, columns: int = 0) -> Tally:
    """Parse every text once; with ``columns``, also a copy of it that is wrapped there."""
    tally = Tally()
    for name, text in texts(source):
        if limit is not None and tally.documents >= limit:
            break
        if not text.strip() or Path(name).name in ("README.md", "_index.md"):
            continue
        tally.documents += 1
        tally.bytes_read += len(text.encode())
        _measure_one(name, text, tally)
        if columns:
            _compare_wrapped(name, text, columns, tally)
    return tally


def _compare_wrapped(name: str, text: str, columns: int, tally: Tally) -> None:
    """The clauses of a text beside those of its wrapped copy: equal label and equal words."""
    plain, torn = (
        {(c.label, squeeze(c.text)) for c in parse_structure(version).clauses}
        for version in (wrapped(text, 1000), wrapped(text, columns))
    )
    tally.wrapped_clauses += len(plain)
    tally.wrapped_alike += len(plain & torn)
    if plain != torn:
        only = sorted(torn - plain, key=lambda pair: len(pair[1]))
        tally.unlike.append(f"{name}: {len(plain - torn)} differ, such as {only[:1]}")


def _measure_one(name: str, text: str, tally: Tally) -> None:
    begun = time.perf_counter()
    try:
        structure = parse_structure(text)
        read_metadata(structure.clauses)
    except CorpusError as error:
        tally.lost.append(f"{name}: {error}")
        return
    except Exception as error:
        tally.crashed.append(f"{name}: {error!r}")
        return
    finally:
        tally.seconds.append(time.perf_counter() - begun)
    tally.parsed += 1
    tally.clauses += len(structure.clauses)
    tally.titled += any(c.kind == "title" for c in structure.clauses)
    tally.repeated_ids += sum(1 for c in structure.clauses if "~" in c.id and c.kind == "article")
    if share(text, structure.furniture) > 0.02:
        tally.furniture_heavy.append(name)
    _compare_articles(name, text, structure, tally)


def _compare_articles(name: str, text: str, structure: Structure, tally: Tally) -> None:
    """Lines that open with 第…条 and a blank, beside the articles of the tree."""
    printed = [_key(m.group(1), m.group(2)) for m in _ARTICLE_LINE.finditer(text)]
    # Articles of an attachment bear its name before their own.
    found = [
        re.sub(r"^附[件表录].*(?=第)", "", c.label)
        for c in structure.clauses
        if c.kind == "article" or re.match(r"第[^章节编]+条", c.marker)
    ]
    tally.printed += len(printed)
    tally.found += sum(1 for number in printed if number in set(found))
    missing = [n for n in printed if n not in set(found)]
    invented = [n for n in found if n not in set(printed)]
    if missing or invented:
        tally.off.append((name, f"missing {missing[:4]} invented {invented[:4]}"))


def _key(number: str, suffix: str | None) -> str:
    return f"第{to_chinese(parse_numeral(number) or 0)}条{suffix or ''}"


def report(tally: Tally, show: int) -> None:
    """Print the table, and examples of what went wrong."""
    seconds = sorted(tally.seconds)
    total = sum(seconds)
    rows = [
        ("documents", f"{tally.documents:,}"),
        ("parsed", f"{tally.parsed / tally.documents:.2%}"),
        ("conservation or sidecar failures", str(len(tally.lost))),
        ("crashes", str(len(tally.crashed))),
        ("with a title", f"{tally.titled / tally.documents:.2%}"),
        ("clauses", f"{tally.clauses:,}"),
        (
            "article lines found",
            f"{tally.found:,} of {tally.printed:,} ({tally.found / max(1, tally.printed):.3%})",
        ),
        ("documents whose articles differ", str(len(tally.off))),
        ("article ids used twice", str(tally.repeated_ids)),
        ("documents with more than 2 % furniture", str(len(tally.furniture_heavy))),
        (
            "seconds, p50 / p95 / longest",
            " / ".join(f"{seconds[int(len(seconds) * q)]:.4f}" for q in (0.5, 0.95, 0.9999)),
        ),
        ("MB/s", f"{tally.bytes_read / 1e6 / total:.2f}"),
        ("seconds in all", f"{total:.1f}"),
    ]
    if tally.wrapped_clauses:
        alike = tally.wrapped_alike / tally.wrapped_clauses
        rows.append(("clauses equal after wrapping", f"{alike:.3%} of {tally.wrapped_clauses:,}"))
        rows.append(("documents equal after wrapping", f"{1 - len(tally.unlike) / tally.documents:.2%}"))
    for label, value in rows:
        print(f"{label:42} {value}")
    examples = [*tally.crashed, *tally.lost, *(f"{n}: {why}" for n, why in tally.off), *tally.unlike]
    for line in examples[:show]:
        print("  ", line)


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description="Parser benchmark over a folder or archive of statutes.")
    parser.add_argument("source", type=Path)
    parser.add_argument("--limit", type=int, help="parse only the first N documents")
    parser.add_argument("--show", type=int, default=0, help="print up to N documents that went wrong")
    parser.add_argument("--wrap", type=int, default=0, help="also compare with a copy wrapped at this width")
    options = parser.parse_args()
    report(measure(options.source, options.limit, options.wrap), options.show)


if __name__ == "__main__":
    main()
