"""A draft's files: documents for each language, and for a portal its sheet and links."""

from __future__ import annotations

from pathlib import Path

from bot.domain.drafts import Draft, DraftFile
from bot.notices.papers.documents import Footer, document
from bot.notices.papers.drawing import drawn
from bot.notices.papers.house import House
from bot.notices.papers.keeping import keep, steady
from bot.notices.papers.markdown import parse


def publish(draft: Draft, folder: Path, house: House, *, clean: bool) -> tuple[DraftFile, ...]:
    """Make the files of this version. A portal's sheet and links come with the draft, and again
    with the approved documents: they belong to what was approved.

    Raises:
        NotPossible: a file of this name exists with another content, or a picture is not the one approved.
    """
    from bot.notices.papers.styles import FONT_TABLE, font_table

    stem = f"{draft.draft_id}-v{draft.version}"
    made, shown = [], drawn(draft.composition.pictures)
    for language in draft.composition.languages:
        footer = Footer(name=f"{draft.draft_id} v{draft.version}", sha256=draft.composition.sha256(language))
        blocks = list(parse(draft.composition.text(language)))
        body = document(
            blocks,
            language,
            house,
            footer,
            mark="" if clean else house.marks.draft,
            title=_title(draft, language),
            pictures=shown,
        )
        package = steady(body, draft.created_at, {FONT_TABLE: font_table(house)})
        name = f"{stem}.approved.{language}.docx" if clean else f"{stem}.{language}.docx"
        role = "clean" if clean else "draft"
        made.append(keep(folder / name, package, role=role, language=language))
    if draft.composition.fields:
        from bot.notices.papers.sheet import links_file, sheet

        mark, stem = ("", f"{stem}.approved") if clean else (house.marks.draft, stem)
        roles = ("clean", "clean") if clean else ("fields", "links")
        body = steady(sheet(draft, mark), draft.created_at)
        made.append(keep(folder / f"{stem}.fields.xlsx", body, role=roles[0]))
        made.append(keep(folder / f"{stem}.links.txt", links_file(draft), role=roles[1]))
    return tuple(made)


def _title(draft: Draft, language: str) -> str:
    return dict(draft.composition.titles).get(language, draft.composition.kind)
