"""What each page of guidance says, as one hash: by it a reading of the page is known to be out of date."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property

from knowledge import corpus
from knowledge.corpus import GuidancePage
from knowledge.law import Register


class PageTexts:
    """The pages that ship, by name and language (``cn/amr.en``)."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._known: dict[str, str] = {}

    def names(self) -> Sequence[str]:
        """Every page."""
        return tuple(self._pages)

    def sha256(self, page: str) -> str:
        """Of the text as it reads over time: it changes with the page and with the law that it quotes."""
        if page not in self._known:
            rendered = corpus.render([self._pages[page]], self._register)
            texts = [[p.section_id, p.title, p.text, p.in_force_from.isoformat()] for p in rendered]
            body = json.dumps(texts, ensure_ascii=False)
            self._known[page] = hashlib.sha256(body.encode()).hexdigest()
        return self._known[page]

    @cached_property
    def _pages(self) -> Mapping[str, GuidancePage]:
        return {f"{page.name}.{page.language}": page for page in corpus.read()}
