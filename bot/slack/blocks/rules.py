"""Rules of which alerts go where: their list, an alert to try one on, and the weekly report on how right each was."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement, Option, OverflowMenuElement, PlainTextObject
from slack_sdk.models.views import View

from bot.domain.alerts import Alert
from bot.domain.rules import AlertRule, Pace, RuleReport
from bot.slack.blocks.alerts import alert_card
from bot.slack.blocks.text import button, buttons, card, context, esc, header, one_line, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, Ref
from bot.slack.newer import MOST_POINTS, Bars, chart
from bot.words.book import Words

SHOWN = 20
EDIT, TEST, MUTE, SPEAK, UP, DOWN, DROP = "edit", "test", "mute", "speak", "up", "down", "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePress:
    """What came of a press, and the button that takes it back, where one does."""

    text: str
    undo: ButtonElement | None = None

    def blocks(self) -> list[Block]:
        """A line, as far as there is something to say."""
        return [section(self.text, self.undo)] if self.text else []


NOTHING_SAID = RulePress(text="")


def rules_view(
    reports: Sequence[RuleReport],
    words: Words,
    about: Ref,
    said: RulePress = NOTHING_SAID,
    *,
    untold: int = 0,
) -> View:
    """Every rule with what can be done to it, in the order in which they are asked, and a button for a new one."""
    blocks: list[Block] = said.blocks()
    if not reports:
        blocks.append(section(words("rules.none")))
    for place, report in enumerate(reports[:SHOWN], 1):
        menu = _menu(report.rule, words, first=place == 1, only=len(reports) == 1)
        blocks += [section(f"{place}. {_line(report, words)}", menu), *_proposals(report, words)]
    if len(reports) > SHOWN:
        blocks.append(context(words("text.more", count=len(reports) - SHOWN)))
    if untold:
        blocks.append(context(words("rules.untold", count=untold)))
    blocks += [
        context(words("rules.order")),
        *buttons(button(ActionId.NEW_RULE, words("rules.new"), Ref(), "primary")),
    ]
    return View(
        type="modal",
        callback_id=FormId.RULES.value,
        title=PlainTextObject(text=words("rules.title"), emoji=False),
        close=PlainTextObject(text=words("rules.close"), emoji=False),
        private_metadata=about.write(),
        blocks=blocks,
    )


def sample_card(alert: Alert | None, rule: AlertRule, words: Words) -> Card:
    """What an alert of this rule looks like, with nothing to press; the newest that it wants, where there is one."""
    told = words("rules.test", rule=rule.rule_id)
    if alert is None:
        return card(told, [section(told), context(words("rules.test_none"))])
    shown = alert_card(alert, words, picture=False)
    quiet = [block for block in shown.blocks if block.type != "actions"]
    return Card(text=f"{told} {shown.text}", blocks=(section(told), *quiet))


def _line(report: RuleReport, words: Words) -> str:
    rule = report.rule
    parts = [
        f"*{rule.rule_id}* <#{rule.channel}>" + (f" · {words('rules.is_muted')}" if rule.muted else ""),
        " · ".join(
            [
                esc(one_line(words.listed(rule.brands), 100)) or words("rules.all_brands"),
                words.listed(words(f"platform.{each}") for each in rule.platforms)
                or words("rules.all_platforms"),
                words(f"rules.band.{rule.band.value}"),
                words("rules.from_score", percent=round(rule.min_score * 100)),
            ]
        ),
        " · ".join(_when(rule, words)),
        _precision(report, words),
    ]
    return "\n".join(parts)


def _when(rule: AlertRule, words: Words) -> list[str]:
    found = [words(f"rules.pace.{rule.pace.value}")]
    if rule.pace is Pace.DAILY:
        found.append(f"{rule.digest_at:%H:%M}")
    if rule.quiet_from is not None and rule.quiet_to is not None:
        found.append(words("rules.quiet", begin=f"{rule.quiet_from:%H:%M}", end=f"{rule.quiet_to:%H:%M}"))
    found.append(esc(rule.zone))
    if rule.cap:
        found.append(words("rules.at_most", count=rule.cap))
    return found


def _precision(report: RuleReport, words: Words) -> str:
    known = report.precision
    if not known.judged:
        return words("rules.not_judged")
    facts = {"percent": int(known.share * 100), "right": known.right, "judged": known.judged}
    return words("rules.precision", shops=known.shops, **facts)


def muted_said(rule: AlertRule, words: Words) -> RulePress:
    """The rule was muted, or speaks again, with the way back."""
    done, back = (words("rules.muted", rule=rule.rule_id), SPEAK) if rule.muted else ("", MUTE)
    undo = button(ActionId.MUTE_RULE, words("triage.undo"), Ref(rule=rule.rule_id, kind=back))
    return RulePress(text=done or words("rules.unmuted", rule=rule.rule_id), undo=undo)


def raised_said(rule: AlertRule, before: float, words: Words) -> RulePress:
    """The rule asks for another score, with the way back."""
    told = words("rules.raised", rule=rule.rule_id, percent=round(rule.min_score * 100))
    undo = button(ActionId.RAISE_RULE, words("triage.undo"), Ref(rule=rule.rule_id, score=before))
    return RulePress(text=told, undo=undo)


def said_card(said: RulePress) -> Card:
    """The same as a message."""
    return card(said.text, said.blocks())


def _menu(rule: AlertRule, words: Words, *, first: bool, only: bool) -> OverflowMenuElement:
    """Slack's menu holds five: every order can be reached by moving up, and down from the first place."""
    move = () if only else ((DOWN,) if first else (UP,))
    acts = (EDIT, TEST, SPEAK if rule.muted else MUTE, *move, DROP)
    options = [
        Option(
            value=Ref(rule=rule.rule_id, kind=act).write(),
            text=PlainTextObject(text=words(f"rules.act.{act}"), emoji=False),
        )
        for act in acts
    ]
    return OverflowMenuElement(action_id=ActionId.RULE_MENU.value, options=options)


