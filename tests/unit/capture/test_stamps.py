"""Time stamps: asked for over HTTP, checked as they arrive, and again later."""

from collections.abc import Iterator

import pytest

from bot.capture.roots import fault_of
from bot.capture.stamps import Stamper
from bot.domain.errors import CaptureFailed
from bot.net.operated import operator_post
from tests.fakes.authority import Authority, an_authority

DATA = b"the manifest"


@pytest.fixture(autouse=True)
def _honest(authority: Authority) -> Iterator[None]:
    yield
    authority.mood = "honest"


def _stamper(authority: Authority) -> Stamper:
    return Stamper(authorities=(authority.url,), trusted=lambda: [authority.root], post=operator_post)


def test_a_stamp_holds_for_the_bytes_it_was_asked_for_and_for_no_others(authority: Authority) -> None:
    stamped = _stamper(authority).stamp(authority.url, DATA, "manifest-1.tsr")
    assert (stamped.stamp.authority, stamped.stamp.file) == (authority.url, "manifest-1.tsr")
    assert fault_of(stamped.answer, DATA, [authority.root]) == ""
    assert "Mismatch" in fault_of(stamped.answer, DATA + b" ", [authority.root])


def test_a_stamp_of_an_authority_nobody_trusts_does_not_hold(authority: Authority) -> None:
    with an_authority("Forged Time") as forger:
        forged = _stamper(forger).stamp(forger.url, DATA, "x.tsr")
    assert fault_of(forged.answer, DATA, [authority.root]) != ""


@pytest.mark.parametrize(
    ("mood", "why"),
    [("garbled", "answered with something else"), ("busy", "it answered 503")],
)
def test_an_authority_that_does_not_answer_is_named(authority: Authority, mood: str, why: str) -> None:
    authority.mood = mood
    with pytest.raises(CaptureFailed, match=why):
        _stamper(authority).stamp(authority.url, DATA, "x.tsr")


def test_an_answer_to_an_earlier_request_is_refused(authority: Authority) -> None:
    stamper = _stamper(authority)
    stamper.stamp(authority.url, DATA, "x.tsr")
    authority.mood = "replaying"
    with pytest.raises(CaptureFailed, match="answered another request"):
        stamper.stamp(authority.url, DATA, "x.tsr")


def test_what_is_no_stamp_at_all_is_said_so(authority: Authority) -> None:
    assert fault_of(b"", DATA, [authority.root]) == "it cannot be read as a time stamp"
