"""The forms of an alert: why it does not infringe, for how long it is put away, which case it joins."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
)
from slack_sdk.models.views import View

from bot.domain.alerts import Alert
from bot.domain.cases import Case, CaseStatus
from bot.domain.verdicts import Verdict
from bot.services.casework.opening import Similar
from bot.slack.blocks.casework import similar_lines
from bot.slack.blocks.fields import choice_field, modal, text_field
from bot.slack.blocks.listings import (
    listing_boxes,
)
from bot.slack.blocks.text import (
    context,
    one_line,
    published,
    section,
)
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words

SNOOZES = (1, 3, 7, 30)


NEW_CASE = "new"
CLEARING = tuple(verdict for verdict in Verdict if verdict.clears)
"""What goods may be of which an alert is dismissed."""


def not_infringing_form(alert: Alert, words: Words) -> View:
    """Asks what the goods are, and why they do not infringe."""
    stands = alert.verdict.value if alert.verdict else ""
    about = Ref(alert=alert.alert_id, channel=alert.channel, thread=alert.ts, kind=stands)
    choices = [(v.value, words(f"verdict.{v.value}")) for v in CLEARING]
    why = text_field(
        ModalField.REASON, words("alert.dismiss.why"), long=True, hint=words("alert.dismiss.hint"), most=500
    )
    shown: list[Block] = [
        published(alert.listing.title, limit=300),
        choice_field(ModalField.VERDICT, words("alert.dismiss.what"), choices, initial=Verdict.GENUINE.value),
        why,
    ]
    if alert.folds:
        shown.insert(1, context(words("alert.folds", count=alert.folds)))
    return modal(
        FormId.NOT_INFRINGING,
        words("alert.dismiss.title"),
        words("form.save"),
        words("form.cancel"),
        about,
        shown,
    )


def snooze_form(alert: Alert, words: Words) -> View:
    """Asks for how long the alert is put away."""
    about = Ref(alert=alert.alert_id, channel=alert.channel, thread=alert.ts)
    choices = [(str(days), words(f"alert.snooze.days_{days}")) for days in SNOOZES]
    return modal(
        FormId.SNOOZE_ALERT,
        words("alert.snooze.title"),
        words("form.save"),
        words("form.cancel"),
        about,
        [
            published(alert.listing.title, limit=300),
            choice_field(ModalField.DAYS, words("alert.snooze.how_long"), choices, initial=str(SNOOZES[2])),
        ],
    )


def choose_case_form(
    alert: Alert,
    offered: Case | None,
    similar: Sequence[Similar],
    words: Words,
    together: Sequence[Alert] = (),
) -> View:
    """What is known already: the shop's open case first, other open cases that share something, a new one last; and
    what was judged with the alert, to go along with it."""
    about = Ref(alert=alert.alert_id, channel=alert.channel, thread=alert.ts)
    known = [offered] if offered else []
    known += [
        each.case for each in similar if each.case.status is not CaseStatus.CLOSED and each.case not in known
    ]
    choices = [(case.case_id, _joined(case, words)) for case in known] + [
        (NEW_CASE, words("alert.choose_case.new"))
    ]
    why = words("alert.choose_case.why", case=offered.case_id) if offered else ""
    text = "\n".join(line for line in (why, similar_lines(similar, words) if similar else "") if line)
    initial = offered.case_id if offered else NEW_CASE
    others = [each.listing for each in together if each.alert_id != alert.alert_id]
    shown: list[Block] = [
        *([section(text)] if text else []),
        choice_field(ModalField.CASE, words("alert.choose_case.which"), choices, initial=initial),
        *([listing_boxes(others, words("alert.choose_case.along"))] if others else []),
    ]
    title, submit = words("alert.choose_case.title"), words("alert.open_case")
    return modal(FormId.CHOOSE_CASE, title, submit, words("form.cancel"), about, shown)


def _joined(case: Case, words: Words) -> str:
    title = one_line(case.title, 30)
    return words("alert.choose_case.join", case=case.case_id, title=title, count=case.listing_count)
