"""Two passages in each language, and hits on them, for this folder and the writers' contract."""

from datetime import date

from knowledge.passages import Hit, Passage, PassageProvision

OPPOSE = (
    "Yes. An opposition must be filed within 3 months of publication (Trademark Law Art. 33); the period "
    "cannot be extended.\n\nEvidence can follow within 3 months if the "
    "notice of opposition says so. File with the "
    "trademark office in Beijing. The fee is CNY 500 for each class (unverified)."
)
FINES = (
    "Market regulators can fine up to 5 times the illegal turnover from CNY 50,000, and up to CNY 250,000 "
    "below it (Trademark Law Art. 60(2)). The ceiling is not 3 times.\n\n"
    "Sellers who prove a lawful source are only ordered to stop."
)
OPPOSE_ZH = (
    "可以。应当自公告之日起3个月内提出异议（《商标法》第三十三条），该期限不得延长。\n\n"
    "补充证据的，应当在异议申请书中声明。"
)
FINES_ZH = (
    "违法经营额5万元以上的，可以处违法经营额5倍以下的罚款；"
    "不足5万元的，可以处25万元以下的罚款（《商标法》第六十条第二款）。"
)


def passage(
    text: str,
    *,
    section: str = "cn/first-to-file#opposition",
    language: str = "en",
    title: str = "Opposition",
) -> Passage:
    """A passage in force in 2026."""
    return Passage(
        section_id=section,
        language=language,
        title=title,
        page_title=title,
        jurisdiction="CN",
        text=text,
        questions=(),
        facts=("TM-15",),
        provisions=(
            PassageProvision(
                key="tm.opposition_window",
                instrument="cn-trademark-law-2019",
                article="33",
                in_force_from=date(2019, 11, 1),
                in_force_to=date(2026, 12, 31),
            ),
        ),
        in_force_from=date(2019, 11, 1),
        in_force_to=date(2026, 12, 31),
        reviewed_on=date(2026, 11, 24),
        source_urls=("https://example.org/law",),
    )


def hits(*passages: Passage) -> tuple[Hit, ...]:
    """Hits on these passages, best first."""
    return tuple(Hit(passage=p, probability=0.5) for n, p in enumerate(passages))


ENGLISH = hits(passage(OPPOSE), passage(FINES, section="cn/amr#fine", title="Fines"))
CHINESE = hits(
    passage(OPPOSE_ZH, language="zh", title="异议"),
    passage(FINES_ZH, section="cn/amr#fine", language="zh", title="罚款"),
)
QUESTION = "Can we still oppose the mark?"
FAITHFUL = (
    "Yes. An opposition must be filed within three months of publication (Trademark Law Art. 33) [1]. "
    "The period cannot be extended [1]. Evidence can follow within 3 "
    "months if the notice of opposition says so [1]."
)
