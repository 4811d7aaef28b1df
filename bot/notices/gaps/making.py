"""Gaps in one line each."""

from __future__ import annotations

from bot.domain.drafts import NoticeGap, Severity

NOBODY, APPROVER, ADMIN = "", "approver", "admin"
"""Who may waive a gap. What the law demands, or what would leave a hole in the text, is waived by nobody."""


def blocking(field: str, message: str, *, waivable_by: str = NOBODY) -> NoticeGap:
    """A gap that stops approval."""
    return NoticeGap(field=field, severity=Severity.BLOCKING, message=message, waivable_by=waivable_by)


def warning(field: str, message: str) -> NoticeGap:
    """A gap that an approver may accept knowingly."""
    return NoticeGap(field=field, severity=Severity.WARNING, message=message, waivable_by=APPROVER)
