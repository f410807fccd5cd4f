"""Filling many empty places at once comes to the same as filling them one by one."""

import numpy as np
import pytest

from matcher.domain.params import Params
from matcher.engine import repair as repairing
from matcher.engine.solve import Effort, solve
from tests.builders import a_town
from tests.matcher.engine.checking import faults_of
from tests.matcher.engine.dense import optimum
from tests.matcher.engine.solving import posed

SHAPES = ({"needs": 40, "offers": 15}, {"needs": 25, "offers": 25, "box_m": 60})
# One coarse step and no more: places stand empty at too high a price all over the town.
ROUGH = Effort(candidates=3, new_pairs=2, steps=(65_536,), drafts=(), full_from=0, redo_share=99)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("seed", range(12))
def test_the_answer_is_the_best_however_places_are_filled(monkeypatch, shape, seed):
    needs, offers = a_town(seed, **shape)
    singly = solve(posed(needs, offers), effort=ROUGH)
    monkeypatch.setattr(repairing, "MANY", 1)
    monkeypatch.setattr(repairing, "LEAST_SHARE", 10**9)
    together = solve(posed(needs, offers), effort=ROUGH)
    best = optimum(needs, offers, Params())
    assert singly.objective == together.objective == together.lower_bound == best
    assert faults_of(needs, offers, together, Params()) == []


def test_places_are_in_truth_filled_together(monkeypatch):
    filled = []
    fill_many = repairing.fill_many

    def counting(*given: object) -> int:
        filled.append(fill_many(*given))
        return filled[-1]

    monkeypatch.setattr(repairing, "fill_many", counting)
    monkeypatch.setattr(repairing, "MANY", 1)
    for seed in range(6):
        solve(posed(*a_town(seed, needs=60, offers=50)), effort=ROUGH)
    assert np.sum(filled) > 0
