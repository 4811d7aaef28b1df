"""Every sentence that the code tells or refuses with has Chinese words with the same places."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import bot
from bot.domain import errors
from bot.domain.sentences import sentence
from bot.notices.catalog import load_catalog
from bot.words.book import load_words
from bot.words.telling import tell, wordings

ROOT = Path(bot.__path__[0])
PLACE = re.compile(r"\{(\w+)\}")
FIRST = {"sentence", "Sentence", "worded", "joined"}
SECOND = {"blocking", "warning", "_sharp", "ValueRefusedError"}
"""What makes a sentence, by which of its arguments is the wording."""
REFUSING = {
    "MarketplaceRefusedError",
    *(name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, Exception)),
} - {"BrandBookInvalid"}
"""What makes sentences of all its arguments; a brand book's faults name the table as it stands in the file."""

Scope = Mapping[str, Sequence[ast.expr]]


def keys() -> Iterator[tuple[str, str]]:
    """Each place where a sentence is made of words that stand there, or in a variable of the same function."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.Module)):
            scope = _assigned(function) if isinstance(function, ast.FunctionDef) else {}
            for call in (each for each in ast.walk(function) if isinstance(each, ast.Call)):
                for given in _wordings(call):
                    for constant in _constants(given, scope):
                        yield f"{path.name}:{constant.lineno}", str(constant.value)


def _wordings(call: ast.Call) -> Sequence[ast.expr]:
    made_by = call.func.func if isinstance(call.func, ast.Call) else call.func
    name = made_by.id if isinstance(made_by, ast.Name) else ""
    if name in REFUSING:
        return [each for each in call.args if not isinstance(each, ast.Call)]
    first = call.args[1:2] if name in SECOND else call.args[:1] if name in FIRST else []
    return [*first, *(k.value for k in call.keywords if k.arg == "key" and name in FIRST | SECOND)]


def _assigned(function: ast.FunctionDef) -> Scope:
    found: dict[str, list[ast.expr]] = {}
    for each in ast.walk(function):
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            found.setdefault(each.targets[0].id, []).append(each.value)
    return found


def _constants(given: ast.expr, scope: Scope) -> Iterator[ast.Constant]:
    for each in ast.walk(given):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value:
            yield each
        if isinstance(each, ast.Name):
            values = scope.get(each.id, ())
            yield from (c for v in values if not isinstance(v, ast.JoinedStr) for c in _constants(v, {}))


def test_every_sentence_has_chinese_words() -> None:
    table = wordings("zh")
    found = [(where, key) for where, key in keys() if len(PLACE.sub("", key).split()) > 2]
    assert len(found) > 500
    assert [(where, key) for where, key in found if key not in table] == []


def test_no_refusal_is_put_together_where_it_is_raised() -> None:
    put_together = [
        f"{path.name}:{each.lineno}"
        for path in sorted(ROOT.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in REFUSING
        for each in call.args
        if isinstance(each, ast.JoinedStr)
    ]
    assert put_together == []


def test_a_sentence_has_the_same_places_in_both_languages() -> None:
    other = {
        key: told
        for key, told in wordings("zh").items()
        if set(PLACE.findall(key)) != set(PLACE.findall(told))
    }
    assert other == {}


def test_every_field_that_a_notice_asks_for_has_a_chinese_label() -> None:
    kinds = load_catalog(ROOT.parent / "templates").entries.values()
    asked = {label for kind in kinds for _, label in kind.asks}
    assert len(asked) > 100
    assert asked - wordings("zh").keys() == set()


def test_no_sentence_stands_in_two_rooms() -> None:
    text = (ROOT / "words" / "sentences_zh.toml").read_text(encoding="utf-8")
    assert len(wordings("zh")) == sum(len(room) for room in tomllib.loads(text).values())


def test_a_fact_that_is_a_day_is_written_as_the_reader_writes_days_and_nothing_else_is() -> None:
    told = sentence("Audit trail on {day}: {head}", day="2026-11-27", head="2026-13-99")
    assert tell(told, load_words("en")) == "Audit trail on 27 November 2026: 2026-13-99"
    assert tell(told, load_words("zh")) == "Audit trail on 2026年11月27日: 2026-13-99"
