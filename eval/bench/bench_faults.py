"""Faults, each brought about for real: what users saw, seconds to recover, what was lost.

Usage::

    python -m eval.bench.bench_faults [--only NAME …] [--faketime /path/to/libfaketime.so.1]

Workers, PostgreSQL and Chroma are started on this machine and killed, frozen, cut off under the load of a few users;
the small disk wants the right to mount, the clock a library (libfaketime), which is not installed along.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from eval.bench import fault_cases as cases
from eval.topology.deployment import Deployment, deployment

TOGETHER: dict[str, Callable[[Deployment, str], cases.Outcome]] = {
    "worker": cases.worker_killed,
    "exchange": cases.exchanged,
    "database": cases.database_gone,
    "frozen": cases.database_frozen,
    "chroma": cases.chroma_gone,
    "ingests": cases.two_ingests,
}
ALONE: dict[str, Callable[[Path], cases.Outcome]] = {
    "disk": cases.disk_full,
    "model": cases.model_hangs,
    "index": cases.corrupt_index,
    "batch": cases.batch_killed,
    "memory": cases.memory_short,
}


def main() -> None:
    """Bring about the faults and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=[*TOGETHER, *ALONE, "clock"], default=[])
    parser.add_argument("--faketime", type=Path)
    chosen = parser.parse_args()
    wanted = chosen.only or [*TOGETHER, *ALONE, "clock"]
    singly: dict[str, Callable[[Path], cases.Outcome]] = {
        **ALONE,
        "clock": partial(cases.clock_jumps, library=chosen.faketime),
    }
    print(
        "| fault | what users saw | seconds to recover | answers or documents lost |\n|---|---|---|---|",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as place:
        if set(wanted) & set(TOGETHER):
            with deployment(Path(place) / "together", workers=2, workbench=False) as running:
                assert running.postgres is not None
                for name in [name for name in TOGETHER if name in wanted]:
                    print(TOGETHER[name](running, running.postgres.url).line(), flush=True)
        for name in [name for name in singly if name in wanted]:
            print(singly[name](Path(place) / name).line(), flush=True)


if __name__ == "__main__":
    main()
