"""Finds where a team's passage contradicts the register of law, and says so in the passage itself.

Each sentence with a number or an article is looked up in our own guidance. Where the best section on it rests on
provisions whose figure in the same unit is another one, or whose article is another one, both are shown.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.llm.facts import Number, facts, normal
from bot.llm.places import Article, articles
from bot.ports import GuidanceSearch
from knowledge.instruments import Figure, LawError
from knowledge.law import Register, Version
from knowledge.lazily import lazily
from knowledge.passages import Hit, Passage
from knowledge.phrasing import place_zh, with_unit

ABOUT = 0.5
"""Likeness from which a section of our own is taken to be about the sentence."""

NEAR = 0.5
"""Share of the best section's chance from which another one counts as being about it too."""

_SENTENCE = lazily(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+")
_LEAD = {
    "en": (
        "Warning: a document of the team differs from the register of law."
        " It says “{said}”; the register says {known}. Go by the register."
    ),
    "zh": "注意：团队文件与法律登记册不一致。文件称“{said}”；登记册为{known}。请以登记册为准。",  # Chinese marks
}


@dataclass(frozen=True, slots=True)
class Contradictions:
    """A :class:`bot.ports.ContradictionCheck` by our own guidance and the register."""

    guidance: GuidanceSearch
    register: Register

    def __call__(self, passage: Passage, on: date) -> str:
        """The passage's text with a warning before each paragraph that contradicts; empty where none does."""
        paragraphs = [self._with_warning(text, passage.language, on) for text in passage.paragraphs]
        return "\n\n".join(text for text, _ in paragraphs) if any(w for _, w in paragraphs) else ""

    def _with_warning(self, paragraph: str, language: str, on: date) -> tuple[str, bool]:
        told, rest = [], []
        for sentence in _SENTENCE.split(paragraph):
            known = self._instead(sentence, language, on)
            if known:
                told.append(_LEAD[language].format(said=sentence.strip(), known=known))
            else:
                rest.append(sentence)
        return (" ".join((*told, *rest)), True) if told else (paragraph, False)

    def _instead(self, sentence: str, language: str, on: date) -> str:
        """What the register says instead of a sentence; empty where it says nothing else."""
        plain = normal(sentence)
        numbers = [s.fact for s in facts(plain) if isinstance(s.fact, Number) and s.fact.unit]
        places = [article for _, _, article in articles(plain) if article.number]
        if not numbers and not places:
            return ""
        hits = self._about(sentence, language, on)
        versions = [version for hit in hits for version in self._versions(hit.passage, on)]
        differing = [v for v in versions if _differs(v, versions, numbers, hits)] if numbers else []
        if not differing and places and hits and not any(_named(place, hits) for place in places):
            differing = versions[:1]
        comma = "；" if language == "zh" else "; "
        return comma.join(dict.fromkeys(_told(version, language) for version in differing[:2]))

    def _about(self, sentence: str, language: str, on: date) -> list[Hit]:
        hits = self.guidance.search(sentence, on=on, language=language, limit=3).hits
        if not hits or hits[0].probability < ABOUT:
            return []
        return [hit for hit in hits if hit.probability >= NEAR * hits[0].probability]

    def _versions(self, passage: Passage, on: date) -> list[Version]:
        found = []
        for key in passage.keys:
            try:
                found.append(self.register.on(key, on))
            except LawError:
                continue
        return found


def _differs(version: Version, all_of_them: list[Version], numbers: list[Number], hits: list[Hit]) -> bool:
    """Whether a number in the unit of this version's figures is none that the law or our sections name."""
    known = {_number(figure) for v in all_of_them for figure in v.figures.values()}
    known |= {s.fact for h in hits for s in facts(normal(h.passage.text)) if isinstance(s.fact, Number)}
    units = {_number(figure).unit for figure in version.figures.values()}
    return any(number.unit in units and number not in known for number in numbers)


def _named(place: Article, hits: list[Hit]) -> bool:
    named = [article for hit in hits for _, _, article in articles(normal(hit.passage.text))]
    named += [
        article
        for hit in hits
        for provision in hit.passage.provisions
        for _, _, article in articles(f"Art. {provision.article}")
    ]
    return any(place.number == article.number for article in named)


def _number(figure: Figure) -> Number:
    return Number(value=Fraction(figure.value), unit=figure.unit)


def _told(version: Version, language: str) -> str:
    figures = ", ".join(with_unit(figure, language) for figure in version.figures.values())
    if language == "zh":
        place = f"{version.instrument.short_zh}{place_zh(version)}"
        return f"{figures}（{place}）" if figures else place
    place = (
        f"{version.instrument.short} Art. {version.place}" if version.article else version.instrument.short
    )
    return f"{figures} ({place})" if figures else place
