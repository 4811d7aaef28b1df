"""A case's evidence: the list, how far it carries, what would lift it; and the form for a licence read by hand."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.cases import Case
from bot.domain.compositions import Annex
from bot.domain.grading import Grade
from bot.slack.blocks.fields import Choices, choice_field, modal, text_field
from bot.slack.blocks.text import button, buttons, card, context, esc, one_line, pieces, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.words.book import Words

SHOWN = 30


def evidence_card(
    case: Case, rows: Sequence[Annex], grades: Sequence[Grade], parts: Mapping[str, str], words: Words
) -> Card:
    """What was captured, and the grade for each forum; ``parts`` names the parts of the grading table."""
    title = words("evidence.title", case=case.case_id)
    lines = [f"{row.no}. `{esc(row.id)}` {esc(one_line(row.title, 150))}" for row in rows[:SHOWN]]
    more = [words("text.more", count=len(rows) - SHOWN)] if len(rows) > SHOWN else []
    blocks: list[Block] = [section(f"*{title}*")]
    blocks += [section(part) for part in pieces("\n".join([*lines, *more]) or words("evidence.none"), 2_900)]
    blocks.append(section("\n".join(_grade(each, parts, words) for each in grades)))
    blocks.append(context(words("evidence.honest")))
    about = Ref(case=case.case_id)
    blocks += buttons(
        button(ActionId.ADD_EVIDENCE, words("handed.button"), about),
        button(ActionId.RECORD_PURCHASE, words("purchase.button"), about),
        button(ActionId.EXAMINE, words("examined.button"), about),
        button(ActionId.READ_LICENCE, words("evidence.licence.button"), about),
        button(ActionId.EVIDENCE_ZIP, words("evidence.zip.button"), about),
    )
    return card(title, blocks, shortened=words("text.shortened"))


def licence_form(about: Ref, choices: Choices, words: Words) -> View:
    """Asks for what a person reads on the seller's licence page."""
    return modal(
        FormId.LICENCE,
        words("evidence.licence.title"),
        words("form.save"),
        words("form.cancel"),
        about,
        [
            section(words("evidence.licence.how")),
            choice_field(ModalField.LISTINGS, words("form.draft.listings"), choices, initial=choices[0][0]),
            text_field(ModalField.COMPANY, words("evidence.licence.company"), most=200),
            text_field(ModalField.CODE, words("evidence.licence.code"), optional=True, most=40),
            text_field(ModalField.LEGAL_REP, words("evidence.licence.legal_rep"), optional=True, most=100),
            text_field(ModalField.ADDRESS, words("evidence.licence.address"), optional=True, most=300),
        ],
    )


def _grade(each: Grade, parts: Mapping[str, str], words: Words) -> str:
    forum = words(f"evidence.forum.{each.forum.value}")
    lifts = "; ".join(parts[part] for part in each.lifts)
    return words("evidence.grade", forum=forum, grade=each.grade, lifts=lifts or words("evidence.nothing"))
