"""No day is counted from, and nothing is called over, unless the day told is surely that of the event: what is only near,
planned, or told in another breath starts nothing, and where two days may have started a time both are told."""

from datetime import date

import pytest

from bot.domain.clocks import OF_EVENT, Event
from bot.domain.told_times import ToldTime, clocked
from bot.services.answering.last_days import last_days
from bot.services.answering.told_days import day_of, perhaps_day
from knowledge import law
from knowledge.ahead import times_ahead
from knowledge.months import last_acts
from knowledge.passages import Passage
from knowledge.reading import Aspect
from tests.fakes.guidance import CannedReader, a_passage
from tests.unit.services.test_questions import WINDOW, Told, ask

REGISTER, ON = law.load(), date(2026, 12, 1)
NOVEMBER = {day: date(2026, 11, day) for day in range(1, 31)}
RULE = a_passage("The rule of that.", section_id="cn/takedown#after-counter-notice", provisions=())


def answered(text: str, topic: str, passage: Passage = RULE) -> str:
    reader = CannedReader(aspect=Aspect.HOW_LONG, topic=topic)
    return ask(Told(passages=(passage,)), text, reader=reader, as_of=ON).text


class Hears:
    """Hears the event of the first of these words that stands in a text, and no other."""

    def __init__(self, **words: str) -> None:
        self._words = words

    def __call__(self, text: str) -> dict[str, float]:
        return {f"event.{event}": 0.9 if word in text else 1e-4 for event, word in self._words.items()}


# Who hands papers on to the parties delivers them: the platform, an office, a court.
@pytest.mark.parametrize(
    ("event", "text", "day"),
    [
        (
            Event.COUNTER_STATEMENT,
            "The kite seller's counter-statement is dated 6 November, Pinduoduo only delivered it to us on the 20th.",
            NOVEMBER[20],
        ),
        (
            Event.COUNTER_STATEMENT,
            "His statement of non-infringement bears 6 November; the marketplace passed it on to our agent on 20 November.",
            NOVEMBER[20],
        ),
        (
            Event.CNIPA_REFUSAL,
            "The refusal of our kite mark is dated 6 November. The office only sent it out to us on 20 November.",
            NOVEMBER[20],
        ),
    ],
)
def test_what_a_platform_or_an_office_passes_on_arrives_on_that_day(
    event: Event, text: str, day: date
) -> None:
    told = day_of(event, text, ON, 0, None)
    assert told is not None
    assert told.first == day


def test_a_denial_that_is_called_dead_by_its_own_day_is_open_by_that_of_its_delivery() -> None:
    text = answered(
        "The kite shop's denial is dated 12 November; Tmall only delivered it to our mailbox on the 25th. How long have we?",
        "event.counter_statement",
    )
    assert "25 November 2026 + 15 days = 10 December 2026" in text
    assert "Over" not in text


# The one day told of something else than the event that the message is about.
@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Event.MARK_PUBLISHED, "What changes for our kites on 1 November?"),
        (Event.CUSTOMS_NOTICE, "The kites left the port on 20 November, nobody had looked at the notice."),
        (Event.AMR_CASE_FILED, "昨天风筝仓库被查了，多久会有结果？"),
    ],
)
def test_a_day_on_which_something_else_is_told_starts_nothing(event: Event, text: str) -> None:
    assert perhaps_day(event, text, ON, 0) is None


@pytest.mark.parametrize(
    ("event", "text", "day"),
    [
        (Event.COUNTER_STATEMENT, "The kite seller denied it all, we got it 20 November.", NOVEMBER[20]),
        (Event.CUSTOMS_NOTICE, "风筝的事，11月20日海关来函。", NOVEMBER[20]),
    ],
)
def test_a_day_beside_which_the_event_s_own_doing_is_told_may_start_it(
    event: Event, text: str, day: date
) -> None:
    told = perhaps_day(event, text, ON, 0)
    assert told is not None
    assert told.first == day


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Event.AMR_REFUSAL, "市监局书面答复风筝店的举报不予立案，怎么办？10月的规定好像变过。"),
        (
            Event.AMR_COMPLAINT_SENT,
            "We reported the kite shop to the bureau twice. Last week we found its second depot.",
        ),
        (Event.AMR_COMPLAINT_SENT, "风筝店我们举报到市监局两次都没消息。上周又摸到了他的新仓库。"),
    ],
)
def test_what_is_done_in_another_sentence_was_not_done_on_the_day_of_this_one(
    event: Event, text: str
) -> None:
    assert clocked(event, text, ON, 0) is None


def test_a_day_without_a_doing_of_its_own_is_that_of_the_sentence_before() -> None:
    told = clocked(Event.CUSTOMS_NOTICE, "Customs sent us a notice about kites. Friday, 20 November.", ON, 0)
    assert told is not None
    assert told.first == NOVEMBER[20]


# A step that is only planned has not begun: the time that runs is that of the step before.
PLANNED = [
    "A mark like our kite brand was gazetted on 6 November 2026. The agency would lodge the opposition after the spring fair.",
    "别人一件近似的风筝商标11月6日公告，代理打算春节后再递异议书。",
]


@pytest.mark.parametrize("text", PLANNED)
def test_no_time_runs_from_an_opposition_that_is_only_planned(text: str) -> None:
    hears = Hears(opposition_filed="opposition" if text.isascii() else "异议", mark_published="gazetted")
    assert day_of(Event.OPPOSITION_FILED, text, ON, 0, hears) is None
    told = day_of(Event.MARK_PUBLISHED, text, ON, 0, None)
    assert told is not None
    assert told.first == NOVEMBER[6]


