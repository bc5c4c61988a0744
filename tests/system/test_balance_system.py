"""Structural balance of alliances and rivalries, from the release."""

import json

import pytest
from typer.testing import CliRunner

from multipolar.cli.app import app
from multipolar.errors import BadOption, BadYear
from multipolar.panel.release import active
from multipolar.system import balance as module
from multipolar.system.balance import balance, covered, ties

NORTH_YEMEN, JORDAN, SAUDI_ARABIA, ITALY, ETHIOPIA = 678, 663, 670, 325, 530


@pytest.mark.parametrize(
    ("year", "index", "value", "rivalries"), [(1985, 33, 0.930, 67), (2014, 35, 0.959, 62)]
)
def test_computed_independently(year, index, value, rivalries):
    found = balance(year)
    assert (found.upper, found.rivalries) == (index, rivalries)
    assert found.proven
    assert found.balance == pytest.approx(value, abs=0.0005)
    assert len(found.frustrated) == index


def test_1938_and_the_rivalry_of_an_occupied_state():
    """Ethiopia was no member in 1938; with its rivalry with Italy it is 9 of 42, F = .786."""
    found = balance(1938)
    assert (found.upper, found.rivalries) == (9, 41)
    assert found.balance == pytest.approx(0.783, abs=0.0005)
    friends, enemies = ties(1938, active())
    with_it, *_ = module._frustration(friends, enemies | {(ITALY, ETHIOPIA)}, 60)
    assert with_it.upper == 9
    assert with_it.balance == pytest.approx(0.786, abs=0.0005)


def test_1962_and_the_rivals_of_north_yemen():
    """The source names Jordan's and Saudi Arabia's rival by the code of unified Yemen.

    Under that code, which nobody had in 1962, both stand apart, and the index is 20, F = .925.
    They are the North's, an ally of both rivals in the Arab League's pact.
    """
    found = balance(1962)
    assert (found.upper, found.rivalries) == (22, 52)
    assert {(JORDAN, NORTH_YEMEN, -1), (SAUDI_ARABIA, NORTH_YEMEN, -1)} <= set(found.frustrated)
    friends, enemies = ties(1962, active())
    allied = {(JORDAN, NORTH_YEMEN), (SAUDI_ARABIA, NORTH_YEMEN)}
    as_coded = (enemies - allied) | {(JORDAN, 679), (SAUDI_ARABIA, 679)}
    assert module._frustration(friends | allied, as_coded, 60)[0].upper == 20


@pytest.mark.parametrize("year", [1914, 1950, 1975, 2000])
def test_every_year_is_proven(year):
    assert balance(year).proven


def test_random_rivalries_are_reproducible():
    one, two = (balance(1962, shuffles=5, seed=3) for _ in range(2))
    assert one.chance == two.chance
    assert len(one.chance) == 5
    assert one.less_than_chance == pytest.approx((1 + sum(c <= 22 for c in one.chance)) / 6)


def test_bad_questions():
    first, last = covered()
    assert (first, last) == (1816, 2018)
    with pytest.raises(BadYear, match="1816 to 2018"):
        balance(2019)
    with pytest.raises(BadYear, match="as_of"):
        balance(2000, as_of=1999)
    with pytest.raises(BadOption, match="random draws"):
        balance(2000, shuffles=-1)


def test_command():
    found = json.loads(CliRunner().invoke(app, ["balance", "2014", "--json"]).stdout)
    assert (found["line_index"], found["lower_bound"], found["rivalries"]) == (35, 35, 62)
    shown = CliRunner().invoke(app, ["balance", "1962"]).stdout
    assert "22, proven least" in shown
    assert "rivals in one camp" in shown
