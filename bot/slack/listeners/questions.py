"""Questions: by command, by mention, in direct messages; and what people think of the answers."""

from __future__ import annotations

from slack_bolt import App

from bot.domain.errors import DeliveryFailed, QuestionUnusable
from bot.domain.ids import PersonId
from bot.domain.questions import LONGEST, Answer, Question
from bot.slack.blocks.questions import answer_card, working_card
from bot.slack.front import Front
from bot.slack.ids import ActionId
from bot.slack.listeners import routes
from bot.slack.payloads import Click, Command, Said


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_command(app, "/ask", asked, at_once=True)
    front.on_click(app, ActionId.FEEDBACK, feedback)


def asked(front: Front, command: Command) -> None:
    """``/ask options`` opens the route picker at once; a question goes to the pool."""
    if routes.meant(command.text):
        routes.options_command(front, command)
        return
    front.hand_over(command.place, command.key, lambda: ask_command(front, command))


def ask_command(front: Front, command: Command) -> None:
    """``/ask``: the question shows at once, then its answer; where the bot may not post, privately."""
    who = command.place.person
    question = Question(text=command.text)
    if not 0 < len(command.text) <= LONGEST:
        raise QuestionUnusable(len(command.text), LONGEST)
    try:
        posted = front.poster.post(command.place.channel, working_card(command.text, who, front.words))
    except DeliveryFailed:
        front.poster.whisper(
            command.place, answer_card(_answer(front, question, who), front.words, front.register)
        )
        return
    answer = _answer(front, question, who)
    card = answer_card(answer, front.words, front.register, asked_by=who)
    try:
        stands = front.poster.update(posted, card)
    except DeliveryFailed:
        stands = False
    if not stands:
        front.poster.post(posted.channel, card, thread=posted.ts)
    front.earlier.add((who, posted.channel, posted.ts), command.text)


def ask_in_thread(front: Front, said: Said) -> None:
    """A mention or a direct message: answered in its thread, with the person's earlier questions in mind."""
    thread = (said.place.person, said.place.channel, said.root)
    front.poster.status(said.place.channel, said.root, front.words("answer.status"))
    answer = _answer(front, Question(text=said.text, earlier=front.earlier.of(thread)), said.place.person)
    front.poster.post(said.place.channel, answer_card(answer, front.words, front.register), thread=said.root)
    front.earlier.add(thread, said.text)


def feedback(front: Front, click: Click) -> None:
    """Helpful or not: kept on the audit trail, thanked for."""
    front.keep(
        click.place.person, "answer.feedback", f"{click.place.channel}/{click.ts}", {"value": click.value}
    )
    front.tell(click.place, front.words("answer.thanks"))


def _answer(front: Front, question: Question, who: PersonId) -> Answer:
    answer = front.desk.questions.ask(question)
    details: dict[str, object] = {
        "question": answer.question,
        "outcome": answer.outcome.value,
        "as_of": answer.as_of.isoformat(),
        "passages": [each.passage.passage_id for each in answer.citations],
        "writer": answer.writer,
    }
    front.keep(who, "question.asked", "questions", details)
    return answer
