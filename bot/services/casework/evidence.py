"""Evidence of a case: what was captured, the evidence list, one sealed zip, and how far it carries in each forum."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.domain.assessments import Band
from bot.domain.audit import Act, AuditEntry
from bot.domain.brands import BrandBook
from bot.domain.cases import Case
from bot.domain.compositions import Annex
from bot.domain.errors import NotPossible, UnknownThing, need
from bot.domain.evidence import BundleContents, BundleReport, Evidence
from bot.domain.grading import GRADES, Forum, ForumRule, Grade, grade
from bot.domain.ids import CaseId, EvidenceId, ListingId, PersonId
from bot.domain.licences import LicenceReading, code_fault
from bot.domain.listings import Listing
from bot.domain.moments import CHINA, china_day
from bot.domain.purchases import TestPurchase
from bot.domain.rights import Right
from bot.papers import Binder, Capturer, LicenceKeeper
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork

BUNDLED, SEALED = "evidence.bundled", "evidence.sealed"
"""A zip is made, and what it was sealed as: the first stands in the zip's own trail, the second can only follow it."""
LOOKED_THROUGH = 300
"""So many of the newest alerts are looked through for listings to capture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """A zip that was written: where, its name in the audit trail, and why stamps are missing."""

    path: Path
    index_sha256: str
    unstamped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBundle:
    """A checked zip. ``known``: this state sealed it, with this very trail; None: it never made one for the case."""

    report: BundleReport
    known: bool | None

    @property
    def intact(self) -> bool:
        return not self.report.faults and self.known is not False

    @property
    def vouched(self) -> bool:
        """Whether anybody but the zip itself says so: this state, or an authority's time stamp over the seal."""
        return self.intact and (bool(self.known) or self.report.stamped)


