"""Answers questions of law from the guidance, for a date: by parts, in their thread, or by asking back (clarifying)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.domain.asof import named_day
from bot.domain.clocks import OF_EVENT, Event
from bot.domain.questions import Answer, AnswerOutcome
from bot.domain.workdays import counting_rule
from bot.ports import AnswerWriter, GuidanceSearch, Likeness
from bot.services.answering.answers import (
    WHEN,
    answers_yes_or_no,
    behind,
    changes,
    first_sentence,
    fitted,
    of_another_clock,
    opened_by,
    wants_yes_or_no,
)
from bot.services.answering.contexts import COMPARED, for_story
from bot.services.answering.halves import with_open
from bot.services.answering.kinds import NO_LETTER, REASONS, names_a_record
from bot.services.answering.last_days import figures, of_another_end, starts
from bot.services.answering.messages import OFFERED, LawQuestion, clock_rules
from bot.services.answering.offences import all_are_clear
from bot.services.answering.parts import PartsReading, on_each_platform, parts_of, read_parts
from bot.services.answering.threads import Following, following
from bot.services.answering.thresholds import AT
from bot.words.book import day
from knowledge.crime_lines import TESTS, of_their_role
from knowledge.law import Register
from knowledge.mentions import platforms
from knowledge.passages import Hit, Passage, SearchResult
from knowledge.reading import Asker, Refusal, Sure, asks, sentences
from knowledge.sides import names_a_source

CONSIDERED, TOLD = 5, 3
_COUNTING = "cn/counting-days#"
# Pages are written for owners of rights: what may be done is a yes to them alone.
_HONEST = (Asker.OWNER, Asker.OTHER)
# Pages that may advise a letter.
_LETTERS = ("cn/cease-and-desist#", "cn/takedown#letter-needed")
_PAYMENT = "cn/cease-and-desist#payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was found: for the ``whole`` in its thread, and the ``hits`` to answer from, which begin with one for each of
    ``parts``; of these, what only repeats the answer before."""

    whole: SearchResult
    hits: tuple[Hit, ...]
    parts: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    repeated: Collection[str] = ()


