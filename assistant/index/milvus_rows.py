"""What Milvus holds: the collections, their fields, and a passage as a row."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from assistant.index.contents import Entry
from assistant.index.lexical import K1, B
from assistant.index.places import Stock
from assistant.text.normalise import fold

_LONGEST_BYTES = 65_535
_LOOKS, _BETWEEN_LOOKS_S = 30, 0.1
DIGEST = 16
"""Characters of a digest; the key of a row begins with that of its document."""


def create_collections(client: Any, rows: str, documents: str, dimension: int) -> None:
    """Make the collections of rows and of documents where they are missing, and have them loaded."""
    from pymilvus import DataType, Function, FunctionType
    from pymilvus.exceptions import MilvusException

    def make(name: str, schema: Any, index: Any) -> None:
        try:
            # Strong: a search sees all that was put in before it.
            client.create_collection(name, schema=schema, index_params=index, consistency_level="Strong")
        except MilvusException:
            # Another process may be making it at the same time.
            if not _comes(partial(client.has_collection, name)):
                raise

    if not client.has_collection(rows):
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("pk", DataType.VARCHAR, is_primary=True, max_length=64)
        schema.add_field("digest", DataType.VARCHAR, max_length=DIGEST)
        schema.add_field("document_id", DataType.VARCHAR, max_length=1024)
        cut = {"tokenizer": {"type": "jieba", "mode": "search"}}
        words = {"max_length": _LONGEST_BYTES, "enable_analyzer": True, "analyzer_params": cut}
        schema.add_field("words", DataType.VARCHAR, **words)
        schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimension)
        schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            Function(
                name="bm25",
                function_type=FunctionType.BM25,
                input_field_names=["words"],
                output_field_names=["sparse"],
            )
        )
        index = client.prepare_index_params()
        index.add_index("dense", index_type="AUTOINDEX", metric_type="COSINE")
        weights = {"bm25_k1": K1, "bm25_b": B}
        index.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=weights)
        make(rows, schema, index)
    if not client.has_collection(documents):
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("digest", DataType.VARCHAR, is_primary=True, max_length=DIGEST)
        schema.add_field("document_id", DataType.VARCHAR, max_length=1024)
        schema.add_field("left_at", DataType.INT64)
        # Milvus has no collection without vectors.
        schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)
        index = client.prepare_index_params()
        index.add_index("nothing", index_type="AUTOINDEX", metric_type="COSINE")
        make(documents, schema, index)
    for name in (rows, documents):
        # Until whoever makes it has made its indexes, too, it cannot be loaded.
        _comes(partial(_loads, client, name))
        client.load_collection(name)


def _comes(there: Callable[[], bool]) -> bool:
    """Whether something is there, now or within some seconds."""
    for _ in range(_LOOKS):
        if there():
            return True
        time.sleep(_BETWEEN_LOOKS_S)
    return there()


def _loads(client: Any, name: str) -> bool:
    from pymilvus.exceptions import MilvusException

    try:
        client.load_collection(name)
    except MilvusException:
        # Said by the caller's own try, once waiting is over.
        return False
    return True


def listed_documents(client: Any, documents: str) -> dict[str, int]:
    """Digests of the documents that are all there, and since when each has left the corpus: 0 for not."""
    # It warns that Milvus Lite knows no time stamps; one state is read as well without.
    logging.getLogger("pymilvus.client.iterator").setLevel(logging.ERROR)
    found: dict[str, int] = {}
    rows = client.query_iterator(
        documents, batch_size=1000, filter='digest != ""', output_fields=["digest", "left_at"]
    )
    try:
        while batch := rows.next():
            found |= {row["digest"]: int(row["left_at"]) for row in batch}
    finally:
        rows.close()
    return found


def rows_of(entry: Entry, start: int, stock: Stock) -> Iterator[dict[str, Any]]:
    """The passages of a document, which stand from ``start`` on."""
    passages = stock.passages[start : start + entry.rows]
    vectors = stock.exact.vectors(np.arange(start, start + entry.rows))
    for row, (passage, vector) in enumerate(zip(passages, vectors, strict=True)):
        words = fold(passage.full_text).encode()[:_LONGEST_BYTES].decode(errors="ignore")
        yield {
            "pk": f"{entry.digest}{row}",
            "digest": entry.digest,
            "document_id": entry.document_id,
            "words": words,
            "dense": vector,
        }


def line_of(entry: Entry, left: int = 0) -> dict[str, Any]:
    """A document whose rows are all there; ``left`` is when it left the corpus, 0 for not."""
    return {
        "digest": entry.digest,
        "document_id": entry.document_id,
        "left_at": left,
        "nothing": [1.0, 0.0],
    }
