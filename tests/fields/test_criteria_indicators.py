"""Indicators behind the criteria: say in the IMF, programme, spread over issues, quarrels."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

import multipolar as mp
from multipolar.fields.programme import shared_entries
from multipolar.measures.similarity import kappa
from multipolar.measures.spread import spread
from multipolar.panel.release import active
from multipolar.panel.schema import CELLS


# ------------------------------------------------------------------ say in the IMF
@pytest.mark.parametrize(
    ("who", "year", "quota"),
    [
        ("China", 2014, 0.03994), ("China", 2016, 0.06390), ("United States", 2014, 0.1766),
        ("United States", 2020, 0.17398), ("Russia", 2016, 0.02705), ("Japan", 2011, 0.06552),
    ],
)  # fmt: skip
def test_quotas_are_those_of_the_reforms(who, year, quota):
    """IMF, Quota and Voting Shares before and after the reforms of 2008 and 2010."""
    assert mp.get("stakes.imf_quota", who, year=year).value == pytest.approx(quota)


def test_say_over_weight_is_quota_over_product():
    """China 2014: 10.5 of 78.4 trillion dollars, and a quota of 4.0 %."""
    gap = mp.get("stakes.imf_gap", "China", year=2014)
    assert math.exp(gap.value) == pytest.approx(0.0399 / (10.5 / 78.4), rel=0.03)
    assert (gap.low, gap.high) == (None, None)


def test_those_outside_the_fund_are_no_members_and_not_without_say():
    for who, year in (("North Korea", 2014), ("Cuba", 2014), ("Nauru", 2015)):
        found = mp.get("stakes.imf_quota", who, year=year)
        assert (found.value, found.status) == (None, "not_a_member")
    assert mp.get("stakes.imf_quota", "Nauru", year=2016).value > 0
    assert mp.get("stakes.imf_quota", "China", year=2010).status == "out_of_coverage"


def test_quotas_sum_to_one_and_to_those_of_the_file(raw):
    from multipolar.sources import imf_quotas

    frame = imf_quotas.quotas(raw)
    sums = frame.group_by("year").agg(pl.col("quota").sum(), pl.len()).sort("year")
    assert sums["quota"].to_list() == pytest.approx([1.0] * 10, abs=1e-3)
    assert sums["len"].to_list() == [187, *[188] * 4, *[189] * 5]


# ------------------------------------------------------------------ programme
def test_programme_is_the_sum_over_shared_entries():
    found = mp.get("narrative.programme", "US", "UK", year=2014)
    shared = shared_entries(2, 200, 2014)
    by = dict(shared.group_by("side").agg(pl.col("shared").sum()).iter_rows())
    assert found.value == pytest.approx(by["programme"] / (by["programme"] + by["objection"]))
    assert (
        shared["shared"] == shared.select(pl.min_horizontal("rate1", "rate2")).to_series()
    ).all()


def test_a_later_speech_does_not_reach_an_earlier_answer():
    one = mp.get("narrative.programme", "US", "UK", year=2005, as_of=2005)
    assert one == mp.get("narrative.programme", "US", "UK", year=2005, as_of=2020)


@pytest.mark.parametrize("year", [1975, 1985, 2005, 2014])
def test_those_who_object_and_those_who_build(year):
    """Known groups: Cuba and North Korea or Iraq object, Japan and Sweden build."""
    objecting = mp.get(
        "narrative.programme", "Cuba", "Iraq" if year < 2000 else "North Korea", year=year
    )
    building = mp.get("narrative.programme", "Japan", "Sweden", year=year)
    assert objecting.value < building.value - 0.1
    assert objecting.high < building.value


def test_too_few_speeches_are_insufficient():
    assert mp.get("narrative.programme", "US", "UK", year=1946).status == "insufficient"


# ------------------------------------------------------------------ spread over issues
def test_spread_over_issues_by_hand():
    """Pool each issue over five years, take kappa of each, then their spread."""
    rows = (
        active()
        .scan("votes_issue")
        .filter(
            pl.col("issue") <= 6, pl.col("year").is_between(2010, 2014), pl.col("final") == 1,
            pl.col("ccode1") == 2, pl.col("ccode2") == 200,
        )
        .group_by("issue")
        .agg(pl.col(CELLS).cast(pl.Int64).sum())
        .sort("issue")
        .collect()
    )  # fmt: skip
    tables = rows.select(CELLS).to_numpy().reshape(-1, 3, 3)
    enough = tables.sum(axis=(1, 2)) >= 15
    found = kappa(tables[enough])
    errors = (found.high - found.low) / (2 * 1.6448536269514722)
    slow = spread(found.value[None], errors[None])
    asked = mp.get("issues.spread", "US", "UK", year=2014)
    assert asked.value == pytest.approx(float(slow.value[0]))
    assert asked.n == tables[enough].sum()
    assert np.ptp(found.value) > asked.value


def test_satellites_voted_alike_on_everything():
    same = mp.get("issues.spread", "USSR", "Bulgaria", year=1980)
    other = mp.get("issues.spread", "US", "UK", year=1980)
    assert same.value == 0 < other.low


# ------------------------------------------------------------------ quarrels
@pytest.mark.parametrize(
    ("pair", "year", "value"),
    [
        (("India", "Pakistan"), 2005, 1),
        (("Greece", "Turkey"), 2005, 1),
        (("US", "UK"), 2005, 0),
        (("Sweden", "Norway"), 1990, 0),
    ],
)
def test_unsettled_quarrels_of_pairs_that_one_knows(pair, year, value):
    assert mp.get("hostility.unsettled", *pair, year=year).value == value


def test_a_dispute_counts_from_its_end_for_fifteen_years(raw):
    """Each case against the raw codes: settle is 3, both acted or somebody died, or rivals."""
    from multipolar.panel.conflict import _rival_years
    from multipolar.sources import mid_gml

    rows = mid_gml.disputes(raw).join(
        _rival_years(raw).with_columns(rival=pl.lit(True)),
        on=["ccode1", "ccode2", "year"],
        how="left",
    )
    serious = rows.filter(
        pl.any_horizontal("answered", "deaths", pl.col("rival").fill_null(False))
        & (pl.col("settled") == False)  # noqa: E712
        & (pl.col("ended") <= 2010)
    )
    for one, two in ((750, 770), (350, 640), (2, 630)):
        mine = serious.filter((pl.col("ccode1") == one) & (pl.col("ccode2") == two))
        ends = set(mine["ended"].to_list())
        for year in (1965, 1980, 1995, 2010):
            wanted = any(year - 15 < end <= year for end in ends)
            found = mp.get("hostility.unsettled", one, two, year=year)
            assert wanted == (found.value == 1), (one, two, year)


def test_what_was_not_over_is_not_settled():
    assert mp.get("hostility.unsettled", "Germany", "Poland", year=1940).status in (
        "partial", "observed", "not_a_state",
    )  # fmt: skip
    assert mp.get("hostility.unsettled", "US", "UK", year=2011).status == "out_of_coverage"
