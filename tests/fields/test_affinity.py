"""Affinity of known pairs, what it knows of treaties and of the future, and what it predicts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields import affinity
from multipolar.fields import affinity_layers as reading
from multipolar.fields.affinity_model import DERIVED
from multipolar.fields.indicator import Options, Scope
from multipolar.fields.relevance import relevant_dyads
from multipolar.panel.build import checked
from multipolar.panel.diff import compare_tables
from multipolar.panel.release import EMBEDDED, Release, active
from multipolar.query import get


@pytest.fixture(scope="module")
def release():
    return active()


def value(pair, year, name="affinity.all"):
    return get(name, *pair, year=year)


@pytest.mark.parametrize("name", ["affinity.all", "affinity.blind"])
@pytest.mark.parametrize(
    ("close", "distant", "year"),
    [
        (("USA", "UK"), ("USA", "CUB"), 1985),
        (("USA", "JPN"), ("USA", "RUS"), 1985),
        (("POL", "RUS"), ("POL", "USA"), 1975),
        (("IND", "RUS"), ("IND", "PAK"), 1980),
        (("PRK", "RUS"), ("PRK", "KOR"), 2005),
    ],
)
def test_friends_are_closer_than_foes_beyond_their_intervals(name, close, distant, year):
    friends, foes = value(close, year, name), value(distant, year, name)
    assert friends.value > foes.value
    assert friends.low > foes.value
    assert foes.high < friends.value


def test_a_turn_is_seen():
    assert value(("USA", "IRN"), 1970).value - value(("USA", "IRN"), 1995).value > 0.8
    assert value(("POL", "RUS"), 1985).value - value(("POL", "RUS"), 2005).value > 1.5


def test_the_blind_model_is_the_same_whatever_treaties_say(release, monkeypatch):
    scope = Scope(release, 1990, 1992, Options(), frozenset({2, 200}))
    with_treaties = affinity.affinities(scope, blind=True)
    both = affinity.affinities(scope, blind=False)
    gone = (pl.Series("a", [None] * 400, pl.Float64),) * 2

    def none(keys, release):
        return tuple(
            pl.Series(f"treaty_{end}", [None] * keys.height, pl.Float64) for end in ("low", "high")
        )

    monkeypatch.setattr(reading, "_treaty", none)
    assert affinity.affinities(scope, blind=True).equals(with_treaties)
    assert not affinity.affinities(scope, blind=False).equals(both)
    assert gone


def test_a_year_is_measured_from_the_years_up_to_it(release):
    early = Scope(release, 1980, 1985, Options(as_of=1985), frozenset({365, 750}))
    late = Scope(release, 1980, 2020, Options(), frozenset({365, 750}))
    alone = affinity.affinities(early, blind=False)
    within = affinity.affinities(late, blind=False).filter(pl.col("year") <= 1985)
    np.testing.assert_array_equal(alone["mean"].to_numpy(), within["mean"].to_numpy())


def test_too_little_is_insufficient_and_before_the_first_model_there_is_none():
    assert value(("PLW", "BTN"), 1997).status in (Status.INSUFFICIENT, Status.OBSERVED)
    assert value(("USA", "UK"), 1955).status is Status.OUT_OF_COVERAGE
    assert value(("USA", "UK"), 1956).status is Status.OBSERVED


def test_zero_is_where_rivalry_is_as_likely_as_on_average(release):
    from scipy.stats import norm

    rows = release.scan("affinity_model").filter(pl.col("layer") == 6).collect().to_dicts()
    for row in rows:
        zero, cut = affinity.rivalry_zero(row), row["cut2"] - row["middle"]
        there = norm.cdf((cut - row["loading"] * zero) / np.sqrt(1 - row["loading"] ** 2))
        assert there == pytest.approx(norm.cdf(cut), rel=1e-6)
        assert zero < 0


def test_the_tables_are_made_from_the_others():
    release = Release(EMBEDDED)
    for name, make in DERIVED.items():
        old = pl.read_parquet(EMBEDDED / f"{name}.parquet")
        diff = compare_tables(name, old, checked(name, make(release)))
        assert diff.same, f"\n{diff}"


@pytest.fixture(scope="module")
def relevant(release):
    """Layers of the relevant dyads of some years, and the keys."""
    years = (1970, 1985, 2000, 2010)
    keys = pl.concat([relevant_dyads(release, y, y) for y in years])
    keys = keys.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32)).sort("year", "ccode1")
    levels = release.scan("affinity_levels").collect()
    return reading.layers(keys, release, levels)


def standardised(frame):
    """Each layer in standard deviations, which the plain average is taken of."""
    found = {}
    for name in reading.LAYERS:
        middle = (frame[f"{name}_low"] + frame[f"{name}_high"]) / 2
        values = middle.fill_null(np.nan).to_numpy()
        found[name] = (values - np.nanmean(values)) / np.nanstd(values)
    return found


def test_a_layer_left_out_is_predicted_better_than_by_the_plain_average(release, relevant):
    plain = standardised(relevant)
    ours, average = [], []
    for name in reading.LAYERS:
        rest = np.column_stack([plain[other] for other in reading.LAYERS if other != name])
        with np.errstate(invalid="ignore"):
            mean = np.nanmean(rest, axis=1)
        parts = [
            affinity.affinities(Scope(release, y, y, Options()), blind=False, without=(name,))
            for y in sorted(relevant["year"].unique())
        ]
        found = relevant.join(
            pl.concat(parts), on=["ccode1", "ccode2", "year"], how="left", maintain_order="left"
        )["mean"].to_numpy()
        known = ~np.isnan(plain[name]) & ~np.isnan(mean) & ~np.isnan(found)
        ours.append(spearmanr(found[known], plain[name][known]).statistic)
        average.append(spearmanr(mean[known], plain[name][known]).statistic)
        print(f"{name:13} {ours[-1]:.3f} {average[-1]:.3f}")
    assert np.mean(ours) > np.mean(average)


def test_all_dyads_of_a_year_are_measured(release):
    found = affinity.affinities(Scope(release, 2010, 2010, Options()), blind=False)
    assert found.height == states.dyad_years(2010, 2010).height
    assert found["sd"].is_between(0.05, 1.01).all()
