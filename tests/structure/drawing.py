"""``make docs``: docs/architecture.md, the house and its four journeys as pictures, drawn from the code (Mermaid)."""

import ast
import itertools
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp

from tests.fakes.desk import HandClock, a_desk
from tests.structure.journeys import ME, ROOT, journeys, passed

PAGE = ROOT / "docs" / "architecture.md"
INTRO = """\
# The house, as it is built

<!-- Made by `make docs` from the code; a test compares. -->

Rooms from top to bottom: a room imports only from rooms below it (import-linter holds it to that). An arrow is an import
that no longer way of arrows already tells."""
WINGS = """\
## The wings of `bot.signals`

What a listing says about itself is told by wings that are held apart by an import contract: weighing asks the other three, the
offer asks names, pictures ask nobody, and every threshold of theirs stands in one module."""
WAYS = """\
## Four journeys

Traced, warm, from the service that the door calls: each box is a room with the modules that are entered there, in the
order in which the rooms are first entered. What is searched, posted and captured is canned."""
TITLES = {
    "question": "A question is answered",
    "listing": "A listing is judged and told",
    "draft": "A notice is drafted",
    "reminder": "A clock reminds",
}


def page() -> str:
    """The page as the code of today makes it."""
    with (
        tempfile.TemporaryDirectory() as home,
        a_desk(Path(home), clock=HandClock(), approvers=[ME]) as desk,
    ):
        ways = {name: passed(walk)[0] for name, walk in journeys(desk).items()}
    parts = [INTRO, _house(), _rooms(), WINGS, _wings(), WAYS]
    for name, modules in ways.items():
        parts += [f"### {TITLES[name]}", _way(modules)]
    return "\n\n".join(parts) + "\n"


def _layers() -> Iterator[list[str]]:
    """The rooms of bot from top to bottom, as the import contract names them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (downhill,) = (c for c in contracts["contracts"] if c["name"] == "bot: imports run downhill")
    for layer in downhill["layers"]:
        rooms = [f"bot.{room.strip()}" for room in layer.split("|")]
        yield [room for room in rooms if room != "bot.__main__"]


def _house() -> str:
    graph = grimp.build_graph("bot", "knowledge", "jobs")
    rooms = [room for layer in _layers() for room in layer] + ["jobs", "knowledge"]
    for room in rooms:
        if graph.find_children(room):
            graph.squash_module(room)
    imports = {room: set(rooms) & graph.find_modules_directly_imported_by(room) - {room} for room in rooms}
    lines = ["flowchart TD"]
    for number, layer in enumerate(_layers()):
        if len(layer) > 1:
            lines += [f"  subgraph level{number}[ ]", "    direction LR"]
            lines += [f"    {_node(room)}" for room in layer] + ["  end"]
        else:
            lines += [f"  {_node(room)}" for room in layer]
    lines += [f"  {_node(room)}" for room in ("jobs", "knowledge")]
    arrows = sorted((a, b) for a, below in imports.items() for b in below if not _told(imports, a, b))
    return _mermaid([*lines, *(f"  {_name(a)} --> {_name(b)}" for a, b in arrows)])


def _wings() -> str:
    """The parts of the room that judges listings, and which imports which."""
    graph = grimp.build_graph("bot")
    parts = sorted(graph.find_children("bot.signals"))
    for part in parts:
        if graph.find_children(part):
            graph.squash_module(part)
    lines = [f'  {_name(part)}["<b>{part.rpartition(".")[2]}</b><br/>{_says(part)}"]' for part in parts]
    arrows = ((a, b) for a in parts for b in sorted({*parts} & graph.find_modules_directly_imported_by(a)))
    return _mermaid(["flowchart TD", *lines, *(f"  {_name(a)} --> {_name(b)}" for a, b in arrows)])


def _told(imports: dict[str, set[str]], above: str, below: str) -> bool:
    """Whether another way of imports leads there."""
    seen, waiting = {above}, list(imports[above] - {below})
    while waiting:
        room = waiting.pop()
        if room == below:
            return True
        if room not in seen:
            seen.add(room)
            waiting += imports[room]
    return False


def _rooms() -> str:
    rows = [f"| `{room}` | {_says(room)} |" for layer in _layers() for room in layer]
    rows += [f"| `{room}` | {_says(room)} |" for room in ("jobs", "knowledge")]
    return "\n".join(["| room | what it is |", "|---|---|", *rows])


def _says(room: str) -> str:
    """The first sentence of the room's docstring."""
    place = ROOT / Path(*room.split("."))
    source = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    told = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return " ".join(told.split("\n\n")[0].split()).replace("``", "`")


def _way(modules: tuple[str, ...]) -> str:
    rooms: dict[str, list[str]] = {}
    for module in modules:
        room, _, name = module.rpartition(".")
        rooms.setdefault(room, []).append(name)
    lines = ["flowchart TD"]
    lines += [f'  {_name(room)}["<b>{room}</b><br/>{_broken(names)}"]' for room, names in rooms.items()]
    return _mermaid([*lines, *(f"  {_name(a)} --> {_name(b)}" for a, b in itertools.pairwise(rooms))])


def _broken(names: list[str]) -> str:
    return "<br/>".join(" · ".join(names[at : at + 6]) for at in range(0, len(names), 6))


def _node(room: str) -> str:
    return f'{_name(room)}["{room.removeprefix("bot.")}"]'


def _name(room: str) -> str:
    return room.replace(".", "_")


def _mermaid(lines: list[str]) -> str:
    return "\n".join(["```mermaid", *lines, "```"])


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(page() != PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(page(), encoding="utf-8")
