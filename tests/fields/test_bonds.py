"""Mutual bonds and hedging against plain sets of allies and rivals."""

from __future__ import annotations

import polars as pl
import pytest

import multipolar as mp
from multipolar.panel.release import active

YEAR = 2014


def partners(table, ccode, keep):
    rows = table.filter(keep).select("ccode1", "ccode2").rows()
    return {a if b == ccode else b for a, b in rows if ccode in (a, b)}


def allies(ccode, bits):
    table = active().scan("treaty").filter(pl.col("year") == YEAR).collect()
    return partners(table, ccode, ((pl.col("pledged12") | pl.col("pledged21")) & bits) > 0)


def rivals(ccode):
    table = active().scan("rivalry").collect()
    return partners(table, ccode, pl.lit(YEAR).is_between("first", "last"))


@pytest.mark.parametrize(("one", "two"), [(365, 710), (2, 200), (750, 770), (2, 710)])
def test_shared_allies_are_those_of_both(one, two):
    first, second = allies(one, 23) - {two}, allies(two, 23) - {one}
    found = mp.get("bonds.shared_allies", one, two, year=YEAR)
    assert found.n == len(first | second)
    assert found.value == pytest.approx(len(first & second) / len(first | second))


@pytest.mark.parametrize(("one", "two"), [(365, 710), (710, 365), (2, 710), (770, 750)])
@pytest.mark.parametrize(("name", "bits"), [("rival_treaties", 31), ("rival_alliances", 23)])
def test_hedging_counts_the_rivals_of_the_other(one, two, name, bits):
    threats = rivals(two) - {one}
    found = mp.get(f"hedging.{name}", one, two, year=YEAR)
    assert found.n == len(threats)
    assert found.value == pytest.approx(len(threats & allies(one, bits)) / len(threats))


def test_a_state_without_rivals_gives_nothing_to_hedge_against():
    assert rivals(390) == set()
    assert mp.get("hedging.rival_treaties", "USA", "DNK", year=YEAR).status == "insufficient"


def test_the_warsaw_pact_was_a_camp():
    # Eighteen of the twenty-one pairs among the seven allies of East Germany were bound.
    camp = mp.get("bonds.closure", "GDR", year=1985)
    west = mp.get("bonds.closure", "FIN", year=1985)
    assert (camp.n, camp.value) == (7, pytest.approx(18 / 21))
    assert west.status == "insufficient"
