"""Notes that a resident would rather not hand on: laid aside, so that no page and no list of
the other charity has them, nor a helper whom it sends; and taken up again with the need.

They are laid aside within what is sealed of the need, so they are erased with it, and the resident
finds them in their own copy.
"""

from matcher.service.acting import Act
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.writing.contacts import put_need_details

NOTES, ASIDE = "notes", "notes_aside"


def notes_of(act: Act, need_id: str) -> str:
    """What the resident said a helper should know, for their own eyes."""
    return str((need_details_of(act.store, act.sealer, need_id) or {}).get(NOTES) or "")


def lay_notes_aside(act: Act, need_id: str) -> None:
    """Let nobody read them who opens the need; twice is once."""
    details = need_details_of(act.store, act.sealer, need_id)
    if details is None or not details.get(NOTES):
        return
    aside = {**details, ASIDE: details[NOTES], NOTES: ""}
    put_need_details(act.store, act.sealer, need_id, aside, now=act.now)


def take_notes_up(act: Act, need_id: str) -> None:
    """Put them back; what the resident wrote meanwhile stands instead."""
    details = need_details_of(act.store, act.sealer, need_id)
    if details is None or ASIDE not in details:
        return
    aside = details.pop(ASIDE)
    said = {**details, NOTES: details.get(NOTES) or aside}
    put_need_details(act.store, act.sealer, need_id, said, now=act.now)
