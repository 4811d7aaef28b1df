"""Reads guidance pages and renders each section for every period in which the law it names stays the same.

A page is ``guidance/<jurisdiction>/<topic>.<lang>.md``: YAML front matter, then sections headed
``## Title {#id}`` whose text is a Jinja template over :class:`knowledge.phrasing.Phrases`. ``asked.<lang>.toml`` beside
the folders adds questions in plain speech: page, then section, then a list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.instruments import FOREVER, NotInForce, UnknownFigure, UnknownProvision
from knowledge.law import Register, Version
from knowledge.lazily import lazily
from knowledge.passages import KnowledgeFault, Passage, PassageProvision
from knowledge.phrasing import Phrases

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

_HEADING = lazily(r"^## +(?P<title>.+?) +\{#(?P<id>[a-z0-9-]+)\}\s*$", re.MULTILINE)
_FRONT = lazily(r"\A---\n(?P<yaml>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)


class GuidanceInvalid(KnowledgeFault):
    """A page that cannot be used; names the page (and section) and the fault."""

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(f"guidance, {where}: {fault}")
        self.where = where


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a page before rendering."""

    section_id: str
    title: str
    source: str
    questions: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidancePage:
    """One topic in one language, as written."""

    name: str
    title: str
    language: str
    jurisdiction: str
    reviewed_on: date
    reviewer: str
    facts: tuple[str, ...]
    source_urls: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(slots=True, kw_only=True)
class CitingPhrases(Phrases):
    """Phrases that also remember the exact place of each citation, so that ``57(1)`` is not reported as ``57``."""

    cited: dict[tuple[str, str, str], PassageProvision] = field(default_factory=dict)

    def cite(self, key: str, paragraph: int = 0, item: int = 0) -> str:
        """As :meth:`Phrases.cite`, remembering the place."""
        self._remember(self.version(key), paragraph, item)
        return Phrases.cite(self, key, paragraph, item)

    def article(self, key: str, paragraph: int = 0, item: int = 0) -> str:
        """As :meth:`Phrases.article`, remembering the place."""
        self._remember(self.version(key), paragraph, item)
        return Phrases.article(self, key, paragraph, item)

    def cite_in(self, key: str, instrument_id: str) -> str:
        """As :meth:`Phrases.cite_in`, remembering the place: a text named with its own date is a source too."""
        self._remember(self._in_text(key, instrument_id), 0, 0)
        return Phrases.cite_in(self, key, instrument_id)

    def provisions(self) -> tuple[PassageProvision, ...]:
        """Places cited, then provisions that only lent a figure or words, without repeats."""
        named = {(provision.key, provision.instrument) for provision in self.cited.values()}
        for key, version in self.used.items():
            if (key, version.instrument.id) not in named:
                self._remember(version, 0, 0)
        return tuple(self.cited.values())

    def _remember(self, version: Version, paragraph: int, item: int) -> None:
        place = replace(version, paragraph=paragraph or version.paragraph, item=item or version.item).place
        self.cited.setdefault(
            (version.key, version.instrument.id, place),
            PassageProvision(
                key=version.key,
                instrument=version.instrument.id,
                article=place,
                in_force_from=version.in_force_from,
                in_force_to=version.in_force_to,
            ),
        )


def read(folder: Traversable | Path | None = None) -> tuple[GuidancePage, ...]:
    """All pages below ``folder``; by default those that ship with Marque.

    Raises:
        GuidanceInvalid: a page without front matter, with a missing field, or whose sections and front matter differ.
    """
    root = folder if folder is not None else Path(__file__).parent / "guidance"
    files = dict(_files(root, ""))
    asked = {name: tomllib.loads(text) for name, text in files.items() if name.endswith(".toml")}
    pages = (_page(name.removesuffix(".md"), text) for name, text in files.items() if name.endswith(".md"))
    return tuple(_with_asked(page, asked.get(f"asked.{page.language}.toml", {})) for page in pages)


def render(pages: Iterable[GuidancePage], register: Register) -> tuple[Passage, ...]:
    """Every section of every page, once for each period in which it reads the same.

    A section that names law not in force on a day has no passage for that day.

    Raises:
        GuidanceInvalid: a template that fails, or that names an unknown key or figure.
    """
    return tuple(
        passage
        for page in pages
        for section in page.sections
        for passage in _periods(page, section, register)
    )


def _files(root: Traversable | Path, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(root.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".md", ".toml")) and entry.name != "README.md":
            yield prefix + entry.name, entry.read_text(encoding="utf-8")


def _with_asked(page: GuidancePage, asked: Mapping[str, Mapping[str, list[str]]]) -> GuidancePage:
    more = asked.get(page.name, {})
    unknown = set(more) - {section.section_id.partition("#")[2] for section in page.sections}
    if unknown:
        raise GuidanceInvalid(
            f"asked.{page.language}.toml", f"{page.name} has no section {', '.join(sorted(unknown))}"
        )
    extended = (
        replace(s, questions=s.questions + tuple(more.get(s.section_id.partition("#")[2], ())))
        for s in page.sections
    )
    return replace(page, sections=tuple(extended))