class EvidenceRoom:
    """Captures, lists, grades and binds evidence."""

    def __init__(
        self, store: Store, capturer: Capturer, licences: LicenceKeeper, binder: Binder, clock: Clock
    ) -> None:
        self._store, self._capturer, self._licences = store, capturer, licences
        self._binder, self._clock = binder, clock

    def capture(self, listing_id: ListingId) -> Evidence:
        """Capture a listing now.

        Raises:
            UnknownThing: it was never seen.
        """
        listing = self._listing(listing_id)
        taken = self._capturer.capture(listing, self._next_id(), self._clock())
        with self._store.unit() as unit:
            unit.evidence.save(taken)
        return taken

    def capture_due(self, most: int = 3) -> int:
        """Capture listings with a high-band alert of which nothing was captured yet, newest first; how many."""
        with self._store.unit() as unit:
            waiting = [
                alert.listing.listing_id
                for alert in unit.alerts.recent(LOOKED_THROUGH)
                if alert.assessment.band is Band.HIGH
                and not (alert.verdict is not None and alert.verdict.clears)
                and not any(
                    each.kind == "capture" for each in unit.evidence.of_listing(alert.listing.listing_id)
                )
            ]
        for listing_id in waiting[:most]:
            self.capture(listing_id)
        return len(waiting[:most])

    def of_listing(self, listing_id: ListingId) -> Sequence[Evidence]:
        """What was captured of a listing, newest first."""
        with self._store.unit() as unit:
            return unit.evidence.of_listing(listing_id)

    def read_licence(
        self, listing_id: ListingId, reading: LicenceReading, picture: tuple[str, bytes] | None = None
    ) -> Evidence:
        """Keep what a person read on the licence page, and put it on the listing.

        Raises:
            UnknownThing: the listing was never seen.
            NotPossible: the company is missing, or the code cannot be right.
        """
        if not reading.company.strip():
            raise NotPossible("the licence", "no company name was given", "copy it as the licence shows it")
        fault = code_fault(reading.code) if reading.code else ""
        if fault:
            raise NotPossible("the licence code", fault, "leave it empty if it cannot be read")
        listing = self._listing(listing_id)
        empty = Evidence(
            evidence_id=self._next_id(),
            listing_id=listing_id,
            url=reading.url or listing.seller_url or listing.url,
            captured_at=reading.read_at,
            kind="licence",
        )
        kept = self._licences.keep(empty, reading, picture)
        known = replace(
            listing,
            seller_company=reading.company.strip(),
            seller_licence=reading.code.strip().upper() or listing.seller_licence,
            seller_legal_rep=reading.legal_representative.strip() or listing.seller_legal_rep,
            seller_address=reading.address.strip() or listing.seller_address,
        )
        details: dict[str, object] = {"evidence": kept.evidence_id, "company": reading.company.strip()}
        with self._store.unit() as unit:
            unit.evidence.save(kept)
            unit.listings.save(
                known, unit.listings.judged_as(listing_id) or "", unit.listings.assessments(listing_id)
            )
            act = Act(who=reading.read_by, what="seller.licence_read", subject=listing_id, details=details)
            unit.audit.append(act, self._clock())
        return kept

    def list_of(self, case_id: CaseId) -> Sequence[Annex]:
        """The evidence list of a case.

        Raises:
            UnknownThing
        """
        return self._contents(case_id).exhibits

    def grades_of(self, case_id: CaseId) -> Sequence[Grade]:
        """How far the case's evidence carries in each forum.

        Raises:
            UnknownThing
        """
        return self._contents(case_id).grades

    def bundle(self, case_id: CaseId, target: Path, *, by: PersonId) -> Bundled:
        """Write the case's evidence zip; the act, with the bundle's hash, is in the audit trail and in the zip.

        Raises:
            UnknownThing
            NotPossible: nothing was captured yet.
        """
        contents = self._contents(case_id)
        if not contents.evidence:
            raise NotPossible(case_id, "nothing was captured yet", "capture its listings first")
        bound = self._binder.bind(contents)
        act = Act(who=by, what=BUNDLED, subject=case_id, details={"index_sha256": bound.sha256})
        with self._store.unit() as unit:
            unit.audit.append(act, self._clock())
            drafts = [draft.draft_id for draft in unit.drafts.of_case(case_id)]
            chain = list(unit.audit.entries())
        about = {case_id, *drafts, *(e.evidence_id for e in contents.evidence)}
        about |= {listing.listing_id for listing in contents.listings}
        shown = ((entry, _concerns(entry, about)) for entry in chain)
        sealed = self._binder.write(bound, shown, target, self._clock())
        told = {"index_sha256": bound.sha256, "seal_sha256": sealed.seal_sha256}
        with self._store.unit() as unit:
            unit.audit.append(Act(who=by, what=SEALED, subject=case_id, details={**told}), self._clock())
        return Bundled(path=target, index_sha256=bound.sha256, unstamped=sealed.unstamped)

    def check_listing(self, listing_id: ListingId) -> Mapping[EvidenceId, Sequence[str]]:
        """What of each capture no longer agrees with its record; an empty list where all does.

        Raises:
            UnknownThing: nothing was captured of it.
        """
        found = self.of_listing(listing_id)
        if not found:
            raise UnknownThing("evidence of", listing_id, "`marque evidence capture` takes it")
        return {each.evidence_id: self._binder.check_capture(each) for each in found}

    def check(self, file: Path) -> CheckedBundle:
        """Check an evidence zip, also against this state's audit trail where the case is known here."""
        report = self._binder.check(file)
        with self._store.unit() as unit:
            acts = [e.act for e in unit.audit.about(report.case_id) if e.act is not None]
            bundled = [act for act in acts if act.what == BUNDLED]
            named = [a for a in acts if a.details.get("index_sha256") == report.index_sha256]
            seals = [act.details.get("seal_sha256") for act in named if act.what == SEALED]
            # Killed before the seal was noted, or made before seals were: the trail itself is compared.
            known = report.seal_sha256 in seals if seals else bool(named) and _stands(unit, report)
        return CheckedBundle(report=report, known=known if bundled else None)

    def _contents(self, case_id: CaseId) -> BundleContents:
        with self._store.unit() as unit:
            case = need(unit.cases.get(case_id), "case", case_id)
            held = [entry.listing_id for entry in unit.case_listings.page(case_id)]
            listings = tuple(x for i in held if (x := unit.listings.get(i)) is not None)
            evidence = tuple(e for i in held for e in reversed(unit.evidence.of_listing(i)))
            purchases = tuple(p for i in held for p in unit.purchases.of_listing(i))
            books = _books(unit, case, listings)
        exhibits = exhibits_of(listings, evidence, purchases)
        present = parts_present(books, listings, evidence, purchases, china_day(self._clock()))
        grades = tuple(grade(rule, present) for rule in rules())
        return BundleContents(
            case=case,
            listings=listings,
            evidence=evidence,
            purchases=purchases,
            exhibits=exhibits,
            grades=grades,
        )

    def _listing(self, listing_id: ListingId) -> Listing:
        with self._store.unit() as unit:
            listing = unit.listings.get(listing_id)
        if listing is None:
            raise UnknownThing("listing", listing_id, "it was never seen by a watch or recorded by a draft")
        return listing

    def _next_id(self) -> EvidenceId:
        with self._store.unit() as unit:
            return unit.evidence.next_id()


def exhibits_of(
    listings: Sequence[Listing], evidence: Sequence[Evidence], purchases: Sequence[TestPurchase] = ()
) -> tuple[Annex, ...]:
    """One line for each capture and purchase, in Chinese as offices want it; ``sha256`` is the manifest's."""
    known = {listing.listing_id: listing for listing in listings}
    rows = []
    for number, each in enumerate(evidence, start=1):
        at = f"{each.captured_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        manifest = next((f.sha256 for f in each.files if f.name == "manifest.json"), "")
        listing = known.get(each.listing_id)
        taken = f"由{each.by}拍摄或取得，于{at}（北京时间）存入" if each.by_hand else f"{at}（北京时间）取证"
        where = f"{each.url}，{taken}" if each.url else taken
        title, proves = HANDED_IN.get(each.shows, _TITLES[each.kind]) if each.by_hand else _TITLES[each.kind]
        stamped = "，附可信时间戳" if each.stamps else ""
        rows.append(
            Annex(
                no=number,
                id=each.evidence_id,
                title=f"{title}（{each.listing_id}）",
                proves=proves + (f"：{listing.seller_name}" if listing and listing.seller_name else ""),
                source=where + stamped,
                pages=len(each.files),
                sha256=manifest,
            )
        )
    rows += [_purchase_row(number, each) for number, each in enumerate(purchases, start=len(rows) + 1)]
    return tuple(rows)


