"""Plain RAG: LangChain's splitter, Chroma, the bundled embedder, the four nearest chunks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.documents.library import Library
from assistant.index.embedder import Embedder
from eval.peers.passages import PassagePeer, chunks


class ChromaFinder:
    """Nearest chunks by cosine similarity in an in-memory Chroma collection."""

    def __init__(self, collection: Any, embedder: Embedder) -> None:
        self._collection = collection
        self._embedder = embedder

    def find(self, question: str, limit: int) -> Sequence[int]:
        """Positions of the nearest chunks; none for a text without any known token."""
        vector = self._embedder.encode([question])[0]
        count = min(limit, self._collection.count())
        if count == 0 or not vector.any():
            return []
        answer = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        pairs = sorted(zip(answer["distances"][0], answer["ids"][0], strict=True))
        return [int(name) for _, name in pairs]


def plain_rag(library: Library, embedder: Embedder, name: str = "plain_rag") -> PassagePeer:
    """The peer over a library, its chunks embedded by the assistant's own model."""
    import chromadb
    from chromadb.config import Settings

    cut = chunks(library)
    client = chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False))
    if name in {collection.name for collection in client.list_collections()}:
        client.delete_collection(name)
    collection = client.create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
    )
    if cut:
        vectors = embedder.encode([chunk.text for chunk in cut])
        collection.add(ids=[str(n) for n in range(len(cut))], embeddings=list(vectors))
    return PassagePeer(name, library, cut, ChromaFinder(collection, embedder))
