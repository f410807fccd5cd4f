"""The checker refuses wrong answers: each promise is broken once, and each break is found."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.domain.params import Params
from matcher.engine.result import Result
from matcher.engine.solve import solve
from tests.builders import a_need, an_offer, at
from tests.matcher.engine.checking import faults_of
from tests.matcher.engine.solving import posed

NEEDS = [a_need("n1", people_needed=2, avoid={"o4"}), a_need("n2", place=at(100))]
OFFERS = [
    an_offer("o1"),
    an_offer("o2", place=at(50), capacity=2),
    an_offer("o3", place=at(5_000)),
    an_offer("o4"),
]


def answered(*pairs: tuple[int, int], unserved: tuple[int, int] = (0, 0), **said) -> Result:
    """An answer made by hand, which says of its cost what the right one says."""
    needs, offers = zip(*pairs, strict=True)
    right = solve(posed(NEEDS, OFFERS))
    rows = {"need_row": np.array(needs, np.int32), "offer_row": np.array(offers, np.int32)}
    return replace(right, **rows, unserved=np.array(unserved, np.int32), **said)


def test_a_right_answer_has_no_fault():
    assert faults_of(NEEDS, OFFERS, solve(posed(NEEDS, OFFERS)), Params()) == []
    best = answered((0, 0), (0, 1), (1, 3))
    assert faults_of(NEEDS, OFFERS, best, Params()) == []


# Said here and solved in the test: what is solved while tests are listed, every process that
# lists them solves, and in a clean clone each compiles the solver first.
@pytest.mark.parametrize(
    ("pairs", "said", "fault"),
    [
        (((0, 1), (0, 1), (1, 3)), {}, "o2 serves n1 2 times"),
        (((0, 0), (0, 1), (1, 0)), {}, "o1 holds 2 of 1"),
        (((0, 0), (0, 2), (1, 1)), {}, "o3 may not serve n1: radius"),
        (((0, 0), (0, 3), (1, 1)), {}, "o4 may not serve n1: avoided"),
        (((0, 0), (1, 1)), {}, "n1 asked for 2, has 1 and misses 0"),
        (((0, 0), (0, 1), (1, 3), (1, 1)), {}, "n2 asked for 1, has 2 and misses 0"),
        (
            ((0, 0), (0, 1), (1, 3)),
            {"unserved": (0, 1)},
            "n2 asked for 1, has 1 and misses 1",
        ),
        (((1, 3), (0, 0), (0, 1)), {}, "the matches are not in order"),
        (((0, 0), (0, 1), (1, 3)), {"objective": 149}, "it says it costs 149, and costs 150"),
        (
            ((0, 0), (0, 1), (1, 3)),
            {"lower_bound": 151},
            "a bound of 151 lies above an answer of 150",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_planted_fault_is_found(pairs, said, fault):
    assert fault in faults_of(NEEDS, OFFERS, answered(*pairs, **said), Params())
