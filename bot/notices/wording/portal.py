"""The portal sheet: the fields of a platform's complaint form in the order the catalog gives, each within its character limit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.compositions import NoticeGap, PortalField, blocking
from bot.domain.reasons import CIRCUMSTANCES, Reason, ReasonKind
from bot.domain.rights import CARRIES, PLATFORM, Right, RightKind, ground_of
from bot.notices.catalog import Portal
from bot.notices.facts.applying import shown, titled
from bot.notices.facts.form import goods_under
from bot.notices.facts.matter import COUNTERFEIT, NoticeMatter
from bot.notices.facts.parties import Paper
from bot.notices.facts.view import KINDS, permitted
from bot.notices.wording.saying import NOTHING, BilingualText, country, either, joined, listed, one_line

LINKS = "Links"
_TRUE = BilingualText(
    "权利人承诺所提交的内容及材料真实，系善意提出。详见所附通知。",
    "The right owner undertakes that what it submits is true and given in good faith. See the notice attached.",
)
_GUARANTEE = BilingualText(
    "代理人保证函（须由代理人签署后上传）", "Agent's letter of guarantee (to be signed and uploaded)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the fields are filled from."""

    matter: NoticeMatter
    portal: Portal
    papers: Sequence[Paper]
    right: Right | None

    @property
    def ticked(self) -> list[Reason]:
        """The reasons of this right, or of none in particular, without what only surrounds them."""
        own = {"", self.right.id if self.right else ""}
        return [r for r in self.matter.reasons if r.kind not in CIRCUMSTANCES and r.right_id in own]

    @property
    def ground(self) -> str:
        """The ground of the notice, or where it does not rest on this right, the right's own."""
        ground, right = self.matter.ground, self.right
        return (
            ground
            if right is None or right.kind in CARRIES.get(ground, {right.kind})
            else ground_of({right.kind})
        )


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field a portal may ask for. ``limit`` names the portal's limit that applies, empty where none is known."""

    label_zh: str
    label: str
    value: Callable[[Sheet], BilingualText]
    limit: str = ""


def reason_of(matter: NoticeMatter) -> str | None:
    """The code of the reason to choose, where the portal is known."""
    reason = matter.portal.reasons.get(matter.ground) if matter.portal else None
    return reason[0] if reason else None


def fields_of(matter: NoticeMatter, papers: Sequence[Paper]) -> tuple[PortalField, ...]:
    """The form's fields in the portal's language, once for each right: a complaint takes one; none for a letter, or for a
    kind that is no complaint."""
    portal = matter.portal
    if portal is None or matter.route != PLATFORM or not matter.entry.grounds or matter.by_email:
        return ()
    rights: Sequence[Right | None] = matter.rights or (None,)
    sheets = [Sheet(matter=matter, portal=portal, papers=papers, right=right) for right in rights]
    return tuple(
        _filled(sheet, name, alone=len(sheets) == 1)
        for sheet in sheets
        for name in portal.fields
        if _wanted(sheet, name)
    )


def gaps_of_fields(fields: Sequence[PortalField]) -> Iterator[NoticeGap]:
    """Fields longer than the form takes. The links have their own limit, in number."""
    for number, field in enumerate(fields, 1):
        if field.limit and len(field.value) > field.limit:
            yield blocking(
                f"fields.{number}",
                "{field} has {count} characters, the portal takes {most}; shorten it",
                field=field.label,
                count=len(field.value),
                most=field.limit,
            )


def _filled(sheet: Sheet, name: str, *, alone: bool) -> PortalField:
    field, right = FIELDS[name], sheet.right
    return PortalField(
        name=name,
        part="" if alone or right is None else f"{right.title} {_number(right)}".strip(),
        label_zh=field.label_zh,
        label=field.label,
        value=field.value(sheet).in_language(sheet.portal.language),
        limit=sheet.portal.limits.get(field.limit, 0),
    )


def _wanted(sheet: Sheet, name: str) -> bool:
    """Some fields are there only with an agent, a test purchase or an examined patent."""
    if name == "guarantee":
        return sheet.matter.authority is not None
    if name == "order_no":
        return bool(sheet.matter.purchases and sheet.matter.marks)
    if name == "evaluation_report":
        return sheet.right is not None and sheet.right.evaluation_report is not None
    return True


