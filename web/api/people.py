"""People as the API hears of them and shows them: how to reach them, and where they are."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from matcher.domain.contact import ContactWay
from matcher.domain.refusals import Invalid
from matcher.service.contacts import Details
from matcher.service.typed_contact import typed_contact
from matcher.service.whereabouts import Whereabouts, place_of_postcode, place_of_street
from web.api.shapes import Asked, BoroughCode, Line, Shape
from web.current import tools

Phone = Annotated[Line, Field(max_length=40, examples=["020 7946 0018"])]
EmailAddress = Annotated[Line, Field(max_length=254, examples=["rosa@example.org"])]
Name = Annotated[Line, Field(min_length=1, max_length=60, examples=["Rosa"])]
Day = Annotated[date, Field(description="A date in London.", examples=["2026-03-10"])]


class Place(Asked):
    """A whole postcode; or a street and a borough, with the first half of a postcode if known."""

    postcode: Annotated[Line | None, Field(max_length=10, examples=["SE15 4QN"])] = None
    street: Annotated[Line | None, Field(max_length=120)] = None
    borough: BoroughCode | None = None
    first_half: Annotated[Line | None, Field(max_length=5, examples=["SE15"])] = None

    def found(self) -> Whereabouts:
        """Where that is; `Invalid` where it is nowhere that we know."""
        if self.postcode:
            return place_of_postcode(tools().gazetteer, self.postcode)
        if not self.street or not self.borough:
            raise Invalid("Give a postcode, or a street and a borough.", "place")
        return place_of_street(tools().gazetteer, self.street, self.borough, self.first_half or "")


class Reachable(Asked):
    """Who somebody is and how to reach them. With neither phone nor e-mail it is through you."""

    name: Name
    phone: Phone | None = None
    email: EmailAddress | None = None
    prefers: Annotated[
        ContactWay | None, Field(description="What they like best; null lets us choose.")
    ] = None
    no_texts: Annotated[bool, Field(description="Please ring, don't text.")] = False

    def details(self) -> Details:
        """The same, read and checked; `Invalid` names the field to mend."""
        contact = typed_contact(
            self.phone or "", self.email or "", prefers=self.prefers, no_texts=self.no_texts
        )
        return Details(self.name, contact)


class Contact(Shape):
    """How to reach somebody."""

    name: str
    phone: str | None
    email: str | None
    prefers: ContactWay
    never: list[ContactWay]
    postcode: str | None


def shown(details: Details, postcode: str | None) -> dict[str, Any]:
    """The fields of a `Contact`."""
    contact = details.contact
    return {
        "name": details.name,
        "phone": contact.phone.number if contact.phone else None,
        "email": contact.email.address if contact.email else None,
        "prefers": contact.prefers,
        "never": sorted(contact.never),
        "postcode": postcode,
    }
