"""Sums and last days: functions over the register's figures, with the arithmetic shown."""

from datetime import date
from functools import partial

import pytest

from bot.domain.clocks import OF_EVENT, Event
from bot.domain.told_times import ToldTime
from bot.services.answering.last_days import last_days
from bot.services.answering.messages import clock_rules
from bot.services.answering.several_days import either_day
from bot.services.answering.spans import period
from bot.services.answering.sums import computed
from knowledge import law
from tests.fakes.guidance import CannedReader

REGISTER, ON = law.load(), date(2026, 11, 26)


def on_day(day: date) -> ToldTime:
    """The time of one day."""
    return ToldTime(first=day, last=day)


def made(question: str, key: str, language: str = "en") -> tuple[str, ...]:
    reading = CannedReader().read(question, on=ON)
    return computed(question, reading, [key], REGISTER, (ON, ON), language)


@pytest.mark.parametrize("text", ["第25类一件多少钱", "第二十五类注册多少钱", "What is the fee in class 25?"])
def test_the_number_of_a_class_is_no_number_of_classes(text: str) -> None:
    assert made(text, "tm.fees_filing", "zh") == ()


def test_the_filing_fee_of_several_classes() -> None:
    [line] = made("What do three classes cost?", "tm.fees_filing")
    assert line.startswith("3 × CNY 270 = CNY 810 online (CNY 900 on paper)")
    assert "3 × 270元 = 810元" in made("三个类别多少钱", "tm.fees_filing", "zh")[0]


def test_a_value_beside_the_amount_for_a_crime() -> None:
    assert "reaches CNY 50,000" in made("he sold RMB 80,000 worth", "cl.selling_serious")[0]
    assert "stays below" in made("he sold RMB 20,000 worth", "cl.selling_serious")[0]


def test_what_is_told_in_a_thread_is_added_up() -> None:
    told = ("他卖了4万2，没罚过", "仓库里还有12万的货")
    reading = CannedReader().read(told[1], on=ON)
    found = computed(told[1], reading, ["cl.selling_unsold"], REGISTER, (ON, ON), "zh", told="\n".join(told))
    assert "已售与未售合计：42000元 + 12万元 = 162000元，已达到15万元" in found[0]


def test_the_step_that_a_thread_is_about_has_its_fee() -> None:
    told = "Until when can we oppose?\nWhat does that cost for 3 classes?"
    reading = CannedReader().read(told, on=ON)
    asked = partial(computed, "What does that cost for 3 classes?", reading, told=told)
    assert asked(["tm.fees_filing"], REGISTER, (ON, ON), "en") == ()
    assert "3 × CNY 450" in asked(["tm.fees_opposition"], REGISTER, (ON, ON), "en")[0]


def test_without_a_figure_in_the_question_nothing_is_computed() -> None:
    assert made("What security do we give?", "cu.ex_officio_security") == ()


@pytest.mark.parametrize(
    ("published", "last"), [(date(2027, 2, 10), "12 April 2027"), (date(2026, 9, 1), "1 December 2026")]
)
def test_the_last_day_follows_the_law_of_the_day(published: date, last: str) -> None:
    [line] = last_days(OF_EVENT[Event.MARK_PUBLISHED], on_day(published), REGISTER, "en", on=published)
    assert last in line or "10 April 2027" in line


def test_beside_the_clocks_of_the_event_told_only_what_ends_earlier_is_told() -> None:
    detained = date(2026, 11, 12)
    told = OF_EVENT[Event.CUSTOMS_DETENTION_ON_APPLICATION]
    others = OF_EVENT[Event.CUSTOMS_DETENTION]
    earlier, own = last_days(
        (*told, *others, *OF_EVENT[Event.CUSTOMS_NOTICE]), on_day(detained), REGISTER, "en", on=ON, told=told
    )
    assert "answer to customs" in earlier
    assert "20 working days" in own
    heard = last_days((*told, *others), on_day(detained), REGISTER, "en", on=ON, told=others)
    [misheard] = [line for line in heard if "order" in line]
    assert "20 working days" in misheard, "of one step no later day than may be true"


