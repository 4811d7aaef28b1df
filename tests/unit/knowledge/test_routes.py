"""The route picker's table: every answer leads somewhere, every rule can fire, everything cited is in force."""

import re
from datetime import date
from itertools import product

import pytest

from knowledge import law, routes
from knowledge.instruments import Confidence
from knowledge.routes import UNKNOWN, Odds, RoutesError

REGISTER, TABLE = law.load(), routes.load()
BEFORE, AFTER = date(2026, 11, 25), date(2027, 2, 1)
EVERY = [
    dict(zip([q.id for q in TABLE.questions], answers, strict=True))
    for answers in product(*([c.id for c in q.choices] for q in TABLE.questions))
]
CLEAR_CASE = {
    "right": "trademark",
    "seller": "named",
    "scale": "many",
    "evidence": "purchase",
    "urgency": "normal",
    "border": "yes",
}
TEXTS = [(r.id, worded) for r in TABLE.routes for worded in (r.time, r.cost, r.evidence)]


def _routes(on: date = BEFORE, **changes: str) -> list[str]:
    return [o.route.id for o in routes.pick(TABLE, {**CLEAR_CASE, **changes}, REGISTER, on, "en")]


def test_at_most_six_questions_are_asked() -> None:
    assert len(TABLE.questions) <= 6


def test_every_combination_of_answers_yields_a_route_with_its_trace() -> None:
    for answers in EVERY:
        options = routes.pick(TABLE, answers, REGISTER, BEFORE, "en")
        assert options, answers
        assert all(any(rule.offers for rule in option.trace) for option in options)


def test_every_rule_can_fire_and_names_what_exists() -> None:
    known = {q.id: {c.id for c in q.choices} for q in TABLE.questions}
    for rule in TABLE.rules:
        assert any(rule.holds(answers) for answers in EVERY), rule.id
        assert all(set(wanted) <= known[question] for question, wanted in rule.when), rule.id
        assert rule.route in {route.id for route in TABLE.routes}
        assert rule.rests_on, rule.id
    assert len({rule.id for rule in TABLE.rules}) == len(TABLE.rules)


def test_every_bar_takes_its_route_away_somewhere() -> None:
    for rule in (rule for rule in TABLE.rules if rule.bars):
        assert any(
            rule.holds(a) and any(o.offers and o.holds(a) for o in TABLE.rules if o.route == rule.route)
            for a in EVERY
        ), rule.id


@pytest.mark.parametrize("day", [BEFORE, AFTER], ids=date.isoformat)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_text_reads_from_the_law_in_force(day: date, language: str) -> None:
    for answers in EVERY[:: max(1, len(EVERY) // 60)]:
        for option in routes.pick(TABLE, answers, REGISTER, day, language):
            told = [each.text for each in (option.time, option.cost, option.evidence) if each]
            assert not any("{" in text for text in told)
            assert all(REGISTER.on(key, day) for key in option.keys)


@pytest.mark.parametrize("day", [BEFORE, AFTER], ids=date.isoformat)
def test_what_rules_rest_on_is_in_force(day: date) -> None:
    assert all(REGISTER.on(key, day) for rule in TABLE.rules for key in rule.rests_on)


def test_no_number_is_typed_into_a_text() -> None:
    typed = {i for i, w in TEXTS for text in (w.en, w.zh) if re.search(r"\d", re.sub(r"\{[^}]*\}", "", text))}
    typed |= {r.id for r in TABLE.rules if re.search(r"\d", r.because.en + r.because.zh)}
    assert typed == set()


def test_both_languages_take_the_same_from_the_register() -> None:
    place = re.compile(r"\{[^}]*\}")
    differing = {i for i, w in TEXTS if sorted(place.findall(w.en)) != sorted(place.findall(w.zh))}
    assert differing == set()
    assert all((w.en == UNKNOWN) == (w.zh == UNKNOWN) for _, w in TEXTS)


def test_what_no_source_tells_is_told_as_unknown() -> None:
    [platform] = [
        o for o in routes.pick(TABLE, CLEAR_CASE, REGISTER, BEFORE, "en") if o.route.id == "platform"
    ]
    assert platform.cost is None
    assert platform.time
    assert "no number of days" in platform.time.text


def test_a_text_is_as_sure_as_its_least_sure_provision() -> None:
    [customs] = [o for o in routes.pick(TABLE, CLEAR_CASE, REGISTER, BEFORE, "en") if o.route.id == "customs"]
    assert customs.cost
    assert customs.time
    assert (customs.cost.doubt, customs.time.doubt) == (Confidence.SINGLE_SOURCE, Confidence.VERIFIED)


def test_a_clear_counterfeit_at_a_known_address_goes_to_the_regulator_first() -> None:
    assert _routes()[0] == "amr"


def test_a_few_listings_of_an_unknown_shop_go_to_the_platform() -> None:
    assert _routes(seller="shop", scale="few", evidence="listing", border="no")[0] == "platform"


def test_without_a_right_the_first_step_is_to_file_and_no_notice_is_offered() -> None:
    found = _routes(right="none")
    assert found[0] == "register"
    assert "platform" not in found


def test_a_mere_suspicion_leads_to_a_test_purchase_and_to_no_accusation() -> None:
    found = _routes(evidence="suspicion")
    assert found[0] == "proof"
    assert not {"platform", "letter", "amr", "court", "police"} & set(found)


def test_a_factory_gets_no_letter_that_would_warn_it() -> None:
    found = _routes(scale="crime")
    assert "letter" not in found
    assert "police" in found


def test_the_articles_change_with_the_year() -> None:
    def amr(day: date) -> str:
        [option] = [o for o in routes.pick(TABLE, CLEAR_CASE, REGISTER, day, "en") if o.route.id == "amr"]
        assert option.evidence
        return option.evidence.text

    assert "Art. 60(2)" in amr(BEFORE)
    assert "Trademark Law (2026) Art. 74(2)" in amr(AFTER)


def test_first_steps_are_no_odds() -> None:
    [first, *_] = routes.pick(TABLE, {**CLEAR_CASE, "right": "none"}, REGISTER, BEFORE, "en")
    assert first.odds is Odds.FIRST


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({**CLEAR_CASE, "right": "design"}, "“design” is no answer to “right”; say one of trademark, patent"),
        ({k: v for k, v in CLEAR_CASE.items() if k != "scale"}, "no answer was given to “scale”"),
        ({**CLEAR_CASE, "mood": "bad"}, "there is no question “mood”"),
    ],
)
def test_answers_that_the_table_does_not_know_are_refused(answers: dict[str, str], words: str) -> None:
    with pytest.raises(RoutesError, match=re.escape(words)):
        routes.pick(TABLE, answers, REGISTER, BEFORE, "en")
