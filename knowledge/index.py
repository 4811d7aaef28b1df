"""The search index (cache): when it is built anew; derived, immutable, named by the hash of what it was made from.

``HOME/index/<hash>/`` holds the passages, what their wording says (:mod:`knowledge.wording`), the written questions and
the vectors of sections that the learned model does not know; ``HOME/index/current`` names the one in use. It is built beside
the others, or copied from what the install keeps (:mod:`knowledge.kept`), and published by one atomic rename: no reader sees
half of it. The written questions stand in a Chroma store as well, which is filled when it is first opened: no answer waits.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge import apart, bank, beliefs, corpus, kept, law, ranker
from knowledge.bank import Line
from knowledge.building import building, sweep
from knowledge.embedding import Vectors
from knowledge.features import Featurer, pieces
from knowledge.index_sources import IndexStatus, IndexUnavailable, Sources
from knowledge.mentions import without_platforms
from knowledge.passages import Passage, read_passages, write_passages
from knowledge.questions import WrittenQuestions, client_at, closed, fill, opened_at
from knowledge.ranker import Ranker, turned
from knowledge.wording import Table, counted

KEPT = 2
if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An opened index. ``wording`` has a column for each of ``sections``; ``strangers`` are vectors of the texts and
    questions of sections that the learned model does not know, ``stranger`` the numbers of their sections; ``beliefs``
    those of tellings."""

    fingerprint: str
    passages: tuple[Passage, ...]
    sections: tuple[str, ...]
    wording: Table
    questions: WrittenQuestions
    strangers: Vectors
    stranger: NDArray[np.int64]
    beliefs: Vectors


def ensure(home: Path, featurer: Featurer, sources: Sources | None = None, chroma_url: str = "") -> Index:
    """Open the index the sources call for, copying or building it first where it is missing or damaged.

    Raises:
        GuidanceInvalid, RegisterInvalid, BankInvalid: the sources cannot be read.
        IndexUnavailable: none can be built.
    """
    given = sources or Sources()
    wanted = given.fingerprint()
    sweep(_root(home))
    for damaged in (False, True):
        if _copied(home, wanted) if damaged else current(home) == wanted:
            with suppress(IndexUnavailable):
                return open_index(home, chroma_url)
    if not apart.built(home, given):
        build(home, featurer, sources)
    elif sources is None:
        kept.keep(_name(wanted), _root(home) / wanted)
    return open_index(home, chroma_url)


def _copied(home: Path, wanted: str) -> bool:
    """Put in use what the install keeps; whether it keeps one."""
    # What hinders it hinders building, too, which tells of it.
    with suppress(OSError), building(_root(home), wanted) as made:
        if kept.copied(_name(wanted), made):
            _publish(home, made, wanted)
            return True
    return False


def build(home: Path, featurer: Featurer, sources: Sources | None = None) -> str:
    """Build the index of the sources and put it in use, its collection apart (:func:`collect`); returns its fingerprint.

    Raises:
        GuidanceInvalid, RegisterInvalid, BankInvalid: the sources cannot be read.
        IndexUnavailable: its folder cannot be written.
    """
    given = sources or Sources()
    fingerprint = given.fingerprint()
    try:
        with building(_root(home), fingerprint) as made:
            _write(made, featurer, given)
            if sources is None:
                kept.keep(_name(fingerprint), made)
            _publish(home, made, fingerprint)
    except OSError as fault:
        raise IndexUnavailable(_root(home), f"it cannot be written ({fault.strerror or fault})") from fault
    return fingerprint


def _write(made: Path, featurer: Featurer, sources: Sources) -> None:
    passages = corpus.render(corpus.read(sources.guidance), law.load(sources.law))
    sections = sections_of(passages)
    place = {section: number for number, section in enumerate(sections)}
    written = [line for line in bank.read(sources.bank) if line.section in place]
    told = [*written, *asked_on_pages(passages), *texts_of(passages)]
    table = counted(
        [pieces(without_platforms(line.text)) for line in told],
        [place[line.section] for line in told],
        len(sections),
    )
    learned = ranker.load(sources.ranker)
    strangers = [line for line in told if line.section not in learned.sections]
    vectors, stranger = _vectors(strangers, featurer), [place[line.section] for line in strangers]
    np.save(made / "wording.npy", table)
    np.save(made / "strangers.npy", vectors)
    np.save(made / "stranger.npy", np.array(stranger, dtype=np.int64))
    asked, owner = _written(learned, place, vectors, stranger)
    np.save(made / "written.npy", asked)
    np.save(made / "owner.npy", np.array(owner, dtype=np.int64))
    held = featurer.features([without_platforms(text) for text in beliefs.tellings(sources.beliefs)])
    np.save(made / "beliefs.npy", turned(held.rich, learned.turn))
    write_passages(made / "passages.json", passages)


def open_index(home: Path, chroma_url: str = "") -> Index:
    """Open the index in use; its collection of questions is opened by :func:`with_collection`.

    Raises:
        IndexUnavailable: there is none, or it is damaged.
    """
    in_use = current(home)
    folder = _root(home) / in_use
    if not in_use or not (folder / "passages.json").exists():
        raise IndexUnavailable(_root(home), "not built yet")
    try:
        passages = tuple(read_passages(folder / "passages.json"))
        sections = sections_of(passages)
        written = np.load(folder / "written.npy", mmap_mode="r"), np.load(folder / "owner.npy")
        stranger = np.load(folder / "stranger.npy")
        named = np.concatenate([written[1], stranger, [0]])
        if not 0 <= named.min() <= named.max() < len(sections):
            raise ValueError("it names sections that it does not hold")
        return Index(
            fingerprint=in_use,
            passages=passages,
            sections=sections,
            wording=np.load(folder / "wording.npy", mmap_mode="r"),
            questions=WrittenQuestions(*written, partial(_collection, folder, in_use, chroma_url)),
            strangers=np.load(folder / "strangers.npy"),
            stranger=stranger,
            beliefs=np.load(folder / "beliefs.npy"),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError) as fault:
        raise IndexUnavailable(folder, str(fault)) from fault


