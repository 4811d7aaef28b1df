"""views.* and the tickets that allow them."""

import pytest

from bot.playground.jsons import Json, record, text
from bot.playground.records import SlackError
from bot.playground.tickets import Tickets
from tests.unit.playground.conftest import ALERTS, ALICE, Api


def modal(title: str = "Title", **more: object) -> Json:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "blocks": [{"type": "divider"}],
        **more,
    }


def opened(api: Api, **more: object) -> Json:
    trigger = api.slack.tickets.trigger(ALICE)
    return record(api.ok("views.open", trigger_id=trigger, view={**modal(), **more}), "view")


def test_opened_view_is_on_the_persons_screen(api: Api) -> None:
    view = opened(api, callback_id="draft", private_metadata="{}")
    top = api.slack.workspace.views.top(ALICE)
    assert top is not None
    assert (view["id"], view["callback_id"], view["root_view_id"]) == (top.id, "draft", top.id)


def test_trigger_works_once(api: Api) -> None:
    trigger = api.slack.tickets.trigger(ALICE)
    api.ok("views.open", trigger_id=trigger, view=modal())
    assert api.refused("views.open", trigger_id=trigger, view=modal()) == "exchanged_trigger_id"


def test_trigger_lives_three_seconds(api: Api) -> None:
    trigger, late = api.slack.tickets.trigger(ALICE), api.slack.tickets.trigger(ALICE)
    api.time += 2.9
    api.ok("views.open", trigger_id=trigger, view=modal())
    api.time += 0.2
    assert api.refused("views.open", trigger_id=late, view=modal()) == "expired_trigger_id"


def test_made_up_or_missing_trigger_is_refused(api: Api) -> None:
    assert api.refused("views.open", trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"
    assert api.refused("views.open", view=modal()) == "invalid_arguments"


def test_views_stack_three_deep(api: Api) -> None:
    root = opened(api)
    for _ in range(2):
        top = api.ok("views.push", trigger_id=api.slack.tickets.trigger(ALICE), view=modal())
    assert record(top, "view")["root_view_id"] == root["id"]
    trigger = api.slack.tickets.trigger(ALICE)
    assert api.refused("views.push", trigger_id=trigger, view=modal()) == "push_limit_reached"


def test_update_finds_a_view_by_either_id_and_checks_the_hash(api: Api) -> None:
    view = opened(api, external_id="draft-1")
    changed = record(api.ok("views.update", view_id=view["id"], hash=view["hash"], view=modal("Two")), "view")
    assert record(changed, "title")["text"] == "Two"
    assert api.refused("views.update", view_id=view["id"], hash=view["hash"], view=modal()) == "hash_conflict"
    assert api.refused("views.update", external_id="unknown", view=modal()) == "not_found"


def test_update_by_external_id(api: Api) -> None:
    view = opened(api, external_id="draft-1")
    changed = api.ok("views.update", external_id="draft-1", view=modal("Two", external_id="draft-1"))
    assert record(changed, "view")["id"] == view["id"]


def test_home_is_published_again_and_again_as_one_view(api: Api) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = record(api.ok("views.publish", user_id=ALICE, view=home), "view")
    second = record(api.ok("views.publish", user_id=ALICE, view=home), "view")
    assert first["id"] == second["id"]
    assert first["hash"] != second["hash"]
    assert api.refused("views.publish", user_id=ALICE, view=modal()) == "invalid_arguments"
    assert api.refused("views.publish", user_id="U0NOBODY", view=home) == "user_not_found"


def test_response_url_works_five_times_within_thirty_minutes() -> None:
    time = [0.0]
    tickets = Tickets(lambda: time[0])
    key, late = tickets.reply(ALERTS, ALICE), tickets.reply(ALERTS, ALICE)
    for _ in range(5):
        tickets.use_reply(key)
    with pytest.raises(SlackError, match="used_url"):
        tickets.use_reply(key)
    time[0] = 1801
    with pytest.raises(SlackError, match="expired_url"):
        tickets.use_reply(late)
    with pytest.raises(SlackError, match="invalid_url"):
        tickets.use_reply(text({}, "none"))
