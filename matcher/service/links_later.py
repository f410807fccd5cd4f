"""Letters that get their private link when they are taken to be sent, and not when they are owed.

A round owes 100,000 letters in one go. That a letter is owed, and what it says, stands in the
outbox beside its proposal; its link is a secret that nobody can have seen before the letter goes.
So the link is made, and the letter sealed, in the transaction in which a sender first takes it:
from then on it is the same at every try. Whoever is rung, or answers on their own page, needs none.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from matcher.domain.links import LinkPurpose
from matcher.domain.refusals import Refusal
from matcher.domain.urgency import Urgency
from matcher.messages.letters.contents import Help
from matcher.messages.letters.every import packed, unpacked
from matcher.messages.letters.proposals import Proposal
from matcher.service.acting import Act
from matcher.service.post import private_page, sealed_letter
from matcher.service.post_many import Reader
from matcher.storage.ids import new_ids
from matcher.storage.reading.asked import AskedMatch
from matcher.storage.reading.owed_letters import names_of
from matcher.storage.tables import OutboxRow
from matcher.storage.writing.links import Subject
from matcher.storage.writing.many_links import make_links
from matcher.storage.writing.many_rows import Json, insert_rows
from matcher.storage.writing.outbox import NewLetter
from matcher.storage.writing.sending import WRITTEN

PROPOSAL_PAGE = "p"
# In the payload until then: the letter as it is packed, but for its link.
LINK_TO_COME = "link_to_come"


def proposals_without_links(
    act: Act,
    going: Sequence[tuple[AskedMatch, datetime, datetime]],
    readers: Mapping[str, Reader],
) -> list[NewLetter]:
    """What the outbox keeps of proposals, each with when its letter may go and its deadline."""
    ways = [readers[one.volunteer_id].way for one, _, _ in going]
    return [
        NewLetter(
            id,
            f"proposal:{one.id}",
            Proposal.KIND,
            None if way in WRITTEN else one.volunteer_id,
            None if way in WRITTEN else one.need_id,
            one.id,
            way,
            _payload(one.category, one.borough, deadline),
            one.urgency is Urgency.URGENT,
            goes_at,
            deadline,
            act.now,
        )
        for id, way, (one, goes_at, deadline) in zip(new_ids(len(going)), ways, going, strict=True)
    ]


def link_letters(act: Act, rows: Sequence[OutboxRow]) -> None:
    """Give those of these letters a link that wait for one; call it where they are taken."""
    _name(act, rows)
    waiting = [row for row in rows if LINK_TO_COME in row.payload]
    if not waiting:
        return
    # As long as anything about the task may still be looked up; what it shows gets less by itself.
    kept = timedelta(days=act.rules.retention.need_contact_days)
    secrets, links = make_links(
        act.sealer,
        LinkPurpose.PROPOSAL,
        [Subject(match_id=row.match_id) for row in waiting],
        now=act.now,
        expires_at=max((row.drop_after or act.now) for row in waiting) + kept,
    )
    insert_rows(act.store, links)
    for row, secret in zip(waiting, secrets, strict=True):
        said = dict(row.payload)
        page = private_page(PROPOSAL_PAGE, secret)
        try:
            letter = unpacked({**said.pop(LINK_TO_COME), "link": page.path})
        except Refusal:
            # Ours to mend: it is left as it is, and whoever takes it notes that it cannot be read.
            continue
        row.payload = said | sealed_letter(act.sealer, letter, row.id)


def _name(act: Act, rows: Sequence[OutboxRow]) -> None:
    """Write into letters whom they are for and of which need they tell, as their matches say."""
    nameless = {
        row.match_id: row
        for row in rows
        if row.match_id and row.person_id is None and row.coordinator_id is None
    }
    for match_id, names in names_of(act.store, sorted(nameless)).items():
        nameless[match_id].need_id, nameless[match_id].person_id = names


@lru_cache(maxsize=4096)
def _payload(category: str, borough: str, deadline: datetime) -> Json:
    # A round has some thousand different ones for its 100,000 letters.
    told = packed(Proposal(_NO_LINK, Help(category, borough), deadline))
    del told["link"]
    return Json(json.dumps({LINK_TO_COME: told}))


_NO_LINK = private_page(PROPOSAL_PAGE, "0" * 22)
