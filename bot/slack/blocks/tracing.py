"""Where each statement of a notice comes from: short tags behind its lines, and a legend of what they stand for."""

from collections.abc import Mapping, Sequence

from bot.domain.compositions import Trace
from bot.slack.blocks.text import esc, one_line, readable
from bot.words.book import Words

_LETTER = {
    "listing": "L", "evidence": "E", "right": "R", "owner": "O", "agent": "A", "case": "C",
    "product": "P", "finding": "F", "law": "§", "request": "Q",
}  # fmt: skip
_OTHER = "X"


def tags(traces: Sequence[Trace]) -> Mapping[str, str]:
    """A short tag for each source: ``listing taobao:7301`` is L1."""
    found: dict[str, str] = {}
    counts: dict[str, int] = {}
    for source in dict.fromkeys(source for trace in traces for source in trace.sources):
        letter = _LETTER.get(source.partition(" ")[0], _OTHER)
        counts[letter] = counts.get(letter, 0) + 1
        found[source] = f"{letter}{counts[letter]}"
    return found


def traced_lines(traces: Sequence[Trace], words: Words) -> list[str]:
    """Each line of the text that states a fact, with its tags, and with who wrote it where a person or model did."""
    short = tags(traces)
    found = []
    for trace in traces:
        if not (trace.sources or trace.typed):
            continue
        marks = " ".join(short[source] for source in trace.sources)
        by = words("trace.suggested") if trace.suggested else words("trace.typed") if trace.typed else ""
        tail = " ".join(part for part in (f"`{marks}`" if marks else "", f"_{by}_" if by else "") if part)
        found.append(f"• {esc(one_line(readable(trace.line), 160))} {tail}")
    return found


def legend_lines(traces: Sequence[Trace]) -> list[str]:
    """What the tags stand for."""
    return [f"`{tag}` {esc(one_line(source, 120))}" for source, tag in tags(traces).items()]
