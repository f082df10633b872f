"""Fills the word lists that the cues of a fact name (``注册~{本市}``) into the cues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.eligibility.scheme_file import Cues, FactEntry

_NAMED = re.compile(r"\{([^{}]+)\}")


def with_words(entry: FactEntry, words: Mapping[str, Sequence[str]]) -> FactEntry:
    """The fact with every ``{name}`` in its cues replaced by each word of that list in turn.

    Raises:
        ValueError: A cue names a list that is not declared.
    """
    kinds = {kind: tuple(_filled(getattr(entry.cues, kind), words)) for kind in Cues.model_fields}
    return entry.model_copy(update={"cues": Cues(**kinds)})


def _filled(cues: Sequence[str], words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for cue in cues:
        named = _NAMED.search(cue)
        if named is None:
            yield cue
            continue
        if named[1] not in words:
            raise ValueError(f"the cue {cue!r} names the words {named[1]!r}, which are not declared")
        replaced = [cue[: named.start()] + word + cue[named.end() :] for word in words[named[1]]]
        yield from _filled(replaced, words)
