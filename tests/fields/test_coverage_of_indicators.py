"""Counts of cases with a value, against single questions."""

from __future__ import annotations

import pytest

import multipolar as mp
from multipolar.estimate import HAS_VALUE
from multipolar.fields.coverage import by_decade, cases, coverage
from multipolar.fields.registry import INDICATORS
from multipolar.panel.release import active


@pytest.mark.parametrize("name", ["trade.share", "power.cinc"])
def test_a_year_is_counted_as_single_questions_are(name):
    (found,) = coverage([name])
    year = 1875
    keys = cases(INDICATORS[name], year, year, active()).select(INDICATORS[name].keys).rows()
    known = sum(mp.get(name, *key[:-1], year=year).status in HAS_VALUE for key in keys)
    row = found.years.filter(found.years["year"] == year).row(0, named=True)
    assert (row["cases"], row["known"]) == (len(keys), known)


def test_relevant_cases_are_among_all():
    (found,) = coverage(["votes.kappa"])
    years = found.years
    assert (years["relevant"] <= years["cases"]).all()
    assert (years["relevant_known"] <= years["known"]).all()
    assert found.span == (1946, 2025)
    shares = by_decade(found)
    assert 0.9 < shares[2010] <= 1
    assert shares[1980] > 0.8


def test_both_directions_are_counted():
    """Opinion of the United States (2), asked in states whose codes are all higher, is not lost."""
    (found,) = coverage(["opinion.favourable"])
    table = mp.dyads(range(2002, 2024), directed=True).add("opinion.favourable").frame
    assert found.known == table["opinion.favourable"].drop_nulls().len() == 1963
    assert found.span == (2002, 2023)
    pair, each = coverage(["events.net", "events.cooperation"])
    assert (each.years["cases"] == 2 * pair.years["cases"]).all()
    assert (each.years["relevant"] == 2 * pair.years["relevant"]).all()
