"""Which kind a message is and whether it is refused (unlawful, off-topic): what the reader says, settled by what is known."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.questions import RefusalReason
from bot.services.answering.thresholds import AT
from knowledge.lazily import lazily
from knowledge.plans import SITUATIONS
from knowledge.reading import Asker, Aspect, MessageKind, MessageReading, Refusal, last_question
from knowledge.sides import punishes_another
from knowledge.topics import OTHER, Stage, best, cautions, within, without

REASONS = {
    Refusal.NONE: RefusalReason.NO_GUIDANCE,
    Refusal.UNLAWFUL: RefusalReason.UNLAWFUL,
    Refusal.NEEDS_COUNSEL: RefusalReason.NEEDS_COUNSEL,
    Refusal.ELSEWHERE: RefusalReason.OUT_OF_SCOPE,
}
_LEAST = 1e-3
_RECORD = lazily(
    r"\b[CD]-?\d+\b|\b(?:case|draft|listing|link|notice|letter|complaint|alert) (?:no\.? ?|number |#)?\d+"
    r"|\d+\s?号(?:案|草稿|链接|商品)|\d+\s?[这那][条个份](?:案|草稿|链接|商品|通知|投诉)|(?:案件?|草稿|链接)\s?\d+"
    r"|\b[a-z]\w+:\d{5,}|https?://|\b[A-Z]{2}-CN-\d+",
    re.IGNORECASE,
)

OURS = frozenset({MessageKind.OWN_DATA, MessageKind.ACT, MessageKind.HELP})
# What an office does to us.
_FINED = "event.fined"
# What is done to us and has a plan: a fine, a warning letter, a measure of a court; and what tells of more.
AGAINST_US = (_FINED, "other.warned", "other.measure_reviewed")
_ACCUSING = (*AGAINST_US, "event.we_are_reported", "plan.accused")
# What an accused dealer is taken for, right or wrong.
_DEALS = "sell_fakes"
# Why a wrong harms who does it, and the lawful way instead.
WHY_NOT = {
    "false_evidence": "cn/amr-reports#planted",
    "bribe": "cn/collaboration#officials",
    "threaten": "cn/cease-and-desist#avoid",
    "private_data": "cn/finding-sellers#steps",
    "false_notice": "cn/takedown#malicious-notice",
    "harm_seller": "cn/choosing-a-route#overview",
    "squat": "cn/squatting#bad-faith-fine",
    "pose": "cn/finding-sellers#steps",
    "tip_off": "cn/damages#serious-signs",
    "other_side": "cn/amr-reports#secrecy",
    "evade": "cn/customs#parcels",
    "unnamed": "cn/choosing-a-route#overview",
}

# The section that says when a letter harms.
NO_LETTER = "cn/cease-and-desist#when-not"


def names_a_record(text: str) -> bool:
    """Whether a case, a draft, a listing or a right is named by its number or address."""
    return _RECORD.search(text) is not None


def likely_ours(reading: MessageReading) -> bool:
    """Whether our records may well be asked for."""
    return reading.kind[MessageKind.OWN_DATA] >= AT.topic


def may_be_ours(reading: MessageReading, text: str) -> bool:
    """Whether only our records may tell what is asked, which is no wrong."""
    likely = likely_ours(reading) or reading.refused is not Refusal.NONE or names_a_record(text)
    return likely and reading.refused is not Refusal.UNLAWFUL


def of_us(told: Mapping[str, float], text: str) -> Mapping[str, float]:
    """The topics beside cautions, without a fine on us where another was punished: that is told on the way to a question of
    law."""
    topics = without(told, "caution")
    if topics[_FINED] < AT.topic or not punishes_another(text):
        return topics
    return {**topics, _FINED: 0.0, OTHER: topics[OTHER] + topics[_FINED]}


def plan_signs(read: MessageReading, last: MessageReading | None) -> tuple[float, ...]:
    """What :attr:`AT.plan` weighs: one; how much rather a plan is read than a question of law, in all of the message and in its
    last question read alone, where it has one behind a story; and how surely one section answers all of it."""
    return 1.0, _rather_plan(read), _rather_plan(last or read), math.log(max(read.surest, _LEAST))


def _rather_plan(read: MessageReading) -> float:
    """In log-odds, up to what may be believed."""
    plan, law = (max(read.kind[kind], _LEAST) for kind in (MessageKind.PLAN, MessageKind.LAW))
    return math.log(plan / law)


def settled(
    kinds: Mapping[MessageKind, float],
    text: str,
    signs: Sequence[float],
    topics: Mapping[MessageKind, float] | None = None,
) -> dict[MessageKind, float]:
    """The chance of every kind: ``signs`` tell plan and law apart (:func:`plan_signs`), ``topics`` what speaks for a record or an
    act besides (:func:`by_topic`)."""
    scores = {kind: math.log(max(kinds[kind], _LEAST)) for kind in MessageKind}
    for kind, odds in (topics or {}).items():
        scores[kind] += odds
    if max(kinds, key=kinds.__getitem__) in (MessageKind.LAW, MessageKind.PLAN):
        both = math.log(max(kinds[MessageKind.LAW] + kinds[MessageKind.PLAN], _LEAST))
        odds = sum(weight * sign for weight, sign in zip(AT.plan, signs, strict=True))
        scores[MessageKind.PLAN] = both - math.log1p(math.exp(-odds))
        scores[MessageKind.LAW] = both - math.log1p(math.exp(odds))
    if names_a_record(text):
        scores[MessageKind.OWN_DATA] += AT.named
        scores[MessageKind.ACT] += AT.named
    top = max(scores.values())
    raised = {kind: math.exp(score - top) for kind, score in scores.items()}
    whole = sum(raised.values())
    return {kind: each / whole for kind, each in raised.items()}


def settle(
    reading: MessageReading, text: str, topics: Mapping[str, float], read: Callable[[str], MessageReading]
) -> MessageReading:
    """The reading with its kinds settled; ``read`` reads the last question of a story alone, where a plan may be wanted. What is
    a matter of law only once settled is refused as one."""
    told = reading.kind[MessageKind.PLAN] >= AT.hardly and last_question(text, AT.share)
    signs = plan_signs(reading, read(told) if told else None)
    found = replace(reading, kind=settled(reading.kind, text, signs, by_topic(reading, topics)))
    law = found.is_kind in (MessageKind.LAW, MessageKind.PLAN)
    return replace(found, refused=found.as_law) if law and found.refused is Refusal.NONE else found


def by_topic(reading: MessageReading, topics: Mapping[str, float]) -> dict[MessageKind, float]:
    """How much the topics speak for a kind, in log-odds: for an act rather than an event, for a record of ours, and against that
    where a time is asked for: the law's deadlines, our own, what came in, and orders to note it are told in the same words."""
    act, (even, steep) = _mass(topics, "act"), AT.own
    told = act + _mass(topics, "event")
    own = even + steep * math.log(max(_mass(topics, "own"), AT.unheard))
    found = {MessageKind.ACT: math.log(max(act / told, _LEAST))} if told >= AT.topic else {}
    return found | {MessageKind.OWN_DATA: own if reading.is_aspect is Aspect.HOW_LONG else max(own, 0.0)}


