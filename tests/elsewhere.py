"""What others wrote about Slack, to hold Marque against: an emulator of it, and its own types for TypeScript."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.playground.jsons import Json, decoded
from tests import needs

_START = """
import { pathToFileURL } from 'node:url'
const { createEmulator } = await import(pathToFileURL(process.argv[4] + '/emulate/dist/api.js'))
const seed = JSON.parse(process.argv[3])
const slack = await createEmulator({ service: 'slack', port: Number(process.argv[2]), seed: { slack: seed } })
console.log(slack.url)
"""


@contextmanager
def emulate(seed: Json, folder: Path) -> Iterator[str]:
    """Another emulator of Slack with these people, channels and tokens; its address."""
    node = needs.program("node", "install Node.js 20 or later")
    script = folder / "start.mjs"
    script.write_text(_START, encoding="utf-8")
    asked = [node, str(script), str(needs.free_port()), json.dumps(seed), str(needs.from_npm())]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.terminate()


_HEAD = """
import type { KnownBlock, Option } from '@slack/types';
import type { AppsManifestCreateArguments, WebClient } from '@slack/web-api';

type Given<M extends (...given: any) => any> = NonNullable<Parameters<M>[0]>;

// Blocks newer than the types, as docs.slack.dev describes them.
interface Layout {
  type: 'layout'; label: string; rows: { items: { blocks: KnownBlock[] }[] }[];
  is_label_visible?: boolean; grid_lines?: 'none' | 'rows' | 'outer'; fallback?: KnownBlock[]; block_id?: string;
}
interface Series { name: string; data: { label: string; value: number }[] }
interface Chart {
  type: 'data_visualization'; title: string; block_id?: string;
  chart: { type: 'bar' | 'line'; series: Series[]; axis_config: { categories: string[]; x_label?: string; y_label?: string } };
}
type Shown = KnownBlock | Layout | Chart;

// What Slack asks of a menu that is searched: in no published type; written by hand from
// docs.slack.dev/reference/interaction-payloads/block_suggestion-payload and bolt-js' reference of BlockSuggestion.
type Named = { id: string; name: string };
type Container =
  | { type: 'view'; view_id: string }
  | { type: 'message'; message_ts: string; channel_id: string; is_ephemeral: boolean; thread_ts?: string };
interface BlockSuggestion {
  type: 'block_suggestion'; action_id: string; block_id: string; value: string; api_app_id: string; token: string;
  user: { id: string; name: string; username?: string; team_id?: string };
  team: { id: string; domain: string; enterprise_id?: string; enterprise_name?: string } | null;
  enterprise: Named | null; is_enterprise_install: boolean; container: Container;
  channel?: Named; message?: object; view?: { id: string; type: 'modal' | 'home'; [more: string]: unknown };
}
"""
_FLAGS = frozenset({"unfurl_links", "unfurl_media", "include_all_metadata", "inclusive", "include_locale"})
_NUMBERS = frozenset({"limit", "length"})
_TELLING = frozenset({"type", "style", "level", "status", "width", "grid_lines", "task_display_mode"})
"""Keys whose value the types name, not only its kind."""


class Payloads:
    """What was sent to Slack, each shape once: blocks by themselves, and calls that name their blocks."""

    def __init__(self) -> None:
        self._blocks: dict[str, tuple[int, Json]] = {}
        self._sent: dict[str, tuple[str, str]] = {}

    def __len__(self) -> int:
        return len(self._sent) + len(self._blocks)

    def called(self, method: str, args: Mapping[str, object]) -> None:
        """A call of the Web API; forms carry switches and numbers as text."""
        if method == "response_url":
            self._named(args)
            return
        typed = "WebClient" + "".join(f"['{part}']" for part in method.split("."))
        self._keep(f"Given<{typed}>", {key: _typed(key, value) for key, value in args.items()})

    def offered(self, options: Sequence[Json]) -> None:
        """The answer to a menu that is searched."""
        self._keep("{ options: Option[] }", {"options": list(options)})

    def sought(self, payload: Json) -> None:
        """What is asked of a menu that is searched."""
        self._sent[f"BlockSuggestion {_shape(payload)}"] = ("BlockSuggestion", _written(payload))

    def manifest(self, manifest: Json) -> None:
        """The manifest of the app."""
        self._keep("AppsManifestCreateArguments['manifest']", manifest)

    @property
    def module(self) -> str:
        """All of it as TypeScript."""
        lines = [f"const b{at}: Shown = {_written(b)};" for at, b in self._blocks.values()]
        lines += [
            f"export const s{at}: {kind} = {sent};" for at, (kind, sent) in enumerate(self._sent.values())
        ]
        return "\n".join([_HEAD, *lines])

    def _keep(self, kind: str, sent: Mapping[str, object]) -> None:
        if (shape := f"{kind} {_shape(sent)}") not in self._sent:  # else its blocks are known too
            self._sent[shape] = kind, _written(self._named(sent))

    def _named(self, sent: Mapping[str, object]) -> Json:
        """The same with every list of blocks by the names of its blocks, so that each is held to the known ones."""
        found: Json = dict(sent)
        if isinstance(blocks := found.get("blocks"), list):
            found["blocks"] = [self._name(block) for block in blocks]
        if isinstance(view := found.get("view"), dict):
            found["view"] = self._named(view)
        return found

    def _name(self, block: Json) -> str:
        shape = _shape(block)
        at, _ = self._blocks.setdefault(shape, (len(self._blocks), block))
        return f"\0b{at}\0"


def _typed(key: str, value: object) -> object:
    if key in _FLAGS:
        return value in ("1", "true", 1, True)
    if key in _NUMBERS and isinstance(value, str):
        return int(value)
    return decoded(value) if isinstance(value, str) and value[:1] in {"[", "{"} else value


def _shape(node: object, key: str = "") -> str:
    """The kinds of everything in it; texts alike, whatever they say."""
    if isinstance(node, dict):
        return "{" + ",".join(f"{k}:{_shape(v, k)}" for k, v in sorted(node.items())) + "}"
    if isinstance(node, list):
        return "[" + "|".join(sorted({_shape(each) for each in node})) + "]"
    return str(node) if key in _TELLING else type(node).__name__


def _written(node: object) -> str:
    return re.sub(r'"\\u0000(b\d+)\\u0000"', r"\1", json.dumps(node, ensure_ascii=True))


def faults(folder: Path, **modules: str) -> dict[str, list[str]]:
    """What strict TypeScript says against each module: one compiler reads the types once for all."""
    npm, node = needs.from_npm(), needs.program("node", "install Node.js 20 or later")
    (folder / "node_modules").symlink_to(npm)
    for name, text in modules.items():
        (folder / f"{name}.ts").write_text(text, encoding="utf-8")
    tsc = [node, str(npm / "typescript" / "bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck"]
    options = ["--exactOptionalPropertyTypes", "--module", "nodenext", "--types", "node"]
    asked = [*tsc, *options, *(f"{name}.ts" for name in modules)]
    done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {name: [] for name in modules}
    name = next(iter(modules))
    for told in done.stdout.splitlines():  # what does not name its module goes on from the line before
        if at := re.match(r"(\w+)\.ts\((\d+),(\d+)\)", told):
            name, line, column = at[1], modules[at[1]].splitlines()[int(at[2]) - 1], int(at[3])
            told = f"{told}\n    {line[:90]} … {line[max(0, column - 80) : column + 120]}"
        found[name].append(told)
    return found
