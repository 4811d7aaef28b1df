"""Outside counsel: named one by one, shown what is shared with them and nothing else, every look in the trail."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.ids import CaseId, DraftId, PersonId
from bot.playground.seen import SeenMessage
from bot.slack.ids import ModalField
from tests.scenario.conftest import ALERTS, ALICE, BOB, CAROL, DAVE, GUEST, LAWYER, LEGAL, Bot

CASE, DRAFT = CaseId("C-000001"), DraftId("D-000001")
LATER = date(2026, 12, 31)


def named(bot: Bot, who: str = LAWYER) -> None:
    """An admin names somebody in the form."""
    bot.person(DAVE).command(ALERTS, "/marque", "counsel")
    form = bot.screen(DAVE, "Last day")
    bot.person(DAVE).submits(form, {ModalField.COUNSEL: who, ModalField.WHEN: LATER.isoformat()})
    bot.tells(DAVE, "is counsel until the end of 31 December 2026")


def shared(bot: Bot, who: str = LAWYER) -> SeenMessage:
    """An approver shares the draft with them: what stands in their messages."""
    bot.person(BOB).clicks(bot.draft_in_channel(), "counsel.share")
    form = bot.screen(BOB, "Outside counsel")
    bot.person(BOB).submits(form, {ModalField.COUNSEL: [who]})
    bot.tells(BOB, "is shared with 1")
    return bot.tells(who, DRAFT)


def looks(bot: Bot) -> list[tuple[str, str]]:
    """The looks of counsel in the trail of the case, with what each saw."""
    entries = bot.desk.cases.timeline(CASE)
    acts = [e.act for e in entries if e.act is not None and e.act.what == "counsel.looked"]
    return [(act.who, str(act.details.get("draft", "case"))) for act in acts]


@pytest.mark.parametrize("who", [LAWYER, GUEST])
def test_counsel_named_by_an_admin_reads_comments_on_and_approves_what_is_shared(
    bot_in_playground: Bot, who: str
) -> None:
    bot = bot_in_playground
    bot.draft()
    named(bot, who)
    copy = shared(bot, who)
    assert "条码" not in copy.everything
    assert "barcode" not in copy.everything
    assert looks(bot) == []
    bot.person(who).clicks(copy, "draft.review")
    assert "条码" in bot.screen(who, "条码").everything
    assert looks(bot) == [(who, DRAFT)]
    bot.person(who).clicks(copy, "counsel.comment")
    bot.person(who).submits(bot.screen(who, "What you have to say"), {ModalField.COMMENT: "Name the owner."})
    assert bot.says(LEGAL, "Name the owner.").thread_ts == bot.draft_in_channel().ts
    bot.person(who).clicks(copy, "draft.approve")
    bot.says(LEGAL, "Approved by <@" + who)
    assert [each.by for each in bot.desk.drafts.get(DRAFT).approvals] == [who]


def test_counsel_asks_for_changes_and_its_author_hears_so(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.draft()
    named(bot)
    copy = shared(bot)
    bot.person(LAWYER).clicks(copy, "draft.ask_changes")
    bot.person(LAWYER).submits(bot.screen(LAWYER, "change"), {ModalField.COMMENT: "Cite the certificate."})
    bot.tells(ALICE, "Cite the certificate.")


def test_what_is_taken_back_is_gone_from_their_messages(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.draft()
    named(bot)
    copy = shared(bot)
    bot.person(BOB).clicks(bot.draft_in_channel(), "counsel.share")
    bot.person(BOB).submits(bot.screen(BOB, "Outside counsel"), {ModalField.COUNSEL: []})
    gone = bot.tells(LAWYER, "not shared with you any more")
    assert gone.ts == copy.ts
    assert not gone.action_ids


def test_what_the_command_line_ends_is_gone_from_their_messages(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.draft()
    named(bot)
    copy = shared(bot)
    bot.desk.counsel.end(PersonId(LAWYER), by=PersonId(DAVE))
    bot.delivery.run()
    gone = bot.playground.state().message(copy.channel, copy.ts)
    assert gone is not None
    assert "not shared with you any more" in gone.everything
    assert not gone.action_ids


@pytest.mark.parametrize("how", ["the last day is past", "an admin ended it", "Slack names another team"])
def test_who_is_counsel_no_more_does_nothing_with_an_old_card(bot_in_playground: Bot, how: str) -> None:
    bot = bot_in_playground
    bot.draft()
    named(bot)
    copy = shared(bot)
    if how == "the last day is past":
        bot.clock.forward(days=60)
    elif how == "an admin ended it":
        bot.desk.counsel.end(PersonId(LAWYER), by=PersonId(DAVE))
    else:
        directory = bot.desk.people.directory
        moved = replace(directory.member(PersonId(LAWYER)), team="T0OTHER")
        bot.desk.people.directory.member = lambda person: moved  # type: ignore[method-assign]
        bot.desk.people.forget(PersonId(LAWYER))
    for button in ("draft.review", "draft.approve", "draft.ask_changes", "counsel.comment"):
        bot.person(LAWYER).clicks(copy, button)
    bot.tells(LAWYER, "People of another workspace cannot use Marque")
    assert looks(bot) == []
    assert bot.desk.drafts.get(DRAFT).approvals == ()


def test_counsel_who_writes_is_shown_what_is_shared_and_asks_nothing_of_the_law(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    bot.draft()
    named(bot)
    bot.person(LAWYER).says(bot.person(LAWYER).dm, "which drafts wait?")
    bot.tells(LAWYER, "Nothing is shared with you just now")
    bot.desk.counsel.share(PersonId(LAWYER), CASE, by=PersonId(BOB))
    bot.person(LAWYER).says(bot.person(LAWYER).dm, "and now?")
    told = bot.tells(LAWYER, "Shared with you")
    assert CASE in told.everything
    assert DRAFT in told.everything
    bot.person(LAWYER).clicks(told, "counsel.read")
    screen = bot.screen(LAWYER, CASE)
    assert not [each for each in screen.action_ids if each.startswith("case.")]
    assert looks(bot) == [(LAWYER, "case")]


def test_a_notice_that_wants_counsel_takes_the_yes_of_outside_counsel(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.draft()
    with bot.desk.store.unit() as unit:
        draft = unit.drafts.get(DRAFT)
        assert draft is not None
        unit.drafts.save(replace(draft, composition=replace(draft.composition, counsel=True)))
    draft = bot.desk.drafts.get(DRAFT)
    assert bot.desk.approvals.team.counsel_for(draft) is None
    bot.desk.counsel.name(PersonId(LAWYER), "T0FIRM", LATER, by=PersonId(DAVE))
    bot.desk.counsel.share(PersonId(LAWYER), DRAFT, by=PersonId(BOB))
    assert bot.desk.approvals.team.counsel_for(draft) == {LAWYER}
    assert LAWYER not in bot.desk.approvals.team.asked(draft)
    bot.desk.approvals.approve(DRAFT, shown_version=1, by=PersonId(CAROL))
    assert not bot.desk.drafts.get(DRAFT).released
    assert bot.desk.approvals.approve(DRAFT, shown_version=1, by=PersonId(LAWYER)).released


def test_outside_counsel_waives_no_gap(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.draft()
    bot.desk.counsel.name(PersonId(LAWYER), "T0FIRM", LATER, by=PersonId(DAVE))
    bot.desk.counsel.share(PersonId(LAWYER), DRAFT, by=PersonId(BOB))
    draft = bot.desk.drafts.get(DRAFT)
    assert LAWYER in bot.desk.approvals.team.may_approve(draft)
    assert bot.desk.approvals.team.roles(PersonId(LAWYER), draft) == frozenset()


def test_only_an_admin_names_and_only_an_outsider_is_named(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.person(BOB).command(ALERTS, "/marque", "counsel")
    bot.tells(BOB, "needs the role admin")
    bot.person(DAVE).command(ALERTS, "/marque", "counsel")
    form = bot.screen(DAVE, "Last day")
    bot.person(DAVE).submits(form, {ModalField.COUNSEL: ALICE, ModalField.WHEN: LATER.isoformat()})
    bot.tells(DAVE, "only guests and people of other teams are named so")
    assert bot.desk.counsel.all() == []
