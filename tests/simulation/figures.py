"""A plain model of what is counted: every figure of reports, of Home and of the register of infringers, added up once more from
the rows as the journal told them; and of what stands in Slack, that it shows its record as it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import escape
from statistics import median
from typing import TYPE_CHECKING, Any

from bot.domain.director import ReportSpan
from bot.domain.ids import CaseId
from bot.domain.moments import china_day
from bot.playground.records import Message
from bot.repositories import UnitOfWork
from bot.services.casework.infringers import Dossier
from bot.words.book import load_words
from tests.simulation.beside import by_act, by_deputies, by_settings, next_days, unspoken
from tests.simulation.model import MEI

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]
DAY, WEEK = timedelta(days=1), timedelta(days=7)
AGAINST, FOR = (
    frozenset({"counterfeit", "lookalike", "copied_pictures", "patent"}),
    frozenset({"genuine", "grey_market", "another_brand"}),
)
"""Verdicts that say that a listing infringes, and that it does not; all others say neither."""

STRONG, LATELY, MOST = frozenset({"high", "medium"}), timedelta(days=180), 100_000
UNDECIDED = frozenset({"awaiting_approval", "blocked", "changes_requested", "approved"})
SHOWN, LINES = 15, 5
"""Clocks of Home, and lines of one kind on the card of a case."""

LINK = re.compile(r"<(https?://[^|>]*item[^|>]*)[|>]")


def _rows(world: World, table: str) -> list[Row]:
    return list(world.known.rows.of(table).values())


def _at(row: Row, field: str) -> datetime | None:
    return datetime.fromisoformat(row[field]) if row[field] else None


def _between(row: Row, field: str, begin: date, end: date) -> bool:
    at = _at(row, field)
    return at is not None and begin <= china_day(at) <= end


def _since(row: Row, field: str, begin: datetime) -> bool:
    at = _at(row, field)
    return at is not None and at >= begin


def home(world: World, person: str, view: Mapping[str, Any]) -> Iterator[str]:
    """Home as it is shown to somebody just now: what waits, what the week had, which drafts and cases wait for them."""
    if world.role_of(person) == "nobody":
        return
    shown, since = json.dumps(view, ensure_ascii=False), world.clock() - WEEK
    alerts, entries = _rows(world, "alerts"), _rows(world, "case_listings")
    found = [row for row in alerts if _since(row, "raised_at", since)]
    sent = [row for row in entries if _since(row, "notified_at", since)]
    waiting = [
        row
        for row in alerts
        if row["state"] == "open" and row["verdict"] is None and row["assessment"]["band"] in STRONG
    ]
    week = {
        "found": len(found),
        "confirmed": sum(row["verdict"] in AGAINST for row in found),
        "notified": len(sent),
        "removed": sum(row["result"] == "removed" for row in sent),
    }
    for name, figures in (("home.open_alerts", {"count": len(waiting)}), ("home.week_told", week)):
        told = [load_words(language)(name, **figures) for language in ("en", "zh")]
        if not any(each in shown for each in told):
            yield f"Home of {person} does not say: {told[0]}"
    yield from _drafts_at_home(world, person, _values(view))
    yield from _clocks_at_home(world, person, shown)
    yield from next_days(world, person, view)


def _clocks_at_home(world: World, person: str, shown: str) -> Iterator[str]:
    """The clocks that end first, and how many more run."""
    running = sorted(
        (date.fromisoformat(row["due_on"]), str(row["case_id"] or row["subject"] or key))
        for key, row in world.known.rows.of("deadlines").items()
        if not row["done_at"]
    )
    more = len(running) - SHOWN
    if more > 0 and not any(load_words(each)("text.more", count=more) in shown for each in ("en", "zh")):
        yield f"Home of {person} does not say that {more} more clocks run"
    for day, about in running[:SHOWN]:
        if day < running[:SHOWN][-1][0] or more <= 0:
            ends = [
                load_words(each)("deadline.line", day=day, what="|", case=about).split("|")
                for each in ("en", "zh")
            ]
            if not any(all(_shown(part) in shown for part in both) for both in ends):
                yield f"Home of {person} does not say that a clock of {about} ends on {day}"


def _drafts_at_home(world: World, person: str, values: Sequence[Row]) -> Iterator[str]:
    shown = {str(value["draft"]) for value in values if value.get("draft")}
    mine = {
        row["draft_id"]
        for row in _rows(world, "drafts")
        if row["author"] == person and row["status"] in UNDECIDED
    }
    theirs = {
        row["draft_id"]
        for row in _rows(world, "drafts")
        if world.role_of(person) in {"approver", "admin"}
        and row["status"] == "awaiting_approval"
        and row["author"] != person
        and person not in {yes["by"] for yes in row["approvals"] if yes["version"] == row["version"]}
    }
    if shown - mine - theirs:
        yield f"Home of {person} shows {min(shown - mine - theirs)}, which does not wait for them"
    if len(mine) <= SHOWN and len(theirs) <= SHOWN and (mine | theirs) - shown:
        yield f"Home of {person} lacks {min((mine | theirs) - shown)}, which waits for them"
    cases = [row for row in _rows(world, "cases") if row["owner"] == person and row["status"] != "closed"]
    held = {str(value["case"]) for value in values if value.get("case")}
    own = {row["case_id"] for row in cases}
    if held - own or (len(own) <= SHOWN and not held and own):
        yield f"Home of {person} shows the cases {sorted(held)}, and theirs are {sorted(own)}"


def _values(node: Any) -> list[Row]:
    """What the buttons of a view carry."""
    found = list[Row]()
    if isinstance(node, Mapping):
        if node.get("type") == "button" and str(node.get("value", "")).startswith("{"):
            found.append(json.loads(str(node["value"])))
        for value in node.values():
            found += _values(value)
    elif isinstance(node, list | tuple):
        for value in node:
            found += _values(value)
    return found


def reported(world: World) -> Iterator[str]:
    """The figures of a report over all days, and over some of them."""
    first, last = china_day(world.lived_from), china_day(world.clock())
    begin = first + DAY * world.chance.random.randrange((last - first).days)
    for start, end in ((first, last), (begin, begin + 2 * DAY)):
        told = world.replicas[0].desk.reports.figures(ReportSpan(start=start, end=end))
        wanted = _figures(world, start, end)
        total, director = told.total, told.director
        found: Row = {name: getattr(total, name) for name in ("new", "confirmed", "cleared", "down")}
        found |= {name: getattr(told, name) for name in wanted.keys() - found.keys() if hasattr(told, name)}
        found |= {
            "sellers": {
                (each.name, each.new, each.confirmed, each.cleared, each.down) for each in told.sellers
            },
            "stay_down": [(each.days, each.held, each.of) for each in told.stay_down],
            "rules": {each.rule: (each.right, each.of) for each in told.rules},
        }
        if director is not None:
            found |= {"removed": director.removed, "wrong": director.wrong, "waiting": dict(director.waiting)}
        for name, value in wanted.items():
            if name == "sellers":
                value = value if len(value) <= len(found[name]) else value & found[name]
            if found.get(name) != value:
                yield f"{name} from {start} to {end} is {found.get(name)!s:.70}, and was {value!s:.70}"


def _figures(world: World, begin: date, end: date) -> Row:
    alerts, entries, cases = (_rows(world, name) for name in ("alerts", "case_listings", "cases"))
    found = [row for row in alerts if _between(row, "raised_at", begin, end)]
    downs = [row for row in entries if _between(row, "down_at", begin, end)]
    sent = [row for row in entries if _between(row, "notified_at", begin, end)]
    looked = [row for row in entries if row["notified_at"] and _between(row, "looked_at", begin, end)]
    states, by = Counter(row["state"] for row in looked), {_listing(row): row for row in alerts}
    return {
        **_verdicts(found),
        "down": len(downs),
        "notified": len(sent),
        "cases_opened": sum(_between(row, "opened_at", begin, end) for row in cases),
        "cases_closed": sum(_between(row, "closed_at", begin, end) for row in cases),
        **{name: states[name] for name in ("still_up", "back", "could_not_look")},
        "hours_to_notify": _hours(sent, "added_at", "notified_at"),
        "hours_to_takedown": _hours(downs, "notified_at", "down_at"),
        "stay_down": [_stayed(entries, days, end) for days in (7, 30, 90)],
        "sellers": _by_shop(found, [by[row["listing_id"]] for row in downs if row["listing_id"] in by]),
        "rules": _right(found),
        "removed": len(downs),
        "wrong": sum(by.get(row["listing_id"], {}).get("verdict") in FOR for row in sent),
        "waiting": _waiting(world),
    }


def _listing(alert: Row) -> str:
    return f"{alert['listing']['platform']}:{alert['listing']['item_id']}"


def _verdicts(alerts: Sequence[Row]) -> Row:
    said = [row["verdict"] for row in alerts]
    return {
        "new": len(said),
        "confirmed": sum(each in AGAINST for each in said),
        "cleared": sum(each in FOR for each in said),
    }


def _hours(rows: Sequence[Row], begins: str, ends: str) -> float | None:
    hours = _middle(rows, begins, ends)
    return None if hours is None else round(hours, 1)


def _stayed(entries: Sequence[Row], days: int, end: date) -> tuple[int, int, int]:
    gone = [row for row in entries if (at := _at(row, "down_at")) and china_day(at) <= end - DAY * days]
    return days, sum(row["state"] == "down" for row in gone), len(gone)


def _by_shop(found: Sequence[Row], down: Sequence[Row]) -> set[tuple[str, int, int, int, int]]:
    shops, gone = defaultdict[str, list[Row]](list), Counter[str]()
    for row in found:
        shops[_shop(row)].append(row)
    for row in down:
        gone[_shop(row)] += 1
    return {
        (shop, *map(int, _verdicts(shops[shop]).values()), gone[shop]) for shop in {*shops, *gone} if shop
    }  # type: ignore[misc]


def _shop(alert: Row) -> str:
    return f"{alert['listing']['platform']}:{alert['listing']['seller_id']}"


def _right(found: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """Of each rule's alerts that people were sure of, how many were right; a case without a word says so too."""
    sure = defaultdict[str, list[bool]](list)
    for row in found:
        said = row["verdict"]
        if said in AGAINST | FOR or (said is None and row["state"] == "in_case"):
            sure[row["rule"] or ""].append(said not in FOR)
    return {rule: (sum(each), len(each)) for rule, each in sure.items()}


