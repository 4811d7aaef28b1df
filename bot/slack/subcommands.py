"""The words after a slash command (arguments): one table a command, and the nearest right word for a wrong one (typos).

The help is written from the same tables (bot.slack.blocks.help), so it names every word and no other.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bot.slack.front import Front
from bot.slack.payloads import SlashCommand
from bot.words.book import Words

NEAR, NEAR_SHORT = 70, 50
"""How alike a word must be to be offered, of 100; two Chinese characters of which one is wrong are half alike."""

Work = Callable[[Front, SlashCommand], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sub:
    """What a word does with the text after it. ``also`` are its other names, in either language; ``at_once``: it opens a
    modal; ``alone``: with more words behind it the text means something else."""

    work: Work
    also: tuple[str, ...] = ()
    at_once: bool = False
    alone: bool = False


class SubCommands:
    """The words of one command. ``empty`` is what stands for none; ``otherwise`` tries a text that begins with no word of
    the table and says whether it could; ``pooled``: the command itself runs in the pool."""

    def __init__(
        self,
        command: str,
        subs: Mapping[str, Sub],
        *,
        empty: str = "",
        otherwise: Callable[[Front, SlashCommand], bool] | None = None,
        unknown: Callable[[Front, SlashCommand, str], None] | None = None,
        pooled: bool = False,
    ) -> None:
        self.command, self.subs = command, subs
        self._empty, self._otherwise, self._pooled = empty, otherwise, pooled
        self._unknown = unknown or _tell
        self._names = {folded(each): name for name, sub in subs.items() for each in (name, *sub.also)}

    def __call__(self, front: Front, command: SlashCommand) -> None:
        """Do what the first word says; an unknown one is named, with the nearest right one."""
        word, _, rest = command.text.strip().partition(" ")
        name = self._names.get(folded(word)) if word else self._empty
        if name and (not self.subs[name].alone or not rest.strip()):
            front.require(command.place, self.command, name)
            self._run(front, self.subs[name], replace(command, text=rest.strip()))
        elif not (self._otherwise and self._otherwise(front, command)):
            self._unknown(front, command, self.not_known(word, front.reader))

    def not_known(self, word: str, words: Words) -> str:
        """That the command has no such word, and which it has that is like it, or else which it has."""
        near = nearest(word, self._names)
        if near:
            meant = f"{self.command} {self._names[folded(near)]}"
            return words("command.near", word=word, command=self.command, meant=meant)
        return words("command.unknown", word=word, command=self.command, known=", ".join(self.subs))

    def _run(self, front: Front, sub: Sub, command: SlashCommand) -> None:
        if sub.at_once or self._pooled:
            sub.work(front, command)
        else:
            front.hand_over(command.place, command.key, lambda: sub.work(front, command))


def nearest(word: str, names: Iterable[str]) -> str:
    """The name most like the word; empty where none is."""
    least = NEAR if word.isascii() else NEAR_SHORT
    found = process.extractOne(
        folded(word), list(names), scorer=fuzz.ratio, processor=folded, score_cutoff=least
    )
    return found[0] if found else ""


def _tell(front: Front, command: SlashCommand, sentence: str) -> None:
    front.tell(command.place, sentence)


def folded(text: str) -> str:
    """A word as it is compared: width, case and signs around it do not count."""
    return unicodedata.normalize("NFKC", text).casefold().strip(" .,:;!?。，：；！？")
