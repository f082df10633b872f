"""Standards that are asked about by their number and that no document names."""

from __future__ import annotations

import re

from assistant.agent.context import Context
from assistant.text.normalise import fold

_STANDARD = re.compile(
    r"(?<![A-Za-z0-9@.])(?:[A-Za-z]{2,}(?:/[A-Za-z]+)?(?=\d)|[A-Z]{2,}(?:/[A-Z]+)?[ -]|[a-z]+/[a-z]+[ -])"
    r"(?!(?:19|20)\d{2}(?!\d))\d{3,}(?:\.\d+)?(?![A-Za-z0-9.]*@)"
)
"""A standard or the like, by its letters and number (ISO14001, GB/T 23331)."""


def standard_unheard_of(context: Context) -> str | None:
    """A standard that a yes-or-no question names and no document does (非得有ISO14001吗).

    A clause near to it (体系要健全) asks for no such thing, and must not look as if it did.
    """
    question = context.question
    for match in _STANDARD.finditer(question.raw) if question.polar else ():
        letters, number = re.split(r"[ -]|(?=\d)", fold(match[0]), maxsplit=1)
        printed = re.compile(rf"{re.escape(letters)}[\s-]*{re.escape(number)}")
        if not any(printed.search(fold(document.text)) for document in context.library.documents):
            return match[0]
    return None
