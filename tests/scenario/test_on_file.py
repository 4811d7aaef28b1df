"""Forms name what is on file: agents, purchases, days and classes are chosen, and nobody types an id."""

from dataclasses import replace

import pytest

from bot.domain.compositions import Severity
from bot.domain.drafts import Draft, DraftStatus, Sent
from bot.domain.followups import ListingState, PortalResult
from bot.domain.ids import DraftId, PersonId
from bot.domain.moments import china_day
from bot.domain.purchases import TestPurchase
from bot.playground.jsons import Json, as_record, record, records, text
from bot.playground.seen import SeenView
from bot.slack.ids import ModalField
from tests.contract.records import NOW, case_listing, purchase
from tests.factories import a_book, a_listing, a_request, an_authority
from tests.scenario.conftest import ALERTS, ALICE, LEGAL, Bot


def bought(bot: Bot, **changes: object) -> TestPurchase:
    """A test purchase of the listing that the alerts are about."""
    bot.alert()
    given = replace(purchase(), listing_id=a_listing().listing_id, **changes)  # type: ignore[arg-type]
    return bot.desk.purchases.record(given, by=PersonId(ALICE))


def element(form: SeenView, field: str) -> Json:
    """What somebody fills in at this field."""
    [found] = [block["element"] for block in form.blocks if block.get("block_id") == field]
    return as_record(found)


def offered(form: SeenView, field: str) -> list[str]:
    """The values of a menu."""
    return [text(option, "value") for option in records(element(form, field), "options")]


