"""The sentences that stand ready for a text in Chinese: chosen in a menu above the field, so that nobody has to write them."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block

from bot.domain.compositions import MARK, NoticeKind
from bot.domain.rights import Right, RightKind
from bot.slack.blocks.fields import choice_field
from bot.slack.blocks.text import one_line
from bot.slack.ids import ASKED
from bot.words.book import Words

MOST_GOODS, MOST_MARKS = 40, 8


def phrases(
    kind: NoticeKind, rights: Sequence[Right], texts: dict[str, str], name: str, words: Words
) -> list[Block]:
    """Before a text in Chinese: the sentences that stand ready for it, once for each mark where they name one. ``rights``
    are those that the notice rests on or may."""
    field, zh = name.removesuffix("_zh"), words.language == "zh"
    rows = dict(kind.phrases).get(field, ()) if name.endswith("_zh") else ()
    if name == "same_goods_zh":
        rows = tuple(_goods(rights))
    if not rows:
        return []
    label = words("form.draft.phrase", field=words(f"form.draft.phrase_of.{field}"))
    found: list[Block] = []
    for suffix, mark in (
        _marks(rights).items() if any(MARK in chinese for _, chinese, _ in rows) else [("", "")]
    ):
        said = ((key, (chinese if zh else english).replace(MARK, mark)) for key, chinese, english in rows)
        ways, chosen = [(key, one_line(text, 75)) for key, text in said], f"{field}_is{suffix}"
        title = f"{one_line(mark, 40)}: {label}" if mark else label
        found.append(choice_field(ASKED + chosen, title, ways, initial=texts.get(chosen, ""), optional=True))
    return found


def _marks(rights: Sequence[Right]) -> dict[str, str]:
    """The trademarks, each title once, by the ending of its field."""
    first = {r.title: r.id for r in reversed(rights) if r.kind is RightKind.TRADEMARK and r.title}
    return {f":{right_id}": title for title, right_id in [*reversed(first.items())][:MOST_MARKS]}


def _goods(rights: Sequence[Right]) -> Iterator[tuple[str, str, str]]:
    """What the goods may be: the terms of the registrations."""
    terms = {
        zh: en for right in rights for zh, en in zip(right.goods_terms, right.goods_terms_en, strict=True)
    }
    for zh, en in list(terms.items())[:MOST_GOODS]:
        yield zh, zh, f"{en} ({zh})" if en else zh