def _waiting(world: World) -> dict[str, int]:
    drafts = Counter(row["status"] for row in _rows(world, "drafts"))
    counts = {
        "analysts": sum(
            row["state"] == "open" and row["verdict"] is None and row["assessment"]["band"] in STRONG
            for row in _rows(world, "alerts")
        ),
        "approvers": drafts["awaiting_approval"],
        "authors": drafts["blocked"] + drafts["changes_requested"],
        "filing": drafts["approved"],
        "clocks": sum(row["done_at"] is None for row in _rows(world, "deadlines")),
    }
    return {name: count for name, count in counts.items() if count}


def behind(world: World) -> Iterator[str]:
    """Who is behind the shops: each suspect shop once, with what was found there and what people confirmed."""
    room = world.replicas[0].desk.infringers
    room.rebuild()
    suspect, confirmed = defaultdict[str, list[datetime]](list), defaultdict[str, list[datetime]](list)
    for row in _rows(world, "alerts"):
        if row["verdict"] not in FOR:
            suspect[_shop(row)].append(datetime.fromisoformat(row["raised_at"]))
        if row["verdict"] in AGAINST:
            confirmed[_shop(row)].append(datetime.fromisoformat(row["raised_at"]))
    seen = Counter[str]()
    for dossier in room.all(MOST):
        for shop in dossier.group.sellers:
            seen[shop.key] += 1
            if sorted(shop.suspect_on) != sorted(suspect[shop.key]):
                yield f"{shop.key}: {len(shop.suspect_on)} suspect, and {len(suspect[shop.key])} were found"
            if sorted(shop.confirmed_on) != sorted(confirmed[shop.key]):
                yield f"{shop.key}: {len(shop.confirmed_on)} confirmed, and {len(confirmed[shop.key])} are"
        yield from _risk(world, dossier, suspect, confirmed)
    if seen != Counter({shop: 1 for shop, at in suspect.items() if at}):
        yield f"the register holds {len(seen)} shops, and {len(suspect)} are suspect"


