"""Obstruction: No votes alone, together, and against the United States."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import multipolar as mp
from multipolar.errors import BadOption
from multipolar.fields.obstruction import no_or_not
from multipolar.measures.similarity import kappa
from multipolar.sources import assembly_votes

TABLES = arrays(np.int64, (3, 3), elements=st.integers(0, 60))


@given(TABLES)
def test_merging_abstentions_keeps_every_roll_call_and_every_joint_no(table):
    merged = no_or_not(table)
    assert merged.sum() == table.sum()
    assert merged[2, 2] == table[2, 2]
    assert merged[:, 2].sum() == table[:, 2].sum()
    assert merged[1].sum() == merged[:, 1].sum() == 0


def test_tandem_is_cohens_kappa_of_two_categories():
    # Both No 4, only the first 3, only the second 2, neither 31: by hand
    # p_o = 35/40, p_e = (7*6 + 33*34)/1600 = .7275, kappa = (.875 - .7275)/(1 - .7275).
    table = np.array([[20, 5, 1], [4, 2, 1], [2, 1, 4]])
    assert kappa(no_or_not(table)).value == pytest.approx((0.875 - 0.7275) / (1 - 0.7275))


def test_issues_are_refused_where_they_are_not_counted():
    with pytest.raises(BadOption, match="not measured by issue"):
        mp.get("obstruction.no_share", "USA", year=2014, issue="hr")
    assert mp.get("obstruction.joint_no", "CHN", "RUS", year=2014, issue="hr").value is not None


@pytest.mark.raw
def test_counts_follow_from_the_single_votes(raw):
    """Russia, China and the United States on final passage in 2014, vote by vote."""
    calls = assembly_votes.roll_calls(raw).to_dicts()
    final = {c["call"] for c in calls if c["year"] == 2014 and c["final"]}
    cast: dict[int, dict[str, int]] = {}
    for call, voter, vote in assembly_votes.votes(raw).iter_rows():
        if call in final:
            cast.setdefault(call, {})[voter] = vote
    divided = [votes for votes in cast.values() if len(set(votes.values())) > 1]
    both = [(v["RUS"], v["CHN"]) for v in divided if "RUS" in v and "CHN" in v]
    found = mp.get("obstruction.joint_no", "RUS", "CHN", year=2014)
    assert found.n == len(both)
    assert found.value == pytest.approx(sum(pair == (3, 3) for pair in both) / len(both))
    usa = [v["USA"] for v in divided if "USA" in v]
    alone = mp.get("obstruction.no_share", "USA", year=2014)
    assert (alone.n, alone.value) == (len(usa), pytest.approx(usa.count(3) / len(usa)))
    three = [v for v in divided if {"RUS", "CHN", "USA"} <= v.keys() and v["USA"] != 2]
    against = mp.get("obstruction.against_us", "RUS", "CHN", year=2014)
    opposed = [v for v in three if v["RUS"] == v["CHN"] == 4 - v["USA"]]
    assert (against.n, against.value) == (len(three), pytest.approx(len(opposed) / len(three)))
