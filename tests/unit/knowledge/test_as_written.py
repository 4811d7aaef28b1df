"""A question that is all but word for word one of a section's written ones is answered by that section."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.library import Library
from knowledge.ranker import as_written, log_shares
from tests.shipped import rendered

SHARES = log_shares(np.log(np.array([[0.6, 0.3, 0.1]], dtype=np.float32)))


@pytest.mark.parametrize(
    ("near", "first"),
    [
        ((0.9, 0.8, 0.99), 2),  # the same as a written one of the last section
        ((0.9, 0.8, 0.95), 0),  # like it, and not the same
        ((0.9, 0.985, 0.99), 0),  # the same as written ones of two sections
        ((0.995, 0.8, 0.9), 0),  # of the likeliest itself
    ],
)
def test_a_written_question_is_answered_by_its_own_section(near: tuple[float, ...], first: int) -> None:
    found = as_written(SHARES, np.array(near, dtype=np.float32))
    assert int(found[0].argmax()) == first
    assert np.exp(found).sum() == pytest.approx(1.0, abs=1e-3)


def test_how_fakes_are_taken_down_is_no_question_of_live_streams(tmp_path: Path) -> None:
    found = Library(tmp_path).search("怎么让京东把假货下架？", on=date(2026, 11, 24), language="zh")
    first, *others = [hit.passage.section_id for hit in found.hits[:3]]
    assert first == "cn/takedown#first-steps"
    assert "cn/platform-portals#jd" in others


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_takedown_by_the_court_is_told_behind_the_notice(language: str) -> None:
    for each in rendered():
        if (each.section_id, each.language) == ("cn/platform-duties#fast-takedown", language):
            notice = each.text.find(
                {"en": "on a notice with first evidence", "zh": "附初步证据通知平台"}[language]
            )
            assert 0 <= notice < each.text.find({"en": "apply to the court", "zh": "申请保全"}[language])
