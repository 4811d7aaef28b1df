"""The examination of a sample in Slack: what the genuine maker's examiner found, and the verdict that follows."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from slack_bolt import App

from bot.domain.errors import NotPossible
from bot.domain.examinations import Examination, lacking
from bot.domain.ids import CaseId
from bot.domain.purchases import TestPurchase
from bot.domain.verdicts import Verdict
from bot.services.casework.handed import purchases_of
from bot.services.casework.opening import still_open
from bot.slack.blocks.differences import written
from bot.slack.blocks.examinations import VERDICTS, examination_form, feature_choices
from bot.slack.blocks.examined import examined_card
from bot.slack.blocks.fields import Choices
from bot.slack.blocks.handed import kept_text
from bot.slack.blocks.on_file import purchase_choices
from bot.slack.downloads import download
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners.threads import card_in_thread, in_thread, refresh
from bot.slack.menus import among, on_search
from bot.slack.payloads import Click, ModalForm, Sought
from bot.slack.readable import one_of


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.EXAMINE, ask, at_once=True)
    front.on_form(app, FormId.EXAMINATION, record, check)
    on_search(app, front, FormId.EXAMINATION, ModalField.TIED_TO, among(_sought))


def ask(front: Front, click: Click) -> None:
    """*Record an examination* on a case's evidence, in its menu or under a purchase that waits for it."""
    case_id = click.ref.case
    with front.desk.store.unit() as unit:
        still_open(unit, case_id)
    bought = _purchases(front, case_id)
    if not bought:
        raise NotPossible(case_id, "nothing was bought in it", "record the purchase first")
    about = Ref(case=case_id, channel=click.place.channel, thread=click.place.thread)
    features = feature_choices(_features(front, bought).items())
    files = front.whoami.may("files:read")
    form = examination_form(about, bought, features, front.today, front.reader, files=files)
    front.poster.open(click.trigger_id, form)


def check(front: Front, form: ModalForm) -> Mapping[str, str]:
    """What is wrong in the form, by field."""
    wrong: dict[str, str] = {}
    if (day := form.day(ModalField.WHEN)) and day > front.today:
        wrong[ModalField.WHEN] = front.reader("form.not_ahead")
    found, verdict = written(form.text(ModalField.NOTE)), form.text(ModalField.VERDICT)
    differs = bool(found or form.values.get(ModalField.REASONS))
    if found is None:
        wrong[ModalField.NOTE] = front.reader("examined.differs_hint")
    elif differs and verdict == Verdict.GENUINE:
        wrong[ModalField.VERDICT] = front.reader("examined.wrong.genuine")
    elif not differs and verdict in {Verdict.COUNTERFEIT, Verdict.LOOKALIKE}:
        wrong[ModalField.VERDICT] = front.reader("examined.wrong.bare")
    return wrong


def record(front: Front, form: ModalForm) -> None:
    """Keep it with its pictures, judge the listing by it, and say in the case's thread what can rest on it.

    Goods of a case are not cleared before it is closed: until then their verdict is open, and no notice goes out.
    """
    ref, who, bought = form.ref, form.place.person, _purchases(front, form.ref.case)
    verdict, known = one_of(Verdict, form.text(ModalField.VERDICT), VERDICTS), _chosen(bought, form)
    files = [download(front.poster.client, each) for each in form.values.get(ModalField.FILES, ())]
    said = _examination(form, _features(front, bought), front.today)
    found = front.desk.purchases.examined(known, said, files, case_id=ref.case, by=who)
    case = front.desk.cases.get(ref.case)
    hand_in = front.desk.handed.add
    kept = hand_in(ref.case, files, by=who, shows="goods", purchase=found.purchase_id) if files else ()
    stands = Verdict.UNCLEAR if verdict.clears else verdict
    front.desk.triage.judge([found.listing_id], stands, by=who, note=f"{found.purchase_id}: {verdict}")
    refresh(front, ref.case)
    if kept:
        in_thread(front, case, form.place, partial(kept_text, kept, ""))
    card_in_thread(front, case, form.place, partial(examined_card, found, verdict, ref, who))


def _chosen(bought: Sequence[TestPurchase], form: ModalForm) -> TestPurchase:
    chosen = form.text(ModalField.TIED_TO)
    for each in bought:
        if each.purchase_id == chosen:
            return each
    raise NotPossible(form.ref.case, "{purchase} is no purchase of it", purchase=chosen)


def _examination(form: ModalForm, features: Mapping[str, str], today: date) -> Examination:
    lacked = {each.key: each for each in (lacking(*row) for row in features.items())}
    chosen = [lacked[key] for key in form.values.get(ModalField.REASONS, ()) if key in lacked]
    return Examination(
        sample_id=form.text(ModalField.REFERENCE),
        seal_no=form.text(ModalField.NUMBER),
        examiner=form.text(ModalField.SENDER),
        examiner_of=form.text(ModalField.COMPANY),
        examined_on=form.day(ModalField.WHEN) or today,
        marked=form.text(ModalField.DESCRIPTION),
        differences=(*chosen, *(written(form.text(ModalField.NOTE)) or ())),
    )


def _purchases(front: Front, case_id: CaseId) -> Sequence[TestPurchase]:
    """What was bought in the case: what waits for its examination first, then the newest."""
    with front.desk.store.unit() as unit:
        found = purchases_of(unit, case_id)
    newest = sorted(found, key=lambda each: each.purchase_id, reverse=True)
    return sorted(newest, key=lambda each: each.examined_on is not None)


def _features(front: Front, bought: Sequence[TestPurchase]) -> Mapping[str, str]:
    return front.desk.reasons.features([each.listing_id for each in bought])


def _sought(front: Front, sought: Sought) -> Choices:
    return purchase_choices(_purchases(front, sought.ref.case), front.reader)
