"""Each law is shown to find the fault that it is for; so we know that they can."""

from pathlib import Path

import pytest

from tests.proof.machine.faults import FAULTS, OPERATIONS
from tests.proof.machine.laws import LAWS, Law, LawBroken, Step, hold
from tests.proof.machine.walking import copies_of, walk

# Walks on which each fault comes up early; on others one took twenty times as long to find.
SOON = 4


class Found(BaseException):
    """A law was broken; no `Exception`, so that Hypothesis stops there and does not look again."""

    def __init__(self, law: str) -> None:
        self.law = law


def stop_at_once(step: Step) -> None:
    try:
        hold(step)
    except LawBroken as broken:
        raise Found(broken.law) from broken


def test_every_law_has_a_planted_fault():
    assert FAULTS.keys() == set(LAWS)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_planted_fault_breaks_its_law(law: Law, migrated_file: Path, tmp_path: Path):
    towns = copies_of(migrated_file, tmp_path)
    with pytest.raises(Found) as broken:
        walk(
            towns,
            operations=OPERATIONS,
            seeded=SOON,
            steps=60,
            verbs=FAULTS[law],
            judge=stop_at_once,
        )
    assert broken.value.law == law.__name__
