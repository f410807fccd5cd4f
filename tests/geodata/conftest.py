"""The committed pack, opened once; and a small made town for builds."""

import pytest

from geodata import BoroughMap, Postcodes


@pytest.fixture(scope="session")
def postcodes() -> Postcodes:
    return Postcodes.open()


@pytest.fixture(scope="session")
def boroughs() -> BoroughMap:
    return BoroughMap.open()
