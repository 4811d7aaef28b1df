"""Reporting a listing: the modal that asks what its page does not tell, and what came of it."""

from slack_sdk.models.views import View

from bot.domain.addresses import Address
from bot.domain.amounts import CURRENCIES
from bot.domain.sentences import Sentence
from bot.services.watching.tips import Clue, TipOutcome
from bot.slack.blocks.fields import choice_field, modal, notice, text_field
from bot.slack.blocks.known import KnownAlert, known_lines
from bot.slack.blocks.likelihoods import price_text
from bot.slack.blocks.text import card, context, esc, link, one_line, section
from bot.slack.cards import Card
from bot.slack.ids import FormId, ModalField, Ref
from bot.words.book import Words
from bot.words.telling import tell


def reading_view(words: Words) -> View:
    """Shown while the page is read."""
    return notice(words("tip.title"), words("form.cancel"), words("tip.reading"))


def unknown_view(why: Sentence, words: Words) -> View:
    """Shown where the address leads to no listing."""
    return notice(words("tip.title"), words("form.cancel"), esc(tell(why, words)))


def tip_form(
    address: Address, clue: Clue, about: Ref, others: int, words: Words, alerted: KnownAlert | None = None
) -> View:
    """The modal, filled in with what is known. ``others``: further addresses of listings in the message."""
    known = clue.listing
    heading = words(
        "tip.about",
        listing=esc(one_line(address.listing_id, 120)),
        link=link(address.url, words("alert.open_listing")),
    )
    hint = words("tip.known") if known.title else words("tip.unknown")
    if clue.why:
        hint = words("tip.unread", why=esc(one_line(tell(clue.why, words), 200)))
    price = str(known.price) if known.price is not None else ""
    currencies = [(each, each) for each in dict.fromkeys((known.currency, *CURRENCIES)) if each]
    blocks = [
        section(heading),
        *([section("\n".join(known_lines(alerted, words)))] if alerted else []),
        context(hint),
        *([context(words("tip.others", count=others))] if others else []),
        text_field(ModalField.TITLE, words("tip.field.title"), initial=known.title, most=500),
        text_field(ModalField.PRICE, words("tip.field.price"), initial=price, optional=True, most=40),
        choice_field(
            ModalField.CURRENCY,
            words("tip.field.currency"),
            currencies,
            initial=known.currency,
            optional=True,
        ),
        *(
            text_field(field, words(f"tip.field.{field.value}"), initial=text, optional=True, most=200)
            for field, text in (
                (ModalField.SELLER_NAME, known.seller_name),
                (ModalField.SELLER_ID, known.seller_id),
            )
        ),
        text_field(
            ModalField.DESCRIPTION,
            words("tip.field.description"),
            initial=known.description,
            long=True,
            optional=True,
        ),
    ]
    return modal(FormId.TIP, words("tip.title"), words("tip.submit"), words("form.cancel"), about, blocks)


def outcome_card(outcome: TipOutcome, words: Words, alerted: KnownAlert | None = None) -> Card:
    """What came of the tip, in a few lines: the alert, or why there is none."""
    lines = [words("tip.price", price=price)] if (price := price_text(outcome.listing)) else []
    lines = [esc(line) for line in (_judged(outcome, words), *lines)]
    if alerted is not None and not outcome.new:
        lines += known_lines(alerted, words)
    if (found := outcome.assessment) is not None:
        reasons = [f"• {one_line(tell(each, words), 300)}" for each in found.reasons()]
        unseen = [f"• {one_line(tell(each, words), 300)}" for each in found.unseen]
        lines += [esc(line) for line in (*(reasons or [words("tip.no_reason")]), *unseen)]
    return card("\n".join(lines), [section("\n".join(lines))])


def _judged(outcome: TipOutcome, words: Words) -> str:
    name, found = one_line(outcome.listing.listing_id, 120), outcome.assessment
    if found is None:
        return words("tip.no_book", listing=name)
    band, score = words(f"tip.band.{found.band.value}"), f"{found.score:.2f}"
    facts = {"listing": name, "band": band, "score": score, "brand": one_line(found.brand, 80)}
    if outcome.new:
        return words("tip.alerted", **facts)
    return words("tip.no_alert" if outcome.alert is None else "tip.known_alert", **facts)
