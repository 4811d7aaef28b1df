"""The search index: derived, immutable, named by the hash of what it was made from.

``HOME/index/<hash>/`` holds a Chroma store and ``passages.json``; ``HOME/index/current`` names the one in use. An
index is built beside the others and published by one atomic rename, so a reader never sees half of it. With a
Chroma server the vectors live there, in a collection of the same name.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np

from knowledge import corpus, law, scope
from knowledge.adapting import turn
from knowledge.chunking import Entry, Kind, entries
from knowledge.embedding import EmbedsText, Vectors
from knowledge.passages import CitedProvision, KnowledgeFault, Passage, Scope
from knowledge.vectors import Remembered

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

# Raised whenever the same sources would give another index.
FORMAT = 3
KEPT = 2
_BATCH = 1000


class IndexUnavailable(KnowledgeFault):
    """No usable index where one is needed; says how to get one."""

    def __init__(self, where: Path | str, fault: str) -> None:
        super().__init__(f"guidance index at {where}: {fault}; run `marque guidance index`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What an index is made from. The default folders are those that ship with Marque."""

    law: Path = field(default=Path(__file__).parent / "law")
    guidance: Path = field(default=Path(__file__).parent / "guidance")
    scope: Path = field(default=Path(__file__).parent / "scope.toml")

    def fingerprint(self, model: str) -> str:
        """Hash of every source file, of the model's name and of the format."""
        digest = hashlib.sha256(f"{FORMAT}|{model}".encode())
        files = [
            *self.law.glob("*.toml"),
            *self.guidance.rglob("*.md"),
            *self.guidance.glob("*.toml"),
            self.scope,
        ]
        for file in sorted(files):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Which index is in use, which one the sources call for, and how much the one in use holds."""

    current: str
    wanted: str
    passages: int
    sections: int
    languages: tuple[str, ...]

    @property
    def fresh(self) -> bool:
        """Whether the index in use was made from the sources as they are."""
        return self.current == self.wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An opened index."""

    fingerprint: str
    passages: tuple[Passage, ...]
    collection: Collection
    examples: tuple[tuple[Scope, str], ...]
    example_vectors: Vectors
    matrix: Vectors


def ensure(home: Path, embedder: EmbedsText, sources: Sources | None = None, chroma_url: str = "") -> Index:
    """Open the index the sources call for, building it first where it is missing.

    Raises:
        GuidanceInvalid, RegisterInvalid: the sources cannot be read.
        IndexUnavailable: the store cannot be opened.
    """
    sources = sources or Sources()
    wanted = sources.fingerprint(embedder.name)
    if current(home) != wanted or not (_root(home) / wanted / "passages.json").exists():
        build(home, embedder, sources, chroma_url)
    return open_index(home, chroma_url)


def build(home: Path, embedder: EmbedsText, sources: Sources | None = None, chroma_url: str = "") -> str:
    """Build the index of the sources and put it in use; returns its fingerprint."""
    sources = sources or Sources()
    fingerprint = sources.fingerprint(embedder.name)
    remembered = Remembered(embedder)
    passages = corpus.render(corpus.read(sources.guidance), law.load(sources.law))
    languages = ("en", "zh") if embedder.reads_chinese else ("en",)
    rows, vectors, matrix = entries(
        (p for p in passages if p.language in languages), remembered, remembered.matrix
    )
    examples = [
        _example(number, *example) for number, example in enumerate(scope.load(sources.scope).examples)
    ]
    vectors = np.vstack([vectors, turn(remembered.embed([example.text for example in examples]), matrix)])
    building = _root(home) / f".build-{fingerprint}-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    client = _client(building / "chroma", chroma_url)
    try:
        _fill(client, _name(fingerprint), [*rows, *examples], vectors)
    finally:
        client.close()
    np.save(building / "matrix.npy", matrix)
    _write_passages(building / "passages.json", passages)
    _publish(home, building, fingerprint)
    return fingerprint


