"""When Python looks for objects that nothing refers to any more.

It looks again whenever enough objects have been made, through all that live. What a start makes (modules, words,
rules, documents) lives to the end, so those looks find nothing: they take a fifth of a start, and pauses of a
tenth of a second later.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def while_starting() -> Iterator[None]:
    """Do not look within; nested uses end with the outermost."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle_memory() -> None:
    """Free what no longer serves and leave what does out of further looks."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
