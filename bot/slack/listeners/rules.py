"""``/watch rules``: which alerts go to which channel, changed by approvers and admins."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from slack_bolt import App
from slack_sdk.models.views import View

from bot.domain.assessments import Band
from bot.domain.errors import MarqueError, NoBrandBook, WrongInput
from bot.domain.ids import RuleId
from bot.domain.rules import AlertRule, Pace
from bot.services.upkeep.team_settings import ZONE
from bot.slack.blocks.rule_form import rule_form
from bot.slack.blocks.rules import (
    DOWN,
    DROP,
    EDIT,
    MUTE,
    NOTHING_SAID,
    SPEAK,
    TEST,
    UP,
    RulePress,
    muted_said,
    raised_said,
    rules_view,
    said_card,
    sample_card,
)
from bot.slack.blocks.text import card, esc, section
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.menus import among, on_search, on_zone
from bot.slack.payloads import Click, ModalForm, Place
from bot.slack.readable import one_of
from bot.words.telling import tell

NEW = RuleId("new")
"""Stands for the id of a rule while its form is checked."""


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.NEW_RULE, new)
    front.on_click(app, ActionId.RULE_MENU, menu)
    front.on_click(app, ActionId.MUTE_RULE, mute)
    front.on_click(app, ActionId.RAISE_RULE, ask_more)
    front.on_form(app, FormId.RULE, save, check=check)
    on_search(
        app, front, FormId.RULE, ModalField.BRANDS, among(lambda front, _: [(b, b) for b in brands(front)])
    )
    on_zone(app, front, FormId.RULE)


def begin(front: Front, place: Place, trigger_id: str) -> None:
    """The list of rules in a modal."""
    front.poster.open(trigger_id, _list(front, Ref(channel=place.channel)))


def new(front: Front, click: Click) -> None:
    """The form of a new rule, in the same modal."""
    front.desk.rules.check(click.place.person)
    about = Ref(channel=Ref.read(click.about).channel)
    zone = "".join(front.desk.settings.changed.get(ZONE, ())) or front.desk.people.zone(click.place.person)
    zone = zone or front.desk.settings.zone().key
    form = rule_form(None, brands(front), about, front.desk.clock(), front.reader, zone)
    front.poster.redraw(click.view_id, form)


def menu(front: Front, click: Click) -> None:
    """What was chosen for a rule; the list shows what came of it."""
    rule_id, who = click.ref.rule, click.place.person
    rule = front.desk.rules.get(rule_id)
    try:
        front.desk.rules.check(who)
        if click.ref.kind == EDIT:
            about = Ref(rule=rule_id, channel=Ref.read(click.about).channel)
            form = rule_form(rule, brands(front), about, front.desk.clock(), front.reader, rule.zone)
            front.poster.redraw(click.view_id, form)
            return
        said = ACTS[click.ref.kind](front, rule, click)
    except MarqueError as failure:
        said = RulePress(text=esc(tell(failure.sentence, front.reader)))
    front.poster.redraw(click.view_id, _list(front, Ref.read(click.about), said))


def test(front: Front, rule: AlertRule, click: Click) -> RulePress:
    """Send a test alert to the rule's channel."""
    wanted = next((alert for alert in front.desk.alerts.recent() if rule.wants(alert)), None)
    front.poster.post(rule.channel, sample_card(wanted, rule, front.words))
    return RulePress(text=front.reader("rules.tested", channel=f"<#{rule.channel}>"))


def move(front: Front, rule: AlertRule, click: Click) -> RulePress:
    """Ask the rule earlier, or later."""
    front.desk.rules.move(rule.rule_id, up=click.ref.kind == UP, by=click.place.person)
    return NOTHING_SAID


def drop(front: Front, rule: AlertRule, click: Click) -> RulePress:
    """Take the rule away."""
    front.desk.rules.drop(rule.rule_id, by=click.place.person)
    return RulePress(text=front.reader("rules.dropped", rule=rule.rule_id))


def silence(front: Front, rule: AlertRule, click: Click) -> RulePress:
    """Mute the rule, or let it speak again."""
    changed = front.desk.rules.mute(rule.rule_id, muted=click.ref.kind != SPEAK, by=click.place.person)
    return muted_said(changed, front.reader)