def _risk(
    world: World,
    dossier: Dossier,
    suspect: Mapping[str, list[datetime]],
    confirmed: Mapping[str, list[datetime]],
) -> Iterator[str]:
    since, keys = world.clock() - LATELY, [each.key for each in dossier.group.sellers]
    counts = [sum(at >= since for key in keys for at in held[key]) for held in (confirmed, suspect)]
    told = " ".join(dossier.risk.reasons)
    for count, what in zip(counts, ("listings confirmed", "suspect listings"), strict=True):
        what = what.replace("listings", "listing") if count == 1 else what
        if (f"{count} {what}" in told) is not (count > 0):
            yield f"{dossier.group.group_id} is told as: {told}, and has {count} {what}"


def standing(world: World, unit: UnitOfWork) -> Iterator[str]:
    """Each alert, draft and case has one message at most that stands for it, where its record says, and no other is its."""
    places = defaultdict[tuple[str, str], list[tuple[str, str]]](list)
    for channel, messages in world.slack.standin.workspace.messages.items():
        for ts, message in messages.items():
            about = dict(message.metadata.get("event_payload") or {}) if message.metadata else {}
            for table, name in (("alerts", "alert_id"), ("cases", "case_id")):
                if about.get(name) and not message.deleted:
                    places[table, str(about[name])].append((channel, ts))
    for (table, key), held in places.items():
        row = world.known.rows.get((table, key))
        if row is None or len(held) > 1 or (row["channel"], row["ts"]) != held[0]:
            kept = (row["channel"], row["ts"]) if row else "nowhere"
            yield f"messages of {key} stand at {held}, and it is kept that it stands at {kept}"
    for (table, key), row in world.known.rows.items():
        there = table in {"alerts", "cases"} and row["ts"] and world.slack.message(row["channel"], row["ts"])
        if table in {"alerts", "cases"} and row["ts"] and not there:
            yield f"{key} is kept as standing at {row['ts']}, and nothing is there"


