"""Which day a question asks about: its own words may name one, a story told in it does not."""

from datetime import date

import pytest

from bot.domain.asof import named_day

TODAY = date(2026, 11, 24)
LATER = date(2027, 2, 1)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("In March 2027, how long do we have to oppose?", date(2027, 3, 1)),
        ("How long is the opposition period from 1 January 2027?", date(2027, 1, 1)),
        ("As of 15 March 2027, what is the period?", date(2027, 3, 15)),
        ("As of March 15, 2027, what is the period?", date(2027, 3, 15)),
        ("As of 2027-02-01, which article covers infringement?", date(2027, 2, 1)),
        ("In early 2027, which text do we cite?", date(2027, 1, 1)),
        ("Can we still oppose next month?", date(2026, 12, 1)),
        ("What can we cite next year?", date(2027, 1, 1)),
        ("2027年3月提出异议的期限是多久？", date(2027, 3, 1)),
        ("2027年2月15日起侵权适用第几条？", date(2027, 2, 15)),
        ("明年异议期限多长？", date(2027, 1, 1)),
        ("明年3月异议期限多长？", date(2027, 3, 1)),
        ("What is the period for marks of next February?", date(2027, 2, 1)),
        ("What is the period in March next year?", date(2027, 3, 1)),
        ("后年一月适用哪条？", date(2028, 1, 1)),
        ("下个月异议期限多长？", date(2026, 12, 1)),
        ("今年12月异议期限多长？", date(2026, 12, 1)),
    ],
)
def test_a_day_to_come_is_asked_about(question: str, day: date) -> None:
    named = named_day(question, TODAY)
    assert named is not None
    assert named.day == day


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("How long was the opposition period in 2025?", date(2025, 7, 1)),
        ("What was the fine last year?", date(2025, 11, 24)),
        ("Which interpretation governed in March 2026?", date(2026, 3, 1)),
        ("As of 2025-05-01, which text applied?", date(2025, 5, 1)),
        ("去年适用的是哪条？", date(2025, 11, 24)),
        ("Which rule governed last December?", date(2025, 12, 1)),
        ("Which rule governed in October last year?", date(2025, 10, 1)),
        ("去年12月适用的是哪条？", date(2025, 12, 1)),
        ("前年十月适用的是哪条？", date(2024, 10, 1)),
        ("上个月适用的是哪条？", date(2026, 10, 31)),
    ],
)
def test_a_day_gone_by_is_asked_about_in_the_past_tense(question: str, day: date) -> None:
    named = named_day(question, TODAY)
    assert named is not None
    assert named.day == day


@pytest.mark.parametrize("question", ["Until 2027, which text applies?", "2027年1月1日前适用哪条？"])
def test_before_a_day_means_the_day_before(question: str) -> None:
    named = named_day(question, TODAY)
    assert named is not None
    assert named.day == date(2026, 12, 31)


@pytest.mark.parametrize(
    "question",
    [
        "What is the time to oppose?",
        "Our mark was registered in 2019. Can we oppose?",
        "He was fined in 2023 and is at it again. Does that change the penalty?",
        "Our mark expires in May 2029. When do we renew?",
        "The seller opened his shop in 2024. What do we send?",
        "We received a counter-statement on 3 November 2026, what now?",
        "商标2029年到期怎么续展？",
        "The recordal runs until 2030. Can we change it then?",
        "A shop sold fakes last December. How high is the fine?",
        "店铺去年12月卖假货，罚多少？",
        "商标注册于2019年，还能维权吗？",
        "Our design lasts until 2036, does it not?",
        "外观保护期到2036年，对吗？",
        "Is our patent safe in 2041?",
    ],
)
def test_a_story_names_no_day(question: str) -> None:
    assert named_day(question, TODAY) is None


@pytest.mark.parametrize(
    "question",
    ["When does the new Trademark Law enter into force?", "Since when does the new trademark law apply?"],
)
def test_asking_when_a_law_begins_is_asked_today(question: str) -> None:
    assert named_day(question, TODAY) is None


@pytest.mark.parametrize("question", ["In November 2026, how long do we have?", "In 2026, how long is it?"])
def test_the_present_month_or_year_is_today(question: str) -> None:
    assert named_day(question, TODAY) is None


@pytest.mark.parametrize("question", ["By 31 February 2027 what applies?", "明年13月怎么办？"])
def test_a_day_that_does_not_exist_is_not_named(question: str) -> None:
    assert named_day(question, TODAY) is None


@pytest.mark.parametrize(
    "question",
    ["Which article covers infringement under the new Trademark Law?", "新商标法下侵权是第几条？"],
)
def test_the_new_law_stands_for_its_first_day(question: str) -> None:
    named = named_day(question, TODAY)
    assert named is not None
    assert named.day == date(2027, 1, 1)


