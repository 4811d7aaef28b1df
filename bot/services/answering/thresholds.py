"""Every threshold by which a message is answered, asked back or not, with what it means and where it was fitted.

How much is looked at, kept or shown (:data:`bot.services.answering.contexts.COMPARED` …) decides nothing and stands where it is
used. ``python -m tests.benchmarks.ablation`` puts each number at its ``off`` and counts what is answered otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

Value = TypeVar("Value", float, tuple[float, ...])

READ = "chosen while reading written messages"
PARTS = "python -m tests.benchmarks.parts --fit, half `seen`"
SEAMS = "python -m tests.benchmarks.parts --fit, half `left_out`, which the reader did not learn from"
PLANS = "python -m tests.benchmarks.plans --fit, messages of which nothing else is learned"
TALK = "455 messages: `bank/held/talk.jsonl`, and talk and situations of three read sets; a cry taken for talk counts twice"
SITUATIONS = "python -m tests.benchmarks.plans --situations --fit, messages of which nothing else is learned"
SECOND = "python -m tests.benchmarks.second --fit, messages of which nothing else is learned"
TOPICS = "lines of the bank, of which the topics learn nothing"
DAYS = "python -m tests.benchmarks.days --fit, messages of which nothing else is learned"
ASIDES = "python -m tests.benchmarks.asides --fit, messages of which nothing else is learned"
STORIES = "367 sections found for 120 read situations of the sets of 26 to 30 November, judged one by one"
UNASKED = "1,000 messages of five read sets that were refused or asked back, half of them rightly; nothing of them is learned"
LEFT_OUT = "what `knowledge.learning.learn_reader` says of lines of the bank left out"
TEAM = "sentences of tests/unit/services/test_team_documents.py and test_team_languages.py"


def _at(value: Value, *, off: Value, fitted: str = READ) -> Value:
    """A field: its value, the value at which its rule does nothing, and where the value comes from."""
    found: Value = field(default=value, metadata={"off": off, "fitted": fitted})
    return found


NEVER, ALWAYS = 2.0, 0.0
"""No chance is as high as the one, none lower than the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerThresholds:
    """Chances unless said otherwise. A comment stands above the numbers that it tells of."""

    # KINDS: which kind a message is. What a record of ours that is named by its number counts for own data and for acts, in
    # log-odds.
    named: float = _at(3.0, off=0.0)
    # What speaks for a plan rather than for a question of law (``plan_signs`` of :mod:`bot.services.answering.kinds`).
    plan: tuple[float, ...] = _at((0.11, 0.59, 0.72, -0.95), off=(0.0, 1.0, 0.0, 0.0), fitted=PLANS)
    # How much it speaks for a record of ours that this is the topic: where even, and with its logarithm; less than the last is
    # not heard. Half of what tells 400 such messages of the bank from 950 of law and plans, since the reader hears half of it.
    own: tuple[float, ...] = _at((2.07, 0.87), off=(0.0, 0.0), fitted=TOPICS)
    unheard: float = _at(0.005, off=1e-9, fitted=TOPICS)
    # How much speaks for small talk where nothing is asked, in log-odds: to start with, how surely it is read, and how likely
    # talk is the topic rather than a situation.
    chat: tuple[float, ...] = _at((1.4, 1.0, 0.7), off=(99.0, 0.0, 0.0), fitted=TALK)
    # Up to this chance of several a message asks one question, which a caution may answer alone.
    one: float = _at(0.5, off=NEVER)
    # From this chance on an act or an event is the topic at all.
    topic: float = _at(0.1, off=NEVER)
    # A part of a message is fairly, or rather, answered by a section that does so likely.
    fair: float = _at(0.4, off=0.5)
    leads: float = _at(0.5, off=NEVER)
    # How much speaks for a section being for the situation told, in log-odds: to start with, how likely all of the story finds
    # it, and how likely that of its sentences does that does so best, of those that are at least this share of it. From the
    # next chance on it is told with the steps, from the last on it stands in place of steps that are less surely meant.
    for_story: tuple[float, ...] = _at((1.0, 0.24, 0.26), off=(-99.0, 0.0, 0.0), fitted=STORIES)
    told_share: float = _at(0.2, off=NEVER, fitted=STORIES)
    composed: float = _at(0.7, off=NEVER, fitted=STORIES)
    alone: float = _at(0.8, off=NEVER, fitted=STORIES)
    # From this on who asks is likely accused, where what they may do is told.
    likely: float = _at(0.4, off=ALWAYS)
    # Records and help of ours, where these are not as surely wanted, are outdone by a section that answers likelier than they may
    # be believed: of 733 messages left out that were read as surely 730 wanted our records, of 184 read from .95 on 156, of 153
    # from .8 on 104, of 172 from .5 on 57, some third power.
    believed: float = _at(3.0, off=1.0, fitted=LEFT_OUT)
    certain: float = _at(0.99, off=ALWAYS, fitted=LEFT_OUT)
    # What answers less likely than this would but be asked back, and outdoes nothing.
    outdoes: float = _at(0.66, off=ALWAYS)

    # REFUSALS: from this chance on talk is for another place. From the second on a section is told beside a refusal that leaves
    # the outcome to counsel.
    suspect: float = _at(0.1, off=NEVER)
    ruled: float = _at(0.75, off=NEVER)
    # Beside a refusal a section that is likely about it is told with no yes or no; what is rather a wrong is told one where it
    # may so likely be none.
    rule: float = _at(0.45, off=NEVER)
    mistaken: float = _at(0.15, off=NEVER)
    rule_beside: float = _at(0.58, off=NEVER)
    # From these chances on an owner surely asks, a wrong is likely asked for, and a situation is told.
    ours: float = _at(0.8, off=NEVER)
    likely_wrong: float = _at(0.6, off=NEVER)
    tells: float = _at(0.8, off=NEVER)
    # From these on an act is one of the wrongs told apart by topic, and a plain answer would warn the other side.
    wronged: float = _at(0.5, off=NEVER)
    warns: float = _at(0.5, off=NEVER)
    # So likely, and likelier than all else, another caution is heard.
    hinted: float = _at(0.35, off=NEVER)
    # What speaks for a sentence being a wrong (``wrong_signs`` of :mod:`bot.services.answering.refusals`), and for a question
    # beside one being honest (``honest_signs``), in log-odds. A no stands in front where the whole is so likely a wrong.
    wrong: tuple[float, ...] = _at((-1.47, 0.55, 0.41, 0.23), off=(-99.0, 0.0, 0.0, 0.0), fitted=ASIDES)
    honest: tuple[float, ...] = _at(
        (-4.89, -0.99, -0.47, 1.02, 1.98, -0.49), off=(-99.0, *(0.0,) * 5), fitted=ASIDES
    )
    in_front: float = _at(0.3, off=NEVER)
    # A refusal names a wrong that is this likely among all wrongs.
    apart: float = _at(0.6, off=ALWAYS)
    # From this log-odds on a clause says what is not asked, and is left out of a message that is refused; from the second on of
    # one that is refused as a wrong or asked back: there a fact that is taken for such a clause does more harm.
    unasked: float = _at(-0.5, off=99.0, fitted=UNASKED)
    unasked_surely: float = _at(2.0, off=99.0, fitted=UNASKED)
    # Talk of more bytes that asks is not about our subject.
    longest_talk: float = _at(60.0, off=1e9)

    # EVENTS AND SITUATIONS: from this chance among events, situations and questions of law a message tells of the event; so much
    # is enough where the answer rests on the page of it; so little among all topics tells of none.
    happened: float = _at(0.7, off=0.5)
    maybe: float = _at(0.45, off=NEVER)
    hardly: float = _at(0.1, off=ALWAYS)
    # From this on what it tells of is misheard so seldom that no other event of its section counts.
    clearly: float = _at(0.9, off=NEVER)
    # How much speaks for a case, an event or a plan being what is told (``situation_signs`` of
    # :mod:`bot.services.answering.contexts`), its side twice what the fit gives, which costs none of 497; from the next on it is
    # told outright, else the likeliest are asked back.
    situation: tuple[float, ...] = _at((1.04, 0.68, 1.13, 0.73), off=(1.0, 0.0, 0.0, 0.0), fitted=SITUATIONS)
    heard: float = _at(0.3, off=ALWAYS, fitted=SITUATIONS)
    # From this on who asks nothing wants steps, too, behind a rule that is told of their stage.
    steps: float = _at(0.4, off=NEVER, fitted=SITUATIONS)
    # How much speaks for a second situation being told, whose first step then stands behind the plan of the first, in log-odds
    # (``second_signs`` of :mod:`bot.services.answering.two_things`).
    second: tuple[float, ...] = _at((2.5, 0.56, 0.28, 0.96), off=(-99.0, 0.0, 0.0, 0.0), fitted=SECOND)
    # Less likely than the first, a situation is not sure, and another that is at least as likely as the second may be told in its
    # place: of 97 of 497 that are told wrongly 25 are named so, beside 103 that are told rightly.
    sure: float = _at(0.7, off=ALWAYS, fitted=SITUATIONS)
    rather: float = _at(0.1, off=NEVER, fitted=SITUATIONS)
    # How much speaks for a day being that of an event (``day_signs_of`` of :mod:`bot.services.answering.told_days`), in
    # log-odds: to start with, by its own words, by these behind the sentence before, and for words beside it of something
    # else. From the next on it starts the clock; less likely than the last it starts none, whatever words say: a wrong day
    # is worse than none.
    day: tuple[float, ...] = _at((1.19, 0.37, 0.45, -0.51), off=(-99.0, 0.0, 0.0, 0.0), fitted=DAYS)
    its_day: float = _at(0.65, off=NEVER, fitted=DAYS)
    hardly_its_day: float = _at(0.4, off=ALWAYS, fitted=DAYS)
    # Less likely than this to want steps, what is read as a question of law is one though it asks nothing.
    bare: float = _at(0.3, off=ALWAYS)
    # How much speaks for something being held against who asks, in log-odds: to start with, who asks by the reading, and what is
    # told by its topic; from the next on the plan is that of an accused; never less likely than the last, nor that nothing is.
    against: tuple[float, ...] = _at((3.43, 1.16, 0.84), off=(-99.0, 0.0, 0.0), fitted=STORIES)
    accused: float = _at(0.65, off=NEVER, fitted=STORIES)
    unlike: float = _at(0.05, off=0.5)

    # THREADS: of what fits a follow-up in its thread the best is answered where this much of the chance is its own, else
    # offered; and so is a question beside a plan, unless it asks for a time.
    fresh: float = _at(0.2, off=ALWAYS)
    # A message of fewer words leans on its thread; one of fewer where it says “it” or “that”; in Chinese of fewer characters.
    short: float = _at(6.0, off=0.0)
    leaning: float = _at(10.0, off=0.0)
    short_zh: float = _at(9.0, off=0.0)
    # From this on the answer before is wanted otherwise.
    turned: float = _at(0.5, off=NEVER)
    # From these on a message is thanks, or about something else than its thread; less likely talk by its topic than this it tells
    # what goes on there.
    talk: float = _at(0.74, off=NEVER)
    chatty: float = _at(0.05, off=ALWAYS)
    surely: float = _at(0.85, off=ALWAYS)
    elsewhere: float = _at(0.985, off=NEVER)
    # So likely a wrong by its own words a follow-up is at least where it is refused for what it means in its thread.
    wrong_itself: float = _at(0.2, off=ALWAYS)
    # From this chance on, alone and with its thread, it is a matter for counsel or for another place.
    both: float = _at(0.5, off=ALWAYS)

    # SEVERAL QUESTIONS: how much it speaks for several, in log-odds: to start with, the words around the likeliest seam, how
    # likely two sections answer its sides, how the message reads; and how likely its best passage is (as a logarithm). Another
    # seam counts from so much on by its words alone.
    several: tuple[float, ...] = _at(
        (1.8, 0.52, 0.68, 1.25, -1.66), off=(-99.0, 0.0, 0.0, 0.0, 0.0), fitted=SEAMS
    )
    further: float = _at(-1.0, off=99.0)
    # Yet another from so much on where two sections surely answer its sides.
    apart_from: float = _at(-4.0, off=99.0)
    # A last question is told from its story where it is no more than this of it.
    share: float = _at(0.8, off=ALWAYS)
    # What each wording counts. Of the first part: its own words, and these behind what is told before. Of the others: their own
    # words, these behind the title of the passage before, that title alone, and the whole message; and that a passage stands on
    # the page of the one before.
    first: tuple[float, ...] = _at((0.22, 0.83), off=(1.0, 0.0), fitted=PARTS)
    other: tuple[float, ...] = _at(
        (0.55, 0.34, -0.18, 0.54, 3.07), off=(1.0, 0.0, 0.0, 0.0, 0.0), fitted=PARTS
    )
    # Parts of one message are seldom answered by one passage (log-odds).
    taken: float = _at(-6.0, off=0.0)
    # A second passage of a part is told where it is this likely beside the first.
    close: float = _at(0.25, off=NEVER)
    # A part whose own words find a passage this likely is not answered by that of an earlier part.
    answers: float = _at(0.8, off=NEVER)
    # A part less like all that is shown, of which its own words fairly find nothing, is named as open.
    speaks_of: float = _at(0.5, off=ALWAYS)
    # A part whose passage no wording finds this likely stays open.
    least: float = _at(0.01, off=ALWAYS)

    # WHAT IS QUOTED: a passage's own question is the one asked from this chance on; so like one of its own questions is what its
    # yes, or its no, answers: a wrong yes does more harm. A second passage is quoted where it is so likely beside the first.
    its_own: float = _at(0.5, off=ALWAYS)
    like_for_yes: float = _at(0.7, off=ALWAYS)
    like_for_no: float = _at(0.5, off=ALWAYS)
    rival: float = _at(0.25, off=NEVER)
    # Likeness from which two questions ask the same: 68 of 100 of one section do, and 27 of 100 that only share their words.
    same: float = _at(0.8, off=NEVER)

    # DOCUMENTS OF THE TEAM: part of the best likeness from which a passage speaks about the same thing as our best section.
    as_near: float = _at(0.75, off=ALWAYS, fitted=TEAM)
    # A text in the other language can share no words with the question: so much is their usual part in a likeness.
    other_language: float = _at(0.08, off=0.0, fitted=TEAM)
    # How far a passage's likeness stands above that of the team's other passages, where even chances lie, and how steeply they
    # rise; where there are no others, how like a question texts usually are.
    even: float = _at(0.2215, off=0.0, fitted=TEAM)
    steep: float = _at(0.0275, off=1.0, fitted=TEAM)
    usual: float = _at(0.12, off=0.0, fitted=TEAM)
    # From this on a team's passage answers.
    team_likely: float = _at(0.5, off=NEVER, fitted=TEAM)


AT = AnswerThresholds()
"""As they are."""
