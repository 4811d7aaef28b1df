"""The security that customs wants, by its scale, and whether what was paid is enough."""

import pytest

from tests.unit.services.test_sums import made


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("RMB 12,000", "the full value, CNY 12,000"),
        ("RMB 30,000", "at least CNY 20,000: CNY 20,000"),
        ("RMB 150,000", "at least CNY 20,000: CNY 75,000"),
        ("RMB 900,000", "fixed at CNY 100,000"),
    ],
)
def test_the_security_of_customs_by_the_scale(value: str, told: str) -> None:
    [line] = made(f"goods worth {value}", "cu.ex_officio_security")
    assert told in line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We found a container worth RMB 600,000 and apply for detention", ["CNY 600,000"]),
        ("Customs stopped goods worth RMB 600,000, we apply for detention", ["CNY 100,000"]),
        ("We apply for detention of goods worth RMB 600,000", ["CNY 600,000", "CNY 100,000"]),
        ("Our mark isn't recorded; goods worth RMB 600,000 come in tomorrow", ["CNY 600,000"]),
        ("We never came round to recording it; oars for RMB 600,000 leave on Monday", ["CNY 600,000"]),
    ],
)
def test_goods_that_the_owner_found_itself_are_detained_against_their_full_value(
    text: str, told: list[str]
) -> None:
    lines = made(text, "cu.ex_officio_security")
    assert all(amount in line for line, amount in zip(lines, told, strict=True))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Customs acted ex officio, value 28,000. We paid 14,000 as a guarantee.",
            "CNY 6,000 more within the 3",
        ),
        ("Customs acted ex officio, value 28,000. We paid 20,000 as a guarantee.", ""),
        ("海关依职权查的，货值2万8，我们交了1万4", "还差6000元"),
    ],
)
def test_a_security_that_is_less_than_the_scale_wants_is_not_enough(text: str, told: str) -> None:
    [line] = made(text, "cu.ex_officio_security", "zh" if "，" in text else "en")
    assert told in line
    assert bool(told) is ("not enough" in line or "不够" in line)


def test_a_guarantee_is_not_what_the_goods_are_worth() -> None:
    assert made("Customs knows our yearly guarantee of RMB 200,000.", "cu.ex_officio_security") == ()


@pytest.mark.parametrize("takes", ["把", "根", "辆", "本", "盏"])
def test_goods_are_worth_so_many_at_a_price_of_each_by_whatever_they_are_counted(takes: str) -> None:
    [line] = made(f"海关查到820{takes}，申报每{takes}26元", "cu.ex_officio_security", "zh")
    assert "21320元" in line
