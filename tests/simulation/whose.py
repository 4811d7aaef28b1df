"""Promises by whole kinds, of what is whose: nobody's act undoes what another did, what is attached is found under what was
named, a clock begins on the day that its person named, and everybody is told in the language in which they read."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from bot.slack.ids import ModalField
from bot.words.book import load_words
from bot.words.telling import wordings
from tests.simulation.effects import SIGNED, UNSIGNED
from tests.simulation.journal import Change
from tests.simulation.model import LANGUAGE, ROLES, Acting

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]
ATTACHED = frozenset({"evidence", "deadlines", "test_purchases", "contacts"})
"""Tables of what belongs to something else."""

THINGS = {
    "listing_id": re.compile(r"(?<!A-)\b[a-z]+:\d{6}\b"),
    "case_id": re.compile(r"\bC-\d{6}\b"),
    "draft_id": re.compile(r"\bD-\d{6}\b"),
}
"""By which field a row says what it belongs to, and how a delivery names such a thing."""

PLACES = re.compile(r"\{[^{}]*\}|<[^<>]*>|\n")
LEAST = {"en": 16, "zh": 6}
"""A piece of a string this long is no chance likeness."""


def wrong_owners(world: World, changes: Sequence[Change], acting: Acting | None) -> Iterator[str]:
    """Everything in this unit of work that was another's, or is with another thing than was named."""
    yield from undone(changes, acting)
    if acting is not None:
        yield from _misplaced(world, changes, acting)
        yield from _another_day(world, changes, acting)


def undone(changes: Sequence[Change], acting: Acting | None) -> Iterator[str]:
    """What people signed within a record (a yes, a waiver, a cost, a paper) stays as it was, whoever acts: each takes back
    only their own."""
    firsts, lasts = dict[tuple[str, str], Any](), dict[tuple[str, str], Any]()
    for each in changes:
        if each.table not in UNSIGNED:
            firsts.setdefault((each.table, each.key), each.before)
            lasts[each.table, each.key] = each.after
    for at, before in firsts.items():
        if before is None or at[0] == "verdicts":  # each word is a row of its own
            continue
        after = lasts[at] or {}
        ended = _without_gap(before, after) if at[0] == "drafts" and after else Counter()
        for path, who, what in _deeds(before) - _deeds(after) - ended:
            if acting is None or who != acting.person:
                did = f"{acting.person} did {acting.name}" if acting else "the bot acted by itself"
                yield f"{at[0]} {at[1]}: of {path} what {who} did is gone when {did}: {what:.60}"


def _without_gap(before: Row, after: Row) -> Counter[tuple[str, str, str]]:
    """Waivers of gaps that the next version of the text has no more: they end with these."""
    if before.get("version") == after.get("version"):
        return Counter()
    there = [(gap["field"], gap["message"]) for gap in after["composition"]["gaps"]]
    waivers = [each for each in before["waivers"] if (each["field"], each["message"]) not in there]
    return _deeds({"waivers": waivers})


def _deeds(row: Row) -> Counter[tuple[str, str, str]]:
    """By path and person, what each signed of the lists in a record."""
    return Counter(
        (name, str(each[field]), json.dumps(each, sort_keys=True))
        for name, value in row.items()
        if isinstance(value, list)
        for each in value
        if isinstance(each, dict)
        for field in SIGNED & each.keys()
        if each[field] in ROLES
    )


def named_in(body: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    """What a delivery names, by the field in which rows say so."""
    text = json.dumps(body)
    return {field: frozenset(form.findall(text)) for field, form in THINGS.items()}


def _misplaced(world: World, changes: Sequence[Change], acting: Acting) -> Iterator[str]:
    named = world.office.named(acting.key)
    for each in changes:
        if each.table not in ATTACHED or not each.added or each.after.get("by") not in {None, acting.person}:
            continue
        for field, things in named.items():
            under = each.after.get(field)
            if under and things and under not in things:
                yield f"{each.table} {each.key} is kept under {under}, and {acting.person} named {min(things)}"


def _another_day(world: World, changes: Sequence[Change], acting: Acting) -> Iterator[str]:
    pressed = world.pressed.get(world.office.number_of(acting.key), {})
    [when] = world.said.of(acting).get(ModalField.WHEN, [""])
    on, ahead = pressed.get("on") or when, pressed.get("next") or when
    for each in changes:
        field = {"contacts": "next_on", "cases": "due_on"}.get(each.table, "")
        if ahead and field and (each.added or each.turned(field)) and each.after[field] != ahead:
            yield f"{each.key}: {field} is {each.after[field]}, and {acting.person} named {ahead}"
        if each.table == "deadlines" and each.added and on and each.after["started_on"] != on:
            yield f"{each.key} runs from {each.after['started_on']}, and {acting.person} named {on}"


def wrong_language(person: str, told: Any) -> Iterator[str]:
    """What of this, which is told to one person alone, is in another language than theirs."""
    reads = LANGUAGE.get(person, "en")
    other = "zh" if reads == "en" else "en"
    found = next((piece for text in _texts(told) if (piece := _piece(other, text))), "")
    if found:
        yield f"{person} reads {reads}, and is told: {found:.60}"


@lru_cache(50_000)  # most of what is told is told again and again
def _piece(language: str, text: str) -> str:
    least, begun = LEAST[language], pieces(language)
    for at in range(len(text) - least + 1):
        for piece in begun.get(text[at : at + least], ()):
            if text.startswith(piece, at):
                return piece
    return ""


def _texts(node: Any) -> Iterator[str]:
    """Every text that somebody sees."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for name, value in node.items():
            if name not in {"private_metadata", "value", "metadata", "action_id", "block_id"}:
                yield from _texts(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _texts(value)


@cache
def pieces(language: str) -> Mapping[str, Sequence[str]]:
    """Whatever of the bot's own words stands in this language alone, by how it begins, the longest first."""
    words, others = load_words(language), load_words("en" if language == "zh" else "zh")
    told = [words._strings[name] for name in sorted(words.names)]
    told += wordings("zh").values() if language == "zh" else wordings("zh").keys()
    both = "\n".join(others._strings.values())
    least = LEAST[language]
    cut = {part.strip() for each in told for part in PLACES.split(each)}
    found = sorted(part for part in cut if len(part) >= least and part not in both)
    begun = defaultdict[str, list[str]](list)
    for part in sorted(found, key=len, reverse=True):
        begun[part[:least]].append(part)
    return begun