def _proposals(report: RuleReport, words: Words) -> list[Block]:
    """What the rule proposes: to be quiet, or to ask more of its alerts."""
    rule, known = report.rule, report.precision
    if not report.proposes:
        return []
    acts, told = [], ""
    if report.better is not None:
        shown = round(report.better * 100)
        told = words("rules.propose_raise", percent=shown)
        acts.append(
            button(
                ActionId.RAISE_RULE,
                words("rules.do_raise", percent=shown),
                Ref(rule=rule.rule_id, score=report.better),
            )
        )
    if known.proposes_mute:
        told = words("rules.propose_mute", right=known.right, judged=known.judged, shops=known.shops)
        acts.append(button(ActionId.MUTE_RULE, words("rules.act.mute"), Ref(rule=rule.rule_id), "danger"))
    return [context(told), *buttons(*acts)]


def reports_card(reports: Sequence[RuleReport], words: Words) -> Card:
    """The week's report: how often people agreed with each rule, and what the rules propose."""
    heading = words("rules.report")
    blocks: list[Block] = [header(heading)]
    for report in reports[:SHOWN]:
        blocks += [section(_line(report, words)), *_proposals(report, words)]
    blocks[1:1] = _agreed(reports, words)
    said = [f"{report.rule.rule_id}: {_precision(report, words)}" for report in reports]
    return card(" | ".join([heading, *said]), blocks, shortened=words("text.shortened"))


def _agreed(reports: Sequence[RuleReport], words: Words) -> list[Block]:
    """How many alerts of each rule people found right and wrong, as bars; every rule says the same below in words."""
    judged = [report for report in reports if report.precision.judged][:MOST_POINTS]
    if not judged:
        return []
    counts = [(each.precision.right, each.precision.judged - each.precision.right) for each in judged]
    bars = [
        Bars(name=words(f"rules.chart.{name}"), values=[each[at] for each in counts])
        for at, name in enumerate(("right", "wrong"))
    ]
    return [chart(words("rules.report"), [each.rule.rule_id for each in judged], bars, ())]
