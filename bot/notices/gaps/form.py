"""Gaps of the form: fields that a kind cannot do without, days and amounts that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.drafts import NoticeGap
from bot.domain.rights import RightKind
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.making import blocking, warning
from bot.notices.papers.form import amount_in, base_names, date_in, labels, written
from bot.notices.wording.saying import HAN


def gaps_of_form(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Each field by what its name promises."""
    for name in base_names(matter):
        path, (_, label) = f"texts.{name}", labels(matter, name)
        text = written(matter, name)
        if not text:
            if matter.entry.needs(path):
                yield blocking(path, "“{text}” is empty; fill it in", text=label)
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
    if "en" not in matter.facts.request.languages:
        return
    lacking = [f"goods_en ({right.id})" for right in matter.rights if right.goods_zh and not right.goods_en]
    lacking += [
        f"title_en ({right.id})"
        for right in matter.rights
        if right.kind is not RightKind.TRADEMARK and HAN.search(right.title) and not right.title_en
    ]
    for bought in matter.purchases[-1:]:
        if any(not (row.tell_en and row.seen_en) for row in bought.differences if HAN.search(row.tell)):
            lacking.append(f"tell_en, seen_en ({bought.purchase_id})")
        if bought.marked and not bought.marked_en:
            lacking.append(f"marked_en ({bought.purchase_id})")
    if lacking:
        yield warning(
            "texts.english",
            "the English text has only pinyin for {fields}; enter the English in the records",
            fields=", ".join(lacking),
        )


def _languages(matter: NoticeMatter, name: str) -> Iterator[NoticeGap]:
    both = {f"{name}_zh", f"{name}_en"} & matter.texts.keys()
    if len(both) == 1 and name not in matter.texts and len(matter.facts.request.languages) > 1:
        yield warning(
            f"texts.{name}",
            "{field} was written in one language only and stands untranslated in the other text; write both",
            field=both.pop(),
        )
