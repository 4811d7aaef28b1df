"""The card of a clock that runs: its last day, what it rests on, and the line it has in lists."""

from bot.domain.deadlines import Deadline
from bot.slack.blocks.citing import cited_on, in_force
from bot.slack.blocks.text import button, buttons, card, esc, one_line, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words
from knowledge import known
from knowledge.instruments import Confidence, LawError
from knowledge.law import Register


def clock_card(deadline: Deadline, words: Words, register: Register) -> Card:
    """A clock that runs: when it ends, on what basis, what else may count, and what to do by then."""
    due = words.day(deadline.due_on)
    if deadline.done_at is not None:
        return card(words("deadline.ended", day=due), [section(words("deadline.ended", day=due))])
    heading = words("deadline.due" if deadline.ours else "deadline.follow_up", day=due)
    lines = [
        known.load().beyond(deadline.due_on, words.language),
        f"*{heading}* {kind_of(deadline, words)}",
        _basis(deadline, words, register),
        *[
            words(
                f"deadline.because.{other.because}",
                day=other.on,
                basis=esc(cited_on(register, other.basis, other.law_of, words.language)),
            )
            for other in deadline.others
        ],
        *[words(f"deadline.note.{note}") for note in deadline.notes],
        words(f"deadline.advice.{deadline.kind}") if words.has(f"deadline.advice.{deadline.kind}") else "",
        esc(one_line(deadline.note, 500)),
    ]
    text = "\n".join(line for line in lines if line)
    about = Ref(case=deadline.case_id, deadline=deadline.deadline_id)
    row = buttons(
        button(ActionId.DEADLINE_DONE, words("deadline.done"), about),
        button(ActionId.DEADLINE_SNOOZE, words("deadline.snooze.button"), about),
    )
    return card(text, [section(text), *row])


def kind_of(deadline: Deadline, words: Words) -> str:
    """What the clock is for, in words."""
    key = f"deadline.kind.{deadline.kind}"
    return words(key) if words.has(key) else esc(deadline.kind)


def deadline_line(deadline: Deadline, words: Words) -> str:
    """A clock on one line."""
    about = deadline.case_id or deadline.subject or deadline.deadline_id
    line = words(
        "deadline.line",
        day=deadline.due_on,
        what=kind_of(deadline, words),
        case=esc(about),
    )
    others = words.listed(words(f"deadline.other.{other.because}", day=other.on) for other in deadline.others)
    unsure = [words("deadline.unpublished")] if deadline.days_unpublished else []
    parts = [line, *unsure, words("deadline.or", days=others) if others else ""]
    if not unsure and any(deadline.unpublished(other.on) for other in deadline.others):
        parts.append(words("deadline.unpublished"))
    return " ".join(part for part in parts if part)


def _basis(deadline: Deadline, words: Words, register: Register) -> str:
    started = words.day(deadline.started_on)
    if not deadline.basis:
        return words("deadline.stated")
    cited = cited_on(register, deadline.basis, deadline.basis_day, words.language)
    line = words("deadline.basis", basis=esc(cited), started=started)
    try:
        version = register.on(deadline.basis, deadline.basis_day)
    except LawError:
        return line
    ends = in_force(version.in_force_from, version.in_force_to, deadline.basis_day, words.language)
    parts = [line, f"({ends})" if ends else ""]
    if version.confidence is not Confidence.VERIFIED:
        parts.append(words("deadline.unverified"))
    return " ".join(part for part in parts if part)