def open_index(home: Path, chroma_url: str = "") -> Index:
    """Open the index in use.

    Raises:
        IndexUnavailable: there is none, or its store is damaged.
    """
    from chromadb.errors import ChromaError

    in_use = current(home)
    folder = _root(home) / in_use
    if not in_use or not (folder / "passages.json").exists():
        raise IndexUnavailable(_root(home), "not built yet")
    try:
        collection = _client(folder / "chroma", chroma_url).get_collection(
            _name(in_use), embedding_function=None
        )
        known = collection.get(
            where={"kind": Kind.SCOPE.value}, include=["embeddings", "documents", "metadatas"]
        )
    except (ChromaError, ValueError) as fault:
        raise IndexUnavailable(folder, str(fault)) from fault
    metadatas, documents = known["metadatas"] or [], known["documents"] or []
    return Index(
        fingerprint=in_use,
        passages=tuple(_read_passages(folder / "passages.json")),
        collection=collection,
        examples=tuple((Scope(str(m["section"])), d) for m, d in zip(metadatas, documents, strict=True)),
        example_vectors=np.asarray(known["embeddings"], dtype=np.float32),
        matrix=np.load(folder / "matrix.npy"),
    )


def status(home: Path, model: str, sources: Sources | None = None) -> Status:
    """What is in use and whether it is up to date. Opens no store and loads no model."""
    in_use = current(home)
    file = _root(home) / in_use / "passages.json"
    passages = tuple(_read_passages(file)) if in_use and file.exists() else ()
    return Status(
        current=in_use if passages else "",
        wanted=(sources or Sources()).fingerprint(model),
        passages=len(passages),
        sections=len({p.section_id for p in passages}),
        languages=tuple(sorted({p.language for p in passages})),
    )


def _root(home: Path) -> Path:
    return home / "index"


def _name(fingerprint: str) -> str:
    return f"marque-{fingerprint}"


def current(home: Path) -> str:
    """Fingerprint of the index in use; empty where there is none."""
    pointer = _root(home) / "current"
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""


def _client(folder: Path, chroma_url: str) -> Client:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not chroma_url:
        return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))
    url = urlsplit(chroma_url)
    tls = url.scheme == "https"
    host, port = url.hostname or "localhost", url.port or (443 if tls else 8000)
    return cast("Client", chromadb.HttpClient(host=host, port=port, ssl=tls, settings=settings))


def _fill(client: Client, name: str, rows: list[Entry], vectors: Vectors) -> None:
    collection = client.get_or_create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
    )
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        collection.upsert(
            ids=[row.entry_id for row in batch],
            embeddings=vectors[start : start + _BATCH],
            documents=[row.text for row in batch],
            metadatas=[_metadata(row) for row in batch],
        )


def _metadata(row: Entry) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "section": row.section_id,
        "language": row.language,
        "from": row.in_force_from,
        "to": row.in_force_to,
    }


def _example(number: int, kind: Scope, text: str) -> Entry:
    return Entry(entry_id=f"scope?{number}", kind=Kind.SCOPE, section_id=kind.value, language="en", text=text)


def _publish(home: Path, building: Path, fingerprint: str) -> None:
    root = _root(home)
    final = root / fingerprint
    if final.exists():
        shutil.rmtree(building)
    else:
        building.rename(final)
    pointer = root / f".current-{os.getpid()}"
    pointer.write_text(fingerprint, encoding="utf-8")
    pointer.replace(root / "current")
    others = sorted((p for p in root.iterdir() if p.is_dir() and p != final), key=lambda p: p.stat().st_mtime)
    for old in others[: max(0, len(others) - KEPT + 1)]:
        shutil.rmtree(old, ignore_errors=True)


def _write_passages(file: Path, passages: tuple[Passage, ...]) -> None:
    rows = [asdict(passage) for passage in passages]
    file.write_text(json.dumps(rows, ensure_ascii=False, default=date.isoformat), encoding="utf-8")


def _read_passages(file: Path) -> Iterator[Passage]:
    for row in json.loads(file.read_text(encoding="utf-8")):
        provisions = tuple(
            CitedProvision(**_dated(p, "in_force_from", "in_force_to")) for p in row.pop("provisions")
        )
        lists = {name: tuple(row[name]) for name in ("questions", "facts", "source_urls")}
        yield Passage(
            **{
                **_dated(row, "in_force_from", "in_force_to", "reviewed_on"),
                **lists,
                "provisions": provisions,
            }
        )


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**row, **{name: date.fromisoformat(row[name]) for name in names}}
