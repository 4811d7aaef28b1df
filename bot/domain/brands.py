"""The brand book: everything a listing or a notice is judged against."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import UnknownThing
from bot.domain.ids import RightId
from bot.domain.products import Product
from bot.domain.rights import Authority, Owner, Right, SellerDecision
from bot.domain.sellers import Seller


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
