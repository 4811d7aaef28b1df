"""``python -m tests.pages``: page images of every kind of notice, and the table of what each cites on both dates.

Needs LibreOffice and poppler. The images go to ``docs/notices/KIND.LANGUAGE.png``, all pages of a document side by side.
"""

import subprocess
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from bot.domain.compositions import Composition
from bot.domain.drafts import ApprovedNotice
from bot.domain.ids import DraftId
from bot.notices.papers.pdf import to_pdf
from bot.notices.writer import TemplateNoticeWriter
from knowledge.law import load
from tests.unit.notices.making import AFTER, EVERY_KIND, draft_of, facts_on

FOLDER = Path(__file__).parents[1] / "docs" / "notices"
DAY = date(2026, 11, 25)
_DPI, _COLOURS = "64", 16


def main() -> None:
    """Make the images and the table."""
    writer = TemplateNoticeWriter(load())
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for stem, pdf in _pdfs(writer, scratch).items():
            _picture(pdf, FOLDER / f"{stem}.png", scratch)
    (FOLDER / "provisions.md").write_text(_table(writer), encoding="utf-8")


def _pdfs(writer: TemplateNoticeWriter, scratch: Path) -> dict[str, Path]:
    stems, documents = [], []
    for number, kind in enumerate(EVERY_KIND):
        facts = facts_on(kind, DAY)
        draft = draft_of(writer.compose(facts), facts, draft_id=DraftId(f"D-{number:06d}"))
        for file in (f for f in writer.write_clean(ApprovedNotice(draft=draft), scratch) if f.language):
            stems.append(f"{kind.replace('@', '.').replace('_', '-')}.{file.language}")
            documents.append(Path(file.path))
    return dict(zip(stems, to_pdf(documents, scratch), strict=True))


def _picture(pdf: Path, target: Path, scratch: Path) -> None:
    subprocess.run(["pdftoppm", "-r", _DPI, "-png", str(pdf), str(scratch / target.stem)], check=True)
    pages = [Image.open(path) for path in sorted(scratch.glob(f"{target.stem}-*.png"))]
    whole = Image.new("RGB", (sum(p.width for p in pages), max(p.height for p in pages)), "white")
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    whole.quantize(_COLOURS).save(target, optimize=True)


def _table(writer: TemplateNoticeWriter) -> str:
    lines = [
        "# What each notice cites, on both sides of 1 January 2027",
        "",
        "Made by `python -m tests.pages` from the register of law, with a full matter of each kind: what depends on the",
        "matter (another ground, a finding, another branch of law) adds to it. `same` means the same text and article.",
        "",
        "| kind | provision | until 2026-12-31 | from 2027-01-01 |",
        "|---|---|---|---|",
    ]
    for kind in EVERY_KIND:
        before, after = (_cited(writer.compose(facts_on(kind, day))) for day in (DAY, AFTER))
        for key in dict.fromkeys([*before, *after]):
            old, new = before.get(key, "—"), after.get(key, "—")
            lines.append(f"| {kind} | `{key}` | {old} | {'same' if new == old else new} |")
    return "\n".join(lines) + "\n"


def _cited(composition: Composition) -> dict[str, str]:
    places: dict[str, list[str]] = {}
    for cited in composition.provisions:
        places.setdefault(cited.key, []).append(f"{cited.instrument} {cited.article}")
    return {key: "; ".join(found) for key, found in places.items()}


if __name__ == "__main__":
    main()
