"""How many people are asked at once about something urgent, and when it is enough.

A few at first: to alert a whole street for one bag of shopping teaches people not to look. With
each who says no, or does not answer in time, more are asked, and they live further away.
"""

# At once, about one unit.
ASKED_AT_FIRST = 3
MOST_AT_ONCE = 12
# In all, about one unit: after that a coordinator rings somebody.
MOST_IN_ALL = 40


def how_many_more(*, waiting: int, gone: int) -> int:
    """How many more to ask about one unit, where so many have not answered and so many are gone.

    >>> how_many_more(waiting=0, gone=0), how_many_more(waiting=3, gone=0)
    (3, 0)
    >>> how_many_more(waiting=2, gone=1), how_many_more(waiting=0, gone=3)
    (2, 6)
    >>> how_many_more(waiting=0, gone=39), how_many_more(waiting=5, gone=35)
    (1, 0)
    """
    at_once = min(ASKED_AT_FIRST + gone, MOST_AT_ONCE)
    return max(0, min(at_once - waiting, MOST_IN_ALL - waiting - gone))
