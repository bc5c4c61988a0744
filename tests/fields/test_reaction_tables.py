"""Tables of the cross-reaction: what they keep is what an estimate made now gives."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from multipolar.errors import BadOption
from multipolar.fields import reactions as kept
from multipolar.panel.release import active
from multipolar.relations import reaction as reading
from multipolar.states.pair import find_pair


def test_a_row_is_what_the_regression_gives_now():
    third, as_of = 710, 1972
    row, effects = kept._parts(third, as_of, active())
    import polars as pl

    asked = (pl.col("third") == third) & (pl.col("as_of") == as_of)
    old = active().scan("reactions").filter(asked).collect().row(0, named=True)
    assert {k: v for k, v in row.items() if k not in ("mean", "spread")} == pytest.approx(
        {k: v for k, v in old.items() if k not in ("mean", "spread")}
    )
    assert (row["mean"], row["spread"]) == pytest.approx((old["mean"], old["spread"]), abs=1e-6)
    years = active().scan("reaction_years").filter(asked).sort("year").collect()
    np.testing.assert_allclose([e for _, e in effects], years["effect"], atol=1e-9)


def test_every_year_of_the_question_is_there():
    import polars as pl

    frame = active().scan("reactions").collect()
    assert frame.height == len(kept.THIRDS) * len(kept._years_asked())
    assert (frame["as_of"].min(), frame["as_of"].max()) == (1966, 2015)
    assert frame.filter(pl.col("p").is_between(0, 1, closed="right")).height == frame.height


def test_from_the_table_and_estimated_now_are_the_same(monkeypatch):
    pair = find_pair("US", "UK", 1980)
    fast = reading.reaction(pair, active())
    assert fast.third.ccode in kept.THIRDS
    monkeypatch.setattr(reading, "THIRDS", ())
    slow = reading.reaction(pair, active())
    for field in dataclasses.fields(slow):
        one, two = getattr(fast, field.name), getattr(slow, field.name)
        if isinstance(one, reading.Slope):
            for end in ("value", "low", "high"):
                assert getattr(one, end) == pytest.approx(getattr(two, end), abs=1e-6)
        else:
            assert one == two or one == pytest.approx(two)


def test_events_are_too_few_years_and_say_so():
    found = reading.reaction(find_pair("China", "Russia", 2014), active(), outcome="events.net")
    assert (found.directed, found.pooled.value, found.first.value) == (None, None, None)
    assert found.first.reason == (
        "net cooperation in news events and hostility are known together for 13 years, 2002 to "
        "2014; at least 21 are needed"
    )
    early = reading.reaction(find_pair("China", "Russia", 1995), active(), outcome="events.net")
    assert early.first.reason == "the series of net cooperation in news events begins after 1995"


def test_events_would_be_estimated_if_they_were_long_enough(monkeypatch):
    for module in (reading, kept):
        monkeypatch.setattr(module, "LEAST_YEARS", 10)
    found = reading.reaction(find_pair("US", "UK", 2014), active(), outcome="events.net")
    assert found.observations > 50_000
    assert found.pooled.low < found.pooled.value < found.pooled.high
    kept.estimated.cache_clear()
    kept._everyone.cache_clear()


def test_another_outcome_is_refused():
    with pytest.raises(BadOption, match=r"votes.kappa or events.net"):
        reading.reaction(find_pair("US", "UK", 2014), active(), outcome="trade.share")
