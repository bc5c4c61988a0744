"""The reference relationships, and what is kept out of every training set."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest

from multipolar import states
from multipolar.errors import MultipolarError
from multipolar.panel.release import active
from multipolar.states import State
from multipolar.verdict import CLASSES, forward, references, tables, validation
from multipolar.verdict import calibration as model
from multipolar.verdict import cases as training
from multipolar.verdict.cases import all_cases, case_years, states_of
from multipolar.verdict.references import EXCLUDED, literature, relationships, remote_pairs


def test_there_are_enough_of_every_class():
    sizes = Counter(one.kind for one in relationships())
    assert sum(sizes.values()) >= 150
    assert set(sizes) == set(CLASSES)
    assert min(sizes.values()) >= 25


def test_each_is_sound_and_cited():
    works = literature()
    for one in relationships():
        assert one.sources and set(one.sources) <= set(works), one.name
        for year in (one.first, one.last):
            both = [states.lookup(code, year) for code in (one.ccode1, one.ccode2)]
            assert all(isinstance(state, State) for state in both), one.name
            assert states.share_a_day(one.ccode1, one.ccode2, year), one.name


def test_spells_of_a_pair_do_not_overlap():
    seen = Counter(
        (one.ccode1, one.ccode2, year)
        for one in relationships()
        for year in range(one.first, one.last + 1)
    )
    assert max(seen.values()) == 1


def test_indifferent_pairs_are_those_of_the_rule():
    drawn = {pair for pair in remote_pairs(active())}
    listed = {
        (one.ccode1, one.ccode2, one.first, one.last)
        for one in relationships()
        if one.kind == "indifference"
    }
    assert listed == drawn


def test_russia_and_china_are_no_reference():
    assert {365, 710} == EXCLUDED
    assert all({one.ccode1, one.ccode2} != EXCLUDED for one in relationships())
    literal = pl.read_csv(references.resources.files("multipolar.verdict") / "relationships.csv")
    assert not literal.filter((pl.col("ccode1") == 365) & (pl.col("ccode2") == 710)).height


def test_russia_and_china_cannot_become_a_reference(monkeypatch):
    row = {"ccode1": "365", "ccode2": "710", "first": "1950", "last": "1960", "class": "alliance"}
    row |= {"disputed": "0", "tether": "0", "reason": "x", "sources": "y"}
    references.relationships.cache_clear()
    monkeypatch.setattr(references, "_rows", lambda name: [row])
    try:
        with pytest.raises(MultipolarError, match="may not be a reference"):
            relationships()
    finally:
        monkeypatch.undo()
        references.relationships.cache_clear()


@pytest.mark.parametrize("blind", [True, False])
def test_russia_and_china_train_nothing(blind):
    cases = all_cases(blind, active())
    pairs = {frozenset(pair) for pair in states_of(cases.spell).tolist()}
    assert frozenset(EXCLUDED) not in pairs
    stored = active().scan("verdict_cases")
    assert not stored.filter((pl.col("ccode1") == 365) & (pl.col("ccode2") == 710)).collect().height


@pytest.mark.parametrize("scheme", list(validation.SCHEMES))
def test_russia_and_china_are_in_no_fold(scheme):
    """Neither judged nor trained on, in any way of leaving out; other pairs of the two are."""
    cases = all_cases(True, active())
    allowed = np.ones(len(cases.year), np.bool_)
    used_any = np.zeros(len(cases.year), np.bool_)
    for judged, used in validation.split(cases, scheme, allowed):
        for part in (judged, used):
            assert all(set(pair) != EXCLUDED for pair in states_of(cases.spell[part]).tolist())
        used_any |= used
    assert (states_of(cases.spell[used_any]) == 710).any()


def test_a_calibration_refuses_russia_and_china(monkeypatch):
    cases = all_cases(True, active())
    monkeypatch.setattr(model, "states_of", lambda spells: np.array([(365, 710)]))
    with pytest.raises(AssertionError):
        model.calibrated(True, np.ones(len(cases.year), np.bool_), 2014, active(), 0.8)


def test_a_release_with_russia_and_china_is_refused(monkeypatch):
    class Spoiled:
        def scan(self, name):
            frame = active().scan(name)
            return pl.concat(
                [
                    frame,
                    frame.head(1).with_columns(
                        pl.lit(365, pl.Int16).alias("ccode1"), pl.lit(710, pl.Int16).alias("ccode2")
                    ),
                ]
            )

    with pytest.raises(MultipolarError, match="train nothing"):
        all_cases(True, Spoiled())


def test_russia_and_china_are_out_of_what_fills_gaps_and_of_forward_scores(monkeypatch):
    asked = {}

    def spy(pairs, first, last, release):
        asked["fill"] = set(pairs.select("ccode1", "ccode2").rows())
        raise InterruptedError

    monkeypatch.setattr(tables, "features", spy)
    with pytest.raises(InterruptedError):
        tables.verdict_normal(active())

    def spy_rows(wanted, release):
        asked["forward"] = set(wanted.select("ccode1", "ccode2").rows())
        raise InterruptedError

    monkeypatch.setattr(forward, "rows_of", spy_rows)
    with pytest.raises(InterruptedError):
        forward.sample(active())
    for pairs in asked.values():
        assert (365, 710) not in pairs
        assert (2, 365) in pairs and len(pairs) > 500


def test_cases_are_every_third_year_and_weights_even_out():
    one = relationships()[0]
    assert list(case_years(one))[:2] == [one.first + 1, one.first + 4]
    cases = all_cases(True, active())
    weights = cases.weights
    spells = np.unique(cases.spell)
    assert weights.sum() == pytest.approx(len(spells))
    by_class = np.bincount(cases.kind, weights)
    assert by_class == pytest.approx(np.full(len(CLASSES), len(spells) / len(CLASSES)))
    per_spell = np.bincount(cases.spell, weights)[spells]
    kinds = np.array([CLASSES.index(relationships()[s].kind) for s in spells])
    for kind in range(len(CLASSES)):
        assert np.ptp(per_spell[kinds == kind]) == pytest.approx(0, abs=1e-9)
    assert (np.diff(cases.year) >= 0).all()
    for spell, year in zip(cases.spell, cases.year, strict=True):
        assert relationships()[spell].first <= year <= relationships()[spell].last


def test_the_tables_can_be_made_again():
    """The cases, and the widths of some years; the covariances take long and are made elsewhere."""
    stored = active().scan("verdict_cases").collect()
    some = stored.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 200))
    made = tables.features(some.select("ccode1", "ccode2").unique(), 1950, 2015, active())
    both = some.cast({"year": pl.Int32, "ccode1": pl.Int32, "ccode2": pl.Int32}).join(
        made, on=["ccode1", "ccode2", "year"], suffix="_new"
    )
    assert both.height == some.height == 22
    for name in dict.fromkeys((*training.columns(True), *training.columns(False))):
        gap = (both[name] - both[f"{name}_new"]).abs().max()
        assert gap is None or gap < 1e-3, name


def test_what_fills_gaps_can_be_made_again():
    made = tables.verdict_normal(active(), (1960,))
    stored = active().scan("verdict_normal").filter(pl.col("origin") == 1960).collect()
    keys = ["blind", "origin", "place"]
    both = stored.join(made.cast({key: stored.schema[key] for key in keys}), on=keys)
    assert both.height == stored.height == made.height
    for name in ("mean", *(f"with{k}" for k in range(tables.MOST))):
        assert (both[name] - both[f"{name}_right"]).abs().max() < 1e-3


def test_widths_are_those_that_the_evidence_prefers():
    cases = all_cases(True, active())
    used = cases.year <= 1975
    free = model.calibrated(True, used, 1975, active(), None)
    assert free.fit.width == pytest.approx(model.width_of(True, 1975, active()))
