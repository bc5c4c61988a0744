"""Regimes, religions, opinion and influence: known values, intervals, and what is not known."""

from __future__ import annotations

import polars as pl
import pytest

import multipolar as mp
from multipolar import states
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options, Unit
from multipolar.fields.registry import INDICATORS
from multipolar.panel import release
from multipolar.sources import RawFolder, fbic, regime

CHINA, RUSSIA, USA = 710, 365, 2


def row(name: str, *keys: int) -> dict[str, object]:
    """One result, for a state and year or for two states and a year."""
    columns = ("ccode", "year") if len(keys) == 2 else ("ccode1", "ccode2", "year")
    frame = pl.DataFrame({c: [k] for c, k in zip(columns, keys, strict=True)}).cast(pl.Int32)
    return evaluate(INDICATORS[name], frame, Options(), release.active()).row(0, named=True)


@pytest.mark.parametrize(("ccode", "value"), [(CHINA, 0.073), (RUSSIA, 0.172), (USA, 0.840)])
def test_polyarchy_of_2024(ccode: int, value: float) -> None:
    # V-Dem v15, as published.
    found = row("regime.polyarchy", ccode, 2024)
    assert found["value"] == pytest.approx(value)
    assert found["low"] < value < found["high"]  # type: ignore[operator]


def test_both_states_of_a_year_of_union_have_the_index() -> None:
    """Germany from October 1990 and North Yemen to May stand under other codes in the source."""
    for one, other in ((255, 260), (678, 679)):
        there, here = (mp.get("regime.polyarchy", code, year=1990) for code in (other, one))
        assert here.value == there.value is not None
    assert mp.get("regime.polyarchy", 265, year=1990).value != there.value


def test_bounds_of_one_standard_deviation_are_widened_to_90_percent() -> None:
    # Russia 2024: .157, .172, .182 in the file.
    found = row("regime.polyarchy", RUSSIA, 2024)
    assert found["low"] == pytest.approx(0.172 - 1.6449 * 0.015, abs=1e-4)
    assert found["high"] == pytest.approx(0.172 + 1.6449 * 0.010, abs=1e-4)


def test_distance_of_regimes() -> None:
    found = row("regime.distance", RUSSIA, CHINA, 2024)
    assert found["value"] == pytest.approx(0.172 - 0.073)
    # Down: Russia's lower half (.0247) and China's upper (.0049), added in squares.
    assert found["low"] == pytest.approx(0.099 - (0.0247**2 + 0.0049**2) ** 0.5, abs=3e-4)
    assert row("regime.distance", USA, RUSSIA, 2024)["value"] > 0.6  # type: ignore[operator]


def test_intervals_hold_their_values() -> None:
    dyads = states.dyad_years(1995, 1997).drop("carried").cast(pl.Int32)
    found = evaluate(INDICATORS["regime.distance"], dyads, Options(), release.active())
    found = found.drop_nulls("value")
    assert found.height > 30_000
    assert (found["low"] <= found["value"] + 1e-9).all()
    assert (found["value"] <= found["high"] + 1e-9).all()
    assert found["low"].min() == 0
    assert found["high"].max() <= 1  # type: ignore[operator]


def test_types_of_regime() -> None:
    # Regimes of the World 2022: China closed, Russia electoral autocracy, the US liberal.
    types = [row("regime.type", ccode, 2022)["value"] for ccode in (CHINA, RUSSIA, USA)]
    assert types == [0, 1, 3]
    assert row("regime.same", RUSSIA, CHINA, 1985)["value"] == 1
    assert row("regime.same", RUSSIA, CHINA, 2022)["value"] == 0
    assert row("regime.type", 315, 1960)["value"] == 0  # Czechoslovakia, under CZE in the file
    assert row("regime.type", 300, 1900)["value"] is not None  # Austria-Hungary, under AUT


def test_polity_is_that_of_the_regime_at_the_end_of_the_year(raw: RawFolder) -> None:
    frame = regime.polity(raw)
    scores = {key: score for *key, score in frame.iter_rows() for key in [tuple(key)]}
    assert scores[(365, 1922)] == -7  # the Soviet Union, not Russia before it (-1)
    assert scores[(345, 2006)] == 8  # Serbia, not Serbia and Montenegro (6)
    assert (365, 1905) not in scores  # in transition: the revised score would fill it
    assert row("regime.polity", USA, 2018)["value"] == 8
    assert row("regime.polity", USA, 2019)["status"] == "out_of_coverage"


def test_religion_is_known_every_fifth_year_only() -> None:
    found = row("religion.similarity", RUSSIA, CHINA, 2010)
    assert found["status"] == "observed"
    assert row("religion.similarity", RUSSIA, CHINA, 2008) | {"status": "", "year": 0} == {
        "ccode1": RUSSIA,
        "ccode2": CHINA,
        "year": 0,
        "value": None,
        "low": None,
        "high": None,
        "n": None,
        "status": "",
    }
    assert row("religion.similarity", RUSSIA, CHINA, 2008)["status"] == "missing"
    near = row("religion.similarity", 220, 325, 2010)["value"]  # France and Italy
    far = row("religion.similarity", 325, 670, 2010)["value"]  # Italy and Saudi Arabia
    assert 0 <= far < 0.2  # type: ignore[operator]
    assert 0.5 < near <= 1  # type: ignore[operator]


@pytest.mark.parametrize(
    ("public", "judged", "value"), [(RUSSIA, CHINA, 0.715), (USA, RUSSIA, 0.181)]
)
def test_favourable_opinion_of_2019(public: int, judged: int, value: float) -> None:
    # As Pew published: 71 % of Russians on China, 18 % of Americans on Russia.
    found = row("opinion.favourable", public, judged, 2019)
    assert found["value"] == pytest.approx(value, abs=0.001)
    assert found["low"] < found["value"] < found["high"]  # type: ignore[operator]
    assert found["n"] > 1000  # type: ignore[operator]


def test_nobody_asked_is_missing() -> None:
    assert row("opinion.favourable", CHINA, RUSSIA, 2019)["status"] == "missing"
    assert row("influence.fbic", RUSSIA, CHINA, 2019)["status"] == "missing"


@pytest.mark.parametrize(("year", "value"), [(2021, 0.239), (2022, 0.262), (2023, 0.291)])
def test_influence_of_china_on_russia(year: int, value: float) -> None:
    found = row("influence.fbic", CHINA, RUSSIA, year)
    assert found["value"] == pytest.approx(value, abs=0.0005)


def test_direction_of_influence(raw: RawFolder) -> None:
    # What A's trade with B is in percent of B's GDP makes B depend on A.
    frame = raw.read_csv(fbic.ECONOMIES).filter(pl.col("year") == "2010")
    china = frame.filter(pl.col("iso3a") == "CHN").sort("iso3b")
    share = china["totaltradeabgdpb"].cast(pl.Float64).to_list()
    assert share[china["iso3b"].to_list().index("HKG")] > 100
    found = row("influence.fbic", CHINA, 732, 2010)["value"]
    back = row("influence.fbic", 732, CHINA, 2010)["value"]
    assert found > back  # type: ignore[operator]


def test_all_are_declared_with_missing_for_what_is_not_there() -> None:
    ours = [i for i in INDICATORS.values() if i.field == "outlook"]
    assert len(ours) == 9
    assert {i.absent.value for i in ours} == {"missing"}
    assert {i.unit for i in ours} == set(Unit)