def test_of_two_events_that_start_one_step_with_different_times_both_days_are_told() -> None:
    rules = clock_rules(["cu.release_ex_officio", "cu.release_application"])
    applied, own_motion = either_day(rules, on_day(date(2026, 11, 9)), REGISTER, "en", on=ON)
    assert applied.startswith("Customs detained goods on our application: ")
    assert "7 December 2026" in applied
    assert own_motion.startswith("Customs detained goods on its own motion: ")
    assert "19 January 2027" in own_motion
    assert either_day(OF_EVENT[Event.AMR_PENALTY], on_day(date(2026, 11, 9)), REGISTER, "en", on=ON) == ()


def test_a_last_day_that_has_passed_is_said_to_have() -> None:
    rules, published = OF_EVENT[Event.MARK_PUBLISHED], date(2026, 8, 6)
    [over] = last_days(rules, on_day(published), REGISTER, "en", on=date(2026, 11, 27))
    [open_still] = last_days(rules, on_day(published), REGISTER, "en", on=date(2026, 11, 6))
    assert over.endswith("That day has passed.")
    assert not open_still.endswith("passed.")


def test_a_period_without_a_day_is_told_with_its_provision() -> None:
    [rule] = OF_EVENT[Event.CUSTOMS_NOTICE]
    assert period(rule, REGISTER, ON, "en") == (
        "answer to customs, with security: within 3 working days, counted from “Customs notice of suspect goods served” "
        "(Customs IPR Regulation Art. 16)."
    )
    assert clock_rules(["cu.ex_officio"]) == (rule,)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Turnover of RMB 60,000, how high is the fine?", "at most 5 × CNY 60,000 = CNY 300,000"),
        (
            "He sold for RMB 40,000, so 200,000 at most?",
            "CNY 40,000 is below CNY 50,000, so no multiple counts: at most CNY 250,000",
        ),
    ],
)
def test_the_most_that_the_bureau_may_fine(question: str, told: str) -> None:
    [line] = made(question, "tm.amr_powers_fine")
    assert told in line


def test_no_fine_is_computed_from_two_turnovers() -> None:
    assert made("He sold for RMB 40,000, then sold for RMB 90,000. The fine?", "tm.amr_powers_fine") == ()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Our design was filed on 10 May 2021, until when?", "10 May 2021 + 10 years = 10 May 2031"),
        ("Our design was filed on 10 July 2021, until when?", "10 July 2021 + 15 years = 10 July 2036"),
        ("Our design was filed in July 2021, until when?", "1 July 2021 + 15 years = 1 July 2036"),
    ],
)
def test_a_designs_term_follows_its_filing_day(question: str, told: str) -> None:
    assert told in made(question, "pt.term")[0]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Our invention was filed on 10 May 2021, until when?", "10 May 2021 + 20 years = 10 May 2041"),
        ("Our utility model was filed in May 2014.", "1 May 2014 + 10 years = 1 May 2024"),
        ("Our invention was filed on 5 June 2007.", "5 June 2007 + 20 years = 5 June 2027"),
        ("我们的实用新型2015年6月1日申请", "2025年6月1日"),
    ],
)
def test_the_term_of_each_patent_is_its_own(question: str, told: str) -> None:
    assert told in made(question, "pt.term", "en" if question.isascii() else "zh")[0]


@pytest.mark.parametrize(
    ("question", "key", "told"),
    [
        (
            "What does opposition in 3 classes cost?",
            "tm.fees_opposition",
            "3 × CNY 450 = CNY 1,350 online (CNY 1,500",
        ),
        ("两个类续展多少钱", "tm.fees_renewal", "2 × 450元 = 900元"),
    ],
)
def test_the_fee_of_each_step_is_its_own(question: str, key: str, told: str) -> None:
    language = "en" if question.isascii() else "zh"
    assert told in made(question, key, language)[0]
    assert made(question, "tm.fees_filing", language) == ()
    assert made(f"{question} review 复审", key, language) == (), "of two steps, neither"


@pytest.mark.parametrize("key", ["pt.term", "pt.annuity"])
def test_a_patent_whose_term_is_over_has_no_late_annuity(key: str) -> None:
    line, over = made("Our utility model was filed on 3 May 2014; the annuity was forgotten.", key)
    assert line.endswith("That day has passed.")
    assert over.startswith("A patent cannot be renewed beyond its term")
    [late] = made("Our utility model was filed on 3 July 2020; the annuity was forgotten.", "pt.annuity")
    assert "3 July 2026 + 6 months = 3 January 2027" in late
    open_still, _ = made(
        "Utility model filed on 3 July 2020, fee not paid: can I close the file?", "pt.annuity"
    )
    assert open_still.startswith("Still open until 3 January 2027")
    assert made("Our utility model was filed on 3 July 2020; the annuity is paid.", "pt.annuity") == ()


