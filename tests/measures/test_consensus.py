"""What partitions have in common, against loops, permutations and published examples."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.measures import consensus

LABELS = st.lists(st.integers(0, 3), min_size=6, max_size=6).map(np.array)


def test_together_counts_pairs_by_pair():
    labels = np.array([[0, 0, 1], [0, 1, 1], [0, 0, 0], [0, 1, 2]])
    share = consensus.together(labels)
    for i in range(3):
        for j in range(3):
            assert share[i, j] == np.mean([line[i] == line[j] for line in labels])
    assert consensus.together(np.zeros((0, 3), int)).tolist() == np.zeros((3, 3)).tolist()


def test_the_median_partition_contradicts_the_fewest_draws():
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, (11, 6))
    share = consensus.together(labels)

    def lost(line):
        same = line[:, None] == line[None, :]
        return np.where(same, 1 - share, share).sum()

    best = min(lost(np.array(x)) for x in np.ndindex(*(6,) * 6))
    assert lost(consensus.median_partition(share)) == pytest.approx(best)


def test_communities_are_numbered_by_size():
    assert consensus.by_size(np.array([4, 7, 7, 2, 2, 2])).tolist() == [2, 1, 1, 0, 0, 0]


def test_membership_leaves_the_node_itself_out():
    share = np.array([[1, 0.8, 0.1], [0.8, 1, 0.3], [0.1, 0.3, 1]])
    found = consensus.membership(share, np.array([0, 0, 1]))
    assert found[0].tolist() == pytest.approx([0.8, 0.1])
    assert found[2, 0] == pytest.approx(0.2)
    assert np.isnan(found[2, 1])


def test_the_core_is_what_holds_together():
    share = np.full((5, 5), 0.9)
    share[4, :4] = share[:4, 4] = 0.6
    share[3, :3] = share[:3, 3] = 0.8
    np.fill_diagonal(share, 1)
    assert consensus.core_of(share, 0.75).tolist() == [True, True, True, True, False]
    assert consensus.core_of(share, 0.85).tolist() == [True, True, True, False, False]
    assert not consensus.core_of(share, 0.95).any()


def test_the_interval_is_that_of_the_mixture_of_posteriors():
    from scipy.stats import beta

    counts = np.array([[0, 20], [5, 20], [20, 20]])
    low, high = consensus.interval_over(counts, 20)
    grid = np.linspace(0, 1, 2001)
    for place in range(2):
        below = np.mean([beta.cdf(grid, 0.5 + k, 20.5 - k) for k in counts[:, place]], axis=0)
        assert low[place] == pytest.approx(grid[np.searchsorted(below, 0.05)], abs=0.006)
        assert high[place] == pytest.approx(grid[np.searchsorted(below, 0.95)], abs=0.006)
    assert (low[0], high[1]) == (0.0, 1.0)


@pytest.mark.parametrize("sizes", [((3, 2, 1), (2, 2, 2)), ((4, 2), (5, 1)), ((2, 2, 2), (3, 3))])
def test_expected_information_is_the_mean_over_all_permutations(sizes):
    one, two = (np.repeat(range(len(x)), x) for x in sizes)

    def information(a, b):
        table = consensus.contingency(a, b) / 6
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.nansum(table * np.log(table / np.outer(table.sum(1), table.sum(0))))

    mean = np.mean([information(one, two[list(order)]) for order in permutations(range(6))])
    found = consensus.expected_information(np.array(sizes[0]), np.array(sizes[1]))
    assert found == pytest.approx(mean)


def test_agreement_of_two_partitions_has_its_known_values():
    """Values of scikit-learn 1.5 for adjusted_mutual_info_score and adjusted_rand_score."""
    one, two = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    assert consensus.adjusted_information(one, two) == pytest.approx(0.298792458, abs=1e-8)
    assert consensus.adjusted_rand(one, two) == pytest.approx(0.242424242, abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(LABELS, LABELS)
def test_agreement_does_not_depend_on_names_or_order(one, two):
    for measure in (consensus.adjusted_information, consensus.adjusted_rand):
        value = measure(one, two)
        assert value == pytest.approx(measure(two, one))
        assert value == pytest.approx(measure(5 - one, two))
        assert value <= 1 + 1e-9
        assert measure(one, one) == pytest.approx(1)


def test_agreement_of_next_to_nothing():
    one = np.array([0])
    assert np.isnan(consensus.adjusted_rand(one, one))
    assert np.isnan(consensus.adjusted_information(one, one))
    trivial = np.zeros(5, int)
    assert consensus.adjusted_rand(trivial, trivial) == 1
    assert consensus.adjusted_information(trivial, trivial) == 1


def test_partitions_drawn_at_random_agree_by_chance_alone():
    random = np.random.default_rng(3)
    draws = [(random.integers(0, 4, 80), random.integers(0, 5, 80)) for _ in range(60)]
    assert np.mean([consensus.adjusted_information(*x) for x in draws]) == pytest.approx(
        0, abs=0.01
    )
    assert np.mean([consensus.adjusted_rand(*x) for x in draws]) == pytest.approx(0, abs=0.01)


def test_a_community_goes_on_where_most_of_it_stays():
    before = np.array([0, 0, 0, 0, 1, 1, 1, 2])
    after = np.array([1, 1, 1, 0, 0, 0, 0, 2])
    assert consensus.continued(before, after).tolist() == [1, 0, 2]
    assert consensus.continued(before, after, least=0.7).tolist() == [1, 0, 2]
    assert consensus.continued(before, after, least=0.8).tolist() == [-1, -1, 2]
    assert np.flatnonzero(consensus.switched(before, after)).tolist() == [3]
    assert consensus.switch_rates(before[None], after[None]).tolist() == pytest.approx([1 / 8])


@settings(max_examples=40, deadline=None)
@given(LABELS, LABELS)
def test_switching_is_the_least_over_all_ways_to_match_names(one, two):
    rate = consensus.switch_rates(one[None], two[None])[0]
    least = min((np.array(names)[two] != one).mean() for names in permutations(range(4)))
    assert rate == pytest.approx(least)
    assert rate == pytest.approx(consensus.switched(one, two).mean())
    names = consensus.aligned(two[None], one)[0]
    assert (names != one).mean() == pytest.approx(least)
    assert consensus.adjusted_rand(names, two) == pytest.approx(1)
