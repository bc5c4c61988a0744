"""Trips of leaders from a file that the user supplies."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.panel import release
from multipolar.sources import RawFolder, colt
from multipolar.sources.own_file import OwnFileRefused

HEAD = "LeaderID,LeaderCountryOrIGO,LeaderFullName,TripYear,CountryVisited\n"
ROWS = (
    "1,China,Xi Jinping,2014,Russia\n"
    "2,China,Li Keqiang,2014,Russia\n"
    "3,China,Xi Jinping,2014,Germany\n"
    "4,Russia,Vladimir Putin,2014,China\n"
    "5,United Nations (UN),Ban Ki-moon,2014,China\n"
    "6,Serbia and Montenegro,Zoran Lilic,1996,China\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path))
    (tmp_path / "colt").mkdir()
    return tmp_path


def status(one: int, two: int, year: int) -> tuple[float | None, str]:
    """Value and status of trips of one to two."""
    keys = pl.DataFrame({"ccode1": [one], "ccode2": [two], "year": [year]}).cast(pl.Int32)
    found = evaluate(INDICATORS["contact.trips"], keys, Options(), release.active())
    return found["value"][0], found["status"][0]


def test_trips_are_counted_by_pair_and_year(folder: Path) -> None:
    (folder / "colt" / "COLT_HOGS_2025.csv").write_text(HEAD + ROWS)
    found = colt.trips(RawFolder(folder, folder / "cache"))
    assert found.rows() == [(345, 710, 1996, 1), (365, 710, 2014, 1), (710, 255, 2014, 1),
                            (710, 365, 2014, 2)]  # fmt: skip


def test_the_indicator_needs_the_file(folder: Path) -> None:
    assert status(710, 365, 2014) == (None, "not_licensed")
    (folder / "colt" / "COLT_HOGS_2025.csv").write_text(HEAD + ROWS)
    assert status(710, 365, 2014) == (2, "observed")
    assert status(365, 255, 2014) == (0, "structural_zero")
    assert status(630, 365, 2014) == (None, "missing")
    assert status(710, 365, 1985) == (None, "out_of_coverage")


def test_names_that_nobody_knows_and_trips_without_a_year_are_refused(folder: Path) -> None:
    path = folder / "colt" / "COLT.csv"
    path.write_text(HEAD + "1,Freedonia,Rufus Firefly,2014,China\n")
    with pytest.raises(OwnFileRefused, match="Freedonia"):
        colt.trips(RawFolder(folder, folder / "cache"))
    path.write_text(HEAD + "1,China,Xi Jinping,,Russia\n")
    with pytest.raises(OwnFileRefused, match="without a year"):
        colt.trips(RawFolder(folder, folder / "cache"))
    path.write_text("Leader,Where\nXi Jinping,Russia\n")
    with pytest.raises(OwnFileRefused):
        colt.trips(RawFolder(folder, folder / "cache"))
