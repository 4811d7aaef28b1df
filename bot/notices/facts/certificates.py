"""Annexes that prove a right: certificates, copies of the registers, reports on patents."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.rights import PATENTS, Right, RightKind, add_months
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.parties import OWNER, Paper, hash_of
from bot.notices.wording.saying import BilingualText

_OFFICE = BilingualText("国家知识产权局", "CNIPA")

_CERTIFICATE = {
    RightKind.TRADEMARK: BilingualText("商标注册证", "Trademark registration certificate"),
    RightKind.COPYRIGHT: BilingualText("著作权权属证明", "Proof of copyright"),
    RightKind.DESIGN: BilingualText("外观设计专利证书", "Design patent certificate"),
    RightKind.UTILITY_MODEL: BilingualText("实用新型专利证书", "Utility model certificate"),
    RightKind.INVENTION: BilingualText("发明专利证书", "Invention patent certificate"),
}


def rights(matter: NoticeMatter) -> Iterator[Paper]:
    for right in matter.rights:
        kind = _CERTIFICATE[right.kind]
        number = f"（{right.number}）" if right.number else ""
        number_en = f" ({right.number})" if right.number else ""
        yield Paper(
            id=right.id,
            title=BilingualText(kind.zh + number, kind.en + number_en),
            proves=BilingualText("权利基础及其有效性", "the right and that it is in force"),
            source=OWNER if right.kind is RightKind.COPYRIGHT else _OFFICE,
            sha256=hash_of(matter, right.certificate),
        )
        yield from _report(matter, right)


_CLAIMED = BilingualText("权利要求", "what the patent claims")

_SCOPES = {RightKind.DESIGN: BilingualText("外观设计的图片或者照片", "the views of the design")}

"""What the text of a grant shows: a comparison is made with it."""

_REGISTER_COPIES = {
    RightKind.DESIGN: "外观设计专利",
    RightKind.UTILITY_MODEL: "实用新型专利",
    RightKind.INVENTION: "发明专利",
}


def register_copies(matter: NoticeMatter) -> Iterator[Paper]:
    """What a patent office asks: the copy of the register, not the certificate, and the receipt of the annuity (PT-17)."""
    for right in matter.rights:
        number, number_en = (f"（{right.number}）", f" ({right.number})") if right.number else ("", "")
        yield Paper(
            id=right.id,
            title=BilingualText(f"专利登记簿副本{number}", f"Copy of the patent register{number_en}"),
            proves=BilingualText(
                f"{_REGISTER_COPIES.get(right.kind, '专利')}权归属及其有效性",
                "who owns the patent and that it is in force",
            ),
            source=_OFFICE,
        )
        yield Paper(
            id=f"{right.id}:text",
            title=BilingualText(f"专利授权公告文本{number}", f"Patent as published at the grant{number_en}"),
            proves=_SCOPES.get(right.kind, _CLAIMED),
            source=_OFFICE,
        )
        yield Paper(
            id=f"{right.id}:annuity",
            title=BilingualText(f"年费缴纳凭证{number}", f"Receipt of the annuity{number_en}"),
            proves=BilingualText("专利年费已经缴纳", "that the annuity is paid"),
            source=_OFFICE,
        )
        yield from _report(matter, right)


def customs_rights(matter: NoticeMatter) -> Iterator[Paper]:
    """For recordal: the certificate, and of a patent granted long enough ago the register's copy too (fact PT-22)."""
    yield from rights(matter)
    months = matter.terms.register_copy_months
    for right in old_patents(matter):
        number, number_en = (f"（{right.number}）", f" ({right.number})") if right.number else ("", "")
        yield Paper(
            id=f"{right.id}:register",
            title=BilingualText(
                f"专利登记簿副本{number}（提出申请前{months}个月内出具）",
                f"Copy of the patent register{number_en}, issued within {months} months before filing",
            ),
            proves=BilingualText("专利权的归属及有效状态", "who owns the patent and that it is in force"),
            source=_OFFICE,
        )


def old_patents(matter: NoticeMatter) -> Iterator[Right]:
    """The patents granted so long before the day of filing that customs wants the register; unknown days count as older."""
    fresh = 12 * matter.terms.register_copy_years
    for right in matter.rights:
        granted = right.granted_on
        if right.kind in PATENTS and (granted is None or add_months(granted, fresh) < matter.as_of):
            yield right


def _report(matter: NoticeMatter, right: Right) -> Iterator[Paper]:
    report = right.evaluation_report
    if report is None:
        return
    number = f"（{report.number}）" if report.number else ""
    yield Paper(
        id=f"{right.id}:report",
        title=BilingualText(
            f"专利权评价报告{number}",
            "Patent evaluation report" + (f" ({report.number})" if report.number else ""),
        ),
        proves=BilingualText("专利权的稳定性", "that the patent is stable"),
        source=_OFFICE,
        sha256=hash_of(matter, report.document),
    )
