"""Which clocks no longer matter once a later step of the same matter has come, as a decision on what the time was for."""

from collections.abc import Collection, Mapping

from bot.domain.clocks import Event

_DETAINED = (Event.CUSTOMS_DETENTION, Event.CUSTOMS_DETENTION_ON_APPLICATION)
# The step, and those right before it.
_BEHIND: Mapping[Event, tuple[Event, ...]] = {
    Event.AMR_CASE_FILED: (Event.AMR_COMPLAINT_SENT,),
    Event.AMR_REFUSAL: (Event.AMR_COMPLAINT_SENT,),
    Event.AMR_PENALTY: (Event.AMR_CASE_FILED, Event.AMR_SEIZURE, Event.AMR_EVIDENCE_REGISTERED),
    Event.AMR_SEIZURE: (Event.AMR_EVIDENCE_REGISTERED,),
    Event.RECONSIDERATION_DECISION: (Event.AMR_PENALTY, Event.AMR_REFUSAL),
    **dict.fromkeys(_DETAINED, (Event.CUSTOMS_NOTICE,)),
    # Goods that were released against security are held by no court order.
    Event.CUSTOMS_COUNTER_SECURITY: _DETAINED,
    Event.CNIPA_REVIEW_DECISION: (Event.CNIPA_REFUSAL,),
    Event.CNIPA_CANCELLATION: (Event.CNIPA_NON_USE_NOTICE,),
    Event.CNIPA_CANCELLATION_REVIEW: (Event.CNIPA_CANCELLATION,),
    Event.OPPOSITION_FILED: (Event.MARK_PUBLISHED,),
    Event.MARK_REGISTERED: (Event.MARK_PUBLISHED,),
    Event.PATENT_CASE_OPENED: (Event.PATENT_REQUEST_SENT,),
    Event.PATENT_DECISION: (Event.PATENT_CASE_OPENED,),
}


def overtaken(events: Collection[str]) -> frozenset[Event]:
    """The events whose time is over since these happened."""
    found = frozenset(before for event in events for before in _BEHIND.get(Event(event), ()))
    return found | overtaken(found) if found else found
