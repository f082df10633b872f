"""The bodies that issue a text, alone or together, as its signature, letterhead or title names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.documents.heads import is_issuer

# Two words of one name may each look like a body: 某市人民政府 办公室.
_PART_OF_NAME = re.compile(r"^(?:办公[厅室]|秘书处|委员会|领导小组)")
_SENTENCE = re.compile(r"^(?:为|根据|按照|依据|第)|[:：、《]")
_SHORTEST = 5


def bodies_in(text: str) -> tuple[str, ...]:
    """The bodies that a line names; a name spread over the line is one.

    >>> bodies_in("某市水务局　　某市财政局"), bodies_in("某 市 财 政 局"), bodies_in("某市人民政府 办公室")
    (('某市水务局', '某市财政局'), ('某市财政局',), ('某市人民政府办公室',))
    """
    names = re.split(r"[\s\u3000、]+", text.strip())
    together = is_issuer(names[0]) and all(_is_body(name) for name in names[1:])
    return tuple(names) if together else ("".join(names),)


def bodies_before_subject(title: str) -> tuple[str, ...]:
    """The bodies before 关于 in a title; none where it names none.

    >>> bodies_before_subject("某市水务局 某市财政局关于开展评选的通知"), bodies_before_subject("关于开展评选的通知")
    (('某市水务局', '某市财政局'), ())
    """
    front, _, subject = title.partition("关于")
    names = bodies_in(front) if subject and front.strip() and not _SENTENCE.search(front) else ()
    return names if all(map(is_issuer, names)) else ()


def join_title(pieces: Sequence[str]) -> str:
    """The pieces of a title as one line; a blank stays between bodies that issue it together.

    >>> join_title(["某市水务局", "某市财政局", "关于印发", "办法的通知"])
    '某市水务局 某市财政局关于印发办法的通知'
    """
    title = ""
    for piece in pieces:
        own = piece.split("关于", 1)[0]
        last = title.split()[-1] if title else ""
        title += (" " if is_issuer(last) and _is_body(own) else "") + piece
    return title


def _is_body(name: str) -> bool:
    """Whether a name behind another is that of a further body."""
    return len(name) >= _SHORTEST and is_issuer(name) and not _PART_OF_NAME.match(name)
