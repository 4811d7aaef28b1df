"""A delivery is kept before it is acknowledged, and worked off whatever happens to the process then."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.drafts import DraftStatus
from bot.domain.errors import DeliveryFailed, NotKept, StoreBusy, WrongInput
from bot.domain.ids import AskedId, CaseId, DraftId, PersonId
from bot.domain.questions import AskedQuestion
from bot.playground.driver import ActRefusedError
from bot.playground.records import APP_TOKEN, BOT_TOKEN
from bot.queues import DAMAGED, Inbox, Incoming
from bot.slack import left, once, worklist
from bot.slack.app import app_of, run_socket_mode
from bot.slack.front import Front
from bot.slack.hands import BOUND_WORKERS, VOICES
from bot.slack.ids import ActionId, Ref
from bot.slack.left import LEFT_HANDS, MOST_BUSY, MOST_TRIES
from bot.slack.notifier import SlackNotifier
from bot.slack.payloads import Place
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.slack.voice import Trade
from bot.slack.working import WorkItem
from bot.slack.worklist import LONG_LINE
from bot.store.inbox import LEASE
from bot.store.queues import SqlOutbox
from bot.words.book import load_words
from knowledge import law
from knowledge.reading import Sure
from tests.patience import patience
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, CAROL, DAVE, LEGAL, Bot, a_bot


class Dies(Executor):
    """The pool of a process that is killed before it begins."""

    def submit(self, work: Callable[..., Any], /, *args: object, **more: object) -> Future[Any]:
        return Future()


@pytest.fixture(scope="module", autouse=True)
def patient_slack() -> Iterator[None]:
    """Here some things are never acknowledged: that is not waited for longer than Slack does."""
    with patience(acknowledged=3.0):
        yield


@contextmanager
def another(
    bot: Bot,
    pool: Executor,
    holder: str,
    inbox: Inbox | None = None,
    elsewhere: bool = False,
    words: Executor | None = None,
    ready: Callable[[], None] = lambda: None,
) -> Iterator[Front]:
    """One more process on the same state, in the place of the one before; ``elsewhere``: on another machine, from where
    nobody sees that it is gone. With ``words`` it has a pool of its own for them, as a real one; questions wait until it is
    ``ready``."""
    client = make_client(BOT_TOKEN, bot.playground.api_url)
    options = SlackOptions(alert_channel=ALERTS, legal_channel=LEGAL, approvers=(BOB, CAROL), admins=(DAVE,))
    desk = bot.desk if inbox is None else replace(bot.desk, inbox=inbox)
    trade = Trade(pool=pool, holder=holder, words=words, ready=ready)
    front = Front(desk, Poster(client), options, load_words("en"), law.load(), trade)
    app = app_of(front, client)
    front.worklist.begin(lambda held: held != holder and not elsewhere)
    bot.playground.disconnect()
    running = run_socket_mode(app, APP_TOKEN, front.desk.clock)
    try:
        yield front
    finally:
        running.stop()
        front.worklist.drain(0)


def acts_of(bot: Bot) -> list[str]:
    """What stands on the audit trail."""
    with bot.desk.store.unit() as unit:
        return [entry.act.what for entry in unit.audit.entries() if entry.act]


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Bot]:
    """The state and the workspace of a bot whose own process is gone."""
    with a_bot(tmp_path) as bot:
        yield bot


def test_an_approval_acknowledged_by_a_process_that_dies_is_given_after_the_restart(quiet: Bot) -> None:
    preview = quiet.draft()
    quiet.stop()
    with another(quiet, Dies(), "here:1"):
        quiet.person(BOB).clicks(preview, "draft.approve")
        quiet.person(CAROL).clicks(preview, "draft.approve")
    assert quiet.desk.drafts.get(DraftId("D-000001")).status is DraftStatus.AWAITING
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.playground.wait_for(
            lambda s: (
                quiet.desk.drafts.get(DraftId("D-000001")).status is DraftStatus.APPROVED
                and not quiet.desk.inbox.waiting()
            )
        )
    acts = acts_of(quiet)
    assert acts.count("draft.approved") + acts.count("draft.approval_given") == 1
    assert quiet.desk.inbox.waiting() == 0


def test_what_waits_while_processes_die_one_after_another_is_done_by_the_first_that_lives(quiet: Bot) -> None:
    quiet.stop()
    with another(quiet, Dies(), "here:0"):
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 1)
    for each in range(MOST_TRIES + 2):
        with another(quiet, Dies(), f"here:{each + 1}"):
            assert quiet.desk.inbox.holders() == [f"here:{each + 1}"]
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:9"):
        quiet.says(ALERTS, "whoever files first")


def test_what_processes_die_over_again_and_again_is_given_up_and_its_person_told(quiet: Bot) -> None:
    quiet.stop()
    with another(quiet, Dies(), "here:0"):
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 1)
    [left] = quiet.desk.inbox.take("here:1", quiet.desk.clock(), gone=["here:0"])
    for _ in range(MOST_TRIES):
        quiet.desk.inbox.begin(left.key)
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.tells(ALICE, "restarted several times")
    assert quiet.desk.inbox.waiting() == 0


def test_a_question_acknowledged_by_a_process_that_dies_is_answered_after_the_restart(quiet: Bot) -> None:
    quiet.stop()
    with another(quiet, Dies(), "here:1"):
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 1)
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.says(ALERTS, "whoever files first")


def test_a_question_that_waits_for_the_index_while_processes_die_is_not_given_up(quiet: Bot) -> None:
    quiet.stop()
    with another(quiet, Dies(), "here:0"):
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 1)
    for each in range(MOST_TRIES + 2):
        waits, killed = Event(), Event()

        def builds(waits: Event = waits, killed: Event = killed) -> None:
            waits.set()
            killed.wait(60)
            raise SystemExit

        with ThreadPoolExecutor(1) as pool:
            with another(quiet, pool, f"here:{each + 1}", ready=builds):
                assert waits.wait(60)
            killed.set()
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:9"):
        quiet.says(ALERTS, "whoever files first")


@contextmanager
def killed_once(bot: Bot, step: str) -> Iterator[Front]:
    """A process that is killed once it has kept an answer, or once it has shown it, before it comes to its end."""

    def dies(*_: object, **__: object) -> None:
        raise SystemExit

    with ThreadPoolExecutor(1) as pool, another(bot, pool, "here:1") as front:
        front.worklist._voices = Dies()  # type: ignore[assignment]
        front.worklist._end = lambda job: None  # type: ignore[method-assign]
        if step == "kept":
            front.keep = dies  # type: ignore[method-assign]
        yield front


STEPS = pytest.mark.parametrize("step", ["kept", "shown"])


@STEPS
def test_a_question_whose_process_died_over_its_answer_is_answered_and_kept_once(
    quiet: Bot, step: str
) -> None:
    quiet.stop()
    with killed_once(quiet, step):
        asked = quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: bool(kept_questions(quiet)))
        if step == "shown":
            quiet.says(ALERTS, "whoever files first")
    quiet.search.asked.clear()
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
    told = [m for m in quiet.playground.state().messages(ALERTS, by=BOT) if m.thread_ts == asked]
    assert ["whoever files first" in m.everything for m in told] == [True]
    assert len(kept_questions(quiet)) == 1
    assert set(quiet.search.asked) == ({"Who gets a mark?"} if step == "kept" else set())


@STEPS
def test_a_picked_title_whose_process_died_over_its_answer_is_answered_and_kept_once(
    quiet: Bot, step: str
) -> None:
    quiet.search.sure = Sure.CHOICE
    quiet.person(ALICE).command(ALERTS, "/ask", "in-channel The mark?")
    choice = quiet.says(ALERTS, "not sure")
    quiet.search.sure = Sure.ANSWER
    quiet.stop()
    title = Ref(asked=AskedId("Q-000001"), view="cn/first-to-file#principle")
    with killed_once(quiet, step):
        quiet.person(ALICE).clicks(choice, ActionId.PICK, title.write())
        quiet.playground.wait_for(lambda s: len(kept_questions(quiet)) == 2)
        if step == "shown":
            quiet.says(ALERTS, "What cn/first-to-file#principle says.")
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
    found = quiet.playground.state().messages(
        ALERTS, by=BOT, containing="What cn/first-to-file#principle says."
    )
    assert len(found) == 1
    assert len(kept_questions(quiet)) == 2


def test_where_slack_does_not_let_look_an_answer_twice_is_better_than_none(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet.stop()
    with killed_once(quiet, "kept"):
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: bool(kept_questions(quiet)))

    def shut(*_: object, **__: object) -> None:
        raise DeliveryFailed("Slack asks to slow down")

    monkeypatch.setattr(once, "messages_since", shut)
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.says(ALERTS, "whoever files first")


def test_slack_is_asked_again_what_stands_where_it_has_a_fault_of_its_own(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet.stop()
    with killed_once(quiet, "shown"):
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.says(ALERTS, "whoever files first")
    look, faults = once.messages_since, iter([True, True])

    def faulty(*given: Any, **more: Any) -> Any:
        if next(faults, False):
            raise DeliveryFailed("Slack had a fault of its own (request_timeout)", in_doubt=True)
        return look(*given, **more)

    monkeypatch.setattr(once, "messages_since", faulty)
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
    assert next(faults, None) is None
    assert len(quiet.playground.state().messages(ALERTS, by=BOT, containing="whoever files first")) == 1


def kept_questions(bot: Bot) -> list[AskedQuestion]:
    """Every question that was kept."""
    with bot.desk.store.unit() as unit:
        return list(unit.asked.since(datetime(2000, 1, 1, tzinfo=UTC)))


def test_a_question_by_command_whose_process_died_over_it_is_answered_in_the_message_that_stood_already(
    quiet: Bot,
) -> None:
    quiet.stop()
    begun, killed = Event(), Event()

    def dies(text: str, **_: object) -> None:
        begun.set()
        killed.wait(60)
        raise SystemExit

    with ThreadPoolExecutor(1) as pool, another(quiet, pool, "here:1") as front:
        front.desk = replace(front.desk, conversations=SimpleNamespace(ask=dies))  # type: ignore[arg-type]
        quiet.person(ALICE).command(ALERTS, "/ask", "in-channel Who gets a mark?")
        assert begun.wait(60)
        front.worklist._end = lambda job: None  # type: ignore[method-assign]  # killed before it came to an end
        killed.set()
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.says(ALERTS, "whoever files first")
    assert len(quiet.playground.state().messages(ALERTS, by=BOT, containing="Who gets a mark?")) == 1


def test_a_case_whose_process_died_after_its_message_was_posted_keeps_that_message(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = quiet.alert()
    quiet.stop()

    def dies(*_: object) -> None:
        raise SystemExit

    with (
        monkeypatch.context() as gone,
        ThreadPoolExecutor(1) as pool,
        another(quiet, pool, "here:1") as front,
    ):
        gone.setattr(front.worklist, "_voices", Dies())  # who hears that it failed presses once more
        gone.setattr(front.desk.cases, "in_channel", dies)
        quiet.person(ALICE).clicks(alert, "alert.open_case")
        quiet.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    assert not quiet.desk.cases.get(CaseId("C-000001")).ts
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.playground.wait_for(lambda s: bool(quiet.desk.cases.get(CaseId("C-000001")).ts))
    cards = quiet.playground.state().messages(ALERTS, by=BOT, containing="C-000001 义乌市晴禾贸易有限公司")
    assert [card.ts for card in cards if not card.thread_ts] == [quiet.desk.cases.get(CaseId("C-000001")).ts]


def test_who_was_not_told_of_a_refusal_before_the_process_died_is_told_after_the_restart(quiet: Bot) -> None:
    preview = quiet.draft()
    quiet.stop()
    with ThreadPoolExecutor(1) as pool, another(quiet, pool, "here:1") as front:
        front.worklist._voices = Dies()  # type: ignore[assignment]  # a process that dies before it speaks
        quiet.person(ALICE).clicks(preview, "draft.approve")
        quiet.playground.wait_for(lambda s: not pool._work_queue.qsize())
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.tells(ALICE, "needs the role approver; yours is analyst")


def test_who_was_told_of_a_refusal_is_not_told_after_a_restart_that_it_was_done(quiet: Bot) -> None:
    preview = quiet.draft()
    quiet.stop()
    inbox = NeverDone(quiet.desk.inbox)
    with ThreadPoolExecutor(1) as pool, another(quiet, pool, "here:1", inbox):  # type: ignore[arg-type]
        quiet.person(ALICE).clicks(preview, "draft.approve")
        quiet.tells(ALICE, "needs the role approver")
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2") as front:
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
        assert not front.worklist.waiting
    told = [each.everything for each in quiet.playground.state().all_messages if each.ephemeral_for == ALICE]
    assert not [each for each in told if "done and recorded" in each]


def test_a_window_that_a_restart_kept_shut_is_told_with_a_button_that_opens_it(quiet: Bot) -> None:
    alert = quiet.alert()
    quiet.stop()
    with another(quiet, Dies(), "here:1") as front:
        front.worklist._bound = Dies()  # type: ignore[assignment]  # a process that dies over it
        quiet.person(ALICE).clicks(alert, "alert.not_infringing")
        quiet.person(BOB).command(ALERTS, "/draft")
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        told = quiet.tells(ALICE, "restarted before it could open the window")
        quiet.person(ALICE).clicks(told, "restart.again")
        assert quiet.person(ALICE).modal().callback_id == "form.not_infringing"
        quiet.person(BOB).clicks(quiet.tells(BOB, "restarted before"), "restart.again")
        assert quiet.person(BOB).modal().callback_id == "form.draft"


def test_an_act_that_was_recorded_before_the_process_died_is_not_done_again_but_told(quiet: Bot) -> None:
    preview = quiet.draft()
    quiet.stop()
    with another(quiet, Dies(), "here:1") as front:
        quiet.person(BOB).clicks(preview, "draft.approve")
        [key] = front.worklist._in_hand
        with quiet.desk.store.acting(key, PersonId(BOB)):
            quiet.desk.approvals.approve(DraftId("D-000001"), shown_version=1, by=PersonId(BOB))
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.tells(BOB, "done and recorded")
    acts = acts_of(quiet)
    assert acts.count("draft.approved") + acts.count("draft.approval_given") == 1


def test_nothing_is_acknowledged_that_cannot_be_kept_and_nothing_is_done(quiet: Bot) -> None:
    alert = quiet.alert()
    quiet.stop()
    full = DiesOver(quiet.desk.inbox, kept=False, of=NotKept("the disk is full"))
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:1", full):  # type: ignore[arg-type]
        with pytest.raises(ActRefusedError):
            quiet.person(ALICE).clicks(alert, "alert.open_case")
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        with pytest.raises(ActRefusedError):
            quiet.person(ALICE).command(ALERTS, "/marque", "help")
        assert quiet.desk.cases.find(limit=100)[0] == []
        assert not quiet.playground.state().messages(ALERTS, by=BOT, containing="files first")


def test_a_delivery_that_comes_again_while_it_is_in_hand_or_done_is_answered_once(quiet: Bot) -> None:
    quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?", deliveries=3)
    quiet.says(ALERTS, "whoever files first")
    quiet.playground.redeliver("app_mention", times=2)
    quiet.person(ALICE).command(ALERTS, "/marque", "help")
    quiet.tells(ALICE, "What Marque does")
    assert len(quiet.playground.state().messages(ALERTS, by=BOT, containing="whoever files first")) == 1


class Waits(ThreadPoolExecutor):
    """A pool that begins nothing until it may."""

    def __init__(self) -> None:
        super().__init__(2)
        self.may = Event()

    def submit(self, work: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        def later() -> Any:
            self.may.wait()
            return work(*args, **more)

        return super().submit(later)


def test_what_another_process_did_while_this_one_stood_still_is_neither_done_again_nor_told_of_twice(
    quiet: Bot,
) -> None:
    quiet.stop()
    with another(quiet, Dies(), "here:1"):
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 1)
    with Waits() as still, another(quiet, still, "here:2") as front:
        assert front.worklist._in_hand
        with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:3"):
            quiet.says(ALERTS, "whoever files first")
            quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
        still.may.set()
        still.shutdown()
        front.worklist._voices.shutdown()
    assert len(quiet.playground.state().messages(ALERTS, by=BOT, containing="whoever files first")) == 1
    assert not [
        each for each in quiet.playground.state().all_messages if "done and recorded" in each.everything
    ]


def test_who_asks_in_a_burst_is_told_the_place_in_line_and_answered_in_order(quiet: Bot) -> None:
    quiet.stop()
    with Waits() as pool, another(quiet, pool, "here:1"):
        for number in range(LONG_LINE):
            quiet.person(ALICE).says(ALERTS, f"<@U0MARQUE> Who gets a mark? {number}")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == LONG_LINE)
        quiet.person(BOB).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.tells(BOB, f"with {LONG_LINE} before it")
        pool.may.set()
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 0)


@pytest.mark.parametrize(("channel", "slowly"), [(ALERTS, "chat.postEphemeral"), ("", "chat.postMessage")])
def test_who_has_to_be_told_while_slack_asks_to_slow_down_holds_up_nobody_and_is_told_later(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch, channel: str, slowly: str
) -> None:
    monkeypatch.setattr(worklist, "BEAT_SECONDS", 0.05)
    quiet.stop()
    here = Place(person=PersonId(ALICE), channel=channel or quiet.person(ALICE).dm)
    with ThreadPoolExecutor(1) as pool, another(quiet, pool, "here:1") as front:
        quiet.playground.arm(slowly, "ratelimited", times=VOICES, retry_after=600)
        for number in range(VOICES):
            front.worklist.tell(here, WrongInput(f"number {number} was wrong"))
        quiet.playground.wait_for(lambda s: len(quiet.playground.calls(slowly)) == VOICES)
        quiet.playground.arm(slowly, "ratelimited", retry_after=1)
        front.worklist.tell(here, WrongInput("the last was wrong"))
        quiet.tells(ALICE, "The last was wrong")
        # A message is seen before the call that posted it is written down.
        quiet.playground.wait_for(lambda s: len(quiet.playground.calls(slowly)) == VOICES + 2)


def held_up(monkeypatch: pytest.MonkeyPatch) -> tuple[list[WorkItem], Event]:
    """From now on nothing that a dead process left comes to its end before the event; what was begun of it, in order."""
    begun, go_on, settle = list[WorkItem](), Event(), worklist.Worklist._settle

    def held(self: worklist.Worklist, job: WorkItem) -> None:
        begun.append(job)
        go_on.wait(60)
        settle(self, job)

    monkeypatch.setattr(worklist.Worklist, "_settle", held)
    return begun, go_on


def test_who_presses_now_waits_for_nothing_that_a_dead_process_left(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = quiet.draft()
    quiet.stop()
    with another(quiet, Dies(), "here:1"):
        for number in range(3 * LEFT_HANDS):
            quiet.person(ALICE).says(ALERTS, f"<@U0MARQUE> Who gets a mark? {number}")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 3 * LEFT_HANDS)
    quiet.clock.forward(minutes=5)
    begun, go_on = held_up(monkeypatch)
    with ThreadPoolExecutor(LEFT_HANDS + 1) as pool, another(quiet, pool, "here:2"):
        quiet.person(BOB).clicks(preview, "draft.approve")
        quiet.playground.wait_for(lambda s: s.messages(LEGAL, containing="Approved by"))
        assert len(begun) == LEFT_HANDS
        go_on.set()
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
    assert (
        len(quiet.playground.state().messages(ALERTS, by=BOT, containing="whoever files first"))
        == 3 * LEFT_HANDS
    )


def test_a_press_that_a_dead_process_left_waits_for_no_question_left_beside_it(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = quiet.draft()
    quiet.stop()
    with another(quiet, Dies(), "here:1"):
        for number in range(2 * LEFT_HANDS):
            quiet.person(ALICE).says(ALERTS, f"<@U0MARQUE> Who gets a mark? {number}")
        quiet.person(BOB).clicks(preview, "draft.approve")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 2 * LEFT_HANDS + 1)
    quiet.clock.forward(minutes=5)
    built, work = Event(), worklist.Worklist._work

    def slowly(self: worklist.Worklist, job: WorkItem) -> None:
        if job.incoming.person == ALICE:
            built.wait(60)  # as for the first index of a home
        work(self, job)

    monkeypatch.setattr(worklist.Worklist, "_work", slowly)
    with ThreadPoolExecutor(2 * LEFT_HANDS) as pool, another(quiet, pool, "here:2"):
        quiet.playground.wait_for(lambda s: s.messages(LEGAL, containing="Approved by"))
        assert quiet.desk.inbox.waiting() >= 2 * LEFT_HANDS
        built.set()
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())


def test_a_press_waits_for_no_question_however_many_wait_for_the_first_index(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview, built, work = quiet.draft(), Event(), worklist.Worklist._work
    quiet.stop()

    def slowly(self: worklist.Worklist, job: WorkItem) -> None:
        if job.incoming.person == ALICE:
            built.wait(60)
        work(self, job)

    monkeypatch.setattr(worklist.Worklist, "_work", slowly)
    with (
        ThreadPoolExecutor(1) as pool,
        ThreadPoolExecutor(1) as words,
        another(quiet, pool, "here:1", words=words),
    ):
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.person(BOB).clicks(preview, "draft.approve")
        quiet.playground.wait_for(lambda s: s.messages(LEGAL, containing="Approved by"))
        assert quiet.desk.inbox.waiting()
        built.set()
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())


def test_while_somebody_waits_one_hand_works_on_what_was_left_and_others_may_see_it(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet.stop()
    with another(quiet, Dies(), "here:1"):
        for number in range(3 * LEFT_HANDS):
            quiet.person(ALICE).says(ALERTS, f"<@U0MARQUE> Who gets a mark? {number}")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 3 * LEFT_HANDS)
    quiet.clock.forward(minutes=5)
    bobs, lefts, begun, ended = Event(), Event(), list[int](), list[int]()
    settle, work = worklist.Worklist._settle, worklist.Worklist._work

    def settled(self: worklist.Worklist, job: WorkItem) -> None:
        begun.append(len(begun) - len(ended) + 1)  # how many are worked on now
        lefts.wait(60)
        settle(self, job)
        ended.append(1)

    def slowly(self: worklist.Worklist, job: WorkItem) -> None:
        if job.incoming.person == BOB:
            bobs.wait(60)
        work(self, job)

    monkeypatch.setattr(worklist.Worklist, "_settle", settled)
    monkeypatch.setattr(worklist.Worklist, "_work", slowly)
    with ThreadPoolExecutor(LEFT_HANDS + 1) as pool, another(quiet, pool, "here:2") as front:
        quiet.person(BOB).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: front.worklist.wanted and len(begun) == LEFT_HANDS)
        assert SlackNotifier(front.poster.client, front.options, front.words, front=front).people_wait()
        lefts.set()
        quiet.playground.wait_for(lambda s: len(ended) == 3 * LEFT_HANDS)
        assert set(begun[LEFT_HANDS:]) == {1}
        bobs.set()
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
        assert not front.worklist.wanted


def test_what_was_left_is_worked_off_oldest_first_and_a_home_tab_after_what_somebody_waits_for(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet.stop()
    with another(quiet, Dies(), "here:1"):
        for number, act in enumerate((ALICE, "home", BOB, CAROL, DAVE), 1):
            if act == "home":
                quiet.person(ALICE).opens_home()
            else:
                quiet.person(act).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
            quiet.playground.wait_for(lambda s, kept=number: quiet.desk.inbox.waiting() == kept)  # type: ignore[misc]
            quiet.clock.forward(seconds=1)
    quiet.clock.forward(minutes=5)
    monkeypatch.setattr(left, "LEFT_HANDS", 1)
    begun, go_on = held_up(monkeypatch)
    go_on.set()
    with ThreadPoolExecutor(4) as pool, another(quiet, pool, "here:2"):
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
    assert [job.incoming.person for job in begun] == [ALICE, BOB, CAROL, DAVE, ALICE]
    assert begun[-1].incoming.name == "app_home_opened"


def test_presses_that_a_dead_process_left_make_no_crowd_of_one_press_now(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = quiet.draft()
    quiet.stop()
    with another(quiet, Dies(), "here:1") as front:
        front.worklist._bound = front.worklist._openers = Dies()  # type: ignore[assignment]
        for _ in range(BOUND_WORKERS):
            quiet.person(CAROL).clicks(preview, "draft.ask_changes")
    quiet.clock.forward(minutes=5)
    quiet.playground.forget_calls()
    _, go_on = held_up(monkeypatch)
    with ThreadPoolExecutor(4) as pool, another(quiet, pool, "here:2"):
        quiet.person(BOB).clicks(preview, "draft.ask_changes")
        quiet.playground.wait_for(lambda s: s.modal(BOB))
        assert not quiet.playground.calls("views.update"), "no window to wait in came first"
        go_on.set()


@pytest.mark.parametrize("damage", ["at = '2O26-11-28 00:00:00.000000'", "body = '{'", "body = '[7]'"])
def test_a_damaged_row_is_set_aside_told_to_the_admins_and_the_others_are_worked_off(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(worklist, "BEAT_SECONDS", 0.05)
    quiet.stop()
    with another(quiet, Dies(), "here:1"):
        for number in (1, 2, 3):
            quiet.person(ALICE).says(ALERTS, f"<@U0MARQUE> Who gets a mark? {number}")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 3)
    engine = quiet.desk.inbox._engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE inbox SET {damage} WHERE key = (SELECT min(key) FROM inbox)")
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
        quiet.delivery.run()
        quiet.tells(DAVE, "could not be read back from the inbox")


class Busy:
    """The inbox of a database that others hold each time but the last that this is to be done to one delivery."""

    def __init__(self, inbox: Inbox, act: str, key: str, times: int) -> None:
        self._inbox, self._act, self._key, self.left = inbox, act, key, times

    def __getattr__(self, name: str) -> Any:
        does = getattr(self._inbox, name)

        def refused(key: str, *more: Any) -> Any:
            if key == self._key and self.left:
                self.left -= 1
                raise StoreBusy(1)
            return does(key, *more)

        return refused if name == self._act else does


@pytest.mark.parametrize("act", ["set_aside", "done"])
def test_what_a_busy_database_kept_from_being_taken_up_is_taken_up_with_a_later_beat(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setattr(worklist, "BEAT_SECONDS", 0.05)
    quiet.stop()
    kind = DAMAGED if act == "set_aside" else "click"
    row = Incoming(key="1", kind=kind, name="nobody's", person=ALICE, body="{}", at=quiet.clock())
    with another(quiet, Dies(), "here:1"):
        quiet.desk.inbox.keep(row, "here:1")
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 2)
    busy = Busy(quiet.desk.inbox, act, row.key, times=3)
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2", busy):  # type: ignore[arg-type]
        quiet.says(ALERTS, "whoever files first")
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
    assert not busy.left
    assert quiet.desk.inbox.aside() == (act == "set_aside")  # type: ignore[attr-defined]


@pytest.fixture
def kept_by_a_dead_process(quiet: Bot, monkeypatch: pytest.MonkeyPatch) -> Incoming:
    """A question that nobody answered yet."""
    monkeypatch.setattr(worklist, "BEAT_SECONDS", 0.05)
    quiet.stop()
    with another(quiet, Dies(), "here:1"):
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 1)
    (left,) = quiet.desk.inbox.left(lambda holder: True, quiet.clock())
    return left


def busy_search(quiet: Bot, monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """From now on others hold the database so often when a question is asked; each time is told of."""
    ask, told = quiet.desk.conversations.ask, list[int]()

    def asked(*given: Any, **more: Any) -> Any:
        if len(told) < times:
            told.append(1)
            raise StoreBusy(30)
        return ask(*given, **more)

    monkeypatch.setattr(quiet.desk.conversations, "ask", asked)
    return told


def test_a_question_left_behind_that_meets_a_busy_database_is_tried_again_and_not_told_so(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch, kept_by_a_dead_process: Incoming
) -> None:
    told = busy_search(quiet, monkeypatch, MOST_BUSY)
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2"):
        quiet.says(ALERTS, "whoever files first")
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
    assert len(told) == MOST_BUSY
    assert not [m for m in quiet.playground.state().all_messages if "was busy" in m.everything]
    assert len(kept_questions(quiet)) == 1


def test_one_that_meets_it_busy_for_ever_is_told_so_and_has_been_tried_by_one_process(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch, kept_by_a_dead_process: Incoming
) -> None:
    begun, begin = list[Incoming | None](), quiet.desk.inbox.begin

    class Counted:
        def __getattr__(self, name: str) -> Any:
            return getattr(quiet.desk.inbox, name)

        def begin(self, key: str, *, again: bool = False) -> Incoming | None:
            begun.append(begin(key, again=again))
            return begun[-1]

    told = busy_search(quiet, monkeypatch, 99)
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2", Counted()):  # type: ignore[arg-type]
        quiet.tells(ALICE, "was busy for 30 seconds")
        quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
    assert len(told) == MOST_BUSY + 1
    assert [each.tries for each in begun if each] == [kept_by_a_dead_process.tries + 1] * len(told)


def test_a_process_says_that_it_lives_while_another_holds_the_database_that_it_reads_settings_from(
    quiet: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "BEAT_SECONDS", 0.05)
    quiet.stop()
    waits, go_on, renewed = Event(), Event(), Counter[bool]()
    with ThreadPoolExecutor(1) as pool, another(quiet, pool, "here:1") as front:
        renew = quiet.desk.inbox.renew

        def lives(holder: str, now: datetime) -> None:
            renewed[waits.is_set()] += 1
            renew(holder, now)

        def reads() -> None:
            waits.set()
            go_on.wait(60)

        monkeypatch.setattr(quiet.desk.inbox, "renew", lives)
        front.worklist.on_beat = reads
        quiet.playground.wait_for(lambda s: renewed[True] > 2)
        go_on.set()


def test_admins_are_told_of_what_was_set_aside_before_an_error_nobody_knew(quiet: Bot) -> None:
    quiet.stop()
    row = Incoming(key="1", kind=DAMAGED, name="", person=ALICE, body="{}", at=quiet.clock())
    with another(quiet, Dies(), "here:1") as front:
        quiet.desk.inbox.keep(row, "here:0")
        quiet.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        quiet.playground.wait_for(lambda s: quiet.desk.inbox.waiting() == 2)
        monkeyed = front.worklist._submit

        def fails(*_: object) -> None:
            raise ZeroDivisionError

        front.worklist._submit, front.worklist._in_hand = fails, {}  # type: ignore[method-assign]
        with pytest.raises(ZeroDivisionError):
            front.worklist._take_up(["here:0", "here:1"])
        front.worklist._submit = monkeyed  # type: ignore[method-assign]
    quiet.delivery.run()
    quiet.tells(DAVE, "could not be read back from the inbox, and was set aside, not done: 1")


def test_a_worklist_that_was_drained_leaves_no_thread_behind(quiet: Bot) -> None:
    quiet.stop()
    with ThreadPoolExecutor(1) as pool, another(quiet, pool, "here:1") as front:
        step = front.worklist._steps
        step.submit(lambda: None).result()
    with pytest.raises(RuntimeError):
        step.submit(lambda: None)


def test_no_error_of_a_beat_ends_the_next(quiet: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "BEAT_SECONDS", 0.05)
    quiet.stop()
    beats: list[int] = []

    def fails() -> None:
        beats.append(1)
        raise ZeroDivisionError

    with ThreadPoolExecutor(1) as pool, another(quiet, pool, "here:1") as front:
        front.worklist.on_beat = fails
        quiet.playground.wait_for(lambda s: len(beats) > 2)


class Gone(BaseException):
    """The process is gone here."""


class NeverDone:
    """The inbox of a process that dies before it marks anything as done."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inbox, name)

    def done(self, key: str, now: object) -> None:
        """It dies before."""


