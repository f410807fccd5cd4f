"""The people whom a charity knows, as rows are held against them."""

from matcher.service.acting import Act
from matcher.service.imports.ground import Known, Reach
from matcher.storage.reading.import_people import known_residents, known_volunteers
from matcher.storage.sealed import contact_seal


def known_people(act: Act, reach: Reach, what: str = "") -> list[Known]:
    """Everybody on the list in these boroughs; `what` keeps them apart from their needs."""
    return [
        Known(
            id=row.person_id,
            person_id=row.person_id,
            mark=row.person_id,
            phone_hash=row.phone_hash,
            email_hash=row.email_hash,
            name=str(act.sealer.open(row.sealed, contact_seal(row.person_id)).get("name", "")),
            postcode=row.postcode,
            easting=row.easting,
            northing=row.northing,
            what=what,
        )
        for row in known_residents(act.store, reach.charity_id, reach.boroughs)
    ]


def known_to_help(act: Act, reach: Reach) -> list[Known]:
    """Volunteers whom the charity knows, each with what tells them from others."""
    return [
        Known(
            id=person_id,
            person_id=person_id,
            mark=person_id,
            phone_hash=phone_hash,
            email_hash=email_hash,
            name=str(act.sealer.open(sealed, contact_seal(person_id)).get("name", "")),
            postcode=postcode,
            easting=easting,
            northing=northing,
        )
        for person_id, _, phone_hash, email_hash, sealed, postcode, easting, northing in (
            known_volunteers(act.store, reach.charity_id, reach.boroughs)
        )
    ]


def listed_to_help(act: Act, reach: Reach) -> list[str]:
    """The ids of volunteers whom the charity knows."""
    return [row[0] for row in known_volunteers(act.store, reach.charity_id, reach.boroughs)]
