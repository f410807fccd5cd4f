"""Messages that events overtook before they went out."""

from sqlalchemy import update

from matcher.domain.outbox import OutboxState
from matcher.storage.database import Store
from matcher.storage.tables import OutboxRow


def drop_unsent(store: Store, match_id: str, *kinds: str) -> int:
    """Drop the messages of these kinds about a match that nobody has begun to send; how many."""
    dropped = store.execute(
        update(OutboxRow)
        .where(
            OutboxRow.match_id == match_id,
            OutboxRow.kind.in_(kinds),
            OutboxRow.state == OutboxState.WAITING,
        )
        .values(state=OutboxState.DROPPED)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(dropped.all())


def drop_unsent_keys(store: Store, prefix: str) -> int:
    """Drop the messages whose key begins so and that nobody has begun to send; return how many."""
    dropped = store.execute(
        update(OutboxRow)
        .where(
            OutboxRow.idempotency_key.startswith(prefix, autoescape=True),
            OutboxRow.state == OutboxState.WAITING,
        )
        .values(state=OutboxState.DROPPED)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(dropped.all())


def drop_unsent_to(store: Store, person_id: str, kind: str) -> int:
    """Drop the messages of a kind to a person that nobody has begun to send; how many."""
    dropped = store.execute(
        update(OutboxRow)
        .where(
            OutboxRow.person_id == person_id,
            OutboxRow.kind == kind,
            OutboxRow.state == OutboxState.WAITING,
        )
        .values(state=OutboxState.DROPPED)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(dropped.all())
