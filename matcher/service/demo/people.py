"""Made-up people: names that London has, numbers that nobody has, addresses at example.org."""

from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.service.contacts import Details
from matcher.service.example.draws import Draw

FIRST = (
    "Ada Amina Beatrice Carlos Chidi Dawit Deepa Elif Esther Fatima George Grace Hana Ibrahim Ivy "
    "Jakub Joyce Kofi Leila Lina Malik Maria Mehmet Nadia Nia Olga Omar Patience Pedro Precious "
    "Rashid Rosa Samuel Shanice Sofia Tariq Thuy Winston Yusuf Zofia"
)
LAST = (
    "Adeyemi Ahmed Baker Begum Brown Chen Clarke Costa Demir Evans Ferreira Green Haile Hassan "
    "Hughes Islam Jones Kaya Khan Kowalska Lewis Mensah Mohamed Murphy Nguyen Okafor Osei Patel "
    "Popescu Rahman Reid Rossi Silva Singh Smith Taylor Tesfaye Thomas Walker Yilmaz"
)
# Ofcom keeps a thousand mobile numbers for stories: nobody answers any of them.
NUMBERS = 1_000
# How people like to be reached: most by text, many of the old by telephone, a few by nobody else
# than the coordinator who knows them.
WAYS = {ContactWay.TEXT: 46, ContactWay.EMAIL: 28, ContactWay.RING: 18, ContactWay.COORDINATOR: 8}
VOLUNTEERS_WAYS = {ContactWay.TEXT: 50, ContactWay.EMAIL: 50}


def people(draw: Draw, n: int, *, first_number: int, ways: dict[ContactWay, int]) -> list[Details]:
    """Return n people who can be reached, each with a number and a mailbox of their own."""
    first_names, last_names = FIRST.split(), LAST.split()
    firsts, lasts = draw.below(n, len(first_names)), draw.below(n, len(last_names))
    chosen, words = draw.one_of(n, ways)
    found = []
    for row in range(n):
        first, last = first_names[int(firsts[row])], last_names[int(lasts[row])]
        number = (first_number + row) % NUMBERS
        way = words[int(chosen[row])]
        known = way is ContactWay.COORDINATOR
        contact = Contact(
            phone=None if known else Phone(f"+447700900{number:03}"),
            email=None if known else Email(f"{first}.{last}.{number}@example.org".lower()),
            prefers=way,
        )
        found.append(Details(f"{first} {last}", contact))
    return found