def outdone(reading: MessageReading) -> float:
    """How likely a section must answer so that the law is wanted rather than what was read; 1 where nothing may outdo that. What
    is ours is outdone by a section that answers more surely than that may be believed, unless it is certain."""
    kind = reading.is_kind
    ours = kind in (MessageKind.OWN_DATA, MessageKind.HELP)
    return reading.kind[kind] ** AT.believed if ours and reading.kind[kind] < AT.certain else 1.0


def told_of(topics: Mapping[str, float]) -> float:
    """How likely an event or a situation is the topic."""
    return _mass(topics, *SITUATIONS)


def talk_of(topics: Mapping[str, float]) -> float:
    """How likely talk is the topic."""
    return _mass(topics, "chat")


def is_talk(reading: MessageReading, topics: Mapping[str, float]) -> bool:
    """Whether what is read as small talk, and asks nothing, is none of the situations that are told with feeling."""
    return chance(AT.chat, talk_signs(reading, topics)) >= AT.leads


def talk_signs(reading: MessageReading, topics: Mapping[str, float]) -> tuple[float, float]:
    """What :attr:`AT.chat` weighs: how likely small talk is read, and is the topic rather than a situation."""
    talk = talk_of(topics)
    return reading.kind[MessageKind.CHAT], talk / max(talk + told_of(topics), _LEAST)


def chance(weights: Sequence[float], told: Sequence[float]) -> float:
    """The chance that is weighed (to start with, and by each chance ``told``) in log-odds."""
    held = [min(max(each, _LEAST), 1 - _LEAST) for each in told]
    odds = weights[0] + sum(w * math.log(p / (1 - p)) for w, p in zip(weights[1:], held, strict=True))
    return 1 / (1 + math.exp(-odds))


def against(reading: MessageReading, topics: Mapping[str, float]) -> float:
    """How likely something is held against who asks, by the reading and by what is told, or is surely told to be done to us."""
    accused = reading.asker[Asker.ACCUSED] + reading.asker[Asker.COUNTERFEITER]
    done, told = (sum(topics.get(each, 0.0) for each in group) for group in (AGAINST_US, _ACCUSING))
    found = 1.0 if done >= AT.happened else chance(AT.against, (accused, told))
    return min(max(found, AT.unlike), 1 - AT.unlike)


