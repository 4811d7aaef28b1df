"""The gap list: what people asked that the guidance does not answer, or whose answer did not help (feedback, weekly letter)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.moments import china_day, china_time, monday_morning
from bot.domain.questions import AnswerOutcome, AskedQuestion, Opinion, RefusalReason
from bot.domain.sentences import Sentence, joined, sentence, written
from bot.ports import Clock, OutboxKind
from bot.repositories import Store

WEEK = timedelta(days=7)
SHOWN = 20


class Lack(StrEnum):
    """What was lacking."""

    UNANSWERED = "unanswered"
    PARTLY = "partly_unanswered"
    DISLIKED = "disliked"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceGap:
    """One lack: the question in its latest wording, how often it was asked, and what people said about the answer."""

    lack: Lack
    question: str
    times: int
    last_asked: datetime
    comments: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()


class Gaps:
    """Reads the questions kept."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def since(self, moment: datetime | None = None, until: datetime | None = None) -> Sequence[GuidanceGap]:
        """The gaps seen from this moment on (by default, in the last seven days) and before ``until``, the most asked
        first."""
        with self._store.unit() as unit:
            asked = unit.asked.since(moment or self._clock() - WEEK)
            asked = [each for each in asked if until is None or each.at < until]
        grouped: dict[tuple[Lack, str], list[AskedQuestion]] = {}
        for each in asked:
            for lack, text in _lacks(each):
                grouped.setdefault((lack, " ".join(text.lower().split()).rstrip("?？.。! ")), []).append(each)
        found = [_gap(lack, several) for (lack, _), several in grouped.items()]
        return sorted(found, key=lambda gap: (-gap.times, gap.last_asked))

    def tell_weekly(self) -> bool:
        """Send the admins the list of the seven days before this Monday, once a week; whether it was sent."""
        now = self._clock()
        here = china_time(now)
        if not monday_morning(here):
            return False
        begun = here.replace(hour=0, minute=0, second=0, microsecond=0)  # each question is in one letter
        found = self.since(begun - WEEK, begun)
        year, week, _ = china_day(now).isocalendar()
        with self._store.unit() as unit:
            if not found or not unit.seen.first_time(f"gaps:{year}-{week:02d}", now):
                return False
            unit.outbox.add(OutboxKind.ADMIN_NOTE, f"gaps:{year}-{week:02d}", written(letter(found)))
        return True


def letter(gaps: Sequence[GuidanceGap]) -> Sentence:
    """The list as a message."""
    row = "• {question} ({lack}, {times}×)"
    lines = [sentence(row, question=gap.question, lack=gap.lack, times=gap.times) for gap in gaps[:SHOWN]]
    if len(gaps) > SHOWN:
        lines.append(sentence("and {count} more; `marque gaps` shows all", count=len(gaps) - SHOWN))
    return joined(["Questions of the last seven days that the guidance did not help with:", *lines])


def _lacks(asked: AskedQuestion) -> list[tuple[Lack, str]]:
    found = [(Lack.PARTLY, part) for part in asked.left_open]
    if asked.outcome is AnswerOutcome.REFUSED and asked.reason is RefusalReason.NO_GUIDANCE:
        found.append((Lack.UNANSWERED, asked.text))
    if asked.opinion is Opinion.NOT_HELPFUL:
        found.append((Lack.DISLIKED, asked.text))
    return found


def _gap(lack: Lack, several: Sequence[AskedQuestion]) -> GuidanceGap:
    last = several[-1]
    disliked = several if lack is Lack.DISLIKED else ()
    said = [
        ": ".join(filter(None, (each.dislike.value.replace("_", " ") if each.dislike else "", each.comment)))
        for each in disliked
    ]
    return GuidanceGap(
        lack=lack,
        question=last.text,
        times=len(several),
        last_asked=last.at,
        comments=tuple(dict.fromkeys(filter(None, said))),
        passages=last.passages,
    )
