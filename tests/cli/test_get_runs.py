"""Years without a value share a row where the reason is one; years with one never do."""

from __future__ import annotations

import multipolar as mp
from multipolar.cli.get import _runs


def test_runs_of_missing_years_share_a_row():
    listed = list(mp.get("trade.salience", "East Germany", "USSR", years=range(1950, 1991)))
    rows = list(_runs(listed))
    assert [years for years, _ in rows][:4] == ["1950-1953", "1954", "1955", "1956"]
    assert "1958-1984" in [years for years, _ in rows]
    known = [item.year for item in listed if item.value is not None]
    assert [int(years) for years, item in rows if item.value is not None] == known
    spans = [tuple(map(int, years.split("-"))) for years, _ in rows]
    assert [y for span in spans for y in range(span[0], span[-1] + 1)] == list(range(1950, 1991))