class LawAnswers:
    """Finds, weighs and writes. ``register`` gives changes to come, sums and last days; ``doubt`` says, for a day and a
    language, that the law of that day is not known yet."""

    def __init__(
        self,
        search: GuidanceSearch,
        writer: AnswerWriter,
        register: Register,
        doubt: Callable[[date, str], str] = lambda on, language: "",
        passage_of: Callable[[str, date, str], Passage | None] = lambda section, on, language: None,
        likeness: Likeness = lambda question, texts: [1.0] * len(texts),
        records: Callable[[LawQuestion, str], str] = lambda asked, question: "",
    ) -> None:
        self._search, self._writer, self._register, self._doubt = search, writer, register, doubt
        self._passage_of, self._likeness, self._records = passage_of, likeness, records

    def answer(self, asked: LawQuestion, on_text: Callable[[str], None] | None = None) -> Answer:
        """Answer, ask back, or say that there is no guidance.

        Raises:
            KnowledgeFault: pages, index or embedding model cannot be used.
        """
        follow = self._following(asked)
        asked = _dated(asked, follow)
        seen = self._looked(asked, follow)
        subject = follow.subject if follow and follow.leans else asked.text
        match _certainty(asked, seen):
            case Sure.REFUSE:
                return _refused(asked, subject)
            case Sure.CHOICE if weighing := self._weighing(asked, seen.hits):
                seen = replace(seen, hits=weighing, parts=())
            case Sure.CHOICE:
                # What may well be help for a wrong, and no section surely answers, is not asked back.
                likely = asked.reading.refusal[Refusal.UNLAWFUL] >= AT.likely_wrong
                if likely or asked.reading.doubted is Refusal.UNLAWFUL:
                    return _refused(asked, subject, Refusal.UNLAWFUL)
                offered = enumerate(seen.hits[:OFFERED])
                quoted = [self._quoted(hit, number, asked).passage for number, hit in offered]
                return asked.offering(quoted, subject=subject)
        return self._written(asked, seen, subject, on_text)

    def _weighing(self, asked: LawQuestion, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The hits, first the section whose time the day told starts, or whose lines the amounts told are held against; none
        without."""
        timed = asked.asks_when or any(each.meant for each in asked.supposed.times)
        told = [hit for hit in hits[:OFFERED] if timed and starts(asked, hit.passage)]
        if not told and all_are_clear(asked.text):
            told = [hit for hit in hits[:OFFERED] if not TESTS.keys().isdisjoint(hit.passage.keys)]
        return (told[0], *(hit for hit in hits if hit is not told[0])) if told else ()

    def surely_follows(self, asked: LawQuestion) -> bool:
        """Whether a follow-up that names no record of ours surely asks for one section, by its own words and in its thread."""
        follow = self._following(asked)
        if follow is None or names_a_record(asked.text) or self.surest(asked) < AT.clearly:
            return False
        return any(hit.probability >= AT.clearly for hit in self._looked(asked, follow).whole.hits[:1])

    def surest(self, asked: LawQuestion) -> float:
        """The chance that the best section answers these very words."""
        return next((hit.probability for hit in self.found(asked)), 0.0)

    def found(self, asked: LawQuestion) -> Sequence[Hit]:
        """The sections that may answer these very words, the likeliest first."""
        (found,) = self._found((asked.text,), asked)
        return found.hits

    def of_story(self, asked: LawQuestion, barred: tuple[str, ...]) -> tuple[Sequence[Hit], ...]:
        """What all of a story finds; what is for this very story, the likeliest first; and what of that surely is, as it may be
        quoted. What begins as one that is ``barred``, and the page of a platform that a situation only names, are for none."""
        most = AT.told_share * len(asked.text.encode())
        parts = [each for each in sentences(asked.text) if len(each.encode()) >= most and each != asked.text]
        whole, *each = self._found((asked.text, *parts), asked)
        barred += tuple(platform.page for platform in platforms() if platform.page)
        story = [h for h in for_story(whole.hits, each) if not h.passage.section_id.startswith(barred)]
        sure = enumerate((hit for hit in story[:TOLD] if hit.probability >= AT.composed), start=1)
        return whole.hits, story, [self._quoted(hit, number, asked) for number, hit in sure]

    def _looked(self, asked: LawQuestion, follow: Following | None) -> _Seen:
        """What is found for the whole, joined with its thread, and for each part with the subject of the whole."""
        own, *rest = self._found((asked.text, *(follow.wordings if follow else ())), asked)
        whole = follow.merged(own, rest) if follow else own
        read = self._read(own, whole, asked, follow)
        barred = (*(asked.stage.bars if asked.stage else ()), *of_another_end(asked, read.hits))
        foreign = _counted_otherwise(read.hits[: len(read.answered) or CONSIDERED], asked.event)
        foreign += [hit for hit in read.hits if hit.passage.section_id.startswith(barred)]
        answered = zip(read.answered, read.hits, strict=False)
        return _Seen(
            whole=whole,
            hits=tuple(hit for hit in read.hits if hit not in foreign),
            parts=tuple(part for part, hit in answered if hit not in foreign),
            left_open=read.left_open,
            repeated=follow.repeated if follow else (),
        )

    def _read(
        self, own: SearchResult, whole: SearchResult, asked: LawQuestion, follow: Following | None = None
    ) -> PartsReading:
        """Which passage answers which question of the message, the first behind what its thread was shown last."""
        look = partial(self._found, asked=asked)
        parts = parts_of(asked.text, asked.reading.several, own, look)
        if parts:
            shown = (follow.last, follow.title) if follow and follow.title else None
            read = with_open(read_parts(whole, parts, look, shown), parts, look, self._likeness)
        else:
            crime = any(not TESTS.keys().isdisjoint(hit.passage.keys) for hit in whole.hits[:1])
            read = PartsReading(hits=tuple(of_their_role(whole.hits, asked.told)) if crime else whole.hits)
        return on_each_platform(read, asked.text)

    def beside(self, asked: LawQuestion) -> tuple[Passage, ...]:
        """The passages that may answer what a message asks beside what it tells, likely so of a time."""
        (whole,) = self._found((asked.text,), asked)
        read = self._read(whole, whole, asked)
        told = dict(zip(reversed(read.answered), reversed(read.hits[: len(read.answered)]), strict=True))
        least = {part: AT.leads if WHEN.search(part) else AT.fresh for part in told if asks(part)}
        found = [(part, told[part]) for part in least if told[part].probability >= least[part]]
        return tuple(self._quoted(hit, 0, asked, (part,)).passage for part, hit in reversed(found))

    def _following(self, asked: LawQuestion) -> Following | None:
        def title(section: str) -> str:
            passage = self._passage_of(section, asked.on, asked.language)
            return passage.title if passage else ""

        def meant(text: str) -> str:
            return next((hit.passage.section_id for hit in self._found((text,), asked)[0].hits), "")

        return following(asked.text, asked.question.earlier, title, meant)

    def picked(self, asked: LawQuestion, *passages: Passage) -> Answer:
        """The answer from passages known beforehand, picked from a choice or said in any case; of several under their titles."""
        hits = tuple(Hit(passage=each, probability=1.0) for each in passages)
        found = SearchResult(hits=hits, fallback=passages[0].language != asked.language)
        titles = tuple(each.title for each in passages) if len(passages) > 1 else ()
        return self._written(asked, _Seen(whole=found, hits=hits, parts=titles), asked.text, None)

    def rule(self, asked: LawQuestion, least: float = AT.rule) -> Answer | None:
        """What a section that so likely is about these words says in general, with no yes or no; None without such."""
        sure = [hit.passage for hit in self.found(asked)[:1] if hit.probability >= least]
        return self.picked(asked, fitted(sure[0], opening=False)) if sure else None

    def with_caution(self, asked: LawQuestion, answer: Answer) -> Answer:
        """What is about a letter begins with when not to write one, where a raid, the police or a source is in sight."""
        cited = [citation.passage.section_id for citation in answer.citations]
        letters = any(each.startswith(_LETTERS) and each != _PAYMENT for each in cited)
        warned = letters and NO_LETTER not in cited and names_a_source(asked.text)
        passage = self._passage_of(NO_LETTER, asked.on, asked.language) if warned else None
        return opened_by(answer, passage, first_sentence(passage.paragraphs[0])) if passage else answer

    def _found(self, texts: Sequence[str], asked: LawQuestion) -> tuple[SearchResult, ...]:
        about, language = asked.question.about, asked.language
        return self._search.search_all(texts, on=asked.on, language=language, limit=COMPARED, about=about)

    def _written(
        self, asked: LawQuestion, seen: _Seen, subject: str, on_text: Callable[[str], None] | None
    ) -> Answer:
        parts, left_open, shown = seen.parts, seen.left_open, enumerate(seen.hits[:CONSIDERED])
        quoted = [self._quoted(hit, number, asked, parts, seen.repeated) for number, hit in shown]
        earlier = tuple(turn.text for turn in asked.question.earlier) if subject != asked.text else ()
        doubt = self._doubt(asked.on, asked.language)
        draft = self._writer.write(
            asked.text,
            quoted,
            language=asked.language,
            parts=parts,
            earlier=earlier,
            on_text=behind(doubt, on_text),
            records=partial(self._records, asked),
        )
        remarks = [asked.words("ask.left_open", part=part) for part in left_open]
        remarks += [asked.words("ask.dated", day=day(asked.on, asked.language))] if asked.named else []
        remarks += [asked.words("ask.other_language")] if seen.whole.fallback else []
        first = (figures(asked, each, self._register) for each in draft.passages[: max(len(parts), 1)])
        made = dict.fromkeys(line for lines in first for line in lines)
        text = "\n\n".join(filter(None, (doubt, *made, draft.text, *remarks)))
        return replace(
            asked.plain(text, subject=subject, passages=draft.passages),
            upcoming_changes=changes(draft.passages, self._register, asked.on, asked.language),
            writer=draft.writer,
            left_open=left_open,
            parts=parts,
        )

    def _quoted(
        self,
        hit: Hit,
        number: int,
        asked: LawQuestion,
        parts: Sequence[str] = (),
        repeated: Collection[str] = (),
    ) -> Hit:
        """The hit as it may be quoted: only the passage of a yes/no question, asked by no accused, may keep its yes or no; what
        is ``repeated`` says so."""
        part = parts[number] if number < len(parts) else ""
        asking, first = part or asked.text, number == 0 and not parts
        opening = (bool(part) or first) and answers_yes_or_no(
            asking,
            hit.passage,
            yes_no=float(wants_yes_or_no(part)) if part else asked.reading.yes_no,
            probability=hit.probability,
            least=AT.its_own,
            likeness=self._likeness,
        )
        # Whether a day that the message names will do is said by the day that is counted.
        opening = opening and asked.reading.is_asker in _HONEST and not (asked.stage or asked.supposed.days)
        aspect = asked.reading.is_aspect if first and asked.stage is None else None
        passage = fitted(hit.passage, opening=opening, aspect=aspect)
        if passage.section_id in repeated:
            passage = replace(passage, text=asked.words("ask.said_before", text=passage.text))
        return replace(hit, passage=passage)


def _refused(asked: LawQuestion, subject: str, why: Refusal = Refusal.NONE) -> Answer:
    told = asked.plain(asked.words("ask.refusal.no_guidance"), subject=subject)
    return replace(told, outcome=AnswerOutcome.REFUSED, reason=REASONS[why])


def _counted_otherwise(hits: Sequence[Hit], event: Event | None) -> list[Hit]:
    """Sections that only say how days are counted, by another law than that of the period which the others set: where a paper
    goes makes its period none of that place."""
    set_by = [rule for hit in hits for rule in clock_rules(hit.passage.keys)]
    set_by += OF_EVENT[event] if event else ()
    rules = {counting_rule(rule.basis) for rule in set_by}
    counting = [hit for hit in hits[1:] if hit.passage.section_id.startswith(_COUNTING)]
    return [hit for hit in counting if rules and rules.isdisjoint(hit.passage.keys)]


def _dated(asked: LawQuestion, follow: Following | None) -> LawQuestion:
    texts = (asked.text, follow.joined) if follow and follow.leans else (asked.text,)
    named = next(filter(None, (named_day(text, asked.on) for text in texts)), None)
    return replace(asked, on=named.day, named=True) if named else asked


def _certainty(asked: LawQuestion, seen: _Seen) -> Sure:
    if not seen.hits:
        return Sure.REFUSE
    if of_another_clock(asked.text, asked.reading.is_aspect, seen.hits[0].passage):
        return Sure.CHOICE
    return Sure.ANSWER if seen.parts else seen.whole.sure
