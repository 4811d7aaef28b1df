"""Fields of modals. A field's name is its action id and its block id, so that an error finds it."""

from collections.abc import Sequence
from datetime import date, datetime, time

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ConversationFilter,
    ConversationMultiSelectElement,
    ConversationSelectElement,
    DatePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.domain.moments import zone_names, zone_of
from bot.slack.blocks.text import LABEL, clip, one_line, section
from bot.slack.ids import ActionId, FormId, ModalField, Ref

TITLE = 24
MOST_OPTIONS, MOST_BOXES, LONGEST_VALUE = 100, 10, 150

Choices = Sequence[tuple[str, str]]
"""Value and label of each option."""


def modal(form: FormId, title: str, submit: str, close: str, about: Ref, blocks: Sequence[Block]) -> View:
    """A modal; ``about`` comes back with it."""
    return View(
        type="modal",
        callback_id=form.value,
        title=_words(title, TITLE),
        submit=_words(submit, TITLE),
        close=_words(close, TITLE),
        private_metadata=about.write(),
        blocks=list(blocks),
    )


def reading(title: str, close: str, about: Ref, blocks: Sequence[Block]) -> View:
    """A modal to read and to press buttons in; it submits nothing."""
    return View(
        type="modal",
        title=_words(title, TITLE),
        close=_words(close, TITLE),
        private_metadata=about.write(),
        blocks=list(blocks),
    )


def notice(title: str, close: str, text: str) -> View:
    """A modal that only says something (in mrkdwn)."""
    return View(type="modal", title=_words(title, TITLE), close=_words(close, TITLE), blocks=[section(text)])


def text_field(
    name: str,
    label: str,
    *,
    long: bool = False,
    optional: bool = False,
    hint: str = "",
    initial: str = "",
    most: int = 3_000,
    block: str = "",
) -> Block:
    """A field for text. ``block`` is another block id: Slack keeps what stands in a field of the same one."""
    element = PlainTextInputElement(
        action_id=name,
        multiline=long,
        max_length=most,
        initial_value=clip(initial, most) if initial else None,
    )
    return _input(name, label, element, optional=optional, hint=hint, block=block)


def choice_field(
    name: str,
    label: str,
    choices: Choices,
    *,
    initial: str = "",
    optional: bool = False,
    dispatch: bool = False,
    hint: str = "",
) -> Block:
    """A menu of which one is chosen, searched where it is long; with ``dispatch`` the bot hears of the choice at once."""
    if len(choices) > MOST_OPTIONS:
        return found_field(name, label, [each for each in choices if each[0] == initial], optional=optional)
    offered = options(choices)
    chosen = next((option for option in offered if option.value == initial), None)
    element = StaticSelectElement(action_id=name, options=offered, initial_option=chosen)
    return _input(name, label, element, optional=optional, dispatch=dispatch, hint=hint)


def choices_field(
    name: str,
    label: str,
    choices: Choices,
    *,
    initial: Sequence[str] = (),
    optional: bool = False,
    dispatch: bool = False,
    hint: str = "",
) -> Block:
    """A menu of which several are chosen, searched where it is long; with ``dispatch`` the bot hears of it at once."""
    if len(choices) > MOST_OPTIONS:
        chosen_first = [each for each in choices if each[0] in initial]
        return found_field(name, label, chosen_first, several=True, optional=optional, dispatch=dispatch)
    offered = options(choices)
    chosen = [option for option in offered if option.value in initial]
    element = StaticMultiSelectElement(action_id=name, options=offered, initial_options=chosen or None)
    return _input(name, label, element, optional=optional, dispatch=dispatch, hint=hint)


def found_field(
    name: str,
    label: str,
    initial: Choices = (),
    *,
    several: bool = False,
    optional: bool = False,
    dispatch: bool = False,
) -> Block:
    """A menu that is searched: what it offers is asked of the bot, see :func:`bot.slack.menus.on_search`."""
    chosen = options(initial)
    if several:
        many = ExternalDataMultiSelectElement(
            action_id=name, initial_options=chosen or None, min_query_length=0
        )
        return _input(name, label, many, optional=optional, dispatch=dispatch)
    one = ExternalDataSelectElement(
        action_id=name, initial_option=chosen[0] if chosen else None, min_query_length=0
    )
    return _input(name, label, one, optional=optional, dispatch=dispatch)


def zone_field(label: str, now: datetime, *, initial: str, hint: str = "") -> Block:
    """A time zone, searched by the words of its name (:func:`bot.slack.menus.on_zone`)."""
    element = ExternalDataSelectElement(
        action_id=ModalField.ZONE.value,
        initial_option=options(zone_choices(now, [initial]))[0],
        min_query_length=0,
    )
    return _input(ModalField.ZONE.value, label, element, optional=False, hint=hint)


def zone_choices(now: datetime, names: Sequence[str] = ()) -> Choices:
    """The names of places, or these, each with how far its clocks are from UTC now."""
    found = names or zone_names()
    return [
        (name, f"{name.replace('_', ' ')} · UTC{now.astimezone(zone_of(name)).isoformat()[-6:]}")
        for name in found
    ]


