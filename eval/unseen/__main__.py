"""Reads every unseen notice in every format and prints what was read right.

Usage: ``python -m eval.unseen [--formats txt,md] [--notices NAME,…] [--misses] [--json] [--folder DIR]``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

from assistant.register.build import build_register
from eval.unseen.formats import WRITERS, read
from eval.unseen.notices import load, names
from eval.unseen.scoring import Share, score

Table = dict[str, dict[str, dict[str, Share]]]


def main() -> int:
    """Score, print, and return 0."""
    arguments = _arguments()
    table, reasons = measure(arguments.notices.split(","), arguments.formats.split(","), arguments.folder)
    if arguments.json:
        json.dump(_plain(table), sys.stdout, ensure_ascii=False, indent=1)
        return 0
    _print(table, reasons)
    if arguments.misses:
        _print_misses(table)
    return 0


def measure(wanted: list[str], forms: list[str], folder: Path | None) -> tuple[Table, list[str]]:
    """Shares by format, notice and subject, and why some are lacking."""
    table: Table = defaultdict(dict)
    reasons = []
    for form in forms:
        for name in wanted:
            notice = load(name)
            try:
                document = read(notice, form, folder)
            except (LookupError, ImportError) as error:
                reasons.append(f"{form} {name}: {error}")
                continue
            table[form][name] = dict(score(notice, document, build_register([document])))
    return table, reasons


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--formats", default=",".join(WRITERS))
    parser.add_argument("--notices", default=",".join(names()))
    parser.add_argument("--misses", action="store_true", help="list what is wrong")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--folder", type=Path, help="where made files are kept")
    return parser.parse_args()


def total(shares: list[Share]) -> Share:
    """All shares as one."""
    return Share(
        right=sum(s.right for s in shares),
        wanted=sum(s.wanted for s in shares),
        missed=tuple(m for s in shares for m in s.missed),
        beyond=tuple(b for s in shares for b in s.beyond),
    )


def _print(table: Table, reasons: list[str]) -> None:
    subjects = ("clauses", "metadata", "deadlines", "contacts")
    print(f"{'format':<15}{'notice':<24}" + "".join(f"{s:>20}" for s in subjects))
    for form, notices in table.items():
        rows = [*notices.items(), ("all", {s: total([n[s] for n in notices.values()]) for s in subjects})]
        for name, shares in rows:
            print(f"{form:<15}{name:<24}" + "".join(f"{_cell(shares[s]):>20}" for s in subjects))
    for reason in reasons:
        print(f"not read: {reason}")


def _cell(share: Share) -> str:
    beyond = f"+{len(share.beyond)}" if share.beyond else ""
    return f"{share.value:.1%} {share.right}/{share.wanted}{beyond}"


def _print_misses(table: Table) -> None:
    for form, notices in table.items():
        for name, shares in notices.items():
            for subject, share in shares.items():
                for line in share.missed:
                    print(f"MISSED {form} {name} {subject}: {line}")
                for line in share.beyond:
                    print(f"BEYOND {form} {name} {subject}: {line}")


def _plain(table: Table) -> dict[str, object]:
    return {
        form: {
            name: {
                subject: {
                    "share": round(share.value, 4),
                    "right": share.right,
                    "wanted": share.wanted,
                    "missed": share.missed,
                    "beyond": share.beyond,
                }
                for subject, share in shares.items()
            }
            for name, shares in notices.items()
        }
        for form, notices in table.items()
    }


if __name__ == "__main__":
    raise SystemExit(main())
