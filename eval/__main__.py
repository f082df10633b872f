"""``python -m eval``: how good is it, where does it fail, did this change make it worse.

Asks the assistant in this process (or a server, ``--target URL``), keeps the answers in a run folder (``--run DIR``),
scores them and prints one table. Exit status 1 when a figure lies below its floor (``--floors FILE``) or a target
fails, 2 when the command or a dataset is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from eval.errors import EvaluationError
from eval.options import read_options
from eval.session import Session


def main(argv: Sequence[str] | None = None) -> int:
    """Run the evaluation; returns the exit status."""
    try:
        options = read_options(argv, __doc__)
        with Session(options) as session:
            session.measure()
            session.write()
            return session.judge_floors()
    except EvaluationError as error:
        print(f"eval: {error}", file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        print("eval: stopped; what was answered is kept in the run", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
