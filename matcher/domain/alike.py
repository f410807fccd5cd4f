"""When two names may be one person's: what is compared, how near they live, how alike is enough.

How alike two texts are is counted by those who have the library; what the number means is here.
"""

import re
import unicodedata
from collections.abc import Iterator

# Two who live behind one postcode are neighbours; further than this they are other people.
NEAR_M = 500
# Of 100: one slip of the keyboard in a short name at the same postcode, hardly any further away.
ALIKE_AT_ONE_POSTCODE = 82.0
ALIKE_NEARBY = 92.0
# Two who share a telephone share a household: only a name that is much the same is the same person.
ALIKE_WITH_ONE_NUMBER = 75.0

_NO_LETTER = re.compile(r"[^a-z ]+")
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir"])
# First letters that are heard alike: Catherine and Katherine, Yusuf and Josef, Sofia and Zofia.
_SOUNDS = str.maketrans("cqgyvszxeiouh", "kkjjfsssaaaaa")


def folded_name(name: str) -> str:
    """A name as it is compared: small plain letters, no titles, its words in alphabetical order.

    >>> folded_name("Mrs. Zoë  O'Neill"), folded_name("O'NEILL, Zoe")
    ('oneill zoe', 'oneill zoe')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace("’", ""))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    words = _NO_LETTER.sub(" ", letters).split() or letters.split()
    return " ".join(sorted(word for word in words if word not in _TITLES))


def sounds_of(folded: str) -> Iterator[str]:
    """The first sound of each word, once: people none of which is shared are never compared."""
    yield from sorted({word[:1].translate(_SOUNDS) for word in folded.split()})


def enough(alike: float, metres: float, *, same_postcode: bool) -> bool:
    """Whether names that are so much alike, of 100, and live so far apart may be one person's."""
    if same_postcode:
        return alike >= ALIKE_AT_ONE_POSTCODE
    return metres <= NEAR_M and alike >= ALIKE_NEARBY
