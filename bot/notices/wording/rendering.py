"""Templates (Jinja) to clauses: sandboxed, strict about names, with everything from outside escaped."""

import hashlib
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import CodeType

from jinja2 import (
    BytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.notices.catalog import SHIPPED, TemplatesInvalid
from bot.notices.wording.citing import Citing
from bot.notices.wording.saying import BilingualText, Marked, Tree, escaped

CLAUSE = re.compile(r"^<!-- ([a-z0-9.-]+) -->$")
MIRROR_ONLY = "mirror"
"""The clause in which the mirror says that the Chinese text prevails. Only the mirror has it."""


class Templates:
    """The notices' templates of one folder; what it lacks is taken from those that ship with Marque."""

    def __init__(self, folder: Path) -> None:
        self.environment = _environment(folder / "notices", SHIPPED / "notices")

    def sha256(self, templates: Iterable[str]) -> dict[str, str]:
        """The hash of all wording of each template: its own files, its variants' and the pieces it may share."""
        shared = "_shared/"
        return {
            template: hashlib.sha256(
                "".join(
                    text for name, text in self._sources.items() if name.startswith((f"{template}/", shared))
                ).encode()
            ).hexdigest()
            for template in templates
        }

    @cached_property
    def says(self) -> Callable[[str], bool]:
        """Whether the templates say this of themselves, in either language: most is asked of each notice anew."""
        return lru_cache(20_000)("\n".join(self._sources.values()).__contains__)

    @property
    def _sources(self) -> Mapping[str, str]:
        assert self.environment.loader is not None
        return {
            name: f"{name}\n{self.environment.loader.get_source(self.environment, name)[0]}"
            for name in self.environment.list_templates(extensions=["j2"])
        }

    def clauses(self, kind: str, language: str, view: Tree, citing: Citing) -> dict[str, str]:
        """The clauses of the notice in one language, by id, in order.

        Raises:
            TemplatesInvalid: the template is missing or broken: where, and what to write.
        """
        path = f"{kind}/{language}.md.j2"
        words = told(view, language)
        assert isinstance(words, Mapping)
        functions = {key: _marked(value) for key, value in citing.functions().items()}
        try:
            text = self.environment.get_template(path).render(**words, **functions)
        except TemplateNotFound as fault:
            raise TemplatesInvalid(f"notices/{path}", f"the file {fault.name} is missing") from fault
        except TemplateSyntaxError as fault:
            raise TemplatesInvalid(
                f"{fault.filename or path}, line {fault.lineno}", f"{fault.message}"
            ) from fault
        except UndefinedError as fault:
            raise TemplatesInvalid(_place(fault, path), _unknown(fault)) from fault
        except TemplateError as fault:
            raise TemplatesInvalid(f"notices/{path}", str(fault)) from fault
        return split(text, path)


class _Compiled(BytecodeCache):
    """What was compiled, by its file and its text, for the folders of all teams: most of their templates ship with Marque."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


@cache  # its templates are loaded once; a file that changed is read again
def _environment(*roots: Path) -> ImmutableSandboxedEnvironment:
    """Jinja with no way out: no code in data, no unknown name, no unescaped value."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(roots),
        bytecode_cache=_COMPILED,
        undefined=StrictUndefined,
        finalize=escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # HTML escaping would spoil canonical text; `finalize` escapes Markdown instead
    )


def split(text: str, path: str) -> dict[str, str]:
    """The text cut at its clause marks, tidied.

    Raises:
        TemplatesInvalid: text before the first mark, or an id used twice.
    """
    clauses: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        mark = CLAUSE.match(line.strip())
        if mark:
            if mark.group(1) in clauses:
                raise TemplatesInvalid(
                    f"notices/{path}",
                    f"the clause <!-- {mark.group(1)} --> stands twice; give each its own id",
                )
            current = clauses[mark.group(1)] = []
        elif current is not None:
            current.append(line.rstrip())
        elif line.strip():
            raise TemplatesInvalid(
                f"notices/{path}",
                f"“{line.strip()[:40]}” stands before the first clause; begin with <!-- title -->",
            )
    return {name: re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() for name, lines in clauses.items()}


def told(node: object, language: str) -> object:
    """The tree in one language."""
    if isinstance(node, BilingualText):
        return node.in_language(language)
    if isinstance(node, Mapping):
        return {key: told(value, language) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [told(value, language) for value in node]
    return node


def leaves_in(node: object) -> Iterator[BilingualText]:
    """Everything that the tree says."""
    if isinstance(node, BilingualText):
        if node.zh:
            yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from leaves_in(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for value in node:
            yield from leaves_in(value)


def joined(clauses: Mapping[str, str]) -> str:
    """The canonical text: the clauses without their marks."""
    return "\n\n".join(text for text in clauses.values() if text) + "\n"


def _unknown(fault: UndefinedError) -> str:
    name = re.search(r"has no attribute '(\w+)'|'(\w+)' is undefined", fault.message or "")
    what = f"there is no “{name.group(1) or name.group(2)}” here" if name else fault.message
    return f"{what}; README.md lists the names that exist"


def _place(fault: UndefinedError, path: str) -> str:
    """File and line of the template that asked for a name that is not there."""
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if f.filename.endswith(".j2")]
    if not frames:
        return f"notices/{path}"
    file = Path(frames[-1].filename)
    return f"notices/{file.parent.name}/{file.name}, line {frames[-1].lineno}"


def _marked(function: object) -> object:
    if not callable(function):
        return function

    def marked(*args: object, **kwargs: object) -> object:
        said = function(*args, **kwargs)
        return Marked(said) if isinstance(said, str) else said

    return marked
