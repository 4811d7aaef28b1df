"""Gaps in one line each."""

from __future__ import annotations

from bot.domain.drafts import NoticeGap, Severity
from bot.domain.sentences import sentence

NOBODY, APPROVER, ADMIN = "", "approver", "admin"
"""Who may waive a gap. What the law demands, or what would leave a hole in the text, is waived by nobody."""


def blocking(field: str, key: str, /, *, waivable_by: str = NOBODY, **facts: object) -> NoticeGap:
    """A gap that stops approval: its wording, and the facts for the places in it."""
    return NoticeGap(
        field=field, severity=Severity.BLOCKING, message=sentence(key, **facts), waivable_by=waivable_by
    )


def warning(field: str, key: str, /, **facts: object) -> NoticeGap:
    """A gap that an approver may accept knowingly."""
    return NoticeGap(
        field=field, severity=Severity.WARNING, message=sentence(key, **facts), waivable_by=APPROVER
    )
