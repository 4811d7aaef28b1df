"""How an answer, a choice or a refusal looks: its sources (citations), date, buttons, and the forms of *not helpful*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ContextActionsBlock, FeedbackButtonObject, FeedbackButtonsElement
from slack_sdk.models.views import View

from bot.domain.ids import AlertId, AskedId, CaseId, DraftId, ListingId
from bot.domain.questions import Answer, AnswerOutcome, Citation, Dislike, Opinion, Step, StepButton
from bot.services.answering.plans import OFFERED_PLAN
from bot.services.answering.team_documents import TEAM
from bot.slack.blocks.citing import cited, in_force, pages_of, texts_of
from bot.slack.blocks.fields import choice_field, modal, text_field
from bot.slack.blocks.text import (
    SECTION,
    button,
    buttons,
    card,
    context,
    esc,
    link,
    one_line,
    person,
    pieces,
    section,
)
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words
from knowledge.law import Register

SOURCES_LINKED = 2


def answer_card(
    answer: Answer, words: Words, register: Register, *, asked_id: AskedId, asked_by: str = ""
) -> Card:
    """The answer with what it rests on, or the refusal with what the bot can do instead."""
    heading = [_asked(answer.question, asked_by, words)] if asked_by else []
    paragraphs = [section(part) for part in pieces(esc(_told(answer)), SECTION)]
    rest = _rest(answer, words, register, asked_id)
    return card(esc(answer.text), [*heading, *paragraphs, *rest], shortened=words("text.shortened"))


def rest_card(answer: Answer, words: Words, register: Register, asked_id: AskedId) -> Card:
    """What stands under an answer whose text is shown already."""
    return card(esc(answer.text), _rest(answer, words, register, asked_id), shortened=words("text.shortened"))


def with_share(shown: Card, asked_id: AskedId, words: Words) -> Card:
    """A private answer with the button that posts it in the channel."""
    press = buttons(button(ActionId.SHARE_ANSWER, words("answer.share"), Ref(asked=asked_id)))
    return card(shown.text, [*shown.blocks, *press], shortened=words("text.shortened"))


def has_buttons(answer: Answer) -> bool:
    """Whether the answer is a card of its own: a plan, a choice, an act or records."""
    return bool(answer.steps or answer.choices or answer.act or answer.rows)


def private_card(words: Words) -> Card:
    """Stands where a question stood that was answered to its asker only."""
    return card(words("answer.private"), [context(words("answer.private"))])


def report_form(words: Words) -> View:
    """Asks for the address of a listing."""
    return modal(
        FormId.REPORT,
        words("tip.title"),
        words("form.save"),
        words("form.cancel"),
        Ref(),
        [text_field(ModalField.ADDRESS, words("ask.field.url"), most=1_000)],
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
            choice_field(ModalField.REASON, words("answer.dislike.why"), choices),
            text_field(
                ModalField.COMMENT, words("answer.dislike.comment"), long=True, optional=True, most=500
            ),
        ],
    )


def _rest(answer: Answer, words: Words, register: Register, asked_id: AskedId) -> list[Block]:
    if answer.outcome is AnswerOutcome.REFUSED and not answer.citations:
        return [context(words("answer.can_help")), _feedback(asked_id, words)]
    if answer.outcome is AnswerOutcome.CHOICE:
        return [*_rows(answer), *_choices(answer, words, asked_id), _feedback(asked_id, words)]
    own = [*_steps(answer, words), *_rows(answer), *_act(answer, words), *_choices(answer, words, asked_id)]
    if not answer.citations:
        return [*own, _feedback(asked_id, words)]
    return [
        *own,
        *[section(source_text(each, answer, words, register)) for each in answer.citations],
        *_changes(answer, words),
        context(words("answer.as_of", day=answer.as_of), words("answer.caution")),
        _feedback(asked_id, words),
    ]


def _told(answer: Answer) -> str:
    """The text in front: of a plan what stands before its steps, which are shown below with their buttons."""
    own = "".join(f"{step.title}: {step.text}" for step in answer.steps[:1])
    return answer.text.partition(own)[0].rpartition("\n")[0].strip() if own else answer.text


def _choices(answer: Answer, words: Words, asked_id: AskedId) -> list[Block]:
    label = {True: words("answer.show_steps"), False: words("answer.pick")}
    offered = {Ref(asked=asked_id, view=each.section_id): each for each in answer.choices}
    return [
        section(
            f"*{esc(passage.title)}*",
            button(ActionId.PICK, label[passage.section_id.startswith(OFFERED_PLAN)], ref),
        )
        for ref, passage in offered.items()
    ]


def _steps(answer: Answer, words: Words) -> list[Block]:
    return [
        section(
            f"*{number}. {esc(step.title)}*\n{esc(step.text)}{_marks(step)}",
            button(
                _STEP_ACTIONS[step.button],
                words(f"answer.step.{step.button.value}"),
                Ref(case=answer.case_id),
            )
            if step.button
            else None,
        )
        for number, step in enumerate(answer.steps)
    ]


def _marks(step: Step) -> str:
    return "".join(f" [{citation.number}]" for citation in step.citations)


def _rows(answer: Answer) -> list[Block]:
    lines = [
        f"• {link(row.url, row.subject) if row.url else esc(row.subject)} {esc(row.text)}"
        for row in answer.rows
    ]
    return [section("\n".join(lines))] if lines else []


def _act(answer: Answer, words: Words) -> list[Block]:
    """The button that opens the form filled in; where none does, the command that does it."""
    if answer.act is None:
        return []
    form, filled = answer.act.form, dict(answer.act.filled)
    if form in _COMMANDS:
        return [context(words(f"ask.by_command.{form}"))]
    door = next((d for d in _DOORS.get(form, ()) if not d.about or filled.get(d.about)), None)
    if door is None:
        return []
    return buttons(button(door.action, answer.act.title, _about(door, filled)))


def _about(door: _Door, filled: Mapping[str, str]) -> Ref:
    names = filled.get("listings", "").split(", ") if filled.get("listings") else []
    return Ref(
        kind=door.kind or filled.get("kind", ""),
        case=CaseId(filled.get("case", "")),
        draft=DraftId(filled.get("draft", "")),
        alert=AlertId(filled.get("alert", "")),
        listings=tuple(ListingId(name) for name in names[:20]),
        url=filled.get("url", ""),
        suggested=filled.get(door.suggests, "")[:MOST_SUGGESTED],
    )


_STEP_ACTIONS = {
    StepButton.DRAFT_TAKEDOWN: ActionId.DRAFT_NOTICE,
    StepButton.CHOOSE_ROUTE: ActionId.CHOOSE_ROUTE,
    StepButton.REPORT_LISTING: ActionId.REPORT_LISTING,
}
MOST_SUGGESTED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Door:
    """A button that opens a form: what it must be ``about``, its entry of the case's menu, and the field it fills in."""

    action: ActionId
    about: str = ""
    kind: str = ""
    suggests: str = ""


