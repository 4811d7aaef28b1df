"""The brand book: marks, products, sellers, pictures: everything a listing or a notice is judged against."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.errors import UnknownThing
from bot.domain.ids import RightId
from bot.domain.products import Product
from bot.domain.rights import PATENTS, Authority, Owner, Right, SellerDecision, add_months
from bot.domain.sellers import Seller
from knowledge.instruments import LawError
from knowledge.law import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandBook:
    """One brand's book (formats.md section 1), with references already checked.

    ``revision`` is the hash of its contents: a listing is judged again when it changes.
    ``folder`` is where its pictures and papers lie in the team's state.
    """

    name: str
    aliases: tuple[str, ...] = ()
    owner: str
    contact_email: str = ""
    owners: tuple[Owner, ...] = ()
    rights: tuple[Right, ...] = ()
    authorities: tuple[Authority, ...] = ()
    products: tuple[Product, ...] = ()
    sellers: tuple[Seller, ...] = ()
    findings: tuple[SellerDecision, ...] = ()
    revision: str = ""
    folder: str = ""

    def right(self, right_id: RightId) -> Right:
        """The right of this id.

        Raises:
            UnknownThing
        """
        for right in self.rights:
            if right.id == right_id:
                return right
        raise UnknownThing("right", right_id, "`marque rights` lists them")

    def owner_named(self, name: str) -> Owner:
        """The owner of this name; a bare name is an owner of whom nothing else is known."""
        return next((owner for owner in self.owners if owner.name == name), Owner(name=name))


def with_terms(book: BrandBook, register: Register) -> BrandBook:
    """The book with the end of each patent that its filing day gives; an earlier end on record stays."""
    return replace(book, rights=tuple(_in_term(right, register) for right in book.rights))


def _in_term(right: Right, register: Register) -> Right:
    ends = patent_end(right, register)
    if ends is None or (right.expires_on is not None and right.expires_on <= ends):
        return right
    return replace(right, expires_on=ends)


def patent_end(right: Right, register: Register) -> date | None:
    """The last day of a Chinese patent's term; None where no filing day, or no law of that day, is on record.

    The term begins with the day of filing, so its last day is the one before the corresponding day.
    """
    if right.kind not in PATENTS or right.jurisdiction != "CN" or right.filed_on is None:
        return None
    try:
        years = register.figure(f"pt.term.{right.kind.value}", right.filed_on).value
    except LawError:
        return None
    return add_months(right.filed_on, years * 12) - timedelta(days=1)
