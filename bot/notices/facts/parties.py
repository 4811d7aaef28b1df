"""The papers that people bring to the annex list: who the owner is, who speaks and who examined for it, on what authority;
deed, originals and workings."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.compositions import Annex
from bot.domain.evidence import EvidenceFile
from bot.domain.moments import china_day
from bot.domain.rights import LETTER
from bot.notices.facts.applying import cheap, compared_by, copied_files, own_goods, turnover_of
from bot.notices.facts.form import amount_in
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.records import examiners_of
from bot.notices.wording.saying import DASH, NOTHING, BilingualText, Tree, day, money, romanised

OWNER = BilingualText("权利人提供", "the right owner")
"""Whom a paper of the owner's own comes from, until its kind calls the owner by a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A line of the annex list in both languages. ``files``: the names of captured files with their hashes."""

    no: int = 0
    id: str
    title: BilingualText
    proves: BilingualText
    source: BilingualText
    pages: int = 0
    sha256: str = ""
    files: tuple[tuple[str, str], ...] = ()
    group: str = "right"

    @property
    def annex(self) -> Annex:
        """The line as the record keeps it: in Chinese, the official text."""
        return Annex(
            no=self.no,
            id=self.id,
            title=self.title.zh,
            proves=self.proves.zh,
            source=self.source.zh,
            pages=self.pages,
            sha256=self.sha256,
        )


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("papers.toml").read_text(encoding="utf-8"))


def paper(
    name: str,
    *,
    id: str = "",  # noqa: A002  # the paper's own
    source: BilingualText | None = None,
    pages: int = 0,
    sha256: str = "",
    files: Iterable[EvidenceFile] = (),
    **facts: BilingualText | str,
) -> Paper:
    """The paper of this name in ``papers.toml``, with its facts put in; from its usual source unless another is named."""
    words = _words()[name]

    def told(part: int, language: str) -> str:
        shown = {key: f if isinstance(f, str) else f.in_language(language) for key, f in facts.items()}
        return str(words[language][part].format(**shown))

    return Paper(
        id=id or name,
        title=BilingualText(told(0, "zh"), told(0, "en")),
        proves=BilingualText(told(1, "zh"), told(1, "en")),
        source=source or (BilingualText(*words["source"]) if "source" in words else OWNER),
        pages=pages,
        sha256=sha256,
        files=tuple((file.name, file.sha256) for file in files),
        group=words.get("group", "right"),
    )


def bracketed(zh: str, en: str = "") -> BilingualText:
    """A number or name in brackets behind a title; nothing where there is none."""
    return BilingualText(f"（{zh}）", f" ({en or zh})") if zh else NOTHING


_CERTIFIED = {
    "notarised": BilingualText("已办理公证，", "notarised, "),
    "apostilled": BilingualText("已办理附加证明书（Apostille），", "with apostille and "),
    "legalised": BilingualText("已办理公证、认证，", "notarised and legalised, "),
}
_FORMALITY = BilingualText("证明手续：＿＿＿＿，", "formality: ________, ")
"""Before a bureau or court the list says which one was used (AM-18, AM-19, LI-05, LI-06); a gap asks for it."""


_CUSTOMS_FORM = BilingualText(
    "授权委托书（海关规定格式）", "Power of attorney (in the form that customs prescribes)"
)
_COPY = BilingualText("（副本，附中文译本）", " (copy, with a Chinese translation)")
"""A platform gets copies of what was certified for the offices."""

_TRANSLATED = {
    "amr": BilingualText(
        "附翻译机构盖章或者译者签字的中文译本",
        "with a Chinese translation sealed by the agency or signed by the translator",
    )
}
"""What a bureau asks of a translation (AM-18)."""

_PLAIN = BilingualText("附中文译本", "with a Chinese translation")


def _abroad(matter: NoticeMatter, form: str) -> BilingualText:
    """What a foreign owner's paper comes with: the formality recorded, and a translation; a copy on a
    platform, nothing in a letter to the seller."""
    if not matter.foreign or matter.route == LETTER or matter.entry.to == "seller":
        return NOTHING
    if matter.route == "platform":
        return _COPY
    open_form = _FORMALITY if matter.route in {"amr", "court"} else NOTHING
    made = _CERTIFIED.get(form, open_form)
    said = _TRANSLATED.get(matter.route, _PLAIN)
    return BilingualText(f"（{made.zh}{said.zh}）", f" ({made.en}{said.en})")


_PRODUCT_AND_PATENT = BilingualText("被控产品与专利的比对", "how the product compares with the patent")
_GOODS_AND_RIGHT = BilingualText("侵权嫌疑货物与权利的比对", "how the suspected goods compare with the right")


def identity(matter: NoticeMatter) -> Iterator[Paper]:
    yield paper("owner", us=matter.us, made=_abroad(matter, matter.owner.papers_form))


def head(matter: NoticeMatter) -> Iterator[Paper]:
    yield paper("head", us=matter.us, made=_abroad(matter, matter.owner.papers_form))


def operator(matter: NoticeMatter) -> Iterator[Paper]:
    """Before a notary: who appears for the applicant, and on what power."""
    given = next((each for each in matter.authorities if "notary" in each.scope), None)
    yield paper("operator_power", made=_abroad(matter, given.form if given else matter.owner.papers_form))
    yield paper("operator")