def asks_of_a_rule(reading: MessageReading) -> bool:
    """Whether what is asked is neither what to do next nor how something is done."""
    return reading.is_aspect not in (Aspect.NEXT_STEP, Aspect.HOW)


def upheld(reading: MessageReading, topics: Mapping[str, float], *, deadline: bool = False) -> Refusal:
    """The refusal that stands; ``reading.kind`` is settled. A ``deadline`` that an event starts is no matter for counsel, nor
    for another place where the message rather is to be answered. What the reader doubts is refused to a dealer in counterfeits
    alone, and no act is done that is a wrong by its topic."""
    match reading.refused:
        case Refusal.NONE:
            dealer = reading.doubted is Refusal.UNLAWFUL and reading.is_asker is Asker.COUNTERFEITER
            forged = reading.is_kind is MessageKind.ACT and _mass(topics, "unlawful") >= AT.wronged
            return Refusal.UNLAWFUL if dealer or forged else Refusal.NONE
        case Refusal.UNLAWFUL:
            return Refusal.UNLAWFUL
        case refused:
            rather_not = reading.refusal[Refusal.NONE] > reading.refusal[refused]
            counts = deadline and (refused is Refusal.NEEDS_COUNSEL or rather_not)
            return Refusal.NONE if counts else refused


def cautioned(
    reading: MessageReading, told: Mapping[str, float], surest: Callable[[], float]
) -> Stage | None:
    """The caution that stands, of what a message is ``told`` to be about: one that would warn the other side always; another
    only where it is likelier than that a section answers, and where it is surely called for or likelier than that a situation
    is told, and than any other topic, of what nothing is refused in; of several questions none is answered by it; what guards
    from harm (``whole``) is heard sooner, and alone where the message surely is for another place or for counsel."""
    name, chance = best(told, "caution")
    caution = cautions().get(name)
    if caution is None or reading.is_asker is Asker.COUNTERFEITER:
        return None
    warns = name == "warns"
    if not (warns or _answers(caution, reading)):
        return None
    open_to_it = not caution.unknown and reading.refused is Refusal.NONE
    hinted = max(AT.hinted if caution.whole else AT.maybe, _mass(told, "plan", "case"), *told.values())
    if chance < min(hinted if open_to_it else AT.warns, AT.warns):
        return None
    outdone = not warns and reading.is_kind is not MessageKind.PLAN
    return None if outdone and surest() > chance else caution


def heard_before(told: Iterable[Mapping[str, float]], *, sent: bool, paper: bool) -> Iterator[Stage]:
    """What makes an act dangerous, by what its sentences surely are ``told`` to be about: what is ``sent`` waits, a ``paper`` has
    the rest in front."""
    chances = (best(each, "caution") for each in told)
    for name in dict.fromkeys(name for name, chance in chances if chance >= AT.warns):
        caution = cautions().get(name)
        if caution and caution.line and caution.sections and (sent if caution.waits else paper):
            yield caution


def _answers(caution: Stage, reading: MessageReading) -> bool:
    """Whether it may be all that is answered: one question, of ours unless it guards from harm."""
    ours = caution.whole or reading.refused not in (Refusal.ELSEWHERE, Refusal.NEEDS_COUNSEL)
    return ours and reading.several <= AT.one


def wrong_of(reading: MessageReading, topics: Mapping[str, float]) -> str:
    """The wrong that a refusal names: one that is told apart from the others, else what dealers in counterfeits do; of anybody
    else none is named. An owner is never told of dealing in counterfeits, others only where that surely is the topic."""
    name, share = best(within(topics, ("unlawful",)), "unlawful")
    dealer = reading.is_asker is Asker.COUNTERFEITER
    deals = dealer or (reading.is_asker is not Asker.OWNER and topics[f"unlawful.{name}"] >= AT.wronged)
    if share >= AT.apart and (name != _DEALS or deals):
        return name
    return _DEALS if dealer else "unnamed"


def _mass(topics: Mapping[str, float], *groups: str) -> float:
    return sum(chance for name, chance in topics.items() if name.partition(".")[0] in groups)


def gives_way(stage: Stage, reading: MessageReading) -> bool:
    """Whether a stage is not what is told: it yields to a refusal; or it is only believed, and no question of law is likely put,
    or steps are clearly wanted."""
    yields = stage.yields and (stage.believed or reading.refused is Refusal.UNLAWFUL)
    law, plan = reading.kind[MessageKind.LAW], reading.kind[MessageKind.PLAN]
    of_law = law + plan >= AT.leads and plan < AT.clearly
    return (yields and reading.refused is not Refusal.NONE) or (stage.believed and not of_law)