@pytest.mark.parametrize(
    "question",
    ["Which article of the new Trademark Law do we cite today?", "现在新商标法下侵权是第几条？"],
)
def test_now_is_stronger_than_the_new_law(question: str) -> None:
    assert named_day(question, TODAY) is None


@pytest.mark.parametrize(
    "question",
    ["Which article was infringement under the old Trademark Law?", "旧商标法下侵权是第几条？"],
)
def test_the_old_law_stands_for_its_last_day(question: str) -> None:
    named = named_day(question, LATER)
    assert named is not None
    assert named.day == date(2026, 12, 31)


def test_the_new_law_names_no_day_once_it_is_in_force() -> None:
    assert named_day("Which article covers infringement under the new Trademark Law?", LATER) is None


def test_the_day_of_the_question_is_not_named_again() -> None:
    assert named_day("As of 1 February 2027, which article covers infringement?", LATER) is None


def test_the_words_that_named_it_are_kept() -> None:
    named = named_day("In March 2027, how long do we have to oppose?", TODAY)
    assert named is not None
    assert named.words == "In March 2027"


@pytest.mark.parametrize(
    ("today", "day"), [(date(2026, 12, 5), date(2027, 1, 1)), (date(2027, 1, 31), date(2027, 2, 1))]
)
def test_next_month_is_found_at_the_turn_of_the_year(today: date, day: date) -> None:
    named = named_day("How long do we have next month?", today)
    assert named is not None
    assert named.day == day


@pytest.mark.parametrize(
    "question",
    [
        "On 5 December 2026 a statement reached us. Could we still go to the authority?",
        "On 5 December 2026 we received a statement, could the shop sell on?",
        "2026年12月5日收到声明，适用第几条？",
        "2026年11月公证购买的，起诉适用哪一条？",
    ],
)
def test_the_day_of_an_event_is_not_the_day_whose_law_is_asked_about(question: str) -> None:
    assert named_day(question, LATER) is None


@pytest.mark.parametrize(
    "question",
    [
        "He stopped in December 2026 and we file in January 2027: the old text or the new one?",
        "2026年12月底就停了，2027年1月才举报，引旧法还是新法？",
    ],
)
def test_two_texts_weighed_against_each_other_name_no_day(question: str) -> None:
    assert named_day(question, TODAY) is None


@pytest.mark.parametrize("question", ["In the EU in 2027 " * 220, "2027年" * 800, "a " * 2_000])
def test_a_long_question_is_read_all_the_same(question: str) -> None:
    named_day(question, TODAY)


@pytest.mark.parametrize(
    "question", ["Under the old law, which article held the fine?", "按旧法应当引用哪一条?"]
)
def test_the_old_law_is_asked_about_as_it_last_was(question: str) -> None:
    named = named_day(question, date(2027, 2, 1))
    assert named is not None
    assert named.day == date(2026, 12, 31)
    assert named_day(question, TODAY) is None


@pytest.mark.parametrize(
    "question",
    [
        "We learned of it on 9 January 2024 and reported it then. Can we sue until June 2027?",
        "2024年1月9日发现侵权，那2027年3月前起诉都可以？",
    ],
)
def test_a_day_up_to_which_a_time_is_supposed_to_run_is_none_whose_law_is_asked_for(question: str) -> None:
    assert named_day(question, TODAY) is None


@pytest.mark.parametrize(
    "question",
    [
        "We are handing in the opposition today; a friend says the 2027 law has other fees. What do we pay?",
        "Today we send the complaint to the bureau, and somebody mentioned the new law of 2027. Which fine applies?",
        "我们今天就去交续展，听人说2027年新法改了宽展期，宽展期几个月？",
    ],
)
def test_who_acts_today_asks_of_the_law_of_today(question: str) -> None:
    assert named_day(question, TODAY) is None


def test_who_acts_another_day_asks_of_the_law_of_that_day() -> None:
    found = named_day("我们2027年3月去交续展，宽展期几个月？", TODAY)
    assert found is not None
    assert found.day == date(2027, 3, 1)


@pytest.mark.parametrize(
    "question",
    [
        "2021年的司法解释说可以另行起诉，我们照做行吗？",  # the name of a text
        "包装上现在就这么印，罚款要等明年才有吧？",
        "We print it on the box this week; a fine exists only from next year?",
    ],
)
def test_a_year_in_the_name_of_a_text_or_from_which_on_something_only_begins_is_not_asked_about(
    question: str,
) -> None:
    assert named_day(question, TODAY) is None


def test_what_is_so_from_next_year_on_is_asked_of_that_year() -> None:
    found = named_day("What is the fine next year?", TODAY)
    assert found is not None
    assert found.day == date(2027, 1, 1)
