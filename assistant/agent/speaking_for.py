"""Whose case a message tells: one's own, or that of a client, a friend or a firm in the district for whom one asks."""

from __future__ import annotations

import re
from functools import cache

from assistant.wording import words


def asks_for_another(text: str) -> bool:
    """Whether a message says that it asks on behalf of somebody (帮客户问问; on behalf of a client)."""
    return any(pattern.search(text) for pattern in _on_behalf())


def as_own(text: str) -> str:
    """What is told of the one asked for, as if it were told of oneself (客户去年停产过: 我们去年停产过)."""
    said = words("speaking_for")
    text = re.sub(str(said["called"]), str(said["own"]), text)
    for pattern, own in said["called_english"].items():
        text = re.sub(pattern, str(own), text, flags=re.IGNORECASE)
    return text


@cache
def _on_behalf() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(pattern), re.IGNORECASE) for pattern in words("speaking_for")["on_behalf"])
