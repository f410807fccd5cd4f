"""The people of the demo town are nobody, and the same each time."""

from geodata import Postcodes
from matcher.service.demo.drawn import BOROUGHS, draw_people


def test_a_town_is_the_same_for_the_same_seed_and_lies_where_it_should():
    postcodes = Postcodes.open()
    askers, helpers = draw_people(postcodes, residents=20, volunteers=20, seed=7)
    assert (askers, helpers) == draw_people(postcodes, residents=20, volunteers=20, seed=7)
    assert {asker.need.borough for asker in askers} <= set(BOROUGHS)
    assert {helper.offer.borough for helper in helpers} <= set(BOROUGHS)


def test_nobody_in_it_could_be_rung_or_written_to():
    askers, helpers = draw_people(Postcodes.open(), residents=40, volunteers=40, seed=7)
    people = [one.person.contact for one in (*askers, *helpers)]
    phones = [contact.phone.number for contact in people if contact.phone]
    # Ofcom's numbers for films, each used once; addresses in a domain that is nobody's.
    assert all(phone.startswith("+447700900") for phone in phones)
    assert len(set(phones)) == len(phones) > 60
    mailboxes = [contact.email.address for contact in people if contact.email]
    assert all(address.endswith("@example.org") for address in mailboxes)
    # A volunteer can be written to; of residents, some can only be rung, or not even that.
    assert all(helper.person.contact.phone for helper in helpers)
    assert {str(asker.person.contact.prefers) for asker in askers} == {
        "text", "email", "ring", "coordinator",
    }  # fmt: skip
