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