def shows(world: World, unit: UnitOfWork, only: Collection[str] = ()) -> Iterator[str]:
    """What stands in Slack tells what its record says: goods and price, or who handled them; whose case it is and of how many
    listings; the version and status of a draft."""
    for (table, key), row in world.known.rows.items():
        facts = FACTS.get(table) if not only or key in only else None
        message = world.slack.message(row["channel"], row["ts"]) if facts and row["ts"] else None
        if facts is None or message is None or message.deleted:
            continue
        shown = json.dumps(message.blocks, ensure_ascii=False)
        for ways in facts(row):
            if not any(each in shown for each in ways):
                yield f"the message of {key} does not say: {ways[0]}"
        if table == "cases":
            yield from _clocks_of_case(world, row, shown)
        for value in _values(message.blocks):
            if (
                table == "drafts"
                and value.get("draft") == key
                and value.get("version", row["version"]) != row["version"]
            ):
                yield f"the message of {key} offers version {value['version']}, and {row['version']} stands"


def _of_alert(row: Row) -> list[list[str]]:
    listing, who = row["listing"], [f"<@{row['handled_by']}>" if row["handled_by"] else ""]
    if row["state"] == "in_case":
        return [[row["case_id"]]]
    if row["state"] in {"dismissed", "snoozed"} or (row["verdict"] and not row["changed"]):
        return [who]
    return [[str(listing["title"])[-8:]], [str(listing["price"]).removesuffix(".00")]]


def _of_case(row: Row) -> list[list[str]]:
    """Every fact of a case that its card has a line for."""
    people = [[f"<@{row[name]}>"] for name in ("owner", "deputy") if row[name]]
    told = [row["closed_reason"], row["brand"], *(each["number"] for each in row["outcomes"][-LINES:])]
    spent = Counter[str]()
    for each in row["costs"]:
        spent[each["currency"]] += Decimal(each["amount"])  # type: ignore[assignment]
    sums = [[f"{currency} {amount:,.2f}"] for currency, amount in spent.items()]
    days = [row["due_on"], *(each["on"] for each in row["outcomes"][-LINES:])]
    dated = [_on_day(date.fromisoformat(each)) for each in days if each]
    counted = [f"{row['listing_count']:,}"], _in_words(f"case.status.{row['status']}")
    return [*people, *counted, *([_shown(each)] for each in told if each), *sums, *dated]


def _shown(text: str) -> str:
    """As it stands within the JSON of a message."""
    return json.dumps(escape(text, quote=False), ensure_ascii=False)[1:-1]


def _on_day(day: date) -> list[str]:
    return [load_words(language).day(day) for language in ("en", "zh")]


