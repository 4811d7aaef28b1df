"""Who tells of two things, or of one that may be another, needs the first step of both: a second situation behind a plan, and a
plan behind a rule that bears on it."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from bot.domain.questions import Answer, AnswerOutcome, Citation, Step
from bot.services.answering.answers import MARK
from bot.services.answering.contexts import UNHEARD
from bot.services.answering.kinds import asks_of_a_rule
from bot.services.answering.messages import ReadMessage
from bot.services.answering.thresholds import AT
from knowledge.passages import Hit
from knowledge.plans import ACCUSED, OWNER, SITUATIONS, rests_on, side_of
from knowledge.reading import MessageKind, sentences
from knowledge.topics import within

Parts = Sequence[Mapping[str, float]]


def second_of(heard: Collection[str], message: ReadMessage, first: str) -> str:
    """Which of the cases, events and plans ``heard`` is told beside the ``first``, or in its place: the likeliest of the others,
    where it is likely at all, rests on something else and is not the other side's; empty where none is."""
    known = {topic.partition(".")[2]: topic for topic in heard}
    whole, read = message.topics, message.asked.topics_of
    parts = [read(each) for each in sentences(message.asked.text)] if read else []
    odds = {
        name: sum(
            w * sign
            for w, sign in zip(AT.second, second_signs(whole, parts, known[first], topic), strict=True)
        )
        for name, topic in known.items()
        if name != first and not _opposed(topic, known[first])
    }
    likely = max(odds, key=odds.__getitem__)
    told = odds[likely] >= 0 and rests_on(known[likely])[:1] != rests_on(known[first])[:1]
    return likely if told else ""


def rather_of(heard: Mapping[str, float], message: ReadMessage, first: str) -> str:
    """Which of the cases, events and plans ``heard`` is told if it is not the ``first``: the likeliest of the others where that
    one is not sure and this one is likely, and not the other side's; empty where none is, and to who asks for a rule, whom the
    steps of what may not be told would mislead."""
    if not message.asks_nothing and asks_of_a_rule(message.asked.reading):
        return ""
    own = next(topic for topic in heard if topic.partition(".")[2] == first)
    others = {topic: likely for topic, likely in heard.items() if topic != own and not _opposed(topic, own)}
    other = max(others, key=others.__getitem__)
    unsure = heard[own] < AT.sure and others[other] >= AT.rather
    return other.partition(".")[2] if unsure else ""


def _opposed(one: str, other: str) -> bool:
    return {side_of(one), side_of(other)} == {ACCUSED, OWNER}


def second_signs(whole: Mapping[str, float], parts: Parts, first: str, other: str) -> tuple[float, ...]:
    """What :attr:`AT.second` weighs, in logarithms: how likely the ``whole`` of a message tells of the other topic and of the
    first, and that of its ``parts`` which does so best of the other. Two things stand in two sentences."""
    best = max((part[other] for part in parts), default=whole[other])
    return 1.0, *(math.log(max(each, UNHEARD)) for each in (whole[other], whole[first], best))


def with_step(plan: Answer, step: Step, *, ahead: bool) -> Answer:
    """The plan with one step more, of a second situation; ``ahead`` of it where that one alone has a day that is counted."""
    said, (counted, gap, steps) = f"{step.title}: {step.text}", plan.text.rpartition("\n\n")
    told = f"{said}\n{steps}" if ahead else f"{steps}\n{said}"
    return replace(plan, text=f"{counted}{gap}{told}", steps=(*plan.steps, step))


def behind(rule: Answer, plan: Answer) -> Answer:
    """The plan of a story behind the ``rule`` that bears on it, without what is counted in front of it: what both rest on is
    cited once, under one number, and the steps are those of the plan."""
    body = plan.text.rpartition("\n\n")[2]
    used = {int(number) for number in MARK.findall(body)}
    known = {each.passage.section_id: each for each in rule.citations}
    for each in plan.citations:
        if each.number in used:
            cited = Citation(number=len(known) + 1, passage=each.passage)
            known.setdefault(each.passage.section_id, cited)
    moved = {e.number: known[e.passage.section_id].number for e in plan.citations if e.number in used}
    text = MARK.sub(lambda mark: f"[{moved.get(int(mark[1]), mark[1])}]", body)
    steps = (
        replace(step, citations=tuple(known[each.passage.section_id] for each in step.citations))
        for step in plan.steps
    )
    return replace(
        plan,
        text=f"{rule.text}\n\n{text}",
        citations=tuple(known.values()),
        steps=tuple(steps),
        upcoming_changes=tuple(dict.fromkeys((*rule.upcoming_changes, *plan.upcoming_changes))),
    )


def wants_steps(message: ReadMessage) -> bool:
    """Whether who asks nothing rather tells one situation and wants steps, whatever rule is told of its stage."""
    wants = message.asks_nothing and message.asked.reading.kind[MessageKind.PLAN] >= AT.steps
    return wants and max(message.topics[topic] for topic in within(message.topics, SITUATIONS)) >= AT.leads


def rather_of_law(message: ReadMessage, told: Hit, likely: float) -> bool:
    """Whether what a section has ``told`` stands in place of a situation that is so ``likely``: of who asks for a rule and rather
    wants no steps, or where it is surer."""
    rule = not message.asks_nothing and asks_of_a_rule(message.asked.reading)
    return rather_a_rule(message) or (
        likely < (AT.surely if rule else AT.heard) and told.probability >= AT.alone
    )


def rather_a_rule(message: ReadMessage) -> bool:
    """Whether who asks for a rule rather wants no steps."""
    rule = not message.asks_nothing and asks_of_a_rule(message.asked.reading)
    return rule and message.asked.reading.kind[MessageKind.PLAN] < AT.tells


def answered(message: ReadMessage, of_law: Callable[[], Answer] | None) -> Answer | None:
    """The answer ``of_law`` to who asks something, where there is one."""
    answer = of_law() if of_law is not None and not message.asks_nothing else None
    return answer if answer is not None and answer.outcome is AnswerOutcome.ANSWERED else None


def in_place_of_titles(message: ReadMessage, of_law: Callable[[], Answer] | None) -> Answer | None:
    """The answer of sections in a thread, or where they answer every question of several of who asks not what to do."""
    answer, rule = answered(message, of_law), asks_of_a_rule(message.asked.reading)
    whole = answer and (message.asked.question.earlier or (rule and answer.parts and not answer.left_open))
    return answer if whole else None
