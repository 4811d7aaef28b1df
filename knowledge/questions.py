"""The written questions of every section in a Chroma collection: which of them lie nearest to a question.

The collection is part of the index: embedded below ``HOME/index/<hash>/chroma``, or on a Chroma server under the same hash.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

NEAREST = 300
"""How many written questions are looked up: some forty a section, so that a dozen sections stand among them."""
_BATCH = 1000
_TURN = threading.Lock()
"""Chroma shares what is opened of a folder in a process, and shows it to a second thread before it can be asked, or while it is
closed: two demos in one process met that. So one thread opens or closes at a time."""


def client_at(folder: Path, url: str) -> Client:
    """A Chroma client: embedded in the folder, or of the server at the address."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not url:
        with _TURN:
            return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))
    at = urlsplit(url)
    tls = at.scheme == "https"
    host, port = at.hostname or "localhost", at.port or (443 if tls else 8000)
    return cast("Client", chromadb.HttpClient(host=host, port=port, ssl=tls, settings=settings))


def closed(client: Client) -> None:
    """Close one; what it shares with others stays open for them."""
    with _TURN:
        client.close()


@contextmanager
def opened_at(folder: Path, url: str) -> Iterator[Client]:
    """A client that is closed in the end."""
    client = client_at(folder, url)
    try:
        yield client
    finally:
        closed(client)


def fill(client: Client, name: str, vectors: Vectors, columns: Sequence[int]) -> None:
    """Put the written questions of an index into its collection; ``columns`` are their sections' numbers.

    Raises:
        ValueError: somebody else made a collection of this name on the server, which names a model.
    """
    collection = client.get_or_create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": NEAREST}}
    )
    # Chroma's client loads the model that a collection names, with the code that comes with it, when something is put in
    # (github.com/chroma-core/chroma/issues/6717); asking the collection loads none. Its own reading of this loads it, too.
    if _names_a_model(collection._model.serialized_schema):  # noqa: SLF001
        raise ValueError(
            f"the collection {name} of the Chroma server names a model, which Marque never does: somebody else made it. Delete"
            " it, and let Marque alone reach the server"
        )
    for start in range(0, len(vectors), _BATCH):
        batch = slice(start, start + _BATCH)
        collection.upsert(
            ids=[f"q{number}" for number in range(start, start + len(vectors[batch]))],
            embeddings=vectors[batch],
            metadatas=[{"section": int(column)} for column in columns[batch]],
        )


def _names_a_model(schema: object) -> bool:
    """Whether anything in the schema of a collection, as the server sent it, is made vectors of by a model."""
    if isinstance(schema, Mapping):
        return schema.get("type") == "known" or any(map(_names_a_model, schema.values()))
    return isinstance(schema, list) and any(map(_names_a_model, schema))


class WrittenQuestions:
    """The written questions of an index: compared with one by one until their collection is open.

    Chroma takes a second and 120 MB to load, which one question from a cold shell need not pay. ``vectors`` are of length
    one, ``columns`` the numbers of their sections.
    """

    def __init__(
        self, vectors: Vectors, columns: Sequence[int], collection: Callable[[], Collection]
    ) -> None:
        self._vectors, self._columns = vectors, np.array(columns, dtype=np.int64)
        self._collection = collection
        self._opened: Collection | None = None

    @property
    def written(self) -> tuple[Vectors, Sequence[int]]:
        """The vectors, and the numbers of their sections."""
        return self._vectors, self._columns.tolist()

    def open(self) -> None:
        """Open the collection, which is asked from then on.

        Raises:
            ChromaError, ValueError, OSError: there is none, or it is damaged.
        """
        collection = self._collection()
        if collection.count() != len(self._vectors):
            raise ValueError(f"the collection holds {collection.count()} questions, not {len(self._vectors)}")
        self._opened = collection

    def nearness(self, rows: Vectors, sections: int) -> Vectors:
        """Of each section (a column) how near its nearest written question lies to each text (a row), by cosine. A section
        that has none among the :data:`NEAREST` stands as far as the last of them."""
        near = np.empty((len(rows), sections), dtype=np.float32)
        for row, (likeness, columns) in enumerate(self._found(rows)):
            near[row] = likeness.min(initial=1.0)
            np.maximum.at(near[row], columns, likeness)
        return near

    def closest(self, rows: Vectors) -> Sequence[Vectors]:
        """How near the nearest written questions lie to each text (a row), by cosine, in no order."""
        return [likeness for likeness, _ in self._found(rows)]

    def _found(self, rows: Vectors) -> Sequence[tuple[Vectors, NDArray[np.int64]]]:
        """The nearest of each row; compared with one by one again from then on, where another process that shares the home has
        put a collection of its own in the place of the one that is open."""
        if (opened := self._opened) is None:
            return list(self._compared(rows))
        from chromadb.errors import ChromaError

        try:
            return list(self._looked_up(rows, opened))
        except ChromaError:
            self._opened = None
            return list(self._compared(rows))

    def _compared(self, rows: Vectors) -> Iterator[tuple[Vectors, NDArray[np.int64]]]:
        for likeness in rows @ self._vectors.T:
            best = np.argpartition(-likeness, min(NEAREST, len(likeness)) - 1)[:NEAREST]
            yield likeness[best], self._columns[best]

    def _looked_up(self, rows: Vectors, opened: Collection) -> Iterator[tuple[Vectors, NDArray[np.int64]]]:
        found = opened.query(
            query_embeddings=rows,
            n_results=min(NEAREST, len(self._vectors)),
            include=["distances", "metadatas"],
        )
        for far, told in zip(found["distances"] or [], found["metadatas"] or [], strict=True):
            columns = np.array([int(str(each["section"])) for each in told], dtype=np.int64)
            yield 1.0 - np.asarray(far, dtype=np.float32), columns
