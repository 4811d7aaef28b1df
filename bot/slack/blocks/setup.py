"""The first hour: what is set up and what is not, what is seen of each marketplace, and what a team can bring along."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.brands import BrandBook
from bot.domain.intake import BroughtListings, MarketSight, Sight
from bot.services.watching.intake import IntakeOutcome
from bot.slack.blocks.fields import choices_field, modal, text_field
from bot.slack.blocks.text import button, buttons, card, context, esc, header, one_line, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words

SHOWN, UNREAD = 5, 3
NICE = [(str(number), str(number)) for number in range(1, 46)]
"""The classes of goods and services, as a menu."""
Checks = Sequence[tuple[str, bool]]


def setup_card(checks: Checks, seen: Sequence[MarketSight], zone: str, words: Words) -> Card:
    """The checklist, the marketplaces, and three ways to a first alert."""
    title = words("setup.card_title")
    lines = [f"{'✓' if done else '○'} {_check(name, done, words)}" for name, done in checks]
    blocks = [
        header(title),
        section("\n".join(lines)),
        context(words("setup.zone", zone=esc(zone))),
        section("\n".join([f"*{words('setup.seen_title')}*", *sight_lines(seen, words)])),
        section(f"*{words('setup.first_title')}*\n{words('setup.first')}"),
        *buttons(
            button(ActionId.SETUP_BRAND, words("setup.brand_button"), Ref()),
            button(ActionId.SETUP_PASTE, words("setup.paste_button"), Ref()),
            button(ActionId.SETTINGS, words("settings.title"), Ref()),
            button(ActionId.FEEDS, words("feeds.title"), Ref()),
            button(ActionId.COUNSEL, words("counsel.title"), Ref()),
        ),
        context(words("setup.drop")),
    ]
    return card("\n".join([title, *lines]), blocks)


def sight_lines(seen: Sequence[MarketSight], words: Words) -> list[str]:
    """The marketplaces by how much of them is seen, one line each way."""
    lines = []
    for sight in Sight:
        names = [words(f"platform.{each.platform}") for each in seen if each.now is sight]
        if names:
            lines.append(f"• {words(f'sight.{sight.value}', names=words.listed(names))}")
    return lines


def coverage_blocks(seen: Sequence[MarketSight], words: Words) -> list[Block]:
    """The same on Home, with the way to bring listings along."""
    if not seen:
        return []
    add = button(ActionId.SETUP_PASTE, words("setup.paste_button"), Ref())
    return [header(words("setup.seen_title")), section("\n".join(sight_lines(seen, words)), add)]


def brand_form(words: Words) -> View:
    """What a team knows of its brand by heart."""
    fields = [
        context(words("brand.hint")),
        text_field(ModalField.BRAND_NAME, words("brand.name"), most=80),
        text_field(ModalField.ALIASES, words("brand.aliases"), optional=True, most=200),
        text_field(ModalField.BRAND_OWNER, words("brand.owner"), most=200),
        text_field(ModalField.NUMBER, words("brand.number"), optional=True, most=20),
        choices_field(ModalField.CLASSES, words("brand.classes"), NICE, optional=True),
        text_field(ModalField.GOODS, words("brand.goods"), optional=True, most=200),
        text_field(ModalField.FLOOR, words("brand.floor"), optional=True, most=40),
    ]
    return modal(FormId.BRAND, words("brand.title"), words("form.save"), words("form.cancel"), Ref(), fields)


def paste_form(words: Words) -> View:
    """Links, or the text of a search page with its links."""
    fields = [text_field(ModalField.PASTED, words("paste.label"), long=True, hint=words("paste.hint"))]
    return modal(
        FormId.PASTE, words("paste.title"), words("paste.submit"), words("form.cancel"), Ref(), fields
    )


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


def _check(name: str, done: bool, words: Words) -> str:
    return words(f"setup.{name}.{'done' if done else 'missing'}")


def _price(listing: object) -> str:
    price, currency = getattr(listing, "price", None), getattr(listing, "currency", "")
    return f"{currency} {price}".strip() if price is not None else ""
