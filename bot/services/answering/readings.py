"""Last days where the start is open: where the readers of a message disagree on which of its days an event happened, each is
told with what it counts from, the earliest first, and nothing is over unless it is by every reading."""

from collections.abc import Callable

from bot.domain.told_times import ToldTime
from bot.words.book import day, load_words


def by_each(
    when: ToldTime, event: str, language: str, count: Callable[[ToldTime], tuple[str, ...]]
) -> tuple[str, ...]:
    """What is counted by each reading of the time of this event, behind its condition."""
    words = load_words(language)
    told = [(each, count(each)) for each in when.readings]
    lines = [
        words(
            "ask.reading",
            event=words(f"deadline.event.{event}"),
            day=day(each.first, language),
            text=" ".join(made),
        )
        for each, made in told
        if made
    ]
    return (words("ask.readings"), *lines) if len(lines) > 1 else tuple(lines)
