"""Previews with their files under a kill after each call to Slack: all of it arrives, nothing of it twice."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from bot.domain.drafts import DraftRequest
from bot.domain.ids import DraftId, ListingId, PersonId, RightId
from bot.ports import Posted
from bot.services.upkeep.delivery import Delivery
from tests.factories import FACTS, a_listing, a_request
from tests.scenario.conftest import ALERTS, ALICE, BOB, LEGAL, Bot


class Killed(BaseException):  # no error of the program: the process ends here
    """The process is gone after a call."""


def dies_after(bot: Bot, calls: int) -> bool:
    """A delivery whose process ends after so many calls; false where it came to its end before."""
    front = bot.notifier._at_desk
    client = front.poster.client
    call, left = client.api_call, count(calls, -1)

    def counted(*given: Any, **named: Any) -> Any:
        answer = call(*given, **named)
        if next(left) == 1:
            raise Killed
        return answer

    client.api_call = counted  # type: ignore[method-assign]
    try:
        Delivery(bot.desk.store, bot.notifier, bot.clock, bot.desk.pending.tell).run()
    except Killed:
        return True
    finally:
        client.api_call = call  # type: ignore[method-assign]
    return False


def asked(*items: str) -> DraftRequest:
    return DraftRequest(
        kind="platform-takedown",
        listing_ids=tuple(map(ListingId, items)),
        right_ids=(RightId("TM-CN-03"),),
        as_of=a_request().as_of,
        texts=FACTS,
    )


def stand_of(bot: Bot, draft_id: str) -> Counter[str]:
    """What Slack holds of a draft: how often each kind of message about it was posted."""
    held: Counter[str] = Counter()
    for message in bot.playground.state().all_messages:
        if message.ephemeral_for or draft_id not in message.everything:
            continue
        held["preview" if not message.thread_ts else "files" if message.files else message.text[:40]] += 1
    return held


@pytest.fixture
def prepare(bot_in_playground: Bot) -> Callable[[], str]:
    """Another draft, ordered to be shown; its id."""
    bot, numbers = bot_in_playground, count(1)

    def another() -> str:
        number = next(numbers)
        bot.desk.watches.record(a_listing(item_id=f"7301{number:06}", seller_id=f"s{number}"))
        bot.delivery.run()
        waits = Posted(channel=ALERTS, ts="")
        [draft] = bot.desk.batches.prepare(
            asked(f"taobao:7301{number:06}"), by=PersonId(ALICE), told_in=waits
        )
        return draft.draft_id

    return another


def held_after_kills(bot: Bot, prepare: Callable[[], str]) -> list[Counter[str]]:
    """What Slack holds of drafts whose delivery died after the first call, the second … and of one that lived."""
    found, killed = [], True
    for calls in count(1):
        draft_id = prepare()
        killed = dies_after(bot, calls)
        bot.clock.forward(seconds=61)
        bot.delivery.run()
        found.append(stand_of(bot, draft_id))
        if not killed:
            return found
    raise AssertionError


def test_a_kill_after_any_call_loses_no_part_of_a_preview_and_doubles_none(
    bot_in_playground: Bot, prepare: Callable[[], str]
) -> None:
    held = held_after_kills(bot_in_playground, prepare)
    assert len(held) > 8
    assert [(each["preview"], each["files"]) for each in held] == [(1, 1)] * len(held)
    assert [sorted(each.values()) for each in held] == [sorted(held[-1].values())] * len(held)


@pytest.mark.parametrize("legal_channel", [""])
def test_nor_of_one_in_direct_messages_with_its_copies(
    bot_in_playground: Bot, prepare: Callable[[], str]
) -> None:
    held = held_after_kills(bot_in_playground, prepare)
    assert held[-1]["preview"] == 4, "its author's, and a copy for each who may approve"
    assert [each["preview"] for each in held] == [4] * len(held)
    assert [each["files"] for each in held] == [held[-1]["files"]] * len(held)


@pytest.mark.parametrize("legal_channel", [""])
def test_nor_is_a_copy_doubled_whose_draft_was_revised_before_anybody_knew_that_it_stands(
    bot_in_playground: Bot, prepare: Callable[[], str]
) -> None:
    bot = bot_in_playground
    for calls in count(1):
        draft_id = DraftId(prepare())
        killed = dies_after(bot, calls)
        request = bot.desk.drafts.get(draft_id).request
        texts = tuple((name, f"{text} (again)") for name, text in request.texts)
        waits = Posted(channel=ALERTS, ts="")
        bot.desk.drafts.revise(draft_id, replace(request, texts=texts), by=PersonId(ALICE), told_in=waits)
        bot.clock.forward(seconds=61)
        bot.delivery.run()
        assert stand_of(bot, draft_id)["preview"] == 4, f"killed after call {calls}"
        if not killed:
            return


def test_what_the_process_died_before_it_showed_is_shown_and_the_author_told(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.desk.watches.record(a_listing(item_id="1"))
    waits = Posted(channel=ALERTS, ts="")
    bot.desk.batches.prepare(asked("taobao:1"), by=PersonId(ALICE), told_in=waits)
    preview = bot.delivers(LEGAL, "Waiting for approval")
    told = bot.tells(ALICE, "D-000001, version 1: Waiting for approval")
    assert f"/archives/{LEGAL}/" in told.everything
    bot.person(BOB).clicks(preview, "draft.approve")
    bot.delivers(LEGAL, "Approved: clean documents")