def _purchase_row(number: int, purchase: TestPurchase) -> Annex:
    deed = f"，公证书{purchase.notary_deed}" if purchase.notary_deed else ""
    order = purchase.order_no or purchase.source or "未记录"
    return Annex(
        no=number,
        id=purchase.purchase_id,
        title=f"购买取样记录及样品（{purchase.listing_id}）",
        proves="所售商品的来源及与正品的差异",
        source=f"订单号：{order}，样品编号：{purchase.sample_id or '未记录'}{deed}",
        pages=max(1, len(purchase.photographs)),
        sha256="",
    )


_TITLES = {
    "capture": ("商品页面取证记录", "被诉商品的展示、标价及销售情况"),
    "licence": ("店铺营业执照公示信息", "经营者的名称、统一社会信用代码及地址"),
    "file": ("补充证据材料", "与被诉商品有关的事实"),
}
HANDED_IN = {
    "page": ("网页截图（由人截取）", "被诉商品的展示"),
    "goods": ("实物照片（由人拍摄）", "被诉商品的外观及包装"),
    "chat": ("聊天记录（由人导出）", "与卖家的沟通内容"),
    "order": ("订单及付款凭证（由人提供）", "购买经过"),
    "recording": ("录音录像（由人录制）", "录制时的情况"),
    "receipt": ("投诉回执（由人提供）", "投诉已提交"),
    "other": ("补充证据材料（由人提供）", "与被诉商品有关的事实"),
}
"""What a person can say that something handed in shows: its title and what it proves in the evidence list. None of these
takes the place of a capture or of a purchase when evidence is graded."""


def parts_present(
    books: Sequence[tuple[BrandBook, Sequence[Right]]],
    listings: Sequence[Listing],
    evidence: Sequence[Evidence],
    purchases: Sequence[TestPurchase],
    today: date,
) -> frozenset[str]:
    """Which parts of ``grades.toml`` the records hold; ``books`` come with the rights of theirs that the case rests on."""
    rights = [right for _, mine in books for right in mine]
    products = [product for book, _ in books for product in book.products]
    powers = [a for book, _ in books for a in book.authorities if not a.expires_on or a.expires_on >= today]
    recorded = [r for r in rights if r.customs_recordal]
    told = {
        "right_proof": any(right.certificate for right in rights),
        "listing_record": bool(listings),
        "page": any(e.has("page.html") for e in evidence),
        "screenshot": any(e.has("screenshot") for e in evidence),
        "licence": any(e.kind == "licence" for e in evidence),
        "test_purchase": any(p.order_no for p in purchases),
        "comparison": any(p.differences and p.examiner for p in purchases),
        "sealed_sample": any(p.seal_no and p.custody and not p.custody_breaks for p in purchases),
        "notary_deed": any(p.notary_deed for p in purchases),
        "time_stamp": any(e.stamps for e in evidence if not e.by_hand),
        "sales_figures": any(x.sales is not None and x.price is not None for x in listings),
        "recordal": any(
            not r.customs_recordal_expires_on or r.customs_recordal_expires_on >= today for r in recorded
        ),
        "genuine_pictures": any(product.images for product in products),
        "power_of_attorney": any("customs" in power.scope for power in powers),
    }
    return frozenset(name for name, there in told.items() if there)


@cache
def rules() -> tuple[ForumRule, ...]:
    """The grading table."""
    return tuple(
        ForumRule(
            forum=Forum(row["forum"]),
            basis=tuple(row["basis"]),
            needs={step: tuple(row[step]) for step in GRADES},
        )
        for row in _table()["forum"]
    )


def part_words(language: str) -> Mapping[str, str]:
    """What each part of the grading table is called in ``en`` or ``zh``."""
    words: Mapping[str, str] = _table()["words"][language]
    return words


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("bot.services.casework").joinpath("grades.toml").read_text(encoding="utf-8"))


def _stands(unit: UnitOfWork, report: BundleReport) -> bool:
    """Whether the zip's trail ends in an entry of this state's own, whose hash covers all before it."""
    return any(e.number == report.audit_entries and e.hash == report.head for e in unit.audit.entries())


def _concerns(entry: AuditEntry, about: set[str]) -> bool:
    return entry.act is not None and entry.act.subject in about


def _books(
    unit: UnitOfWork, case: Case, listings: Sequence[Listing]
) -> list[tuple[BrandBook, Sequence[Right]]]:
    wanted = set(case.right_ids)
    for listing in listings:
        wanted |= {right for a in unit.listings.assessments(listing.listing_id) for right in a.right_ids}
    return [
        (book, [right for right in book.rights if not wanted or right.id in wanted])
        for book in unit.brand_books.all()
        if book.name == case.brand or any(right.id in wanted for right in book.rights)
    ]
