"""`marque templates check`: every mistake of a templates folder: file, line, and what to write."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.domain.clocks import Event
from bot.notices.catalog import SHIPPED, Catalog, KindEntry, TemplatesInvalid, layered, load_catalog
from bot.notices.papers.house import load_house
from bot.notices.specimen import specimen
from bot.notices.wording.portal import FIELDS
from bot.notices.wording.rendering import CLAUSE, MIRROR_ONLY, Templates
from bot.notices.writer import CHECKS, compose
from knowledge.instruments import NotInForce
from knowledge.law import Register, load

_NAMES = """
owner agent rights seller listings findings annexes pictures annex_groups undertaking bases ground
ground_title facts reasons circumstances told examiner compared own_goods goods_kind alike permitted infringed
sealed_blank sample_only pictures_only test_purchase tells portal office filing_channel reply_days as_of act_from
act_told act_to act_dated act_one_day act_shown bilingual form security security_band purchase
products power authorised costs costs_total paper addressed to_police seat sample_older under_way signer party other letter us
accused patents place address sign comparison goods turnover late turnover_fined turnover_crime amount_crime
versions_checked prices cite article figure instrument instruments split earlier days known
"""
NAMES = frozenset(_NAMES.split())
"""Every name that templates may use."""

_LAW_CALLS = frozenset({"cite", "article", "figure", "instrument", "split", "earlier", "days"})
_TYPED_ARTICLE = re.compile(r"第[零一二三四五六七八九十百千\d]+条|\bArt(?:icle|\.)\s*\d+")
_STARTS_WITH_VALUE = re.compile(r"^\s*\{\{(?! (?:item\.no|loop\.index) \}\}\. )")
_TYPED = 'is typed in; write {{ cite("key") }} with a key of the register'
_BEGINS = "the line begins with a value, which could act as a mark; put a word before it"
_REVIEW_DAYS = 365
_ANY_DAY = date(2026, 12, 1)
"""The trial needs a day on which the law is known; which one does not matter."""


def check(folder: Path | None = None, register: Register | None = None, on: date | None = None) -> list[str]:
    """The mistakes of a folder, none if it can be used. ``on``: also what is out of force or unread then."""
    root = folder or SHIPPED
    try:
        catalog = load_catalog(root)
        load_house(layered(root, catalog.style_file))
    except TemplatesInvalid as fault:
        return [str(fault)]
    law = register or load()
    environment = Templates(root).environment
    found = [fault for entry in catalog.entries.values() for fault in _entry(catalog, entry, law, on)]
    for entry in catalog.entries.values():
        found.extend(_clauses(root, entry))
    found.extend(_portals(catalog))
    for path in sorted((root / "notices").rglob("*.md.j2")):
        found.extend(_template(path, path.relative_to(root).as_posix(), environment, law))
    return found or list(_trial(catalog, Templates(root), law, on or _ANY_DAY))


def _trial(catalog: Catalog, templates: Templates, law: Register, on: date) -> Iterator[str]:
    """Fill each template with an invented matter: only that shows a misspelt part of a name."""
    instruments = [(e, value) for e in catalog.entries.values() for value in ("", *e.variants)]
    for entry, instrument in instruments:
        try:
            compose(specimen(entry, on, instrument), catalog, templates, law)
        except TemplatesInvalid as fault:
            yield str(fault).removeprefix("templates, ")


def _entry(catalog: Catalog, entry: KindEntry, law: Register, on: date | None) -> Iterator[str]:
    where = f"catalog.toml, kind “{entry.kind}”"
    for key in entry.provisions:
        if key not in law:
            yield f"{where}: no provision “{key}” in the law register; `marque law` lists the keys"
        elif on is not None:
            try:
                law.on(key, on)
            except NotInForce as fault:
                yield f"{where}: {fault}"
    yield from _inner(entry, where)
    for ground in entry.grounds:
        if ground not in catalog.raw["grounds"]:
            yield f"{where}: the ground “{ground}” is not described; add [grounds.{ground}]"
    if entry.approvers < 1:
        yield f"{where}: approvers is {entry.approvers}; write 1 or more"
    if on is not None and (on - entry.reviewed_on).days > _REVIEW_DAYS:
        yield f"{where}: last read by {entry.reviewer} on {entry.reviewed_on}; read it again and write the new date"


def _inner(entry: KindEntry, where: str) -> Iterator[str]:
    for name in entry.checks:
        if name not in CHECKS:
            yield f"{where}: there is no check “{name}”; choose from {', '.join(CHECKS)}"
    for event in (entry.starts, *dict(entry.answers).values()):
        if event and event not in list(Event):
            yield f"{where}: no clock starts with “{event}”; choose from {', '.join(Event)}"


def _portals(catalog: Catalog) -> Iterator[str]:
    for portal in catalog.portals:
        for name in portal.fields:
            if name not in FIELDS:
                yield (
                    f"catalog.toml, portal “{portal.name}”: there is no field “{name}”; choose from {', '.join(FIELDS)}"
                )
        if portal.language not in {"zh", "en"}:
            yield f"catalog.toml, portal “{portal.name}”: language is “{portal.language}”; write zh or en"


def _clauses(root: Path, entry: KindEntry) -> Iterator[str]:
    """Both languages must have the same clauses in the same order, in each instrument of the kind."""
    for template in (entry.kind, *(variant.template for variant in entry.variants.values())):
        yield from _same_clauses(root, entry, template)


def _same_clauses(root: Path, entry: KindEntry, template: str) -> Iterator[str]:
    marks: dict[str, list[str]] = {}
    for language in entry.languages:
        path = layered(root, f"notices/{template}/{language}.md.j2")
        if not path.is_file():
            yield f"notices/{template}/{path.name}: the file is missing; the catalog promises it"
        else:
            lines = path.read_text(encoding="utf-8").splitlines()
            found = [m.group(1) for line in lines if (m := CLAUSE.match(line.strip()))]
            marks[language] = [mark for mark in found if mark != MIRROR_ONLY]
    first = marks.get("zh", [])
    for language, clauses in marks.items():
        if clauses != first:
            odd = ", ".join(sorted(set(clauses) ^ set(first))) or "their order"
            yield (
                f"notices/{template}/{language}.md.j2: the clauses differ from zh.md.j2 ({odd});"
                " give both the same <!-- … --> marks in the same order"
            )


def _template(
    path: Path, name: str, environment: ImmutableSandboxedEnvironment, law: Register
) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as fault:
        yield f"{name}, line {fault.lineno}: {fault.message}; mend the {{% … %}} or {{{{ … }}}} there"
        return
    for unknown in sorted(find_undeclared_variables(tree) - NAMES - _loop_names(tree)):
        yield f"{name}, line {_line_of(source, unknown)}: there is no “{unknown}”; README.md lists the names"
    yield from _keys(tree, name, law)
    for number, line in enumerate(re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL).splitlines(), 1):
        typed = _TYPED_ARTICLE.search(line)
        if typed:
            yield f"{name}, line {number}: “{typed.group(0)}” {_TYPED}"
        if _STARTS_WITH_VALUE.match(line):
            yield f"{name}, line {number}: {_BEGINS}"


def _keys(tree: nodes.Template, name: str, law: Register) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        if not (isinstance(call.node, nodes.Name) and call.node.name in _LAW_CALLS and call.args):
            continue
        argument = call.args[0]
        if not isinstance(argument, nodes.Const):
            yield f"{name}, line {call.lineno}: {call.node.name} needs a key in quotation marks"
            continue
        path = str(argument.value)
        key, _, figure = path.rpartition(".") if call.node.name == "figure" else (path, "", "")
        if key not in law:
            yield f"{name}, line {call.lineno}: no provision “{key}” in the register; `marque law` lists keys"
        elif figure and not any(figure in version.figures for version in law.provision(key).versions):
            yield f"{name}, line {call.lineno}: “{key}” has no figure “{figure}”"


def _loop_names(tree: nodes.Template) -> set[str]:
    loops = tree.find_all(nodes.For)
    return {name.name for loop in loops for name in loop.find_all(nodes.Name) if name.ctx == "store"}


def _line_of(source: str, word: str) -> int:
    for number, line in enumerate(source.splitlines(), 1):
        if re.search(rf"\b{re.escape(word)}\b", line):
            return number
    return 1
