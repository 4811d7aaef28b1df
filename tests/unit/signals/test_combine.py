import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.assessments import Band, Signal
from bot.domain.sentences import Sentence
from bot.signals.weighing.combine import (
    at_rate,
    band,
    bounded,
    packaged_weights,
    parse_weights,
    probability,
    tied,
)
from bot.signals.weighing.fit import Example, as_toml, calibration_error, fit

NAMES = st.deferred(  # the weights are not read while tests are collected
    lambda: st.sampled_from(
        [
            n
            for n in packaged_weights().features
            if n in {"price", "words", "wording", "seller", "image", "wordmark", "line", "hint"}
        ]
    )
)


def a_signal(name: str, score: float) -> Signal:
    return Signal(name=name, score=score, because=Sentence(key="for a reason"))


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.floats(-1, 1)))
def test_probability_is_one_and_band_follows_it(scores: dict[str, float]) -> None:
    weights = packaged_weights()
    chance = probability([a_signal(n, s) for n, s in scores.items()], weights)
    assert 0.0 <= chance <= 1.0
    assert band(chance, weights) in Band


def test_slang_raises_and_lawful_words_lower() -> None:
    weights = packaged_weights()
    plain = probability([a_signal("wordmark", 0.4)], weights)
    assert probability([a_signal("wordmark", 0.4), a_signal("wording", 0.95)], weights) > plain
    assert probability([a_signal("wordmark", 0.4), a_signal("words", -0.85)], weights) < plain


def test_goods_alone_alert_by_price_and_words_and_slang_is_no_second_ground_for_them() -> None:
    slang, words, price = a_signal("wording", 0.95), a_signal("words", 0.6), a_signal("price", 0.9)
    weights = packaged_weights()
    told = [[words, price], [slang, words], [slang, price], [a_signal("line", 0.5), slang, words]]
    bands = [band(bounded(0.999, said, weights), weights) for said in told]
    assert bands == [Band.HIGH, Band.LOW, Band.LOW, Band.HIGH]


@pytest.mark.parametrize(
    ("said", "alerts"), [({"words": 0.45}, False), ({"words": 0.55}, True), ({"wording": 0.95}, True)]
)
def test_a_loose_name_of_goods_takes_plain_words_or_slang_beside_the_price(
    said: dict[str, float], alerts: bool
) -> None:
    weights, loose = packaged_weights(), [a_signal("line", 0.15), a_signal("price", 0.9)]
    told = [*loose, *(a_signal(name, score) for name, score in said.items())]
    assert band(bounded(0.97, told, weights), weights).alerts is alerts


def test_a_guess_at_the_name_says_nothing_where_no_goods_of_the_brand_are_told() -> None:
    weights, bare = packaged_weights(), [a_signal("words", 0.3), a_signal("trade", -0.3)]
    assert probability([*bare, a_signal("hint", 0.3)], weights) == probability(bare, weights)
    assert probability([*bare[:1], a_signal("hint", 0.3)], weights) > probability(bare[:1], weights)


def test_bands_begin_where_the_table_says() -> None:
    weights = packaged_weights()
    starts = [band(value, weights) for value in (weights.high, weights.medium, weights.low, 0.0)]
    assert starts == [Band.HIGH, Band.MEDIUM, Band.LOW, Band.CLEAR]


def test_weights_survive_being_written_and_read() -> None:
    weights = packaged_weights()
    assert parse_weights(as_toml(weights)) == weights


def examples(name: str, score: float, *, infringing: bool, count: int) -> list[Example]:
    return [Example(signals=(a_signal(name, score),), infringing=infringing)] * count


def test_fitting_moves_a_weight_the_way_examples_point() -> None:
    prior = packaged_weights()
    wrong = examples("seller", 0.8, infringing=False, count=60) + examples(
        "wording", 0.9, infringing=True, count=60
    )
    fitted = fit(wrong, prior)
    assert fitted.features["seller"] < prior.features["seller"]
    assert fitted.features["part_offer"] == prior.features["part_offer"]


def test_no_weight_ever_turns_its_sign() -> None:
    prior = packaged_weights()
    fitted = fit(examples("seller", 0.8, infringing=False, count=500), prior)
    assert all(fitted.features[n] * w >= 0 for n, w in prior.features.items())


def test_without_tied_examples_the_prior_stays() -> None:
    assert fit([Example(signals=(), infringing=False)], packaged_weights()) == packaged_weights()


def test_calibration_error_is_nought_for_sure_and_right_scores() -> None:
    assert calibration_error([0.0, 0.0, 1.0], [False, False, True]) == 0.0
    assert calibration_error([1.0, 1.0], [False, False]) == 1.0


def _chance(**scores: float) -> float:
    return probability([a_signal(name, score) for name, score in scores.items()], packaged_weights())


def test_what_clauses_say_counts_on_either_side_and_most_where_no_goods_are_told() -> None:
    named = _chance(wordmark=0.4)
    assert _chance(wordmark=0.4, excused=-0.5) < named < _chance(wordmark=0.4, admitted=0.5)
    bare, told = _chance(wordmark=0.4, trade=-0.3), _chance(wordmark=0.4, trade=-0.3, admitted=0.5)
    assert told / (1 - told) > 20 * bare / (1 - bare)


def test_what_is_admitted_beside_goods_of_another_trade_is_told_of_those() -> None:
    assert _chance(wordmark=0.4, trade=-0.9, admitted=0.5) == _chance(wordmark=0.4, trade=-0.9)


def test_a_chance_without_a_tie_hangs_on_what_the_page_says_and_never_alerts() -> None:
    lawful = _chance(untied=-1.0, words=-0.4, excused=-0.5, price=0.9)
    copied = _chance(untied=-1.0, words=0.9, admitted=0.9, price=0.9)
    assert lawful < 0.05 < copied
    assert not band(copied, packaged_weights()).alerts
    assert not tied([a_signal("untied", -1.0), a_signal("words", 0.9)])


def test_the_chance_of_what_nothing_made_worth_a_look_moves_with_the_base_rate() -> None:
    weights = packaged_weights()
    assert 0.0 < probability((), at_rate(weights, 0.01)) < probability((), weights) / 10