def _of_case(action: ActionId, suggests: str = "") -> tuple[_Door, ...]:
    return (_Door(action=action, about="case", suggests=suggests),)


def _in_menu(kind: str, suggests: str = "") -> tuple[_Door, ...]:
    return (_Door(action=ActionId.CASE_MENU, about="case", kind=kind, suggests=suggests),)


_DOORS: Mapping[str, Sequence[_Door]] = {
    "draft": (_Door(action=ActionId.DRAFT_NOTICE),),
    "choose_route": (_Door(action=ActionId.CHOOSE_ROUTE),),
    "report_listing": (_Door(action=ActionId.REPORT_LISTING),),
    "register": (_Door(action=ActionId.SETUP),),
    "open_case": (_Door(action=ActionId.OPEN_CASE, about="alert"), _Door(action=ActionId.REPORT_LISTING)),
    "note": _of_case(ActionId.NOTE, "note"),
    "assign": _of_case(ActionId.ASSIGN, "person"),
    "close_case": _of_case(ActionId.CLOSE, "reason"),
    "hold": _in_menu("due", "day"),
    "remind": _in_menu("due", "day"),
    "snooze": (_Door(action=ActionId.SNOOZE, about="alert"),),
    "start_clock": _in_menu("clock"),
    "look_again": _in_menu("look"),
    "export": (*_in_menu("export"), _Door(action=ActionId.REPORT_PDF)),
    "mark_sent": (_Door(action=ActionId.MARK_SENT, about="draft"),),
    "approve": (_Door(action=ActionId.REVIEW, about="draft"),),
}
_COMMANDS = frozenset({"watch", "capture"})
"""What no button does: the words name the command."""


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
    linked = " · ".join(
        link(url, esc(name)) for name, url in (texts or pages_of(passage.source_urls))[:SOURCES_LINKED]
    )
    links = linked if texts or not linked else words("answer.page_sources", links=linked)
    title = esc(one_line(f"{passage.page_title}: {passage.title}", 200))
    if passage.origin == TEAM:
        told = words("answer.team", owner=esc(passage.owner), day=passage.reviewed_on)
        kept = f" · {words('answer.confidential')}" if passage.confidential else ""
        return f"*[{citation.number}] {title}*\n{told}{kept}"
    told = words("answer.read_by", who=esc(passage.read_by), day=passage.reviewed_on)
    read = told if passage.read_by else words("answer.edited", day=passage.reviewed_on)
    lines = [f"*[{citation.number}] {title}*", esc("; ".join(list(dict.fromkeys(places))[:8])), read, links]
    return "\n".join(line for line in lines if line)


def _period(provision: object, answer: Answer) -> str:
    start, end = provision.in_force_from, provision.in_force_to  # type: ignore[attr-defined]  # passages.CitedProvision
    told = in_force(start, end, answer.as_of, answer.language)
    return f"({told})" if told else ""


def _changes(answer: Answer, words: Words) -> list[Block]:
    if not answer.upcoming_changes:
        return []
    lines = [
        f"• {words('answer.from', day=change.effective_on)} {esc(change.summary)}"
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
