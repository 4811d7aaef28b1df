"""Gaps of the request and its form: ground, languages, the route to a platform (one portal, its limits, its reasons), and
fields that a kind cannot do without, days and amounts that cannot be read, threats to a seller."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.rights import RightKind
from bot.domain.sentences import Sentence, joined, sentence
from bot.domain.verdicts import grounds_named
from bot.notices.facts.form import amount_in, base_names, called, date_in, written
from bot.notices.facts.ledger import Ledger
from bot.notices.facts.matter import NoticeMatter
from bot.notices.wording.saying import HAN
from knowledge import known

_DAYS = range(3, 31)


def gaps_of_request(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Whether the kind of notice suits the ground, the platform and the form."""
    request, entry = matter.facts.request, matter.entry
    refused = matter.catalog.refused(request.ground)
    if not entry.grounds:
        pass  # it accuses nobody: a withdrawal, a power of attorney
    elif refused:
        yield blocking(
            "request.ground",
            "no notice on the ground “{ground}”: {why_not}",
            ground=grounds_named(request.ground),
            why_not=refused,
        )
    elif request.ground not in entry.grounds:
        yield blocking(
            "request.ground",
            "{notice} is not made for the ground “{ground}”, which the verdict or the rights chose; it takes: {list}",
            notice=entry.title,
            ground=grounds_named(request.ground),
            list=grounds_named(*entry.grounds),
        )
    if "zh" not in request.languages:
        yield warning(
            "request.languages",
            "the Chinese text is the official one and was not asked for; add zh before sending",
        )
    if "products" in entry.pictures:
        yield from _chinese(matter)
    if matter.route == "platform" and entry.grounds:
        yield from gaps_of_portal(matter)
    days = matter.texts.get("reply_days", "7")
    if not days.isdecimal() or int(days) not in _DAYS:
        yield blocking("texts.reply_days", "“{text}” is no number of days from 3 to 30", text=days)
    channel = matter.texts.get("filing_channel", "")
    if channel not in {"", "12315"}:
        yield warning(
            "texts.filing_channel",
            "“{text}” is not known; leave it empty for a written request, or write 12315 for a report there",
            text=channel,
        )