def mute(front: Front, click: Click) -> None:
    """*Mute*, where a rule proposes it; and *Undo* of that."""
    _tell(front, click, silence(front, front.desk.rules.get(click.ref.rule), click))


def ask_more(front: Front, click: Click) -> None:
    """*Ask for more*, where a rule proposes a higher score; and *Undo* of that."""
    before = front.desk.rules.get(click.ref.rule).min_score
    rule = front.desk.rules.raise_threshold(click.ref.rule, click.ref.score, by=click.place.person)
    _tell(front, click, raised_said(rule, before, front.reader))


def check(front: Front, form: ModalForm) -> Mapping[str, str]:
    """What is wrong in the form, by field."""
    wrong: dict[str, str] = {}
    if not re.fullmatch(r"\d{1,2}", form.text(ModalField.MIN_SCORE)):
        wrong[ModalField.MIN_SCORE] = front.reader("rules.min_score_hint")
    if not re.fullmatch(r"\d{1,6}", form.text(ModalField.CAP)):
        wrong[ModalField.CAP] = front.reader("rules.cap_hint")
    if bool(form.text(ModalField.QUIET_FROM)) != bool(form.text(ModalField.QUIET_TO)):
        wrong[ModalField.QUIET_TO] = front.reader("rules.quiet_both")
    try:
        if not wrong:
            _rule(front, form, form.ref.rule or NEW)
    except WrongInput as fault:
        wrong[ModalField.ZONE] = tell(fault.sentence, front.reader)[:150]
    return wrong


def save(front: Front, form: ModalForm) -> None:
    """Keep the rule."""
    front.desk.rules.check(form.place.person)
    made = _rule(front, form, form.ref.rule or front.desk.rules.next_id())
    if form.ref.rule:
        # The form does not ask whether the rule speaks: a muted one stays so.
        made = replace(made, muted=front.desk.rules.get(form.ref.rule).muted)
    rule = front.desk.rules.save(made, by=form.place.person)
    told = front.reader("rules.saved", rule=rule.rule_id, channel=f"<#{rule.channel}>")
    front.poster.whisper(form.place, card(told, [section(told)]))


def brands(front: Front) -> list[str]:
    """The names of the brand books."""
    try:
        return [book.name for book in front.desk.rights.books()]
    except NoBrandBook:
        return []


def _rule(front: Front, form: ModalForm, rule_id: RuleId) -> AlertRule:
    """The rule that a form makes."""
    return AlertRule(
        rule_id=rule_id,
        channel=form.text(ModalField.CHANNEL),
        brands=form.values.get(ModalField.BRANDS, ()),
        platforms=form.values.get(ModalField.PLATFORMS, ()),
        band=one_of(Band, form.text(ModalField.BAND) or Band.MEDIUM),
        min_score=(form.number(ModalField.MIN_SCORE) or 0) / 100,
        pace=one_of(Pace, form.text(ModalField.PACE) or Pace.AT_ONCE),
        digest_at=form.hour(ModalField.DIGEST_AT) or time(9),
        quiet_from=form.hour(ModalField.QUIET_FROM),
        quiet_to=form.hour(ModalField.QUIET_TO),
        zone=form.text(ModalField.ZONE),
        cap=form.number(ModalField.CAP) or 0,
        made_by=form.place.person,
        made_at=front.desk.clock(),
    )


def _list(front: Front, about: Ref, said: RulePress = NOTHING_SAID) -> View:
    rules = front.desk.rules
    return rules_view(rules.reports(), front.reader, about, said, untold=rules.untold().count)


def _tell(front: Front, click: Click, said: RulePress) -> None:
    """In the modal where the button stands in one, else to the person."""
    if click.view_id:
        front.poster.redraw(click.view_id, _list(front, Ref.read(click.about), said))
    else:
        front.poster.whisper(click.place, said_card(said))


ACTS = {TEST: test, DROP: drop, MUTE: silence, SPEAK: silence, UP: move, DOWN: move}
