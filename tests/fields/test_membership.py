"""Seats as a grid against the list of members."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.fields.indicator import By
from multipolar.fields.membership import seats, un_members
from multipolar.sources.security_council import permanent_members


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("body", ["un", "p5"])
def test_seats_are_those_of_the_members(body, by):
    codes, years = np.meshgrid([2, 20, 200, 220, 255, 365, 710, 713, 987], range(1930, 2026, 5))
    members = permanent_members(1930, 2025) if body == "p5" else un_members(1930, 2025, by)
    listed = set(members.select("ccode", "year").rows())
    found = seats(body, codes.ravel(), years.ravel(), by)
    for code, year, seated in zip(codes.ravel(), years.ravel(), found, strict=True):
        assert seated == ((code, year) in listed)
    assert found.any()
    assert not found[years.ravel() < 1945].any()