def form_of(bot: Bot, kind: str) -> SeenView:
    """The form for this kind of notice about a listing that an alert showed."""
    alice, alert = bot.person(ALICE), bot.alert()
    alice.clicks(alert, "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, kind)
    form: SeenView = bot.form_of(ALICE, kind)
    return form


def drafted(bot: Bot, form: SeenView, **values: object) -> Draft:
    """What comes of the form as it is filled in."""
    facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    bot.person(ALICE).submits(form, {**facts, **values})
    bot.preview()
    return bot.desk.drafts.get(DraftId("D-000001"))


def test_the_agent_is_chosen_by_name_among_those_whose_power_fits(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    assert "asked.agent" not in form_of(bot, "platform-takedown").action_ids
    form = bot.more_fields(ALICE)
    assert offered(form, "asked.agent") == ["POA-1", "none"]  # POA-2 holds before other offices
    assert "Beicheng IP Law Firm · POA-1 · until 31 January 2028" in form.everything
    assert "Nobody: the owner acts in its own name" in form.everything
    draft = drafted(bot, form, **{"asked.agent": "POA-1"})
    assert ("agent", "POA-1") in draft.request.texts


def test_a_letter_of_a_law_firm_offers_firms_and_no_owner(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    agency = an_authority(id="POA-3", agent="Agency", agent_zh="", agent_type="trademark_agency")
    book = a_book()
    bot.desk.rights.import_book(replace(book, authorities=(*book.authorities, agency)), by=PersonId(ALICE))
    form_of(bot, "cease-and-desist")
    assert offered(bot.more_fields(ALICE), "asked.agent") == ["POA-1", "POA-2"]


def test_a_purchase_is_chosen_by_its_order_the_newest_first_and_stays_chosen(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bought(bot)
    newer = bought(bot, order_no="40129", sample_id="S-2")
    form = form_of(bot, "test-buy-report")
    assert offered(form, "asked.purchase") == [newer.purchase_id, "P-000001"]
    assert "4012-1 · 户外小店" in form.everything
    bot.person(ALICE).submits(form, {"asked.purchase": "P-000001"})
    bot.preview()
    draft = bot.desk.drafts.get(DraftId("D-000001"))
    assert "4012-1" in "".join(text for _, text in draft.composition.texts)
    alice = bot.person(ALICE)
    alice.clicks(bot.preview(), "draft.edit")
    chosen = text(record(element(alice.modal(), "asked.purchase"), "initial_option"), "value")
    assert chosen == "P-000001"


def test_what_is_not_on_file_is_said_with_the_way_to_add_it_and_the_form_goes_on(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    bot.desk.rights.import_book(replace(a_book(), authorities=()), by=PersonId(ALICE))
    form_of(bot, "platform-takedown")
    form = bot.more_fields(ALICE)
    assert "No power of attorney for this is on file" in form.everything
    assert "No test purchase is on file here" in form.everything
    assert not {"asked.agent", "asked.purchase"} & {*form.action_ids}
    drafted(bot, form)


@pytest.mark.parametrize(
    ("kind", "forged", "gap"),
    [
        ("platform-takedown", ("agent", "POA-9"), "authority"),
        ("test-buy-report", ("purchase", "P-9"), "evidence.test_purchase"),
    ],
)
def test_a_value_that_no_menu_offers_names_nothing_and_blocks(
    bot_in_playground: Bot, kind: str, forged: tuple[str, str], gap: str
) -> None:
    bot = bot_in_playground
    bought(bot)
    request = replace(a_request(kind), texts=(forged,))
    [draft] = bot.desk.batches.prepare(request, by=PersonId(ALICE))
    assert gap in {each.field for each in draft.composition.gaps if each.severity is Severity.BLOCKING}


def test_days_are_picked_not_typed(bot_in_playground: Bot) -> None:
    form = form_of(bot_in_playground, "counter-notice-reply")
    assert element(form, "asked.reached_on")["type"] == "datepicker"
    draft = drafted(bot_in_playground, form, **{"asked.reached_on": "2026-11-20"})
    assert ("reached_on", "2026-11-20") in draft.request.texts


def test_without_a_listing_any_purchase_can_be_found(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    bought(bot)
    alice.command(ALERTS, "/draft", "test-buy-report")
    assert offered(alice.modal(), "asked.purchase") == ["P-000001"]


def test_number_and_day_of_an_earlier_notice_come_from_the_one_chosen_and_a_forged_one_fills_nothing(
    bot_in_playground: Bot,
) -> None:
    bot, listing = bot_in_playground, a_listing().listing_id
    bot.alert()
    with bot.desk.store.unit() as unit:
        unit.brand_books.save(replace(a_book(), revision="r2"))
    [made] = bot.desk.batches.prepare(a_request("platform-takedown"), by=PersonId(ALICE))
    assert bot.desk.drafts.offers.earlier_of([listing]) == []
    sent = Sent(by=PersonId(ALICE), channel="portal", at=bot.clock(), reference="TS-88")
    with bot.desk.store.unit() as unit:
        unit.drafts.save(replace(unit.drafts.get(made.draft_id) or made, status=DraftStatus.SENT, sent=sent))
    alice, form = bot.person(ALICE), form_of(bot, "withdrawal")
    assert offered(form, "asked.earlier") == [made.draft_id]
    for number, chosen in enumerate(({"value": "D-000099"}, made.draft_id), 2):
        alice.submits(form, {"asked.earlier": chosen, "asked.reason_zh": "误通知。"})
        bot.says(LEGAL, f"D-00000{number}")
        form = form_of(bot, "withdrawal") if number == 2 else form
    forged, filled = (dict(bot.desk.drafts.get(DraftId(f"D-00000{n}")).request.texts) for n in (2, 3))
    assert not {"reference", "earlier_on", "earlier"} & {*forged}
    assert (filled["reference"], filled["earlier_on"]) == ("TS-88", f"{china_day(bot.clock())}")


def test_the_old_listing_of_goods_put_up_again_is_chosen_among_those_taken_down_or_found_by_its_address(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    old = [
        a_listing(item_id=str(number), title=f"旧款{number}", url=f"https://shop/{number}")
        for number in (11, 12)
    ]
    other = a_listing(item_id="13", seller_id="9")
    with bot.desk.store.unit() as unit:
        for number, each in enumerate((*old, other), 1):
            unit.listings.save(each, f"f{number}", [])
            state = ListingState.STILL_UP if each is old[1] else ListingState.DOWN
            unit.case_listings.save(
                case_listing(number, listing_id=each.listing_id, state=state, result=PortalResult.UNKNOWN)
            )
    form_of(bot, "amr-supplement")
    form = bot.more_fields(ALICE)
    assert not {"asked.old_item", "asked.old_link"} & {*form.action_ids}
    assert [value for value, _ in alice.options(form, "asked.old_listing")] == ["taobao:11", "taobao:13"]
    assert [value for value, _ in alice.options(form, "asked.old_listing", "旧款12")] == ["taobao:12"]
    unseen = "https://item.taobao.com/item.htm?id=730155210017"
    assert [value for value, _ in alice.options(form, "asked.old_listing", unseen)] == [unseen]
    for number, chosen in enumerate(("taobao:11", unseen, "no listing"), 1):
        alice.submits(form, {"asked.old_listing": {"value": chosen}})
        bot.says(LEGAL, f"D-00000{number}")
        if number < 3:
            form_of(bot, "amr-supplement")
            form = bot.more_fields(ALICE)
    filled, typed, forged = (
        dict(bot.desk.drafts.get(DraftId(f"D-00000{n}")).request.texts) for n in (1, 2, 3)
    )
    down = f"{china_day(NOW)}"
    assert [filled[name] for name in ("old_item", "old_link", "down_on")] == ["11", "https://shop/11", down]
    assert [typed.get(name) for name in ("old_item", "old_link", "down_on")] == ["730155210017", unseen, None]
    assert not {"old_listing", "old_item", "old_link"} & {*forged}
    alice.clicks(bot.preview(), "draft.edit")
    chosen_before = record(element(alice.modal(), "asked.old_listing"), "initial_option")
    assert "taobao:11" in text(record(chosen_before, "text"), "text")
