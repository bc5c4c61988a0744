"""The bootstrap over roll calls against the analytic intervals, and against plain loops."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures.bootstrap import bootstrap_cells, bootstrap_house, difference
from multipolar.measures.similarity import agreement, kappa, pi

CELLS = np.array([[30, 5, 2], [6, 12, 3], [1, 4, 17]])


def house(voters=22, calls=130, seed=0):
    """A contested house: positions on a line, some absences, unanimous roll calls left out."""
    random = np.random.default_rng(seed)
    tastes = random.normal(0, 1, (voters, 1)) * random.normal(0, 1, calls)
    lean = tastes + random.normal(0, 0.7, calls) + random.normal(0, 0.7, (voters, calls))
    votes = np.where(lean > 0.4, 1, np.where(lean > -0.4, 2, 3)).astype(np.int8)
    votes[random.random(votes.shape) < 0.1] = 0
    return votes[:, [len(set(call[call > 0])) > 1 for call in votes.T]]


def tables(votes, weights=None):
    """Nine cells of every pair, roll call by roll call."""
    listed = votes.tolist()
    weights = [1.0] * votes.shape[1] if weights is None else weights
    found = []
    for i, one in enumerate(listed):
        for two in listed[i + 1 :]:
            cells = [[0.0] * 3 for _ in range(3)]
            for a, b, weight in zip(one, two, weights, strict=True):
                if a and b:
                    cells[a - 1][b - 1] += weight
            found.append(cells)
    return np.array(found)


def test_drawn_tables_keep_the_number_of_roll_calls():
    drawn = bootstrap_cells(CELLS, 500, 3)
    assert drawn.shape == (500, 3, 3)
    assert (drawn.sum(axis=(1, 2)) == CELLS.sum()).all()
    assert (drawn >= 0).all()
    assert (drawn == np.round(drawn)).all()


def test_drawn_cells_have_the_mean_and_variance_of_a_multinomial():
    """Mean n p, variance n p (1 - p); four standard errors of 20,000 draws."""
    draws, n = 20_000, CELLS.sum()
    share = CELLS / n
    drawn = bootstrap_cells(CELLS, draws, 4)
    spread = np.sqrt(n * share * (1 - share))
    assert (abs(drawn.mean(axis=0) - CELLS) < 4 * spread / np.sqrt(draws)).all()
    assert drawn.std(axis=0) == pytest.approx(spread, rel=0.05)


def test_an_empty_cell_is_never_drawn_and_an_empty_table_stays_empty():
    assert (bootstrap_cells(np.diag([40, 0, 2]), 200, 1)[:, 0, 1] == 0).all()
    assert not bootstrap_cells(np.zeros((3, 3)), 10, 1).any()


def test_the_same_seed_gives_the_same_draws():
    assert np.array_equal(bootstrap_cells(CELLS, 50, 7), bootstrap_cells(CELLS, 50, 7))
    assert not np.array_equal(bootstrap_cells(CELLS, 50, 7), bootstrap_cells(CELLS, 50, 8))
    votes = house(8)
    one, two, other = (bootstrap_house(votes, kappa, 30, seed) for seed in (5, 5, 6))
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, two, strict=True))
    assert not np.array_equal(one[2], other[2])


@pytest.mark.parametrize("measure", [kappa, pi, agreement])
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_the_analytic_interval(measure, seed):
    """Dyads with more than 40 roll calls: median ratio of widths within .8 and 1.3."""
    votes = house(seed=seed)
    low, high, error = bootstrap_house(votes, measure, 200, 1)
    counted = tables(votes)
    analytic = measure(counted)
    enough = counted.sum(axis=(1, 2)) > 40
    ratio = ((high - low) / (analytic.high - analytic.low))[enough]
    assert enough.sum() > 200
    assert 0.8 < np.median(ratio) < 1.3
    assert np.quantile(ratio, [0.05, 0.95]) == pytest.approx([0.9, 1.1], abs=0.25)
    # The middle 90 % of a normal is 3.29 standard deviations wide.
    assert np.median((high - low)[enough] / error[enough]) == pytest.approx(3.29, abs=0.15)
    inside = (low <= analytic.value) & (analytic.value <= high)
    assert inside[enough].mean() > 0.95


def test_one_draw_equals_a_loop_over_roll_calls():
    """With one draw low is high is the value, which a plain recount of the drawn calls gives."""
    votes = house(6, 60)
    low, high, error = bootstrap_house(votes, kappa, 1, 11)
    calls = votes.shape[1]
    weights = np.random.default_rng(11).multinomial(calls, np.full(calls, 1 / calls))
    assert low == pytest.approx(kappa(tables(votes, weights)).value, abs=1e-6)
    assert np.array_equal(low, high)
    assert not error.any()


def test_a_pair_that_never_met_stays_unknown():
    votes = house(4, 60)
    votes[0, ::2], votes[1, 1::2] = 0, 0
    low, high, error = bootstrap_house(votes, kappa, 20, 1)
    assert np.isnan([low[0], high[0], error[0]]).all()
    assert np.isfinite([low[1:], high[1:], error[1:]]).all()


def test_difference_of_one_table_with_itself_is_about_zero():
    draws, value = difference(kappa, CELLS[None], CELLS[None], draws=2000)
    assert value == 0
    assert abs(draws.mean()) < 4 * draws.std() / np.sqrt(2000)
    assert draws.std() == pytest.approx(
        np.sqrt(2) * kappa(bootstrap_cells(CELLS, 4000, 9)).value.std(), rel=0.1
    )


def test_difference_of_means_over_periods():
    before, after = np.stack([CELLS, CELLS.T * 2]), np.stack([np.diag([30, 10, 20]) + 1])
    _, value = difference(kappa, before, after, draws=10)
    expected = float(kappa(after[0]).value) - np.mean([float(kappa(t).value) for t in before])
    assert value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("votes", "draws", "words"),
    [
        (np.ones((1, 5), np.int8), 10, "two voters"),
        (np.ones((3, 0), np.int8), 10, "two voters"),
        (np.ones(4, np.int8), 10, "two voters"),
        (np.full((3, 4), 7, np.int8), 10, "1 yes, 2 abstain"),
        (np.ones((3, 4), np.int8), 0, "draws are 1 or more"),
    ],
)
def test_houses_that_are_none(votes, draws, words):
    with pytest.raises(ValueError, match=words):
        bootstrap_house(votes, kappa, draws)
