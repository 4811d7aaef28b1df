"""Rules from Slack: made, tried, changed and removed by those who may; digests and proposals to press on."""

from dataclasses import replace

import pytest

from bot.domain.ids import PersonId, RuleId
from bot.domain.rules import AlertRule, Pace
from bot.domain.verdicts import Verdict
from bot.playground.driver import ActRefusedError
from bot.playground.seen import SeenView
from bot.slack.ids import ModalField
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, BOB, DAVE, LEGAL, OTHER, Bot


def open_rules(bot: Bot, who: str = BOB) -> SeenView:
    bot.person(who).command(ALERTS, "/watch", "rules")
    return bot.screen(who, "Rules are asked from the top")


def form(bot: Bot) -> SeenView:
    bot.person(BOB).clicks(open_rules(bot), "rule.new")
    return bot.screen(BOB, "Most alerts an hour")


def a_rule(bot: Bot, **changes: object) -> AlertRule:
    made = AlertRule(rule_id=RuleId("R-000001"), channel=LEGAL, made_by=PersonId(BOB), made_at=bot.clock())
    return bot.desk.rules.save(replace(made, **changes), by=PersonId(BOB))  # type: ignore[arg-type]  # shorthand


def test_a_new_rule_begins_in_the_time_zone_of_whoever_makes_it(bot_in_playground: Bot) -> None:
    bot, users = bot_in_playground, bot_in_playground.playground.slack.workspace.users
    users[BOB] = replace(users[BOB], tz="Europe/Stockholm")
    bot.person(BOB).submits(form(bot), {ModalField.CHANNEL: LEGAL})
    bot.tells(BOB, "Rule R-000001 is kept")
    assert [rule.zone for rule in bot.desk.rules.all()] == ["Europe/Stockholm"]


