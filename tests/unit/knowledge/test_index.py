"""The index: named by what it was made from, published in one step, reopened when another is published."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge import index, kept, ranker, reader
from knowledge.building import building, sweep
from knowledge.features import Featurer
from knowledge.index_sources import IndexUnavailable, Sources
from knowledge.library import Library
from knowledge.questions import client_at
from knowledge.search import Search
from tests.needs import free_port

PAGES = Path(__file__).parents[2] / "data" / "guidance"


@pytest.fixture(scope="module")
def sources() -> Sources:
    """Three sections, of which the bank knows nothing."""
    return Sources(guidance=PAGES, bank=PAGES, beliefs=PAGES)


@pytest.fixture(scope="module")
def featurer() -> Featurer:
    return Featurer()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, sources: Sources, featurer: Featurer) -> Path:
    """A state directory with a built index."""
    folder = tmp_path_factory.mktemp("home")
    index.build(folder, featurer, sources)
    return folder


@pytest.fixture
def install(tmp_path: Path, sources: Sources, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an install with these pages keeps what it made."""
    monkeypatch.setattr(index, "Sources", lambda: sources)
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "install")
    return tmp_path / "install"


def test_a_second_home_of_an_install_makes_nothing_anew(
    install: Path, featurer: Featurer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = index.ensure(tmp_path / "first", featurer)
    index.collect(tmp_path / "first", first)
    for made in ("apart", "_write", "fill"):
        monkeypatch.setattr(index, made, None)
    second = index.with_collection(index.ensure(tmp_path / "second", featurer))
    assert second.passages == first.passages
    assert np.array_equal(second.wording, first.wording)


def test_a_damaged_index_of_a_home_is_put_right_from_the_install(
    install: Path, featurer: Featurer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = index.ensure(tmp_path / "first", featurer)
    wording = tmp_path / "first" / "index" / first.fingerprint / "wording.npy"
    wording.unlink()  # what is open stays as it was
    wording.write_bytes(b"")
    for made in ("apart", "_write"):
        monkeypatch.setattr(index, made, None)
    assert np.array_equal(index.ensure(tmp_path / "first", featurer).wording, first.wording)


def test_what_building_takes_up_goes_with_a_process_of_its_own(
    install: Path, featurer: Featurer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_write", None)
    made = index.ensure(tmp_path / "first", featurer)
    assert made.passages
    assert {path.name for path in install.iterdir()} == {f"marque-{made.fingerprint}"}


def test_where_no_process_can_be_started_it_is_built_here(
    install: Path, featurer: Featurer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert index.ensure(tmp_path / "first", featurer).passages


def test_a_damaged_copy_of_the_install_is_made_anew(
    install: Path, featurer: Featurer, tmp_path: Path
) -> None:
    first = index.ensure(tmp_path / "first", featurer)
    [copy] = install.iterdir()
    (copy / "wording.npy").write_bytes(b"")
    assert index.ensure(tmp_path / "second", featurer).passages == first.passages
    assert (copy / "wording.npy").read_bytes()


def test_an_install_that_cannot_be_written_keeps_nothing(
    install: Path, featurer: Featurer, tmp_path: Path
) -> None:
    install.write_bytes(b"")
    assert index.ensure(tmp_path / "first", featurer).passages


def test_an_install_keeps_its_newest_two(tmp_path: Path, install: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    for number in range(3):
        os.utime(made, (number, number))
        kept.keep(f"marque-{number}", made)
    assert {path.name for path in install.iterdir()} == {"marque-1", "marque-2"}


def test_what_is_built_is_fresh(home: Path, sources: Sources) -> None:
    status = index.status(home, sources)
    assert status.fresh
    assert status.sections == 3
    assert status.languages == ("en", "zh")


def test_another_line_in_the_bank_makes_it_stale(home: Path, sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text("{}", encoding="utf-8")
    assert not index.status(home, replace(sources, bank=tmp_path)).fresh


def test_another_page_makes_it_stale(home: Path, sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "cn").mkdir()
    for page in (PAGES / "cn").glob("*.md"):
        (tmp_path / "cn" / page.name).write_text(page.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not index.status(home, replace(sources, guidance=tmp_path)).fresh


def test_passages_come_back_as_they_were_rendered(home: Path, sources: Sources) -> None:
    from knowledge import corpus, law

    rendered = corpus.render(corpus.read(sources.guidance), law.load())
    assert index.open_index(home).passages == rendered


def test_no_half_built_index_is_left(home: Path) -> None:
    names = {entry.name for entry in (home / "index").iterdir()}
    assert names == {"current", index.current(home)}


KILLED = """
import os, pathlib, signal, sys
from knowledge.building import building

with building(pathlib.Path(sys.argv[1]), "fp") as made:
    (made / "wording.npy").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_half_built_is_gone_after_the_next_start(
    tmp_path: Path, home: Path, sources: Sources, featurer: Featurer
) -> None:
    shutil.copytree(home / "index", tmp_path / "index")
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "index")], check=False)
    assert [left.name for left in (tmp_path / "index").glob(".build-*/*")] == ["wording.npy"]
    index.ensure(tmp_path, featurer, sources)
    assert not list((tmp_path / "index").glob(".build-*"))


def test_what_a_living_process_builds_is_left_to_it_when_another_starts_or_publishes(
    tmp_path: Path, sources: Sources, featurer: Featurer
) -> None:
    root = tmp_path / "index"
    with ExitStack() as others:
        theirs = [others.enter_context(building(root, name)) for name in ("a", "b", "c")]
        index.ensure(tmp_path, featurer, sources)
        index.build(tmp_path, featurer, sources)
        assert sorted(root.glob(".build-*")) == sorted(theirs)
    assert not list(root.glob(".build-*"))


def test_a_folder_that_was_swept_before_it_was_held_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, swept = fcntl.flock, iter([True])

    def late(held: int, how: int) -> None:
        if next(swept, False):
            sweep(tmp_path)
        lock(held, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with building(tmp_path, "fp") as made:
        (made / "wording.npy").write_bytes(b"whole")


def test_building_again_changes_nothing(home: Path, sources: Sources, featurer: Featurer) -> None:
    before = index.current(home)
    assert index.build(home, featurer, sources) == before


def test_nothing_built_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="marque guidance index"):
        index.open_index(tmp_path)


def test_a_damaged_store_says_what_to_do(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "index" / "broken"
    folder.mkdir(parents=True)
    (folder / "passages.json").write_text("[]", encoding="utf-8")
    (tmp_path / "index" / "current").write_text("broken", encoding="utf-8")
    with pytest.raises(IndexUnavailable, match="broken"):
        index.open_index(tmp_path)


@pytest.mark.parametrize(
    "file", ["passages.json", "wording.npy", "written.npy", "owner.npy", "strangers.npy"]
)
@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY", None])
def test_a_damaged_index_says_what_to_do(home: Path, tmp_path: Path, file: str, damage: bytes | None) -> None:
    shutil.copytree(home / "index", tmp_path / "index")
    at = tmp_path / "index" / index.current(tmp_path) / file
    at.unlink()
    if damage is not None:
        at.write_bytes(damage)
    with pytest.raises(IndexUnavailable, match="marque guidance index"):
        index.open_index(tmp_path)


@pytest.mark.parametrize("number", [-1, 1 << 40])
def test_an_index_whose_questions_are_of_sections_that_it_does_not_hold_is_damaged(
    home: Path, tmp_path: Path, number: int
) -> None:
    shutil.copytree(home / "index", tmp_path / "index")
    at = tmp_path / "index" / index.current(tmp_path) / "owner.npy"
    owner = np.load(at)
    owner[7] = number
    np.save(at, owner)
    with pytest.raises(IndexUnavailable, match="sections that it does not hold"):
        index.open_index(tmp_path)


def test_a_damaged_index_is_built_anew_when_it_is_needed(
    home: Path, sources: Sources, featurer: Featurer, tmp_path: Path
) -> None:
    shutil.copytree(home / "index", tmp_path / "index")
    (tmp_path / "index" / index.current(tmp_path) / "passages.json").write_bytes(b"[{")
    assert index.ensure(tmp_path, featurer, sources).passages == index.open_index(home).passages


def test_a_file_where_the_index_belongs_is_told_in_a_sentence(
    tmp_path: Path, sources: Sources, featurer: Featurer
) -> None:
    (tmp_path / "index").write_bytes(b"")
    with pytest.raises(IndexUnavailable, match="cannot be written"):
        index.ensure(tmp_path, featurer, sources)


def test_chroma_finds_what_comparing_one_by_one_finds(home: Path, featurer: Featurer) -> None:
    asked = ["How much can the market regulator fine?", "公告的商标多久内可以提出异议？"]
    features, learned = featurer.features(asked), ranker.load()
    rows = ranker.turned(features.rich, learned.turn)
    opened = index.open_index(home)
    index.collect(home, opened)
    compared = opened.questions.nearness(rows, len(opened.sections))
    looked_up = index.with_collection(opened).questions.nearness(rows, len(opened.sections))
    assert np.allclose(compared, looked_up, atol=1e-4)


def test_questions_are_compared_one_by_one_where_another_process_took_the_collection_away(
    home: Path, featurer: Featurer, tmp_path: Path
) -> None:
    shutil.copytree(home / "index", tmp_path / "index")
    features, learned = featurer.features(["How much can the market regulator fine?"]), ranker.load()
    rows, opened = ranker.turned(features.rich, learned.turn), index.open_index(tmp_path)
    index.collect(tmp_path, opened)
    compared = opened.questions.nearness(rows, len(opened.sections))
    index.with_collection(opened)
    folder = tmp_path / "index" / opened.fingerprint / "chroma"
    with closing(client_at(folder, "")) as theirs:
        theirs.delete_collection(f"marque-{opened.fingerprint}")
        for _ in range(2):
            assert np.array_equal(opened.questions.nearness(rows, len(opened.sections)), compared)


def test_two_that_open_the_collection_of_one_home_at_once_in_one_process_both_open_it(
    home: Path, featurer: Featurer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.api.rust import RustBindingsAPI

    begins = RustBindingsAPI.start

    def slowly(api: RustBindingsAPI) -> None:
        time.sleep(0.1)
        begins(api)

    shutil.copytree(home / "index", tmp_path / "index")
    opened = [index.open_index(tmp_path) for _ in range(2)]
    index.collect(tmp_path, opened[0])
    rows = ranker.turned(featurer.features(["How long may we oppose?"]).rich, ranker.load().turn)
    monkeypatch.setattr(RustBindingsAPI, "start", slowly)
    with ThreadPoolExecutor(len(opened)) as pool:
        found = [each.questions.closest(rows)[0] for each in pool.map(index.with_collection, opened)]
    assert np.array_equal(*found)


def test_a_damaged_collection_is_told_and_a_running_library_builds_it_anew(
    home: Path, sources: Sources, featurer: Featurer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(home / "index", tmp_path / "index")
    shutil.rmtree(tmp_path / "index" / index.current(tmp_path) / "chroma", ignore_errors=True)
    with pytest.raises(IndexUnavailable, match="marque guidance index"):
        index.with_collection(index.open_index(tmp_path))
    monkeypatch.setattr(index, "Sources", lambda: sources)
    library = Library(tmp_path)
    library.warm().join()
    index.with_collection(index.open_index(tmp_path))
    found = library.search("How much can the market regulator fine?", on=date(2026, 11, 24), language="en")
    assert found.hits[0].passage.section_id == "cn/fines#ceiling"


def test_search_reads_one_index(home: Path, featurer: Featurer) -> None:
    search = Search(index.open_index(home), featurer, ranker.load(), reader.load())
    found = search.search("How much can the market regulator fine?", on=date(2026, 11, 24), language="en")
    assert found.hits[0].passage.section_id == "cn/fines#ceiling"
    assert sum(hit.probability for hit in found.hits) == pytest.approx(1, abs=0.01)


def test_the_questions_stand_on_a_chroma_server_as_well(
    home: Path, sources: Sources, featurer: Featurer, tmp_path: Path
) -> None:
    # In a process of its own: Chroma's client keeps its connections for as long as that lives.
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from knowledge import index, ranker, reader\n"
        "from knowledge.features import Featurer\n"
        "from knowledge.search import Search\n"
        f"f, at, url = Featurer(), Path({str(tmp_path)!r}), sys.argv[1]\n"
        f"pages = Path({str(PAGES)!r})\n"
        "index.build(at, f, index.Sources(guidance=pages, bank=pages, beliefs=pages))\n"
        "index.collect(at, index.open_index(at), url)\n"
        "search = Search(index.open_index(at, url), f, ranker.load(), reader.load())\n"
        "found = search.search('How long may we oppose?', on=date(2026, 11, 24), language='en')\n"
        "print(*(hit.passage.section_id for hit in found.hits))\n"
    )
    with chroma_server(tmp_path / "server") as url:
        done = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True)
    here = Search(index.open_index(home), featurer, ranker.load(), reader.load())
    assert not (index._root(tmp_path) / index.current(tmp_path) / "chroma").exists()
    known = here.search("How long may we oppose?", on=date(2026, 11, 24), language="en")
    assert done.stdout.split() == [hit.passage.section_id for hit in known.hits], done.stderr[-2000:]


def test_a_collection_that_names_a_model_is_not_filled(tmp_path: Path) -> None:
    # As somebody makes it who may write to the server: Chroma's client would load the model, and run what comes with it.
    code = (
        "import sys, httpx; from pathlib import Path\n"
        "import numpy as np\n"
        "from knowledge import questions\n"
        "url = sys.argv[1]; client = questions.client_at(Path('.'), url)\n"
        "model = {'type': 'known', 'name': 'sentence_transformer', 'config': {'model_name': 'one/of-theirs', 'device':"
        " 'cpu', 'normalize_embeddings': False, 'kwargs': {'trust_remote_code': True}}}\n"
        "index = {'enabled': True, 'config': {'space': 'cosine', 'embedding_function': model}}\n"
        "vectors = {'float_list': {'vector_index': index}}\n"
        "at = url + '/api/v2/tenants/default_tenant/databases/default_database/collections'\n"
        "made = httpx.post(at, json={'name': 'theirs', 'schema': {'defaults': {}, 'keys': {'#embedding': vectors}}})\n"
        "made.raise_for_status()\n"
        "for name in ('ours', 'theirs'):\n"
        "    questions.fill(client, name, np.eye(2, dtype=np.float32), [0, 1])\n"
        "    print(name)\n"
    )
    with chroma_server(tmp_path / "server") as url:
        done = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True)
    assert done.stdout.split() == ["ours"], done.stderr[-2000:]
    assert "ValueError: the collection theirs of the Chroma server names a model" in done.stderr


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """Chroma's own server, on this machine; its address."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder)]
    serving = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ends = time.monotonic() + 300
        while time.monotonic() < ends and serving.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=60):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.terminate()
        serving.wait(timeout=300)
