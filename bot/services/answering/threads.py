"""A thread's memory: what it is about, what was shown in it, and what a follow-up means there."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.questions import EarlierTurn, language_of
from bot.services.answering.answers import first_sentence
from bot.services.answering.kinds import names_a_record
from bot.services.answering.thresholds import AT
from knowledge import neighbours
from knowledge.lazily import lazily
from knowledge.neighbours import ThreadState
from knowledge.passages import Passage, SearchResult
from knowledge.reading import MessageKind, MessageReading, Refusal, Sure, asks
from knowledge.topics import best

_FOLLOW_UP = lazily(
    r"\s*(?:and|or|but|so|also|then|ok(?:ay)?|what about|how about|what if|same)\b"
    r"|\s*(?:那|如果|还有|另外|换成|换作|要是)|.{0,12}呢[?？]?\s*$",
    re.IGNORECASE,
)
_LEANS = lazily(
    r"\b(?:it|its|that|this|those|these|they|them|there|same|one|he|she|him)\b|[它这那他她](?!里)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A message that may follow up on a thread: what was said ``before`` in it, the thread's ``subject``, the sections that began
    its answers (``led``) and the ``title`` of the last, the sections ``shown`` before, and of these those that were ``told``: a
    plan only cites its sections."""

    text: str
    before: tuple[str, ...]
    subject: str
    title: str
    leans: bool
    shown: frozenset[str]
    led: tuple[str, ...]
    told: frozenset[str]

    @property
    def joined(self) -> str:
        """The message behind its subject."""
        return f"{self.subject} {self.text}"

    @property
    def wordings(self) -> tuple[str, ...]:
        """What to search with beside the message itself: all that was said, and the message behind the title shown last."""
        return " ".join((*self.before, self.text)), f"{self.title} {self.text}".strip()

    @property
    def last(self) -> str:
        """The section that began the last answer; empty where none is known."""
        return self.led[-1] if self.led else ""

    def merged(self, alone: SearchResult, others: Sequence[SearchResult]) -> SearchResult:
        """What to answer from: what every wording found, by the chance that it is asked for in this thread; of what was told
        before only the likeliest of all is told again."""
        thread = ThreadState(led=self.led, told=self.told, turns=len(self.before))
        chances = neighbours.load().chances(thread, self.text, (alone, *others))
        known = {hit.passage.section_id: hit for each in (*others, alone) for hit in each.hits}
        ranked = sorted(known, key=lambda section: (-chances[section], section))
        told = self.told.difference(ranked[:1])
        hits = tuple(replace(known[each], probability=chances[each]) for each in ranked if each not in told)
        sure = Sure.ANSWER if hits and hits[0].probability >= AT.fresh else Sure.CHOICE
        return replace(alone, hits=hits, sure=sure)

    @property
    def repeated(self) -> frozenset[str]:
        """What repeats the answer before: the section it began with. Others of it were but told on the way."""
        return self.told & {self.last}


def following(
    text: str,
    earlier: Sequence[EarlierTurn],
    title_of: Callable[[str], str] = lambda section: "",
    meant_by: Callable[[str], str] = lambda text: "",
) -> Following | None:
    """How the message follows the thread; None where the thread was about nothing. ``title_of`` names a section, ``meant_by`` the
    one that a message is about for which a plan was shown, or nothing."""
    before = last_about(earlier)
    if before is None:
        return None
    told = [turn for turn in earlier if turn.kind is not MessageKind.PLAN]
    led = tuple(filter(None, (_led(turn, meant_by) for turn in earlier)))
    return Following(
        text=text,
        before=tuple(turn.text for turn in earlier),
        subject=before.subject or before.text,
        title=title_of(led[-1]) if led else "",
        leans=follows_up(text),
        shown=_sections(earlier),
        led=led,
        told=_sections(told),
    )


def _led(turn: EarlierTurn, meant_by: Callable[[str], str]) -> str:
    """The section that began the answer to a message, or that the message is about."""
    if turn.kind is MessageKind.LAW and turn.sections:
        return turn.sections[0]
    return meant_by(turn.text) if turn.kind in (MessageKind.LAW, MessageKind.PLAN) else ""


def _sections(turns: Sequence[EarlierTurn]) -> frozenset[str]:
    return frozenset(section for turn in turns for section in turn.sections)


