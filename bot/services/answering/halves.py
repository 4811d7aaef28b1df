"""A message that asks our records and the law at once: where it is cut, and both answers in order under short headings; and which
questions of a message are named as not answered: those that nothing shown is about and that find nothing by their own words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.questions import Answer, AnswerOutcome
from bot.ports import Likeness
from bot.services.answering.answers import opened_by
from bot.services.answering.messages import LawQuestion, ReadMessage
from bot.services.answering.parts import Look, PartsReading, QuestionPart
from bot.services.answering.thresholds import AT
from knowledge import seams
from knowledge.lazily import lazily
from knowledge.reading import MessageKind, Refusal, asks, last_question, ordered, sentences

# So many places are tried; where our records are less likely asked for in the whole than this, none is.
_TRIED, HARDLY = 3, 0.1
_JOINT = " ,;，；"
_JOINS = lazily(r"(?:[;，；、]|\b(?:and|also|plus)|[和及]|另外|还有|同时)\s*$", re.IGNORECASE)
_JOINED = lazily(r"(?:and|also|plus)\b|以及|另外|还有|同时|再告诉", re.IGNORECASE)


def of_both(
    asked: LawQuestion,
    read: Callable[[str], ReadMessage],
    records: Callable[[ReadMessage], Answer],
    law: Callable[[LawQuestion], Answer],
    ends: Callable[[str], date | None],
) -> Answer | None:
    """The answers of our records and of the law, in order under short headings, to what a message surely asks of each; None where
    it does not ask both. What is asked back of the law stands behind our records; what has no guidance is named as open.
    ``ends`` tells when the right of ours ends that a text names, by which the law is chosen."""
    if asked.stage is not None:
        return None
    found = next(filter(None, (_apart(read(one), read(other)) for one, other in _cuts(asked.text))), None)
    return (
        _joined(asked, found, records(found[0]), law(replace(found[1].asked, ends=ends(asked.text))))
        if found
        else None
    )


def _apart(one: ReadMessage, other: ReadMessage) -> tuple[ReadMessage, ReadMessage] | None:
    """What surely asks our records, and what surely asks the law; None where not one of the two does each."""
    own = [each for each in (one, other) if _is_of_records(each.asked)]
    law = [each for each in (one, other) if _is_law(each.asked)]
    return (own[0], law[0]) if len(own) == len(law) == 1 else None


def _is_of_records(asked: LawQuestion) -> bool:
    wanted = asks(asked.text) or ordered(asked.text)
    return bool(wanted) and asked.reading.kind[MessageKind.OWN_DATA] >= AT.clearly


def _is_law(asked: LawQuestion) -> bool:
    reading = asked.reading
    return (
        reading.kind[MessageKind.LAW] >= AT.clearly and reading.refused is Refusal.NONE and asks(asked.text)
    )


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """The message in two: behind a sentence, or where a question most likely begins beside a joining sign or word."""
    told = sentences(text)
    yield from ((" ".join(told[:n]), " ".join(told[n:])) for n in range(1, len(told)))
    for seam in seams.load().of(text)[:_TRIED] if len(told) == 1 else ():
        before, behind = text[: seam.at], text[seam.at :]
        if _JOINS.search(before) or _JOINED.match(behind):
            yield before.strip(_JOINT), behind.strip(_JOINT)


def _joined(
    asked: LawQuestion, found: tuple[ReadMessage, ReadMessage], records: Answer, rule: Answer
) -> Answer:
    own, law = (each.asked.text for each in found)
    told = f"{asked.words('ask.our_records')}\n{records.text}"
    if rule.outcome is AnswerOutcome.CHOICE:  # a pick asks the half alone
        return replace(rule, text=f"{told}\n\n{rule.text}", rows=records.rows)
    if rule.outcome is not AnswerOutcome.ANSWERED or not rule.citations:
        text = f"{told}\n\n{asked.words('ask.left_open', part=law)}"
        return replace(records, question=asked.text, text=text, left_open=(law,))
    general = rule.text if rule.parts else f"{rule.citations[0].passage.title}\n{rule.text}"
    parts = [told, general] if asked.text.find(own) <= asked.text.find(law) else [general, told]
    return replace(
        rule, question=asked.text, text="\n\n".join(parts), rows=records.rows, kind=MessageKind.OWN_DATA
    )


def with_open(
    read: PartsReading, parts: Sequence[QuestionPart], look: Look, likeness: Likeness
) -> PartsReading:
    """The reading with the parts named that it leaves open. ``look`` searches for wordings."""
    shown = [hit.passage for hit in read.hits[: max(1, len(read.answered))]]
    texts = [text for each in shown for text in (*each.questions, each.title, *each.paragraphs)]

    def is_open(text: str) -> bool:
        if not last_question(text, 2.0):
            return False
        (found,) = look((text,))  # a question costs a twentieth of what all the sentences of passages do
        if any(hit.probability >= AT.fair for hit in found.hits[:1]):
            return False
        return max(likeness(text, texts), default=1.0) < AT.speaks_of

    named = [each.text for each in parts if each.text in read.left_open or is_open(each.text)]
    return replace(read, left_open=tuple(dict.fromkeys(named)))


def joined(answer: Answer, done: Answer) -> Answer:
    """What a message asks, and behind it the form that it orders; in front the cautions of that which are not told already."""
    *cautions, form = done.text.split("\n\n")
    told = {each.passage.section_id for each in answer.citations}
    both = replace(answer, text=f"{answer.text}\n\n{form}", act=done.act)
    for cited in reversed(done.citations):
        line = next((each for each in cautions if each.endswith(f"[{cited.number}]")), "")
        if line and cited.passage.section_id not in told:
            both = opened_by(both, cited.passage, line.removesuffix(f" [{cited.number}]"))
    return both
