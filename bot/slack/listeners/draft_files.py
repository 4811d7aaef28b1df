"""The files of a draft in Slack: put into its thread once, and said where they are if Slack will not have them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.domain.drafts import Draft, PreviewOrder
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import PersonId
from bot.domain.sentences import Told, worded
from bot.ports import Posted
from bot.slack import once
from bot.slack.blocks.draft_lines import files_card
from bot.slack.failures import NO_ANSWER, refusal
from bot.slack.front import Front
from bot.words.book import Words

DRAFTED = ("draft", "fields", "links", "annexes")
"""Roles of the files that come with a version."""

PART = ("draft", "fields", "links")
"""Roles of the files that come with a part of a batch."""


def attach(
    front: Front,
    draft: Draft,
    posted: Posted,
    roles: Sequence[str],
    order: PreviewOrder | None = None,
    since: datetime | None = None,
    reader: PersonId | None = None,
) -> None:
    """Put the files of these roles into the thread, but those that the order knows to be there already; if Slack
    refuses files, say where they are. In direct messages they are the ``reader``'s, else the author's."""
    words, key = front.words_in(posted.channel, reader or draft.author), order.key if order else ""
    there, gone = _files(draft, roles, order.known if order else ())
    what = "draft.files_clean" if "clean" in roles else "draft.files_draft"
    comment = words(what, draft=draft.draft_id, version=draft.version)
    _say_where(front, posted, gone, words("draft.files_missing"), words, key, since)
    try:
        if there and not (since and once.uploaded(front.poster, posted, there, since)):
            front.poster.upload(posted, there, comment)
    except DeliveryFailed as failure:
        for_good(failure)
        _say_where(front, posted, there, failure.why, words, key, since)


def _files(draft: Draft, roles: Sequence[str], known: Sequence[str]) -> tuple[list[Path], list[Path]]:
    """The files of these roles that are not known to be in Slack: those on this machine, and those gone."""
    files = [Path(file.path) for file in draft.files if file.role in roles and file.sha256 not in known]
    there = [path for path in files if path.is_file()]
    return there, sorted({*files} - {*there})


def _say_where(
    front: Front,
    posted: Posted,
    files: Sequence[Path],
    why: Told,
    words: Words,
    key: str,
    since: datetime | None,
) -> None:
    """Where files are that are not in Slack, and why."""
    if files:
        shown = files_card([str(path) for path in files], worded(why), words)
        once.say(front.poster, posted.channel, shown, key and f"{key} {why}", thread=posted.ts, since=since)


def for_good(failure: DeliveryFailed) -> None:
    """Go on where the same call would fail again: Slack said so, or the file cannot be read."""
    unheard = refusal(failure) == NO_ANSWER and not failure.at_fault
    if failure.in_doubt or failure.retry_after or unheard:
        raise failure
