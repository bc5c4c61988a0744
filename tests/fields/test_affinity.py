"""Affinity of known pairs, what it knows of treaties and of the future, and what it predicts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.stats import spearmanr

import multipolar as mp
from multipolar import states
from multipolar.estimate import Status
from multipolar.fields import affinity
from multipolar.fields import affinity_layers as reading
from multipolar.fields.affinity_model import DERIVED
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
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
        (("PRK", "CHN"), ("PRK", "KOR"), 2005),
    ],
)
def test_friends_are_closer_than_foes_beyond_their_intervals(name, close, distant, year):
    friends, foes = value(close, year, name), value(distant, year, name)
    assert friends.value > foes.value
    assert friends.low > foes.value
    assert foes.high < friends.value


def test_a_turn_is_seen():
    assert value(("USA", "IRN"), 1970).value - value(("USA", "IRN"), 1995).value > 0.8
    assert value(("POL", "RUS"), 1985).low > value(("POL", "RUS"), 2005).value
    assert value(("USA", "RUS"), 1985).high < value(("USA", "RUS"), 1995).value


def keys_of(*pairs, years):
    rows = [(*pair, year) for year in years for pair in pairs]
    kinds = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32)
    return pl.DataFrame(rows, schema=kinds, orient="row")


def test_the_blind_model_is_the_same_whatever_treaties_say(release, monkeypatch):
    keys = keys_of((2, 200), years=range(1990, 1993))
    with_treaties = affinity.affinities(keys, release, blind=True)
    both = affinity.affinities(keys, release)

    def none(keys, release):
        return tuple(
            pl.Series(f"treaty_{end}", [None] * keys.height, pl.Float64) for end in ("low", "high")
        )

    monkeypatch.setattr(reading, "_treaty", none)
    assert affinity.affinities(keys, release, blind=True).equals(with_treaties)
    assert not affinity.affinities(keys, release).equals(both)


def test_a_year_is_measured_from_the_years_up_to_it(release):
    alone = affinity.affinities(keys_of((365, 750), years=range(1980, 1986)), release)
    longer = affinity.affinities(keys_of((365, 750), years=range(1980, 2021)), release)
    np.testing.assert_array_equal(
        alone["mean"].to_numpy(), longer.filter(pl.col("year") <= 1985)["mean"].to_numpy()
    )


def test_pairs_are_measured_alike_alone_and_together(release):
    pairs = [(2, 200), (365, 750), (100, 900)]
    together = affinity.affinities(keys_of(*pairs, years=[1999]), release)
    for place, pair in enumerate(pairs):
        alone = affinity.affinities(keys_of(pair, years=[1999]), release)
        np.testing.assert_allclose(alone["mean"][0], together["mean"][place], atol=1e-9)


def test_too_little_is_insufficient_and_before_the_first_model_there_is_none():
    assert value(("PLW", "BTN"), 1997).status in (Status.INSUFFICIENT, Status.OBSERVED)
    assert value(("USA", "UK"), 1955).status is Status.OUT_OF_COVERAGE
    assert value(("USA", "UK"), 1956).status is Status.OBSERVED


def test_nothing_between_them_is_about_zero(release):
    """Remote pairs of small states are near zero more often than not."""
    remote = [("BTN", "GMB"), ("PRY", "MNG"), ("FJI", "MLI"), ("LSO", "NPL"), ("SLV", "TCD")]
    found = [value(pair, 2000).value for pair in remote]
    assert abs(np.median(found)) < 0.4
    zone = release.scan("affinity_model").collect()
    assert (zone["low"] < zone["zero"]).all()
    assert (zone["zero"] < zone["high"]).all()


def test_enemies_are_negative_and_allies_positive():
    for foes in (("USA", "RUS"), ("IND", "PAK"), ("IRN", "IRQ"), ("CHN", "RUS")):
        assert value(foes, 1985).high < 0
    for friends in (("USA", "UK"), ("USA", "JPN"), ("FRN", "GFR"), ("POL", "RUS")):
        assert value(friends, 1985).low > 0


def test_the_tables_are_made_from_the_others():
    release = Release(EMBEDDED)
    for name, make in DERIVED.items():
        old = pl.read_parquet(EMBEDDED / f"{name}.parquet")
        diff = compare_tables(name, old, checked(name, make(release)))
        assert diff.same, f"\n{diff}"


@pytest.fixture(scope="module")
def relevant(release):
    """Layers of the relevant dyads of two years, and the keys."""
    keys = pl.concat([relevant_dyads(release, y, y) for y in (1985, 2010)])
    keys = keys.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32)).sort("year", "ccode1")
    levels = release.scan("affinity_levels").collect()
    return reading.layers(keys, release, levels)


def standardised(frame):
    """Each layer net of nearness and in standard deviations: the plain average is of these."""
    found = {}
    near = np.column_stack([np.ones(frame.height), frame.select(reading.NEARNESS).fill_null(0)])
    for name in reading.LAYERS:
        middle = (frame[f"{name}_low"] + frame[f"{name}_high"]) / 2
        values = middle.fill_null(np.nan).to_numpy()
        known = ~np.isnan(values)
        values = values - near @ np.linalg.lstsq(near[known], values[known], rcond=None)[0]
        found[name] = (values - np.nanmean(values)) / np.nanstd(values)
    return found


def test_a_layer_left_out_is_predicted_better_than_by_the_plain_average(release, relevant):
    plain = standardised(relevant)
    ours, average = [], []
    for name in reading.LAYERS:
        rest = np.column_stack([plain[other] for other in reading.LAYERS if other != name])
        with np.errstate(invalid="ignore"):
            mean = np.nanmean(rest, axis=1)
        shared = affinity.affinities(relevant, release, without=(name,), shared=True)
        found = shared["mean"].to_numpy()
        known = ~np.isnan(plain[name]) & ~np.isnan(mean)
        ours.append(spearmanr(found[known], plain[name][known]).statistic)
        average.append(spearmanr(mean[known], plain[name][known]).statistic)
        print(f"{name:13} {ours[-1]:.3f} {average[-1]:.3f}")
    assert np.mean(ours) > np.mean(average)


def test_all_dyads_of_a_year_are_measured(release):
    keys = states.dyad_years(2010, 2010).select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    found = affinity.affinities(keys, release)
    assert found.height == keys.height
    assert found["sd"].is_between(0.05, 1.01).all()


def test_a_value_does_not_depend_on_the_years_asked_for():
    one = mp.get("affinity.all", "CHN", "RUS", year=2014)
    many = mp.get("affinity.all", "CHN", "RUS", years=range(1956, 2026))
    assert one == next(item for item in many if item.year == 2014)


def test_layers_read_before_give_the_same(release):
    wanted = pl.DataFrame(
        {"ccode1": [2, 200], "ccode2": [200, 365], "year": [1998, 2003]},
        schema=dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32),
    )
    levels = release.scan("affinity_levels").collect()
    keys = states.dyad_years(affinity.reach(1998) - 5, 2010, among={2, 200, 365})
    keys = keys.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    read = reading.layers(keys, release, levels)
    found = affinity.affinities(wanted, release, layers=read)
    assert found.equals(affinity.affinities(wanted, release))


@pytest.mark.parametrize("name", ["votes.kappa", "trade.residual", "practice.agreements"])
def test_a_kept_layer_answers_for_a_part_of_its_years_as_if_asked_alone(name):
    pair = pl.DataFrame({"ccode1": 365, "ccode2": 710, "year": range(1990, 2015)}).cast(pl.Int32)
    reading.value_of(name, pair, active())
    part = pair[[20, 3, 11]]
    alone = evaluate(INDICATORS[name], part, Options(), active())
    assert_frame_equal(reading.value_of(name, part, active()), alone)
    beyond = part.with_columns(pl.col("year") - 20)
    alone = evaluate(INDICATORS[name], beyond, Options(), active())
    assert_frame_equal(reading.value_of(name, beyond, active()), alone)
