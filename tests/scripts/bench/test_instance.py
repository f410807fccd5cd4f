"""The benchmark's arrays are those that the values of the same town would give."""

import numpy as np
import pytest

from geodata import Postcodes
from matcher.domain.params import Params
from matcher.engine.problem import problem_from
from matcher.service.example.town import EXAMPLE_DAY
from scripts.bench.instance import problem_of, read_instance, town_of, write_instance
from scripts.bench.sizes import Size


@pytest.fixture(scope="module")
def postcodes() -> Postcodes:
    return Postcodes.open()


@pytest.mark.parametrize("everywhere", [False, True])
@pytest.mark.parametrize(("needs", "offers"), [(600, 400), (1, 1), (0, 3)])
def test_the_arrays_are_those_of_the_values(postcodes, needs, offers, everywhere):
    town = town_of(Size("s", needs, offers, everywhere=everywhere), postcodes, seed=7)
    straight = problem_of(town, Params())
    by_values = problem_from(
        town.need_values(), town.offer_values(), today=EXAMPLE_DAY, params=Params()
    )
    assert straight.boroughs == by_values.boroughs
    for mine, theirs in ((straight.needs, by_values.needs), (straight.offers, by_values.offers)):
        for name, column in mine._asdict().items():
            assert column.dtype == getattr(theirs, name).dtype, name
            np.testing.assert_array_equal(column, getattr(theirs, name), err_msg=name)


def test_a_country_is_drawn_from_the_whole_pack(postcodes):
    town = town_of(Size("s", 2_000, 10, everywhere=True), postcodes, seed=1)
    homes = {postcodes.codes[number] for number in postcodes.authority[town.needs.postcode]}
    assert any(not code.startswith("E09") for code in homes)


def test_an_instance_is_read_as_it_was_written(postcodes, tmp_path):
    problem = problem_of(town_of(Size("s", 50, 40), postcodes, seed=1), Params())
    write_instance(problem, tmp_path / "town.pickle")
    again = read_instance(tmp_path / "town.pickle")
    np.testing.assert_array_equal(again.needs.penalty, problem.needs.penalty)
    assert again.params == problem.params
