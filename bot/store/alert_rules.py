"""The rules of which alerts go where in their table, in the order in which they are asked."""

from collections.abc import Sequence

from sqlalchemy import and_, update

from bot.domain.ids import RuleId
from bot.domain.rules import AlertRule
from bot.domain.sentences import sentence
from bot.store import tables
from bot.store.rows import NamedRepository


class SqlAlertRules(NamedRepository[RuleId, AlertRule]):
    """Rules of which alerts go where, in the order in which they are asked."""

    table, kind = tables.alert_rules, AlertRule
    called = "rule"
    listed = sentence("`/watch rules` lists them")

    def next_id(self) -> RuleId:
        return RuleId(self._transaction.next_name("R", "rule"))

    def save(self, rule: AlertRule) -> None:
        """A changed rule keeps its place in the order."""
        if not self._rows.change({"rule_id": rule.rule_id}, rule):
            self._rows.add(
                rule, rule_id=rule.rule_id, position=self._transaction.next_number("rule_position")
            )

    def drop(self, rule_id: RuleId) -> None:
        self._drop(self.c.rule_id == rule_id)

    def order(self, rule_ids: Sequence[RuleId]) -> None:
        """They stand behind each other anew, at places never used before, so that no two ever share one."""
        for rule_id in rule_ids:
            place = self._transaction.next_number("rule_position")
            named = and_(self.mine, self.c.rule_id == rule_id)
            self._connection.execute(update(self.table).where(named).values(position=place))

    def all(self) -> Sequence[AlertRule]:
        return self._rows.of("position")