def last_about(earlier: Sequence[EarlierTurn]) -> EarlierTurn | None:
    """The last turn that was about the law or a situation."""
    wanted = (MessageKind.LAW, MessageKind.PLAN)
    return next(
        (turn for turn in reversed(earlier) if turn.kind in wanted and (turn.sections or turn.subject)), None
    )


def follows_up(text: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    if _FOLLOW_UP.match(text):
        return True
    if language_of(text) == "zh":
        return len(text) < AT.short_zh
    words = text.split()
    return len(words) < AT.short or (len(words) < AT.leaning and _LEANS.search(text) is not None)


def turned(reading: MessageReading, topics: Mapping[str, float]) -> str:
    """``brief``, ``in_chinese`` …: what is wanted of the answer before; empty where the message asks something else."""
    return best(topics, "turn")[0] if reading.turn >= AT.turned else ""


def in_thread(text: str, alone: MessageReading, joined: MessageReading) -> MessageReading:
    """How a message that leans on its thread is read: refused or not by both together, and about what the thread is about
    unless it is talk, or surely something else."""
    kind = alone.is_kind
    if alone.kind[MessageKind.CHAT] >= AT.talk and not asks(text):
        return replace(alone, kind=surely(MessageKind.CHAT), refusal=joined.refusal, refused=Refusal.NONE)
    sure = alone.kind[kind] >= AT.elsewhere
    desk = kind in (MessageKind.OWN_DATA, MessageKind.ACT, MessageKind.HELP)
    wrong = _stays_wrong(alone, joined)
    return replace(
        alone,
        kind=alone.kind if desk and (sure or names_a_record(text)) else surely(MessageKind.LAW),
        refusal=joined.refusal if wrong else alone.refusal,
        refused=joined.refused if wrong else Refusal.NONE,
        doubted=joined.doubted if wrong else Refusal.NONE,
        asker=joined.asker,
    )


def _stays_wrong(alone: MessageReading, joined: MessageReading) -> bool:
    """Whether what is refused together is refused. A wrong is asked for with the thread, whose first question was none, and in
    part by the message itself; that it is no matter of ours must be true of the message alone, too."""
    wrong = joined.refused is Refusal.UNLAWFUL and alone.refusal[Refusal.UNLAWFUL] >= AT.wrong_itself
    return wrong or _refused_alike(alone, joined)


def _refused_alike(alone: MessageReading, joined: MessageReading) -> bool:
    """Whether both are refused for one reason, and each rather so than not: a thread of ours was no matter of another place, nor
    one for counsel, when it began."""
    why = alone.refused
    both = min(alone.refusal[why], joined.refusal[why])
    return joined.refused is why and (why in (Refusal.NONE, Refusal.UNLAWFUL) or both >= AT.both)


def beside(text: str, alone: MessageReading, joined: MessageReading) -> MessageReading:
    """How a message that stands alone in a thread about the law is read: as of our desk, or as talk that asks something, only
    where that is sure, as a situation where hardly anything else is (of 6,000 written follow-ups none wanted a plan); as a matter
    for counsel or elsewhere only where it is one with the thread, too."""
    kind = alone.is_kind
    least = AT.elsewhere if kind is MessageKind.PLAN else AT.surely
    unsure = kind in (MessageKind.OWN_DATA, MessageKind.ACT, MessageKind.HELP) and not names_a_record(text)
    unsure = unsure or kind is MessageKind.PLAN or (kind is MessageKind.CHAT and asks(text))
    eased = alone.refused is not Refusal.UNLAWFUL and not _refused_alike(alone, joined)
    return replace(
        alone,
        kind=surely(MessageKind.LAW) if unsure and alone.kind[kind] < least else alone.kind,
        refused=Refusal.NONE if eased else alone.refused,
    )


def surely(kind: MessageKind) -> dict[MessageKind, float]:
    return {each: float(each is kind) for each in MessageKind}


def again(turn: str, passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
    """Passages shown before with what is told of them now: the answer's sentence, its paragraph, or what follows."""
    if turn == "brief":
        return [(p, first_sentence(p.paragraphs[0])) for p in passages[:1]]
    if turn == "more":
        return [(p, "\n\n".join(p.paragraphs[1:])) for p in passages[:2] if len(p.paragraphs) > 1]
    return [(p, p.paragraphs[0]) for p in passages[:2]]