def power(matter: NoticeMatter) -> Iterator[Paper]:
    if matter.authority is None:
        return
    customs = matter.route == "customs"
    yield paper(
        "power",
        id=matter.authority.id,
        sha256=hash_of(matter, matter.authority.document),
        made=NOTHING if customs else _abroad(matter, matter.authority.form),
        form=_CUSTOMS_FORM if customs else BilingualText("授权委托书", "Power of attorney"),
    )


def deed(matter: NoticeMatter) -> Iterator[Paper]:
    """The deed on the purchase, by its number."""
    for bought in matter.purchases[-1:]:
        if bought.notary_deed:
            yield paper("deed", deed=BilingualText(bought.notary_deed, romanised(bought.notary_deed).en))


def sample(matter: NoticeMatter) -> Iterator[Paper]:
    """The thing itself, kept for the court: what was compared."""
    for bought in matter.purchases[-1:]:
        if bought.sample_id and bought.differences:
            yield paper("sample", sample=bought.sample_id)


def examiner(matter: NoticeMatter) -> Iterator[Paper]:
    """Who examined, for whom: the authority, to an office with proof of identity (Judgment Standards, AM-26).

    A platform forwards it to the seller: nobody's identity card goes there.
    """
    if not examiners_of(matter):
        return
    if compared_by(matter):
        yield paper("compared")
    platform = matter.entry.to == "platform"
    identity = NOTHING if platform else BilingualText("及身份证明", " and identity papers")
    yield paper("examiner", identity=identity)


def opinion(matter: NoticeMatter) -> Iterator[Paper]:
    """What a bureau's list asks of the owner on goods of which a sample was compared (AM-17, AM-26)."""
    if own_goods(matter) and any(bought.differences and bought.examiner for bought in matter.purchases[-1:]):
        yield paper("opinion")


def comparison(matter: NoticeMatter) -> Iterator[Paper]:
    """The table of what was compared, where a design or patent is; before customs with whatever right."""
    customs = matter.route == "customs"
    if not matter.texts.keys() & {"comparison_zh", "comparison_en"}:
        return
    if customs or {"design", "patent"} & set(matter.bases):
        yield paper("comparison", what=_GOODS_AND_RIGHT if customs else _PRODUCT_AND_PATENT)


def works(matter: NoticeMatter) -> Iterator[Paper]:
    """The owner's own pictures that the listings copy, as files."""
    for file in copied_files(matter):
        yield paper("work", id=f"work:{file}", file=file)


def price(matter: NoticeMatter) -> Iterator[Paper]:
    """What shows the genuine price that a paper compares with."""
    if any(cheap(matter)):
        yield paper("price")


def amounts(matter: NoticeMatter) -> Iterator[Paper]:
    """How the amounts were computed, where one is told."""
    if amount_in(matter, "amount_cny") is not None or turnover_of(matter) is not None:
        yield paper("amounts")


_ACCEPTED = BilingualText("受理凭证", "Receipt of filing")
_SUBMITTED = BilingualText("提交凭证", "Proof of submission")


def receipt(matter: NoticeMatter) -> Iterator[Paper]:
    """The receipt of the office or court that has the matter, by its number; until it is there, the proof of submission."""
    accepted, office = matter.texts.get("receipt_no", ""), romanised(matter.texts.get("filed_with", ""))
    number = accepted or matter.texts.get("sent_no", "")
    suit, said = matter.texts.get("filed_as") == "suit", romanised(number)
    yield paper(
        "receipt",
        what=_SUBMITTED if number and not accepted else _ACCEPTED,
        number=bracketed(said.zh, said.en) if number else "",
        filed=BilingualText("起诉", "suit was brought")
        if suit
        else BilingualText("投诉", "the complaint was made"),
        source=OWNER
        if number and not accepted
        else office or BilingualText("受理机关", "the authority or court"),
    )


def earlier(matter: NoticeMatter) -> Iterator[Paper]:
    number = matter.texts.get("reference", "")
    yield paper("earlier", number=bracketed(f"编号{number}", f"no. {number}") if number else "")


def costs_of(matter: NoticeMatter) -> list[Tree]:
    """What the case has cost: its recorded costs, then what the goods bought as samples cost."""
    case = matter.facts.case
    spent = [
        {"what": romanised(cost.what), "amount": money(cost.amount, cost.currency), "on": day(cost.on)}
        for cost in (case.costs if case else ())
    ]
    bought = [
        {
            "what": BilingualText("购买侵权商品", "purchase of the goods"),
            "amount": money(purchase.paid, purchase.currency),
            "on": day(china_day(purchase.ordered_at)) if purchase.ordered_at else DASH,
        }
        for purchase in matter.purchases
        if purchase.paid is not None
    ]
    return [*spent, *bought]


def costs_total(matter: NoticeMatter) -> Decimal | None:
    """The sum of what was spent in yuan; None where nothing was."""
    case = matter.facts.case
    amounts = [cost.amount for cost in (case.costs if case else ()) if cost.currency == "CNY"]
    amounts += [p.paid for p in matter.purchases if p.paid is not None and p.currency == "CNY"]
    return sum(amounts, Decimal(0)) if amounts else None


def hash_of(matter: NoticeMatter, path: str) -> str:
    """The hash of a paper in the brand book's folder; empty where the file is not there."""
    if not path or matter.book is None or not matter.book.folder:
        return ""
    file = Path(matter.book.folder) / path
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