def test_the_grant_of_a_patent_or_two_kinds_give_no_term() -> None:
    assert made("Our design was granted on 3 May 2020, until when?", "pt.term") == ()
    assert made("Design and utility model filed on 3 May 2020, until when?", "pt.term") == ()


def test_how_early_a_registration_can_be_attacked_for_non_use() -> None:
    [line] = made("Registered on 3 March 2024, can it be cancelled?", "tm.nonuse_evidence")
    assert "3 March 2024 + 3 years = 3 March 2027" in line
    assert made("We got the notice on 3 March 2026.", "tm.nonuse_evidence") == ()


MADRID = (
    "International registration of 4 May 2020 designating China, the refusal period ended on 4 March 2022."
)


def test_through_madrid_time_runs_from_the_end_of_the_refusal_period() -> None:
    said = " ".join(made(f"{MADRID} Is invalidation too late?", "tm.invalidation_5y"))
    assert said.startswith("Still open until 4 March 2027")
    assert "4 May 2025" not in said
    idle = " ".join(made(f"{MADRID} Never used: a non-use cancellation?", "tm.nonuse_evidence"))
    assert "4 March 2022 + 3 years = 4 March 2025" in idle


def test_two_days_with_words_of_their_own_on_either_side_of_a_comma_are_no_list() -> None:
    told = "马德里指定中国，国际注册日2021年5月4日，2022年3月4日驳回期限届满，一直没用，能撤三吗？"
    said = " ".join(made(told, "tm.nonuse_evidence", "zh"))
    assert "2022年3月4日 + 3年 = 2025年3月4日" in said
    assert "2021年5月4日" not in said


def test_without_that_day_nothing_is_counted_from_another() -> None:
    [said] = made("马德里国际注册日2021年11月5日，指定中国，无效的五年过了吗？", "tm.madrid_clocks", "zh")
    assert said.startswith("不能自国际注册日起算")
    assert "2026年11月5日" not in said


def test_the_defence_has_a_time_of_the_law_for_a_party_without_domicile_alone() -> None:
    came = "The summons and statement of claim were served on 16 November 2026, so 15 days for the defence?"
    abroad = " ".join(
        made(f"We are a Swedish company without domicile in China. {came}", "li.defence_time_foreign")
    )
    assert abroad.startswith("Not 15 days.")
    assert "16 November 2026 + 30 days = 16 December 2026" in abroad
    [here] = made(f"Our Suzhou company got sued. {came}", "li.defence_time_foreign")
    assert here.startswith("The 30 days are for a party without domicile in China")
    [either] = made(came, "li.defence_time_foreign")
    assert "the term is in the court's papers" in either


def test_what_ends_a_time_after_the_acts_is_told_with_the_plan_that_misses_it() -> None:
    said = " ".join(
        made("The stall stopped on 3 January 2025. We report it in summer 2027.", "am.penalty_limitation")
    )
    assert said.startswith("“summer 2027” is too late: the last day is 3 January 2027.")
    assert made("The stall sold them on 3 January 2022 and still sells.", "am.penalty_limitation") == ()
    kept = " ".join(made("He livestreamed the fakes on 9 March 2024.", "ec.live_platform_records"))
    assert "9 March 2024 + 3 years = 9 March 2027" in kept


def test_what_is_not_open_yet_is_too_early_now() -> None:
    said = made("It was registered on 8 February 2024 and never used; we file today.", "tm.nonuse_evidence")
    assert said[0] == "Too early: not before 8 February 2027; told is “today”."


@pytest.mark.parametrize(
    "question",
    [
        "We asked customs to hold 300 boxes worth 88,000 yuan. Which security?",
        "我们自己申请海关扣300箱，货值88000元，担保多少？",
    ],
)
def test_who_asked_customs_gives_the_full_value_alone(question: str) -> None:
    told = " ".join(made(question, "cu.ex_officio_security"))
    assert "88,000" in told
    assert "44,000" not in told


