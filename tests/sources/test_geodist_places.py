"""States that GeoDist leaves out: their cities by hand, its own distances by the same rule."""

from __future__ import annotations

from math import acos, cos, pi, radians, sin

import numpy as np
import polars as pl
import pytest

import multipolar as mp
from multipolar.panel.nearness import distance, ties
from multipolar.sources import geodist

pytestmark = pytest.mark.raw

CAPITALS = {265: "DDR", 315: "CSK", 680: "YMD", 817: "VDR", 341: "MNE", 347: "XKX", 626: "SSD"}


def great_circle(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Kilometres by the law of cosines, one pair at a time."""
    (a, b), (c, d) = [tuple(map(radians, place)) for place in (one, two)]
    return geodist.RADIUS * acos(sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d))


def test_the_sources_own_distances_follow_from_its_coordinates(raw):
    """So that a distance computed here is one that GeoDist would have given."""
    cities = raw.read_r(geodist.CITIES).filter(pl.col("maincity") == 1).select("iso3", "lat", "lon")
    pairs = raw.read_r(geodist.FILE).filter(pl.col("iso_o") != pl.col("iso_d"))
    pairs = pairs.join(cities, left_on="iso_o", right_on="iso3")
    pairs = pairs.join(cities, left_on="iso_d", right_on="iso3", suffix="_d")
    lat, lon = pairs["lat"].to_numpy() * pi / 180, pairs["lon"].to_numpy() * pi / 180
    lat_d, lon_d = pairs["lat_d"].to_numpy() * pi / 180, pairs["lon_d"].to_numpy() * pi / 180
    turn = np.sin(lat) * np.sin(lat_d) + np.cos(lat) * np.cos(lat_d) * np.cos(lon - lon_d)
    assert len(pairs) == 49_952
    assert np.abs(geodist.RADIUS * np.arccos(turn) - pairs["dist"].to_numpy()).max() < 0.05


def test_cities_by_hand_are_where_the_list_of_capitals_has_them(raw):
    """An independent list: capitals as of the Correlates of War, within six kilometres."""
    listed = raw.root / "distance" / "cow_capitals.rda"
    if not listed.exists():
        pytest.skip("no list of capitals")
    import rdata

    frame = next(iter(rdata.read_rda(str(listed)).values()))
    seen = 0
    for ccode, name in CAPITALS.items():
        rows = frame[frame.ccode == ccode]
        place = geodist.PLACES[name]
        for row in rows.itertuples():
            seen += 1
            assert great_circle((place.lat, place.lon), (row.lat, row.lng)) < 6, name
    assert seen >= 5


def test_distances_of_ended_states(raw):
    frame = distance(raw)
    found = {(a, b): km for a, b, km in frame.iter_rows()}
    assert found[265, 365] == pytest.approx(
        great_circle((52.52, 13.42), (55.75, 37.70)), abs=0.5
    )  # East Berlin - Moscow
    assert found[260, 265] == pytest.approx(456, abs=1)  # from Essen, the largest city in the west
    assert found[315, 365] == pytest.approx(1674, abs=1)
    assert found[816, 817] == pytest.approx(1143, abs=1)  # Hanoi - Saigon
    assert frame.select("ccode1", "ccode2").is_unique().all()


def test_ties_of_ended_states_are_those_of_the_states_they_are_like(raw):
    found = {(a, b): (language, colony) for a, b, _, language, colony in ties(raw).iter_rows()}
    assert found[260, 265] == (1, 0)
    assert found[265, 305] == (1, 0)  # German in Austria
    assert found[265, 290] == found[255, 290]
    assert found[200, 680] == (0, 1)  # Aden
    assert found[220, 817] == (0, 1)
    assert found[816, 817] == (1, 0)
    assert not any(223 in pair or 221 in pair for pair in found)


def test_released_distances_are_those_built(raw):
    built = distance(raw)
    for one, two in (("East Germany", "Soviet Union"), ("Czechoslovakia", "Poland")):
        ccodes = sorted(mp.resolve(name, 1980).ccode for name in (one, two))
        km = built.filter(ccode1=ccodes[0], ccode2=ccodes[1])["km"].item()
        assert mp.get("distance.km", one, two, year=1980).value == pytest.approx(km, abs=0.5)