def _chinese(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Products that the Chinese text describes in another language: an office reads Chinese."""
    asked = "the name of {sku}", "the features of {sku}"
    lacking = [
        sentence(name, sku=product.sku)
        for product in matter.products
        for name, texts in zip(asked, ((product.name_zh,), product.tells), strict=True)
        if not all(HAN.search(text) for text in texts)
    ]
    if lacking:
        yield warning(
            "product.chinese",
            "the Chinese text has no Chinese for {fields}; enter it in the brand book",
            fields=joined(lacking, ", "),
        )


def gaps_of_portal(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Whether the complaint suits the portal of its platform; a platform without one gets the letter."""
    portals = [matter.catalog.portal_of(x.platform) for x in matter.listings]
    found = {portal.title if portal else "" for portal in portals}
    names = sorted(found - {""})
    platforms = sorted({x.platform for x in matter.listings})
    if len(found) > 1:
        yield blocking(
            "listing.platform",
            "the listings are on {platforms}, which take complaints in different places; {names}; write one notice for "
            "each"
            if names
            else "the listings are on {platforms}, which take complaints in different places; write one notice for each",
            platforms=", ".join(platforms),
            **({"names": ", ".join(names)} if names else {}),
        )
        return
    if matter.listings and not names:
        yield warning(
            "listing.platform",
            "no portal sheet is known for {platforms}; send the letter by the way that the platform publishes "
            "for complaints",
            platforms=", ".join(platforms),
        )
        return
    if not matter.by_email:
        yield from _limits(matter)


def _limits(matter: NoticeMatter) -> Iterator[NoticeGap]:
    portal = matter.portal
    if portal is None:
        return
    if portal.max_links and len(matter.listings) > portal.max_links:
        yield blocking(
            "listing.url",
            "{count} links, the portal takes {most} in one complaint; split the notice",
            count=len(matter.listings),
            most=portal.max_links,
        )
    orders = {purchase.order_no for purchase in matter.purchases if purchase.order_no}
    if portal.one_order and len(orders) > 1:
        yield blocking(
            "evidence.test_purchase",
            "{count} test purchases, the portal takes one order in one complaint; split the notice, or name the "
            "order in the field for the test purchase",
            count=len(orders),
        )
    if len(matter.rights) > 1:
        yield warning(
            "right", "the portal takes one right in each complaint; file the sheet once for each right"
        )
    ground = matter.ground
    if ground in matter.entry.grounds and ground not in portal.reasons:
        yield blocking(
            "request.ground",
            "the portal has no reason for “{ground}”, which the verdict or the rights chose; it takes: {list}",
            ground=grounds_named(ground),
            list=grounds_named(*portal.reasons),
        )
    for right in matter.rights:
        if portal.on_file and not dict(right.portals).get(portal.name):
            yield blocking(
                "right.portals",
                "{right} is not certified with {portal}; it takes no complaint without that, so have it certified there first, "
                "then fill in the number it has there in the brand book, under portals of {right}",
                portal=portal.title,
                right=right.id,
                waivable_by="approver",
            )
    if portal.reading:
        yield warning(
            "portal.fields",
            "fields and reasons of {portal} are our reading of {day}, confirmed by nobody; compare the sheet "
            "with the portal before filing",
            portal=portal.title,
            day=portal.checked_on,
        )


def gaps_of_known(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Counsel compares the law cited, then waives it."""
    state, on = known.load(), max(matter.as_of, matter.dates.act_to)
    if state.doubt(on, matter.as_of, "en"):
        yield blocking(
            "law.known_until",
            "the register of law was compared with its sources on {checked} and is known until {until}; compare "
            "the law cited with the texts of {on}, then waive this",
            checked=state.checked_on,
            until=state.until,
            on=on,
            waivable_by=APPROVER,
        )


def gaps_of_form(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Each field by what its name promises."""
    for name in base_names(matter):
        path = f"texts.{name}"
        text = written(matter, name)
        if not text:
            if matter.entry.needs(path):
                yield blocking(path, "{field} is empty; fill it in", field=called(matter, name))
            continue
        if name.endswith("_on") and date_in(matter, name) is None:
            yield blocking(path, "“{text}” is no day; write it as 2026-11-24", text=text)
        if name.endswith("_cny") and amount_in(matter, name) is None:
            yield blocking(
                path, "“{text}” is no amount in yuan; write the number alone, for example 25000", text=text
            )
        known = matter.entry.choices.get(name, ())
        if known and text not in known:
            yield blocking(
                path,
                "“{text}” is not known; write {list}, or leave it empty",
                text=text,
                list=" or ".join(known),
            )
        yield from _languages(matter, name)
    yield from _threats(matter)


def gaps_of_english(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Words of the records that the English text can only spell in pinyin: the team gives their English."""
    lacking = [*_without_english(matter)] if "en" in matter.facts.request.languages else []
    if lacking:
        yield warning(
            "texts.english",
            "the English text has only pinyin for {fields}; fill it in in the brand book, or with the sample",
            fields=joined(lacking, ", "),
        )


def _without_english(matter: NoticeMatter) -> Iterator[Sentence]:
    for right in matter.rights:
        if HAN.search(right.goods_zh) and not right.goods_en:
            yield sentence("the goods of {right}", right=right.id)
        if right.kind is not RightKind.TRADEMARK and HAN.search(right.title) and not right.title_en:
            yield sentence("the title of {right}", right=right.id)
    for bought in matter.purchases[-1:]:
        told = [(row.tell + row.seen, row.tell_en and row.seen_en) for row in bought.differences]
        if any(HAN.search(zh) and not en for zh, en in (*told, (bought.marked, bought.marked_en))):
            yield sentence("what was found on the sample of {purchase}", purchase=bought.purchase_id)


def _languages(matter: NoticeMatter, name: str) -> Iterator[NoticeGap]:
    both = {f"{name}_zh", f"{name}_en"} & matter.texts.keys()
    if len(both) == 1 and name not in matter.texts and len(matter.facts.request.languages) > 1:
        yield warning(
            f"texts.{name}",
            "{field} was written in one language only and stands untranslated in the other text; write both",
            field=called(matter, both.pop()),
        )


_CRIME = re.compile(
    r"(?i)报警|报案|公安|警方|警察|派出所|经侦|抓(?:人|捕|走)|拘留|逮捕|坐牢|监狱|判刑|刑事|犯罪|刑责"
    r"|police|arrest|prosecut|criminal|\bcrimes?\b|\bjail|\bprison|in custody"
)
_STAKE = re.compile(
    r"(?i)支付|付款|付清|赔|[给交打]钱|私了|和解|转账|汇款|限期|期限|逾期|截止|[\d一二三四五六七八九十两]+个?(?:工作)?(?:日|天|小时)(?:之?内|以内)"
    r"|\bpay(?:ment)?\b|compensat|settle|deadline|within \w+ (?:working |calendar )?(?:day|hour|week)|no later than"
)
_ELSE = re.compile(
    r"(?i)如(?:果|若|不|未|逾|拒)|若(?!干)|否则|不然|除非|逾期|\bif\b|unless|otherwise|\bor (?:else|we|you)\b"
)
_TURN = re.compile(
    _ELSE.pattern
    + r"|则(?:不|将|会|由|我|本)|就(?:不|报|叫|去|让)|不再|不予追究|免于|即可|方可|撤回|撤案|会(?:报|被|追究|移送)"
    r"|将(?=[^。；]{0,8}(?:报|移|追|抓|拘|请|向|通知|联系|交))|\b(?:will|shall|would)\b|refrain|withdraw|\bdrop\b"
)
_SENTENCE = re.compile(r"(?<=[。！？；!?;\n])|(?<=[a-z)]\.) ")


def _threats(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Police or arrest held out to a seller who is to pay or to act by a day (CD-06, CD-07); a letter sets a day anyway."""
    to = {"seller", "platform"} & set(matter.entry.to.split("|"))
    for text in matter.texts.values() if to else ():
        pairs = (
            "".join(pair) for pair in zip_longest(*(_SENTENCE.split(text)[n:] for n in (0, 1)), fillvalue="")
        )
        held_out = [each for each in pairs if _CRIME.search(each) and _TURN.search(each)]
        for found in [x for x in held_out if "seller" in to or _STAKE.search(x) or _ELSE.search(x)][:1]:
            yield blocking(
                "texts.threat",
                "“{text}” holds out police, crime or arrest to a seller who is asked to pay or to act by a day; take it out",
                text=found.strip(),
            )


_FREE, _SHOWN = ("_zh", "_en"), 5
_PLACE = re.compile(r"(?i)(?:权利要求|图)\d+|第\d+[张幅项]|\b(?:claim|picture|view|figure|photograph)s? \d+")


def gaps_of_typed(matter: NoticeMatter, ledger: Ledger) -> Iterator[NoticeGap]:
    """Numbers in free text that no record holds, but for places of pictures. A person answers for their own; a model cannot."""
    for name, text in matter.texts.items():
        if not name.endswith(_FREE) or name[:-3] in matter.texts:
            continue
        found = ledger.unfounded(text if name in ledger.suggested else _PLACE.sub(" ", text))
        if not found:
            continue
        shown = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        field = called(matter, name)
        if name in ledger.suggested:
            yield blocking(
                f"texts.{name}",
                "{field}, proposed by a chat model, says {numbers}, which no record holds; take it out, or check it "
                "against a paper",
                field=field,
                numbers=shown,
                waivable_by=APPROVER,
            )
        else:
            yield warning(
                f"texts.{name}",
                "{field} says {numbers}, which no record holds; check it against a paper, or record what it comes "
                "from",
                field=field,
                numbers=shown,
            )
