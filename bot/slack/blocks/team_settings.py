"""The settings form of an admin: channels, people, time zone and switches."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.moments import CHINA
from bot.services.upkeep.team_settings import CHANNELS, PEOPLE, SWITCHES, ZONE
from bot.slack.blocks.fields import (
    channel_field,
    channels_field,
    choices_field,
    modal,
    people_field,
    unticked_field,
    zone_field,
)
from bot.slack.blocks.text import context, esc
from bot.slack.ids import NAMED_CHANNELS, NAMED_GROUPS, NAMED_PEOPLE, FormId, ModalField, Ref
from bot.words.book import Words

NO_GROUPS: Mapping[str, str] = MappingProxyType({})


def settings_form(
    values: Callable[[str], tuple[str, ...]],
    now: datetime,
    words: Words,
    groups: Mapping[str, str] = NO_GROUPS,
    edition: int = 0,
) -> View:
    """Channels and the time zone, then who has which role, then what is off until it is turned on. ``groups`` are the user
    groups of the workspace by id; where Slack names none, those set stay as they are. It says of which ``edition`` it is."""
    fields: list[Block] = [
        channel_field(name, words(f"settings.{name}"), initial="".join(values(name)[:1]), optional=True)
        for name in CHANNELS
    ]
    zone, hint = "".join(values(ZONE)) or CHINA.key, words("settings.time_zone_hint")
    fields.append(zone_field(words("settings.time_zone"), now, initial=zone, hint=hint))
    for name in PEOPLE:
        fields += _people(name, values(name), groups, words)
    boxes = [(name, words(f"settings.{name}"), words(f"settings.{name}_told")) for name in SWITCHES]
    ticked = [name for name in SWITCHES if values(name) == ("yes",)]
    switches = unticked_field(ModalField.SWITCHES, words("settings.switches"), boxes, ticked=ticked)
    title, save = words("settings.title"), words("form.save")
    told = context(words("settings.explained"))
    return modal(
        FormId.SETTINGS, title, save, words("form.cancel"), Ref(version=edition), [told, *fields, switches]
    )


def of_kind(values: tuple[str, ...], kind: str) -> list[str]:
    """The ids of people (``U``), channels (``C``) or user groups (``S``) among them."""
    kinds = {"U": "UW", "C": "CG", "S": "S"}[kind]
    return [each for each in values if each[:1] in kinds]


def _people(name: str, values: tuple[str, ...], groups: Mapping[str, str], words: Words) -> list[Block]:
    label = words(f"settings.{name}")
    chosen = of_kind(values, "S")
    fields = [
        people_field(NAMED_PEOPLE + name, label, initial=of_kind(values, "U")),
        channels_field(
            NAMED_CHANNELS + name, words("settings.by_channel", who=label), initial=of_kind(values, "C")
        ),
    ]
    if groups:
        by_group, known = words("settings.by_group", who=label), {**{each: each for each in chosen}, **groups}
        choices = sorted(known.items(), key=lambda row: row[1])
        return [*fields, choices_field(NAMED_GROUPS + name, by_group, choices, initial=chosen, optional=True)]
    kept = [context(words("settings.groups", groups=", ".join(f"`{esc(each)}`" for each in chosen)))]
    return [*fields, *(kept if chosen else [])]