def _page(name: str, text: str) -> GuidancePage:
    import yaml

    match = _FRONT.match(text)
    if match is None:
        raise GuidanceInvalid(name, "has no front matter between two lines of ---")
    try:
        front: dict[str, Any] = yaml.load(match["yaml"], getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        stem = name.removesuffix(f".{front['language']}")
        return GuidancePage(
            name=stem,
            title=front["title"],
            language=front["language"],
            jurisdiction=front["jurisdiction"],
            reviewed_on=front["reviewed_on"],
            reviewer=front["reviewer"],
            facts=tuple(front["facts"]),
            source_urls=tuple(front.get("sources") or ()),
            sections=tuple(_sections(stem, name, match["body"], front["sections"])),
        )
    except yaml.YAMLError as fault:
        raise GuidanceInvalid(name, f"front matter is not YAML: {fault}") from fault
    except (KeyError, TypeError) as fault:
        raise GuidanceInvalid(name, f"front matter lacks or misuses {fault}") from fault


def _sections(stem: str, name: str, body: str, entries: Mapping[str, Any]) -> Iterator[Section]:
    heads = list(_HEADING.finditer(body))
    if {head["id"] for head in heads} != set(entries) or len(heads) != len(entries):
        different = {head["id"] for head in heads} ^ set(entries)
        raise GuidanceInvalid(
            name, f"headings and front matter differ: {', '.join(sorted(different)) or 'a repeat'}"
        )
    ends = [*(head.start() for head in heads[1:]), len(body)]
    for head, end in zip(heads, ends, strict=True):
        entry = entries[head["id"]]
        yield Section(
            section_id=f"{stem}#{head['id']}",
            title=head["title"],
            source=body[head.end() : end].strip(),
            questions=tuple(str(question) for question in entry["questions"]),
            facts=tuple(entry["facts"]),
        )


def _periods(page: GuidancePage, section: Section, register: Register) -> Iterator[Passage]:
    template = _template(page, section)
    # Between two days on which nothing that it names begins or ends it reads the same.
    named = {
        part for quoted in _QUOTED.findall(section.source) for part in (quoted, quoted.rpartition(".")[0])
    }
    days = tuple(sorted({*register.boundaries[:1], *register.turns(named)})) or (date.min,)
    open_passage: Passage | None = None
    for day, following in zip(days, (*days[1:], None), strict=True):
        end = following - timedelta(days=1) if following else FOREVER
        passage = _passage(page, section, template, register, day, end)
        if open_passage and passage and _same(open_passage, passage):
            open_passage = replace(open_passage, in_force_to=passage.in_force_to)
            continue
        if open_passage:
            yield open_passage
        open_passage = passage
    if open_passage:
        yield open_passage


def _same(one: Passage, other: Passage) -> bool:
    return one.text == other.text and one.provisions == other.provisions


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )


def _template(page: GuidancePage, section: Section) -> Template:
    from jinja2 import TemplateSyntaxError

    try:
        return _environment().from_string(section.source)
    except TemplateSyntaxError as fault:
        raise GuidanceInvalid(f"{section.section_id} ({page.language})", str(fault)) from fault


def _passage(
    page: GuidancePage, section: Section, template: Template, register: Register, begins: date, ends: date
) -> Passage | None:
    from jinja2 import TemplateError

    phrases = CitingPhrases(register=register, language=page.language, act_on=begins, filed_on=begins)
    words = {name: getattr(phrases, name) for name in PHRASES}
    try:
        text = _tidy(template.render(words), page.language)
    except NotInForce:
        return None
    except (TemplateError, UnknownProvision, UnknownFigure, KeyError) as fault:
        raise GuidanceInvalid(f"{section.section_id} ({page.language})", f"on {begins}: {fault}") from fault
    return Passage(
        section_id=section.section_id,
        language=page.language,
        title=section.title,
        page_title=page.title,
        jurisdiction=page.jurisdiction,
        text=text,
        questions=section.questions,
        facts=section.facts,
        provisions=phrases.provisions(),
        in_force_from=begins,
        in_force_to=ends,
        reviewed_on=page.reviewed_on,
        source_urls=page.source_urls,
    )


_QUOTED = lazily(r"""["']([\w.-]+)["']""")
PHRASES = ("cite", "article", "figure", "number", "says", "in_force", "other", "cite_in")


def _tidy(text: str, language: str) -> str:
    paragraphs = re.split(r"\n\s*\n", text.strip())
    joined = (re.sub(r"\s*\n\s*", "" if language == "zh" else " ", p.strip()) for p in paragraphs)
    return "\n\n".join(re.sub(r"[ \t]{2,}", " ", p) for p in joined if p)
