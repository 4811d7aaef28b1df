"""What a portal wants uploaded with a complaint, and what of it is not at hand."""

from collections.abc import Iterator
from pathlib import PurePath

from bot.domain.compositions import PortalField
from bot.domain.drafts import Draft
from bot.slack.blocks.text import esc, one_line
from bot.words.book import Words


def lacking(field: PortalField, words: Words) -> str:
    """What to do about an empty field."""
    if field.name in NOT_ALWAYS:
        return words("filing.empty")
    todo = f"filing.todo.{field.name}"
    return words("filing.missing", todo=words(todo if words.has(todo) else "filing.todo.other"))


def to_upload(draft: Draft, words: Words) -> Iterator[str]:
    """What the portal wants with the form: the letter, then each paper that the letter annexes, and where it is."""
    yield f"*{words('filing.files')}*"
    letters = (
        PurePath(f.path.replace(chr(92), "/")).name for f in draft.files if f.role == "clean" and f.language
    )
    for name in letters:
        yield words("filing.letter", file=esc(name))
    for annex in draft.composition.annexes:
        paper = words("filing.annex", number=annex.no, title=esc(one_line(annex.title, 150)))
        if not annex.sha256:
            yield f"{paper} {words('filing.missing', todo=words('filing.todo.annex'))}"
        elif annex.id.startswith("E-"):
            yield f"{paper} {words('filing.in_evidence', evidence=esc(annex.id))}"
        else:
            yield f"{paper} {words('filing.in_book')}"


NOT_ALWAYS = frozenset({"agent", "right_classes", "right_until"})
"""Fields that may well be empty: an owner without an agent, a right without classes or end."""
