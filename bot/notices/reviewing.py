"""What outside counsel reads: a draft's documents with their mark, and a sheet of gaps, evidence and provisions."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.domain.compositions import Severity
from bot.domain.drafts import Draft, DraftFile
from bot.domain.moments import CHINA
from bot.notices.papers.documents import Footer, document
from bot.notices.papers.house import House
from bot.notices.papers.markdown import parse
from bot.notices.papers.publishing import EPOCH, FONT_TABLE, font_table, keep, steady
from bot.notices.wording.saying import escaped
from knowledge.instruments import LawError
from knowledge.law import Register

_LOUD = {Severity.BLOCKING: "blocking 必须解决", Severity.WARNING: "warning 提示"}


def pack(draft: Draft, folder: Path, house: House, register: Register) -> DraftFile:
    """A zip of the draft's files and a review sheet. The clean documents are never in it.

    Raises:
        NotPossible: the folder cannot be written, or holds another file of this name.
    """
    stem = f"{draft.draft_id}-v{draft.version}"
    shown = [Path(file.path) for file in draft.files if file.role != "clean"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, f"{stem}.review.docx", _sheet(draft, house, register))
        for path in shown:
            if path.is_file():
                _put(packed, path.name, path.read_bytes())
    mark = len(draft.waivers) + len(draft.approvals)
    return keep(folder / f"{stem}.review-{mark}.zip", out.getvalue(), role="review")


def _put(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(info, content)


def _sheet(draft: Draft, house: House, register: Register) -> bytes:
    text = "\n\n".join(part for part in _parts(draft, register) if part)
    footer = Footer(name=f"{draft.draft_id} v{draft.version}", sha256=draft.composition.sha256s[0][1])
    body = document(list(parse(text)), "en", house, footer, mark=house.marks.draft, title="Review")
    return steady(body, draft.created_at, {FONT_TABLE: font_table(house)})


def _parts(draft: Draft, register: Register) -> Iterator[str]:
    text = draft.composition
    titles = " / ".join(title for _, title in text.titles)
    yield f"# Review sheet {draft.draft_id}, version {draft.version}"
    yield _table(
        ("Notice 文书", titles),
        [
            ("From 发出方", text.sender),
            ("To 致", text.addressee),
            ("Ground 理由", text.ground),
            ("Dated 日期", draft.request.as_of.isoformat()),
            ("Status 状态", draft.status.value.replace("_", " ")),
            ("Approvals 批准", f"{len(draft.standing_approvals)} of {draft.approvals_needed}"),
            *((f"SHA-256 {language}", sha256) for language, sha256 in text.sha256s),
        ],
    )
    yield from _decided(draft)
    yield from _proved(draft, register)


def _decided(draft: Draft) -> Iterator[str]:
    yield "## Open gaps 缺项"
    yield _table(
        ("Severity", "Field", "What to do", "May be waived by"),
        [(_LOUD[g.severity], g.field, str(g.message), g.waivable_by or "nobody") for g in draft.open_gaps],
    )
    yield "## Waived 已忽略"
    yield _table(
        ("Field", "Gap", "Reason", "By, when"),
        [
            (w.field, str(w.message), w.reason, f"{w.by}, {w.at.astimezone(CHINA):%Y-%m-%d %H:%M}")
            for w in draft.waivers
        ],
    )
    yield "## Reasons ticked 勾选的理由"
    yield _table(
        ("Reason", "Record", "By, when"),
        [
            (r.reason.zh, r.reason.record, f"{r.by}, {r.at.astimezone(CHINA):%Y-%m-%d %H:%M}")
            for r in draft.request.reasons
        ],
    )


def _proved(draft: Draft, register: Register) -> Iterator[str]:
    text = draft.composition
    if text.fields:
        yield "## Fields of the portal 平台表单"
        yield _table(
            ("Field", "Value"), [(f"{f.part} {f.label_zh} {f.label}".strip(), f.value) for f in text.fields]
        )
    yield "## Provisions 法律依据"
    yield _table(
        ("Provision", "Article", "Instrument", "Confidence"),
        [(p.key, p.article, p.instrument, _confidence(register, p.key, draft)) for p in text.provisions],
    )
    yield "## Evidence 证据清单"
    yield _table(
        ("No", "Evidence", "Proves", "Source", "SHA-256"),
        [(str(a.no), a.title, a.proves, a.source, a.sha256[:16]) for a in text.annexes],
    )
    yield "## Where each statement comes from 事实来源"
    yield _table(
        ("Statement", "Records"),
        [(t.line.strip("| "), ", ".join(t.sources)) for t in text.traces if t.sources or t.typed],
    )


def _confidence(register: Register, key: str, draft: Draft) -> str:
    try:
        return register.on(key, draft.request.as_of).confidence.value.replace("_", " ")
    except LawError:
        return "not in the register"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "None. 无。"
    lines = [
        [escaped(cell) for cell in head],
        ["---"] * len(head),
        *([escaped(cell) or "–" for cell in row] for row in rows),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
