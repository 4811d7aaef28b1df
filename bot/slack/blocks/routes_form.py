"""The six questions of the route picker (``/ask options``)."""

from collections.abc import Sequence

from slack_sdk.models.views import View

from bot.slack.blocks.fields import choice_field, modal
from bot.slack.blocks.text import context
from bot.slack.ids import ROUTE, FormId, ModalField, Ref
from bot.words.book import Words
from knowledge.routes import Answers, RouteQuestion


def routes_form(questions: Sequence[RouteQuestion], known: Answers, about: Ref, words: Words) -> View:
    """The questions, filled in with what is known already."""
    language = words.language
    fields = [
        choice_field(
            ROUTE + question.id,
            question.ask.in_(language),
            [(choice.id, choice.label.in_(language)) for choice in question.choices],
            initial=known.get(question.id, ""),
        )
        for question in questions
    ]
    if about.channel and not about.case:
        seen_by = [(name, words(f"routes.seen_by.{name}")) for name in ("me", "all")]
        fields.append(choice_field(ModalField.SEEN_BY, words("routes.who"), seen_by, initial="me"))
    filled = [context(words("routes.known"))] if known else []
    return modal(
        FormId.ROUTES,
        words("routes.title"),
        words("routes.submit"),
        words("form.cancel"),
        about,
        [*filled, *fields],
    )
