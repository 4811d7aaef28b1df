"""What every day has, whatever the seed leaves out; and that what is said more quickly is the same."""

from __future__ import annotations

from collections import Counter

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import ButtonElement

from bot.slack.blocks.alerts import alert_card
from bot.slack.blocks.cases import case_card
from bot.words.book import load_words
from tests.cards import a_case, a_draft, an_alert, every_window
from tests.simulation.quick import said_once
from tests.simulation.swarm import LATER, LEAST, MORE, mixture

SEEDS = range(1, 301)


def test_the_least_of_a_day_is_in_every_seed_and_everything_else_in_some_and_not_in_others() -> None:
    mixtures = [mixture(seed) for seed in SEEDS]
    assert all(Counter(each.day) >= Counter(LEAST) for each in mixtures)
    had = Counter(kind for each in mixtures for kind in each.often)
    assert all(0 < had[kind] < len(SEEDS) for kind in MORE)
    assert all(any(each.often.get(kind) == times for each in mixtures) for kind, times in MORE.items())


def test_two_kinds_of_acts_meet_on_the_days_of_some_seeds_and_not_on_others() -> None:
    pairs = {
        (one, other) for each in map(mixture, range(1, 81)) for one in each.often for other in each.often
    }
    assert pairs == {(one, other) for one in LEAST | MORE for other in LEAST | MORE}


def test_a_seed_says_the_same_each_time_and_not_what_another_says() -> None:
    assert mixture(7) == mixture(7)
    assert mixture(7).often != mixture(8).often
    assert mixture(7).later(3) == mixture(7).later(3)


def test_what_people_do_in_the_week_after_is_of_the_kinds_of_the_seed() -> None:
    for each in map(mixture, SEEDS):
        assert {act for day in range(7) for act in each.later(day)} <= {*LATER} & {*each.often}


def test_blocks_are_said_quickly_as_slacks_own_library_says_them() -> None:
    words = load_words("zh")
    shown: list[JsonObject] = [
        *alert_card(an_alert(), words).blocks,
        *case_card(a_case(), [a_draft()], (), words).blocks,
        *every_window(words).values(),
    ]
    own = [each.to_dict() for each in shown]
    checks = JsonObject.validate_json
    with said_once():
        assert [each.to_dict() for each in shown] == own
        assert JsonObject.validate_json is not checks
        with pytest.raises(SlackObjectFormationError):
            ButtonElement(text="x" * 76, action_id="too long").to_dict()
    assert JsonObject.validate_json is checks
