"""The notice room's front: templates in, texts and documents out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from bot.domain.compositions import Composition
from bot.domain.drafts import ApprovedNotice, Draft, DraftFile, DraftRequest
from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.notices.catalog import SHIPPED, Catalog, KindEntry, layered, load_catalog
from bot.notices.composing import compose
from bot.notices.papers.house import House, load_house
from bot.notices.papers.publishing import publish
from bot.notices.reviewing import pack
from bot.notices.wording.rendering import Templates
from bot.papers import NoticeFacts, NoticeKind
from knowledge.law import Register


class TemplateNoticeWriter:
    """Writes notices from a team's folder of templates; what it lacks, from those that ship with Marque.

    ``shelf`` is the folder of the captured files, whose pictures papers show.
    """

    def __init__(
        self, register: Register, templates_folder: Path | None = None, shelf: Path | None = None
    ) -> None:
        self._register, self._shelf = register, shelf
        self._folder = templates_folder or SHIPPED

    @cached_property
    def _catalog(self) -> Catalog:
        return load_catalog(self._folder)

    @cached_property
    def _templates(self) -> Templates:
        return Templates(self._folder)

    @cached_property
    def _house(self) -> House:
        return load_house(layered(self._folder, self._catalog.style_file))

    def kinds(self) -> Sequence[NoticeKind]:
        """The kinds of notice, in the catalog's order."""
        return self._kinds

    @cached_property
    def _kinds(self) -> Sequence[NoticeKind]:
        entries = self._catalog.entries
        digests = self._templates.sha256(entries)
        return [replace(entry.notice, sha256=digests[name]) for name, entry in entries.items()]

    def compose(self, facts: NoticeFacts) -> Composition:
        """Fill the templates and check everything.

        Raises:
            UnknownThing: a kind or language that does not exist.
            TemplatesInvalid: a template of the folder is broken: where, and what to write.
        """
        return compose(facts, self._catalog, self._templates, self._register, self._shelf)

    def parts(
        self, request: DraftRequest, listings: Sequence[Listing], orders: Mapping[ListingId, str]
    ) -> Sequence[DraftRequest]:
        """The request cut into parts that each obey their portal.

        Raises:
            UnknownThing: a kind that does not exist.
        """
        return parts_of(request, listings, orders, self._catalog)

    def write_draft(self, draft: Draft, folder: Path) -> tuple[DraftFile, ...]:
        """Documents with the visible mark of a draft, and the portal's sheet and links where there are any.

        Raises:
            NotPossible: a file of this version exists with another content.
        """
        return publish(draft, folder, self._house, clean=False)

    def write_clean(self, notice: ApprovedNotice, folder: Path) -> tuple[DraftFile, ...]:
        """The clean documents of an approved notice.

        Raises:
            NotPossible: a clean file of this version exists with another content.
        """
        return publish(notice.draft, folder, self._house, clean=True)

    def write_review(self, draft: Draft, folder: Path) -> DraftFile:
        """A zip for outside counsel: the documents with their mark, and a sheet of gaps, evidence and provisions.

        Raises:
            NotPossible: the folder cannot be written, or holds another file of this name.
        """
        return pack(draft, folder, self._house, self._register)


_PLATFORM = "platform"


def parts_of(
    request: DraftRequest, listings: Sequence[Listing], orders: Mapping[ListingId, str], catalog: Catalog
) -> tuple[DraftRequest, ...]:
    """The parts in the order of the listings; the request itself where it needs no cutting.

    ``orders`` are the numbers of test purchases by listing. A notice that goes to a seller, or to an office about
    one, is cut by seller; a complaint to a platform by portal, then by its most links.
    """
    entry = catalog.entry(request.kind)
    if not entry.asserts or len(listings) < 2:
        return (request,)
    cut = [part for group in _groups(listings, orders, entry, catalog) for part in group]
    return tuple(replace(request, listing_ids=tuple(x.listing_id for x in part)) for part in cut)


def _groups(
    listings: Sequence[Listing], orders: Mapping[ListingId, str], entry: KindEntry, catalog: Catalog
) -> Iterator[list[tuple[Listing, ...]]]:
    held: dict[tuple[str, str], list[Listing]] = {}
    for listing in listings:
        held.setdefault(_key(listing, orders, entry, catalog), []).append(listing)
    for group in held.values():
        portal = catalog.portal_of(group[0].platform) if entry.route == _PLATFORM else None
        most = portal.max_links if portal and portal.max_links else len(group)
        yield [tuple(group[i : i + most]) for i in range(0, len(group), most)]


def _key(
    listing: Listing, orders: Mapping[ListingId, str], entry: KindEntry, catalog: Catalog
) -> tuple[str, str]:
    """What may not be mixed in one notice."""
    if entry.route != _PLATFORM:
        seller = listing.seller_company or listing.seller_id or listing.seller_name
        return listing.platform if not listing.seller_company else "", seller
    portal = catalog.portal_of(listing.platform)
    if portal is None:
        return listing.platform, ""
    return portal.name, orders.get(listing.listing_id, "") if portal.one_order else ""
