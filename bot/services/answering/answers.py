"""Writes an answer from passages word for word: the direct answer, its conditions, what a second passage adds; and what is
about to change in them; what a passage opens with, and whether that answers what was asked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.clocks import RULES
from bot.domain.questions import Answer, Citation, UpcomingChange, Written
from bot.services.answering.thresholds import AT
from bot.words.book import Words
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.mentions import Demand, demanded
from knowledge.passages import Hit, Passage
from knowledge.reading import Aspect, Refusal

COMFORTABLE = 700


class ExtractiveWriter:
    """An :class:`bot.ports.AnswerWriter` that invents nothing: every word comes from the guidance."""

    def write(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        language: str,
        parts: Sequence[str] = (),
        earlier: Sequence[str] = (),  # passages alone decide; a chat model reads it
        on_text: Callable[[str], None] | None = None,  # written at once, so nothing comes piece by piece
        records: Callable[[str], str] | None = None,  # quotes guidance alone
    ) -> Written:
        """The answer from the best passage, joined by a second one where that is close and room is left.

        Of a question in ``parts`` each gets, under its passage's title, the direct answer of its own passage.
        """
        if len(parts) > 1:
            return _in_parts(hits[: len(parts)])
        best = hits[0].passage
        rival = _rival(hits)
        texts = [_marked(best.paragraphs[0], 1)]
        passages: tuple[Passage, ...] = (best,)
        room = COMFORTABLE - len(texts[0])
        if rival is not None and len(rival.paragraphs[0]) <= room:
            texts.append(_marked(rival.paragraphs[0], 2))
            passages = (best, rival)
        elif len(best.paragraphs) > 1 and len(best.paragraphs[1]) <= room:
            texts.append(_marked(best.paragraphs[1], 1))
        return Written(text="\n\n".join(texts), passages=passages, writer="extractive")


def changes(
    passages: Sequence[Passage], register: Register, on: date, language: str
) -> tuple[UpcomingChange, ...]:
    """What changes within twelve months in what the passages cite, told in the language of the answer."""
    keys = dict.fromkeys(key for passage in passages for key in passage.keys)
    return tuple(
        UpcomingChange(key=c.key, effective_on=c.effective_on, summary=c.summary(language))
        for c in register.upcoming((key for key in keys if key in register), on)
    )


def _in_parts(hits: Sequence[Hit]) -> Written:
    passages = tuple(hit.passage for hit in hits)
    texts = [
        f"{passage.title}\n{_marked(passage.paragraphs[0], number)}"
        for number, passage in enumerate(passages, start=1)
    ]
    return Written(text="\n\n".join(texts), passages=passages, writer="extractive")


def _rival(hits: Sequence[Hit]) -> Passage | None:
    for hit in hits[1:2]:
        other, best = hit.passage, hits[0].passage
        # The same rule on another page adds nothing.
        same_rule = set(other.keys) <= set(best.keys) and not set(other.facts).isdisjoint(best.facts)
        repeats = other.section_id == best.section_id or same_rule
        if hit.probability >= AT.rival * hits[0].probability and not repeats:
            return other
    return None


def _marked(paragraph: str, number: int) -> str:
    return f"{paragraph} [{number}]"


_EN = lazily(
    r"^(?:Yes|No|Usually (?:yes|no|not)|(?:Generally|As a rule)(?: yes| no)?|In part|Partly"
    r"|Not (?:necessarily|always|yet|alone|automatically))"
    r"(?P<stop>[.,;:])\s+(?P<joint>but |and |because |for |since )?(?=\S)"
)
_ZH = lazily(
    r"^(?:(?:通常|一般|原则上|原则)?(?:不可以|可以|不能|能|不会|会|不是|是的|是|没有|有|不对|对|不需要|需要|不必须|不必|必须|不用|不应当|应当|不应|"
    r"不允许|允许|不构成|构成|不算|算|不属于|属于|不行|行|不一定|否|不合法|合法|不违法|违法|无需))(?P<stop>[。，；：])(?P<joint>但是|但|不过|因为|而且|而)?(?=\S)"
)
# Asked the other way round, or as a statement to agree with, the same rule is answered by the other word.
_OTHER_WAY_ROUND = lazily(
    r"\b(?:in the clear|off the hook|get(?:s|ting)? away|innocent|harmless|cannot|no|not|never|nothing|none|nobody|neither|nor"
    r"|without|instead of|impossible|unable|forbidden|prohibited|banned|illegal|unlawful|too late|hopeless|only|skip|avoid|ignore"
    r"|correct|true|wrong)\b|n['’]?t\b|\bright\W*$|[不没无未别勿非]|没事|只|吧|对[吗么]|是[吗么]",
    re.IGNORECASE,
)
# What is lacking may turn the answer, wherever it is told.
_LACKING = lazily(
    r"\b(?:without|no|not|never|lack|don['’]?t have|isn['’]?t|only)\b(?:\W+\w+){0,4}?\W+"
    r"(?:rights?|regist\w+|certificates?|proofs?|evidence|notices?|licen[cs]e\w*|permission|trade ?marks?|patents?|ground\w*)\b"
    r"|[没无未](?:有)?.{0,6}(?:商标|权利|注册|证据|证明|通知|授权|许可|依据|专利)"
    r"|(?:商标|权利|注册|证据|授权).{0,4}[没无未](?!收)",
    re.IGNORECASE,
)
_ALLOWED = lazily(
    r"\b(?:allowed|lawful|legal|permitted|permissible|safe|fine|ok|okay|free to)\b|合法|允许|没问题|好不好",
    re.IGNORECASE,
)
# Who asks whether something holds all the same tells of what may turn it.
_ALL_THE_SAME = lazily(
    r"\b(?:already|still|even|although|though|despite|unless|anyway|regardless)\b|已经?|还[能可算有是要]|仍|即使|虽然|尽管|照样",
    re.IGNORECASE,
)
MARK = lazily(r"\[(\d{1,3})\]")
_STOPS = lazily(r"(?<=[.?!。？！;；\n])\s*")
# 能不能, 是不是, 有没有: a question, no denial; and words in which the sign denies nothing.
_NO_DENIAL = lazily(
    r"(?P<sign>.)[不没](?P=sign)|可不可以|应不应当?|需不需要|不正当竞争|不侵权声明|没收|无效宣告|宣告无效|非使用"
)
_MAY = lazily(r"\b(?:can|may|could|might|possible|able)\b|可[以否]|能|行[吗么]|行不行", re.IGNORECASE)
_MUST = lazily(
    r"\b(?:must|needs?|needed|ha(?:ve|s|d) to|should|shall|requires?|required|obliged|necessary|mandatory|compulsory)\b"
    r"|必须|必要|需|要不要|要.{0,12}[吗么]|用不用|得.{0,12}[吗么]|应|一定要",
    re.IGNORECASE,
)
_YES_OR_NO = lazily(
    r"(?:^|[,;:.?!]\s*|\b(?:and|or|so|but|then|also)\s+)(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|shall"
    r"|should|will|would)(?:n['’]?t)?\s|[吗么](?:$|[，。？?！!,\s])|(?P<sign>.)[不没](?P=sign)|是否|能否|可否|可不可以",
    re.IGNORECASE,
)
_PERIOD = lazily(
    r"\d+ (?:working |calendar )?(?:day|month|year|hour)s?\b|\d+(?:个)?(?:工作)?[日天月年]|\d+个(?:工作日|月)"
)
MONEY = lazily(r"(?:CNY|RMB) \d|\d+ (?:percent|times)\b|\d+万?元|\d+倍|\d+%")
_FIGURE = {Aspect.HOW_LONG: _PERIOD, Aspect.HOW_MUCH: MONEY}


def wants_yes_or_no(question: str) -> bool:
    """Whether the words ask for yes or no."""
    return _YES_OR_NO.search(question) is not None


def answers_yes_or_no(
    question: str,
    passage: Passage,
    *,
    yes_no: float,
    probability: float,
    least: float,
    likeness: Callable[[str, Sequence[str]], Sequence[float]],
) -> bool:
    """Whether the yes or no that a passage opens with may stand: it is asked for, of this passage, not the other way round,
    nothing is said to be lacking or to hold all the same, and the nearest of the passage's own questions is alike and asks
    the same of its subject: whether it may be done, must be done, or is so."""
    asking = _asking(question)
    if yes_no < 0.5 or probability < least or _LACKING.search(question) or _ALL_THE_SAME.search(asking):
        return False
    if _OTHER_WAY_ROUND.search(_NO_DENIAL.sub("", asking)):
        return False
    own = [each for each in passage.questions if wants_yes_or_no(each)]
    if not own:
        return not passage.questions
    if _predicate(asking) not in map(_predicate, own):
        return False
    nearest, alike = max(zip(own, likeness(asking, own), strict=True), key=lambda each: each[1])
    wanted = AT.like_for_no if _denies(passage.paragraphs[0]) else AT.like_for_yes
    return alike >= wanted and _predicate(asking) == _predicate(nearest)


def fitted(passage: Passage, *, opening: bool, aspect: Aspect | None = None) -> Passage:
    """The passage as it may be quoted: without a yes or no that answers another question, and with the paragraph in front
    that holds the period or the amount asked for; a yes or no that stands stays in front."""
    paragraphs = list(passage.paragraphs)
    if not paragraphs:
        return passage
    bare = [without_opening(paragraph) for paragraph in paragraphs]
    if not opening:
        paragraphs = bare
    figure = _FIGURE.get(aspect) if aspect and paragraphs[0] == bare[0] else None
    if figure and len(paragraphs) > 1 and not figure.search(paragraphs[0]) and figure.search(paragraphs[1]):
        paragraphs[:2] = [paragraphs[1], paragraphs[0]]
    text = "\n\n".join(paragraphs)
    return passage if text == passage.text else replace(passage, text=text)


def _denies(paragraph: str) -> bool:
    return paragraph.startswith(("No", "不", "否", "没", "无", "Usually no", "通常不", "一般不"))


def without_opening(paragraph: str) -> str:
    """The paragraph without the yes or no in front of it."""
    for form in (_EN, _ZH):
        match = form.match(paragraph)
        if match:
            rest = paragraph[match.end() :]
            return rest[:1].upper() + rest[1:]
    return paragraph


def behind(doubt: str, on_text: Callable[[str], None] | None) -> Callable[[str], None] | None:
    """What the reader sees grow, with the doubt in front from its first piece on."""
    if on_text is None or not doubt:
        return on_text
    return lambda text: on_text(f"{doubt}\n\n{text}" if text else "")


def opened_by(answer: Answer, passage: Passage, line: str) -> Answer:
    """The answer behind a line of this passage, under the number by which it is cited already, or as its first citation, which
    moves the others on: numbers run as they are read."""
    cited = next((c for c in answer.citations if c.passage.section_id == passage.section_id), None)
    if cited is not None:
        return replace(answer, text=f"{line} [{cited.number}]\n\n{answer.text}")
    known = {c.number for c in answer.citations}
    behind = MARK.sub(lambda m: f"[{int(m[1]) + (int(m[1]) in known)}]", answer.text)
    moved = (replace(c, number=c.number + 1) for c in answer.citations)
    first = Citation(number=1, passage=passage)
    return replace(answer, text=f"{line} [1]\n\n{behind}", citations=(first, *moved))


def first_sentence(paragraph: str) -> str:
    """The sentence that a paragraph opens with; one that only says yes or no takes the next along."""
    ends = [
        m.end() for m in re.finditer(r"(?<![A-Z]rt)(?<!No)[.!?](?=\s+[A-Z\u4e00-\u9fff])|[。！？]", paragraph)
    ]
    return next((paragraph[:end].strip() for end in ends if end > 8), paragraph)


def _asking(question: str) -> str:
    """The last sentence that asks for yes or no; all of it where none does."""
    sentences = [each for each in _STOPS.split(question.strip()) if each]
    return next((each for each in reversed(sentences) if wants_yes_or_no(each)), question).strip()


def _predicate(question: str) -> str:
    """What a question asks of its subject: ``must`` it be done, ``may`` it, or ``is`` it so."""
    if _MUST.search(question):
        return "must"
    return "may" if _MAY.search(question) or _ALLOWED.search(question) else "is"


WHEN = lazily(
    r"\b(?:by|until|till|since|from) when\b|\bhow (?:long|many days|soon|fast|quickly)\b"
    r"|\bwhen (?:must|do|does|should|is|are|can|will)\b"
    r"|\b(?:dead ?line|last day|due date|too late)\b"
    r"|多久|多长|几[天日个年月]|哪[天日]|什么时候|何时|期限|最[晚迟]|最后一[天日]|截止|来得?及|到期",
    re.IGNORECASE,
)
# Asked for these, a term that somebody sets us is but told on the way.
_TIMELESS = (Aspect.PAPERS, Aspect.WHERE, Aspect.WHO, Aspect.WHY, Aspect.HOW_MUCH)
_CLOCKS = ("ct.", *(rule.basis for rule in RULES))
_CLAUSE = lazily(r"[;；。]|\.\s")
_DAYS = lazily(r"(?<!月)(?<!\d)(\d{1,3}) ?(?:working |calendar )?(?:个?工作)?(?:days?|日|天)")
_ANY = lazily(
    r"\d ?(?:working |calendar )?(?:days?|months?|years?)\b|(?<![月\d])\d{1,3}个?(?:工作)?[日天月年]"
)


def sets(text: str, demand: Demand) -> bool:
    """Whether the first clause of a text of the law names the very same number of days: then its clock is meant."""
    clause = _CLAUSE.split(text, maxsplit=1)[0]
    return demand.number in {int(n) for n in _DAYS.findall(clause)}


def names_a_term(text: str) -> bool:
    """Whether a text of the law names any term of days, months or years."""
    return _ANY.search(text) is not None


def of_another_clock(text: str, aspect: Aspect, passage: Passage) -> bool:
    """Whether somebody's demand sets the term and the passage names, or counts, another one, which has its own event."""
    if (demand := demanded(text)) is None or aspect in _TIMELESS:
        return False
    another = names_a_term(passage.text) or any(key.startswith(_CLOCKS) for key in passage.keys)
    return another and not sets("".join(passage.paragraphs[:1]), demand)


def in_doubt(answer: Answer, doubted: Refusal, happened: float, words: Words) -> Answer:
    """The answer, opened by what it is not for where it was near to a refusal; what surely happened is of no other place."""
    ours = doubted is Refusal.ELSEWHERE and happened >= AT.happened
    near = doubted is not Refusal.NONE and not ours and answer.citations
    return replace(answer, text=f"{words(f'ask.doubt.{doubted.value}')}\n\n{answer.text}") if near else answer
