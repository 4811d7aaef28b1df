"""What the records say of the brand book: rights, chosen as asked, with their last days; authorised shops; prices of products."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from bot.domain import workdays
from bot.domain.brands import (
    RightChoice,
    asks_expiry,
    book_asked,
    by_id,
    choices,
    named_in,
    product_named,
    with_terms,
)
from bot.domain.cases import Case
from bot.domain.questions import RecordRow
from bot.domain.register_clocks import renewal_of
from bot.domain.rights import Right, RightState
from bot.domain.sellers import Seller, SellerStanding
from bot.repositories import UnitOfWork
from bot.services.answering.kinds import names_a_record
from bot.services.answering.record_names import (
    AskedRecords,
    RecordsAnswer,
    first_rows,
    platforms_named,
    points_at_seller,
)
from bot.services.answering.spans import DaySpan, span_to_come
from bot.words.book import day
from knowledge.law import Register
from knowledge.lazily import lazily

A_YEAR = 366
# So many rights that are chosen are told their last days in front.
_FEW = 3


def of_rights(unit: UnitOfWork, case: Case | None, asked: AskedRecords) -> RecordsAnswer:
    """The rights that meet all that is asked of them, which of them are not in force, and their last days where these are asked;
    what they were not chosen by is said."""
    rights = _on_file(unit, asked.register)
    if not rights:
        return RecordsAnswer(text=asked.say("no_rights"))
    by = list(choices(asked.text, rights, lambda right: _state(right, asked)))
    kept = [right for right in rights if all(each.meets(right) for each in by)]
    told = dict.fromkeys(asked.say(f"chosen.{each.key}", value=each.value) for each in by)
    which = f" ({asked.words.listed(told)})" if told else ""
    opening = asked.say("rights", number=len(kept), whole=len(rights), which=which)
    shown, opening = _ending(kept, by, asked, opening)
    rows = first_rows((_row(each, asked) for each in shown), len(shown), asked)
    lines = (opening, *_not_in_force(shown, asked), *_not_chosen(asked), rows.text)
    return RecordsAnswer(text=" ".join(filter(None, lines)), rows=rows.rows)


def _ending(
    kept: Sequence[Right], by: Sequence[RightChoice], asked: AskedRecords, opening: str
) -> tuple[Sequence[Right], str]:
    """The rights to show, soonest to end first, and the opening: of a few that are chosen their own last days where these are
    asked, else how many end soon."""
    span, ends = span_to_come(asked.text, asked.today), asks_expiry(asked.text)
    year = span or DaySpan(asked.today, asked.today + timedelta(days=A_YEAR))
    soon = [right for right in kept if year.start <= (right.expires_on or date.max) <= year.end]
    shown = sorted(soon if span else kept, key=lambda right: right.expires_on or date.max)
    few = by and not span and (ends or by_id(asked.text, shown))
    if few and (lines := _own_ends(shown, asked)):
        return shown, lines
    if span or ends or not by:
        opening += " " + asked.say("ending", number=len(soon), until=day(year.end, asked.language))
    return shown, opening


def _own_ends(shown: Sequence[Right], asked: AskedRecords) -> str:
    """The last days of each of a few rights."""
    few = shown if len(shown) <= _FEW else ()
    return " ".join(line for each in few for line in _last_days(each, asked))


def _not_chosen(asked: AskedRecords) -> Iterator[str]:
    """What the rights were not chosen by."""
    if on := platforms_named(asked):
        yield asked.say("not_chosen", by=asked.words.listed(on[name] or name for name in on))


def _not_in_force(rights: Sequence[Right], asked: AskedRecords) -> Iterator[str]:
    """Which of these nobody may rely on: what is only applied for, and what has lapsed."""
    for state in (RightState.PENDING, RightState.LAPSED):
        if own := [right.id for right in rights if _state(right, asked) is state]:
            yield asked.say(f"only.{state.value}", rights=asked.words.listed(own))


def _state(right: Right, asked: AskedRecords) -> RightState:
    return right.state(asked.today, asked.register.figure("tm.renewal.grace", asked.today).value)


def of_shops(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """The shops that the brand book authorises: those named, else those on the platforms named, else all; one whose time is over
    is told as such, and a shop that is not in the book is not authorised by it."""
    every = [
        s for book in unit.brand_books.all() for s in book.sellers if s.standing is SellerStanding.AUTHORISED
    ]
    named = [shop for shop in every if shop.named_in(asked.text)]
    on = {} if named else platforms_named(asked)
    shops = named or [shop for shop in every if not on or shop.platform in on]
    which = f" ({asked.words.listed(on[name] or name for name in on)})" if on else ""
    rows = first_rows((_shop_row(each, asked) for each in shops), len(shops), asked)
    lines = (
        asked.say("shops", number=len(shops), which=which),
        *_over(shops, asked),
        asked.say("shops_else"),
        rows.text,
    )
    return RecordsAnswer(text=" ".join(filter(None, lines)), rows=rows.rows)


def _over(shops: Sequence[Seller], asked: AskedRecords) -> Iterator[str]:
    """Which of these are no longer authorised."""
    if over := [shop.name or shop.seller_id for shop in shops if not shop.holds_on(asked.today)]:
        yield asked.say("shops_over", shops=asked.words.listed(over))


def _shop_row(shop: Seller, asked: AskedRecords) -> RecordRow:
    until = asked.say("shop_until", day=day(shop.until, asked.language)) if shop.until else ""
    key = f"platform.{shop.platform}"
    parts = (shop.name, asked.words(key) if asked.words.has(key) else shop.platform, until)
    return RecordRow(what="seller", subject=shop.seller_id, text=" · ".join(filter(None, parts)))


def of_prices(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer:
    """List price and floor of the product named, else of all."""
    products = [product for book in unit.brand_books.all() for product in book.products]
    named = product_named(unit.brand_books.all(), asked.text)
    shown = [each for each in products if each.name == named] or products
    rows = (
        RecordRow(
            what="product",
            subject=each.sku,
            text=asked.say(
                "product", name=each.name, currency=each.currency, list=each.list_price or "—",
                floor=each.floor_price or "—",
            ),
        )
        for each in shown
    )  # fmt: skip
    found = first_rows(rows, len(shown), asked)
    text = f"{asked.say('products', number=len(shown))} {found.text}".strip()
    return RecordsAnswer(text=text, rows=found.rows)


_OF_BOOK: Mapping[str, Callable[[UnitOfWork, AskedRecords], RecordsAnswer]] = {
    "prices": of_prices,
    "shops": of_shops,
    "rights": lambda unit, asked: of_rights(unit, None, asked),
    "products": of_prices,
}
_NUMBER_ASKED = lazily(
    r"\b(?:registration|certificate|recordal|patent|trade ?mark) (?:no\b|numbers?)|(?:注册|证书|专利|备案|商标)号",
    re.IGNORECASE,
)


def of_book(unit: UnitOfWork, asked: AskedRecords) -> RecordsAnswer | None:
    """What the brand book tells where nothing else is asked; None where a record or one seller is pointed at."""
    pointed = points_at_seller(asked.text) and not platforms_named(asked)
    if pointed or names_a_record(asked.text):
        return None
    held = partial(named_in, unit.brand_books.all(), asked.text)
    book = "rights" if _NUMBER_ASKED.search(asked.text) else book_asked(asked.text, True, held)
    return _OF_BOOK[book](unit, asked) if book else None


def last_day_named(unit: UnitOfWork, text: str, register: Register) -> date | None:
    """The first last day of the rights that a text names by their ids; None where it names none, or one without."""
    ends = [right.expires_on for right in by_id(text, _on_file(unit, register))]
    return min(filter(None, ends), default=None)


def _on_file(unit: UnitOfWork, register: Register) -> list[Right]:
    return [right for book in unit.brand_books.all() for right in with_terms(book, register).rights]


def _last_days(right: Right, asked: AskedRecords) -> Iterator[str]:
    """Its own last day, and of a mark the days within which it is renewed."""
    if right.expires_on is None:
        return
    renewal, today, language = renewal_of(right, asked.register), asked.today, asked.language
    if renewal is None:
        ended = "ended" if right.expires_on < today else "ends"
        yield asked.say(f"last.{ended}", right=right.id, ends=day(right.expires_on, language))
        return
    if today > renewal.last:
        state = "over"
    elif today > renewal.ends:
        state = "late"
    else:
        state = "open" if renewal.opens <= today else "later"
    last = day(renewal.last, language)
    if not workdays.known(renewal.last):
        last = f"{last} {asked.words('deadline.unpublished')}"
    days = {"opens": day(renewal.opens, language), "ends": day(renewal.ends, language)}
    yield asked.say(f"last.{state}", right=right.id, last=last, **days)


def _row(right: Right, asked: AskedRecords) -> RecordRow:
    numbers = ", ".join(map(str, right.classes))
    parts = (
        " ".join(filter(None, (right.title, right.number))),
        asked.words(f"rights.kind.{right.kind.value}"),
        asked.say("chosen.class", value=numbers) if numbers else "",
        asked.words(f"rights.state.{_state(right, asked).value}"),
        asked.say("right_until", day=day(right.expires_on, asked.language)) if right.expires_on else "",
        asked.say("recordal", number=right.customs_recordal) if right.customs_recordal else "",
    )
    return RecordRow(what="right", subject=right.id, text=" · ".join(filter(None, parts)))
