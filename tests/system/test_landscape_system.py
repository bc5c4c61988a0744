"""The landscape of a year by our own rules."""

import numpy as np
import pytest

from multipolar import get
from multipolar.errors import BadOption, BadYear
from multipolar.measures.landscape import landscape
from multipolar.panel.release import active
from multipolar.system.landscape import camps, propensities

POWERS_1936 = (200, 220, 255, 325, 365)
EUROPE_1936 = (200, 220, 255, 325, 365, 290, 360, 345, 315, 310, 355, 350, 640, 235, 375, 366, 367)


def test_five_great_powers_of_1936_as_enemies():
    """Three minima by version 7 of the capability index.

    A fourth, Italy with the Soviet Union, is missed by a hair: their .188 against .245 of the
    others is a gap of .057, and France, with .053, gains by changing over. With Britain
    weaker by .005 it is four, as computed elsewhere from other figures.
    """
    sizes = np.array([get("power.cinc", code, year=1936).value for code in POWERS_1936])
    enemies = -np.ones((5, 5))
    assert len(landscape(sizes, enemies).energies) == 3
    sizes[0] -= 0.005
    assert len(landscape(sizes, enemies).energies) == 4


def test_europe_before_the_war():
    found = camps(1936, EUROPE_1936)
    assert found.exact
    assert sum(one.basin for one in found.minima) == pytest.approx(1)
    assert found.minima[0].barrier is None
    assert all(one.barrier > 0 for one in found.minima[1:])
    sides = found.minima[1].camps
    assert any({200, 220, 365} <= set(side) for side in sides), "the allies of 1941"
    assert any({255, 325, 310, 360} <= set(side) for side in sides)


def test_propensities_add_up_the_stated_rules():
    """In 2014 India and Pakistan: rivals, serious dispute, border; other types of regime."""
    found, unknown = propensities((750, 770), 2014, active())
    assert unknown == ("hostility.serious_dispute",)
    assert found[0, 1] in (-1.5, -1.0)
    assert found[0, 0] == 0
    found, _ = propensities((2, 200), 1960, active())
    assert found[0, 1] == 1.0, "a pact of defence, and types of regime that differ"


def test_bad_questions():
    with pytest.raises(BadOption, match="each named once"):
        camps(1936, ["France", "FRA"])
    with pytest.raises(BadYear, match="1816 to 2022"):
        camps(2023, ["France", "Germany"])
    with pytest.raises(BadYear, match="as_of"):
        camps(1936, ["France", "Germany"], as_of=1930)