def with_collection(index: Index) -> Index:
    """The index with its written questions looked up in their Chroma collection from now on.

    Raises:
        IndexUnavailable: the collection is missing or damaged.
    """
    from chromadb.errors import ChromaError

    try:
        index.questions.open()
    except (OSError, ValueError, ChromaError) as fault:
        raise IndexUnavailable(index.fingerprint, str(fault)) from fault
    return index


def collect(home: Path, opened: Index, chroma_url: str = "") -> None:
    """Fill the collection of an index anew.

    Raises:
        IndexUnavailable: its folder cannot be written, or the Chroma server not reached.
    """
    folder = _root(home) / opened.fingerprint
    try:
        with building(_root(home), opened.fingerprint) as made:
            with opened_at(made, chroma_url) as client:
                fill(client, _name(opened.fingerprint), *opened.questions.written)
            if not chroma_url:
                kept.put(made, folder / "chroma")
                if opened.fingerprint == Sources().fingerprint():
                    kept.keep(_name(opened.fingerprint), folder)
    except (OSError, ValueError) as fault:
        raise IndexUnavailable(folder, str(fault)) from fault


def _collection(folder: Path, fingerprint: str, chroma_url: str) -> Collection:
    client = client_at(folder / "chroma", chroma_url)
    with ExitStack() as on_failure:
        # Chroma keeps what it opened by its path, and would show it again once the index is built anew.
        on_failure.callback(closed, client)
        found = client.get_collection(_name(fingerprint), embedding_function=None)
        on_failure.pop_all()
        return found


def sections_of(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Every section once, in order."""
    return tuple(dict.fromkeys(each.section_id for each in passages))


def asked_on_pages(passages: Sequence[Passage]) -> list[Line]:
    """The questions written on the pages, as lines of the batches ``pages-en`` and ``pages-zh``."""
    return [
        Line(text=question, language=p.language, batch=f"pages-{p.language}", section=p.section_id,
             kind="law", refusal="none")
        for p in _newest(passages)
        for question in p.questions
    ]  # fmt: skip


def texts_of(passages: Sequence[Passage]) -> list[Line]:
    """Title, direct answer and whole text of every section as it stands at last, as lines of ``text-en`` and ``text-zh``."""
    return [
        Line(text=text, language=p.language, batch=f"text-{p.language}", section=p.section_id)
        for p in _newest(passages)
        for text in (f"{p.page_title}. {p.title}.", p.paragraphs[0], p.text)
    ]


def rules_of(passages: Sequence[Passage]) -> dict[str, tuple[str, ...]]:
    """The provisions that each section rests on, as it stands at last."""
    return {passage.section_id: passage.keys for passage in _newest(passages)}


def _newest(passages: Sequence[Passage]) -> list[Passage]:
    return list({(p.section_id, p.language): p for p in passages}.values())


def _vectors(lines: Sequence[Line], featurer: Featurer) -> Vectors:
    if not lines:
        return np.zeros((0, 0), dtype=np.float32)
    return featurer.features([without_platforms(line.text) for line in lines]).rich


def _name(fingerprint: str) -> str:
    return f"marque-{fingerprint}"


def _written(
    learned: Ranker, place: Mapping[str, int], strangers: Vectors, stranger: Sequence[int]
) -> tuple[Vectors, list[int]]:
    """Written questions of the sections here, with their numbers: those learned from, and those that came later."""
    here = {n: place[section] for n, section in enumerate(learned.sections) if section in place}
    rows = [row for row, section in enumerate(learned.owner.tolist()) if section in here]
    vectors = learned.asked[rows].astype(np.float32)
    if len(stranger):
        vectors = np.vstack([vectors, turned(strangers, learned.turn)])
    return vectors, [*(here[section] for section in learned.owner[rows].tolist()), *stranger]


def status(home: Path, sources: Sources | None = None) -> IndexStatus:
    """What is in use and whether it is up to date. Loads no model."""
    in_use = current(home)
    file = _root(home) / in_use / "passages.json"
    passages = tuple(read_passages(file)) if in_use and file.exists() else ()
    return IndexStatus(
        current=in_use if passages else "",
        wanted=(sources or Sources()).fingerprint(),
        passages=len(passages),
        sections=len({p.section_id for p in passages}),
        languages=tuple(sorted({p.language for p in passages})),
    )


def _root(home: Path) -> Path:
    return home / "index"


def current(home: Path) -> str:
    """Fingerprint of the index in use; empty where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        return (_root(home) / "current").read_text(encoding="utf-8").strip()
    return ""


def _publish(home: Path, made: Path, fingerprint: str) -> None:
    root = _root(home)
    final = root / fingerprint
    kept.put(made, final)
    pointer = root / f".current-{os.getpid()}"
    pointer.write_text(fingerprint, encoding="utf-8")
    pointer.replace(root / "current")
    others = sorted(
        (p for p in root.iterdir() if p.is_dir() and p != final and p.name[0] != "."),
        key=lambda p: p.stat().st_mtime,
    )
    for old in others[: max(0, len(others) - KEPT + 1)]:
        shutil.rmtree(old, ignore_errors=True)
