"""Places of nodes: near where they are tied, never one on another, the same for the same seed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from multipolar.report.layout import fitted, stress, stress_layout, without_overlap


def distances(points):
    return np.sqrt(((points[:, None] - points[None, :]) ** 2).sum(axis=2))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_distances_of_a_plane_are_found_again(seed):
    given = distances(np.random.default_rng(7).uniform(0, 1, (12, 2)))
    found = stress_layout(given, seed, steps=2000)
    assert stress(found, given) < 1e-6
    assert np.allclose(distances(found), given, atol=1e-3)


def test_stress_never_rises():
    given = np.random.default_rng(3).uniform(0.2, 1.2, (15, 15))
    given = (given + given.T) / 2
    np.fill_diagonal(given, 0)
    course = [stress(stress_layout(given, 0, steps), given) for steps in (0, 1, 2, 5, 20, 100)]
    assert all(b <= a + 1e-9 for a, b in pairwise(course))
    assert course[-1] < course[0] / 2


def test_stress_is_the_sum_over_pairs():
    points = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])
    given = np.array([[0, 3, 2], [3, 0, 5], [2, 5, 0]], dtype=float)
    assert stress(points, given) == pytest.approx(((4 - 2) / 2) ** 2)


def test_the_same_seed_gives_the_same_places():
    given = np.full((6, 6), 1.0) - np.eye(6)
    one, two = stress_layout(given, 4), stress_layout(given, 4)
    assert np.array_equal(one, two)
    assert one[:, 0].std() >= one[:, 1].std() - 1e-9
    assert stress_layout(np.zeros((1, 1))).shape == (1, 2)


def test_boxes_part_and_stay_in_the_frame():
    random = np.random.default_rng(5)
    points, sizes = random.normal(150, 20, (40, 2)), random.uniform(20, 60, (40, 2)) * [1, 0.4]
    placed = without_overlap(points, sizes, 720, 520)
    over = (sizes[:, None] + sizes[None, :]) / 2 - np.abs(placed[:, None] - placed[None, :])
    hit = (over > 1e-3).all(axis=2) & ~np.eye(40, dtype=bool)
    assert not hit.any()
    assert (placed >= sizes / 2 - 1e-9).all()
    assert (placed <= np.array([720, 520]) - sizes / 2 + 1e-9).all()


def test_nothing_moves_that_need_not():
    points = np.array([[50.0, 50.0], [200.0, 50.0]])
    assert np.array_equal(without_overlap(points, np.full((2, 2), 20.0), 300, 100), points)


def test_a_layout_fills_its_frame():
    placed = fitted(np.array([[0.0, 5.0], [1.0, 6.0], [2.0, 5.5]]), 300, 200, (30, 20))
    assert placed.min(axis=0).tolist() == [30, 20]
    assert placed.max(axis=0).tolist() == [270, 180]
