"""Questions: by command, by mention, in direct messages; and what people think of the answers."""

from collections.abc import Callable

from slack_bolt import App
from slack_sdk.models.metadata import Metadata

from bot.domain.errors import DeliveryFailed, NotPossible, QuestionUnusable
from bot.domain.ids import PersonId
from bot.domain.questions import LONGEST, Answer, Dislike, Opinion, RefusalReason
from bot.domain.roles import Role
from bot.ports import Posted
from bot.services.answering.conversations import KeptAnswer
from bot.slack import once
from bot.slack.blocks.questions import (
    answer_card,
    has_buttons,
    not_helpful_form,
    private_card,
    report_form,
    rest_card,
    with_share,
    working_card,
)
from bot.slack.cards import Card
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners import routes, tips
from bot.slack.payloads import Click, ModalForm, Place, SlashCommand, UserMessage
from bot.slack.readable import one_of
from bot.slack.subcommands import Sub, SubCommands
from bot.words.book import load_words


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_command(app, "/ask", ASK, at_once=True)
    front.on_click(app, ActionId.FEEDBACK, feedback, at_once=True)
    front.on_form(app, FormId.NOT_HELPFUL, not_helpful)
    front.on_click(app, ActionId.PICK, pick)
    front.on_click(app, ActionId.SHARE_ANSWER, share)
    front.on_click(app, ActionId.REPORT_LISTING, report_listing, at_once=True)
    front.on_form(app, FormId.REPORT, report)


def asked(front: Front, command: SlashCommand) -> bool:
    """Any other text after ``/ask`` is a question, which goes to the pool."""
    front.hand_over(command.place, command.key, lambda: ask_command(front, command))
    return True


def ask_command(front: Front, command: SlashCommand) -> None:
    """``/ask``: answered to its asker alone, who may share the answer; in direct messages as a message."""
    with front.repeatable():
        if front.admission.unsure(command.place):
            ask_privately(front, command.place, command.text, command.key)
        elif command.place.channel.startswith("D"):
            _answer_command(front, command)
        else:
            _answer_to_share(front, command)


def ask_openly(front: Front, command: SlashCommand) -> None:
    """``/ask in-channel``: the question shows at once, then its answer; where the bot may not post, privately."""
    with front.repeatable():
        if front.admission.unsure(command.place):
            ask_privately(front, command.place, command.text, command.key)
        else:
            _answer_command(front, command)


def _answer_to_share(front: Front, command: SlashCommand) -> None:
    told = _ask(front, command.text, command.place.person, command.key)
    card = _card(front, told)
    if not _private(told.answer):
        front.answers.add(told)
        card = with_share(card, told.asked.asked_id, front.reader)
    front.poster.whisper(command.place, card)


def share(front: Front, click: Click) -> None:
    """*Share*: the answer as it was read, for the channel, under its question."""
    who, told = click.place.person, front.answers.get(click.ref.asked)
    if told is None or told.asked.person != who:
        raise NotPossible("this answer", "it was given too long ago", "ask again and share it then")
    posted = front.poster.post(click.place.channel, _card(front, told, asked_by=who))
    front.desk.conversations.shared_in(told.asked.asked_id, posted.channel, posted.ts)
    front.keep(who, "answer.shared", told.asked.asked_id, {"channel": posted.channel})


def _answer_command(front: Front, command: SlashCommand) -> None:
    who = command.place.person
    if not 0 < len(command.text) <= LONGEST:
        raise QuestionUnusable(len(command.text), LONGEST)
    try:
        working, again = working_card(command.text, who, front.words), front.worklist.repeated
        posted = once.say(front.poster, command.place.channel, working, command.key, since=again)
    except DeliveryFailed:
        front.poster.whisper(command.place, _card(front, _ask(front, command.text, who, command.key)))
        return
    told = _ask(front, command.text, who, command.key, posted.channel, posted.ts)
    if _private(told.answer):
        front.poster.whisper(command.place, _card(front, told))
        _stand(front, private_card(front.words), posted, thread=posted.ts)
        return
    _stand(front, _card(front, told, asked_by=who), posted, thread=posted.ts)


def ask_in_thread(front: Front, said: UserMessage) -> None:
    """A mention or a direct message: answered in its thread, as it is written where the server can show that."""
    with front.repeatable():
        if front.admission.unsure(said.place):
            ask_privately(front, said.place, said.text, _known(said))
        elif not _stands(front, said.place, _known(said), said.root):
            _answer_in_thread(front, said)


def ask_privately(front: Front, place: Place, text: str, key: str) -> None:
    """An answer that only the asker sees."""
    front.poster.whisper(place, _card(front, _ask(front, text, place.person, key)))


def _answer_in_thread(front: Front, said: UserMessage) -> None:
    place, words = said.place, front.words_in(said.place.channel, said.place.person)
    front.poster.status(place.channel, said.root, words("answer.status"))
    stream = front.poster.stream(place, said.root)

    def grow(text: str) -> None:
        if text:
            stream.show(shown(text))
        else:
            steps = ("search", "date", "figures")
            stream.plan(words("answer.plan.title"), {step: words(f"answer.plan.{step}") for step in steps})

    told = _ask(front, said.text, place.person, _known(said), place.channel, said.root, grow)
    if _private(told.answer) and stream.posted is None:
        front.poster.status(place.channel, said.root, "")
        front.poster.whisper(place, _card(front, told))
        return
    rest = rest_card(told.answer, load_words(told.answer.language), front.register, told.asked.asked_id)
    known, posted = once.known_by(_known(said)), stream.posted or Posted(channel=place.channel, ts="")
    if not has_buttons(told.answer) and stream.end(shown(told.answer.text), rest, known):
        return
    _stand(front, _card(front, told), posted, thread=said.root, known=known)


