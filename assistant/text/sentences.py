"""Where sentences end."""

from __future__ import annotations

import re

_ENDS = "。！？；!?;\n"
_CLOSERS = "”’」』）)》】"
_PAIRS = {"（": "）", "(": ")", "“": "”", "「": "」", "《": "》"}
_MARK = re.compile(f"[{re.escape(''.join((_ENDS, *_PAIRS, *_PAIRS.values())))}]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Offset pairs that cover the text; a sentence ends at 。！？； or a line end outside brackets.

    >>> [s for s in (lambda t: [t[a:b] for a, b in split_sentences(t)])("甲（乙。丙）丁。戊；")]
    ['甲（乙。丙）丁。', '戊；']
    """
    found: list[tuple[int, int]] = []
    start = 0
    closing: list[str] = []
    index = 0
    while mark := _MARK.search(text, index):
        index, character = mark.start(), mark.group()
        if closing and character == closing[-1]:
            closing.pop()
        elif character in _PAIRS and text.find(_PAIRS[character], index) >= 0:
            closing.append(_PAIRS[character])
        elif character == "\n" or (not closing and character in _ENDS and not _in_token(text, index)):
            index += 1
            while index < len(text) and text[index] in _CLOSERS:
                index += 1
            found.append((start, index))
            start = index
            closing = []
            continue
        index += 1
    if start < len(text):
        found.append((start, len(text)))
    return found


def _in_token(text: str, index: int) -> bool:
    """A half-width ? or ! before a Latin character belongs to an address; a half-width ; parts Chinese text alone."""
    if text[index] == ";":
        return not _is_chinese(text[:index].rstrip()[-1:]) and not _is_chinese(text[index + 1 :].lstrip()[:1])
    if text[index] not in "!?":
        return False
    return index + 1 < len(text) and text[index + 1].isascii() and not text[index + 1].isspace()


def _is_chinese(character: str) -> bool:
    return "\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"
