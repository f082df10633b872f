"""The share of something that is asked for, and what the texts say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.agent.context import Context
from assistant.agent.facets import Facet
from assistant.text.normalise import fold
from assistant.text.quantities import find_quantities

_SEGMENTS = re.compile(r"[，。；、,;（）()\n]")
_ALIKE, _NEARLY_ALL = 0.5, 0.7
_AROUND = re.compile(r"^(?:园区|企业|全市|本市|区内)(?:里面?|内|中)?的?(?=..)|(?:的)?(?:数量|数目|个数|占)$")


def share_without_figure(context: Context, facets: Sequence[Facet]) -> Facet | None:
    """The clause that speaks of the share asked for without a figure (占比较高), where no clause tells one.

    A percentage of something else (工业增加值占比超过50%, where the share of plants is asked for) is no answer.
    """
    asked = _thing(context)
    if asked is None:
        return None
    silent = None
    for facet in facets:
        for segment in _of_shares(context, facet.told):
            if any(quantity.unit == "%" for quantity in find_quantities(segment)):
                if alike(asked, segment) >= _ALIKE:
                    return None
            elif silent is None and alike(asked, segment) >= _NEARLY_ALL:
                silent = facet
    return silent


def _thing(context: Context) -> str | None:
    """Whose share is asked for, as the question calls it."""
    for pattern in context.lexicon.share_of:
        if found := pattern.search(context.question.folded):
            return _AROUND.sub("", _AROUND.sub("", found["of"])) or None
    return None


def _of_shares(context: Context, text: str) -> Iterator[str]:
    for segment in _SEGMENTS.split(fold(text)):
        if any(word in segment for word in context.lexicon.share_words):
            yield segment


def alike(thing: str, segment: str) -> float:
    """Share of the thing's pairs of characters that a segment holds."""
    pairs = [thing[place : place + 2] for place in range(len(thing) - 1)]
    return sum(pair in segment for pair in pairs) / len(pairs)
