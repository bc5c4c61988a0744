"""The projection, against the figures of its paper, and true areas on the map that is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.report.equal_earth import project

EARTH = 6371.0072
"""Radius in kilometres of a globe with the area of the Earth."""


def test_size_of_the_world_as_published():
    """Šavrič, Patterson and Jenny 2019, 458: 2.05458 times as wide as high, pole line .59247."""
    degrees = np.array([0.0, 180.0, 180.0]), np.array([90.0, 0.0, 90.0])
    x, y = project(*degrees)
    assert x[1] / y[0] == pytest.approx(2.05458, abs=1e-5)
    assert x[2] / x[1] == pytest.approx(0.59247, abs=1e-5)


def test_parallels_are_straight_and_the_hemispheres_alike():
    longitude = np.linspace(-180, 180, 25)
    x, y = project(longitude, np.full(25, 52.0))
    assert np.ptp(y) == 0
    assert np.allclose(np.diff(x, 2), 0)
    south_x, south_y = project(longitude, np.full(25, -52.0))
    assert np.allclose(south_x, x)
    assert np.allclose(south_y, -y)


@pytest.mark.parametrize(("south", "north"), [(0, 10), (40, 50), (70, 80)])
def test_a_zone_keeps_its_area(south, north):
    """Twin: the area of a zone on a sphere is 2 pi (sin north - sin south)."""
    latitude = np.linspace(south, north, 2001)
    x, y = project(np.full(latitude.size, 180.0), latitude)
    wide = 2 * x
    area = float(np.sum((wide[1:] + wide[:-1]) / 2 * np.diff(y)))
    true = 2 * np.pi * (np.sin(np.radians(north)) - np.sin(np.radians(south)))
    assert area == pytest.approx(true, rel=1e-5)
