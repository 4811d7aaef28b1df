"""A day starts the clock of the event that the words around it mean, and a day of anything else starts none."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.domain.clocks import Event
from bot.services.answering.told_days import day_of
from knowledge.bank import FOLDER
from knowledge.library import Library
from knowledge.told_days import around

TODAY = date(2026, 11, 30)
ANSWERED = "The stall owner's protest was relayed to us on 12 November. We had complained on 3 November."
ASKED_FOR = "我们11月20日向海关递了扣货申请，还没回音。"
UPHELD = "复议11月19日出来了，维持原来的罚款（8月罚的）。"


# Of which event, in which words, from which to which day it may have come.
CAME_LATER = [
    (
        Event.COURT_JUDGMENT,
        "The judgment over our bells is dated 2 November, served on our Lyon office on 9 November, read on the 12th.",
        (9, 9),
    ),
    (Event.RECONSIDERATION_DECISION, "The reconsideration decision is of 2 November. It came by mail on 9 November.", (9, 9)),
    (Event.CNIPA_REFUSAL, "The notice refusing our mark is dated 2 November, we opened it on the 6th.", (2, 6)),
    (Event.CNIPA_CANCELLATION, "Non-use decision of 2 November, passed on to me by the old agent on the 16th.", (2, 16)),
    (Event.COURT_JUDGMENT, "判决书落款11月2日，11月9日才送达我们前台。", (9, 9)),
    (Event.RECONSIDERATION_DECISION, "复议决定11月2日作出，11月16日寄到公司，12日没人在。", (16, 16)),
    # What came on the day that is told came no later, whoever had it in hand.
    (Event.COURT_JUDGMENT, "We received the judgment on 2 November, my boss read it on 9 November.", (2, 2)),
    (Event.CNIPA_REFUSAL, "11月2日收到驳回通知，11月9日我才打开。", (2, 2)),
    # What is faxed came as it was sent, and from which day somebody would rather count is none of arrival.
    (Event.CUSTOMS_NOTICE, "海关周四（11月12日）传真来的通知，周一16日我才看见。我从16日收到开始算行不行", (12, 12)),
    (Event.CUSTOMS_NOTICE, "Customs faxed us the notice on 12 November. I saw it on the 16th and count from the 16th.", (12, 12)),
    (Event.CNIPA_REFUSAL, "The refusal of our bell mark was received on 2 November; counted from the 9th we are fine.", (2, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("event", "text", "days"), CAME_LATER)
def test_a_paper_counts_from_its_delivery_and_not_from_its_own_day_nor_from_when_it_was_read(
    event: Event, text: str, days: tuple[int, int]
) -> None:
    told = day_of(event, text, TODAY, 0, None)
    assert told is not None
    assert (told.first.day, told.last.day) == days


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Event.CNIPA_NON_USE_NOTICE, "A notice to prove use of our tea label; the kilns were sold in 2022."),
        (Event.CNIPA_NON_USE_NOTICE, "茶叶商标收到撤三通知，2022年的使用证据在仓库。"),
        (Event.AMR_SEIZURE, "The bureau came on 9 November; nothing was sealed."),
        (Event.AMR_SEIZURE, "市监局11月9日来过，没有查封。"),
        (Event.AMR_SEIZURE, "On 9 November they took Bernard."),
        (Event.CNIPA_REFUSAL, "On 9 November CNIPA wrote that it considers refusing our mark."),
        (Event.CNIPA_REFUSAL, "商标局11月9日说拟驳回我们的申请。"),
        (Event.MARK_REGISTERED, "On 9 November I met a man whose firm had long since registered our label."),
        (Event.MARK_REGISTERED, "11月9日碰到一个人，商标早就注册在他名下。"),
        (Event.COUNTER_STATEMENT, "被平台投诉后，我们11月9日就提交了不侵权声明。"),
        (Event.COURT_JUDGMENT, "The appeal court's judgment over our looms was served on 9 November."),
        (Event.COURT_JUDGMENT, "The judgment of second instance over our looms came on 9 November."),
        (Event.COURT_JUDGMENT, "织机案二审判决11月9日送达。"),
        (Event.AMR_COMPLAINT_SENT, "It is now late October. Our letters asking the bureau about the report were ignored."),
    ],
)  # fmt: skip
def test_what_is_denied_or_only_meant_long_past_ours_or_now_starts_no_clock(event: Event, text: str) -> None:
    assert day_of(event, text, TODAY, 0, None) is None


@pytest.mark.parametrize(
    ("event", "text", "day"),
    [
        (Event.AMR_SEIZURE, "The bureau sealed his store on 9 November; my shop was not searched.", date(2026, 11, 9)),
        (Event.AMR_SEIZURE, "11月9日市监局查封了他的仓库，我的店没查。", date(2026, 11, 9)),
        (Event.MARK_REGISTERED, "The squatter's mark was registered in 2022.", date(2022, 1, 1)),
        # What is planned for the second instance makes no judgment one of it.
        (Event.COURT_JUDGMENT, "The judgment over our looms came on 9 November; on appeal we ask for more.", date(2026, 11, 9)),
        (Event.COURT_JUDGMENT, "织机案一审判决11月9日送达，二审判决估计明年才有。", date(2026, 11, 9)),
        (Event.CNIPA_REFUSAL, "The refusal of our mark came in October.", date(2026, 10, 1)),
        # A day of the month alone goes on from the day told before it.
        (Event.CNIPA_REFUSAL, "We filed for saddles on 2 June; the refusal came on the 20th.", date(2026, 6, 20)),
        (Event.CNIPA_REFUSAL, "We filed for saddles on 28 June; the refusal came on the 3rd.", date(2026, 7, 3)),
        (Event.CNIPA_REFUSAL, "6月2日补正的，20日收到驳回通知。", date(2026, 6, 20)),
        (Event.CNIPA_REFUSAL, "The refusal came on the 20th.", date(2026, 11, 20)),
    ],
)  # fmt: skip
def test_what_happened_starts_its_clock_on_its_first_day(event: Event, text: str, day: date) -> None:
    told = day_of(event, text, TODAY, 0, None)
    assert told is not None
    assert told.first == day


class Hears:
    """Gives a topic a good chance where all or part of a text is about it, else nearly none."""

    def __init__(self, topic: str, word: str) -> None:
        self._topic, self._word = topic, word

    def __call__(self, text: str) -> Mapping[str, float]:
        return {self._topic: 0.95 if self._word in text else 0.01}


def test_the_shipped_network_hears_most_days_and_starts_hardly_a_wrong_clock() -> None:
    rows = [
        json.loads(line) for line in (FOLDER / "held" / "days.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    topics_of = cache(Library(Path("unused")).topics)
    told = [(row["day"], day_of(row["event"], row["text"], TODAY, 0, topics_of)) for row in rows]
    right = sum(day is not None and found is not None and str(found.first) == day for day, found in told)
    wrong = sum(found is not None and found.is_day and str(found.first) != day for day, found in told)
    assert right >= 65  # by the words beside a day alone: 42
    assert wrong <= 8


def test_the_day_whose_words_mean_the_event_starts_its_clock() -> None:
    told = day_of(Event.COUNTER_STATEMENT, ANSWERED, TODAY, 0, Hears("event.counter_statement", "protest"))
    assert told is not None
    assert (told.first, told.last) == (date(2026, 11, 12), date(2026, 11, 12))


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Our mark was refused. We wrote letters up to 9 November.", False),
        ("Our mark was refused. That was on 9 November.", True),
        ("商标被驳回了。我们写信写到11月9日。", False),
        ("商标被驳回了。那天是11月9日。", True),
    ],
)
def test_of_an_event_surely_heard_the_one_day_told_is_its_own_unless_something_ran_up_to_it(
    text: str, *, starts: bool
) -> None:
    refusal = Event.CNIPA_REFUSAL
    assert (day_of(refusal, text, TODAY, 0, None, refusal) is not None) is starts


@pytest.mark.parametrize(
    ("event", "word", "starts", "none"),
    [
        (Event.MARK_REGISTERED, "registered", "A stranger's kite mark was registered on 3 November.",
         "Our kite mark was registered on 3 November."),
        (Event.MARK_REGISTERED, "注册", "11月3日别人注册了风筝商标。", "11月3日我们的风筝商标注册下来了。"),
        (Event.FOREIGN_FILING, "filed", "On 3 November we first filed the kite in France.",
         "On 3 November we filed the kite in China."),
        (Event.FOREIGN_FILING, "申请", "11月3日我们在法国首次申请了风筝商标。", "11月3日我们在国内申请了风筝商标。"),
    ],
)  # fmt: skip
def test_a_day_whose_words_mean_the_event_starts_none_where_it_is_ours_or_was_here(
    event: Event, word: str, starts: str, none: str
) -> None:
    heard = Hears(f"event.{event}", word)
    assert day_of(event, none, TODAY, 0, heard) is None
    told = day_of(event, starts, TODAY, 0, heard)
    assert told is not None
    assert told.first == date(2026, 11, 3)


def test_no_day_starts_the_clock_of_what_nothing_around_it_means() -> None:
    heard = Hears("event.counter_statement", "nobody says this")
    assert day_of(Event.COUNTER_STATEMENT, ANSWERED, TODAY, 0, heard) is None


def test_a_day_beside_the_words_of_an_event_that_is_not_meant_starts_none() -> None:
    by_words = day_of(Event.CUSTOMS_DETENTION, ASKED_FOR, TODAY, 0, None)
    assert by_words is not None
    heard = Hears("event.customs_own_motion", "nobody says this")
    assert day_of(Event.CUSTOMS_DETENTION, ASKED_FOR, TODAY, 0, heard) is None


def test_a_day_that_is_meant_goes_before_a_month_that_stands_beside_the_words() -> None:
    told = day_of(
        Event.RECONSIDERATION_DECISION, UPHELD, TODAY, 0, Hears("event.reconsideration_decision", "复议")
    )
    assert told is not None
    assert told.is_day
    assert told.first == date(2026, 11, 19)


def test_what_a_network_does_not_know_is_read_by_words_alone() -> None:
    told = day_of(
        Event.CUSTOMS_DETENTION, ASKED_FOR, TODAY, 0, lambda text: {"event.customs_own_motion": 0.0}
    )
    assert told is not None


def test_of_an_event_that_is_clear_the_only_day_told_is_none_where_its_words_hardly_mean_it() -> None:
    text = "We heard on 26 November that a crate of copied kites leaves next week, customs was told nothing."
    clear = Event.CUSTOMS_NOTICE
    assert day_of(clear, text, TODAY, 0, Hears("event.customs_notice", "never said"), clear) is None
    assert day_of(clear, text, TODAY, 0, None, clear) is not None


def test_a_first_filing_at_home_starts_no_priority() -> None:
    text = "We applied in China on 9 July 2026 and nowhere else."
    assert day_of(Event.FOREIGN_FILING, text, TODAY, 0, Hears("event.foreign_filing", "applied")) is None


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        (
            "Raid 3 May, hearing 21 June, and on 12 July the fine came.",
            "12 July",
            " and on 12 July the fine came.",
        ),
        ("Raid 3 May, hearing 21 June, and on 12 July the fine came.", "3 May", "Raid 3 May,"),
        ("他抢注了。11月6日公告的，我们2020年签过约。", "11月6日", "11月6日公告的，"),
    ],
)
def test_the_words_of_a_day_end_where_another_time_is_told(text: str, day: str, words: str) -> None:
    times = [
        (at, at + len(each))
        for each in ("3 May", "21 June", "12 July", "11月6日", "2020年")
        if (at := text.find(each)) >= 0
    ]
    at = text.index(day)
    assert around(text, (at, at + len(day)), times)[0] == words