def test_what_runs_while_an_opposition_is_planned_is_told_whatever_the_message_sounds_like() -> None:
    text = answered(f"{PLANNED[0]} How long have we?", "event.opposition_filed", WINDOW)
    assert "further evidence in the opposition" not in text
    assert "6 November 2026 + 2 months = 6 January 2027" in text


@pytest.mark.parametrize(
    "text",
    [
        "We filed the opposition against the kite mark on 6 November and want to add proof later.",
        "风筝商标的异议11月6日提交了，证据想年后再补。",
    ],
)
def test_an_opposition_that_was_filed_has_begun_whatever_is_planned_beside_it(text: str) -> None:
    told = day_of(Event.OPPOSITION_FILED, text, ON, 0, None)
    assert told is not None
    assert told.first == NOVEMBER[6]


@pytest.mark.parametrize(
    "text",
    [
        "A stranger's kite mark: international registration of 9 February 2021, China designated. Is it too late?",
        "风筝商标是2021年2月9日的国际注册，指定中国，现在还能宣告无效吗？",
    ],
)
def test_what_is_told_to_begin_otherwise_begins_on_no_day_by_its_meaning_either(text: str) -> None:
    hears = Hears(mark_registered="2021")
    assert day_of(Event.MARK_REGISTERED, text, ON, 0, hears) is None
    assert (
        day_of(
            Event.MARK_REGISTERED,
            text.replace("international ", "")
            .replace(", China designated", "")
            .replace("国际", "")
            .replace("，指定中国", ""),
            ON,
            0,
            hears,
        )
        is not None
    )


def test_a_day_of_the_step_before_is_no_day_of_the_step_by_its_meaning_either() -> None:
    text = "风筝近似商标11月6日公告的。异议怎么弄？"
    assert day_of(Event.OPPOSITION_FILED, text, ON, 0, Hears(opposition_filed="公告")) is None


# Whose step it is.
def test_a_request_of_the_other_side_starts_no_time_of_ours() -> None:
    ours, theirs = (f"关于风筝专利，{who}11月20日提出了处理请求。" for who in ("我们", "对方"))
    assert clocked(Event.PATENT_REQUEST_SENT, ours, ON, 0) is not None
    assert clocked(Event.PATENT_REQUEST_SENT, theirs, ON, 0) is None


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("9月向公安报案，风筝仓库卖假货。11月20日收到不予立案通知。", False),
        ("9月向市监局举报风筝仓库。11月20日收到不予立案通知。", True),
        (
            "We took the kite depot to the police. On 20 November they declined to open a case in writing.",
            False,
        ),
    ],
)
def test_what_the_police_do_not_take_up_is_no_refusal_of_a_bureau(text: str, counts: bool) -> None:
    assert (day_of(Event.AMR_REFUSAL, text, ON, 0, None) is not None) is counts


@pytest.mark.parametrize(
    "text",
    [
        "We found the kite copier out on 5 February 2024; he sold on and never stopped.",
        "风筝2024年2月5日还在卖，从没停过。",
    ],
)
def test_who_never_stopped_has_no_last_act(text: str) -> None:
    assert last_acts(text, ON) is None


@pytest.mark.parametrize(
    "text",
    [
        "风筝那柜是我们自己提的申请，厦门海关11月20日把货扣下，并非海关主动发现。",
        "风筝那柜货，我们自己向厦门海关申请，11月20日扣下的。",
    ],
)
def test_goods_that_we_asked_customs_to_hold_are_not_held_of_its_own_motion(text: str) -> None:
    assert clocked(Event.CUSTOMS_DETENTION, text, ON, 0) is None
    assert clocked(Event.CUSTOMS_DETENTION_ON_APPLICATION, text, ON, 0) is not None


@pytest.mark.parametrize(
    "text",
    ["11月9日收到公告信息，货是9月从别人那里拿的。", "异议的事：我们自己10月底才补交的申请，公告是11月9日。"],
)
def test_a_month_of_which_something_is_told_as_done_is_not_ahead(text: str) -> None:
    assert times_ahead(text, ON) == ()


# Two days that may have started one time.
TWO = ToldTime(first=NOVEMBER[10], last=NOVEMBER[10], also=(NOVEMBER[24],))


def told_of(when: ToldTime, language: str = "en", on: date = ON) -> tuple[str, ...]:
    rules = OF_EVENT[Event.COUNTER_STATEMENT]
    return last_days(rules, when, REGISTER, language, on=on, told=rules)


def test_of_two_readings_each_is_told_with_its_condition_the_earlier_first() -> None:
    opening, first, second = told_of(TWO)
    assert opening.startswith("More than one day told may start this time.")
    assert first.startswith("If “Counter-statement reached us” was on 10 November 2026: ")
    assert "= 25 November 2026" in first
    assert second.startswith("If “Counter-statement reached us” was on 24 November 2026: ")
    assert "= 9 December 2026" in second
    assert "Days left: 8." in second


def test_nothing_is_said_to_be_over_in_front_while_it_is_open_by_another_reading() -> None:
    assert not told_of(TWO)[0].startswith("Over")
    assert not told_of(TWO, "zh")[0].startswith("已过期")
    assert told_of(ToldTime(first=NOVEMBER[10], last=NOVEMBER[10]))[0].startswith("Over")


def test_readers_that_disagree_leave_both_days_open() -> None:
    text = (
        "The counter-statement came with the kites, which were sent on 6 November. "
        "A paper on copyright came to the portal on 20 November."
    )

    def heard(words: str) -> dict[str, float]:
        return {"event.counter_statement": 0.97 if "portal" in words else 0.35, "other": 0.5}

    told = day_of(Event.COUNTER_STATEMENT, text, ON, 0, heard)
    assert told is not None
    assert {each.first for each in told.readings} == {NOVEMBER[6], NOVEMBER[20]}
