"""How states are drawn, year by year: everyone once, and no land twice."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec

import pytest

from multipolar import states
from multipolar.errors import BadYear
from multipolar.states.facts import spells
from multipolar.states.land import FIRST, HEIRS, SHARED, land, shared_shapes

YEARS = range(FIRST, 2027)


def members(year: int) -> list[int]:
    on = date(year, 12, 31)
    return [code for code, group in spells().items() if any(s.start <= on <= s.end for s in group)]


@pytest.mark.parametrize("year", YEARS)
def test_every_state_has_shapes_or_a_place_in_a_list_and_no_shape_is_used_twice(year):
    found = {code: land(code, year) for code in members(year)}
    assert all(place is not None for place in found.values())
    assert all(bool(place.shapes) != bool(place.among) for place in found.values())
    shapes = [shape for place in found.values() for shape in place.shapes]
    assert len(shapes) == len(set(shapes))
    assert not shared_shapes(year) & set(shapes)


@pytest.mark.parametrize(
    ("code", "year", "shapes"),
    [(365, 1990, 15), (365, 1991, 1), (345, 1991, 7), (345, 1992, 3), (345, 2006, 2),
     (345, 2008, 1), (315, 1991, 2), (770, 1970, 2), (770, 1971, 1), (530, 1992, 2),
     (625, 2010, 2), (651, 1960, 2), (651, 1961, 1), (710, 1948, 2), (710, 1950, 1)],
)  # fmt: skip
def test_states_that_were_larger_than_today(code, year, shapes):
    assert len(land(code, year).shapes) == shapes


@pytest.mark.parametrize(
    ("code", "year"), [(260, 1960), (265, 1989), (678, 1980), (680, 1980), (816, 1970), (817, 1970)]
)
def test_two_on_one_shape_have_none(code, year):
    assert land(code, year) == ((), SHARED)
    assert any(code in pair for pair in HEIRS.values())


def test_who_ended_within_the_year_is_not_drawn():
    assert land(265, 1990) is None
    assert land(260, 1990) is None
    assert land(255, 1990).shapes == (276,)
    assert shared_shapes(1989) == {276, 887}
    assert shared_shapes(1990) == frozenset()
    assert land(999, 1990) is None


def test_years_before_the_table():
    with pytest.raises(BadYear, match="1946"):
        land(2, 1945)


def test_shapes_are_those_of_the_map():
    if find_spec("bqplot") is None:
        pytest.skip("bqplot has the map file")
    from multipolar.report.shapes import codes

    used = {s for year in (1960, 2016) for c in members(year) for s in land(c, year).shapes}
    assert used <= set(codes())
    never = set(codes()) - used
    assert never == {238, 260, 275, 304, 540, 630, 732}, "territories of no state of the list"


def test_iso_numbers_follow_the_names():
    """A hand check of lines: name by the COW code against the ISO number."""
    for name, number in (("Niger", 562), ("Nigeria", 566), ("Austria", 40), ("Australia", 36),
                         ("Slovakia", 703), ("Slovenia", 705), ("South Korea", 410),
                         ("North Korea", 408), ("DR Congo", 180), ("Republic of the Congo", 178),
                         ("Guinea", 324), ("Guinea-Bissau", 624), ("Equatorial Guinea", 226),
                         ("Dominican Republic", 214), ("Iran", 364), ("Iraq", 368)):  # fmt: skip
        assert land(states.resolve(name, 2016).ccode, 2016).shapes == (number,), name
