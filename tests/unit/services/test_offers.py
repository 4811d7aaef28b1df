"""What may be drafted follows from the verdicts."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.drafts import DraftRequest
from bot.domain.errors import NotPossible
from bot.domain.ids import RightId
from bot.domain.verdicts import Verdict
from bot.services.drafting import offers
from tests.factories import a_design, a_listing, a_right
from tests.fakes.desk import a_desk
from tests.unit.services.conftest import MEI, HandClock


def test_the_verdict_chooses_the_ground_and_the_kinds_offered(tmp_path: Path, clock: HandClock) -> None:
    with a_desk(tmp_path, clock=clock, approvers=["U_A"]) as desk:
        desk.watches.record(a_listing())
        offered, listings = desk.drafts.offers, [a_listing().listing_id]
        assert offered.ground_for(listings) == "counterfeit"
        assert offered.ground_for(listings, [a_right().id, a_design().id]) == "counterfeit"
        assert offered.ground_for(listings, [a_design().id]) == "patent"
        assert len(offered.kinds_for(listings)) == len(desk.drafts.kinds())
        desk.triage.judge(listings, Verdict.COPIED_PICTURES, by=MEI)
        assert offered.ground_for(listings) == "copyright"
        assert "amr-complaint" not in {kind.kind for kind in offered.kinds_for(listings)}
        desk.triage.judge(listings, Verdict.NEEDS_TEST_BUY, by=MEI)
        with pytest.raises(NotPossible, match="judged needs test buy, which no notice goes with"):
            offered.kinds_for(listings)


def test_where_a_mark_is_disguised_only_its_right_is_taken_and_not_every_mark_of_the_brand(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin, chinese = a_right(title="LUMIERE NORD"), a_right(id=RightId("TM-ZH"), title="露北")
    monkeypatch.setattr(offers, "suggested", lambda unit, listing_ids: [latin, chinese])
    with a_desk(tmp_path, clock=clock, approvers=["U_A"]) as desk:
        listing = a_listing(title="Lumi\u0435re N\u043erd 精华液 高仿 1:1", description="")
        desk.watches.record(listing)
        request = DraftRequest(
            kind="platform-takedown",
            listing_ids=(listing.listing_id,),
            right_ids=(),
            as_of=clock().date(),
            ground="counterfeit",
        )
        about = request.listing_ids, request.ground, request.kind
        assert desk.drafts.offers.proposed_rights(*about) == ()
        assert desk.drafts.offers.rights_for(request) == (latin.id,)
        nameless = replace(listing, title="精华液 高仿 1:1")
        desk.watches.record(nameless)
        assert desk.drafts.offers.rights_for(request) == (latin.id, chinese.id)
