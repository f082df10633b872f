"""The lanes of an application, from what the operator set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from assistant.service.access.kinds import Kind
from assistant.service.access.lanes import Lane
from assistant.settings import Settings

_WORDED_AT_ONCE = 40
"""A model's answer is waited for, not worked on: as many as there are threads for answers under way."""
_HEAVY_WAITS_S = 30.0
_HEAVY_QUEUE = 0.25


def open_lanes(settings: Settings) -> Mapping[Kind, Lane]:
    """The lane of each kind of work; look-ups and answers share one unless a model words the answers."""
    lane = partial(Lane, waiting=settings.queue, longest_s=settings.queue_seconds)
    quick = lane("quick", at_once=settings.at_once)
    asked = quick
    if settings.llm:
        asked = lane("asked", at_once=max(_WORDED_AT_ONCE, settings.at_once))
    heavy = Lane(
        "heavy",
        at_once=settings.heavy_at_once,
        waiting=int(settings.queue * _HEAVY_QUEUE),
        longest_s=max(_HEAVY_WAITS_S, settings.queue_seconds),
    )
    return {"quick": quick, "asked": asked, "heavy": heavy}
