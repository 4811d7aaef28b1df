"""Gaps of what people, or a chat model, have written themselves: its numbers must occur in the records."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.drafts import NoticeGap
from bot.notices.facts.ledger import Ledger
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.making import APPROVER, blocking, warning
from bot.notices.papers.form import called

_FREE = ("_zh", "_en")
_SHOWN = 5


def gaps_of_typed(matter: NoticeMatter, ledger: Ledger) -> Iterator[NoticeGap]:
    """Numbers and dates in free text that no record holds. A person answers for their own; a model cannot."""
    for name, text in matter.texts.items():
        if not name.endswith(_FREE) or name[:-3] in matter.texts:
            continue
        found = ledger.unfounded(text)
        if not found:
            continue
        shown = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        field = called(matter, name)
        if name in ledger.suggested:
            yield blocking(
                f"texts.{name}",
                "{field}, proposed by a chat model, says {numbers}, which no record holds; take it out, or check it "
                "against a paper",
                field=field,
                numbers=shown,
                waivable_by=APPROVER,
            )
        else:
            yield warning(
                f"texts.{name}",
                "{field} says {numbers}, which no record holds; check it against a paper, or record what it comes "
                "from",
                field=field,
                numbers=shown,
            )
