"""From the facts of a request to its composition: texts, annexes, fields, gaps, provisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.domain.drafts import CitedProvision, Composition, Gap, Severity
from bot.domain.errors import UnknownThing
from bot.notices.annexes import Paper, papers_of
from bot.notices.catalog import Catalog
from bot.notices.citing import Citing
from bot.notices.gaps.evidence import gaps_of_dates, gaps_of_evidence
from bot.notices.gaps.parties import gaps_of_parties
from bot.notices.gaps.rights import gaps_of_rights
from bot.notices.gaps.texts import gaps_of_leaks, gaps_of_request
from bot.notices.matter import Matter
from bot.notices.parity import differences
from bot.notices.portal import fields_of, gaps_of_fields, reason_of
from bot.notices.rendering import MIRROR_ONLY, Templates, joined
from bot.notices.saying import Tree, names_in
from bot.notices.view import view_of
from bot.ports import NoticeFacts
from knowledge.law import NotInForce, Register

_BOTH = ("zh", "en")
_GRACE = "tm.renewal.grace"
_REPEAT = "tm.amr_repeat.years"


@dataclass(slots=True, kw_only=True)
class Rendered:
    """The notice in its languages, clause by clause, with what the law said."""

    clauses: dict[str, dict[str, str]] = field(default_factory=dict)
    citings: list[Citing] = field(default_factory=list)

    @property
    def provisions(self) -> tuple[CitedProvision, ...]:
        return tuple({key: cited for citing in self.citings for key, cited in citing.cited.items()}.values())

    @property
    def faults(self) -> tuple[Gap, ...]:
        """What the register could not answer, once for both languages."""
        return tuple({key: gap for citing in self.citings for key, gap in citing.faults.items()}.values())

    def names(self, view: Tree) -> set[tuple[str, ...]]:
        """Every name that both texts must hold equally often."""
        return set(names_in(view)) | {pair for citing in self.citings for pair in citing.names()}


def compose(facts: NoticeFacts, catalog: Catalog, templates: Templates, register: Register) -> Composition:
    """Fill the templates and check everything.

    Raises:
        UnknownThing: a kind or language that does not exist.
        TemplatesInvalid: a template that cannot be used.
    """
    entry = catalog.entry(facts.request.kind)
    languages = _languages(facts.request.languages, entry.notice.languages)
    years = _figure(register, _REPEAT, facts.request.act_to or facts.request.as_of)
    matter = Matter(facts=facts, entry=entry, catalog=catalog, repeat_years=years)
    papers = papers_of(matter)
    grace = _figure(register, _GRACE, matter.as_of)
    view = view_of(matter, papers, languages, grace)
    rendered = _render(matter, templates, register, view, languages)
    texts = tuple((language, joined(rendered.clauses[language])) for language in languages)
    fields = fields_of(matter, papers)
    gaps = [
        *_checks(matter, grace),
        *rendered.faults,
        *_parity(rendered, view),
        *gaps_of_fields(fields),
        *gaps_of_leaks(matter, _leaving(matter, texts, papers, [f.value for f in fields])),
    ]
    return Composition(
        kind=entry.notice.kind,
        titles=(("zh", entry.notice.title_zh), ("en", entry.notice.title)),
        texts=texts,
        sender=matter.owner.name,
        addressee=_addressee(matter),
        ground=facts.request.ground,
        reason_code=reason_of(matter) if entry.route == "platform" else None,
        fields=fields,
        annexes=tuple(paper.annex for paper in papers),
        gaps=tuple(sorted(dict.fromkeys(gaps), key=lambda gap: gap.severity is not Severity.BLOCKING)),
        provisions=rendered.provisions,
    )


def _languages(asked: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    for language in asked:
        if language not in known:
            raise UnknownThing("language of this notice", language, "choose from " + ", ".join(known))
    if not asked:
        raise UnknownThing("language of this notice", "", "choose from " + ", ".join(known))
    return tuple(language for language in known if language in asked)


def _figure(register: Register, path: str, day: date) -> int:
    try:
        return register.figure(path, day).value
    except NotInForce:
        return 0


def _render(
    matter: Matter, templates: Templates, register: Register, view: Tree, languages: tuple[str, ...]
) -> Rendered:
    """Both languages are filled even where one is asked for: each proves the other."""
    rendered = Rendered()
    for language in dict.fromkeys((*languages, *_BOTH)):
        citing = Citing(register=register, language=language, dates=matter.dates)
        rendered.clauses[language] = templates.clauses(matter.entry.notice.kind, language, view, citing)
        rendered.citings.append(citing)
    return rendered


def _parity(rendered: Rendered, view: Tree) -> tuple[Gap, ...]:
    without_mirror = {
        language: {clause: text for clause, text in clauses.items() if clause != MIRROR_ONLY}
        for language, clauses in rendered.clauses.items()
    }
    return differences(without_mirror["zh"], without_mirror["en"], rendered.names(view))


def _checks(matter: Matter, grace: int) -> Iterator[Gap]:
    yield from gaps_of_request(matter)
    yield from gaps_of_rights(matter, grace)
    yield from gaps_of_parties(matter)
    yield from gaps_of_evidence(matter)
    yield from gaps_of_dates(matter)


def _leaving(
    matter: Matter, texts: tuple[tuple[str, str], ...], papers: tuple[Paper, ...], values: list[str]
) -> list[str]:
    """Everything that would leave, free text included wherever it is printed or not."""
    titles = [paper.title.zh for paper in papers]
    return [*(text for _, text in texts), *titles, *values, *matter.texts.values()]


def _addressee(matter: Matter) -> str:
    if matter.entry.route == "amr":
        return matter.facts.request.office.strip()
    if matter.entry.route == "platform":
        return matter.portal.title if matter.portal else ""
    return matter.seller_company
