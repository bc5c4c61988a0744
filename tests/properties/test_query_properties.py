"""What holds of every answer: order of the two states, and nothing later than ``as_of``."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import multipolar as mp
from multipolar.errors import SameState
from multipolar.fields.indicator import Unit
from multipolar.fields.registry import INDICATORS
from multipolar.panel.release import EMBEDDED, Release, write_tables
from multipolar.panel.schema import TABLES

DYADIC = [n for n, i in INDICATORS.items() if i.unit is Unit.DYAD_YEAR]
STATES = [2, 200, 220, 255, 260, 265, 290, 315, 345, 365, 369, 630, 645, 666, 710, 713, 731, 740]
light = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@light
@given(
    st.sampled_from([n for n in DYADIC if not INDICATORS[n].directed]),
    st.sampled_from(STATES),
    st.sampled_from(STATES),
    st.integers(1900, 2025),
)
def test_the_order_of_two_states_does_not_matter(name, one, two, year):
    try:
        first = mp.get(name, one, two, year=year)
    except SameState:
        return
    second = mp.get(name, two, one, year=year)
    assert first.to_dict() | {"note": ""} == second.to_dict() | {"note": ""}
    assert first.ccode1 is None or first.ccode1 < first.ccode2


@light
@given(st.sampled_from(STATES), st.sampled_from(STATES), st.integers(1900, 2014))
def test_asymmetry_changes_its_sign_with_the_direction(one, two, year):
    try:
        there = mp.get("trade.asymmetry", one, two, year=year)
    except SameState:
        return
    back = mp.get("trade.asymmetry", two, one, year=year)
    assert there.status == back.status
    if there.value is not None:
        assert there.value == pytest.approx(-back.value)


@light
@given(st.sampled_from(DYADIC), st.lists(st.integers(1816, 2025), min_size=1, max_size=8))
def test_years_come_sorted_and_once_and_as_asked_alone(name, years):
    found = mp.get(name, "China", "Russia", years=years)
    assert [item.year for item in found] == sorted(set(years))
    for item in found:
        assert item == mp.get(name, "China", "Russia", year=item.year)


@light
@given(st.sampled_from(STATES), st.sampled_from(STATES), st.integers(1946, 2018))
def test_the_strongest_obligation_follows_from_the_pledges(one, two, year):
    """0 none, 1 non-aggression, 2 neutrality or consultation, 3 defence or offence (issue 2)."""
    for suffix in ("", "_bilateral"):
        try:
            level = mp.get(f"treaty.obligation{suffix}", one, two, year=year).value
        except SameState:
            return
        has = {
            kind: mp.get(f"treaty.{kind}{suffix}", one, two, year=year).value
            for kind in ("defense", "offense", "neutrality", "nonaggression", "consultation")
        }
        if level is None:
            assert set(has.values()) == {None}
            continue
        if has["defense"] or has["offense"]:
            assert level == 3
        elif has["neutrality"] or has["consultation"]:
            assert level == 2
        else:
            assert level == has["nonaggression"]


# ------------------------------------------------------------------------------ as of
TODAY = 1979
"""The day of the question; the truncated release knows nothing after it."""


@pytest.fixture(scope="module")
def truncated(tmp_path_factory):
    """The embedded release with everything after TODAY cut off."""
    frames = {}
    for name, table in TABLES.items():
        frame = pl.read_parquet(EMBEDDED / f"{name}.parquet")
        if "year" in table.keys:
            frame = frame.filter(pl.col("year") <= TODAY)
        if "last" in table.keys:
            frame = frame.filter(pl.col("first") <= TODAY).with_columns(
                pl.min_horizontal("last", pl.lit(TODAY)).cast(frame.schema["last"]).alias("last")
            )
        if "ended" in table.keys:  # of a dispute under way neither end nor outcome is known
            later = pl.col("ended") > TODAY
            frame = frame.with_columns(
                pl.when(later)
                .then(TODAY + 1)
                .otherwise("ended")
                .cast(frame.schema["ended"])
                .alias("ended"),
                *(
                    pl.when(later)
                    .then(1)
                    .otherwise(outcome)
                    .cast(frame.schema[outcome])
                    .alias(outcome)
                    for outcome in ("level", "severity")
                    if outcome in table.columns
                ),
            )
        frames[name] = frame
    folder = tmp_path_factory.mktemp("truncated")
    write_tables(frames, folder, "0.0.0")
    return Release(folder)


@pytest.mark.parametrize("name", INDICATORS)
def test_nothing_later_reaches_an_answer(name, truncated):
    """All dyads or states, in the year of the question and the one before it."""
    item = INDICATORS[name]
    variants = [{}]
    if "year/all" in item.coverages:
        variants = [
            {"by": by, "base": base} for by in ("year", "session") for base in ("final", "all")
        ]
    elif item.has_variants:
        variants = [{"by": "year"}, {"by": "session"}]
    if item.shrinks:
        variants += [{**options, "shrink": True} for options in variants]
    for options in variants:
        frames = []
        for release in (None, truncated):
            if item.unit is Unit.STATE_YEAR:
                table = mp.state_years([TODAY - 1, TODAY], as_of=TODAY, release=release)
            else:
                table = mp.dyads(
                    [TODAY - 1, TODAY], as_of=TODAY, directed=item.directed, release=release
                )
            frames.append(table.add(name, detail=True, **options).frame)
        unmeasured = item.coverage.first > TODAY or {TODAY - 1, TODAY} <= {*item.coverage.missing}
        assert frames[0][name].count() > 0 or unmeasured or item.user_source
        assert frames[0].equals(frames[1])


@pytest.mark.parametrize("name", INDICATORS)
def test_nothing_later_reaches_a_single_answer(name, truncated):
    item = INDICATORS[name]
    for one, two in pairwise(["China", "Russia", "United States", "India", "West Germany"]):
        who = [one] if item.unit is Unit.STATE_YEAR else [one, two]
        asked = mp.get(name, *who, as_of=TODAY)
        assert asked.year <= TODAY
        assert asked == mp.get(name, *who, as_of=TODAY, release=truncated)


def test_relevance_does_not_look_ahead(truncated):
    now = mp.dyads([TODAY], relevant=True, as_of=TODAY).frame
    assert now.equals(mp.dyads([TODAY], relevant=True, as_of=TODAY, release=truncated).frame)


def test_a_session_under_way_counts_only_what_was_voted():
    """Session 15 opened in September 1960 and went on to April 1961 with half of its votes."""
    options = {"year": 1960, "by": "session", "base": "all"}
    later = mp.get("votes.s", "United States", "Russia", **options)
    then = mp.get("votes.s", "United States", "Russia", as_of=1960, **options)
    assert then.n < 0.7 * later.n


def test_a_war_of_1941_is_not_known_in_1940():
    """COW codes the level of a dispute as a whole in each of its years.

    cow_mid_dirdisps.rda: dispnum 339, ccode1 740, ccode2 2, year 1940, hostlev1 5, for a war that
    began on 7 December 1941.
    """
    then = mp.get("hostility.mid", "United States", "Japan", year=1940, as_of=1940)
    assert then.value is None or then.value < 5
    assert mp.get("hostility.mid", "United States", "Japan", year=1941).value == 5
