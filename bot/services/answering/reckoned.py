"""Opens an answer with what the amounts or days told come to by the law that is asked about, where its figures allow:
an honest sum about a general rule is no matter for counsel, and no other law's figure stands in its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.questions import Answer, AnswerOutcome, RefusalReason
from bot.ports import MessageReader
from bot.services.answering.answers import opened_by
from bot.services.answering.messages import LawQuestion
from bot.services.answering.sums import computed
from bot.services.answering.turnovers import OF_COPYRIGHT
from bot.services.answering.weighing import is_theirs, with_weighed
from knowledge.crime_lines import SPEAKS_OF_CRIME
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.passages import Passage
from knowledge.plans import line as stage_line
from knowledge.reading import MessageKind

# A crime is spoken of, or an amount may be told: without one of these none is.
MAY_BE_WEIGHED = (
    SPEAKS_OF_CRIME,
    lazily(r"\d\d|[百千万]|\d ?k\b|\b(?:thousand|million)\b", re.IGNORECASE),
)
_OF_LAW = (MessageKind.LAW, MessageKind.PLAN, MessageKind.ACT)
_FINES = r"\bfin(?:e|es|ed|ing)\b|\bpenalt(?:y|ies)\b|罚"
_MOST = (
    r"\b(?:times|fold|cap|ceiling|roof|max(?:imum)?|highest|at most|up to|too (?:high|much|low|little)|limit)\b"
    r"|倍|上限|封顶|顶格|最[高多]|罚多少|过重|过高|太[高重低]"
)
_CRIME = r"\b(?:crim\w+|police|prison|jail)\b|刑|犯罪|公安"


def _all(*forms: str) -> re.Pattern[str]:
    """Words of each of these kinds, in any order."""
    return lazily("".join(rf"(?=[\s\S]*?(?:{each}))" for each in forms), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """What is computed under ``key`` and rests on a section, where its words are ``spoken`` and ``never`` those of another
    question; ``instead`` of what answers the same question for another law, and of what the ``belief`` says."""

    key: str
    section: str
    spoken: re.Pattern[str]
    never: str = r"(?!)"
    instead: tuple[str, ...] = ()
    belief: str = ""


_TABLE = (
    _Reckoned(
        "pt.passing_off",
        "cn/patents#passing-off",
        _all(
            r"\bpatent (?:number|no\b|mark|sign)|\bpass\w* off|专利(?:号|标[识记])|假冒(?:的)?专利",
            _FINES,
            _MOST,
        ),
        never=_CRIME,
        instead=("cn/trademark-penalties#fine", "cn/amr#fine"),
    ),
    _Reckoned(
        "cr.admin_fine",
        "cn/copyright#admin",
        _all(OF_COPYRIGHT.pattern, _FINES, _MOST),
        never=_CRIME,
        instead=("cn/trademark-penalties#fine", "cn/amr#fine"),
    ),
    _Reckoned(
        "li.punitive_cap",
        "cn/damages#total-cap",
        _all(r"\bpunitive|惩罚性"),
        never=r"\bunfair competition|\btrade (?:dress|secrets?)|\bcopyright|\bpatent|反不正当|反法|装潢"
        "|商业秘密|著作权|版权|专利",
    ),
    _Reckoned(
        "cu.ex_officio_security",
        "cn/customs#security",
        _all(r"\bcustoms\b|海关", r"\b(?:security|guarantee|deposit|bond|half)\b|担保|保证金|一半"),
        instead=("cn/customs#changes", "cn/customs#recordal"),
    ),
    _Reckoned(
        "am.unregistered_seller",
        "cn/finding-sellers#private-seller",
        _all(
            r"\b(?:licen[cs]\w+|regist\w+)\b|执照|登记",
            r"\b(?:private|individual|personal|hobby)\b|个人|私人|无证|没有?(?:营业)?执照",
        ),
        belief="small_seller_unlicensed",
    ),
    _Reckoned(
        "tm.amr_repeat",
        "cn/trademark-penalties#repeat",
        _all(
            r"\bheavier|\bmandatory|\b(?:second|repeat\w*|again)\b[^.?!]{0,40}\b(?:five|5)[- ]years?"
            r"|\b(?:five|5) years\b|从重|五年内|5年内"
        ),
        never=_CRIME,
    ),
    _Reckoned(
        "pt.term",
        "cn/patents#term",
        _all(
            r"\bfiled\b|\bfiling\b|申请|提交",
            r"\b(?:1[05]|20|ten|fifteen|twenty)[ -]years?\b|\bexpir\w+|\bterm\b|\b(?:good|valid|runs?|lasts?) (?:un)?till?\b"
            r"|(?:1[05]|20|十五?|二十)年|保护期|到期|期满|届满",
        ),
    ),
    _Reckoned("tm.amr_powers_fine", "cn/trademark-penalties#fine", _all(_FINES, _MOST), never=_CRIME),
)


_Picked = Callable[[LawQuestion, Passage], Answer]


def with_amounts(
    asked: LawQuestion, answer: Answer, register: Register, reader: MessageReader, picked: _Picked
) -> Answer:
    """The answer, opened by what the amounts and days told come to: beside the lines of a crime, and by the law asked about."""
    weighed = with_weighed(asked, answer, register, reader, picked)
    return _with_reckoned(asked, weighed, register, reader, picked)


def _with_reckoned(
    asked: LawQuestion, answer: Answer, register: Register, reader: MessageReader, picked: _Picked
) -> Answer:
    """The answer, opened by what is computed of what it tells; in place of a choice, of a refusal of what counsel would know, or
    of another law's figure the section alone that this rests on."""
    if answer.kind not in _OF_LAW or answer.reason not in (None, *_GIVES_WAY):
        return answer
    for row in _TABLE:
        if row.spoken.search(asked.told) is None or re.search(row.never, asked.told, re.IGNORECASE):
            continue
        days = (asked.on, asked.today)
        lines = computed(
            asked.text, asked.reading, (row.key,), register, days, asked.language, told=asked.told
        )
        passage = reader.passage(row.section, on=asked.on, language=asked.language) if lines else None
        if passage is not None:
            return _opened(asked, answer, row, (passage, lines), register, picked)
    return answer


