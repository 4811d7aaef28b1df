"""A thread's memory: what it is about, what was shown in it, and what a follow-up means there."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.questions import EarlierTurn, language_of
from bot.services.answering.answers import first_sentence
from bot.services.answering.contexts import WeighedSearch, fused, page_of
from bot.services.answering.kinds import names_a_record
from bot.services.answering.thresholds import AT
from knowledge import neighbours
from knowledge.passages import Passage, SearchResult
from knowledge.reading import MessageKind, MessageReading, Refusal, Sure, asks
from knowledge.topics import best

_FOLLOW_UP = re.compile(
    r"\s*(?:and|or|but|so|also|then|ok(?:ay)?|what about|how about|what if|same)\b"
    r"|\s*(?:那|如果|还有|另外|换成|换作|要是)|.{0,12}呢[?？]?\s*$",
    re.IGNORECASE,
)
# Bytes of a usual follow-up: of a shorter one the thread counts more.
USUAL = 60
_LEANS = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|there|same|one|he|she|him)\b|[它这那他她](?!里)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A message that may follow up on a thread: what was said ``before`` in it, the thread's subject, the ``title`` of what was
    shown ``last``, the sections shown before, those that began an answer (``led``), and those that were ``told``: a plan only
    cites its sections."""

    text: str
    before: tuple[str, ...]
    subject: str
    title: str
    leans: bool
    last: str
    shown: frozenset[str]
    led: tuple[str, ...]
    told: frozenset[str]

    @property
    def joined(self) -> str:
        """The message behind its subject."""
        return f"{self.subject} {self.text}"

    @property
    def wordings(self) -> tuple[str, ...]:
        """What to search with beside the message itself: all that was said, and the title shown last."""
        said = " ".join((*self.before, self.text))
        return (said, f"{self.title} {self.text}", self.title) if self.title else (said,)

    @property
    def size(self) -> float:
        """How long it is beside a usual follow-up, as a logarithm."""
        return math.log(max(len(self.text.encode()), 1) / USUAL)

    def merged(self, alone: SearchResult, others: Sequence[SearchResult]) -> SearchResult:
        """What to answer from: what fits every wording, with the chance shared out among that."""
        counted = zip(AT.thread, AT.thread_by_length, strict=True)
        *weights, last_page, page, told, next_to = (usual + by * self.size for usual, by in counted)
        found = zip((alone, *others), weights, strict=False)
        searches = [WeighedSearch(found=each, weight=weight) for each, weight in found]
        near = {section: next_to * chance for section, chance in self.asked_next((alone, *others)).items()}
        near |= {section: told + near.get(section, 0.0) for section in self.told}
        near |= dict.fromkeys(map(page_of, self.shown), page)
        if self.last:
            near[page_of(self.last)] = page + last_page
            if doubts(self.text):
                near[self.last] = near.get(self.last, 0.0) - told + AT.doubted
        hits = fused(searches, near=near).hits
        sure = Sure.ANSWER if hits and hits[0].probability >= AT.fresh else Sure.CHOICE
        return replace(alone, hits=hits, sure=sure)

    def asked_next(self, found: Sequence[SearchResult]) -> dict[str, float]:
        """How likely, as a logarithm, each section found is the next to be asked for in this thread; one that nobody asked for in
        any is as unlikely as the least of the others."""
        chances = neighbours.load().near(self.led)
        least = min(chances.values(), default=0.0)
        sections = {hit.passage.section_id for each in found for hit in each.hits}
        return {section: chances.get(section, least) for section in sections}

    @property
    def repeated(self) -> frozenset[str]:
        """What repeats the answer before: the section it began with. Others of it were but told on the way."""
        return self.told & {self.last}


def following(
    text: str, earlier: Sequence[EarlierTurn], title_of: Callable[[str], str] = lambda section: ""
) -> Following | None:
    """How the message follows the thread; None where the thread was about nothing. ``title_of`` names a section."""
    before = last_about(earlier)
    if before is None:
        return None
    last = before.sections[0] if before.sections else ""
    told = [turn for turn in earlier if turn.kind is not MessageKind.PLAN]
    return Following(
        text=text,
        before=tuple(turn.text for turn in earlier),
        subject=before.subject or before.text,
        title=title_of(last) if last else "",
        leans=follows_up(text),
        last=last,
        shown=_sections(earlier),
        led=tuple(turn.sections[0] for turn in told if turn.sections),
        told=_sections(told),
    )


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
    sure = alone.kind[kind] >= AT.elsewhere and (kind is MessageKind.ACT or not _LEANS.search(text))
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
    """How a message that stands alone in a thread about the law is read: as of our desk, or as a situation or talk that asks
    something, only where that is sure; as a matter for counsel or elsewhere only where it is one with the thread, too."""
    kind = alone.is_kind
    unsure = kind in (MessageKind.OWN_DATA, MessageKind.ACT, MessageKind.HELP) and not names_a_record(text)
    unsure = unsure or (kind in (MessageKind.PLAN, MessageKind.CHAT) and asks(text))
    eased = alone.refused is not Refusal.UNLAWFUL and not _refused_alike(alone, joined)
    return replace(
        alone,
        kind=surely(MessageKind.LAW) if unsure and alone.kind[kind] < AT.surely else alone.kind,
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


# Doubt of what was said, and verbs of saying and holding, by which another's word is set against it.
_DOUBTS = re.compile(
    r"\b(?:(?:(?:are )?you|you['’]re) (?:\w+ )?(?:sure|certain)|really\?|who(?:['’]s| is) right"
    r"|is (?:that|it) (?:really )?(?:right|true|so)\b|(?:that|it|this) (?:really )?(?:can['’]t|cannot|must) be"
    r"|(?:don['’]t|hardly|can['’]t) (?:quite )?believe|i doubt"
    r"|i(?:['’]ve| had| have| was)? (?:always |been )?(?:thought|heard|read|assumed|told)"
    r"|(?<!who )(?<!what )(?<!which )(?:says?|said|swears?|insists?|claims?|maintains?|reckons?|thinks?|believes?"
    r"|(?:tells?|told) (?:me|us))\b)"
    r"|真的[假吗]|确定[吗是没不]|不对[吧啊]|不是吧|不至于|不可能|不信|怀疑|[搞弄记写]错|怎么[会是]|才\S{1,8}[?？]|一直(?:以为|当)"
    r"|(?:我|同事|律师|老板|对方|他们?|她|书上|网上|有人|人家|代理|朋友)\S{0,8}(?:说|讲|写|以为|听说|记得|告诉|认为|坚持)",
    re.IGNORECASE,
)


def doubts(text: str) -> bool:
    """Whether a follow-up doubts what was said, or sets against it what another says."""
    return _DOUBTS.search(text) is not None
