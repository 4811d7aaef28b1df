"""What may be drafted follows from the verdicts."""

from pathlib import Path

import pytest

from bot.domain.errors import NotPossible
from bot.domain.verdicts import Verdict
from tests.factories import a_design, a_listing, a_right
from tests.fakes.desk import a_desk
from tests.unit.services.conftest import MEI, HandClock


def test_the_verdict_chooses_the_ground_and_the_kinds_offered(tmp_path: Path, clock: HandClock) -> None:
    with a_desk(tmp_path, clock=clock, approvers=["U_A"]) as desk:
        desk.watches.record(a_listing())
        offers, listings = desk.drafts.offers, [a_listing().listing_id]
        assert offers.ground_for(listings) == "counterfeit"
        assert offers.ground_for(listings, [a_right().id, a_design().id]) == "counterfeit"
        assert offers.ground_for(listings, [a_design().id]) == "patent"
        assert len(offers.kinds_for(listings)) == len(desk.drafts.kinds())
        desk.triage.judge(listings, Verdict.COPIED_PICTURES, by=MEI)
        assert offers.ground_for(listings) == "copyright"
        assert "amr-complaint" not in {kind.kind for kind in offers.kinds_for(listings)}
        desk.triage.judge(listings, Verdict.NEEDS_TEST_BUY, by=MEI)
        with pytest.raises(NotPossible, match="judged needs test buy, which no notice goes with"):
            offers.kinds_for(listings)
