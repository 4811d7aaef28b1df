"""The ranked routes of the route picker, with the rules that led there."""

from collections.abc import Collection, Sequence
from datetime import date

from slack_sdk.models.blocks import Block

from bot.slack.blocks.citing import cited_on
from bot.slack.blocks.text import button, buttons, card, context, esc, header, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words
from knowledge.instruments import Confidence
from knowledge.law import Register
from knowledge.routes import CitedText, Option

SHOWN = 5
CITED = 6


def routes_card(
    options: Sequence[Option], kinds: Collection[str], about: Ref, on: date, words: Words, register: Register
) -> Card:
    """The routes, best first, each with what leads there and, where a notice exists for it, *Draft this*."""
    blocks: list[Block] = [header(words("routes.heading"))]
    for number, option in enumerate(options[:SHOWN], start=1):
        blocks += _option(number, option, kinds, about, on, words, register)
    blocks.append(
        context(
            words("routes.odds_hint"),
            words("answer.as_of", day=on),
            words("answer.caution"),
        )
    )
    names = words.listed(esc(option.route.title.in_(words.language)) for option in options[:SHOWN])
    return card(f"{words('routes.heading')}: {names}", blocks, shortened=words("text.shortened"))


def _option(
    number: int,
    option: Option,
    kinds: Collection[str],
    about: Ref,
    on: date,
    words: Words,
    register: Register,
) -> list[Block]:
    language = words.language
    lines = [
        f"*{number}. {esc(option.route.title.in_(language))}* · {words(f'routes.odds.{option.odds.value}')}",
        *_said("time", option.time, words),
        *_said("cost", option.cost, words),
        *_said("evidence", option.evidence, words),
    ]
    why = " ".join(rule.because.in_(language) for rule in option.trace)
    places = [cited_on(register, key, on, language) for key in option.keys[:CITED]]
    comma = "；" if language == "zh" else "; "
    kind = next((kind for kind in option.route.kinds if kind in kinds), "")
    draft = button(
        ActionId.DRAFT_NOTICE, words("routes.draft"), Ref(kind=kind, case=about.case, alert=about.alert)
    )
    return [
        section("\n".join(lines)),
        context(f"{words('routes.why')} {esc(why)}", esc(comma.join(dict.fromkeys(places)))),
        *(buttons(draft) if kind else []),
    ]


def _said(about: str, told: CitedText | None, words: Words) -> list[str]:
    """What is known of it; what nobody knows is not a line."""
    if told is None:
        return []
    doubtful = told.doubt is Confidence.SINGLE_SOURCE
    source = f" ({words('routes.one_source')})" if doubtful else ""
    return [f"*{words(f'routes.{about}')}* {esc(told.text)}{source}"]
