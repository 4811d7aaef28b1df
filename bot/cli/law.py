"""``marque law``: what a provision says on a day, what changes between two days, and the 2019 → 2026 numbers."""

from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.context import AsJson, day, said
from bot.cli.printing import err, in_json, out, print_table
from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.moments import china_day
from knowledge import articles, changes, known
from knowledge.changes import Sort
from knowledge.instruments import FOREVER, Figure, NotInForce
from knowledge.law import Change, Provision, Register, Version, load
from knowledge.phrasing import place_zh, with_unit


def law(
    key: Annotated[
        str | None, typer.Argument(help="Key of a provision, such as tm.opposition_window.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Day the law is asked about, as 2027-01-01.")
    ] = None,
    diff: Annotated[
        tuple[str, str] | None,
        typer.Option("--diff", metavar="FROM TO", help="What changes after FROM, up to TO."),
    ] = None,
    article: Annotated[
        str | None,
        typer.Option("--article", help="Trademark Law article of 2019, to find its place in the 2026 text."),
    ] = None,
    facts: Annotated[
        bool,
        typer.Option("--facts", help="Which provisions and guidance rest on each row of the fact sheets."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the register of law by date: a provision, all keys, changes between two days, or where an article went."""
    if article is not None:
        _show_moves(article, as_json=as_json)
        return
    register = load()
    _warn(_on(diff[1] if diff else as_of))
    if facts:
        _show_facts(register, as_json=as_json)
    elif diff is not None:
        _show_changes(register, diff, as_json=as_json)
    elif key is None:
        _show_keys(register, _on(as_of), as_json=as_json)
    else:
        _show_provision(register, key, _on(as_of), as_json=as_json)


def _on(text: str | None) -> date:
    from bot.here import now

    return day(text) or china_day(now())


def _warn(on: date) -> None:
    """Says first where the register does not know the day, or is old."""
    from bot.here import now

    doubt = known.load().doubt(on, china_day(now()), "en")
    if doubt:
        err.print(escape(doubt), style="yellow")


def _show_provision(register: Register, key: str, on: date, *, as_json: bool) -> None:
    if key not in register:
        near = ", ".join(sorted(k for k in register.provisions if key.split(".")[-1] in k)[:5])
        raise UnknownThing(
            "provision", key, "did you mean {list}" if near else "`marque law` lists the keys", list=near
        )
    provision = register.provision(key)
    upcoming = register.upcoming([key], on)
    try:
        version: Version | None = provision.on(on)
    except NotInForce:
        version = None
    if in_json(
        as_json,
        {
            "key": key,
            "title": provision.title,
            "title_zh": provision.title_zh,
            "kind": provision.kind.value,
            "facts": list(provision.facts),
            "as_of": on.isoformat(),
            "in_force": _version_row(version) if version else None,
            "versions": [_version_row(v) for v in provision.versions],
            "upcoming_changes": [_change_row(c) for c in upcoming],
        },
    ):
        return
    _print_provision(provision, version, on)
    for change in upcoming:
        out.print(escape(f"From {said(change.effective_on)}: {change.summary('en')}"), style="magenta")


def _print_provision(provision: Provision, version: Version | None, on: date) -> None:
    out.print(escape(f"{provision.key}  {provision.title} / {provision.title_zh}"), style="bold")
    if version is None:
        out.print(f"No version is in force on {said(on)}.", style="yellow")
    for each in provision.versions:
        mark = "→" if each is version else " "
        until = "open" if each.in_force_to == FOREVER else said(each.in_force_to)
        english = f"{each.instrument.short} Art. {each.place}" if each.article else each.instrument.short
        cited = f"{english} / {each.instrument.short_zh}{place_zh(each)}"
        out.print(escape(f"{mark} {said(each.in_force_from)} to {until}  {cited}  [{each.confidence.value}]"))
        out.print(escape(f"    In our words: {each.says}"))
        if each.says_zh:
            out.print(escape(f"    大意：{each.says_zh}"))
        figures = ", ".join(f"{name} {with_unit(figure, 'en')}" for name, figure in each.figures.items())
        if figures:
            out.print(escape(f"    {figures}"), style="cyan")


def _show_keys(register: Register, on: date, *, as_json: bool) -> None:
    rows = [(p, next((v for v in p.versions if v.in_force_on(on)), None)) for p in register]
    if in_json(
        as_json,
        [{"key": p.key, "title": p.title, "in_force": _version_row(v) if v else None} for p, v in rows],
    ):
        return
    cells = (
        (p.key, p.title, *((v.instrument.id, v.place) if v else ("not in force", None)))
        for p, v in sorted(rows, key=lambda row: row[0].key)
    )
    print_table("key", "title", "instrument", "article", rows=cells, title=f"Provisions on {said(on)}")


_HEADINGS = {
    Sort.FIGURE: "Deadlines and amounts that change",
    Sort.NEW: "New rules",
    Sort.CHANGED: "Rules whose words change",
    Sort.ENDED: "Rules that end",
    Sort.RENUMBERED: "Same rule, new number",
}


def _show_changes(register: Register, diff: tuple[str, str], *, as_json: bool) -> None:
    begins, ends = day(diff[0]), day(diff[1])
    if begins is None or ends is None or begins >= ends:
        raise WrongInput("--diff takes two days, the earlier first: --diff 2026-12-31 2027-01-01")
    groups = changes.grouped(register.changes(begins, ends))
    if in_json(as_json, [_change_row(change) for group in groups.values() for change in group]):
        return
    for kind, group in groups.items():
        out.print(f"{_HEADINGS[kind]} ({len(group)})", style="bold")
        out.print(_grouped(kind, group))
    err.print(f"{sum(map(len, groups.values()))} changes after {said(begins)} up to {said(ends)}")


def _grouped(kind: Sort, group: tuple[Change, ...]) -> Table:
    days = {change.effective_on for change in group}
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for change in group:
        when = [said(change.effective_on)] if len(days) > 1 else []
        words = "" if kind is Sort.RENUMBERED else change.summary("en")
        table.add_row(*when, change.key, _moved(change), escape(words))
    return table


def _moved(change: Change) -> str:
    """57(1) → 72(1); where the rule moves to another instrument, both are named."""
    texts = (change.before, change.after)
    families = {version.instrument.id.rpartition("-")[0] for version in texts if version}
    shown = (
        (f"{v.instrument.short} {v.place}" if len(families) > 1 else v.place) if v else "" for v in texts
    )
    return " → ".join(place or "–" for place in shown)


def _show_moves(article: str, *, as_json: bool) -> None:
    rows = articles.converted(article, articles.load())
    if not rows:
        raise UnknownThing("article of the 2019 Trademark Law", article, "it has Articles 1 to 73")
    other = articles.collisions().get(article.partition("(")[0])
    if in_json(
        as_json,
        [
            {
                "from": row.before,
                "to": list(row.after),
                "note": row.note,
                "same_number_in_2026": other.after if other else None,
            }
            for row in rows
        ],
    ):
        return
    cells = ((row.before, ", ".join(row.after) or "dropped", row.note) for row in rows)
    begins = load().instruments["cn-trademark-law-2026"].in_force_from
    print_table("2019 text", f"2026 text (from {said(begins)})", "note", rows=cells, title="Trademark Law")
    if other:
        out.print(
            f"Careful: Article {other.number} of the 2026 text is another rule ({other.after});"
            f" in the 2019 text it is about {other.before}. Name the text beside the number.",
            style="yellow",
        )


def _show_facts(register: Register, *, as_json: bool) -> None:
    """Which provisions and guidance sections rest on each row of the fact sheets."""
    from knowledge import corpus

    keys: dict[str, list[str]] = {}
    for provision in register:
        for fact in provision.facts:
            keys.setdefault(fact, []).append(provision.key)
    sections: dict[str, list[str]] = {}
    for page in corpus.read():
        for section in page.sections if page.language == "en" else ():
            for fact in section.facts:
                sections.setdefault(fact, []).append(section.section_id)
    facts = sorted(keys.keys() | sections.keys())
    if in_json(
        as_json, [{"fact": f, "keys": keys.get(f, []), "sections": sections.get(f, [])} for f in facts]
    ):
        return
    cells = ((f, "\n".join(keys.get(f, ["–"])), "\n".join(sections.get(f, ["–"]))) for f in facts)
    print_table("fact", "provisions", "guidance", rows=cells, title="What rests on which fact")


def _version_row(version: Version) -> dict[str, Any]:
    return {
        "instrument": version.instrument.id,
        "article": version.place,
        "article_zh": place_zh(version),
        "in_force_from": version.in_force_from.isoformat(),
        "in_force_to": None if version.in_force_to == FOREVER else version.in_force_to.isoformat(),
        "says": version.says,
        "says_zh": version.says_zh,
        "confidence": version.confidence.value,
        "figures": {name: _figure_row(figure) for name, figure in version.figures.items()},
        "sources": list(version.sources),
    }


def _change_row(change: Change) -> dict[str, Any]:
    return {
        "key": change.key,
        "effective_on": change.effective_on.isoformat(),
        "before": change.before.place if change.before else None,
        "after": change.after.place if change.after else None,
        "summary": change.summary("en"),
        "summary_zh": change.summary("zh"),
        "sort": changes.sort(change).value,
        "figures": {
            name: [_figure_row(figure) for figure in pair] for name, pair in changes.figures(change).items()
        },
    }


def _figure_row(figure: Figure | None) -> dict[str, Any] | None:
    return {"value": figure.value, "unit": figure.unit} if figure else None
