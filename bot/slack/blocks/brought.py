"""What a team brings along, read and shown before it is taken: tables, pages, brand books."""

from slack_sdk.models.blocks import ButtonElement

from bot.domain.brands import BrandBook
from bot.domain.intake import BroughtListings
from bot.services.watching.intake import IntakeOutcome
from bot.slack.blocks.setup import SHOWN, UNREAD
from bot.slack.blocks.text import button, buttons, card, esc, one_line, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words


def brought_card(name: str, file_id: str, brought: BroughtListings, words: Words) -> Card:
    """What a file was read as, before anything of it is taken in."""
    count = len(brought.listings)
    title = words("intake.read", file=esc(one_line(name, 80)), count=count)
    take = button(ActionId.TAKE_IN, words("intake.take", count=count), Ref(url=file_id))
    return read_card(title, brought, take, words)


def read_card(title: str, brought: BroughtListings, take: ButtonElement, words: Words) -> Card:
    """What was read: columns, first rows, what is no listing; and what can be done with it, where there is any."""
    columns = [
        f"{words(f'field.{field}')} ← {esc(one_line(column, 60))}" for field, column in brought.columns
    ]
    rows = [
        f"• {esc(one_line(' · '.join(filter(None, (each.title, _price(each), each.seller_name))), 200))}"
        for each in brought.listings[:SHOWN]
    ]
    unread = [words("intake.unread", count=len(brought.unread))] if brought.unread else []
    unread += [f"• {esc(one_line(each, 150))}" for each in brought.unread[:UNREAD]]
    said = [words("intake.picture_says", text=esc(one_line(brought.text, 600)))] if brought.text else []
    nothing = [] if brought.listings else [words("intake.no_link")]
    parts = [
        part for part in ("\n".join(columns), "\n".join(rows), "\n".join(unread), *said, *nothing) if part
    ]
    acts = buttons(take) if brought.listings else []
    return card("\n".join([title, *parts]), [section(f"*{title}*"), *map(section, parts), *acts])


def outcome_card(outcome: IntakeOutcome, words: Words) -> Card:
    """What came of listings that were taken in."""
    told = words("intake.taken", count=outcome.taken, suspect=outcome.suspect, alerted=outcome.alerted)
    untitled = [words("intake.untitled", count=outcome.untitled)] if outcome.untitled else []
    text = " ".join([told, *untitled])
    return card(text, [section(text)])


def book_card(book: BrandBook, file_id: str, words: Words) -> Card:
    """A brand book as it was checked, before it is taken in."""
    title = words("intake.book", brand=esc(one_line(book.name, 80)), owner=esc(one_line(book.owner, 120)))
    counts = words(
        "intake.book_counts",
        rights=len(book.rights),
        products=len(book.products),
        sellers=len(book.sellers),
        pictures=sum(len(product.images) for product in book.products),
    )
    rights = [
        f"• {esc(one_line(' · '.join(filter(None, (str(r.id), r.kind.value, r.number, r.title))), 150))}"
        for r in book.rights[:SHOWN]
    ]
    take = button(ActionId.IMPORT_BOOK, words("intake.import"), Ref(url=file_id))
    body = "\n".join([counts, *rights])
    return card(f"{title}\n{body}", [section(f"*{title}*"), section(body), *buttons(take)])


def _price(listing: object) -> str:
    price, currency = getattr(listing, "price", None), getattr(listing, "currency", "")
    return f"{currency} {price}".strip() if price is not None else ""
