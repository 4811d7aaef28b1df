"""Asking, as a person does it in Slack."""

from bot.domain.ids import AskedId
from bot.domain.questions import Dislike, Opinion
from bot.services.answering.gaps import Lack
from bot.slack.ids import ActionId, ModalField, Ref
from knowledge.reading import MessageKind, Refusal, Sure
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, OTHER, Bot

HELPFUL, NOT_HELPFUL = (Ref(asked=AskedId("Q-000001"), opinion=o.value) for o in Opinion)


def test_ask_command_is_answered_in_the_channel_with_source_date_and_caution(bot_in_playground: Bot) -> None:
    bot_in_playground.person(ALICE).command(ALERTS, "/ask", "in-channel Who gets a mark in China?")
    answer = bot_in_playground.says(ALERTS, "whoever files first")
    assert "Trademark Law Art. 57 (in force to 31 December 2026)" in answer.everything
    assert "Law as of 24 November 2026." in answer.everything
    assert "not legal advice" in answer.everything
    assert "answer.feedback" in answer.action_ids
    assert "Who gets a mark in China?" in answer.everything


def test_ask_command_is_answered_privately_and_its_asker_may_share_the_answer(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    bot.person(ALICE).command(ALERTS, "/ask", "Who gets a mark in China?")
    told = bot.tells(ALICE, "whoever files first")
    assert told.ephemeral_for == ALICE
    assert [m for m in bot.playground.state().messages(ALERTS, by=BOT) if not m.ephemeral_for] == []
    bot.person(ALICE).clicks(told, ActionId.SHARE_ANSWER)
    shared = bot.playground.wait_for(
        lambda s: [m for m in s.messages(ALERTS, by=BOT, containing="files first") if not m.ephemeral_for]
    )[-1]
    assert "Who gets a mark in China?" in shared.everything
    assert len(bot.search.asked) == 1
    bot.person(ALICE).says(ALERTS, f"<@{BOT}> what about designs?", thread_ts=shared.ts)
    bot.playground.wait_for(lambda s: "Who gets a mark in China? what about designs?" in bot.search.asked)


def test_mention_is_answered_in_its_thread(bot_in_playground: Bot) -> None:
    ts = bot_in_playground.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
    answer = bot_in_playground.says(ALERTS, "whoever files first")
    assert answer.thread_ts == ts


def test_direct_message_is_answered_in_thread(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    ts = alice.says(alice.dm, "Who gets a mark?")
    assert bot_in_playground.says(alice.dm, "whoever files first").thread_ts == ts


def test_follow_up_carries_the_persons_own_earlier_question_and_nobody_elses(bot_in_playground: Bot) -> None:
    alice, bob = bot_in_playground.person(ALICE), bot_in_playground.person(BOB)
    root = alice.says(ALERTS, "<@U0MARQUE> Who gets a mark?")
    bot_in_playground.says(ALERTS, "whoever files first")
    bob.says(ALERTS, "<@U0MARQUE> what about patents?", thread_ts=root)
    alice.says(ALERTS, "<@U0MARQUE> what about designs?", thread_ts=root)
    bot_in_playground.playground.wait_for(lambda s: len(s.messages(ALERTS, thread=root, by=BOT)) == 3)
    assert sorted(bot_in_playground.search.asked) == sorted(
        [
            "Who gets a mark?",
            "what about patents?",
            "what about designs?",
            "Who gets a mark? what about designs?",
            "The principle what about designs?",
        ]
    )


def test_refusal_says_what_the_bot_can_help_with(bot_in_playground: Bot) -> None:
    bot_in_playground.person(ALICE).command(ALERTS, "/ask", "in-channel How is the weather?")
    refusal = bot_in_playground.says(ALERTS, "/marque help")
    assert "answer.feedback" in refusal.action_ids, "a wrong refusal can be told"


def test_same_event_three_times_is_answered_once(bot_in_playground: Bot) -> None:
    bot_in_playground.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?", deliveries=3)
    bot_in_playground.says(ALERTS, "whoever files first")
    bot_in_playground.person(BOB).says(ALERTS, "<@U0MARQUE> Who else?")
    bot_in_playground.playground.wait_for(
        lambda s: len(s.messages(ALERTS, containing="whoever files first")) >= 2 or None
    )
    assert bot_in_playground.search.asked == ["Who gets a mark?", "Who else?"]


def test_empty_question_and_20000_characters_get_a_clear_sentence(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/ask", "in-channel")
    bot_in_playground.tells(ALICE, "The question is empty")
    alice.command(ALERTS, "/ask", "in-channel " + "why " * 5_000)
    bot_in_playground.tells(ALICE, "ask in 4,000 or fewer")


def test_where_the_bot_may_not_post_the_answer_comes_privately(bot_in_playground: Bot) -> None:
    bot_in_playground.person(ALICE).command(OTHER, "/ask", "in-channel Who gets a mark?")
    bot_in_playground.tells(ALICE, "whoever files first")


def test_helpful_is_kept_and_thanked_for(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/ask", "in-channel Who gets a mark?")
    alice.clicks(bot_in_playground.says(ALERTS, "whoever files first"), "answer.feedback", HELPFUL.write())
    bot_in_playground.tells(ALICE, "Thank you")
    with bot_in_playground.desk.store.unit() as unit:
        acts = [entry.act for entry in unit.audit.entries() if entry.act]
        asked = unit.asked.get(AskedId("Q-000001"))
    assert [(act.who, act.details["value"]) for act in acts if act.what == "answer.feedback"] == [
        (ALICE, "helpful")
    ]
    assert asked is not None
    assert asked.opinion is Opinion.HELPFUL


def test_not_helpful_asks_why_and_the_question_becomes_a_gap(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/ask", "in-channel Who gets a mark?")
    alice.clicks(
        bot_in_playground.says(ALERTS, "whoever files first"), "answer.feedback", NOT_HELPFUL.write()
    )
    form = bot_in_playground.playground.wait_for(lambda s: s.modal(ALICE))
    alice.submits(form, {ModalField.REASON: Dislike.INCOMPLETE.value, ModalField.COMMENT: "And the fee?"})
    bot_in_playground.tells(ALICE, "Thank you")
    [gap] = bot_in_playground.desk.gaps.since()
    assert (gap.question, gap.lack, gap.comments) == (
        "Who gets a mark?",
        Lack.DISLIKED,
        ("incomplete: And the fee?",),
    )


def test_after_slack_renews_the_connection_questions_are_still_answered(bot_in_playground: Bot) -> None:
    bot_in_playground.playground.disconnect(refresh=True)
    bot_in_playground.playground.wait_for(
        lambda s: len(bot_in_playground.playground.slack.delivery.sockets.connections) or None
    )
    bot_in_playground.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
    bot_in_playground.says(ALERTS, "whoever files first")


def test_update_refused_by_the_server_still_brings_the_answer(bot_in_playground: Bot) -> None:
    bot_in_playground.playground.arm("chat.update", "unknown_method")
    bot_in_playground.person(ALICE).command(ALERTS, "/ask", "in-channel Who gets a mark?")
    bot_in_playground.says(ALERTS, "whoever files first")


def test_an_unlawful_ask_is_refused_privately_and_no_channel_reads_it(bot_in_playground: Bot) -> None:
    bot_in_playground.reader.refusal = Refusal.UNLAWFUL
    bot_in_playground.person(ALICE).command(ALERTS, "/ask", "in-channel How do I sell replicas unseen?")
    bot_in_playground.tells(ALICE, "not something this bot helps with")
    bot_in_playground.says(ALERTS, "Answered privately.")
    bot_in_playground.playground.wait_for(
        lambda s: not s.messages(ALERTS, by=BOT, containing="replicas") or None
    )


def test_a_choice_shows_titles_and_a_pick_is_answered_at_once(bot_in_playground: Bot) -> None:
    bot_in_playground.search.sure = Sure.CHOICE
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/ask", "in-channel The mark?")
    choice = bot_in_playground.says(ALERTS, "not sure")
    assert "The principle" in choice.everything
    bot_in_playground.search.sure = Sure.ANSWER
    alice.clicks(
        choice, ActionId.PICK, Ref(asked=AskedId("Q-000001"), view="cn/first-to-file#principle").write()
    )
    bot_in_playground.says(ALERTS, "What cn/first-to-file#principle says.")
    with bot_in_playground.desk.store.unit() as unit:
        asked = unit.asked.get(AskedId("Q-000001"))
    assert asked is not None
    assert asked.picked == "cn/first-to-file#principle"


def test_a_plan_shows_its_steps_with_buttons(bot_in_playground: Bot) -> None:
    bot_in_playground.reader.kind = MessageKind.PLAN
    bot_in_playground.reader.topic = "plan.fakes_on_sale"
    bot_in_playground.person(ALICE).command(ALERTS, "/ask", "in-channel Someone sells fakes of us!")
    plan = bot_in_playground.says(ALERTS, "Whose goods are they?")
    assert ActionId.REPORT_LISTING in plan.action_ids
    assert ActionId.CHOOSE_ROUTE in plan.action_ids
    assert ActionId.DRAFT_NOTICE not in plan.action_ids, "no fact on file bears a ground"


def test_an_act_opens_its_form_filled_in(bot_in_playground: Bot) -> None:
    bot_in_playground.reader.kind = MessageKind.ACT
    bot_in_playground.reader.topic = "act.draft_takedown"
    bot_in_playground.person(ALICE).command(ALERTS, "/ask", "in-channel draft a takedown")
    card = bot_in_playground.says(ALERTS, "Still missing: listings, rights")
    assert ActionId.DRAFT_NOTICE in card.action_ids


def test_a_message_in_a_third_language_is_told_which_two_are_read(bot_in_playground: Bot) -> None:
    alice, asked = bot_in_playground.person(ALICE), "wer hat das bezahlt?"
    bot_in_playground.reader.foreign = (asked,)
    alice.says(alice.dm, asked)
    assert "Marque reads English and Chinese" in bot_in_playground.says(alice.dm, "reads English").everything
    assert bot_in_playground.search.asked == []
