"""Facts told as on a form, the label and behind a colon the value (在本市登记注册：否)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from assistant.eligibility.facts import Fact
from assistant.eligibility.message import split_message
from assistant.eligibility.reading import NOTHING, Reading
from assistant.eligibility.said_words import word_list
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold

Read = Callable[[Reading], Any]

_LINE = re.compile(
    r"(?:^|(?<=[，,。；;\n：:]))\s*(?P<label>[^，,。；;\n：:]{2,40})[：:](?=\s*(?P<value>[^，,。；;\n：:]{1,60}))"
)
_TELLING = 4
"""So many characters of a label tell it from others."""
_ASIDE = re.compile(r"[（(][^（）()]*[）)]|\s")


def read_labelled(
    text: str, scheme: Scheme, as_of: date, readers: Mapping[str, Read]
) -> tuple[dict[str, Any], str]:
    """The facts that a message writes as label and value, and the message without them.

    A value that does not fit its fact is left in the message, to be read like other words.
    """
    lines = list(_LINE.finditer(text))
    if not lines:
        return {}, text
    labels = {_plain(fact.entry.label): fact for fact in scheme.facts.values()}
    found: dict[str, Any] = {}
    rest, last = [], 0
    for match in lines:
        fact = _labelled(_plain(match["label"]), labels)
        value = NOTHING if fact is None else _value(match["value"], fact, scheme, as_of, readers)
        if fact is None or value is NOTHING:
            continue
        found[fact.name] = value
        rest.append(text[last : match.start()])
        last = match.end("value")
    return found, "".join((*rest, text[last:])).strip(" \n，,。；;：:") if found else text


def _labelled(written: str, labels: Mapping[str, Fact]) -> Fact | None:
    """The fact of this label, or the only one of which it is the end or the greater part (示范企业数)."""
    if written in labels:
        return labels[written]
    ends = [fact for label, fact in labels.items() if len(written) > 1 and label.endswith(written)]
    inside = [fact for label, fact in labels.items() if len(written) >= _TELLING and written in label]
    near = ends or inside
    return near[0] if len(near) == 1 else None


def _plain(label: str) -> str:
    plain = _ASIDE.sub("", fold(label))
    for word in word_list("corrections"):
        plain = plain.removeprefix(word)
    return plain


def _value(said: str, fact: Fact, scheme: Scheme, as_of: date, readers: Mapping[str, Read]) -> Any:
    word = fold(said).strip(" 。.")
    if word in word_list("form_unknown"):
        return None
    if word in word_list("form_not_applicable"):
        return {"state": "not_applicable"}
    kind = fact.entry.type
    if kind == "boolean":
        return {
            **dict.fromkeys(word_list("form_yes"), True),
            **dict.fromkeys(word_list("form_no"), False),
        }.get(word, NOTHING)
    if kind in ("listing", "events") and word in word_list("form_no"):
        return False if kind == "listing" else []
    if kind == "enum":
        return {fold(name): value for name, value in fact.options.items()}.get(word, NOTHING)
    if kind in ("number", "date"):
        return readers[kind](Reading(scheme, fact, split_message(said), as_of, asked=True))
    return NOTHING
