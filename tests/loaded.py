"""What processes begun by :mod:`tests.forked` find loaded: the bot, and the tables that it looks names up in."""

from bot.cli import run_bot
from bot.hearing import Stop
from bot.process import running
from bot.signals.names import folding, vocabulary
from bot.signals.weighing.combine import packaged_weights
from knowledge import law
from tests.fakes import shelf

__all__ = ["Stop", "run_bot", "running", "shelf"]

law.load()
folding.table()
packaged_weights()
vocabulary.is_word("")
vocabulary.is_english("")
