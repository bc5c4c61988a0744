"""The list of known realignments is sound, and the score on it is computed as the rules say."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar import states
from multipolar.panel.release import active
from multipolar.states import State
from multipolar.system import realignment_score as scoring
from multipolar.system.realignment_score import Known, Turn


def test_every_row_is_of_two_states_with_a_reason_and_literature():
    rows = scoring.known_realignments()
    works = scoring.literature()
    assert len(rows) >= 50
    for row in rows:
        assert row.ccode1 < row.ccode2
        assert scoring.SPAN[0] <= row.first <= row.last <= scoring.SPAN[1]
        assert row.reason
        assert set(row.sources) <= set(works)
        for code in row.pair:
            for year in (row.first - 1, row.last):
                assert isinstance(states.lookup(code, year), State), (row, year)
    for key, work in works.items():
        assert str(work["year"]) in key
        assert work["author"] and work["title"] and work["publisher"]


def test_both_directions_and_all_regions_are_there():
    rows = [row for row in scoring.known_realignments() if not row.disputed]
    toward = sum(row.direction > 0 for row in rows)
    assert 0.4 < toward / len(rows) < 0.6
    codes = {code for row in rows for code in row.pair}
    for first, last in ((2, 165), (200, 390), (400, 599), (600, 699), (700, 999)):
        assert sum(first <= code <= last for code in codes) >= 10
    pairs = scoring.complete_pairs()
    without = pairs - {row.pair for row in scoring.known_realignments()}
    assert len(without) >= 10  # pairs that did not turn are there on purpose
    assert (2, 740) in without
    assert {(365, 710), (2, 710), (2, 651), (290, 365)} <= pairs


def test_the_realignments_of_every_textbook_are_listed():
    rows = {(row.pair, row.direction): row for row in scoring.known_realignments()}
    split = rows[(365, 710), -1]
    assert any(
        row.pair == (365, 710) and row.direction < 0 and row.first == 1960
        for row in scoring.known_realignments()
    )
    assert split.sources
    for pair, way in (((2, 710), 1), ((365, 651), -1), ((2, 651), 1), ((290, 365), -1)):
        assert (pair, way) in rows


# ------------------------------------------------------------------------ matching
def row(first, last, direction=1, disputed=False, pair=(2, 365)):
    return Known(*pair, first, last, direction, disputed, "", ())


TURNS = st.lists(
    st.builds(
        Turn,
        st.just((2, 365)),
        st.integers(1960, 1975),
        st.sampled_from([1, -1]),
        st.just(0.0),
    ),
    max_size=4,
)
ROWS = st.lists(
    st.builds(
        lambda first, length, way, argued: row(first, first + length, way, argued),
        st.integers(1960, 1975),
        st.integers(0, 3),
        st.sampled_from([1, -1]),
        st.booleans(),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(TURNS, ROWS, st.integers(0, 3))
def test_as_many_as_can_be_are_matched_one_to_one(turns, rows, tolerance):
    found = scoring.matched(turns, rows, tolerance)
    used = [place for place in found if place >= 0]
    assert len(used) == len(set(used))

    def can(turn, known):
        near = known.first - tolerance <= turn.year <= known.last + tolerance
        return near and turn.direction == known.direction

    for turn, place in zip(turns, found, strict=True):
        assert place < 0 or can(turn, rows[place])
    best = 0
    for order in permutations(range(len(rows))):  # all ways, slowly
        left, hits = list(range(len(turns))), 0
        for place in order:
            if rows[place].disputed:
                continue
            fit = next((t for t in left if can(turns[t], rows[place])), None)
            if fit is not None:
                left.remove(fit)
                hits += 1
        best = max(best, hits)
    assert sum(not rows[place].disputed for place in used) >= best


def test_a_claim_on_a_disputed_row_counts_neither_way():
    argued = next(
        one
        for one in scoring.known_realignments()
        if one.disputed and one.pair in scoring.complete_pairs()
    )
    claim = Turn(argued.pair, argued.first, argued.direction, 1.0)
    found = scoring.score([claim], {}, draws=10)
    assert (found.hits, found.claims) == (0, 0)
    wrong = Turn((2, 740), 1985, 1, 1.0)  # a complete pair that did not turn
    assert scoring.score([wrong], {}, draws=10).claims == 1


def test_a_perfect_list_scores_perfectly():
    rows = [one for one in scoring.known_realignments() if not one.disputed]
    turns = [Turn(one.pair, one.first, one.direction, 1.0) for one in rows]
    years = {one.pair: set(range(1950, 2020)) for one in rows}
    found = scoring.score(turns, years, draws=10)
    assert found.precision == found.recall == 1
    assert found.average == pytest.approx(1)
    assert found.testable == found.rows == len(rows)


def test_the_strongest_changes_are_taken_apart_from_each_other():
    series = scoring.Series(
        ((2, 365),), 1960, scoring.np.array([[0.0] * 8 + [1.0] * 8 + [0.2] * 8])
    )
    turns = scoring.largest_changes(series, 5)
    assert [(turn.year, turn.direction) for turn in turns[:2]] == [(1968, 1), (1976, -1)]
    assert turns[0].strength == pytest.approx(1)
    assert abs(turns[0].year - turns[1].year) > scoring.MEAN


# ------------------------------------------------------------------------ the detector's score
@pytest.fixture(scope="module")
def scored():
    release = active()
    affinity, kappa = scoring.measured_pairs(release)
    return release, affinity, kappa, scoring.measured_years(affinity)


def test_the_score_is_the_one_that_the_page_states(scored):
    release, affinity, kappa, measured = scored
    ours = scoring.detections(release)
    found = scoring.score(ours, measured, draws=200)
    assert found.rows == 235
    assert found.testable == 219
    assert found.precision == pytest.approx(STATED["precision"], abs=0.02)
    assert found.recall == pytest.approx(STATED["recall"], abs=0.01)
    claims = sum(
        turn.pair in scoring.complete_pairs() and 1957 <= turn.year <= 2015 for turn in ours
    )
    chance = scoring.by_chance(ours, measured, scoring.TOLERANCE, draws=50)
    assert chance == pytest.approx(0.1, abs=0.03)
    assert found.low > chance  # far better than chance
    rival = scoring.largest_changes(affinity, 5)
    assert found.precision > scoring.score(scoring.as_many(rival, claims), measured).precision
    votes = scoring.largest_changes(kappa, 5)  # and worse than this one, which the page says
    assert found.precision < scoring.score(scoring.as_many(votes, claims), measured).precision


STATED = {"precision": 0.64, "recall": 0.14}
"""As docs/explanation/realignments.md has it."""
