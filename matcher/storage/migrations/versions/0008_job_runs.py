"""When each job of the clock last ran; and looks that may be removed once they are a year old."""

from collections.abc import Iterator

from alembic import op

from matcher.storage.migrations.notation import check, moment, number, primary, text

revision = "0008_job_runs"
down_revision = "0007_blocked_needs"


def upgrade() -> None:
    """Make the table, and let go of the oldest looks."""
    op.create_table(
        "job_runs",
        text("name", 48),
        moment("began_at"),
        moment("ended_at", null=True),
        moment("good_at", null=True),
        text("failed_with", 64, null=True),
        number("runs"),
        number("failures"),
        primary("job_runs", "name"),
        check("job_runs", "counts", "runs >= 0 AND failures >= 0"),
    )
    for statement in _let_old_looks_go(op.get_bind().dialect.name):
        op.execute(statement)


def _let_old_looks_go(dialect: str) -> Iterator[str]:
    """A look is kept for a year, whoever asks; then it may go, and must: it is about people."""
    if dialect == "sqlite":
        yield "DROP TRIGGER looks_no_delete"
        yield (
            "CREATE TRIGGER looks_no_delete BEFORE DELETE ON looks "
            "WHEN OLD.at > datetime('now', '-365 days') "
            "BEGIN SELECT RAISE(ABORT, 'looks is append-only'); END"
        )
        return
    yield "DROP TRIGGER looks_no_change ON looks"
    yield (
        "CREATE TRIGGER looks_no_change BEFORE UPDATE ON looks "
        "FOR EACH ROW EXECUTE FUNCTION looks_refuse()"
    )
    yield (
        "CREATE TRIGGER looks_no_delete BEFORE DELETE ON looks FOR EACH ROW "
        "WHEN (OLD.at > now() - interval '365 days') EXECUTE FUNCTION looks_refuse()"
    )
