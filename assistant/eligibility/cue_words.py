"""Fills the word lists that the cues of a fact and the names of its options hold (``注册~{本市}``) into them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.eligibility.scheme_file import Cues, FactEntry, Option

_NAMED = re.compile(r"\{([^{}]+)\}")


def with_words(entry: FactEntry, words: Mapping[str, Sequence[str]]) -> FactEntry:
    """The fact with every ``{name}`` in its cues and in its options replaced by each word of that list in turn.

    Raises:
        ValueError: A cue or an option names a list that is not declared.
    """
    cues = {kind: tuple(_filled(getattr(entry.cues, kind), words)) for kind in Cues.model_fields}
    options, kinds = (_with_names(listed, words) for listed in (entry.options, entry.kinds))
    return entry.model_copy(update={"cues": Cues(**cues), "options": options, "kinds": kinds})


def _with_names(options: Sequence[Option], words: Mapping[str, Sequence[str]]) -> tuple[Option, ...]:
    """Options whose other names hold word lists (``做{工业品}``), with these filled in."""
    return tuple(
        option.model_copy(update={"aliases": tuple(dict.fromkeys(_filled(option.aliases, words)))})
        for option in options
    )


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
