"""What opens an answer where a crime is spoken of: the lines that the amounts told are held against. One crime is told of: what
another section says of the same amounts is left out."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from itertools import chain

from bot.domain.questions import Answer, AnswerOutcome, RefusalReason
from bot.ports import MessageReader
from bot.services.answering.answers import MARK, opened_by
from bot.services.answering.last_days import figures
from bot.services.answering.messages import LawQuestion
from bot.services.answering.sums import computed
from bot.services.answering.thresholds import AT
from knowledge.crime_lines import SAME_MARK, TESTS, lines_of
from knowledge.instruments import NotInForce
from knowledge.law import Register
from knowledge.passages import Passage
from knowledge.phrasing import Phrases
from knowledge.reading import Asker, MessageKind, Refusal

_SOLD_AND_UNSOLD = "cl.selling_unsold.value"
_LINES = ("cn/criminal#threshold-", "cn/criminal#unsold")
# What a plan that takes the acts for a crime rests on.
_OF_A_CRIME = frozenset({"cn/criminal#when-crime", "cn/criminal#amounts", "cn/criminal#path"})
_OF_LAW = (MessageKind.LAW, MessageKind.PLAN)


def with_weighed(
    asked: LawQuestion,
    answer: Answer,
    register: Register,
    reader: MessageReader,
    picked: Callable[[LawQuestion, Passage], Answer],
) -> Answer:
    """The answer, opened by the lines of a crime that the amounts told are held against, where a crime is spoken of and it holds
    them against none; these alone in place of a choice, of a refusal of what no wrongdoer asks, or for amounts supposed."""
    ours = answer.kind is MessageKind.OWN_DATA and not answer.rows
    supposes = asked.said[-1] != asked.text
    of_law = answer.kind in (*_OF_LAW, MessageKind.ACT) and answer.reason is not RefusalReason.OUT_OF_SCOPE
    passage, lines = _weighed(asked, register, reader) if of_law or ours else (None, ())
    if passage is None or not (lines or supposes):
        return answer
    if ours or supposes or _gives_way(answer, passage):
        answer = answer if is_theirs(asked) else picked(asked, passage)
    answer = _without_other_lines(asked, answer, passage, register, lines)
    told = answer.outcome is AnswerOutcome.REFUSED or any(map(answer.text.__contains__, lines))
    return answer if told or not lines else opened_by(answer, passage, " ".join(lines))


def _gives_way(answer: Answer, passage: Passage) -> bool:
    """Whether nothing is answered, or steps of a plan rest on the lines of a crime, where there is none because a mark only
    resembles ours."""
    if answer.outcome is not AnswerOutcome.ANSWERED:
        return True
    cited = {each.section_id for each in _passages(answer)}
    return passage.section_id == SAME_MARK and bool(answer.steps) and not _OF_A_CRIME.isdisjoint(cited)


def _without_other_lines(
    asked: LawQuestion, answer: Answer, passage: Passage, register: Register, own: Collection[str]
) -> Answer:
    """The answer without what its other sections, and not this passage of its ``own``, say of the same amounts: one crime is told
    of."""
    others = (each for each in _passages(answer) if each.section_id != passage.section_id)
    keys = ([key for key in each.keys if key in TESTS] for each in others)
    days, text = (asked.on, asked.today), answer.text
    weighed = (
        computed(asked.text, asked.reading, each, register, days, asked.language, told=asked.told)
        for each in keys
    )
    for line in dict.fromkeys(chain.from_iterable(weighed)):
        text = text if line in own else text.replace(line, "")
    kept = "\n\n".join(part for part in text.split("\n\n") if MARK.sub("", part).strip())
    return answer if text == answer.text else replace(answer, text=kept)


def is_theirs(asked: LawQuestion) -> bool:
    """Whether those ask who are held against the lines, or who would, or rather would, do wrong."""
    read = asked.reading
    wrong = read.refused is Refusal.UNLAWFUL and read.refusable >= AT.wronged
    held = read.asker[Asker.COUNTERFEITER] + read.asker[Asker.ACCUSED] >= AT.likely
    return held or wrong or asked.states_a_wrong


def _weighed(
    asked: LawQuestion, register: Register, reader: MessageReader
) -> tuple[Passage | None, tuple[str, ...]]:
    """The section whose lines the amounts are held against, that shown last for other amounts than those supposed now, and what
    is said of them."""
    shown = [turn.sections[0] for turn in asked.question.earlier if turn.sections][-1:]
    stays = [each for each in shown if asked.said[-1] != asked.text and each.startswith(_LINES)]
    section = stays[0] if stays else lines_of(asked.told, _line_of_both(register, asked.on))
    passage = reader.passage(section, on=asked.on, language=asked.language) if section else None
    if passage is not None and section == SAME_MARK:
        return passage, (_only_alike(asked, register),)
    return passage, figures(asked, passage, register) if passage else ()


def _line_of_both(register: Register, on: date) -> int:
    """The line of sold and unsold goods together; 0 on a day of no known law."""
    try:
        return register.figure(_SOLD_AND_UNSOLD, on).value
    except NotInForce:
        return 0


def _only_alike(asked: LawQuestion, register: Register) -> str:
    """That a name which only resembles ours makes no crime."""
    phrases = Phrases(register=register, language=asked.language, act_on=asked.on, filed_on=asked.on)
    cited = phrases.cite("cl.same_mark"), phrases.cite("tm.infringing_similar")
    return asked.words("ask.similar_mark", cite=cited[0], similar=cited[1])


def _passages(answer: Answer) -> list[Passage]:
    return [each.passage for each in answer.citations]
