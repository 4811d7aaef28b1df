"""The written questions of every section in a Chroma collection: which of them lie nearest to a question.

The collection is part of the index: embedded below ``HOME/index/<hash>/chroma``, or on a Chroma server under the same hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np

from knowledge.embedding import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

NEAREST = 300
"""How many written questions are looked up: some forty a section, so that a dozen sections stand among them."""
_BATCH = 1000


def client_at(folder: Path, url: str) -> Client:
    """A Chroma client: embedded in the folder, or of the server at the address."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not url:
        return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))
    at = urlsplit(url)
    tls = at.scheme == "https"
    host, port = at.hostname or "localhost", at.port or (443 if tls else 8000)
    return cast("Client", chromadb.HttpClient(host=host, port=port, ssl=tls, settings=settings))


def fill(client: Client, name: str, vectors: Vectors, columns: Sequence[int]) -> None:
    """Put the written questions of an index into its collection; ``columns`` are their sections' numbers."""
    collection = client.get_or_create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": NEAREST}}
    )
    for start in range(0, len(vectors), _BATCH):
        batch = slice(start, start + _BATCH)
        collection.upsert(
            ids=[f"q{number}" for number in range(start, start + len(vectors[batch]))],
            embeddings=vectors[batch],
            metadatas=[{"section": int(column)} for column in columns[batch]],
        )


def nearness(collection: Collection, rows: Vectors, sections: int) -> Vectors:
    """Of each section (a column) how near its nearest written question lies to each text (a row), by cosine. A section that
    has none among the nearest stands as far as the last of them."""
    found = collection.query(
        query_embeddings=rows,
        n_results=min(NEAREST, collection.count()),
        include=["distances", "metadatas"],
    )
    distances, owners = found["distances"] or [], found["metadatas"] or []
    near = np.empty((len(rows), sections), dtype=np.float32)
    for row, (far, told) in enumerate(zip(distances, owners, strict=True)):
        likeness = 1.0 - np.asarray(far, dtype=np.float32)
        near[row] = likeness.min(initial=1.0)
        columns = np.array([int(str(each["section"])) for each in told], dtype=np.int64)
        np.maximum.at(near[row], columns, likeness)
    return near
