"""The people of the demo are what their titles say."""

from pathlib import Path

from bot.demo.demo import GENERAL, MEI, PEOPLE, demonstrate
from bot.settings import Settings


def test_who_is_called_outside_counsel_in_the_demo_is_named_as_such(guidance_home: Path) -> None:
    with demonstrate(Settings(home=guidance_home), 0) as slack:
        slack.person(MEI).command(GENERAL, "/marque", "counsel")
        form = slack.wait_for(lambda state: (m := state.modal(MEI)) and "Last day" in m.everything and m)
    titled = [who for who, _, title in PEOPLE if "outside counsel" in title]
    assert titled
    assert [who for who in titled if who not in form.everything] == []
