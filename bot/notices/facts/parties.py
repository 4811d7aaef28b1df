"""The papers that people bring to the annex list: who the owner is, who speaks and who examined for it, on what authority;
deed, originals and workings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.compositions import Annex
from bot.domain.rights import LETTER
from bot.notices.facts.applying import cheap, compared_by, copied_files, examiners_of, turnover_of
from bot.notices.facts.matter import NoticeMatter
from bot.notices.papers.form import amount_in
from bot.notices.wording.saying import BilingualText, romanised

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
        return BilingualText("", "")
    if matter.route == "platform":
        return _COPY
    open_form = _FORMALITY if matter.route in {"amr", "court"} else BilingualText("", "")
    made = _CERTIFIED.get(form, open_form)
    said = _TRANSLATED.get(matter.route, _PLAIN)
    return BilingualText(f"（{made.zh}{said.zh}）", f" ({made.en}{said.en})")


def identity(matter: NoticeMatter) -> Iterator[Paper]:
    made, us = _abroad(matter, matter.owner.papers_form), matter.us
    yield Paper(
        id="owner",
        title=BilingualText(f"{us.zh}主体资格证明{made.zh}", f"Proof of existence of {us.en}{made.en}"),
        proves=BilingualText(f"{us.zh}主体资格", f"who {us.en} is"),
        source=OWNER,
    )


def head(matter: NoticeMatter) -> Iterator[Paper]:
    made, us = _abroad(matter, matter.owner.papers_form), matter.us
    yield Paper(
        id="head",
        title=BilingualText(
            f"法定代表人（负责人）身份证明{made.zh}",
            f"Proof of identity of the legal representative{made.en}",
        ),
        proves=BilingualText(f"{us.zh}法定代表人（负责人）的身份", f"who represents {us.en}"),
        source=OWNER,
    )


def operator(matter: NoticeMatter) -> Iterator[Paper]:
    """Before a notary: who appears for the applicant, and on what power."""
    given = next((each for each in matter.authorities if "notary" in each.scope), None)
    made = _abroad(matter, given.form if given else matter.owner.papers_form)
    yield Paper(
        id="operator_power",
        title=BilingualText(
            f"授权委托书（申请证据保全公证、购买样品、领取公证书）{made.zh}",
            f"Power of attorney (to apply for preservation, buy samples, collect deeds){made.en}",
        ),
        proves=BilingualText("经办人的权限", "on what authority the person appears"),
        source=OWNER,
    )
    yield Paper(
        id="operator",
        title=BilingualText("经办人身份证明", "Identity papers of the person who appears"),
        proves=BilingualText("经办人的身份", "who appears"),
        source=OWNER,
    )


def power(matter: NoticeMatter) -> Iterator[Paper]:
    if matter.authority is None:
        return
    customs = matter.route == "customs"
    made = BilingualText("", "") if customs else _abroad(matter, matter.authority.form)
    form = _CUSTOMS_FORM if customs else BilingualText("授权委托书", "Power of attorney")
    yield Paper(
        id=matter.authority.id,
        title=BilingualText(f"{form.zh}{made.zh}", f"{form.en}{made.en}"),
        proves=BilingualText("代理人的代理权限", "the agent's authority"),
        source=OWNER,
        sha256=hash_of(matter, matter.authority.document),
    )


def deed(matter: NoticeMatter) -> Iterator[Paper]:
    """The deed on the purchase, by its number."""
    for bought in matter.purchases[-1:]:
        if bought.notary_deed:
            yield Paper(
                id="deed",
                title=BilingualText(
                    f"公证书（{bought.notary_deed}）", f"Notarial deed ({romanised(bought.notary_deed).en})"
                ),
                proves=BilingualText("样品的购买过程", "how the sample was bought"),
                source=BilingualText("公证机构", "the notary"),
                group="act",
            )


def sample(matter: NoticeMatter) -> Iterator[Paper]:
    """The thing itself, kept for the court: what was compared."""
    for bought in matter.purchases[-1:]:
        if bought.sample_id and bought.differences:
            yield Paper(
                id="sample",
                title=BilingualText(
                    f"样品实物（样品编号{bought.sample_id}）",
                    f"The sample itself (sample no. {bought.sample_id})",
                ),
                proves=BilingualText(
                    "样品的标识及与正品的不同之处",
                    "the sign on the sample and how it differs from genuine goods",
                ),
                source=OWNER,
                group="act",
            )


def examiner(matter: NoticeMatter) -> Iterator[Paper]:
    """Who examined, for whom: the authority, to an office with proof of identity (Judgment Standards, AM-26).

    A platform forwards it to the seller: nobody's identity card goes there.
    """
    if not examiners_of(matter):
        return
    if compared_by(matter):
        yield Paper(
            id="compared",
            title=BilingualText(
                "商品页面与正品的比对说明（辨认人员签字，附正品照片）",
                "Record of the comparison with genuine goods (signed by the examiner, with photographs)",
            ),
            proves=BilingualText("商品与正品的不同之处", "how the goods differ from genuine ones"),
            source=OWNER,
            group="act",
        )
    yield Paper(
        id="examiner",
        title=BilingualText("辨认人员授权书", "Authority of the examiner")
        if matter.entry.to == "platform"
        else BilingualText("辨认人员授权书及身份证明", "Authority and identity papers of the examiner"),
        proves=BilingualText(
            "辨认人员的任职及其经权利人授权进行辨认",
            "for whom the examiner works, and that the right owner has authorised the examination",
        ),
        source=OWNER,
        group="act",
    )


def comparison(matter: NoticeMatter) -> Iterator[Paper]:
    """The table of what was compared, where a design or patent is."""
    if {"design", "patent"} & set(matter.bases) and matter.texts.keys() & {"comparison_zh", "comparison_en"}:
        yield Paper(
            id="comparison",
            title=BilingualText("侵权比对表", "Comparison of the features"),
            proves=BilingualText("被控产品与专利的比对", "how the product compares with the patent"),
            source=OWNER,
            group="act",
        )


def works(matter: NoticeMatter) -> Iterator[Paper]:
    """The owner's own pictures that the listings copy, as files."""
    for file in copied_files(matter):
        yield Paper(
            id=f"work:{file}",
            title=BilingualText(
                f"权利人的产品图片原件（{file}）", f"Original of the right owner's picture ({file})"
            ),
            proves=BilingualText("被复制的图片", "the picture that was copied"),
            source=OWNER,
        )


