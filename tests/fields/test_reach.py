"""Scope of a state's trade, from the tables of the release by a direct sum."""

from __future__ import annotations

import math

import polars as pl
import pytest

import multipolar as mp
from multipolar.panel.release import active


def test_typical_distance_of_chinas_trade():
    release, year, china = active(), 2014, 710
    trade = release.scan("trade").filter(pl.col("year") == year).collect()
    shares = {
        b if a == china else a: (s1 if a == china else s2)
        for a, b, s1, s2 in trade.select("ccode1", "ccode2", "share1", "share2").rows()
        if china in (a, b)
    }
    far = {
        b if a == china else a: km
        for a, b, km in release.scan("distance").collect().rows()
        if china in (a, b)
    }
    known = [c for c, share in shares.items() if share is not None and c in far]
    total = sum(shares[c] for c in known)
    log = sum(shares[c] * math.log(far[c]) for c in known) / total
    assert mp.get("reach.trade_km", "CHN", year=year).value == pytest.approx(
        math.exp(log), rel=1e-6
    )


def test_chinas_trade_spans_the_system_more_than_russias():
    for year in (2000, 2005, 2010, 2014):
        china, russia = (mp.get("reach.relative", s, year=year).value for s in ("CHN", "RUS"))
        assert russia < china


def test_reach_of_chinas_events_by_a_direct_sum():
    release, year, china = active(), 2010, 710
    far = {}
    for a, b, km in release.scan("distance").collect().rows():
        far[a, b] = far[b, a] = km
    gdp = dict(
        release.scan("states").filter(year=year).drop_nulls("gdp").select("ccode", "gdp").collect()
        .rows()
    )  # fmt: skip
    counts = {}
    for row in release.scan("events").filter(year=year).collect().iter_rows(named=True):
        pair = {row["ccode1"], row["ccode2"]}
        if china in pair:
            other = (pair - {china}).pop()
            n = sum(row[name] for name in row if name not in ("ccode1", "ccode2", "year"))
            counts[other] = counts.get(other, 0) + n

    def typical(weights):
        known = {code: w for code, w in weights.items() if (china, code) in far}
        whole = sum(known.values())
        return math.exp(sum(w * math.log(far[china, code]) for code, w in known.items()) / whole)

    expected = typical({code: value for code, value in gdp.items() if code != china})
    found = mp.get("reach.events", "CHN", year=year)
    assert found.value == pytest.approx(typical(counts) / expected, rel=1e-6)
    assert mp.get("reach.events", "Turkey", year=year).status == "missing"  # not in the file
    assert mp.get("reach.events", "US", year=year).value > 0.7
