"""Gaps in one line each."""

from __future__ import annotations

from bot.domain.drafts import Gap, Severity

NOBODY, APPROVER, ADMIN = "", "approver", "admin"
"""Who may waive a gap. What the law demands, or what would leave a hole in the text, is waived by nobody."""


def blocking(field: str, message: str, *, waivable_by: str = NOBODY) -> Gap:
    """A gap that stops approval."""
    return Gap(field=field, severity=Severity.BLOCKING, message=message, waivable_by=waivable_by)


def warning(field: str, message: str) -> Gap:
    """A gap that an approver may accept knowingly."""
    return Gap(field=field, severity=Severity.WARNING, message=message, waivable_by=APPROVER)
