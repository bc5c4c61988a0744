"""Military practice: values followed to the sources, and the rule of the stage."""

from __future__ import annotations

import itertools
import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.estimate import Status
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.fields.stage import bounded
from multipolar.panel.release import active

ITEMS = ("consult", "agreed", "some", "often", "troops")
item = st.sampled_from([True, False, None])


def dyad(name, one, two, *years, **options):
    keys = pl.DataFrame(
        {"ccode1": [one] * len(years), "ccode2": [two] * len(years), "year": years},
        schema=dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32),
    )
    return evaluate(INDICATORS[name], keys, Options(**options), active())


def bounds(*items):
    frame = pl.LazyFrame([items], dict.fromkeys(ITEMS, pl.Boolean), orient="row")
    return bounded(frame).select("low", "high").collect().row(0)


@given(st.tuples(item, item, item, item, item))
def test_the_bounds_of_the_stage_hold_whatever_is_found_out(items):
    """Every completion of what is unknown lies between the bounds, and both are reached."""
    low, high = bounds(*items)
    choices = [(True, False) if known is None else (known,) for known in items]
    reached = {bounds(*complete)[0] for complete in itertools.product(*choices)}
    assert (min(reached), max(reached)) == (low, high)


def test_the_stage_reads_as_declared():
    assert bounds(False, False, False, False, True) == (0, 0)
    assert bounds(True, False, False, False, True) == (1, 1)
    assert bounds(False, False, True, False, False) == (1, 1)
    assert bounds(True, True, False, False, False) == (2, 2)
    assert bounds(True, False, True, True, None) == (2, 3)
    assert bounds(False, True, True, True, True) == (3, 3)


def test_russia_and_china():
    """Eight joint exercises in 2006-10: three in 2007, two in 2009, three in 2010."""
    assert dyad("practice.exercises", 365, 710, 2010)["value"].to_list() == [8]
    assert dyad("practice.agreements_signed", 365, 710, 2009, 2010)["value"].to_list() == [9, 10]
    stage = dyad("practice.stage", 365, 710, 1985, 1995, 2010, 2014, 2018)
    assert stage["value"].to_list() == [0, 1, 2, 2, None]
    assert stage["high"].to_list() == [None, None, 3, 3, None]
    assert stage["status"][4] == Status.INSUFFICIENT


def test_the_overlap_is_the_joint_over_the_geometric_mean():
    """A slow twin from the tables of the release."""
    release = active()
    joint = release.scan("exercises").collect()
    own = release.scan("military_states").collect()

    def total(frame, *wanted):
        years = pl.col("year").is_between(2002, 2006)
        return frame.filter(years, *wanted)

    for one, two in ((2, 200), (220, 255), (365, 370), (712, 731)):
        pair = total(joint, pl.col("ccode1") == one, pl.col("ccode2") == two)
        together = int(pair["bilateral"].cast(int).sum() + pair["multilateral"].cast(int).sum())
        each = [int(total(own, pl.col("ccode") == code)["exercises"].sum()) for code in (one, two)]
        expected = together / math.sqrt(each[0] * each[1]) if together else 0.0
        found = dyad("practice.overlap", one, two, 2006)["value"][0]
        assert found == pytest.approx(expected)
        assert 0 <= found <= 1


def test_windows_do_not_look_ahead():
    known = dyad("practice.exercises", 365, 710, 2006)
    assert known["value"].to_list() == [1]
    assert dyad("practice.exercises", 365, 710, 2006, as_of=2006).equals(known)


def test_after_the_lists_end_nothing_is_said():
    for name in ("overlap", "exercises", "agreements"):
        found = dyad(f"practice.{name}", 365, 710, 2014)
        assert found["status"][0] == Status.OUT_OF_COVERAGE
    listed = dyad("practice.exercises_listed", 365, 710, 2014, 2018)
    assert listed["value"].to_list() == [2, None]
    assert listed["status"][1] == Status.MISSING


def test_without_the_users_file_arms_are_not_licensed(monkeypatch, tmp_path):
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path))
    found = dyad("practice.arms_imports", 710, 365, 2018, 2026)
    assert found["status"].to_list() == [Status.NOT_LICENSED, Status.OUT_OF_COVERAGE]


def test_with_the_users_file_arms_are_shares(monkeypatch, tmp_path):
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "sipri-arms").mkdir()
    (tmp_path / "sipri-arms" / "trade-register.csv").write_text(
        "Recipient,Supplier,Year(s) of delivery,SIPRI TIV of delivered weapons\n"
        "China,Russia,2014; 2015,6\nChina,unknown supplier(s),2016,2\nIndia,Russia,2016,2\n"
    )
    there = dyad("practice.arms_imports", 710, 365, 2013, 2016, 2021)
    assert there["value"].to_list() == [None, 0.75, None]
    assert dyad("practice.arms_exports", 365, 710, 2016)["value"].to_list() == [0.75]
    assert dyad("practice.arms_imports", 710, 2, 2016)["value"].to_list() == [0.0]
    assert dyad("practice.arms_imports", 365, 710, 2016)["status"].to_list() == [Status.MISSING]


def test_warheads_of_a_state_that_has_none_are_zero():
    keys = pl.DataFrame(
        {"ccode": [365, 255], "year": [2023, 2023]}, schema={"ccode": pl.Int32, "year": pl.Int32}
    )
    found = evaluate(INDICATORS["power.warheads"], keys, Options(), active())
    assert found["value"].to_list() == [4489, 0]
    assert found["status"].to_list() == [Status.OBSERVED, Status.STRUCTURAL_ZERO]
