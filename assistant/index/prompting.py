"""The words that a retrieval model wants before a question or a passage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class Prompts(NamedTuple):
    """What is put before a question and before a passage; empty for nothing."""

    query: str = ""
    passage: str = ""


# Source: the model cards of BAAI/bge-*-v1.5, intfloat/*e5*, Qwen/Qwen3-Embedding, as of 2026.
_TASK = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
_CONVENTIONS: tuple[tuple[str, Prompts], ...] = (
    (r"\bbge-(?!m3|reranker)\S*zh\b", Prompts("为这个句子生成表示以用于检索相关文章：")),
    (r"\bbge-(?!m3|reranker)\S*en\b", Prompts("Represent this sentence for searching relevant passages: ")),
    (r"\be5-\S*instruct\b", Prompts(f"{_TASK} ")),
    (r"\be5\b", Prompts("query: ", "passage: ")),
    (r"\bqwen3-embedding\b", Prompts(_TASK)),
)


def prompts_of(name: str, own: Mapping[str, str | None]) -> Prompts:
    r"""The prompts of a model: those that it brings along, else those customary for its family.

    Args:
        name: Name of the model or of its folder, which should be called like the model.
        own: The prompts of its config_sentence_transformers.json.

    >>> prompts_of("intfloat/multilingual-e5-small", {})
    Prompts(query='query: ', passage='passage: ')
    >>> prompts_of("/models/bge-small-zh-v1.5", {"query": "", "document": ""}).query
    '为这个句子生成表示以用于检索相关文章：'
    >>> prompts_of("Qwen/Qwen3-Embedding-0.6B", {"query": "Instruct: 检索\nQuery:"}).query
    'Instruct: 检索\nQuery:'
    >>> prompts_of("BAAI/bge-m3", {})
    Prompts(query='', passage='')
    """
    told = Prompts(own.get("query") or "", own.get("document") or own.get("passage") or "")
    if any(told):
        return told
    last = re.split(r"[\\/]", name.rstrip("\\/"))[-1].lower().replace("_", "-")
    return next((prompts for form, prompts in _CONVENTIONS if re.search(form, last)), Prompts())
