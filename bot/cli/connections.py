"""What the doctor finds outside: Slack, feeds, marketplaces, a chat model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import MarqueError
from bot.domain.secrets import shown_address
from bot.settings import Settings


def feed_checks(settings: Settings) -> Iterator[CheckResult]:
    if not settings.feeds:
        yield CheckResult(
            what="feeds", state="optional", detail="none", todo="set MARQUE_FEEDS to watch listings"
        )
    for feed in settings.feeds:
        local = not feed.startswith(("http://", "https://"))
        there = not local or Path(feed).exists()
        yield CheckResult(
            what="feed",
            state="ok" if there else "wrong",
            detail=feed if local else shown_address(feed),
            todo="" if there else "nothing is there",
        )


def feed_map_checks(settings: Settings) -> Iterator[CheckResult]:
    from bot.sources.map_files import read_maps

    if settings.feed_maps is None:
        return
    try:
        maps = read_maps(settings.feed_maps)
        yield CheckResult(
            what="feed maps", state="ok", detail=", ".join(each.name for each in maps) or "none"
        )
    except MarqueError as fault:
        yield CheckResult(
            what="feed maps", state="wrong", detail=str(fault), todo="docs/feeds.md has examples"
        )


def marketplace_checks(settings: Settings) -> Iterator[CheckResult]:
    from bot.sources.marketplaces import set_ups

    found = set_ups(settings)
    for up in found:
        if up.wanted and up.missing:
            todo = f"set {' and '.join(up.missing)}"
            yield CheckResult(what=f"marketplace {up.name}", state="wrong", detail="partly set up", todo=todo)
        elif up.wanted:
            yield CheckResult(what=f"marketplace {up.name}", state="ok", detail="set up")
    if idle := [up.name for up in found if not up.wanted]:
        yield CheckResult(
            what="marketplace searches",
            state="optional",
            detail=f"not set up: {', '.join(idle)}",
            todo="docs/sources.md says which keys each needs",
        )


def chat_checks(settings: Settings) -> Iterator[CheckResult]:
    if settings.chat_model:
        yield CheckResult(what="chat model", state="ok", detail=settings.chat_model)
    else:
        yield CheckResult(
            what="chat model", state="optional", detail="none: answers are quoted from guidance"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """How one thing stands: ``ok``, ``optional`` (works without) or ``wrong``; ``todo`` says what to do."""

    what: str
    state: str
    detail: str
    todo: str = ""