def ticks_field(name: str, label: str, choices: Sequence[tuple[str, str, str]]) -> Block:
    """Boxes, all ticked; each choice is its value, its label and what is said under it."""
    options = [
        Option(value=clip(value, 150), text=_words(text, LABEL), description=_words(about, LABEL))
        for value, text, about in choices
    ]
    element = CheckboxesElement(action_id=name, options=options, initial_options=options)
    return _input(name, label, element, optional=True)


def unticked_field(
    name: str, label: str, choices: Sequence[tuple[str, str, str]], *, ticked: Sequence[str] = ()
) -> Block:
    """Boxes that begin as they stand, none ticked where none is; a menu of several where there are too many for boxes."""
    if len(choices) > MOST_BOXES:
        options = [(value, f"{text} · {about}") for value, text, about in choices]
        return choices_field(name, label, options, initial=ticked, optional=True)
    boxes = [
        Option(value=clip(value, 150), text=_words(text, LABEL), description=_words(about, LABEL))
        for value, text, about in choices
    ]
    chosen = [box for box in boxes if box.value in ticked]
    element = CheckboxesElement(action_id=name, options=boxes, initial_options=chosen or None)
    return _input(name, label, element, optional=True)


def boxes_field(name: str, label: str, choices: Sequence[tuple[str, str, str]]) -> Block:
    """Boxes, all ticked; a menu of several where there are more than Slack has boxes for."""
    if len(choices) <= MOST_BOXES:
        return ticks_field(name, label, choices)
    options = [(value, f"{text} · {about}") for value, text, about in choices]
    return choices_field(name, label, options, initial=[value for value, _, _ in choices], optional=True)


def menu(action: ActionId, label: str, choices: Choices) -> StaticSelectElement | ExternalDataSelectElement:
    """A menu in a row of buttons, heard of at once; searched where it is long."""
    told = _words(label, 150)
    if len(choices) > MOST_OPTIONS:
        return ExternalDataSelectElement(action_id=action.value, placeholder=told, min_query_length=0)
    return StaticSelectElement(action_id=action.value, placeholder=told, options=options(choices))


def day_field(
    name: str, label: str, *, initial: date | None = None, optional: bool = False, hint: str = ""
) -> Block:
    """A date."""
    element = DatePickerElement(action_id=name, initial_date=initial.isoformat() if initial else None)
    return _input(name, label, element, optional=optional, hint=hint)


def files_field(
    name: str,
    label: str,
    *,
    optional: bool = False,
    hint: str = "",
    most: int = 10,
    kinds: Sequence[str] = (),
) -> Block:
    """Files that a person drops in, of these kinds where some are named."""
    element = FileInputElement(action_id=name, max_files=most, filetypes=list(kinds) or None)
    return _input(name, label, element, optional=optional, hint=hint)


def person_field(name: str, label: str, *, initial: str = "") -> Block:
    """A member of the workspace."""
    return _input(name, label, UserSelectElement(action_id=name, initial_user=initial or None))


def people_field(name: str, label: str, *, initial: Sequence[str] = ()) -> Block:
    """Members of the workspace; none is a choice too."""
    element = UserMultiSelectElement(action_id=name, initial_users=list(initial) or None)
    return _input(name, label, element, optional=True)


def channels_field(name: str, label: str, *, initial: Sequence[str] = ()) -> Block:
    """Channels, public or private; none is a choice too."""
    element = ConversationMultiSelectElement(
        action_id=name,
        initial_conversations=list(initial) or None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    return _input(name, label, element, optional=True)


def channel_field(name: str, label: str, *, initial: str = "", optional: bool = False) -> Block:
    """A channel, public or private."""
    element = ConversationSelectElement(
        action_id=name,
        initial_conversation=initial or None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    return _input(name, label, element, optional=optional)


def time_field(name: str, label: str, *, initial: time | None = None, optional: bool = False) -> Block:
    """A time of day."""
    element = TimePickerElement(action_id=name, initial_time=f"{initial:%H:%M}" if initial else None)
    return _input(name, label, element, optional=optional)


def _input(
    name: str,
    label: str,
    element: object,
    *,
    optional: bool = False,
    hint: str = "",
    dispatch: bool = False,
    block: str = "",
) -> Block:
    return InputBlock(
        block_id=block or name,
        label=_words(label, 2_000),
        element=element,  # type: ignore[arg-type]  # one of the elements above
        optional=optional,
        hint=_words(hint, 2_000) if hint else None,
        dispatch_action=True if dispatch else None,
    )


def options(choices: Choices) -> list[Option]:
    """As many of the choices as a menu of Slack holds."""
    held = [each for each in choices if len(each[0]) <= LONGEST_VALUE][:MOST_OPTIONS]
    return [Option(value=value, text=_words(label, LABEL)) for value, label in held]


def _words(text: str, limit: int) -> PlainTextObject:
    return PlainTextObject(text=one_line(text, limit) or "–", emoji=False)
