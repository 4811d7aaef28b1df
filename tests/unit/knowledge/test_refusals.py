"""Whether a message is refused: what speaks for it, and what becomes of it."""

from dataclasses import replace
from math import log

import pytest

from knowledge.reading import Asker, MessageKind, MessageReading, Refusal, Thresholds
from knowledge.refusals import Seen, any_of, judged, log_odds, signs

LAW = MessageReading(
    kind={MessageKind.LAW: 0.7, MessageKind.PLAN: 0.2, MessageKind.CHAT: 0.1},
    refusal={Refusal.NONE: 0.6, Refusal.UNLAWFUL: 0.2, Refusal.NEEDS_COUNSEL: 0.1, Refusal.ELSEWHERE: 0.1},
    asker=dict.fromkeys(Asker, 0.25),
    aspect={},
    yes_no=0.0,
    surest=0.5,
    near=0.9,
)
TOLD = {"case.landlord": 0.6, "event.fined": 0.1, "unlawful.bribe": 0.2, "caution.warns": 0.1}
# Two signs: one, and what speaks for a wrong.
BY_SIGN = {"unlawful": (-1.0, 1.0), "needs_counsel": (-3.0, 0.0), "elsewhere": (-3.0, 0.5)}


def _judged(reading: MessageReading, sign: float, refuse: float = 0.6, doubt: float = 0.4) -> MessageReading:
    least = dict.fromkeys(BY_SIGN, refuse)
    doubted = dict.fromkeys(BY_SIGN, doubt)
    given = Thresholds(answer=0.7, choice=0.3, refuse=least, doubt=doubted, weights=BY_SIGN)
    return judged(reading, (1.0, sign), given)


def test_what_speaks_for_a_refusal_is_told_of_the_whole_and_of_its_last_question() -> None:
    last = replace(LAW, surest=0.25)
    told = signs("They print our labels. Do I call?", Seen(LAW, 0.8), Seen(last, 0.4), TOLD)
    one, *whole = told[:7]
    assert one == 1.0
    assert whole == pytest.approx([*map(log, (0.2, 0.1, 0.1, 0.5, 0.5)), log_odds(0.8)])
    assert told[11:13] == pytest.approx((log(0.25), log_odds(0.4)))
    assert told[13:] == pytest.approx((log(0.25), 0.9, log_odds(0.6), 1.0, log(0.2), log(0.1)))


def test_what_only_tells_asks_nothing() -> None:
    assert signs("They print our labels.", Seen(LAW, 0.8), Seen(LAW, 0.8), TOLD)[16] == 0.0


@pytest.mark.parametrize(
    ("sign", "refused", "doubted"),
    [
        (2.0, Refusal.UNLAWFUL, Refusal.UNLAWFUL),
        (0.8, Refusal.NONE, Refusal.UNLAWFUL),
        (-1.0, Refusal.NONE, Refusal.NONE),
    ],
    ids=["surely", "maybe", "hardly"],
)
def test_a_message_is_refused_doubted_or_neither(sign: float, refused: Refusal, doubted: Refusal) -> None:
    told = _judged(LAW, sign)
    assert (told.refused, told.doubted) == (refused, doubted)
    assert told.refusable == pytest.approx(1 / (1 + 1 / sum(map(_raised, BY_SIGN.values(), [sign] * 3))))


def _raised(weights: tuple[float, float], sign: float) -> float:
    return float(2.718281828459045 ** (weights[0] + weights[1] * sign))


def test_what_is_no_question_of_law_is_refused_only_as_one() -> None:
    talk = replace(LAW, kind={MessageKind.CHAT: 1.0})
    told = _judged(talk, 2.0)
    assert (told.refused, told.as_law, told.doubted) == (Refusal.NONE, Refusal.UNLAWFUL, Refusal.NONE)


def test_no_text_is_written_for_another_subject() -> None:
    act = replace(LAW, kind={MessageKind.ACT: 1.0})
    elsewhere = {"unlawful": (-9.0, 0.0), "needs_counsel": (-9.0, 0.0), "elsewhere": (2.0, 0.0)}
    given = Thresholds(
        answer=0.7,
        choice=0.3,
        refuse=dict.fromkeys(elsewhere, 0.6),
        doubt=dict.fromkeys(elsewhere, 0.6),
        weights=elsewhere,
    )
    rather = replace(act, refusal=act.refusal | {Refusal.NONE: 0.1, Refusal.ELSEWHERE: 0.6})
    assert judged(rather, (1.0, 0.0), given).refused is Refusal.ELSEWHERE
    assert judged(act, (1.0, 0.0), given).refused is Refusal.NONE
    assert _judged(rather, 2.0).refused is Refusal.NONE


def test_reasons_speak_for_a_refusal_together() -> None:
    assert any_of({Refusal.UNLAWFUL: 0.0, Refusal.ELSEWHERE: 0.0}) == pytest.approx(log(2))
