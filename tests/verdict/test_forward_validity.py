"""Forward validity: outcomes by hand, no training on what had not passed, proper scores."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from multipolar.cli import verdict as command
from multipolar.panel.release import active
from multipolar.sources import mids
from multipolar.sources.base import as_integers
from multipolar.verdict import forward
from multipolar.verdict.references import CLASSES


def keys(*rows):
    return pl.DataFrame(
        rows, schema=dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32), orient="row"
    )


def made(seed=1, strength=2.0, dyads=120):
    """Dyads of which class probabilities foretell one outcome, and lags nothing."""
    rng = np.random.default_rng(seed)
    count = dyads * len(forward.ORIGINS)
    chances = rng.dirichlet(np.ones(6), count)
    signal = np.log(np.maximum(chances[:, 4], 0.01))
    odds = strength * (signal - signal.mean()) / signal.std() - 1
    happened = rng.random(count) < 1 / (1 + np.exp(-odds))
    every = np.ones(count, np.bool_)
    return forward.Sample(
        np.tile(np.arange(dyads) + 2001, len(forward.ORIGINS)),
        np.repeat(forward.ORIGINS, dyads),
        {"blind": chances, "sighted": chances},
        rng.normal(size=(count, 6)),
        dict.fromkeys(forward.OUTCOMES, every),
        dict.fromkeys(forward.OUTCOMES, happened),
        0,
    )


def test_what_classes_foretell_is_found():
    found = forward.outlook("dispute", made())
    for unit in ("dyads", "states"):
        assert found.better[f"blind:lagged:log:{unit}"].low > 0
        assert found.better[f"blind:base:brier:{unit}"].low > 0
    assert found.after["rivalry"] == max(found.after.values())


def test_what_they_do_not_foretell_is_not():
    found = forward.outlook("dispute", made(strength=0.0))
    assert found.better["blind:base:log:dyads"].low < 0
    assert found.better["lagged+blind:lagged:log:dyads"].low < 0


def test_the_base_rate_is_that_of_the_origins_that_had_passed():
    drawn = made()
    happened = drawn.happened["dispute"]
    train = np.flatnonzero(drawn.origin <= 1974)
    test = np.flatnonzero(drawn.origin == 1984)
    p = forward._foreseen(forward._inputs("base", drawn), happened, train, test)
    assert p == pytest.approx(np.full(len(test), happened[train].mean()), abs=0.01)


def test_later_outcomes_change_no_earlier_forecast(monkeypatch):
    """Forecasts of 1994 rest on 1974 to 1984 alone."""
    drawn = made()
    flipped = drawn.happened["dispute"].copy()
    late = drawn.origin > 1984
    flipped[late] = ~flipped[late]
    other = replace(drawn, happened=dict.fromkeys(forward.OUTCOMES, flipped))
    seen = []

    def spy(x, happened, train, test, keep=forward._foreseen):
        p = keep(x, happened, train, test)
        seen.append((int(drawn.origin[test[0]]), int(drawn.origin[train].max()), p))
        return p

    monkeypatch.setattr(forward, "_foreseen", spy)
    forward.outlook("dispute", drawn)
    first, seen = seen, []
    forward.outlook("dispute", other)
    assert [one[0] for one in first] == [one[0] for one in seen]
    for (origin, last, p), (_, _, q) in zip(first, seen, strict=True):
        assert origin - last >= forward.HORIZON
        if origin <= 1994:
            assert (p == q).all()


def test_the_scores_are_proper():
    """A sure and right forecast is 0; the truth beats both bolder and shyer ones."""
    sure = forward._scores(np.array([1.0, 0.0]), np.array([1, 0]))
    assert sure["log"] == pytest.approx(0, abs=1e-9)
    assert sure["brier"] == pytest.approx(0)
    rng = np.random.default_rng(3)
    truth = rng.uniform(0.05, 0.5, 4000)
    y = (rng.random(4000) < truth).astype(np.int64)
    for score in ("log", "brier"):
        right = forward._scores(truth, y)[score].mean()
        assert right < forward._scores(truth**2, y)[score].mean()
        assert right < forward._scores(np.full(4000, truth.mean()), y)[score].mean()


# ------------------------------------------------------------------ outcomes
def test_disputes_on_one_side_are_in_the_years_after():
    """The United States and Britain in the Gulf in 1990; with the Soviet Union, none in 1970-79."""
    table = active().scan("joint_disputes").filter(pl.col("level") >= forward.ACTED).collect()
    rows = keys((2, 200, 1984), (2, 200, 1994), (2, 365, 1969))
    assert forward._count(rows, table, 1, 10).tolist()[0] >= 4
    gulf = table.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 200))
    assert 5 in gulf.filter(pl.col("year") == 1990)["level"].to_list()
    assert forward._count(rows, table, 1, 10)[2] == 0
    by_hand = [gulf.filter(pl.col("year").is_between(y + 1, y + 10)).height for y in (1984, 1994)]
    assert forward._count(rows, table, 1, 10)[:2].tolist() == by_hand


def test_treaties_by_hand():
    """Iran ended its treaty with the United States in 1979; after the Warsaw Pact, in 1992, Poland
    and Russia promised consultation; India and the Soviet Union were bound from 1971."""
    release = active()
    rows = keys((290, 365, 1984), (2, 200, 1984), (365, 750, 1968), (2, 732, 1974))
    assert forward._bound(rows, 0, release).tolist() == [2, 2, 0, 2]
    assert forward._bound(rows, 5, release)[2] == 1
    assert forward._bound(rows, 10, release)[0] == 1
    assert forward._bound(keys((2, 630, 1974)), 10, release)[0] == 0
    ends = forward._ever(keys((2, 630, 1974), (2, 200, 1984), (290, 365, 1984)), release)
    assert ends["none"].tolist() == [True, False, False]
    assert ends["any"].tolist() == [True, True, True]


def test_the_table_of_one_side_is_what_the_raw_file_gives(raw):
    """A slow twin, dispute by dispute, for two pairs."""
    frame = as_integers(
        raw.read_r(mids.FILE), "dispnum", "ccode1", "ccode2", "year", "sidea1", "hostlev1"
    )
    found = mids.joint(raw)
    for one, two in ((2, 200), (265, 365)):
        begun = {}
        mine, theirs = ({}, {})
        for store, code in ((mine, one), (theirs, two)):
            for row in frame.filter(pl.col("ccode1") == code).iter_rows(named=True):
                place = (row["dispnum"], row["year"], row["sidea1"], row["ccode2"])
                store[place] = row["hostlev1"]
        for place in mine.keys() & theirs.keys():
            number, year = place[:2]
            level = min(mine[place], theirs[place])
            old = begun.get(number, (year, level))
            begun[number] = (min(old[0], year), max(old[1], level))
        pair = found.filter((pl.col("ccode1") == one) & (pl.col("ccode2") == two))
        assert sorted(pair.select("year", "level").rows()) == sorted(begun.values())
        assert len(begun) > 2


# ------------------------------------------------------------------ command line
@pytest.fixture(scope="module")
def found():
    drawn = made(dyads=40)
    return [forward.outlook(name, drawn) for name in forward.OUTCOMES]


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_it_is_printed_to_fit(found, monkeypatch, capsys, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(forward, "forward", lambda **_: found)
    command.run_forward(False)
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines) <= columns
    text = " ".join(" ".join(lines).split())
    for words in forward.OUTCOMES.values():
        assert words[1:] in text


def test_it_is_printed_as_json(found, monkeypatch, capsys):
    monkeypatch.setattr(forward, "forward", lambda **_: found)
    command.run_forward(True)
    plain = json.loads(capsys.readouterr().out)
    assert [one["outcome"] for one in plain] == list(forward.OUTCOMES)
    assert set(plain[0]["share_by_class"]) == set(CLASSES)
