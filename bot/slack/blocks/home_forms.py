"""The two small forms of Home: a question, and the period of a report."""

from slack_sdk.models.views import View

from bot.domain.questions import LONGEST
from bot.slack.blocks.fields import choice_field, modal, text_field
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words


def period_form(words: Words) -> View:
    """Asks which days the report is about; last month unless another is chosen."""
    choices = [(name, words(f"period.{name}")) for name in ("last_month", "this_month", "week")]
    fields = [choice_field(ModalField.PERIOD, words("period.label"), choices, initial="last_month")]
    submit, close = words("period.submit"), words("form.cancel")
    return modal(FormId.PERIOD, words("period.title"), submit, close, Ref(), fields)


def question_form(words: Words) -> View:
    """Asks for the question; its answer comes in the direct messages."""
    fields = [text_field(ModalField.QUESTION, words("home.question"), long=True, most=LONGEST)]
    title = words("home.ask")
    return modal(FormId.ASK_QUESTION, title, words("home.ask"), words("form.cancel"), Ref(), fields)