def _of_right(read: Callable[[Right], str]) -> Callable[[Sheet], BilingualText]:
    def value(sheet: Sheet) -> BilingualText:
        return _plain(read(sheet.right)) if sheet.right else NOTHING

    return value


def _plain(text: str) -> BilingualText:
    return BilingualText(text, text)


def _agent(sheet: Sheet) -> BilingualText:
    authority = sheet.matter.authority
    return BilingualText(authority.agent_zh or authority.agent, authority.agent) if authority else NOTHING


def _reason(sheet: Sheet) -> BilingualText:
    ground = sheet.ground
    _, label = sheet.portal.reasons.get(ground, ("", ""))
    return BilingualText(label, sheet.matter.catalog.ground_titles(ground)[1]) if label else NOTHING


def _unlicensed(sheet: Sheet) -> Iterator[BilingualText]:
    """What the owner of this right did not permit; of goods shown to be fake, that they are none of its own either."""
    said = permitted([sheet.right.kind.branch] if sheet.right else [])
    if said:
        fake = sheet.ground == COUNTERFEIT
        yield BilingualText(
            f"权利人未许可该店铺的经营者{said.zh}" + (_NOT_OURS.zh if fake else "。"),
            f"The operator of the shop has no permission from the right owner to {said.en}."
            + (_NOT_OURS.en if fake else ""),
        )


_NOT_OURS = BilingualText(
    "，有合理理由认为该商品并非权利人生产或者许可生产。",
    " It has good reason to believe that the goods were made neither by the right owner nor under its licence.",
)


def _marks_used(sheet: Sheet) -> Iterator[BilingualText]:
    """Which mark the page writes, and on which goods: what makes out the ground for a reader of this field alone."""
    matter, right = sheet.matter, sheet.right
    if right and right.kind is RightKind.TRADEMARK and shown(matter, right):
        goods = goods_under(matter, right)
        where, at = ("标题", "title") if titled(matter, right) else ("页面", "page")
        yield BilingualText(
            f"商品{where}使用与第{_number(right)}号注册商标相同的“{right.title}”标识"
            + (f"，商品为{goods.zh}，属核定使用商品。" if goods else "。"),
            f"The {at} uses the sign “{right.title}”, identical with registered mark no. {_number(right)}"
            + (f"; the goods are {goods.en}, covered by it." if goods else "."),
        )


def _told(sheet: Sheet) -> Iterator[BilingualText]:
    """Why the goods infringe, sentence by sentence, of this right or of none in particular; nothing where nobody ticked or
    wrote a reason."""
    ticked, written = sheet.ticked, [*_written(sheet)]
    if not (written or ticked):
        return
    if ReasonKind.SIGN not in {reason.kind for reason in ticked}:
        yield from _marks_used(sheet)
    yield from (BilingualText(reason.zh, reason.en) for reason in ticked)
    yield from written
    yield from _unlicensed(sheet)


def _written(sheet: Sheet) -> Iterator[BilingualText]:
    """What a person wrote: the comparison with this right, and the facts."""
    compared = {"copyright": "alike", "design": "comparison", "patent": "comparison"}
    for field in (compared.get(sheet.right.kind.branch if sheet.right else "", ""), "facts"):
        zh, en = (one_line(sheet.matter.texts.get(f"{field}_{language}", "")) for language in ("zh", "en"))
        if zh or en:
            yield either(zh, en)


def _explanation(sheet: Sheet) -> BilingualText:
    """What a person ticked and wrote, or the shortest sentence that the records carry."""
    matter = sheet.matter
    told = [*_told(sheet)]
    if told:
        return joined(told, "", " ")
    title_zh, title = matter.catalog.ground_titles(sheet.ground)
    mine = [right for right in matter.rights if sheet.right in {None, right}]
    rights = "、".join(f"{KINDS[r.kind].zh}“{r.title}”（{_number(r)}）" for r in mine)
    rights_en = ", ".join(f"{KINDS[r.kind].en} “{r.title}” ({_number(r)})" for r in mine)
    return BilingualText(
        f"上述链接销售的商品涉嫌侵犯权利人的{rights}。投诉类型：{title_zh}。",
        f"The goods under these links are suspected of infringing the {rights_en}. Kind of complaint: {title}.",
    )


def _number(right: Right) -> str:
    return right.number or right.international_number