def pick(front: Front, click: Click) -> None:
    """A title of a choice: answered at once, in the thread of the choice."""
    with front.repeatable():
        who, place = click.place.person, click.place
        if _stands(front, place, click.key, place.thread):
            return
        told = front.desk.conversations.pick(
            click.ref.asked,
            click.ref.view,
            person=who,
            teaches=front.admission.holds(who, Role.VIEWER),
            delivery=click.key,
            since=front.worklist.repeated,
        )
        front.keep(who, "answer.picked", click.ref.asked, {"section": click.ref.view})
        card, known = _card(front, told), once.known_by(click.key)
        try:
            front.poster.post(place.channel, card, thread=place.thread, metadata=known)
        except DeliveryFailed:
            front.poster.whisper(place, card)


def report_listing(front: Front, click: Click) -> None:
    """*Report the listing* on a plan: a modal that asks for its address, or the usual one where that is known."""
    if click.ref.url:
        tips.open_tip(front, click.place, click.key, click.trigger_id, [click.ref.url])
        return
    front.poster.open(click.trigger_id, report_form(front.reader))


def report(front: Front, form: ModalForm) -> None:
    """The listing at this address is recorded and judged."""
    tips.record_address(front, form.place, form.text(ModalField.ADDRESS))


def feedback(front: Front, click: Click) -> None:
    """Helpful: kept and thanked for. Not helpful: the reason is asked for."""
    if click.ref.opinion == Opinion.NOT_HELPFUL:
        front.poster.open(click.trigger_id, not_helpful_form(click.ref.asked, front.reader))
        return
    front.hand_over(click.place, click.key, lambda: _opine(front, click, click.ref, Opinion.HELPFUL))


def not_helpful(front: Front, form: ModalForm) -> None:
    """Why an answer did not help."""
    dislike = one_of(Dislike, form.text(ModalField.REASON))
    _opine(front, form, form.ref, Opinion.NOT_HELPFUL, dislike, form.text(ModalField.COMMENT))


def shown(text: str) -> str:
    """A text for a message in Markdown."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _private(answer: Answer) -> bool:
    """A refusal of something unlawful goes to its asker only: nobody is accused before others."""
    return answer.reason is RefusalReason.UNLAWFUL


def _card(front: Front, told: KeptAnswer, asked_by: str = "") -> Card:
    """The answer's card, in the words of its language."""
    words, asked_id = load_words(told.answer.language), told.asked.asked_id
    return answer_card(told.answer, words, front.register, asked_id=asked_id, asked_by=asked_by)


def _stand(front: Front, card: Card, posted: Posted, *, thread: str, known: Metadata | None = None) -> None:
    """Make the message this card; where it is gone or cannot be changed, a new one in the thread."""
    try:
        stands = bool(posted.ts) and front.poster.update(posted, card, known)
    except DeliveryFailed:
        stands = False
    if not stands:
        front.poster.post(posted.channel, card, thread=thread, metadata=known)


def _opine(
    front: Front,
    act: Click | ModalForm,
    about: Ref,
    opinion: Opinion,
    dislike: Dislike | None = None,
    comment: str = "",
) -> None:
    who = act.place.person
    front.desk.conversations.opine(about.asked, opinion, dislike=dislike, comment=comment)
    details = {"value": opinion.value, "why": dislike.value if dislike else "", "comment": comment}
    front.keep(who, "answer.feedback", about.asked, details)
    front.tell(act.place, front.reader("answer.thanks"))


def _ask(
    front: Front,
    text: str,
    who: PersonId,
    key: str,
    channel: str = "",
    thread: str = "",
    on_text: Callable[[str], None] | None = None,
) -> KeptAnswer:
    told = front.desk.conversations.ask(
        text,
        person=who,
        channel=channel,
        thread=thread,
        on_text=on_text,
        may_see_drafts=front.admission.holds(who, Role.ANALYST),
        delivery=key,
        since=front.worklist.repeated,
    )
    front.keep(who, "question.asked", told.asked.asked_id, _details(told.answer))
    return told


def _stands(front: Front, place: Place, key: str, thread: str) -> bool:
    """Whether a process that died over it had given this answer."""
    return once.stands(front.poster, place.channel, key, front.worklist.repeated, thread=thread)


def _known(said: UserMessage) -> str:
    """By which the answer to a message is known."""
    return f"answer {said.ts}"


def _details(answer: Answer) -> dict[str, object]:
    return {
        "question": answer.question,
        "outcome": answer.outcome.value,
        "as_of": answer.as_of.isoformat(),
        "passages": [each.passage.passage_id for each in answer.citations],
        "writer": answer.writer,
    }


ASK = SubCommands(
    "/ask", {"options": routes.OPTIONS, "in-channel": Sub(work=ask_openly, also=("频道内",))}, otherwise=asked
)