def _clocks_of_case(world: World, case: Row, shown: str) -> Iterator[str]:
    """The clocks that run of a case, the soonest first."""
    running = [
        row for row in _rows(world, "deadlines") if row["case_id"] == case["case_id"] and not row["done_at"]
    ]
    for row in sorted(running, key=lambda row: str(row["due_on"]))[:LINES]:
        if not any(each in shown for each in _on_day(date.fromisoformat(row["due_on"]))):
            yield f"the message of {case['case_id']} does not say that {row['deadline_id']} ends on {row['due_on']}"


def _in_words(name: str) -> list[str]:
    return [load_words(language)(name) for language in ("en", "zh")]


FACTS: Mapping[str, Callable[[Row], list[list[str]]]] = {
    "alerts": _of_alert,
    "cases": _of_case,
    "drafts": lambda row: [[row["draft_id"]], _in_words(f"draft.status.{row['status']}")],
}
"""What the message of each says of it, each in one of some ways."""


def reminded(world: World, row: Row, message: Message) -> Iterator[str]:
    """A reminder says on which day the clock ends, and in its case's thread it names who owns the case and who stands in."""
    shown = json.dumps([message.text, message.blocks], ensure_ascii=False)
    if not any(each in shown for each in _on_day(date.fromisoformat(row["due_on"]))):
        yield f"a reminder of {row['deadline_id']} does not say that it ends on {row['due_on']}: {message.text:.80}"
    case = world.known.rows.get(("cases", row["case_id"]), {}) if message.thread_ts else {}
    for name in ("owner", "deputy"):
        if case.get(name) and f"<@{case[name]}>" not in shown:
            yield f"a reminder of {row['deadline_id']} does not name {case[name]}, the {name} of {row['case_id']}"


def linked(world: World, unit: UnitOfWork) -> Iterator[str]:
    """In the thread of a draft or case no page is linked but of its own listings."""
    own = {row["ts"]: set(row["request"]["listing_ids"]) for row in _rows(world, "drafts")}
    own |= {row["ts"]: set[str]() for row in _rows(world, "cases")}
    for row in _rows(world, "case_listings"):
        own[world.known.rows["cases", row["case_id"]]["ts"]].add(row["listing_id"])
    pages = {each.url: each.listing_id for each in world.feed.listings}
    for messages in world.slack.standin.workspace.messages.values():
        for message in messages.values():
            allowed = own.get(message.thread_ts or message.ts)
            for url in LINK.findall(json.dumps(message.blocks)) if allowed is not None else ():
                if url in pages and pages[url] not in allowed:
                    yield f"{pages[url]} is linked in a thread about {sorted(allowed)[:3]}"


def waiting(world: World) -> Iterator[str]:
    """What triage says is left, and what no channel was told of, is what waits; how long cases took is how long they did."""
    desk = world.replicas[0].desk
    rows = [row for row in _rows(world, "alerts") if row["state"] == "open" and row["verdict"] is None]
    rows = [row for row in rows if row["assessment"]["band"] in STRONG]
    unwanted = [bool(row["rule"]) for row in rows if row["held"] == "no_rule_wants_it"]
    told, untold = desk.triage.turn(MEI), desk.rules.untold()
    if (told.left, told.untold) != (len(rows), len(unwanted)):
        yield f"triage says that {told.left} wait, {told.untold} untold, and {len(rows)} do, {len(unwanted)} untold"
    if (untold.unclaimed, untold.muted) != (unwanted.count(False), unwanted.count(True)):
        yield f"no channel is said to be told of {untold}, and {unwanted.count(False)} are unclaimed"
    for case in _rows(world, "cases"):
        mine = [row for row in _rows(world, "case_listings") if row["case_id"] == case["case_id"]]
        times = desk.followups.times(CaseId(case["case_id"]))
        took = (times.hours_to_notify, times.hours_to_takedown)
        wanted = _middle(mine, "added_at", "notified_at"), _middle(mine, "notified_at", "down_at")
        if took != wanted:
            yield f"{case['case_id']} is said to have taken {took} hours, and took {wanted}"


def _middle(rows: Sequence[Row], begins: str, ends: str) -> float | None:
    """The median as a case tells it: not rounded once more."""
    spans = [(_at(row, begins), _at(row, ends)) for row in rows]
    hours = [round((end - begin).total_seconds() / 3600, 1) for begin, end in spans if begin and end]
    return median(hours) if hours else None


CHECKS = (standing, shows, linked, unspoken)
OF_SERVICES = (reported, behind, waiting, by_settings, by_deputies, by_act)
