"""Answers and refusals."""

from __future__ import annotations

from urllib.parse import urlsplit

from slack_sdk.models.blocks import Block, ContextActionsBlock, FeedbackButtonObject, FeedbackButtonsElement
from slack_sdk.models.views import View

from bot.domain.ids import AskedId
from bot.domain.questions import Answer, Citation, Dislike, Opinion, Outcome
from bot.services.team_documents import TEAM
from bot.slack.blocks.citing import cited, in_force, texts_of
from bot.slack.blocks.fields import choice_field, modal, text_field
from bot.slack.blocks.text import SECTION, card, context, esc, link, one_line, person, pieces, section
from bot.slack.ids import ActionId, Field, FormId, Ref
from bot.slack.poster import Card
from bot.words.book import Words, day
from knowledge.law import Register

SOURCES_LINKED = 2


def answer_card(
    answer: Answer, words: Words, register: Register, *, asked_id: AskedId, asked_by: str = ""
) -> Card:
    """The answer with what it rests on, or the refusal with what the bot can do instead."""
    heading = [_asked(answer.question, asked_by, words)] if asked_by else []
    paragraphs = [section(part) for part in pieces(esc(answer.text), SECTION)]
    rest = _rest(answer, words, register, asked_id)
    return card(_fallback(answer), [*heading, *paragraphs, *rest], shortened=words("text.shortened"))


def rest_card(answer: Answer, words: Words, register: Register, asked_id: AskedId) -> Card:
    """What stands under an answer whose text is shown already."""
    return card(
        _fallback(answer), _rest(answer, words, register, asked_id), shortened=words("text.shortened")
    )


def not_helpful_form(asked_id: AskedId, words: Words) -> View:
    """Asks why an answer was not helpful."""
    choices = [(each.value, words(f"answer.dislike.{each.value}")) for each in Dislike]
    return modal(
        FormId.NOT_HELPFUL,
        words("answer.dislike.title"),
        words("form.save"),
        words("form.cancel"),
        Ref(asked=asked_id),
        [
            choice_field(Field.REASON, words("answer.dislike.why"), choices),
            text_field(Field.COMMENT, words("answer.dislike.comment"), long=True, optional=True, most=500),
        ],
    )


def _rest(answer: Answer, words: Words, register: Register, asked_id: AskedId) -> list[Block]:
    if answer.outcome is Outcome.REFUSED:
        return [context(words("answer.can_help")), _feedback(asked_id, words)]
    return [
        *[section(source_text(each, answer, words, register)) for each in answer.citations],
        *_changes(answer, words),
        context(words("answer.as_of", day=day(answer.as_of, words.language)), words("answer.caution")),
        _feedback(asked_id, words),
    ]


def working_card(question: str, asked_by: str, words: Words) -> Card:
    """Stands until the answer is there."""
    return card(
        words("answer.working"), [_asked(question, asked_by, words), context(words("answer.working"))]
    )


def source_text(citation: Citation, answer: Answer, words: Words, register: Register) -> str:
    """One source: page and section, the provisions with their time in force, where it can be read."""
    passage = citation.passage
    places = [
        " ".join(
            filter(
                None, (cited(register, p.key, p.instrument, p.article, answer.language), _period(p, answer))
            )
        )
        for p in dict.fromkeys(passage.provisions)
    ]
    texts = texts_of(register, (p.instrument for p in passage.provisions), answer.language)
    pages = [(urlsplit(url).hostname or url, url) for url in passage.source_urls]
    links = [link(url, esc(name)) for name, url in (texts or pages)[:SOURCES_LINKED]]
    title = esc(one_line(f"{passage.page_title}: {passage.title}", 200))
    if passage.origin == TEAM:
        told = words("answer.team", owner=esc(passage.owner), day=day(passage.reviewed_on, words.language))
        kept = f" · {words('answer.confidential')}" if passage.confidential else ""
        return f"*[{citation.number}] {title}*\n{told}{kept}"
    lines = [f"*[{citation.number}] {title}*", esc("; ".join(places[:8])), " · ".join(links)]
    return "\n".join(line for line in lines if line)


def _period(provision: object, answer: Answer) -> str:
    start, end = provision.in_force_from, provision.in_force_to  # type: ignore[attr-defined]  # passages.CitedProvision
    told = in_force(start, end, answer.as_of, answer.language)
    return f"({told})" if told else ""


def _changes(answer: Answer, words: Words) -> list[Block]:
    if not answer.upcoming_changes:
        return []
    lines = [
        f"• {words('answer.from', day=day(change.effective_on, words.language))} {esc(change.summary)}"
        for change in answer.upcoming_changes[:8]
    ]
    return [section("\n".join([f"*{words('answer.changes')}*", *lines]))]


def _feedback(asked_id: AskedId, words: Words) -> Block:
    def side(which: Opinion) -> FeedbackButtonObject:
        about = Ref(asked=asked_id, opinion=which.value)
        return FeedbackButtonObject(text=words(f"answer.{which.value}"), value=about.write())

    element = FeedbackButtonsElement(
        action_id=ActionId.FEEDBACK.value,
        positive_button=side(Opinion.HELPFUL),
        negative_button=side(Opinion.NOT_HELPFUL),
    )
    return ContextActionsBlock(elements=[element])


def _asked(question: str, asked_by: str, words: Words) -> Block:
    return section(words("answer.asked", who=person(asked_by), question=esc(one_line(question, 1_000))))


def _fallback(answer: Answer) -> str:
    return esc(answer.text)
