"""Previews on their way into Slack: ordered with the draft, shown by the outbox."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.drafts import Draft
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import ListingId, PersonId, RightId
from bot.ports import Posted
from bot.services.desk import Desk
from bot.services.drafting import showing
from bot.services.upkeep.delivery import Delivery
from tests.factories import a_listing, a_request
from tests.fakes.desk import HandClock, a_desk
from tests.unit.services.conftest import Ears

AUTHOR, HERE = PersonId("U0ALICE"), Posted(channel="C0ALERTS", ts="1.5")
ITEMS = ("taobao:1", "alibaba:1")


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=clock, approvers=(PersonId("U0BOB"),)) as made:
        for name in ITEMS:
            platform, _, item = name.partition(":")
            made.watches.record(a_listing(platform=platform, item_id=item))
        yield made


def made(desk: Desk, *items: str) -> tuple[Draft, ...]:
    request = replace(
        a_request("platform-takedown"),
        listing_ids=tuple(map(ListingId, items)),
        right_ids=(RightId("TM-CN-03"),),
    )
    return tuple(desk.batches.prepare(request, by=AUTHOR, told_in=HERE))


class Killed(BaseException):
    """The process ends here."""


def killed(*_: object) -> Draft:
    """It does."""
    raise Killed


def deliver(desk: Desk, ears: Ears) -> None:
    Delivery(desk.store, ears, desk.clock, desk.pending.tell).run()


def test_a_draft_is_shown_by_the_outbox_and_its_author_waits_where_they_asked(desk: Desk, ears: Ears) -> None:
    [draft] = made(desk, "taobao:1")
    deliver(desk, ears)
    assert ears.shown == [draft.draft_id]
    assert [(each.version, each.told_in) for each in ears.orders] == [(1, ("C0ALERTS", "1.5"))]
    assert desk.drafts.get(draft.draft_id).ts == f"2.{draft.draft_id}"


def test_a_preview_that_slack_did_not_take_is_shown_again(desk: Desk, ears: Ears, clock: HandClock) -> None:
    made(desk, "taobao:1")
    ears.failures.append(DeliveryFailed("no connection"))
    deliver(desk, ears)
    assert ears.shown == []
    clock.forward(minutes=1)
    deliver(desk, ears)
    assert len(ears.shown) == len(ears.orders) == 1


def test_what_comes_with_a_version_that_was_revised_meanwhile_comes_with_the_next(
    desk: Desk, ears: Ears
) -> None:
    [draft] = made(desk, "taobao:1")
    texts = (("facts_zh", "批号不符。"),)
    desk.drafts.revise(draft.draft_id, replace(draft.request, texts=texts), by=AUTHOR, told_in=HERE)
    deliver(desk, ears)
    assert [(each.version, each.known) for each in ears.orders] == [(2, ())]


def test_only_what_came_with_the_version_before_is_known_with_the_next(desk: Desk, ears: Ears) -> None:
    [draft] = made(desk, "taobao:1")
    deliver(desk, ears)
    texts = (("facts_zh", "批号不符。"),)
    desk.drafts.revise(draft.draft_id, replace(draft.request, texts=texts), by=AUTHOR)
    deliver(desk, ears)
    assert set(ears.orders[1].known) == {file.sha256 for file in draft.files}


def test_a_part_that_loses_a_link_while_a_kill_has_lost_the_place_of_its_preview_is_shown_once_that_is_found(
    desk: Desk, ears: Ears, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.watches.record(a_listing(platform="taobao", item_id="2"))
    parts = made(desk, "taobao:1", "taobao:2", "alibaba:1")
    with monkeypatch.context() as patch:
        patch.setattr(showing, "stand", killed)  # between the post and the commit that keeps its place
        with pytest.raises(Killed):
            deliver(desk, ears)
    first = desk.drafts.get(parts[0].draft_id)
    assert (first.ts, len(ears.shown)) == ("", 1)
    [outcome] = desk.batches.leave_out({(first.draft_id, 1): [1]}, by=AUTHOR, reason="not our goods")
    assert outcome.draft is not None
    clock.forward(minutes=5)
    deliver(desk, ears)
    assert {part.ts for part in desk.batches.parts(first.batch_id)} != {""}
    assert [(each.draft_id, each.version) for each in ears.orders] == [
        (parts[1].draft_id, 1),
        (first.draft_id, 2),
    ]


def test_every_part_of_a_batch_brings_its_files_into_one_thread_and_the_last_tells_the_author(
    desk: Desk, ears: Ears
) -> None:
    parts = made(desk, *ITEMS)
    deliver(desk, ears)
    assert [each.draft_id for each in ears.orders] == [part.draft_id for part in parts]
    assert [bool(each.told_in) for each in ears.orders] == [False, True]
    assert len({part.ts for part in desk.batches.parts(parts[0].batch_id)}) == 1


def test_a_batch_that_breaks_off_keeps_none_of_its_parts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    written = desk.drafts.written

    def breaks(request: object, **more: object) -> Draft:
        if "alibaba" in str(request):
            raise RuntimeError("killed here")
        return written(request, **more)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(desk.drafts, "written", breaks)
    with pytest.raises(RuntimeError):
        made(desk, *ITEMS)
    assert desk.drafts.undecided(AUTHOR) == []


def test_a_draft_of_the_command_line_is_not_shown(desk: Desk, ears: Ears) -> None:
    [draft] = made(desk, "taobao:1")
    deliver(desk, ears)
    desk.drafts.prepare(draft.request, by=PersonId("cli:ana"))
    deliver(desk, ears)
    assert len(ears.shown) == 1
