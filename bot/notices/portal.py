"""The portal sheet: the fields of a complaint form in the portal's order, each within its limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.drafts import Gap, PortalField
from bot.domain.rights import Right
from bot.notices.annexes import Paper
from bot.notices.catalog import Portal
from bot.notices.gaps.making import blocking
from bot.notices.matter import Matter
from bot.notices.plain import one_line
from bot.notices.view import KINDS

_LINKS = "侵权商品链接"


def reason_of(matter: Matter) -> str | None:
    """The code of the reason to choose, where the portal is known."""
    reason = matter.portal.reasons.get(matter.facts.request.ground) if matter.portal else None
    return reason[0] if reason else None


def fields_of(matter: Matter, papers: Sequence[Paper]) -> tuple[PortalField, ...]:
    """The form's fields; empty for a platform whose portal is not supported."""
    portal = matter.portal
    if portal is None or matter.route != "platform":
        return ()
    return (*_complainant(matter, portal), *_right(matter, portal), *_complaint(matter, portal, papers))


def gaps_of_fields(fields: Sequence[PortalField]) -> Iterator[Gap]:
    """Fields longer than the form takes. The links have their own limit, in number."""
    for number, field in enumerate(fields, 1):
        if field.limit and len(field.value) > field.limit:
            yield blocking(
                f"fields.{number}",
                f"{field.label} has {len(field.value)} characters, the portal takes {field.limit}; "
                "shorten it",
            )


def _complainant(matter: Matter, portal: Portal) -> Iterator[PortalField]:
    limit, owner, authority = portal.name_limit, matter.owner, matter.authority
    yield PortalField(
        label_zh="权利人名称", label="Right owner", value=matter.owner_name_zh or owner.name, limit=limit
    )
    yield PortalField(
        label_zh="权利人英文名称", label="Right owner in English", value=owner.name, limit=limit
    )
    yield PortalField(label_zh="权利人所在国家/地区", label="Right owner's country", value=owner.country)
    yield PortalField(
        label_zh="权利人地址",
        label="Right owner's address",
        value=matter.owner_address_zh or owner.address,
        limit=portal.title_limit,
    )
    agent = (authority.agent_zh or authority.agent) if authority else ""
    yield PortalField(label_zh="代理人名称", label="Agent", value=agent, limit=limit)
    yield PortalField(
        label_zh="联系方式（将向经营者披露）",
        label="Contact (shown to the seller)",
        value=owner.contact_public,
        limit=limit,
    )


def _right(matter: Matter, portal: Portal) -> Iterator[PortalField]:
    right = matter.rights[0] if matter.rights else None
    if right is None:
        return
    yield PortalField(label_zh="知识产权类型", label="Kind of right", value=KINDS[right.kind].zh)
    yield PortalField(label_zh="权利编号", label="Number", value=_number(right), limit=portal.name_limit)
    yield PortalField(label_zh="权利名称", label="Title", value=right.title, limit=portal.title_limit)
    yield PortalField(label_zh="商标类别", label="Nice classes", value="、".join(map(str, right.classes)))
    yield PortalField(
        label_zh="有效期至",
        label="In force until",
        value=right.expires_on.isoformat() if right.expires_on else "",
    )
    yield PortalField(
        label_zh="平台知识产权备案号",
        label="On file with the portal as",
        value=dict(right.portals).get(portal.name, ""),
        limit=portal.name_limit,
    )


def _number(right: Right) -> str:
    return right.number or right.international_number


def _complaint(matter: Matter, portal: Portal, papers: Sequence[Paper]) -> Iterator[PortalField]:
    code, label = portal.reasons.get(matter.facts.request.ground, ("", ""))
    yield PortalField(label_zh="投诉理由", label="Reason", value=f"{label}（{code}）" if code else "")
    yield PortalField(
        label_zh=_LINKS, label="Links", value="\n".join(listing.url for listing in matter.listings)
    )
    yield PortalField(
        label_zh="投诉说明", label="Explanation", value=_explanation(matter), limit=portal.text_limit
    )
    yield PortalField(
        label_zh="附件", label="Annexes", value="\n".join(f"{paper.no}. {paper.title.zh}" for paper in papers)
    )
    yield PortalField(
        label_zh="真实性承诺",
        label="Undertaking of truth",
        value="权利人承诺所提交的内容及材料真实，系善意提出。详见所附通知。",
        limit=portal.text_limit,
    )


def _explanation(matter: Matter) -> str:
    """What a person wrote, or the shortest sentence that the records carry."""
    told = matter.texts.get("facts_zh") or matter.texts.get("facts_en")
    if told:
        return one_line(told)
    zh, _ = matter.catalog.ground_titles(matter.facts.request.ground)
    rights = "、".join(
        f"{KINDS[right.kind].zh}“{right.title}”（{_number(right)}）" for right in matter.rights
    )
    return f"上述链接销售的商品涉嫌侵犯权利人的{rights}。投诉类型：{zh}。"