_GIVES_WAY = (RefusalReason.NEEDS_COUNSEL, RefusalReason.NO_GUIDANCE)


def _opened(
    asked: LawQuestion,
    answer: Answer,
    row: _Reckoned,
    told: tuple[Passage, tuple[str, ...]],
    register: Register,
    picked: _Picked,
) -> Answer:
    passage, lines = told
    if _is_another(row, answer):
        answer = answer if is_theirs(asked) else picked(asked, passage)
    if answer.outcome is AnswerOutcome.REFUSED:
        return answer
    answer = _without_belief(asked, answer, row, register)
    new = [each for each in lines if each not in answer.text]
    return opened_by(answer, passage, " ".join(new)) if new else answer


def _is_another(row: _Reckoned, answer: Answer) -> bool:
    """Whether it answers nothing, or the same question for another law."""
    cited = [each.passage.section_id for each in answer.citations] if answer.kind is MessageKind.LAW else []
    other = bool(row.instead) and any(each.startswith(row.instead) for each in cited)
    return other or answer.outcome is not AnswerOutcome.ANSWERED


def _without_belief(asked: LawQuestion, answer: Answer, row: _Reckoned, register: Register) -> Answer:
    """The answer without the line on a belief that the sum told contradicts."""
    stage = asked.stage
    if stage is None or stage.id != row.belief:
        return answer
    said = stage_line(stage.line, register, asked.language, asked.on)
    left = [each for each in answer.text.split("\n\n") if not each.startswith(said)]
    return replace(answer, text="\n\n".join(left))
