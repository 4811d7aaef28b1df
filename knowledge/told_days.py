"""What the words around a day mean that a message tells: the topics of those up to the next time."""

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence

from knowledge.lazily import lazily

TopicsOf = Callable[[str], Mapping[str, float]]
_SENTENCE = lazily(r"[.?!;]\s|[。；？！\n]")
_CLAUSE = lazily(r"[,:.](?!\d)|[，、;；：。!?！？()（）\n]")
# No chance of a topic counts as less, nor as more than what is left.
_LEAST = 1e-3
_Time = tuple[int, int]


def day_signs(
    topics: Collection[str], text: str, time: _Time, times: Sequence[_Time], topics_of: TopicsOf
) -> tuple[float, float]:
    """How likely these ``topics`` of an event are told by the words of a time, and by these behind the sentence before, in
    log-odds."""
    own, behind = (
        _odds(sum(topics_of(each).get(t, 0.0) for t in topics)) for each in around(text, time, times)
    )
    return own, behind


def around(text: str, time: _Time, times: Sequence[_Time]) -> tuple[str, str]:
    """The words of a time: its clause, with those of its sentence that no other time stands in or behind; and these behind the
    sentence before, which they may speak of as “it”."""
    first, last = _cut(_SENTENCE, text, *time)
    begin, end = _cut(_CLAUSE, text, *time)
    before = [_cut(_CLAUSE, text, *each)[1] for each in times if first <= each[0] < time[0]]
    behind = [_cut(_CLAUSE, text, *each)[0] for each in times if time[0] < each[0] < last]
    words = text[min(max(before, default=first), begin) : max(min(behind, default=last), end)]
    told = max((each.end() for each in _SENTENCE.finditer(text, 0, first) if each.end() < first), default=0)
    return words, f"{text[told:first]}{words}"


def _cut(form: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    """Where the piece between two cuts begins and ends in which this stands."""
    # A day may be read together with the comma behind it.
    cut = form.search(text, end - 1)
    return max((each.end() for each in form.finditer(text, 0, start)), default=0), cut.end() if cut else len(
        text
    )


def _odds(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))
