"""The script that pages embed: the built file with the words of ``prompts/`` put in, small on the wire."""

from __future__ import annotations

import gzip
import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from assistant.wording import words

BUILT = Path(__file__).with_name("widget.js")
LANGUAGES = ("zh", "en")
_PLACE = '"@words@"'


class Script(NamedTuple):
    """The script as it is sent."""

    plain: bytes
    packed: bytes
    etag: str


@cache
def script() -> Script:
    """The script with the words of both languages.

    Raises:
        ValueError: The built file has no place for words.
    """
    built = BUILT.read_text(encoding="utf-8")
    if built.count(_PLACE) != 1:
        raise ValueError(f"{BUILT} 不是可用的构建结果：请运行 make widget。")
    plain = built.replace(_PLACE, _literal(_all_words())).encode()
    # No time in the header: the same script gives the same bytes.
    return Script(plain, gzip.compress(plain, 9, mtime=0), f'"{sha256(plain).hexdigest()[:16]}"')


def _all_words() -> dict[str, dict[str, object]]:
    examples = words("examples")
    return {lang: {**words(f"widget.{lang}"), "examples": examples[lang]} for lang in LANGUAGES}


def _literal(value: object) -> str:
    """JSON that is also JavaScript, in whatever element it may be put."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
