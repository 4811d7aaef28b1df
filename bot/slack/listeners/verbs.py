"""Mention verbs: in a case's or a draft's thread, ``note …``, ``assign @user``, ``sent …`` act, not ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.cases import Case
from bot.domain.drafts import Draft, DraftStatus, Received
from bot.domain.errors import NotPossible
from bot.domain.ids import CaseId
from bot.ports import Posted
from bot.slack.blocks.help import told_card
from bot.slack.blocks.sending import HOW, WHAT
from bot.slack.case_acts import BY_NAME
from bot.slack.front import Front
from bot.slack.listeners import approvals, cases, casework, evidence
from bot.slack.listeners.threads import whole_card
from bot.slack.naming import person_in
from bot.slack.payloads import UserMessage
from bot.words.book import Words
from knowledge.mentions import day_word, past_day
from knowledge.reading import asks

_LINK = re.compile(r"https?://\S+")
"""A link may hold a question mark, and asks nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMatter:
    """What a thread is about: a case, and the draft where it is a draft's thread."""

    case_id: CaseId
    draft: Draft | None = None


def thread_of(front: Front, said: UserMessage) -> ThreadMatter | None:
    """The case or draft whose thread the message is in."""
    if not said.place.thread:
        return None
    draft = front.desk.drafts.in_thread(said.place.channel, said.place.thread)
    if draft is not None:
        return ThreadMatter(case_id=draft.case_id, draft=draft)
    case: Case | None = front.desk.cases.in_thread(said.place.channel, said.place.thread)
    return ThreadMatter(case_id=case.case_id) if case else None


def act(front: Front, said: UserMessage) -> bool:
    """Do what the first word says; false where it is no verb, the thread no case's, or more is asked than done: “close to the
    deadline, what now?” is a question. A note may hold one."""
    matter = thread_of(front, said)
    word, _, rest = said.text.partition(" ")
    verb = VERBS.get(word.lower().rstrip(":,.，：。"))
    if matter is None or verb is None or (verb is not note and asks(_LINK.sub("", rest))):
        return False
    front.require(said.place, "verb", word.lower().rstrip(":,.，：。"))
    verb(front, said, matter, rest.strip())
    return True


def note(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
    """``note the shop moved to another name``."""
    cases.take_note(front, matter.case_id, rest, said.place)
    _done(front, said, "verb.noted", case=matter.case_id)


def assign(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
    """``assign @user``."""
    owner = person_in(rest)
    if owner is None:
        raise NotPossible(matter.case_id, "nobody was named", "write assign and then @ with a name")
    cases.give(front, matter.case_id, owner, said.place)


def close(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
    """``close the listing is down``."""
    cases.end(front, matter.case_id, rest, replace(said.place, thread=said.root))


def show(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
    """``show``: the case as it stands."""
    words = front.words_in(said.place.channel, said.place.person)
    card = whole_card(front, front.desk.cases.get(matter.case_id), words)
    front.poster.post(said.place.channel, card, thread=said.root)


def sent(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
    """``sent courier SF1234567 on 25 November``: how, the reference, the day; today where none is named."""
    draft = _draft(front, matter, DraftStatus.APPROVED)
    day, told = _day(front, rest)
    first, _, reference = told.removeprefix("by ").partition(" ")
    how = first.lower() if first.lower() in HOW else "other"
    reference = reference.strip() if how != "other" else told
    approvals.mark_sent(
        front, draft.draft_id, said.place.person, how, reference, approvals.moment_on(front, day)
    )
    _done(front, said, "verb.sent", draft=draft.draft_id, day=day)


def received(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
    """``received counter-statement from Best Bags on 25 November``: what, from whom, and the day; today where none is named."""
    draft = _draft(front, matter, DraftStatus.SENT)
    day, told = _day(front, rest)
    what, _, sender = told.partition(" from ")
    paper = Received(
        by=said.place.person,
        what=_kind(what.strip() or rest),
        sender=sender.strip(),
        reached_us_at=approvals.moment_on(front, day),
    )
    approvals.take_paper(front, draft.draft_id, paper)
    _done(front, said, "verb.received", draft=draft.draft_id, day=day)


def _kind(what: str) -> str:
    """The kind of paper; what is not understood would start no clock, so it is not taken for something else."""
    kind = what.lower().replace("-", "_").replace(" ", "_")
    if kind in WHAT:
        return kind
    raise NotPossible(
        "“{what}” is not recorded",
        "it is none of {kinds}, so no clock would start",
        "write one of them, or press Received on the draft, where you choose the day too",
        what=what,
        kinds=", ".join(each.replace("_", "-") for each in WHAT[:-1]),
    )


def _day(front: Front, rest: str) -> tuple[date, str]:
    """The day that something happened, today where none is told, and the rest of what was said."""
    named, told = past_day(rest, front.today)
    if words := day_word(told):
        raise NotPossible(
            "“{words}”", "it tells a day that is not read", "write one day, as in 2026-11-24", words=words
        )
    if named and named > front.today:
        raise NotPossible(
            "{day}", "that day has not come yet", "write the day on which it happened", day=named
        )
    return named or front.today, told


def evidence_of(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
    """``evidence``: what was captured, and how far it carries."""
    shown = evidence.card_of(front, matter.case_id, _words(front, said))
    front.poster.post(said.place.channel, shown, thread=said.root)


def source(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
    """``source``: who is behind the shop."""
    to = Posted(channel=said.place.channel, ts=said.root)
    evidence.show_source(front, matter.case_id, to, _words(front, said))


def explain(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
    """``help``: the verbs."""
    _done(front, said, "help.threads")


def act_of_case(name: str) -> Verb:
    """``cost CNY 1200 notary``, ``outcome penalty 义乌市监局 7号``, ``merge C-000002`` … as the case's menu does."""

    def verb(front: Front, said: UserMessage, matter: ThreadMatter, rest: str) -> None:
        casework.by_verb(front, name, matter.case_id, said.place, rest)

    return verb


Verb = Callable[[Front, UserMessage, ThreadMatter, str], None]
VERBS: dict[str, Verb] = {
    "note": note,
    "assign": assign,
    "close": close,
    "show": show,
    "sent": sent,
    "received": received,
    "evidence": evidence_of,
    "source": source,
    "help": explain,
    **{name: act_of_case(name) for name in (*BY_NAME, *casework.AT_ONCE)},
}


def _draft(front: Front, matter: ThreadMatter, status: DraftStatus) -> Draft:
    held = [matter.draft] if matter.draft else list(front.desk.drafts.of_case(matter.case_id))
    fitting = [draft for draft in held if draft.status is status]
    if fitting:
        return fitting[-1]
    wanted = front.reader(f"draft.status.{status.value}")
    raise NotPossible(matter.case_id, "no draft here is {status}", status=wanted.lower())


def _done(front: Front, said: UserMessage, what: str, **facts: object) -> None:
    text = _words(front, said)(what, **facts)
    front.poster.post(said.place.channel, told_card(text), thread=said.root)


def _words(front: Front, said: UserMessage) -> Words:
    """A draft's thread may stand in somebody's direct messages: there it is told in their language."""
    return front.words_in(said.place.channel, said.place.person)
