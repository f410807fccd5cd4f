"""Volunteers in a sheet: who they are, how they are reached, and what they give."""

from collections.abc import Mapping, Sequence

from matcher.domain.imports import SheetKind
from matcher.domain.life_cycles import OfferStatus, VolunteerStatus
from matcher.domain.refusals import Invalid, NotFound
from matcher.service.acting import Act
from matcher.service.imports.ground import Bringing, Change, Ground, Newcomer, Reach, Texts
from matcher.service.imports.kind import Kind, as_it_is, themselves
from matcher.service.imports.offer_columns import (
    OFFER_COLUMNS,
    VOLUNTEERS_ID,
    complete_offer,
    offer_readers,
    offer_texts,
    words_of,
)
from matcher.service.imports.on_the_list import known_to_help, listed_to_help
from matcher.service.imports.people import (
    NO_WAY,
    PERSON_COLUMNS,
    PRINTED,
    change_person,
    complete_person,
    make_people,
    person_readers,
    person_texts,
)
from matcher.service.offers import change_offer
from matcher.storage.reading.drawn_areas import scope_of_charity
from matcher.storage.reading.import_in_the_way import built_on_volunteers
from matcher.storage.reading.import_people import (
    nobodys_volunteers,
    volunteers_whole,
)
from matcher.storage.reading.volunteers import standing_offer_of
from matcher.storage.tables import OfferRow, VolunteerRow
from matcher.storage.writing.bulk import put_rows
from matcher.storage.writing.import_unmade import unmake_people, unmake_volunteers
from matcher.storage.writing.log import Deed, note_deeds

_OF_THE_PERSON = frozenset(column.name for column in PERSON_COLUMNS)


def _complete(texts: Texts, _ground: Ground) -> Texts:
    if not (texts.get("phone") or texts.get("email")):
        raise Invalid(NO_WAY, "phone")
    return complete_person(texts) | complete_offer({"help": "", "postcode": "", **texts})


def _texts_of(act: Act, _ground: Ground, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    return {
        volunteer.person_id: {"id": volunteer.person_id}
        | person_texts(act, person, contact)
        | offer_texts(offer)
        for volunteer, offer, person, contact in volunteers_whole(act.store, ids)
    }


def _make(act: Act, ground: Ground, bringing: Bringing, newcomers: Sequence[Newcomer]) -> None:
    """The same as signing up, proving and offering leave, for many: a test holds them equal."""
    vouched = bringing.said.vouched
    make_people(act, newcomers, proven=vouched)
    put_rows(
        act.store,
        VolunteerRow,
        [
            {
                "person_id": one.person_id,
                "charity_id": bringing.reach.charity_id,
                "status": VolunteerStatus.CONTACT_PROVEN if vouched else VolunteerStatus.NEW,
                "is_adult_at": act.now,
                "created_at": act.now,
                "changed_at": act.now,
            }
            for one in newcomers
        ],
    )
    put_offers(act, ground, bringing, [(one.id, one.person_id, one.texts) for one in newcomers])
    deeds = [Deed(one.person_id, one.person_id, {"import_id": bringing.id}) for one in newcomers]
    note_deeds(act.store, deeds, at=act.now, by=act.by, verb="signed_up", about="volunteer")
    if vouched:
        facts = {"import_id": bringing.id, "how": bringing.said.how}
        deeds = [deed._replace(facts=facts) for deed in deeds]
        note_deeds(
            act.store, deeds, at=act.now, by=act.by, verb="contact_proven", about="volunteer"
        )


def put_offers(
    act: Act, ground: Ground, bringing: Bringing, offers: Sequence[tuple[str, str, Texts]]
) -> None:
    """Keep many offers, each by its id, its volunteer's, and what it says."""
    rows, deeds = [], []
    for id, volunteer_id, texts in offers:
        said = words_of(texts, ground).columns()
        rows.append(
            {
                "id": id,
                "volunteer_id": volunteer_id,
                "charity_id": bringing.reach.charity_id,
                "status": OfferStatus.ACTIVE,
                "held": 0,
                "created_at": act.now,
                "changed_at": act.now,
                "confirmed_at": act.now,
                **said,
            }
        )
        facts = {"import_id": bringing.id, "borough": said["borough"]}
        deeds.append(Deed(id, volunteer_id, facts))
    put_rows(act.store, OfferRow, rows)
    note_deeds(act.store, deeds, at=act.now, by=act.by, verb="offered", about="offer")


def _change(act: Act, ground: Ground, person_id: str, change: Change) -> None:
    changed = change.columns
    if changed & _OF_THE_PERSON:
        change_person(act, person_id, change)
        what = " ".join(sorted(changed & _OF_THE_PERSON))
        act.note("changed", "volunteer", person_id, person_id=person_id, what=what)
    if of_the_offer := change.without(_OF_THE_PERSON):
        offer = standing_offer_of(act.store, person_id)
        if offer is None:
            raise NotFound("This volunteer has no offer any more.")
        change_offer(act, offer.id, words_of(change.texts, ground, of_the_offer))


def _unmake(act: Act, ids: Sequence[str], new_people: Sequence[str]) -> None:
    unmake_volunteers(act.store, ids)
    unmake_people(act.store, new_people)


def _elsewhere(act: Act, reach: Reach, hashes: Sequence[str]) -> Mapping[str, str]:
    here = scope_of_charity(act.store, reach.charity_id, reach.boroughs)
    return nobodys_volunteers(act.store, here, hashes)


KIND = Kind(
    name=SheetKind.VOLUNTEERS,
    about="volunteer",
    id_column="id",
    columns=(
        VOLUNTEERS_ID,
        *PERSON_COLUMNS,
        *OFFER_COLUMNS,
    ),
    read=lambda ground: person_readers() | offer_readers(ground),
    tidy=as_it_is,
    complete=_complete,
    what=lambda _texts: "",
    known=known_to_help,
    elsewhere=_elsewhere,
    texts_of=_texts_of,
    make=_make,
    change=_change,
    in_the_way=lambda act, ids: built_on_volunteers(act.store, ids),
    unmake=_unmake,
    listed=listed_to_help,
    person_of=themselves,
    is_person=True,
    adults=True,
    printed=PRINTED,
)
