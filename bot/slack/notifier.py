"""Which message goes where: Slack as the delivery job sees it, a :class:`bot.ports.Notifier`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from slack_sdk import WebClient

from bot.domain.alerts import Alert
from bot.domain.case_notes import CaseNote, ProofFound
from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, PreviewOrder
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import PersonId
from bot.domain.law_change import Touched
from bot.domain.rules import RuleReport
from bot.domain.secrets import struck
from bot.domain.sentences import Sentence
from bot.ports import Posted
from bot.services.drafting.approvals import ASKED_ANEW
from bot.services.drafting.pending import UNFILED, WAITING
from bot.services.drafting.team import ASKED_DEPUTIES
from bot.slack import once
from bot.slack.blocks.alerts import alert_metadata
from bot.slack.blocks.approvals import note_card
from bot.slack.blocks.batches import preview_card
from bot.slack.blocks.case_listings import note_of
from bot.slack.blocks.deadlines import clock_card
from bot.slack.blocks.digests import digest_card
from bot.slack.blocks.help import told_card
from bot.slack.blocks.law_change import law_change_card
from bot.slack.blocks.proofs import proof_notes
from bot.slack.blocks.rules import reports_card
from bot.slack.blocks.text import esc, person, section
from bot.slack.cards import Card
from bot.slack.failures import NO_THREAD, refusal
from bot.slack.front import Front
from bot.slack.ids import EventType
from bot.slack.listeners import calls, previews
from bot.slack.listeners.threads import open_thread, redraw
from bot.slack.pictured import best_accepted, pictured
from bot.slack.poster import Poster
from bot.slack.roles import SlackOptions
from bot.words.book import Words
from bot.words.telling import tell
from knowledge.law import Register, load

WAIT_FOR_SETUP = 600.0
Said = Callable[[Words], Card]
"""What is told, in the words of whoever reads it."""


class SlackNotifier:
    """Posts and edits what the outbox holds. Every method raises DeliveryFailed."""

    def __init__(
        self,
        client: WebClient,
        options: SlackOptions,
        words: Words,
        register: Register | None = None,
        front: Front | None = None,
    ) -> None:
        self._poster, self._given, self._words = Poster(client), options, words
        self._register = register or load()
        self._front = front.by(self._poster) if front else None

    @property
    def _options(self) -> SlackOptions:
        return self._given.now()

    def people_wait(self) -> bool:
        """Whether somebody waits for what they wrote or pressed just now."""
        return self._front is not None and self._front.worklist.wanted

    def post_alert(self, alert: Alert) -> Posted:
        """The alert in the alert channel, with the metadata that finds it again."""
        channel, metadata = alert.channel or self._alert_channel(), alert_metadata(alert)
        return pictured(alert, self._words, lambda card: self._poster.post(channel, card, metadata=metadata))

    def update_alert(self, alert: Alert, case: Posted | None = None) -> None:
        """Edit the alert in place, with a link to its case; a message somebody deleted stays deleted."""
        posted = Posted(channel=alert.channel, ts=alert.ts)
        case_url = self._poster.permalink(case) if case else ""
        pictured(alert, self._words, lambda card: self._poster.update(posted, card), case_url)

    def find_alert(self, alert: Alert, since: datetime) -> Posted | None:
        """The message about this alert among those that its channel got from then on."""
        channel = alert.channel or self._alert_channel()
        return once.found(self._poster, channel, EventType.ALERT, alert.alert_id, since)

    def post_digest(self, channel: str, alerts: Sequence[Alert], *, key: str, since: datetime | None) -> None:
        """Alerts that were held, in one message of the rule's channel."""
        shown = digest_card(alerts, self._words)
        self._say(channel or self._alert_channel(), shown, key, since=since)

    def post_rule_reports(self, reports: Sequence[RuleReport], *, key: str, since: datetime | None) -> None:
        """How right the rules are: to the admins; where there are none, to the alert channel."""
        self._to_admins(lambda words: reports_card(reports, words), key, since=since)

    def show_drafts(self, parts: Sequence[Draft], *, since: datetime | None) -> Posted:
        """Edit the preview in place; where there is none, or none any more, post it."""
        return previews.show(self._at_desk, parts, since)

    def accompany_draft(self, order: PreviewOrder, parts: Sequence[Draft], *, since: datetime | None) -> None:
        """What comes with the version ordered, each once."""
        previews.accompany(self._at_desk, order, parts, since)

    @property
    def _at_desk(self) -> Front:
        if self._front is None:
            raise TypeError("who shows drafts needs the front desk")
        return self._front

    def update_drafts(self, parts: Sequence[Draft]) -> None:
        """Edit the preview of a draft or a batch in place, and its copies."""
        place = Posted(channel=parts[0].channel, ts=parts[0].ts)
        counsel = (
            previews.counsel_of(self._front, parts[0]) if self._front else self._options.everyone_counsel
        )
        words = self._words_in(place.channel, parts[0].author)
        self._poster.update(place, preview_card(parts, words, self._register, counsel))
        for part in parts if self._front else ():
            previews.redraw_copies(self._at_desk, part)
        for case_id in dict.fromkeys(part.case_id for part in parts) if self._front else ():
            redraw(self._at_desk, case_id)  # its card tells of them, and of what they made of it
        if self._front:
            calls.settle(self._front, parts[0].draft_id)

    def tell_draft(
        self, draft: Draft, what: str, people: Sequence[PersonId], *, key: str, since: datetime | None
    ) -> None:
        """A line in the preview's thread that names people; a release brings its clean files. What its author is to change they
        read in their direct messages."""
        if self._front and what.startswith(ASKED_ANEW):
            previews.ask_anew(self._front, draft, PersonId(what.removeprefix(f"{ASKED_ANEW} ")), key, since)
            return
        posted, words = (
            Posted(channel=draft.channel, ts=draft.ts),
            self._words_in(draft.channel, draft.author),
        )
        if (
            self._front
            and what in {WAITING, ASKED_DEPUTIES}
            and posted.channel != self._options.legal_channel
        ):
            previews.remind_alone(self._front, draft, what, people, key, since)
            return
        shown = note_card(draft, what, people, words)
        if self._front and what in {WAITING, ASKED_DEPUTIES, UNFILED}:
            calls.call(self._front, draft, posted, shown, key, since)
        else:
            self._in_thread(posted.channel, posted.ts, shown, key, since)
        clean = [Path(file.path) for file in draft.files if file.role == "clean"]
        if what == "released" and clean and not (since and once.uploaded(self._poster, posted, clean, since)):
            comment = words("draft.files_clean", draft=draft.draft_id, version=draft.version)
            self._poster.upload(posted, clean, comment)

    def tell_case(self, case: Case, note: CaseNote | None, *, key: str, since: datetime | None) -> None:
        """Say in the case's thread what happened by itself, and bring its card up to date; one that was split off and has none
        gets it beside that of the other."""
        words = self._words
        if self._front and case.ts:
            redraw(self._front, case.case_id)  # first: what is done again after a failure does no harm
        elif self._front and case.split_from and case.merged is None:
            beside = self._front.desk.cases.get(case.split_from)
            open_thread(self._front, case, beside.channel, key)
        if note is None:
            return
        ways = proof_notes(note, words) if isinstance(note, ProofFound) else [note_of(note, words)]
        best_accepted(ways, lambda shown: self._in_thread(case.channel, case.ts, shown, key, since))

    def keep_picture(self, name: str, content: bytes) -> str:
        """Put a picture into Slack, shared nowhere."""
        return self._poster.keep_picture(name, content)

    def remind(
        self,
        case: Case | None,
        deadline: Deadline,
        people: Sequence[PersonId],
        *,
        key: str,
        since: datetime | None,
    ) -> None:
        """Remind in the case's thread, naming its people; without a thread, privately, else the admins."""
        names = " ".join(person(who) for who in people)
        about = esc(case.case_id if case else deadline.subject or deadline.deadline_id)

        def reminding(words: Words) -> Card:
            shown = clock_card(deadline, words, self._register)
            reminder = f"{words('deadline.reminder', case=about)} {names}".strip()
            return Card(text=f"{reminder} {shown.text}", blocks=(section(reminder), *shown.blocks))

        if case is not None and case.ts:
            self._in_thread(case.channel, case.ts, reminding(self._words), key, since)
            return
        self._to_each(people or self._admins(), reminding, key, since=since)

    def tell_law_change(self, found: Sequence[Touched], *, key: str, since: datetime | None) -> None:
        """What the change touches, in the legal channel; where there is none, to the admins."""
        if self._options.legal_channel:
            shown = law_change_card(found, self._words, self._register)
            self._say(self._options.legal_channel, shown, key, since=since)
        else:
            self._to_each(
                self._admins(),
                lambda words: law_change_card(found, words, self._register),
                key,
                since=since,
            )

    def tell_admins(self, note: Sentence, *, key: str = "", since: datetime | None = None) -> None:
        """Tell the admins; where there are none, the alert channel."""
        self._to_admins(lambda words: told_card(struck(tell(note, words))), key, since=since)

    def _to_admins(self, said: Said, key: str, *, since: datetime | None) -> None:
        if self._options.everyone_admin:
            self._to_each(self._admins(), said, key, since=since)
        else:
            self._say(self._alert_channel(), said(self._words), key, since=since)

    def _to_each(
        self, people: Sequence[PersonId], said: Said, key: str = "", *, since: datetime | None = None
    ) -> None:
        """To everybody, as they read Slack; fails only if nobody was reached: a second try would reach the others twice."""
        failures: list[DeliveryFailed] = []
        for who in people:
            try:
                direct = self._poster.direct(who)
                self._say(direct, said(self._words_in(direct, who)), key, since=since)
            except DeliveryFailed as failure:
                failures.append(failure)
        if failures and len(failures) == len(people):
            # One that may have arrived is looked for before the next try, of whomever that is.
            raise next((each for each in failures if each.in_doubt), failures[0])

    def _say(
        self, channel: str, shown: Card, key: str, *, thread: str = "", since: datetime | None = None
    ) -> None:
        once.say(self._poster, channel, shown, key, thread=thread, since=since)

    def _in_thread(self, channel: str, ts: str, shown: Card, key: str, since: datetime | None) -> None:
        """In the thread of a message; where somebody has deleted that, in its channel."""
        try:
            self._say(channel, shown, key, thread=ts, since=since)
        except DeliveryFailed as failure:
            if refusal(failure) != NO_THREAD:
                raise
            self._say(channel, shown, key, since=since)

    def _words_in(self, channel: str, who: PersonId) -> Words:
        return self._front.words_in(channel, who) if self._front else self._words

    def _admins(self) -> list[PersonId]:
        return [PersonId(who) for who in self._options.everyone_admin]

    def _alert_channel(self) -> str:
        if not self._options.alert_channel:
            raise DeliveryFailed(
                "no alert channel is set; set MARQUE_ALERT_CHANNEL", retry_after=WAIT_FOR_SETUP
            )
        return self._options.alert_channel