@pytest.mark.parametrize(
    ("text", "language", "begins"),
    [
        (
            "He cast our sieves until March 2024 and sold what was left through this September.",
            "en",
            "1 September 2026",
        ),
        (
            "They stopped printing our tins in spring 2024 but cleared the last until last month.",
            "en",
            "1 October 2026",
        ),
        ("作坊2024年5月停产我们的筛子,剩货一直卖到今年9月", "zh", "2026年9月1日"),
        ("He sold our sieves until 3 March 2024. We reported it in October.", "en", "3 March 2024"),
    ],
)
def test_two_years_run_from_the_last_of_the_acts_however_loosely_its_day_is_told(
    text: str, language: str, begins: str
) -> None:
    said = " ".join(made(text, "am.penalty_limitation", language))
    assert f"{begins} + 2" in said


@pytest.mark.parametrize(
    ("text", "language", "within"),
    [
        (
            "The copied stoves burned a child; he sold them until 3 March 2024.",
            "en",
            "5 years = 3 March 2029",
        ),
        ("假炉子烫伤了孩子，他一直卖到2024年3月3日。", "zh", "5年 = 2029年3月3日"),
        ("No child was hurt by the copies; he sold them until 3 March 2024.", "en", "2 years = 3 March 2026"),
        (
            "Nobody was injured by the copied stoves; he sold them until 3 March 2024.",
            "en",
            "2 years = 3 March 2026",
        ),
        ("The copied stoves were burned; he sold them until 3 March 2024.", "en", "2 years = 3 March 2026"),
        ("没人受伤，假炉子他一直卖到2024年3月3日。", "zh", "2年 = 2026年3月3日"),
    ],
)
def test_the_longer_limit_counts_where_people_came_to_harm(text: str, language: str, within: str) -> None:
    assert within in " ".join(made(text, "am.penalty_limitation", language))


def test_a_year_that_is_over_with_the_month_told_of_it_tells_no_later_act() -> None:
    said = made("2024年那批筛子，2024年12月就下架了，我们上周才知道。", "am.penalty_limitation", "zh")
    assert "2024年12月1日 + 2年" in " ".join(said)
    assert not made("2024年那批筛子，2024年5月就下架了，我们上周才知道。", "am.penalty_limitation", "zh")


@pytest.mark.parametrize(
    "text",
    [
        "He made our sieves in March 2024, and some were handed out lately.",
        "他2024年3月卖过我们的筛子,前阵子又有人见到",
        "He still sells our sieves, the first ones in March 2024.",
    ],
)
def test_nothing_is_counted_from_an_act_where_a_later_one_may_be_told(text: str) -> None:
    assert made(text, "am.penalty_limitation", "en" if text.isascii() else "zh") == ()


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        (
            "I stopped selling them in March 2024; on 20 November 2026 the bureau called. Can they still fine me?",
            "en",
            "1 March 2026",
        ),
        ("我2024年3月就不卖了，链接也删了。上周（11月中旬）市监局打电话来说有人举报。", "zh", "2026年3月1日"),
    ],
)
def test_the_limit_on_penalties_runs_from_the_end_of_the_act_and_not_from_the_call(
    question: str, language: str, told: str
) -> None:
    text = " ".join(made(question, "am.penalty_limitation", language))
    assert told in text
    assert ("PRC lawyer" if language == "en" else "中国律师") in text


def test_no_limit_is_counted_from_the_visit_of_the_bureau_alone() -> None:
    assert not made("On 20 November 2026 the bureau visited me about copies.", "am.penalty_limitation")


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        (
            "Customs stopped 820 kettles of ours at CNY 21.50 apiece; half the value will do, says the broker.",
            "en",
            ["the full value, CNY 17,630", "only from CNY 20,000 on"],
        ),
        ("海关扣了520个水壶，申报单价42元，说担保交一半", "zh", ["不少于2万元：2万元", "一半只有10920元"]),
        ("海关扣了900个水壶，申报单价60元，说担保交一半", "zh", ["不少于2万元：27000元"]),
        ("Customs stopped 3,100 kettles, declared at 260,000 yuan.", "en", ["worth CNY 260,000"]),
    ],
)
def test_the_worth_of_so_many_pieces_is_what_the_security_goes_by(
    text: str, language: str, told: list[str]
) -> None:
    [line] = made(text, "cu.ex_officio_security", language)
    assert all(each in line for each in told), line


@pytest.mark.parametrize(
    "text",
    [
        "Customs stopped kettles at 21 yuan apiece.",
        "He sold fake kettles for 270,000 yuan, is that for the police?",
    ],
)
def test_no_security_is_reckoned_from_a_price_alone_or_where_a_crime_is_spoken_of(text: str) -> None:
    assert made(text, "cu.ex_officio_security") == ()
