"""The folder in which several processes that serve one port keep their figures together."""

from __future__ import annotations

import atexit
import shutil
import tempfile

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client is told, when it is first imported."""


def share_figures() -> dict[str, str]:
    """What the processes must find in their environment; the folder goes when this process ends."""
    folder = tempfile.mkdtemp(prefix="assistant-metrics-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return {FOLDER: folder}
