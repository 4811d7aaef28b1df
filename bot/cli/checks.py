"""What ``marque doctor`` checks: state, inbox, disk, law, guidance, people, programs. Each check gives a finding; none raises."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec

from bot.capture.isolation import without_network
from bot.capture.screenshot import ISOLATION, chromium
from bot.cli.connections import CheckResult, chat_checks, feed_checks, feed_map_checks, marketplace_checks
from bot.cli.context import said
from bot.cli.slack_checks import slack_checks
from bot.domain.approvals import ENOUGH_APPROVERS
from bot.domain.errors import MarqueError, NoBrandBook
from bot.domain.ids import LOCAL
from bot.domain.quarantine import Quarantined
from bot.domain.sentences import many
from bot.settings import Settings
from bot.signals.pictures import ocr

ROOM_NEEDED = 300_000_000
"""Bytes on the disk of the state below which it soon is full."""


def examine(settings: Settings) -> list[CheckResult]:
    """Every finding, in the order in which a new operator meets them."""
    checks: tuple[Callable[[Settings], Iterator[CheckResult]], ...] = (
        _state, _law, _guidance, slack_checks, _people, feed_checks, feed_map_checks, marketplace_checks, _programs, chat_checks,
    )  # fmt: skip
    return [finding for check in checks for finding in check(settings)]


def _state(settings: Settings) -> Iterator[CheckResult]:
    from bot.here import now
    from bot.services.assessment.genuine_pictures import GenuinePictures
    from bot.services.casework.rights import Rights
    from bot.store.sql import open_store
    from knowledge import law

    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if settings.home.stat().st_mode & 0o077:
            todo = f"chmod -R go= {settings.home}"
            yield CheckResult(
                what="state", state="wrong", detail="other users of this machine can read it", todo=todo
            )
        yield from _inbox(settings)
        with open_store(settings.database, LOCAL, now, lambda: "doctor") as store:
            damage = store.damage()
            yield CheckResult(
                what="database",
                state="wrong" if damage else "ok",
                detail=f"damaged: {damage}" if damage else _shown(settings),
                todo="stop Marque and put the last backup back with `marque restore`" if damage else "",
            )
            yield from _room(settings)
            try:
                books = Rights(store, law.load(), now).books()
                yield CheckResult(what="brand books", state="ok", detail=", ".join(b.name for b in books))
                yield from _pictures(GenuinePictures(store, now).aside())
            except NoBrandBook as lack:
                yield CheckResult(what="brand books", state="wrong", detail="none", todo=str(lack))
    except (MarqueError, OSError, ValueError) as failure:
        yield CheckResult(
            what="database",
            state="wrong",
            detail=str(failure),
            todo="" if ";" in str(failure) else "check MARQUE_HOME and MARQUE_DATABASE_URL",
        )


def _inbox(settings: Settings) -> Iterator[CheckResult]:
    """Where what Slack delivers is kept until it is done: its file, and rows that nobody could read back."""
    from bot.here import now
    from bot.store.inbox import open_inbox

    try:
        with open_inbox(settings.inbox, LOCAL) as inbox:
            damage, aside = inbox.damage(now()), inbox.aside()
    except (MarqueError, OSError, ValueError) as failure:
        damage, aside = str(failure), 0
    detail = damage or (
        f"{many(aside, 'delivery')} could not be read back and were set aside" if aside else ""
    )
    todo = "stop Marque, move inbox.sqlite3 away and start again; what people did last in Slack they do again"
    yield CheckResult(
        what="inbox", state="wrong" if detail else "ok", detail=detail or "sound", todo=todo if detail else ""
    )


def _room(settings: Settings) -> Iterator[CheckResult]:
    free = shutil.disk_usage(settings.home).free
    if free < ROOM_NEEDED:
        detail = f"{free // 1_000_000} MB free"
        yield CheckResult(
            what="disk", state="wrong", detail=detail, todo="make room: a full disk stops Marque"
        )


def _pictures(aside: Sequence[Quarantined]) -> Iterator[CheckResult]:
    if aside:
        detail = f"{len(aside)} set aside: {', '.join(each.picture for each in aside[:3])}"
        todo = "`marque brand pictures` says why"
        yield CheckResult(what="genuine pictures", state="optional", detail=detail, todo=todo)


def _law(_settings: Settings) -> Iterator[CheckResult]:
    """How old the register of law is, and until when it knows the law."""
    from bot.domain.moments import china_day
    from bot.here import now
    from knowledge import known

    state, today = known.load(), china_day(now())
    stale = state.old(today) or today > state.until
    yield CheckResult(
        what="register of law",
        state="wrong" if stale else "ok",
        detail=f"compared with its sources {state.age(today)} days ago ({said(state.checked_on)}); "
        f"known until {said(state.until)}",
        todo="update Marque, or have counsel compare what you rely on" if stale else "",
    )


def _guidance(settings: Settings) -> Iterator[CheckResult]:
    from knowledge import index
    from knowledge.embedding import PACKAGED, ModelUnavailable, packaged_folder

    try:
        packaged_folder()
        yield CheckResult(what="embedding model", state="ok", detail=f"{PACKAGED}, from its package")
    except ModelUnavailable as failure:
        yield CheckResult(
            what="embedding model", state="wrong", detail=str(failure), todo="install the package again"
        )
        return
    status = index.status(settings.home)
    if status.fresh:
        yield CheckResult(
            what="guidance index",
            state="ok",
            detail=f"{many(status.sections, 'section')} in {' and '.join(status.languages)}",
        )
    else:
        yield CheckResult(
            what="guidance index",
            state="optional",
            detail="out of date" if status.current else "not built",
            todo="it is built at the first question; `marque guidance index` builds it now",
        )


def _people(settings: Settings) -> Iterator[CheckResult]:
    named = {*settings.approvers, *settings.admins, *settings.counsel}
    groups = sum(not each.startswith(("U", "W")) for each in named)
    enough = bool(groups) or len(named) >= ENOUGH_APPROVERS
    todo = f"name {ENOUGH_APPROVERS} in MARQUE_APPROVERS beside whoever drafts: no author approves, and some notices need two"
    detail = (
        f"{len(named) - groups}, and groups whose people only Slack can count: {groups}"
        if groups
        else str(len(named))
    )
    yield CheckResult(
        what="approvers", state="ok" if enough else "wrong", detail=detail, todo="" if enough else todo
    )


def _programs(_settings: Settings) -> Iterator[CheckResult]:
    browser = chromium()
    if browser and find_spec("playwright") and not without_network():
        yield CheckResult(what="screenshots", state="optional", detail="not possible", todo=ISOLATION)
    elif browser and find_spec("playwright"):
        yield CheckResult(what="screenshots", state="ok", detail="Chromium")
    else:
        todo = (
            "install marque[evidence]"
            if browser
            else "apt-get install chromium, and install marque[evidence]"
        )
        yield CheckResult(what="screenshots", state="optional", detail="not possible", todo=todo)
    if ocr.available():
        yield CheckResult(what="text in pictures", state="ok", detail="rapidocr")
    else:
        yield CheckResult(
            what="text in pictures", state="optional", detail="not read", todo="install marque[ocr]"
        )
    fonts = _chinese_fonts()
    todo = "" if fonts else "apt-get install fonts-noto-cjk, to see documents and screenshots right"
    yield CheckResult(
        what="Chinese fonts", state="ok" if fonts else "optional", detail=fonts or "none found", todo=todo
    )
    office = shutil.which("soffice")
    todo = "" if office else "apt-get install libreoffice-writer-nogui, to turn documents into PDF"
    yield CheckResult(
        what="LibreOffice",
        state="ok" if office else "optional",
        detail="found" if office else "not found",
        todo=todo,
    )


def _shown(settings: Settings) -> str:
    return (
        "SQLite in the home directory"
        if not settings.database_url
        else settings.database_url.rpartition("@")[2]
    )


def _chinese_fonts() -> str:
    tool = shutil.which("fc-list")
    if tool is None:
        return ""
    found = subprocess.run(
        [tool, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False
    ).stdout
    return next((line.partition(",")[0] for line in sorted(found.splitlines()) if line), "")
