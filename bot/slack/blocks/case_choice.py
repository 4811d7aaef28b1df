"""The form that chooses the case which an alert joins."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.alerts import Alert
from bot.domain.cases import Case, CaseStatus
from bot.services.casework.opening import Similar
from bot.slack.blocks.case_figures import similar_lines
from bot.slack.blocks.fields import choice_field, modal
from bot.slack.blocks.listings import listing_boxes
from bot.slack.blocks.text import one_line, section
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words

NEW_CASE = "new"


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
