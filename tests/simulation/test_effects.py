"""The checks of effects find what they are for, and are silent on what is right: units of work as the journal tells them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.slack.left import MOST_TRIES
from bot.words.book import load_words
from tests.simulation.checks import Checks, WatchedInbox, WatchedLeases
from tests.simulation.effects import wrong_effects
from tests.simulation.journal import Change
from tests.simulation.model import ANA, LEO, MEI, ROLES, VERA, Acting, may
from tests.simulation.whose import named_in, undone, wrong_language, wrong_owners

NIGHT = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
"""Half past one in the night of 25 November in China."""


def a_world(**alerts: Any) -> Any:
    """What the checks ask of a world, at night."""
    return SimpleNamespace(
        role_of=lambda who: ROLES.get(who, "nobody"),
        clock=lambda: NIGHT,
        in_job=False,
        pressed={"received 1": {"on": "2026-11-25"}},
        office=SimpleNamespace(number_of=lambda key: key),
        said=SimpleNamespace(of=lambda acting: {}),
        known=SimpleNamespace(alert=lambda name: alerts.get(name, {})),
    )


def act(what: str, who: str) -> Change:
    return Change("audit", "1", None, {"what": what, "who": who, "subject": "x", "details": {}})


def by(who: str, name: str, key: str = "") -> Acting:
    return Acting(who, "click", name, key, "")


def found(changes: Sequence[Change], acting: Acting | None, world: Any = None) -> list[str]:
    return list(wrong_effects(world or a_world(), changes, acting))


def test_an_effect_below_its_role_is_found_whichever_door_it_came_through() -> None:
    assert found([act("case.noted", VERA)], by(VERA, "app_mention")) == [f"case.noted by {VERA}, a viewer"]
    assert found([act("case.noted", LEO)], by(LEO, "app_mention")) == []


def test_an_effect_that_nobody_has_ranked_is_found() -> None:
    assert found([act("case.sold", MEI)], None) == [f"nobody knows what case.sold by {MEI} needs"]


def test_a_word_in_a_thread_needs_more_than_a_question() -> None:
    assert [may("viewer", "app_mention", verb) for verb in ("", "show", "note")] == [True, True, False]
    assert may("analyst", "app_mention", "note")


def test_what_a_person_did_is_not_on_the_trail_as_the_bots_own() -> None:
    taken_back = [act("verdict.lapsed", "marque")]
    assert found(taken_back, by(LEO, "alert.wake"))
    assert found([*taken_back, act("alert.changed", "marque")], by(LEO, "watch.try_again")) == []
    assert found([act("case.noted", "marque")], None)


def test_a_record_is_signed_by_whose_delivery_it_was() -> None:
    before = {"waivers": [{"by": MEI, "field": "a"}], "author": MEI}
    after = {"waivers": [*before["waivers"], {"by": LEO, "field": "b"}], "author": MEI}
    change = Change(
        "drafts", "D-1", {**before, "received": [], "sent": None}, {**after, "received": [], "sent": None}
    )
    assert found([change], by(LEO, "form.waive")) == []
    [wrong] = found([change], by(MEI, "form.waive"))
    assert f"waivers.by is {LEO}" in wrong


def a_paper(kept_at: datetime, begins: str, due: str) -> list[Change]:
    sent = {"sent": {"at": "2026-11-20T00:00:00+00:00"}}
    paper = {"what": "counter_statement", "by": LEO, "reached_us_at": kept_at.isoformat()}
    clock = {
        "deadline_id": "T-1", "draft_id": "D-1", "started_on": begins, "due_on": due, "kind": "counter_statement",
        "basis": "ec.counter_wait",
    }  # fmt: skip
    return [
        Change("drafts", "D-1", {**sent, "received": []}, {**sent, "received": [paper]}),
        Change("deadlines", "T-1", None, clock),
    ]


@pytest.mark.parametrize("begins", ["2026-11-24", "2026-11-26"])
def test_a_papers_clock_on_the_day_of_another_zone_is_found(begins: str) -> None:
    wrong = found(a_paper(NIGHT, begins, "2026-12-10"), by(LEO, "form.received", "received 1"))
    assert f"T-1 runs from {begins}, what started it was on 2026-11-25" in wrong


def test_a_paper_kept_as_of_another_day_than_its_person_said_is_found() -> None:
    wrong = found(a_paper(NIGHT - timedelta(days=1), "2026-11-24", "2026-12-09"), by(LEO, "f", "received 1"))
    assert any("kept as of 2026-11-24" in each for each in wrong)


def test_whoever_waits_behind_another_is_not_woken_before_it() -> None:
    put_away = {
        "state": "snoozed",
        "snoozed_until": (NIGHT - timedelta(hours=1)).isoformat(),
        "folded_into": None,
    }
    behind = {**put_away, "folded_into": "A-first"}
    world, woken = a_world(**{"A-first": put_away, "A-second": behind}), act("alert.woken", "marque")
    second = Change("alerts", "A-second", behind, {**behind, "state": "open"})
    first = Change("alerts", "A-first", put_away, {**put_away, "state": "open"})
    assert found([second, woken], None, world) == [
        "A-second was woken before A-first, which speaks for it and is due too"
    ]
    assert found([second, first, woken], None, world) == []


def test_the_living_keep_their_leases_and_what_they_have_in_hand() -> None:
    checks = Checks(lambda: NIGHT)
    store: Any = SimpleNamespace(take=lambda *given: True, drop=lambda holder: (), holders=lambda: ())
    world: Any = SimpleNamespace(
        lives=lambda holder: holder == "alive", at_work=lambda holder: holder in ("alive", "dead")
    )
    leases = WatchedLeases(store, checks, world)
    leases.take("sweep", "alive", NIGHT, 60)
    leases.take("deliver", "dead", NIGHT, 60)
    leases.drop("dead")
    assert checks.wrong == []
    leases.drop("alive")
    assert checks.wrong == ["the lease sweep was taken from alive, which lives"]
    leases.take("sweep", "nobody", NIGHT, 60)
    assert checks.wrong.pop() == "the lease sweep was taken for nobody, which is nobody at work"
    inbox: Any = SimpleNamespace(take=lambda *given: (), begin=lambda key, **again: key == "here" or None)
    watched = WatchedInbox(inbox, checks, lives=lambda holder: holder == "alive")
    watched.take("new", NIGHT, ["dead"])
    watched.take("new", NIGHT, ["alive"])
    assert checks.wrong[1:] == ["new takes up what alive has in hand, which lives"]
    assert (watched.begin("here"), watched.begin("there"), watched.elsewhere) == (True, None, {"there"})


def test_what_waited_while_processes_died_is_given_up_by_nobody() -> None:
    checks = Checks(lambda: NIGHT)
    checks.resumed.update({"tried": MOST_TRIES + 1, "waited": MOST_TRIES})
    for key in ("tried", "waited"):
        checks.excuse("given_up", key)
    assert checks.wrong == [f"waited was given up, and was begun once more {MOST_TRIES} times"]


def test_what_another_signed_stays_and_who_signed_it_may_take_it_back() -> None:
    yes = [{"by": ANA, "version": 1}, {"by": LEO, "version": 1}]
    wiped = [Change("drafts", "D-1", {"approvals": yes}, {"approvals": []})]
    assert [each for each in undone(wiped, by(LEO, "draft.withdraw")) if ANA in each]
    own = [Change("drafts", "D-1", {"approvals": yes}, {"approvals": yes[:1]})]
    assert list(undone(own, by(LEO, "draft.withdraw"))) == []


def test_a_waiver_ends_with_its_gap_in_the_next_version_and_not_before() -> None:
    page, facts = ({"field": name, "message": {"key": name}} for name in ("page", "facts"))
    waived = {"version": 1, "waivers": [each | {"by": ANA} for each in (page, facts)]}
    new = {"version": 2, "composition": {"gaps": [facts]}, "waivers": [facts | {"by": ANA}]}
    acting = by(LEO, "form.draft")
    assert list(undone([Change("drafts", "D-1", waived, new)], acting)) == []
    assert len(list(undone([Change("drafts", "D-1", waived, new | {"waivers": []})], acting))) == 1
    assert len(list(undone([Change("drafts", "D-1", waived, new | {"version": 1})], acting))) == 1


def test_what_is_attached_is_kept_under_what_was_named_from_the_day_that_was_named() -> None:
    world = a_world()
    world.office.named = lambda key: named_in({"case": "C-000001", "tied": "taobao:000002"})
    kept = Change("evidence", "E-1", None, {"by": LEO, "listing_id": "taobao:000001"})
    runs = Change("deadlines", "DL-1", None, {"case_id": "C-000001", "started_on": "2026-11-26"})
    found = list(wrong_owners(world, [kept, runs], by(LEO, "form.evidence", "received 1")))
    assert found == [
        f"evidence E-1 is kept under taobao:000001, and {LEO} named taobao:000002",
        f"DL-1 runs from 2026-11-26, and {LEO} named 2026-11-25",
    ]


def test_whoever_reads_chinese_is_told_in_chinese_whatever_the_goods_are_called() -> None:
    chinese, english = (
        {"text": load_words(each)("error.unexpected", reference="7")} for each in ("zh", "en")
    )
    assert list(wrong_language(MEI, [chinese, {"text": "LUMIÈRE NORD serum, 30ml"}])) == []
    assert list(wrong_language(MEI, english)) != []
    assert list(wrong_language(LEO, [english, {"text": "北晨光精华液30ml 正品代购"}])) == []
    assert list(wrong_language(LEO, chinese)) != []
