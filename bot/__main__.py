"""``python -m bot`` is ``marque``."""

from bot.cli import main

main()
