"""From a need that is kept back to the answers it was made of, and to what is changed in it."""

from datetime import date

from matcher.domain.availability import DAYS, PARTS
from matcher.domain.contact import ContactWay
from matcher.domain.diets import DIETS
from matcher.domain.urgency import Urgency
from matcher.service.contacts import Details
from matcher.service.gazetteer import Gazetteer
from matcher.service.needs_changing import NeedChange
from matcher.service.needs_standing import Standing, Told
from matcher.service.typed_contact import as_typed, gets_texts
from web.journey import Answers
from web.needs_answers import (
    REQUIRES,
    contact_from,
    dietary_from,
    half_days_from,
    languages_from,
    place_from,
    weekly_from,
)
from web.needs_asking import read_day
from web.needs_words import LANGUAGES, MANY_HANDS

__all__ = ["answers_of", "change_from"]


def answers_of(seen: Standing, told: Told) -> Answers:
    """What the questions of the journey would have to be answered to ask for this need."""
    contact, weekly = told.person.contact, seen.weekly
    no_texts = ContactWay.TEXT in contact.never
    others = sorted(seen.languages - set(LANGUAGES))
    matters = [one for one in REQUIRES if one in seen.requires]
    matters += ["step_free"] * told.step_free + ["asks_first"] * seen.asks_first
    matters += ["ring"] * (
        no_texts and contact.phone is not None and gets_texts(contact.phone.number)
    )
    return {
        "kind": seen.category,
        "postcode": seen.postcode or "",
        "street": "" if seen.postcode else told.street or "–",
        "borough": "" if seen.postcode else seen.borough,
        "first_half": "",
        "soon": seen.urgency.value,
        "often": "weekly" if weekly else "once",
        "on_day": "" if weekly or not seen.wanted_on else seen.wanted_on.isoformat(),
        "days": [day for day in DAYS if weekly and day in weekly.days],
        "every": str(weekly.every_weeks) if weekly else "1",
        "until": weekly.until.isoformat() if weekly and weekly.until else "",
        "free_days": [day for day in DAYS if any(h.startswith(day) for h in seen.availability)],
        "free_parts": [part for part in PARTS if any(h.endswith(part) for h in seen.availability)],
        "languages": [code for code in LANGUAGES if code in seen.languages] + others[1:],
        "another": others[0] if others else "",
        "diet": [diet for diet in DIETS if diet in told.dietary],
        "without": sorted(told.dietary - set(DIETS)),
        "matters": matters,
        "people": str(seen.people_needed),
        "notes": told.notes,
        "name": told.person.name,
        "address": told.address,
        "phone": as_typed(contact.phone),
        "email": contact.email.address if contact.email else "",
        "prefers": contact.prefers.value,
    }


def change_from(
    slug: str, answers: Answers, seen: Standing, gazetteer: Gazetteer, *, today: date
) -> NeedChange:
    """What is to be different after one question was answered anew."""
    match slug:
        case "kind":
            return NeedChange(category=answers["kind"], people_needed=_people(answers))
        case "postcode" | "street":
            return NeedChange(place=place_from(answers, gazetteer))
        case "soon":
            return NeedChange(urgency=Urgency(answers["soon"]))
        case "day":
            answers = answers | {"often": "once"}
            on_day = read_day(answers["on_day"])
            return NeedChange(
                on_day=on_day, any_day=on_day is None, availability=half_days_from(answers)
            )
        case "week":
            answers = answers | {"often": "weekly"}
            return NeedChange(
                weekly=weekly_from(answers, today), availability=half_days_from(answers)
            )
        case "times":
            return NeedChange(availability=half_days_from(answers))
        case "languages":
            return NeedChange(languages=languages_from(answers))
        case "diet":
            return NeedChange(dietary=dietary_from(answers))
        case "matters":
            return _matters(answers, seen)
        case "people":
            return NeedChange(people_needed=int(answers["people"]))
        case "notes":
            kind = answers["kind"] if answers["kind"] != seen.category else None
            return NeedChange(category=kind, notes=answers["notes"])
        case "who":
            return NeedChange(address=answers["address"], person=_person(answers))
        case _:
            return NeedChange(person=_person(answers))


def _matters(answers: Answers, seen: Standing) -> NeedChange:
    matters = set(answers["matters"])
    chosen = frozenset(one for one in REQUIRES if one in matters)
    return NeedChange(
        requires=(seen.requires - set(REQUIRES)) | chosen,
        asks_first="asks_first" in matters,
        step_free="step_free" in matters,
        person=_person(answers),
    )


def _people(answers: Answers) -> int:
    """As many as before where this kind may take several, as it was asked; else one."""
    return int(answers["people"]) if answers["kind"] in MANY_HANDS else 1


def _person(answers: Answers) -> Details:
    return Details(answers["name"], contact_from(answers))
