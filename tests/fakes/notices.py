"""A notice writer without templates: one kind, one line of text, the same promises."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.domain.compositions import Composition, NoticeGap, Severity
from bot.domain.drafts import ApprovedNotice, Draft, DraftFile, DraftRequest
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence
from bot.papers import NoticeFacts, NoticeKind

LANGUAGES = ("zh", "en")
MARK = "草稿，未经批准 / DRAFT, not approved"


class MemoryNoticeWriter:
    """Writes plain text files. A draft without listings is blocked."""

    def kinds(self) -> Sequence[NoticeKind]:
        kind = NoticeKind(
            kind="cease-and-desist",
            title="Owner's notice",
            title_zh="停止侵权告知函",
            languages=LANGUAGES,
            required=("listing",),
            approvers=2,
        )
        return [kind]

    def compose(self, facts: NoticeFacts) -> Composition:
        if facts.request.kind != "cease-and-desist":
            raise UnknownThing("kind of notice", facts.request.kind)
        for language in facts.request.languages:
            if language not in LANGUAGES:
                raise UnknownThing("language of this notice", language)
        said = ", ".join(listing.title for listing in facts.listings)
        gaps = (
            ()
            if facts.listings
            else (NoticeGap(field="listing", severity=Severity.BLOCKING, message=Sentence(key="name one")),)
        )
        return Composition(
            kind=facts.request.kind,
            titles=(("zh", "停止侵权告知函"), ("en", "Owner's notice")),
            texts=tuple(
                (language, f"# {facts.draft_id}\n\n{said}\n") for language in facts.request.languages
            ),
            sender="Owner",
            addressee="Seller",
            ground=facts.request.ground,
            gaps=gaps,
        )

    def parts(
        self, request: DraftRequest, listings: Sequence[Listing], orders: Mapping[ListingId, str]
    ) -> Sequence[DraftRequest]:
        return [replace(request, listing_ids=(each.listing_id,)) for each in listings] or [request]

    def write_draft(self, draft: Draft, folder: Path) -> tuple[DraftFile, ...]:
        return tuple(_write(draft, folder, language, clean=False) for language in draft.composition.languages)

    def write_clean(self, notice: ApprovedNotice, folder: Path) -> tuple[DraftFile, ...]:
        draft = notice.draft
        return tuple(_write(draft, folder, language, clean=True) for language in draft.composition.languages)

    def write_review(self, draft: Draft, folder: Path) -> DraftFile:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{draft.draft_id}-v{draft.version}.review.zip"
        with zipfile.ZipFile(path, "w") as packed:
            for file in draft.files:
                if file.role != "clean":
                    packed.write(file.path, Path(file.path).name)
        return DraftFile(path=str(path), role="review")


def _write(draft: Draft, folder: Path, language: str, *, clean: bool) -> DraftFile:
    stem = f"{draft.draft_id}-v{draft.version}{'.approved' if clean else ''}"
    text = draft.composition.text(language)
    body = (text if clean else f"{MARK}\n\n{text}").encode()
    path = folder / f"{stem}.{language}.docx"
    folder.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_bytes() != body:
        raise NotPossible(path.name, "it was made before with another content")
    path.write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    return DraftFile(path=str(path), role="clean" if clean else "draft", language=language, sha256=digest)
