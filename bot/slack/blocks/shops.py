"""The shop behind a listing: its name and standing, what it was seen with before, what it shares with others."""

from collections.abc import Mapping, Sequence

from bot.domain.listings import Listing
from bot.domain.prints import SharedPicture
from bot.domain.sellers import SellerHistory
from bot.slack.blocks.text import esc, one_line
from bot.words.book import Words
from bot.words.gloss import NO_NAMES, shop_for, shop_gloss


def seller_line(
    listing: Listing, history: SellerHistory, words: Words, names: Mapping[str, str] = NO_NAMES
) -> str:
    """The shop with the brand's standing to it and what was found of it before."""
    name = esc(one_line(listing.seller_name or listing.seller_id, 80)) or words("alert.unknown")
    gloss = esc(one_line(shop_gloss(listing.seller_name, names), 80)) if words.language == "en" else ""
    parts = [f"*{name}* ({gloss})" if gloss else f"*{name}*", _standing(history, words)]
    if history.alerts:
        parts.append(words("seller.before", count=history.alerts, infringing=history.infringing))
    if history.cleared:
        parts.append(words("seller.cleared", count=history.cleared))
    if history.cases:
        parts.append(words("seller.cases", cases=words.listed(history.cases[:3])))
    return " · ".join(parts)


def _standing(history: SellerHistory, words: Words) -> str:
    """How the brand stands to the shop, and since or until when: the alert's reasons leave out the weak ones."""
    if history.standing is None:
        return words("seller.unlisted")
    standing = words(f"seller.{history.standing.value}")
    if history.ended:
        return words("seller.ended", standing=standing, day=history.ended)
    return words("seller.since", standing=standing, day=history.since) if history.since else standing


def shared_lines(shared: Sequence[SharedPicture], words: Words, most: int = 1) -> list[str]:
    """Pictures that other shops show too, those of most shops first, at most three names each."""
    told = []
    for each in sorted(shared, key=lambda s: (-s.shops, s.place))[:most]:
        names = words.listed(esc(one_line(shop_for(words.language, name), 90)) for name in each.names)
        count = "one" if each.shops == 1 else "many"
        told.append(words(f"alert.shared.{count}", number=each.place, count=each.shops, names=names))
    return told
