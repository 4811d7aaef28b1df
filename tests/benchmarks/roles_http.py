"""Every act by every role as signed HTTP: ``python -m tests.benchmarks roles_http``.

``tests/scenario/test_roles.py`` presses each act over Socket Mode; here the same forged payloads are posted to the HTTP door, by
outsiders, viewers, analysts, approvers, admins and outside counsel, with a button's value as it is today. What is let through has
to be what the table of roles lets through.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.slack.ids import ActionId, FormId
from bot.slack.web.meters import Meters
from bot.slack.web.site import Site
from tests.scenario.settling import worked_off
from tests.scenario.test_forged import SECRET, _posted
from tests.scenario.test_roles import PEOPLE, VALUES, Gate, a_front, may, payload

EMPTY_HERE = {FormId.RULE, FormId.COUNSEL, FormId.PURCHASE, ActionId.START_AGAIN}
"""Wrong in themselves, as they stand here."""


def main() -> int:
    """Print how many were tried; status 1 where one was let through that is not theirs, or kept from whom it is."""
    wrong, shut, tried = list[tuple[str, str]](), set[str](), 0
    with tempfile.TemporaryDirectory() as folder, a_front(Path(folder), SECRET) as (front, app):
        front.whisper = lambda place, shown: None  # type: ignore[method-assign]  # thousands of refusals
        gate, site = Gate(front, app), Site(meters=Meters(), unready=lambda: (), dispatch=app.dispatch)

        def posted(body: dict[str, Any], who: str, name: str) -> bool:
            gate.passed.clear()
            _posted(site, body)
            worked_off(front)
            return (who, name) in gate.passed

        for route in front.worklist.routes:
            value = (
                VALUES[0] if route.kind in ("click", "form") and route.name != ActionId.START_AGAIN else ""
            )
            for who in PEOPLE:
                tried += 1
                done = posted(payload(route.kind, route.name, who, value, tried), who, route.name)
                allowed = may(who, route.name, value)
                if done and not allowed:
                    wrong.append((route.name, who))
                if (
                    allowed
                    and not done
                    and not posted(
                        payload(route.kind, route.name, who, value, 10_000 + tried), who, route.name
                    )
                ):
                    shut.add(route.name)
    print(
        f"   {tried} acts by {len(PEOPLE)} people, load {os.getloadavg()[0]:.0f}: done by whom they are not: {wrong}"
    )
    print(f"   kept from whom they are: {shut - EMPTY_HERE}")
    return int(bool(wrong or shut - EMPTY_HERE))


if __name__ == "__main__":
    sys.exit(main())
