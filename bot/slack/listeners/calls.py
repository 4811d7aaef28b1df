"""Messages that ask somebody for a step on a draft: known where they stand, and told as settled once the step is taken."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.drafts import Draft, DraftCall, DraftStatus
from bot.domain.ids import DraftId, PersonId
from bot.ports import Posted
from bot.services.drafting import showing
from bot.slack import once
from bot.slack.blocks.batches import batch_card
from bot.slack.blocks.drafts import status_card
from bot.slack.blocks.text import card, section
from bot.slack.cards import Card
from bot.slack.front import Front

TURNS = 3
"""So often what was told meanwhile is told again, where the draft goes on moving."""
TEAM = PersonId("")


def call(
    front: Front,
    draft: Draft,
    to: Posted,
    shown: Card,
    key: str = "",
    since: datetime | None = None,
    who: PersonId = TEAM,
) -> None:
    """Ask for a step, in this thread or in somebody's messages; a draft that moved on meanwhile settles it at once."""
    posted = once.say(front.poster, to.channel, shown, key, thread=to.ts, since=since)
    asks = DraftCall(
        person=who, channel=posted.channel, ts=posted.ts, version=draft.version, status=draft.status
    )
    showing.called(front.desk.store, draft.draft_id, asks)
    settle(front, draft.draft_id)


def settle(front: Front, draft_id: DraftId) -> None:
    """What asked for a step that was taken since becomes one line: where the draft, or its batch, stands now."""
    for _ in range(TURNS):
        draft = front.desk.drafts.get(draft_id)
        parts = front.desk.batches.parts(draft.batch_id) if draft.batch_id else [draft]
        stale = [(part, each) for part in parts for each in part.calls if not _holds(each, part, parts)]
        for part, each in stale:
            words = front.words_for(each.person) if each.person else front.words
            line = (batch_card(parts, words) if part.batch_id else status_card(part, words)).text
            front.poster.update(Posted(channel=each.channel, ts=each.ts), card(line, [section(line)]))
            told = DraftCall(
                person=each.person,
                channel=each.channel,
                ts=each.ts,
                version=part.version,
                status=_stands(part, parts),
            )
            showing.called(front.desk.store, part.draft_id, told)
        if not stale:
            return


def _holds(asks: DraftCall, part: Draft, parts: Sequence[Draft]) -> bool:
    """Whether what it tells is so still. A batch is waited for as a whole: a new version of a part changes nothing."""
    same = bool(part.batch_id) or asks.version == part.version
    return same and asks.status is _stands(part, parts)


def _stands(part: Draft, parts: Sequence[Draft]) -> DraftStatus:
    waits = any(each.status is DraftStatus.AWAITING for each in parts)
    return DraftStatus.AWAITING if waits else part.status
