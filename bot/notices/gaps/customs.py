"""Gaps of papers for customs: one right, an agent in China, recordal, what the goods are, in time."""

import re
from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.rights import Right, RightKind, add_months
from bot.domain.workdays import after, known
from bot.notices.facts.annexes import old_patents
from bot.notices.facts.form import date_in, goods_of, written
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.records import authorised_of

_NOT_EXPORTED = re.compile(
    "(?:未|没有|不)(?:经|获)?(?:许可|授权|同意)[^。；，]{0,12}(?:出口|进口)"
    "|not (?:permitted|licensed|authorised)[^.;,]{0,40}(?:export|import)",
    re.IGNORECASE,
)
_REPORTED = {RightKind.DESIGN, RightKind.UTILITY_MODEL}


def gaps_of_recordal(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """One application for one right, a Madrid mark class by class (fact CU-06), with products and pictures."""
    yield from _agent(matter)
    yield from _form_of_power(matter)
    if len(matter.rights) > 1:
        yield blocking(
            "right",
            "customs takes one application for each right, this has {count}; split it",
            count=len(matter.rights),
        )
    for right in matter.rights:
        yield from _proof(matter, right)
        yield from _recorded(matter, right)
    yield from _reached(matter)
    if not written(matter, "infringers"):
        yield warning(
            "texts.infringers",
            "known infringing goods are left blank; customs asks for them, so tell what is known, for example from its "
            "own notices",
        )
    if not any(right.licensees for right in matter.rights) and authorised_of(matter):
        yield warning(
            "right.licensees",
            "shops are authorised in the brand book and no licence is on record; check whether one has to be told to "
            "customs, then enter it",
        )
    yield from _products(matter)


def _proof(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    """What customs wants to see of the right itself."""
    if right.madrid and len(right.classes) > 1:
        yield blocking(
            "right.classes",
            "{right} is an international registration in {count} classes; customs takes one application for each "
            "class, so enter each class as a right of its own",
            right=right.id,
            count=len(right.classes),
        )
    if right.kind in _REPORTED and (
        right.evaluation_report is None or right.evaluation_report.result != "positive"
    ):
        yield blocking(
            "right.evaluation_report",
            "customs wants the evaluation report of {right}; apply to CNIPA for it",
            right=right.id,
        )
    if right in old_patents(matter):
        yield warning(
            "right.register_copy",
            "{right} was granted some time ago; attach a copy of the patent register issued within {months} months "
            "before filing",
            right=right.id,
            months=matter.terms.register_copy_months,
        )


def _reached(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Where customs' notices go: they start days that run short (CU-18, CU-20)."""
    owner = matter.owner
    asked = {
        "contact_person": owner.contact_person,
        "phone": owner.phone,
        "email": owner.email,
        "fax": written(matter, "fax"),
        "changes": written(matter, "changes"),
    }
    blank = [name for name, said in asked.items() if not said]
    if blank:
        yield warning(
            "texts.recordal",
            "customs asks for contact person, telephone, fax and e-mail of the owner and for transfers, changes and renewals "
            "of the right, and sends its notices there; still blank: {fields}",
            fields=", ".join(blank),
        )


def _recorded(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    """A right recorded already: only a renewal, and that only in its last months."""
    if right.customs_recordal:
        yield warning(
            "right.customs_recordal",
            "{right} is recorded as {number}; is this a renewal?",
            right=right.id,
            number=right.customs_recordal,
        )
    until = right.customs_recordal_expires_on
    months = matter.terms.recordal_renewal_months
    if until is not None and matter.as_of < add_months(until, -months):
        yield warning(
            "right.customs_recordal_expires_on",
            "{right} is recorded until {day}; customs renews only in the {months} months before, so nothing is to be "
            "filed now",
            right=right.id,
            day=until,
            months=months,
        )


def _products(matter: NoticeMatter) -> Iterator[NoticeGap]:
    if not matter.products:
        yield blocking(
            "product", "no product under this right is in the brand book; customs asks what genuine goods are"
        )
    elif not any(product.images for product in matter.products):
        yield blocking(
            "product.images", "no picture of genuine goods and packaging; enter images of the product"
        )
    elif not all(product.hs_code for product in matter.products):
        yield warning(
            "product.hs_code",
            "a product has no HS code; customs finds goods by it, so enter it in the brand book",
        )


def gaps_of_detention(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """On customs' notice: recorded, and within the days that the law gives; on application: the right's papers."""
    yield from _agent(matter)
    yield from _form_of_power(matter)
    yield from _stated(matter)
    yield from _infringing(matter)
    if matter.texts.get("mode") == "application":
        yield from _on_application(matter)
        return
    for right in matter.rights:
        until = right.customs_recordal_expires_on
        if not right.customs_recordal:
            yield blocking(
                "right.customs_recordal",
                "{right} is not recorded with customs; without recordal set the mode to “application”",
                right=right.id,
            )
        elif until is not None and until < matter.as_of:
            yield blocking(
                "right.customs_recordal",
                "the recordal of {right} ended on {day}; renew it first",
                right=right.id,
                day=until,
            )
        elif until is None:
            yield warning(
                "right.customs_recordal",
                "until when {right} is recorded is not known; enter it",
                right=right.id,
            )
    if not matter.texts.get("customs_notice_no"):
        yield blocking(
            "texts.customs_notice_no", "the number of customs' notice is missing; take it from the notice"
        )
    if not matter.texts.get("notified_on"):
        yield blocking("texts.notified_on", "the day of its service is missing; take it from the notice")
    yield from _in_time(matter)


def _stated(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What the form must say of the goods and the security, and what its reasons must not."""
    if not matter.texts.get("direction"):
        yield warning("texts.direction", "whether the goods are imported or exported is not said; choose one")
    if not matter.texts.get("security_form"):
        yield warning(
            "texts.security_form",
            "whether security is a deposit or a guarantee is not said; choose one and attach its voucher",
        )
    looked = matter.texts.get("not_ours")
    if looked != "yes":
        yield (blocking if looked == "no" else warning)(
            "texts.not_ours",
            "nobody has said that the goods are not the owner's own; ask customs today for photographs or to view them, for a "
            "wrong application is paid for",
        )
    elif not all(written(matter, name) for name in ("checked_by", "checked_on", "checked_how")):
        yield warning(
            "texts.checked_by",
            "who checked the goods, when, and whether on the goods or on photographs is not said; write it, or do so by hand",
        )
    if matter.texts.get("direction") == "export":
        yield warning(
            "texts.direction",
            "of goods for export the shipper may plead that it makes them to order for a foreign owner of the same mark, which "
            "courts decide case by case; have counsel ready an answer",
        )
    said = matter.free("reasons")
    if _NOT_EXPORTED.search(f"{said.zh} {said.en}"):
        yield warning(
            "texts.reasons",
            "the reason says that import or export was not permitted, which reads as if the goods were genuine; say "
            "that the use of the mark on these goods was not",
        )


def _infringing(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Why the goods infringe: those of the registration for a mark, a comparison for any other right."""
    described = f"{matter.texts.get('goods', '')} {goods_of(matter, matter.marks).zh}"
    others = [r for r in matter.marks if not any(term in described for term in r.goods_terms)]
    if others and matter.ground != "similar_mark":
        yield blocking(
            "texts.goods",
            "the goods are not described as goods for which {marks} is registered; name them in the words of the registration, "
            "or leave that right out",
            marks=", ".join(f"“{right.title}” ({right.id})" for right in others),
            waivable_by=APPROVER,
        )
    if set(matter.bases) - {"trademark"} and not written(matter, "comparison"):
        yield blocking(
            "texts.comparison",
            "nothing compares the goods with the design, patent or work; write it in both languages, or leave that right out",
        )


def _in_time(matter: NoticeMatter) -> Iterator[NoticeGap]:
    notified, days = date_in(matter, "notified_on"), matter.terms.customs_reply_days
    if notified is None or not days:
        return
    last = after(notified, days)
    if matter.as_of > last:
        yield blocking(
            "law.customs_reply",
            "customs' notice was served on {served}; the {days} working days ended on {day} and customs does not "
            "detain any more. Apply on your own motion (mode “application”) if the goods are still there",
            served=notified,
            days=days,
            day=last,
        )
    elif known(last):
        yield warning("law.customs_reply", "application and security must reach customs by {day}", day=last)
    else:
        yield warning(
            "law.customs_reply",
            "application and security must reach customs by {day} (make-up days not published yet)",
            day=last,
        )


def _on_application(matter: NoticeMatter) -> Iterator[NoticeGap]:
    shown = matter.evidence or any(bought.differences for bought in matter.purchases)
    if not shown and not written(matter, "comparison"):
        yield blocking(
            "evidence.comparison",
            "on application customs wants evidence that plainly shows the infringement, and none is annexed; name a captured "
            "listing or an examined sample, or write the comparison whose table is annexed by hand",
        )
    expected = date_in(matter, "expected_on")
    if expected and expected < matter.as_of:
        yield blocking(
            "texts.expected_on",
            "the goods are expected on {day}, which is past; on application they are detained while about to enter or leave",
            day=expected,
        )
    yield warning(
        "law.customs_application",
        "on application customs does not investigate: without a court's notice to assist it releases the goods. Have "
        "the suit ready",
    )
    for right in matter.rights:
        if not right.customs_recordal:
            yield warning(
                "right.customs_recordal",
                "{right} is not recorded; attach the owner's identity papers and the right's",
                right=right.id,
            )


def _form_of_power(matter: NoticeMatter) -> Iterator[NoticeGap]:
    if matter.authority is not None:
        yield warning(
            "law.customs_form",
            "customs takes a power in its own prescribed form; have that form signed now, with its formality abroad, the general "
            "power does not do",
        )


def _agent(matter: NoticeMatter) -> Iterator[NoticeGap]:
    if matter.foreign and matter.authority is None:
        yield blocking(
            "authority",
            "a foreign owner acts before customs through its office in China or an agent there; enter a power of "
            "attorney with the scope “customs”",
        )
