"""A draft told on the command line: as text, as JSON, as files."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.cli.context import told
from bot.cli.printing import in_json, out, print_json
from bot.domain.compositions import Severity
from bot.domain.drafts import Draft
from bot.domain.reasons import TickedReason
from bot.domain.sentences import many


def as_contract(draft: Draft, pdfs: Sequence[Path] = ()) -> dict[str, Any]:
    """The draft as formats.md section 5 has it; PDFs made on demand are attachments of the role ``pdf``."""
    request, text = draft.request, draft.composition
    documents = [f for f in draft.files if f.role in {"draft", "clean"} and f.language]
    given = [{"by": a.by, "at": a.at, "version": a.version} for a in draft.standing_approvals]
    return {
        "draft_id": draft.draft_id,
        "kind": request.kind,
        "version": draft.version,
        "status": draft.status,
        "case_id": draft.case_id,
        "batch_id": draft.batch_id or None,
        "listings": request.listing_ids,
        "right_ids": request.right_ids,
        "ground": text.ground,
        "reason_code": text.reason_code,
        "sender": text.sender,
        "addressee": text.addressee,
        "languages": text.languages,
        "files": [f.path for f in documents],
        "attachments": [
            *({"path": f.path, "role": f.role} for f in draft.files if f not in documents),
            *({"path": str(path), "role": "pdf"} for path in pdfs),
        ],
        "sha256": {language: text.sha256(language) for language in text.languages},
        "file_sha256": {f.language: f.sha256 for f in documents if f.role == "clean"} or None,
        "gaps": [asdict(gap) for gap in text.gaps],
        "waivers": [asdict(waiver) for waiver in draft.waivers],
        "approvals": {"needed": draft.approvals_needed, "given": given},
        "sent": asdict(draft.sent) if draft.sent else None,
        "reviewed_by": text.reading.name if text.reading else None,
        "reasons": [_reason(each) for each in request.reasons],
        "evidence": [asdict(annex) for annex in text.annexes],
        "provisions": [asdict(provision) for provision in text.provisions],
        "as_of": request.as_of,
        "act_from": text.act_from,
        "act_to": text.act_to,
        "act_basis": text.act_basis or None,
    }


def show_all(made: Sequence[Draft], as_json: bool, *, pdf: bool) -> None:
    """One draft as it is; of a batch all its drafts, as an array."""
    pdfs = {draft.draft_id: write_pdfs(draft) if pdf else () for draft in made}
    if len(made) == 1:
        show_draft(made[0], as_json, pdfs[made[0].draft_id])
    elif as_json:
        print_json([as_contract(draft, pdfs[draft.draft_id]) for draft in made])
    else:
        links = sum(len(draft.request.listing_ids) for draft in made)
        out.print(f"{made[0].batch_id}: {many(len(made), 'draft')}, {many(links, 'listing')}")
        for draft in made:
            show_draft(draft, as_json, pdfs[draft.draft_id])


def show_draft(made: Draft, as_json: bool, pdfs: Sequence[Path] = ()) -> None:
    if in_json(as_json, as_contract(made, pdfs)):
        return
    out.print(
        f"{made.draft_id} version {made.version}: {made.status.value.replace('_', ' ')}, case {made.case_id}"
    )
    for waiver in made.waivers:
        line = f"  waived    {waiver.field}: {waiver.reason} ({waiver.by})"
        out.print(line, style="dim", markup=False, soft_wrap=True)
    for gap in sorted(made.open_gaps, key=lambda gap: gap.severity is not Severity.BLOCKING):
        style = "red" if gap.severity == "blocking" else "yellow"
        line = f"  {gap.severity.value}  {gap.field}: {told(gap.message)}"
        out.print(line, style=style, markup=False, soft_wrap=True)
    for line in dict.fromkeys(filter(None, (_option(made, gap.field) for gap in made.open_gaps))):
        out.print(f"  to mend it  {line}", markup=False, soft_wrap=True)
    for file in made.files:
        out.print(f"  {file.path}", markup=False, soft_wrap=True)
    for path in pdfs:
        out.print(f"  {path}", markup=False, soft_wrap=True)


def _option(made: Draft, field: str) -> str:
    """By which option of the command a person mends a gap of this field; empty where by none."""
    if field in {"evidence.reasons", "texts.sign"}:
        named = " ".join(f"--listing {each}" for each in made.request.listing_ids)
        return (
            f"`marque draft reasons {named}` lists what the records propose; make the draft again with `--reason KEY` for each "
            "that holds"
        )
    return {
        "right": "`marque rights` lists your rights; name one with `--right ID`",
        "request.act_from": "give the days with `--act-from DAY` and `--act-to DAY`",
    }.get(field, "")


def write_pdfs(made: Draft) -> tuple[Path, ...]:
    from bot.notices.papers.pdf import to_pdf

    documents = [Path(file.path) for file in made.files if file.path.endswith(".docx")]
    return to_pdf(documents, documents[0].parent)


def _reason(ticked: TickedReason) -> dict[str, Any]:
    return {"key": ticked.reason.key, **asdict(ticked.reason), "by": ticked.by, "at": ticked.at}