def _annexes(sheet: Sheet) -> BilingualText:
    others = {str(right.id) for right in sheet.matter.rights if sheet.right not in {None, right}}
    if sheet.right and sheet.right.kind is not RightKind.TRADEMARK:  # a sample is compared with a mark
        others |= {"deed", "examiner", "compared", *(each.purchase_id for each in sheet.matter.purchases)}
    papers = [paper for paper in sheet.papers if paper.id.partition(":")[0] not in others]
    return BilingualText(
        "\n".join(f"{p.no}. {p.title.zh}" for p in papers), "\n".join(f"{p.no}. {p.title.en}" for p in papers)
    )


def _owner(sheet: Sheet) -> BilingualText:
    return BilingualText(sheet.matter.owner_name_zh or sheet.matter.owner.name, sheet.matter.owner.name)


def _address(sheet: Sheet) -> BilingualText:
    owner = sheet.matter.owner
    return BilingualText(sheet.matter.owner_address_zh or owner.address, owner.address or owner.address_zh)


FIELDS: Mapping[str, FieldSpec] = {
    "owner_name": FieldSpec("权利人名称", "Right owner", _owner, "name"),
    "owner_name_en": FieldSpec(
        "权利人英文名称", "Right owner in English", lambda s: _plain(s.matter.owner.name), "name"
    ),
    "owner_country": FieldSpec(
        "权利人所在国家/地区", "Right owner's country", lambda s: country(s.matter.owner.country)
    ),
    "owner_address": FieldSpec("权利人地址", "Right owner's address", _address, "title"),
    "owner_registration": FieldSpec(
        "权利人登记号码",
        "Right owner's registration number",
        lambda s: _plain(s.matter.owner.uscc or s.matter.owner.registration_number),
    ),
    "agent": FieldSpec("代理人名称", "Agent", _agent, "name"),
    "guarantee": FieldSpec("代理人保证函", "Agent's letter of guarantee", lambda s: _GUARANTEE),
    "contact": FieldSpec(
        "联系方式（将向经营者披露）",
        "Contact (shown to the seller)",
        lambda s: _plain(s.matter.owner.contact_public),
        "name",
    ),
    "right_kind": FieldSpec(
        "知识产权类型", "Kind of right", lambda s: KINDS[s.right.kind] if s.right else NOTHING
    ),
    "right_number": FieldSpec("权利编号", "Number", _of_right(_number), "name"),
    "right_title": FieldSpec("权利名称", "Title", _of_right(lambda r: r.title), "title"),
    "right_classes": FieldSpec(
        "商标类别",
        "Nice classes",
        lambda s: listed(sorted({*s.right.classes})) if s.right else NOTHING,
    ),
    "right_until": FieldSpec(
        "有效期至", "In force until", _of_right(lambda r: r.expires_on.isoformat() if r.expires_on else "")
    ),
    "right_scan": FieldSpec(
        "权利证书文件", "Scan of the certificate", _of_right(lambda r: r.proof.rpartition("/")[2])
    ),
    "evaluation_report": FieldSpec(
        "专利权评价报告编号",
        "Patent evaluation report",
        _of_right(lambda r: r.evaluation_report.number if r.evaluation_report else ""),
    ),
    "on_file": FieldSpec(
        "平台知识产权备案号",
        "On file with the portal as",
        lambda s: _plain(dict(s.right.portals).get(s.portal.name, "")) if s.right else NOTHING,
        "name",
    ),
    "object": FieldSpec("投诉对象", "Object of the complaint", lambda s: BilingualText("商品", "product")),
    "reason": FieldSpec("投诉理由", "Reason", _reason),
    "links": FieldSpec("侵权商品链接", LINKS, lambda s: _plain("\n".join(x.url for x in s.matter.listings))),
    "item_codes": FieldSpec(
        "商品编号", "Item codes", lambda s: _plain("\n".join(x.item_id for x in s.matter.listings))
    ),
    "order_no": FieldSpec(
        "测试购买订单编号",
        "Order number of the test purchase",
        lambda s: _plain(s.matter.purchases[-1].order_no),
    ),
    "explanation": FieldSpec("投诉说明", "Explanation", _explanation, "text"),
    "annexes": FieldSpec("附件", "Annexes", _annexes),
    "statement": FieldSpec("真实性承诺", "Undertaking of truth", lambda s: _TRUE, "text"),
}
"""Every field a catalog's portal may list, by the name it is listed under."""