def price(matter: NoticeMatter) -> Iterator[Paper]:
    """What shows the genuine price that a paper compares with."""
    if any(cheap(matter)):
        yield Paper(
            id="price",
            title=BilingualText(
                "正品建议零售价证明", "Proof of the recommended retail price of genuine goods"
            ),
            proves=BilingualText("正品的售价", "what genuine goods cost"),
            source=OWNER,
            group="act",
        )


def amounts(matter: NoticeMatter) -> Iterator[Paper]:
    """How the amounts were computed, where one is told."""
    if amount_in(matter, "amount_cny") is not None or turnover_of(matter) is not None:
        yield Paper(
            id="amounts",
            title=BilingualText("金额计算材料", "Working of the amounts"),
            proves=BilingualText("涉案金额及计算方式", "the amounts concerned and how they were computed"),
            source=OWNER,
        )


def receipt(matter: NoticeMatter) -> Iterator[Paper]:
    """The receipt of the office or court that has the matter, by its number."""
    number, office = matter.texts.get("receipt_no", ""), romanised(matter.texts.get("filed_with", ""))
    suit = matter.texts.get("filed_as") == "suit"
    said = romanised(number)
    yield Paper(
        id="receipt",
        title=BilingualText(
            "受理凭证" + (f"（{said.zh}）" if number else ""),
            "Receipt of filing" + (f" ({said.en})" if number else ""),
        ),
        proves=BilingualText("已经起诉", "that suit was brought")
        if suit
        else BilingualText("已经投诉", "that the complaint was made"),
        source=office or BilingualText("受理机关", "the authority or court"),
    )


def earlier(matter: NoticeMatter) -> Iterator[Paper]:
    number = matter.texts.get("reference", "")
    yield Paper(
        id="earlier",
        title=BilingualText(
            "原知识产权侵权通知" + (f"（编号{number}）" if number else ""),
            "The earlier notice of infringement" + (f" (no. {number})" if number else ""),
        ),
        proves=BilingualText("此前提交的内容", "what was submitted before"),
        source=OWNER,
    )


def hash_of(matter: NoticeMatter, path: str) -> str:
    """The hash of a paper in the brand book's folder; empty where the file is not there."""
    if not path or matter.book is None or not matter.book.folder:
        return ""
    file = Path(matter.book.folder) / path
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
