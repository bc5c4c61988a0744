"""What stands behind a verdict: levers that do what they say, likeness, firmness."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.panel.release import active
from multipolar.verdict import judge
from multipolar.verdict.explain import (
    NEXT_CLOSER,
    TOWARD,
    alike,
    closer,
    firmness,
    ground,
    spoken,
)
from multipolar.verdict.features import NAMES
from multipolar.verdict.references import CLASSES

PAIRS = [("IND", "RUS", 1985), ("IRN", "SYR", 2010), ("BRA", "JPN", 2000), ("USA", "JPN", 2005)]


def based(verdict):
    return ground(verdict, active())


@pytest.mark.parametrize("pair", PAIRS)
def test_the_ground_gives_the_probabilities_of_the_verdict(pair):
    verdict = judge(*pair[:2], as_of=pair[2])
    expected = [chance.value for chance in verdict.blind.chances]
    assert based(verdict).chances() == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("pair", PAIRS[:3])
def test_a_lever_moved_to_what_is_needed_makes_the_closer_class_likelier(pair):
    verdict = judge(*pair[:2], as_of=pair[2])
    found, base = closer(verdict, active()), based(verdict)
    assert found.target == NEXT_CLOSER[verdict.blind.leading.kind]
    at, to = CLASSES.index(found.leading), CLASSES.index(found.target)
    assert base.chances()[at] > base.chances()[to]
    sizes = [lever.size for lever in found.levers]
    assert sizes == sorted(sizes)
    for lever in found.levers:
        k = NAMES[True].index(lever.name)
        assert not np.isnan(base.x[k])
        assert np.sign(lever.needed - lever.now) == TOWARD[lever.name] or not TOWARD[lever.name]
        x = base.x.copy()
        x[k] += lever.needed - lever.now
        moved = base.chances(x)
        assert moved[to] >= moved[at] - 1e-9
        x[k] -= 0.1 * (lever.needed - lever.now)  # short of it by more than the grid's step
        short = base.chances(x)
        assert short[to] < short[at]


def test_nothing_is_closer_than_an_alliance():
    assert closer(judge("USA", "GBR", as_of=2005), active()) is None


def test_likeness_leaves_out_the_pair_itself_and_what_came_later():
    verdict = judge("USA", "GBR", as_of=1990)
    found = alike(verdict, active(), count=40)
    assert all({one.relationship.ccode1, one.relationship.ccode2} != {2, 200} for one in found)
    assert all(one.relationship.first < 1990 >= one.relationship.last for one in found)
    distances = [one.distance for one in found]
    assert distances == sorted(distances)
    assert found[0].relationship.kind == "alliance"
    pairs = [(one.relationship.ccode1, one.relationship.ccode2) for one in found]
    assert len(set(pairs)) == len(pairs)


def test_distance_is_the_root_mean_square_of_what_both_have():
    verdict = judge("IND", "RUS", as_of=1985)
    base, nearest = based(verdict), alike(verdict, active())[0]
    from multipolar.verdict.cases import all_cases
    from multipolar.verdict.references import relationships

    named = (nearest.relationship.ccode1, nearest.relationship.ccode2, nearest.relationship.first)
    place = [(r.ccode1, r.ccode2, r.first) for r in relationships()].index(named)
    cases = all_cases(True, active())
    rows = cases.x[(cases.spell == place) & (cases.year <= 1985)]
    total, shared = 0.0, 0
    for k in range(rows.shape[1]):
        known = [row[k] for row in rows if not np.isnan(row[k])]
        if known and not np.isnan(base.x[k]):
            gap = (sum(known) / len(known) - base.x[k]) / base.model.scale[k]
            total, shared = total + gap**2, shared + 1
    assert nearest.shared == shared
    assert nearest.distance == pytest.approx((total / shared) ** 0.5)


def test_a_rivalry_hangs_on_hostility():
    found = firmness(judge("USA", "IRN", as_of=2005), active())
    assert found.leading == "rivalry"
    assert found.hangs_on == ("hostility",)
    assert 0 <= found.low <= found.high <= 1


def test_an_old_alliance_hangs_on_nothing():
    found = firmness(judge("USA", "JPN", as_of=2005), active())
    assert found.leading == "alliance"
    assert found.hangs_on == ()
    assert found.reweighted == 1.0
    assert set(found.without) == {
        "votes", "practice", "trade", "institutions", "narrative", "hostility",
    }  # fmt: skip


def test_predictors_are_said_in_words():
    assert spoken("stakes", -1.0) == "10.0 % of trade"
    assert spoken("stakes", -4.0) == "under 0.1 % of trade"
    assert spoken("need", np.log(4)) == "4.0 to 1"
    assert spoken("common_rivals", np.log(3)) == "2"
    assert spoken("common_rivals", np.log(1.2)) == "1"
    assert spoken("hostility", 2) == "2.0 of 3"
    assert spoken("depth", 0.731) == "0.73"
