"""Evidence by hand: the offer to keep what was dropped, and the one form that asks what it shows."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.evidence import STAMP_PART, Evidence
from bot.domain.listings import Listing
from bot.domain.purchases import TestPurchase
from bot.services.casework.grades import HANDED_IN
from bot.slack.blocks.fields import choice_field, files_field, modal, text_field
from bot.slack.blocks.listings import listing_choices
from bot.slack.blocks.text import button, buttons, card, esc, moment, one_line, person, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words

PURCHASE = "purchase:"
"""Before the id of a purchase among what evidence may belong to."""


def offer_card(about: Ref, read: str, words: Words) -> Card:
    """Under files dropped in a case's thread; ``read`` is what was read on pictures, with line breaks."""
    text = words("handed.offer", case=about.case, count=len(about.files))
    told = [text, f"{words('handed.read')}\n{esc(read)}"] if read else [text]
    press = button(ActionId.ADD_EVIDENCE, words("handed.keep"), about, "primary")
    return card("\n".join(told), [*map(section, told), *buttons(press)])


def evidence_form(
    about: Ref, listings: Sequence[Listing], purchases: Sequence[TestPurchase], words: Words
) -> View:
    """Asks for files, unless some were dropped already, what they show and what they belong to."""
    files: Block = (
        section(words("handed.dropped", count=len(about.files)))
        if about.files
        else files_field(ModalField.FILES, words("handed.files"), hint=words("handed.files_hint"))
    )
    ties = tie_choices(listings, purchases, words)
    first = str(next(iter(about.listings), listings[0].listing_id))
    kinds = [(name, words(f"handed.what.{name}")) for name in HANDED_IN]
    fields = [
        files,
        choice_field(ModalField.WHAT, words("handed.shows"), kinds, initial="page"),
        choice_field(ModalField.TIED_TO, words("handed.tied_to"), ties, initial=first),
        text_field(
            ModalField.NOTE, words("handed.note"), long=True, optional=True, most=1_000, initial=about.reason
        ),
    ]
    title = words("handed.title")
    return modal(FormId.EVIDENCE, title, words("form.save"), words("form.cancel"), about, fields)


def tie_choices(
    listings: Sequence[Listing], purchases: Sequence[TestPurchase], words: Words
) -> list[tuple[str, str]]:
    """What evidence can belong to: the case's listings and test purchases."""
    bought = [
        (
            PURCHASE + each.purchase_id,
            words("handed.purchase", purchase=each.purchase_id, listing=each.listing_id),
        )
        for each in purchases
    ]
    return [*bought, *listing_choices(listings)]


def stamp_line(authority: str, at: datetime, words: Words) -> str:
    """Which moment an authority attests."""
    return words("handed.stamp", authority=esc(authority), at=moment(at, words))


def kept_text(kept: Evidence, read: str, words: Words) -> str:
    """What was kept, whole hashes with it: one line a file."""
    lines = [
        words(
            "handed.kept",
            who=person(kept.by),
            evidence=kept.evidence_id,
            listing=esc(kept.purchase or kept.listing_id),
            shows=words(f"handed.what.{kept.shows}"),
        )
    ]
    files = [file for file in kept.files if file.name.startswith("handed-")]
    lines += [f"• `{esc(file.name)}` SHA-256 `{file.sha256}`" for file in files]
    lines += [stamp_line(each.authority, each.at, words) for each in kept.stamps]
    lines += [
        words("handed.no_stamp", why=esc(one_line(why, 200)))
        for part, why in kept.failed
        if part == STAMP_PART
    ]
    return "\n".join([*lines, *([f"{words('handed.read')} {esc(read)}"] if read else [])])
