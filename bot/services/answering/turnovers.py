"""What a turnover comes to at the market regulator: the most of its fine, and whether a private seller is to be registered."""

from collections.abc import Iterator
from typing import Protocol

from bot.words.book import Words
from knowledge.amount_roles import AmountRole
from knowledge.amounts import roles


class Asked(Protocol):
    """The ``question``, the register's figures, and how both are put into words."""

    @property
    def question(self) -> str: ...
    @property
    def words(self) -> Words: ...
    def money(self, value: int) -> str: ...
    def cite(self, key: str) -> str: ...
    def figure(self, path: str) -> int: ...


def fine(given: Asked) -> Iterator[str]:
    """The most that the bureau may fine for the one turnover told."""
    sold = {value for value, role in roles(given.question) if role is AmountRole.SOLD}
    key, line = "tm.amr_powers_fine", given.figure("tm.amr_powers_fine.turnover")
    if len(sold) == 1:
        [value], times = sold, given.figure(f"{key}.times")
        due = value * times if value >= line else given.figure(f"{key}.fine_cap")
        said = "ask.fine_times" if value >= line else "ask.fine_cap"
        told = {"value": value, "due": due, "line": line}
        yield given.words(said, times=times, **{name: given.money(each) for name, each in told.items()})


def registered_seller(given: Asked) -> Iterator[str]:
    """That a private seller's yearly sales, told shop by shop, come to more together than may go without registration."""
    line = given.figure("am.unregistered_seller.turnover")
    sold = [
        value for value, role in roles(given.question) if role in (None, AmountRole.SOLD) and value != line
    ]
    if len(sold) > 1 and (total := sum(sold)) > line:
        told = {
            "sold": " + ".join(map(given.money, sold)),
            "total": given.money(total),
            "line": given.money(line),
        }
        yield given.words("ask.registered_seller", cite=given.cite("am.unregistered_seller"), **told)