class DiesOver:
    """The inbox of a process that dies over a delivery, before it is kept or after; or fails otherwise."""

    def __init__(self, inbox: Inbox, kept: bool, of: BaseException | type[BaseException] = Gone) -> None:
        self._inbox, self._kept, self._fault = inbox, kept, of

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inbox, name)

    def keep(self, incoming: Incoming, holder: str) -> bool:
        if self._kept:
            self._inbox.keep(incoming, holder)
        raise self._fault


def _dying(bot: Bot, step: str) -> Any:
    """What approves in a process that dies amid the act, or after it before anybody is told."""

    def dies(*_: object, **__: object) -> None:
        raise Gone

    def approve(*given: Any, **named: Any) -> None:
        with pytest.MonkeyPatch.context() as patch:
            if step == "amid the act":
                patch.setattr(SqlOutbox, "add", dies)
            bot.desk.approvals.approve(*given, **named)
        raise Gone

    return SimpleNamespace(approve=approve)


@pytest.mark.parametrize(
    ("step", "elsewhere"),
    [
        ("before it is kept", False),
        ("before the acknowledgement", False),
        ("before the act", True),
        ("amid the act", False),
        ("before it is told", True),
    ],
)
def test_whose_click_a_process_died_over_sees_what_became_of_it_in_the_first_turn_after_the_restart(
    quiet: Bot, step: str, elsewhere: bool
) -> None:
    preview = quiet.draft()
    quiet.stop()
    unkept = {"before it is kept": False, "before the acknowledgement": True}
    inbox = DiesOver(quiet.desk.inbox, unkept[step]) if step in unkept else None
    with (
        ThreadPoolExecutor(1) as lives,
        another(
            quiet,
            Dies() if step == "before the act" else lives,
            "here:1",
            inbox,  # type: ignore[arg-type]
        ) as front,
    ):
        front.worklist._voices = Dies()  # type: ignore[assignment]
        front.worklist._end = lambda job: None  # type: ignore[method-assign]
        if step in {"amid the act", "before it is told"}:
            front.desk = replace(front.desk, approvals=_dying(quiet, step))
        if step in unkept:
            with pytest.raises(ActRefusedError):  # Slack shows its own error
                quiet.person(BOB).clicks(preview, "draft.approve")
        else:
            quiet.person(BOB).clicks(preview, "draft.approve")
    assert quiet.desk.inbox.waiting() == (step != "before it is kept")
    if elsewhere:  # a lease is all that tells that its holder is gone, and it lasts no longer than this
        quiet.clock.forward(seconds=30)
        assert LEASE.total_seconds() <= 30
    with ThreadPoolExecutor(2) as pool, another(quiet, pool, "here:2", elsewhere=elsewhere):
        if step == "before it is kept":
            quiet.person(BOB).clicks(preview, "draft.approve")
        if step == "before it is told":
            quiet.tells(BOB, "done and recorded")
        else:
            quiet.playground.wait_for(lambda s: not quiet.desk.inbox.waiting())
            quiet.delivery.run()
            assert f"<@{BOB}>" in quiet.draft_in_channel().everything.partition("Approved by")[2]
    acts = acts_of(quiet)
    assert acts.count("draft.approved") + acts.count("draft.approval_given") == 1
