"""Offers in a sheet: what volunteers give who are on the charity's list already."""

from collections.abc import Sequence
from dataclasses import replace

from matcher.domain.alike import folded_name
from matcher.domain.imports import SheetKind
from matcher.domain.refusals import Invalid, NotFound
from matcher.service.acting import Act
from matcher.service.imports.ground import Change, Ground, Texts
from matcher.service.imports.kind import Kind, as_it_is, nobody_elsewhere, themselves
from matcher.service.imports.offer_columns import (
    OFFER_COLUMNS,
    VOLUNTEERS_ID,
    offer_readers,
    offer_texts,
    words_of,
)
from matcher.service.imports.on_the_list import known_to_help, listed_to_help
from matcher.service.imports.people import PERSON_COLUMNS, PRINTED, person_readers, person_texts
from matcher.service.offers import change_offer
from matcher.storage.reading.import_people import volunteers_whole
from matcher.storage.reading.volunteers import standing_offer_of

NOBODYS = (
    "No volunteer of yours has this number or address: bring them in with a sheet of volunteers,"
    " which says what they give too."
)
NOT_THEIRS = "Who somebody is cannot be changed by a sheet of offers: use a sheet of volunteers."
_WHO = ("name", "phone", "email")


def _complete(texts: Texts, _ground: Ground) -> Texts:
    # What is new here is somebody's who is not known; what is changed has all of it.
    if "radius_m" not in texts or "capacity" not in texts or not texts.get("id"):
        raise Invalid(NOBODYS, "phone")
    return texts


def _texts_of(act: Act, _ground: Ground, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    found = {}
    for volunteer, offer, person, contact in volunteers_whole(act.store, ids):
        who = person_texts(act, person, contact)
        found[volunteer.person_id] = (
            {"id": volunteer.person_id} | {name: who[name] for name in _WHO} | offer_texts(offer)
        )
    return found


def _change(act: Act, ground: Ground, id: str, change: Change) -> None:
    offer = standing_offer_of(act.store, id)
    if offer is None:
        raise NotFound("This volunteer has no offer any more.")
    change_offer(act, offer.id, words_of(change.texts, ground, change.columns))


def _nothing_made(_act: Act, *_more: object) -> None:
    """A sheet of offers makes nobody: `complete` refuses every row that would."""


def _nothing_built(_act: Act, _ids: Sequence[str]) -> dict[str, str]:
    return {}


KIND = Kind(
    name=SheetKind.OFFERS,
    about="offer",
    id_column="id",
    columns=(
        VOLUNTEERS_ID,
        # Who it is about need not be said by name where a row says our number.
        *(replace(one, needed=False) for one in PERSON_COLUMNS if one.name in _WHO),
        *OFFER_COLUMNS,
    ),
    read=lambda ground: offer_readers(ground) | {name: person_readers()[name] for name in _WHO},
    tidy=as_it_is,
    complete=_complete,
    what=lambda _texts: "",
    known=known_to_help,
    elsewhere=nobody_elsewhere,
    texts_of=_texts_of,
    make=_nothing_made,
    change=_change,
    in_the_way=_nothing_built,
    unmake=_nothing_made,
    listed=listed_to_help,
    person_of=themselves,
    is_person=True,
    fixed=dict.fromkeys(_WHO, Invalid(NOT_THEIRS)),
    printed=PRINTED,
    # “Okafor Ngozi” is nobody else than “Ngozi Okafor”.
    folds={"name": folded_name},
)
