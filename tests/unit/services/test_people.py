"""Roles by settings and by what Slack says, remembered for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from bot.domain.errors import DeliveryFailed
from bot.domain.ids import PersonId
from bot.domain.roles import HeldRole, Member, Outsider, Role
from bot.services.upkeep.people import People
from tests.fakes.desk import HandClock

ANA, BEN, CAI, DEE = (PersonId(name) for name in ("U0ANA", "U0BEN", "U0CAI", "U0DEE"))


@dataclass
class Slack:
    """A directory that a test fills, or cuts off."""

    outsiders: dict[PersonId, Outsider] = field(default_factory=dict)
    teams: dict[str, frozenset[PersonId]] = field(default_factory=dict)
    cut: bool = False
    asked: int = 0

    def member(self, person: PersonId) -> Member:
        self._answer()
        return Member(person=person, outsider=self.outsiders.get(person))

    def members(self, name: str) -> frozenset[PersonId]:
        self._answer()
        return self.teams.get(name, frozenset())

    def groups(self) -> Mapping[str, str]:
        return {}

    def _answer(self) -> None:
        self.asked += 1
        if self.cut:
            raise DeliveryFailed("Slack cannot be reached")


def people(slack: Slack, clock: HandClock, **named: tuple[str, ...]) -> People:
    names = {**named, "alert_channel": ("C0ALERTS",)}
    made = People(lambda name: names.get(name, ()), clock)
    made.directory = slack
    return made


def test_each_level_is_by_user_group_or_channel_and_holds_those_below() -> None:
    slack = Slack(teams={"S0TEAM": frozenset({BEN}), "C0LAW": frozenset({CAI})})
    team = people(
        slack, HandClock(), admins=(ANA,), approvers=("C0LAW",), analysts=("S0TEAM",), viewers=(DEE,)
    )
    roles = [team.role_of(who).role for who in (ANA, CAI, BEN, DEE, PersonId("U0ELSE"))]
    assert roles == [Role.ADMIN, Role.APPROVER, Role.ANALYST, Role.VIEWER, Role.NOBODY]
    assert (team.admins, team.may_approve) == ((ANA,), (ANA, CAI))


def test_by_default_full_members_are_viewers_and_the_alert_channel_analysts() -> None:
    slack = Slack(teams={"C0ALERTS": frozenset({BEN})})
    team = people(slack, HandClock(), approvers=(ANA,))
    assert [team.role_of(who).role for who in (ANA, BEN, CAI)] == [Role.APPROVER, Role.ANALYST, Role.VIEWER]


@pytest.mark.parametrize("outsider", [Outsider.GUEST, Outsider.FOREIGN, Outsider.DEACTIVATED, Outsider.BOT])
def test_an_outsider_is_nobody_even_where_a_list_names_him(outsider: Outsider) -> None:
    team = people(Slack(outsiders={ANA: outsider}), HandClock(), admins=(ANA,))
    assert team.role_of(ANA) == HeldRole(role=Role.NOBODY, outsider=outsider)


def test_an_outsider_whom_a_list_or_group_names_is_told_nothing_and_their_yes_does_not_count() -> None:
    slack = Slack(outsiders={BEN: Outsider.FOREIGN}, teams={"S0TEAM": frozenset({BEN, CAI})})
    team = people(slack, HandClock(), admins=(BEN, DEE), approvers=("S0TEAM", ANA))
    assert (team.admins, team.expand(("S0TEAM", ANA))) == ((DEE,), (CAI, ANA))
    assert team.may_approve == (DEE, CAI, ANA)


def test_a_deputy_counts_as_an_approver() -> None:
    team = people(Slack(), HandClock(), deputies=(DEE,))
    assert team.role_of(DEE).role is Role.APPROVER


def test_what_slack_said_holds_for_an_hour_where_it_cannot_be_asked() -> None:
    slack, clock = Slack(teams={"S0TEAM": frozenset({BEN})}), HandClock()
    team = people(slack, clock, analysts=("S0TEAM",))
    assert team.role_of(BEN).role is Role.ANALYST
    slack.cut = True
    clock.forward(minutes=59)
    assert team.role_of(BEN).role is Role.ANALYST
    clock.forward(minutes=2)
    assert team.role_of(BEN) == HeldRole(role=Role.NOBODY, outsider=Outsider.UNKNOWN)


def test_what_is_fresh_is_not_asked_again_and_what_changed_is_known_ten_minutes_later() -> None:
    slack, clock = Slack(teams={"S0TEAM": frozenset({BEN})}), HandClock()
    team = people(slack, clock, analysts=("S0TEAM",))
    assert team.role_of(BEN).role is Role.ANALYST
    before = slack.asked
    slack.outsiders[BEN] = Outsider.DEACTIVATED
    assert team.role_of(BEN).role is Role.ANALYST
    assert slack.asked == before
    clock.forward(minutes=11)
    assert team.role_of(BEN).outsider is Outsider.DEACTIVATED


def test_somebody_forgotten_is_asked_for_anew_and_a_refresh_asks_for_every_group() -> None:
    slack, clock = Slack(teams={"S0TEAM": frozenset({BEN})}), HandClock()
    team = people(slack, clock, analysts=("S0TEAM",), viewers=(DEE,))
    assert team.role_of(DEE).role is Role.VIEWER
    slack.outsiders[DEE] = Outsider.GUEST
    team.forget(DEE)
    assert team.role_of(DEE).outsider is Outsider.GUEST
    fresh = people(slack, clock, analysts=("S0TEAM",))
    asked = slack.asked
    fresh.refresh()
    assert slack.asked == asked + 1  # the alert channel says nothing of roles where analysts are named


def test_a_group_that_slack_cannot_tell_leaves_who_may_be_in_it_unsure() -> None:
    slack, clock = Slack(), HandClock()
    team = people(slack, clock, approvers=("S0LAW",), analysts=(BEN,))
    team.role_of(BEN)
    slack.cut = True
    clock.forward(minutes=11)
    found = team.role_of(BEN)
    assert (found.role, found.unknown) == (Role.ANALYST, False)
    clock.forward(hours=1)
    assert team.role_of(BEN).unknown
    assert team.may_approve == ()
