"""Obligation by organisation, pledges after 2018 and shared groupings as a user asks for them."""

from __future__ import annotations

import polars as pl
import pytest

import multipolar as mp
from multipolar.sources import memberships


@pytest.mark.parametrize(
    ("who", "year", "value", "words"),
    [
        (("US", "UK"), 2020, 2, "North Atlantic"),
        (("Russia", "Kazakhstan"), 2014, 2, "Collective Security"),
        (("Russia", "China"), 2014, 1, "Shanghai"),
        (("Russia", "China"), 2000, 0, ""),
        (("East Germany", "Russia"), 1989, 2, "Warsaw"),
        (("US", "Australia"), 2022, 1, "AUKUS"),
        (("US", "Australia"), 2020, 0, ""),
        (("Russia", "Azerbaijan"), 2000, 0, ""),
        (("US", "Japan"), 2020, 0, ""),
    ],
)
def test_obligation_by_organisation(who, year, value, words):
    found = mp.get("treaty.organisation", *who, year=year)
    assert found.value == value
    assert found.status == ("observed" if value else "structural_zero")
    assert words in found.note
    assert found.low is None


def test_alliances_of_the_list_are_defence_pacts_of_atop():
    """Every pair of the three alliances to 2018 has a defence pact in ATOP, but for exceptions.

    ATOP dates NATO from signature and keeps Warsaw Pact pairs likewise, so that ours are a part.
    """
    frame = mp.dyads(range(1949, 2019)).add("treaty.organisation", "treaty.defense").frame
    allied = frame.filter(pl.col("treaty.organisation") == 2)
    assert allied.height > 10_000
    without = allied.filter(pl.col("treaty.defense") == 0)
    assert without.select("ccode1", "ccode2", "year").rows() == []


def test_pledges_after_2018_are_a_list_and_not_a_series():
    """Not in the list is missing, never zero, and nothing is joined to ATOP."""
    found = mp.get("treaty.later_pledge", "Russia", "North Korea", year=2024)
    assert (found.value, found.status, found.origins) == (3, "observed", ("hand-treaties",))
    assert "coded by hand" in found.note
    assert "19 June 2024" in found.note
    assert mp.get("treaty.later_pledge", "Russia", "North Korea", year=2023).status == "missing"
    assert mp.get("treaty.later_pledge", "US", "Japan", year=2024).status == "missing"
    assert mp.get("treaty.later_pledge", "US", "Australia", year=2024).value is None
    assert mp.get("treaty.later_pledge", "US", "UK", year=2018).status == "out_of_coverage"
    assert mp.get("treaty.defense", "Russia", "North Korea", year=2024).status == "out_of_coverage"


def test_groupings_of_russia_and_china():
    found = mp.get("institutions.groupings", "Russia", "China", year=2020)
    assert found.value == 4
    assert found.note == "SCO, BRICS, G20, APEC"
    assert mp.get("institutions.groupings", "Russia", "China", year=1991).value is None


def test_weighted_overlap_against_a_slow_twin():
    """One pair, summed by hand over the rosters of a year."""
    shared = either = 0.0
    for key in memberships.organisations():
        roster = memberships.members(key, 2019)
        one, two = 365 in roster, 710 in roster
        shared += (one and two) / len(roster) if roster else 0
        either += (one or two) / len(roster) if roster else 0
    found = mp.get("institutions.groupings_share", "Russia", "China", year=2019)
    assert found.value == pytest.approx(shared / either)


def test_nobody_shares_where_neither_belongs_to_any():
    found = mp.get("institutions.groupings_share", "North Korea", "Cuba", year=2019)
    assert (found.value, found.status) == (None, "insufficient")
    count = mp.get("institutions.groupings", "North Korea", "Cuba", year=2019)
    assert (count.value, count.status) == (0, "structural_zero")
