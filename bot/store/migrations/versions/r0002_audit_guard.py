"""The database itself refuses to change or remove what the audit says, except to erase an entry's content."""

from alembic import op

revision = "0002"
down_revision = "0001"

_KEPT = ("workspace_id", "number", "at", "payload_hash", "previous", "hash")

_POSTGRES = (
    """
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$
    """,
    """
    CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit FOR EACH ROW
    WHEN ({changed}) EXECUTE FUNCTION audit_refuse()
    """,
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    """
    CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT
    EXECUTE FUNCTION audit_refuse()
    """,
)

_SQLITE = (
    """
    CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit FOR EACH ROW
    WHEN {changed} BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
    """,
    """
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
    """,
    # INSERT OR REPLACE would remove the row of the same key without asking the trigger above.
    """
    CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit FOR EACH ROW
    WHEN EXISTS (SELECT 1 FROM audit WHERE workspace_id = NEW.workspace_id
                 AND (number = NEW.number OR previous = NEW.previous))
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
    """,
)


def upgrade() -> None:
    """Set the triggers."""
    postgres = op.get_bind().dialect.name == "postgresql"
    differ = "OLD.{0} IS DISTINCT FROM NEW.{0}" if postgres else "OLD.{0} IS NOT NEW.{0}"
    erased = "NEW.subject IS NULL AND NEW.payload IS NULL AND NEW.salt IS NULL"
    changed = " OR ".join([f"NOT ({erased})", *(differ.format(name) for name in _KEPT)])
    for statement in _POSTGRES if postgres else _SQLITE:
        op.execute(statement.format(changed=changed))
