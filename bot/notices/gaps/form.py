"""Gaps of the form: fields that a kind cannot do without, days and amounts that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.rights import RightKind
from bot.notices.facts.ledger import Ledger
from bot.notices.facts.matter import NoticeMatter
from bot.notices.papers.form import amount_in, base_names, called, date_in, written
from bot.notices.wording.saying import HAN


def gaps_of_form(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Each field by what its name promises."""
    for name in base_names(matter):
        path = f"texts.{name}"
        text = written(matter, name)
        if not text:
            if matter.entry.needs(path):
                yield blocking(path, "{field} is empty; fill it in", field=called(matter, name))
            continue
        if name.endswith("_on") and date_in(matter, name) is None:
            yield blocking(path, "“{text}” is no day; write it as 2026-11-24", text=text)
        if name.endswith("_cny") and amount_in(matter, name) is None:
            yield blocking(
                path, "“{text}” is no amount in yuan; write the number alone, for example 25000", text=text
            )
        known = matter.entry.choices.get(name, ())
        if known and text not in known:
            yield blocking(
                path,
                "“{text}” is not known; write {list}, or leave it empty",
                text=text,
                list=" or ".join(known),
            )
        yield from _languages(matter, name)


def gaps_of_english(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Words of the records that the English text can only spell in pinyin: the team gives their English."""
    lacking = [*_without_english(matter)] if "en" in matter.facts.request.languages else []
    if lacking:
        yield warning(
            "texts.english",
            "the English text has only pinyin for {fields}; enter the English in the records",
            fields=", ".join(lacking),
        )


def _without_english(matter: NoticeMatter) -> Iterator[str]:
    for right in matter.rights:
        pairs = {"goods_en": (right.goods_zh, right.goods_en)}
        if right.kind is not RightKind.TRADEMARK:
            pairs["title_en"] = (right.title, right.title_en)
        yield from (f"{name} ({right.id})" for name, (zh, en) in pairs.items() if HAN.search(zh) and not en)
    for bought in matter.purchases[-1:]:
        told = [(row.tell + row.seen, row.tell_en and row.seen_en) for row in bought.differences]
        if any(HAN.search(zh) and not en for zh, en in (*told, (bought.marked, bought.marked_en))):
            yield f"tell_en, seen_en, marked_en ({bought.purchase_id})"


def _languages(matter: NoticeMatter, name: str) -> Iterator[NoticeGap]:
    both = {f"{name}_zh", f"{name}_en"} & matter.texts.keys()
    if len(both) == 1 and name not in matter.texts and len(matter.facts.request.languages) > 1:
        yield warning(
            f"texts.{name}",
            "{field} was written in one language only and stands untranslated in the other text; write both",
            field=called(matter, both.pop()),
        )


_FREE = ("_zh", "_en")
_SHOWN = 5


def gaps_of_typed(matter: NoticeMatter, ledger: Ledger) -> Iterator[NoticeGap]:
    """Numbers and dates in free text that no record holds. A person answers for their own; a model cannot."""
    for name, text in matter.texts.items():
        if not name.endswith(_FREE) or name[:-3] in matter.texts:
            continue
        found = ledger.unfounded(text)
        if not found:
            continue
        shown = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        field = called(matter, name)
        if name in ledger.suggested:
            yield blocking(
                f"texts.{name}",
                "{field}, proposed by a chat model, says {numbers}, which no record holds; take it out, or check it "
                "against a paper",
                field=field,
                numbers=shown,
                waivable_by=APPROVER,
            )
        else:
            yield warning(
                f"texts.{name}",
                "{field} says {numbers}, which no record holds; check it against a paper, or record what it comes "
                "from",
                field=field,
                numbers=shown,
            )
