"""What a brief reply in words of its own says of the one fact asked for: 八字还没一撇, 年年都过审的.

A small network over the reply and the name of the fact, trained by ``eval/train/fit_replies.py`` on replies of several
writers. It is heard only where neither the cues nor the words for yes and no tell anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.eligibility.facts import Fact
from assistant.eligibility.gram_network import GramNetwork, grams_of, hashed, read_network
from assistant.index.static import bundled as embedder
from assistant.text.normalise import fold

FILE = Path(__file__).with_name("brief_replies.npz")
BUCKETS = 1 << 15
YES, NO, UNKNOWN = "yes", "no", "unknown"
CODES = (YES, NO, UNKNOWN)
LONGEST = 40
"""A longer message tells what it tells by itself."""
_SURE, _MARGIN = 0.9, 4.0
_TAGGED = 2
"""N-grams of up to as many characters stand a second time with the fact: 去了 says of a review what it says of no list."""


def buckets(reply: str, fact: str) -> list[int]:
    """The buckets of a folded reply to the question for a fact."""
    grams = grams_of(reply)
    tagged = {f"{fact}|{gram}" for gram in grams if len(gram.replace(" ", "")) <= _TAGGED}
    return hashed({*grams, *tagged, f"@{fact}"}, BUCKETS)


def read_brief_reply(text: str, fact: Fact) -> Mapping[str, Any]:
    """The fact with what a reply says of it, as on the wire (None: not known); nothing where that is not sure."""
    reply = fold(text).strip()
    if fact.entry.type not in ("boolean", "events", "listing") or not 0 < len(reply) <= LONGEST:
        return {}
    if fact.entry.by_names or fact.entry.years:
        return {}
    shares = _bundled().probabilities([buckets(reply, fact.name)], embedder().encode([reply]))[0]
    best, next_best = np.sort(shares)[::-1][:2]
    if best < _SURE or best < _MARGIN * next_best:
        return {}
    said = CODES[int(shares.argmax())]
    if said == UNKNOWN:
        return {fact.name: None}
    if fact.entry.type == "boolean":
        return {fact.name: said == YES}
    if said == YES:
        # That something happened, or is listed, is not enough: what and when is asked as before.
        return {}
    return {fact.name: [] if fact.entry.type == "events" else False}


@cache
def _bundled() -> GramNetwork:
    return read_network(FILE)
