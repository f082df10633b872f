"""Latency percentiles and length.

Latency is the time from question to whole answer on the asker's side. p50 and p95 are the linear-interpolation
percentiles (type 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996). Length is the number of
characters of the prose without citation markers and emphasis: what a reader must read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np


def percentile_ms(seconds: Sequence[float], percent: float) -> float:
    """A percentile in milliseconds; NaN of nothing.

    >>> percentile_ms([0.010, 0.020, 0.030], 50)
    20.0
    """
    return float(np.percentile(np.asarray(seconds) * 1000, percent)) if len(seconds) else float("nan")


def length(answer: str) -> int:
    """Characters that a reader reads.

    >>> length("公示 **5** 天。[1]")
    7
    """
    return len(re.sub(r"\[\d+\]|\*+", "", answer).strip())