def test_a_rule_made_in_the_modal_sends_alerts_to_its_channel(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.person(BOB).submits(
        form(bot),
        {
            ModalField.CHANNEL: LEGAL,
            ModalField.BRANDS: ["Lumière Nord"],
            ModalField.PLATFORMS: ["taobao"],
            ModalField.MIN_SCORE: "80",
            ModalField.QUIET_FROM: "12:00",
            ModalField.QUIET_TO: "13:30",
            ModalField.ZONE: "Europe/Berlin",
        },
    )
    bot.tells(BOB, "Rule R-000001 is kept: alerts go to <#C0LEGAL>")
    [rule] = bot.desk.rules.all()
    assert (rule.brands, rule.platforms, rule.min_score, rule.cap) == (
        ("Lumière Nord",),
        ("taobao",),
        0.8,
        20,
    )
    bot.shelf.listings = [a_listing()]
    bot.desk.watches.sweep()
    bot.delivery.run()
    bot.says(LEGAL, "taobao:730155210044")
    assert "quiet 12:00–13:30 · Europe/Berlin · at most 20 an hour" in open_rules(bot).everything


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (ModalField.MIN_SCORE, "ten"),
        (ModalField.CAP, "-"),
        (ModalField.QUIET_FROM, "22:00"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(bot_in_playground: Bot, field: ModalField, value: str) -> None:
    with pytest.raises(ActRefusedError) as refused:
        bot_in_playground.person(BOB).submits(
            form(bot_in_playground), {ModalField.CHANNEL: LEGAL, field: value}
        )
    expected = ModalField.QUIET_TO if field is ModalField.QUIET_FROM else field
    assert list(refused.value.errors) == [expected]


def test_a_rule_is_tried_muted_changed_and_removed_from_its_menu(bot_in_playground: Bot) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    a_rule(bot)
    bob.clicks(open_rules(bot), "rule.menu", "Send a test alert")
    assert "No alert so far" in bot.says(LEGAL, "Test of rule R-000001").everything
    bob.clicks(bot.screen(BOB, "A test alert was sent"), "rule.menu", "Mute")
    bob.clicks(bot.screen(BOB, "its alerts wait in triage"), "rule.mute", "Undo")
    bob.clicks(bot.screen(BOB, "Rule R-000001 speaks again"), "rule.menu", "Change")
    bob.submits(bot.screen(BOB, "Most alerts an hour"), {ModalField.CAP: "5"})
    bot.tells(BOB, "is kept")
    assert [rule.cap for rule in bot.desk.rules.all()] == [5]
    bob.clicks(open_rules(bot), "rule.menu", "Remove")
    bot.screen(BOB, "There is no rule")


def test_rules_are_asked_in_the_order_that_people_give_them(bot_in_playground: Bot) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    a_rule(bot)
    a_rule(bot, rule_id=RuleId("R-000002"), channel=OTHER)
    view = open_rules(bot)
    [second] = [block["block_id"] for block in view.blocks if "2. *R-000002*" in str(block)]
    bob.clicks(view, "rule.menu", "Move up", block_id=second)
    bob.clicks(bot.screen(BOB, "1. *R-000002*"), "rule.menu", "Move down")
    bot.screen(BOB, "1. *R-000001*")
    assert [rule.rule_id for rule in bot.desk.rules.all()] == ["R-000001", "R-000002"]


def test_what_no_rule_took_is_counted_in_watch_and_at_home_and_judged_from_there(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    a_rule(bot, platforms=("jd",))
    bot.shelf.listings = [a_listing(), a_listing(item_id="2", title="camp mug", platform="jd")]
    bot.desk.watches.sweep()
    bot.delivery.run()
    alice.command(ALERTS, "/watch", "")
    told = bot.tells(ALICE, "Alerts told to nobody: 1 (1 that no rule took, 0 of muted rules)")
    alice.opens_home()
    assert alice.home("Alerts told to nobody: 1")
    alice.clicks(told, "triage.begin", "Judge them")
    view = bot.screen(ALICE, "1 told to nobody")
    assert "taobao:730155210044" in view.everything
    alice.clicks(view, "triage.judge.counterfeit")
    assert "no alert left that nobody was told of" in bot.screen(ALICE, "no alert left").everything
    assert "jd:2" not in bot.screen(ALICE, "no alert left").everything


def test_a_score_that_a_rule_proposes_is_taken_by_a_person_and_given_back(bot_in_playground: Bot) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    a_rule(bot)
    scores = [0.6] * 20 + [0.95] * 20
    bot.shelf.listings = [a_listing(item_id=str(n), seller_id=str(n)) for n in range(len(scores))]
    bot.desk.watches.sweep()
    with bot.desk.store.unit() as unit:
        for alert in unit.alerts.recent(50):
            score = scores[int(alert.listing.item_id)]
            judged = replace(alert.assessment, score=score)
            verdict = Verdict.GENUINE if score < 0.9 else Verdict.COUNTERFEIT
            unit.alerts.save(replace(alert, rule=RuleId("R-000001"), assessment=judged, verdict=verdict))
    view = open_rules(bot)
    assert "95%" in view.everything
    assert bot.desk.rules.all()[0].min_score == 0
    bob.clicks(view, "rule.raise")
    raised = bot.screen(BOB, "Rule R-000001 asks for 95% now")
    assert bot.desk.rules.all()[0].min_score == 0.95
    assert "20 of 20" in raised.everything
    bob.clicks(raised, "rule.raise", "Undo")
    bot.screen(BOB, "Rule R-000001 asks for 0% now")
    assert bot.desk.rules.all()[0].min_score == 0


def test_an_analyst_reads_the_rules_and_changes_none(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    a_rule(bot)
    bot.person(ALICE).clicks(open_rules(bot, ALICE), "rule.menu", "Remove")
    bot.tells(ALICE, "needs the role approver; yours is analyst")
    assert len(bot.desk.rules.all()) == 1


def test_a_digest_lists_what_was_held_and_opens_triage(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    a_rule(bot, pace=Pace.HOURLY)
    bot.shelf.listings = [
        a_listing(item_id=str(n), title=title) for n, title in enumerate(("face cream", "<!channel> 精华"))
    ]
    bot.desk.watches.sweep()
    bot.delivery.run()
    bot.clock.forward(hours=1)
    bot.desk.rules.tell_held()
    bot.playground.arm("chat.postMessage", "drop_after_store")
    bot.delivery.run()
    bot.clock.forward(minutes=2)
    bot.delivery.run()
    [digest] = bot.playground.state().messages(LEGAL, containing="Held alerts: 2")
    assert "&lt;!channel&gt;" in digest.text
    assert [block["type"] for block in digest.blocks] == ["header", "data_table", "actions"]
    assert "美妆优选小店 (beauty selected little shop) · Taobao" in digest.everything
    bot.person(ALICE).clicks(digest, "triage.begin")
    assert "2 to judge" in bot.screen(ALICE, "to judge").everything


@pytest.mark.parametrize("newest", [True, False])
def test_a_long_digest_of_several_marketplaces_shows_where_they_are_as_bars_or_in_a_line(
    bot_in_playground: Bot, newest: bool
) -> None:
    bot = bot_in_playground
    a_rule(bot, pace=Pace.HOURLY)
    bot.shelf.listings = [
        a_listing(platform="jd" if n < 3 else "taobao", item_id=f"88{n}", seller_id=f"s{n}") for n in range(9)
    ]
    bot.desk.watches.sweep()
    bot.delivery.run()
    if not newest:
        bot.playground.arm("chat.postMessage", "error:invalid_blocks")
    bot.clock.forward(hours=2)
    bot.desk.rules.tell_held()
    digest = bot.delivers(LEGAL, "Held alerts: 9")
    kinds = [block["type"] for block in digest.blocks]
    assert ("data_visualization" in kinds) is newest
    if newest:
        [shown] = [block for block in digest.blocks if block["type"] == "data_visualization"]
        [bars] = shown["chart"]["series"]
        assert [(each["label"], each["value"]) for each in bars["data"]] == [("Taobao", 6), ("JD.com", 3)]
    else:
        assert "Taobao 6 · JD.com 3" in digest.everything


def test_a_digest_is_lines_where_slack_knows_no_such_table(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    a_rule(bot, pace=Pace.HOURLY)
    bot.shelf.listings = [a_listing()]
    bot.desk.watches.sweep()
    bot.delivery.run()
    bot.clock.forward(hours=1)
    bot.desk.rules.tell_held()
    bot.playground.arm("chat.postMessage", "error:invalid_blocks")
    digest = bot.delivers(LEGAL, "Held alerts: 1")
    assert [block["type"] for block in digest.blocks] == ["header", "section", "actions"]
    assert "taobao:730155210044" in digest.everything


def test_a_rule_that_is_mostly_wrong_proposes_to_be_muted(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    a_rule(bot)
    listings = [a_listing(item_id=str(n), seller_id=str(n)) for n in range(31)]
    bot.shelf.listings = listings
    bot.desk.watches.sweep()
    with bot.desk.store.unit() as unit:
        for alert in unit.alerts.recent(50):
            unit.alerts.save(replace(alert, rule=RuleId("R-000001")))
    bot.desk.triage.judge([each.listing_id for each in listings], Verdict.GENUINE, by=PersonId(ALICE))
    assert bot.desk.rules.report_weekly()
    with bot.desk.store.unit() as unit:
        while (message := unit.outbox.take(bot.clock(), 1)) is not None:
            if message.kind != "rule_report":
                unit.outbox.done(message.number)
    bot.clock.forward(seconds=2)
    bot.delivery.run()
    report = bot.tells(DAVE, "Only 0 of 31 were right (shops: 31). Mute this rule?")
    bot.person(DAVE).clicks(report, "rule.mute")
    bot.tells(DAVE, "Rule R-000001 is muted")
    assert bot.desk.rules.get(RuleId("R-000001")).muted
    bot.person(DAVE).clicks(bot.tells(DAVE, "Rule R-000001 is muted"), "rule.mute", "Undo")
    bot.tells(DAVE, "Rule R-000001 speaks again")
    assert not bot.desk.rules.get(RuleId("R-000001")).muted


def test_watch_shows_whether_everything_was_on_time(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.alert()
    bot.person(ALICE).command(ALERTS, "/watch", "")
    told = bot.tells(ALICE, "On time, last day").everything
    assert "1 of 1 scans on time." in told
    assert "1 of 1 alerts within a minute" in told


def test_a_muted_rule_that_is_edited_stays_muted(bot_in_playground: Bot) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    a_rule(bot, muted=True)
    bob.clicks(open_rules(bot), "rule.menu", "Change")
    bob.submits(bot.screen(BOB, "Most alerts an hour"), {ModalField.MIN_SCORE: "90"})
    bot.tells(BOB, "Rule R-000001 is kept")
    [rule] = bot.desk.rules.all()
    assert (rule.min_score, rule.muted) == (0.9, True)
