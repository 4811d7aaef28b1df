"""The notice room's front: from the facts of a request to its composition (texts, annexes, fields, gaps) and its documents."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from bot.domain.brands import with_terms
from bot.domain.compositions import CitedProvision, Composition, NoticeGap, NoticeKind, Severity
from bot.domain.drafts import ApprovedNotice, Draft, DraftFile, DraftRequest
from bot.domain.errors import UnknownThing
from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.notices.catalog import SHIPPED, Catalog, layered, load_catalog, parts_of
from bot.notices.facts.annexes import papers_of
from bot.notices.facts.form import written
from bot.notices.facts.ledger import ledger_of
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.parties import Paper
from bot.notices.facts.pictures import pictures_of
from bot.notices.facts.terms import act_dates, terms_of
from bot.notices.facts.view import view_of
from bot.notices.gaps.addressees import gaps_of_addressee
from bot.notices.gaps.answers import gaps_of_filing, gaps_of_reply, gaps_of_withdrawal
from bot.notices.gaps.comparison import (
    gaps_of_checking,
    gaps_of_comparison,
    gaps_of_package,
    gaps_of_verdicts,
)
from bot.notices.gaps.courts import gaps_of_brief, gaps_of_complaint
from bot.notices.gaps.customs import gaps_of_detention, gaps_of_recordal
from bot.notices.gaps.evidence import gaps_of_claims, gaps_of_dates, gaps_of_evidence
from bot.notices.gaps.letters import gaps_of_firm, gaps_of_tip_off
from bot.notices.gaps.offices import gaps_of_adjudication, gaps_of_police, gaps_of_suit
from bot.notices.gaps.parties import gaps_of_parties
from bot.notices.gaps.powers import gaps_of_notary, gaps_of_power, gaps_of_products
from bot.notices.gaps.proceedings import gaps_of_restart, gaps_of_supplement
from bot.notices.gaps.request import (
    gaps_of_english,
    gaps_of_form,
    gaps_of_known,
    gaps_of_request,
    gaps_of_typed,
)
from bot.notices.gaps.rights import gaps_of_rights
from bot.notices.gaps.samples import gaps_of_report, gaps_of_sample
from bot.notices.gaps.texts import differences, gaps_of_leaks
from bot.notices.papers.house import House, load_house
from bot.notices.papers.publishing import publish
from bot.notices.reviewing import pack
from bot.notices.wording.citing import Citing
from bot.notices.wording.portal import fields_of, gaps_of_fields, reason_of
from bot.notices.wording.rendering import MIRROR_ONLY, Templates, joined, leaves_in
from bot.notices.wording.saying import Tree
from bot.papers import NoticeFacts
from knowledge.law import Register

_BOTH = ("zh", "en")


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
        return [replace(entry, sha256=digests[name]) for name, entry in entries.items()]

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


@dataclass(slots=True, kw_only=True)
class Rendered:
    """The notice in its languages, clause by clause, with what the law said."""

    clauses: dict[str, dict[str, str]] = field(default_factory=dict)
    citings: list[Citing] = field(default_factory=list)

    @property
    def provisions(self) -> tuple[CitedProvision, ...]:
        return tuple({key: cited for citing in self.citings for key, cited in citing.cited.items()}.values())

    @property
    def faults(self) -> tuple[NoticeGap, ...]:
        """What the register could not answer, once for both languages."""
        return tuple({key: gap for citing in self.citings for key, gap in citing.faults.items()}.values())


def compose(
    facts: NoticeFacts, catalog: Catalog, templates: Templates, register: Register, shelf: Path | None = None
) -> Composition:
    """Fill the templates and check everything.

    Raises:
        UnknownThing: a kind or language that does not exist.
        TemplatesInvalid: a template that cannot be used.
    """
    facts = replace(facts, books=tuple(with_terms(book, register) for book in facts.books))
    entry = catalog.entry(facts.request.kind)
    languages = _languages(facts.request.languages, entry.languages)
    dates = act_dates(facts)
    terms = terms_of(register, dates)
    matter = NoticeMatter(facts=facts, entry=entry, catalog=catalog, terms=terms, shelf=shelf)
    papers = papers_of(matter)
    view = view_of(matter, papers, languages)
    rendered = _render(matter, templates, register, view, languages)
    texts = tuple((language, joined(rendered.clauses[language])) for language in languages)
    fields = fields_of(matter, papers)
    ledger = ledger_of(matter, [paper.title.zh for paper in papers])
    leaving = _leaving(matter, texts, papers, [f.value for f in fields])
    gaps = [*_checks(matter), *gaps_of_typed(matter, ledger), *rendered.faults, *gaps_of_fields(fields)]
    gaps += [*_parity(rendered, view, templates), *gaps_of_leaks(matter, leaving)]
    return Composition(
        kind=entry.kind,
        counsel=(matter.variant or entry).counsel,
        titles=tuple(zip(_BOTH, matter.titles, strict=True)),
        texts=texts,
        sender=matter.owner.name,
        addressee=_addressee(matter),
        ground=matter.ground,
        seller=", ".join(dict.fromkeys(x.seller_name for x in matter.listings if x.seller_name)),
        reason_code=reason_of(matter) if fields else None,
        portal_address=matter.portal.address if fields and matter.portal else "",
        fields=fields,
        annexes=tuple(paper.annex for paper in papers),
        gaps=tuple(sorted(dict.fromkeys(gaps), key=lambda gap: gap.severity is not Severity.BLOCKING)),
        provisions=rendered.provisions,
        traces=ledger.traces(texts[0][1]),
        act_from=dates.act_from if dates.basis else None,
        act_to=dates.act_to if dates.basis else None,
        act_basis=dates.basis,
        pictures=tuple(picture for picture, _ in pictures_of(matter)),
    )


def _languages(asked: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    for language in asked or ("",):
        if language not in known:
            raise UnknownThing(
                "language of this notice", language, "choose from {list}", list=", ".join(known)
            )
    return tuple(language for language in known if language in asked)


def _render(
    matter: NoticeMatter, templates: Templates, register: Register, view: Tree, languages: tuple[str, ...]
) -> Rendered:
    """Both languages are filled even where one is asked for: each proves the other."""
    rendered = Rendered()
    for language in dict.fromkeys((*languages, *_BOTH)):
        trial = Citing(register=register, language=language, dates=matter.dates)
        templates.clauses(matter.template, language, view, trial)
        once = frozenset(text for text, times in trial.named.items() if times == 1)
        citing = Citing(register=register, language=language, dates=matter.dates, once=once)
        rendered.clauses[language] = templates.clauses(matter.template, language, view, citing)
        rendered.citings.append(citing)
    return rendered


def _parity(rendered: Rendered, view: Tree, templates: Templates) -> Iterator[NoticeGap]:
    zh, en = (
        {clause: text for clause, text in rendered.clauses[language].items() if clause != MIRROR_ONLY}
        for language in _BOTH
    )
    own, said = templates.says, [*leaves_in(view)]  # what is a word of the templates too is no name
    names = [(x.zh, x.en) for x in said if x.name and not own(x.zh) and not own(x.en)]
    cited = {pair for citing in rendered.citings for pair in citing.names()}
    return differences(zh, en, {*names, *cited}, {(x.zh, x.en) for x in said if not x.name})


def _checks(matter: NoticeMatter) -> Iterator[NoticeGap]:
    yield from gaps_of_request(matter)
    yield from gaps_of_form(matter)
    yield from gaps_of_english(matter)
    yield from gaps_of_kind(matter)
    yield from gaps_of_verdicts(matter)
    if matter.entry.asserts:
        yield from gaps_of_rights(matter, matter.terms.grace_months)
    yield from gaps_of_parties(matter)
    yield from gaps_of_evidence(matter)
    yield from gaps_of_comparison(matter)
    yield from gaps_of_checking(matter)
    yield from gaps_of_claims(matter)
    yield from gaps_of_package(matter)
    yield from gaps_of_dates(matter)
    yield from gaps_of_known(matter)


def _leaving(
    matter: NoticeMatter, texts: tuple[tuple[str, str], ...], papers: tuple[Paper, ...], values: list[str]
) -> list[str]:
    """Everything that would leave, free text included wherever it is printed or not."""
    titles = [paper.title.zh for paper in papers]
    return [*(text for _, text in texts), *titles, *values, *matter.texts.values()]


def _addressee(matter: NoticeMatter) -> str:
    fields = [name for name in matter.entry.to.split("|") if written(matter, name)]
    if fields:
        return written(matter, fields[0])
    to = matter.entry.to.rpartition("|")[2]
    if to == "office":
        return matter.facts.request.office.strip()
    if to == "platform":
        return matter.platform_name[1]
    if to == "agent":
        return (matter.authority.agent_zh or matter.authority.agent) if matter.authority else ""
    if to == "customs":
        return "海关总署"  # the one office for recordals
    return matter.seller_company if to == "seller" else ""


Check = Callable[[NoticeMatter], Iterator[NoticeGap]]

CHECKS: Mapping[str, Check] = {
    "firm": gaps_of_firm, "tip_off": gaps_of_tip_off, "power": gaps_of_power, "notary": gaps_of_notary,
    "products": gaps_of_products, "report": gaps_of_report, "sample": gaps_of_sample,
    "supplement": gaps_of_supplement, "addressee": gaps_of_addressee, "restart": gaps_of_restart,
    "suit": gaps_of_suit, "adjudication": gaps_of_adjudication, "police": gaps_of_police,
    "brief": gaps_of_brief, "complaint": gaps_of_complaint, "recordal": gaps_of_recordal,
    "detention": gaps_of_detention, "reply": gaps_of_reply, "filing": gaps_of_filing,
    "withdrawal": gaps_of_withdrawal,
}  # fmt: skip
"""The special checks by the name that ``checks`` of the catalog gives a kind."""


def gaps_of_kind(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What this kind asks beyond the catalog and the general rules."""
    for name in matter.entry.checks:
        yield from CHECKS[name](matter)
