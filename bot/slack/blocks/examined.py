"""What is said of an examination once it is recorded, and of a purchase whose sample waits for one."""

from bot.domain.examinations import Difference
from bot.domain.purchases import TestPurchase
from bot.domain.verdicts import Verdict
from bot.slack.blocks.text import button, buttons, card, esc, one_line, person, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words

MOST_TOLD = 10


def purchase_card(told: str, about: Ref, words: Words) -> Card:
    """A purchase as it was recorded; its examination follows."""
    return card(told, [section(told), *buttons(button(ActionId.EXAMINE, words("examined.button"), about))])


def examined_card(found: TestPurchase, verdict: Verdict, about: Ref, by: str, words: Words) -> Card:
    """What was found, escaped; a draft that can rest on it, or the case's end where the goods are genuine."""
    told = words(
        "examined.recorded",
        who=person(by),
        purchase=found.purchase_id,
        sample=esc(found.sample_id),
        examiner=esc(found.examiner),
        on=words.day(found.examined_on) if found.examined_on else "–",
        verdict=words(f"verdict.{verdict.value}"),
    )
    rows = [
        words("examined.difference", genuine=esc(one_line(tell, 200)), sample=esc(one_line(seen, 200)))
        for tell, seen in (_told(each, words) for each in found.differences[:MOST_TOLD])
    ]
    draft = button(ActionId.DRAFT_NOTICE, words("alert.draft"), about)
    close = button(ActionId.CLOSE, words("case.close.button"), about)
    follows = words(f"examined.follows.{'clears' if verdict.clears else 'rests' if rows else 'open'}")
    text = "\n".join([told, *rows, follows])
    return card(text, [section(text), *buttons(close if verdict.clears else draft)])


def _told(each: Difference, words: Words) -> tuple[str, str]:
    english = words.language == "en"
    return (each.tell_en or each.tell, each.seen_en or each.seen) if english else (each.tell, each.seen)
