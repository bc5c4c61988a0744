"""Each kind of test against a slow way to the same number, and what data do not cover."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

import multipolar as mp
from multipolar.claims import words
from multipolar.claims.keys import build
from multipolar.claims.kinds import read_test
from multipolar.claims.outcome import Outcome
from multipolar.claims.problems import Site
from multipolar.claims.quantity import Quantity
from multipolar.claims.runner import run
from multipolar.claims.scale import ordinary_change, smallest_difference
from multipolar.claims.series import Look, series_of
from multipolar.claims.trials.standing import DISTANCES
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.measures.contact import visit_shift
from multipolar.panel.release import active

LOOK = Look(2014, 2014, active())
TODAY = Look(2026, 2014, active())


def test_of(**raw):
    site = Site(claim="C", written=2014)
    made = read_test(raw, site)
    assert made is not None, [str(one) for one in site.found]
    return made


test_of.__test__ = False


def found(look=LOOK, **raw):
    return run(test_of(**raw), look)


def quantity(**raw):
    return build(Quantity, raw, Site(claim="C", written=2014))


# ------------------------------------------------------------------ series
def test_a_series_is_what_get_gives():
    series = series_of(quantity(indicator="votes.kappa", who=["China", "Russia"]), 2000, 2014, LOOK)
    rows = mp.get("votes.kappa", "China", "Russia", years=range(2000, 2015), as_of=2014)
    assert series.values.tolist() == [row.value for row in rows]
    low = series.values - 1.6448536 * series.down
    assert low == pytest.approx([row.low for row in rows], abs=1e-6)


def test_nothing_later_than_the_question_reaches_a_series():
    filtered = series_of(
        quantity(indicator="ideal.distance", who=["China", "Russia"]), 2000, 2020, LOOK
    )
    assert filtered.years[-1] == 2014
    early = series_of(
        quantity(indicator="ideal.distance", who=["China", "Russia"]),
        2000,
        2010,
        Look(2010, 2010, active()),
    )
    later = series_of(
        quantity(indicator="ideal.distance", who=["China", "Russia"]), 2000, 2010, TODAY
    )
    smoothed = [
        row.value for row in mp.get("ideal.distance", "China", "Russia", years=range(2000, 2011))
    ]
    assert filtered.values[:11] == pytest.approx(early.values)
    assert later.values == pytest.approx(early.values)  # each year from the votes up to it
    assert np.abs(smoothed - early.values).max() > 0.05


def test_sets_are_resolved_year_by_year():
    both = quantity(indicator="power.cinc", who="NATO", combine="sum")
    before, after = (series_of(both, year, year, LOOK).values[0] for year in (1998, 1999))
    new = sum(mp.get("power.cinc", s, year=1999).value for s in ("Poland", "Hungary", "CZE"))
    old = sum(
        mp.get("power.cinc", s, year=1999).value
        for s in [
            "BEL",
            "CAN",
            "DNK",
            "FRA",
            "ISL",
            "ITA",
            "LUX",
            "NLD",
            "NOR",
            "PRT",
            "GBR",
            "USA",
            "GRC",
            "TUR",
            "DEU",
            "ESP",
        ]
    )
    assert after == pytest.approx(old + new, rel=1e-6)
    assert before < after


def test_a_part_of_the_world_is_over_all_states():
    share = series_of(
        quantity(indicator="power.cinc", who="China", of_world=True), 2010, 2010, LOOK
    )
    assert share.values[0] == pytest.approx(
        mp.get("power.share", "China", year=2010).value, rel=1e-5
    )


def test_one_quantity_over_another_year_by_year():
    raw = {"indicator": "power.cinc", "who": "China"}
    ratio = series_of(
        quantity(**raw, over={"indicator": "power.cinc", "who": "Russia"}), 2014, 2014, LOOK
    )
    assert ratio.values[0] == pytest.approx(5.84, abs=0.01)


# ------------------------------------------------------------------ the smallest difference
def test_an_ordinary_change_by_the_slow_way():
    name = "igo.jaccard"
    frame = mp.dyads([2014], relevant=True).frame.select("ccode1", "ccode2")
    years = range(1994, 2015)
    table = mp.dyads(years).add(name).frame.join(frame, on=["ccode1", "ccode2"])
    spreads = []
    for _, part in table.sort("year").group_by("ccode1", "ccode2"):
        values = dict(part.select("year", name).drop_nulls().rows())
        moved = [values[t] - values[t - 1] for t in years if t in values and t - 1 in values]
        if len(moved) >= 8:
            spreads.append(np.std(moved, ddof=1))
    assert ordinary_change(name, Options(as_of=2014), 2014, active()) == pytest.approx(
        np.median(spreads)
    )


def test_the_rule_looks_at_the_scale():
    kappa = smallest_difference(
        quantity(indicator="votes.kappa", who=["China", "Russia"]), LOOK, 0.5
    )
    assert 0.02 < kappa.value < 0.1
    obligation = quantity(indicator="treaty.obligation", who=["China", "Russia"])
    assert smallest_difference(obligation, LOOK, 2.0).value == 0.5


# ------------------------------------------------------------------ numbers
def test_a_trend_is_the_change_over_the_whole_span():
    one = found(
        kind="trend",
        indicator="ideal.distance",
        who=["China", "Russia"],
        years=[2000, 2014],
        expect="more",
    )
    rows = mp.get("ideal.distance", "China", "Russia", years=range(2000, 2015), as_of=2014)
    slope = np.polyfit(range(2000, 2015), [row.value for row in rows], 1)[0]
    assert one.value == pytest.approx(14 * slope, abs=1e-9)
    assert one.years == (2000, 2014)


def test_a_change_of_votes_is_that_of_the_command():
    from multipolar.relations.change import change

    one = found(
        kind="change",
        indicator="votes.kappa",
        who=["China", "Russia"],
        before=[2009, 2013],
        after=2014,
        expect="more",
    )
    same = change("votes.kappa", "China", "Russia", range(2009, 2014), [2014], as_of=2014)
    assert (one.value, one.low, one.high) == (same.value, same.low, same.high)
    assert one.outcome is Outcome.UNDETERMINED


def test_a_change_of_counts_is_that_of_two_rates():
    one = found(
        kind="change",
        indicator="contact.visits",
        who=["China", "Russia"],
        before=[2004, 2013],
        after=2014,
        expect="more",
    )
    counts = [
        row.value for row in mp.get("contact.visits", "China", "Russia", years=range(2004, 2015))
    ]
    slow = visit_shift(counts[-1], 1, sum(counts[:-1]), 10)
    assert math.log(one.value) == pytest.approx(float(slow.value), abs=0.08)
    assert math.log(one.low) == pytest.approx(float(slow.low), abs=0.12)


def test_a_percentile_is_that_of_the_assessment():
    from multipolar.relations.group import group_of

    one = found(
        kind="level",
        indicator="votes.kappa",
        who=["China", "Russia"],
        years=2014,
        group="relevant",
        expect="above",
        than=75,
    )
    placed = group_of("votes.kappa", 2014, active(), 2014).place(365, 710, 1)
    assert one.value == pytest.approx(placed.value)
    assert (one.low, one.high) == pytest.approx((placed.low, placed.high), abs=4)
    assert one.group_size == placed.n


PLACED = [
    ("votes.kappa", "least alike", "most alike"),
    ("ideal.distance", "nearest", "farthest apart"),
    ("regime.distance", "nearest", "farthest apart"),
    ("trade.salience", "lowest", "highest"),
]


@pytest.mark.parametrize(("indicator", "low", "high"), PLACED, ids=[row[0] for row in PLACED])
def test_a_percentile_says_which_end_is_close(indicator, low, high):
    """A low percentile of a distance is close; none is shown without its ends."""
    one = found(
        kind="level",
        indicator=indicator,
        who=["India", "Japan"],
        years=2014,
        group="relevant",
        expect="below",
        than=50,
    )
    assert one.ends_mean == (low, high)
    assert words.estimate(one) == f"percentile {one.value:.0f} (100: {high})"
    assert f"; 0 is {low}, 100 is {high}; claimed: below 50" in words.in_full(one)
    assert one.to_dict()["percentile_ends"] == [low, high]


def test_every_indicator_of_distance_has_its_ends():
    far = {name for name in INDICATORS if "distance" in name and name != "distance.contiguity"}
    assert far - {"distance.km"} == set(DISTANCES) - {"distance.km"}


def test_bounds_of_a_stage_are_no_interval():
    one = found(
        kind="level",
        indicator="practice.stage",
        who=["China", "Russia"],
        years="last 5",
        expect="below",
        than=2.5,
    )
    assert one.low < 2.5 < one.high
    assert (one.outcome, one.probability) == (Outcome.UNDETERMINED, None)
    assert "not known of it" in one.reason


def test_a_coded_number_counts_from_when_it_was_known():
    coded = [
        {"year": year, "value": -1.0 - year % 2, "known": year + 1} for year in range(2011, 2016)
    ]
    one = found(
        kind="level", title="x", cite="y", coded=coded, years=[2011, "now"], expect="less"
    )  # fmt: skip
    assert one.years == (2011, 2013)
    assert one.said == "x, mean of 2011-2013"


def test_one_year_is_not_written_as_a_span():
    one = found(
        kind="level",
        indicator="votes.kappa",
        who=["China", "Russia"],
        years=2014,
        issue="hr",
        expect="above",
        than=0.5,
    )
    assert one.said.endswith("on human rights, China - Russia, 2014")


def test_a_value_against_its_own_past():
    one = found(
        kind="level",
        indicator="trade.share",
        who=["Russia", "China"],
        years=2014,
        group="own past",
        past=[1992, 2013],
        expect="above",
        than=75,
    )
    rows = [row.value for row in mp.get("trade.share", "Russia", "China", years=range(1992, 2015))]
    past = [value for value in rows[:-1] if value is not None]
    assert one.value == pytest.approx(100 * np.mean([value < rows[-1] for value in past]))


def test_a_ratio_of_power_is_counted():
    one = found(
        kind="ratio",
        first={"indicator": "power.cinc", "who": "China"},
        second={"indicator": "power.cinc", "who": "Russia"},
        years=2014,
        expect="more",
    )
    assert one.value == pytest.approx(5.84, abs=0.01)  # .22895 over .03922
    assert (one.low, one.probability, one.wrong) == (None, None, None)
    assert one.outcome is Outcome.SUPPORTED


def test_a_ratio_with_an_error_has_an_interval():
    one = found(
        kind="ratio",
        first={"indicator": "power.gdp", "who": "China"},
        second={"indicator": "power.gdp", "who": "Russia"},
        years=2014,
        expect="more",
    )
    assert one.low < one.value < one.high
    assert one.probability > 0.9


def test_a_rank_by_the_slow_way():
    one = found(kind="rank", indicator="power.cinc", who="India", years=2014, at_most=3)
    table = mp.state_years([2014]).add("power.cinc").frame.drop_nulls("power.cinc")
    order = table.sort("power.cinc", descending=True)["ccode"].to_list()
    assert one.value == order.index(750) + 1 == 3
    assert one.outcome is Outcome.SUPPORTED
    partner = found(
        kind="rank", indicator="votes.kappa", who=["Russia", "China"], years=2014, at_most=10
    )
    assert partner.low < partner.value < partner.high


def test_a_break_is_that_of_the_event_study():
    one = found(
        kind="break",
        indicator="votes.kappa",
        who=["Poland", "Russia"],
        at=1990,
        exposed=["Hungary"],
        expect="less",
    )
    study = mp.event_study(
        "votes.kappa", "Poland", "Russia", at=1990, exposed=["Hungary"], placebos=False
    )
    assert one.value == pytest.approx(study.did.value)
    assert (one.low, one.high) == pytest.approx((study.did.low, study.did.high), abs=0.03)
    assert one.outcome is Outcome.SUPPORTED


def test_a_break_that_is_not_over_decides_nothing():
    one = found(
        Look(2013, 2013, active()),
        kind="break",
        indicator="votes.kappa",
        who=["China", "Russia"],
        at=2012,
        expect="more",
    )
    assert one.outcome is Outcome.UNDETERMINED
    assert "not over by 2013" in one.reason


def test_a_new_level_is_found_where_there_is_one():
    raw = {"kind": "turn", "indicator": "votes.kappa", "who": ["Poland", "Russia"], "to": "lower"}
    yes = found(**raw, years=[1975, 2005], between=[1988, 1992])
    no = found(**raw, years=[1975, 2005], between=[1976, 1984])
    assert yes.outcome is Outcome.SUPPORTED
    assert no.outcome is Outcome.REFUTED


def test_an_overlap_of_regions_by_the_slow_way():
    one = found(
        kind="overlap",
        indicator="trade.share",
        pair=["China", "Russia"],
        years=2014,
        expect="below",
        than=50,
    )
    bounds = (200, 400, 600, 700, 900)
    table = mp.dyads([2014], directed=True).add("trade.share").frame
    shares = {}
    for code in (2, 200, 220, 255, 365, 710, 740):
        total = np.zeros(6)
        own = table.filter(pl.col("ccode1") == code).select("ccode2", "trade.share")
        for other, value in own.rows():
            total[sum(other >= bound for bound in bounds)] += value or 0.0
        shares[code] = total / total.sum()
    overlaps = {
        (a, b): np.minimum(shares[a], shares[b]).sum() for a in shares for b in shares if a < b
    }
    own = overlaps.pop((365, 710))
    assert one.value == pytest.approx(100 * np.mean([value < own for value in overlaps.values()]))


# ------------------------------------------------------------------ association
def test_a_panel_by_least_squares_with_dummies():
    raw = {
        "outcome": {"indicator": "ideal.distance", "who": ["China", "Asia"]},
        "cause": {"indicator": "influence.fbic"},
    }
    one = found(kind="association", over="panel", **raw, years=[2005, 2014], expect="less")
    asia = mp.state_years(range(2005, 2015)).frame.filter(pl.col("ccode").is_between(700, 899))
    rows = []
    for code in sorted(set(asia["ccode"].to_list()) - {710}):
        y = {
            r.year: r.value
            for r in mp.get("ideal.distance", 710, code, years=range(2005, 2015), as_of=2014)
        }
        x = {r.year: r.value for r in mp.get("influence.fbic", 710, code, years=range(2004, 2014))}
        seen = [(code, t, y[t], x[t - 1]) for t in y if y[t] is not None and x[t - 1] is not None]
        rows += seen if len(seen) >= 2 else []
    code, year, y, x = map(np.array, zip(*rows, strict=True))
    dummies = np.column_stack(
        [code[:, None] == np.unique(code), year[:, None] == np.unique(year)[1:]]
    )
    rest = [v - dummies @ np.linalg.lstsq(dummies.astype(float), v, rcond=None)[0] for v in (y, x)]
    slope = (rest[0] * rest[1]).sum() / (rest[1] ** 2).sum()
    assert one.value == pytest.approx(slope * rest[1].std() / rest[0].std(), rel=1e-6)
    assert one.high - one.low > 0.05  # that all share China is no certainty


def test_a_series_on_another_needs_twenty_years():
    raw = {
        "outcome": {"indicator": "votes.kappa", "who": ["China", "Russia"]},
        "cause": {"indicator": "system.poles_cinc_top8"},
    }
    short = found(kind="association", over="years", **raw, years=[2004, 2014], lag=0, expect="less")
    assert short.outcome is Outcome.UNDETERMINED
    assert "20 are needed" in short.reason


# ------------------------------------------------------------------ odds
def test_vetoes_in_tandem_are_counted():
    """China joined 6 of Russia's 8 vetoes of 2007-14, and 10 of 28 of 2015-24."""
    raw = {"kind": "conditional", "of": "vetoes", "pair": ["Russia", "China"], "expect": "more"}
    early = found(**raw, years=[2007, 2014], against="chance")
    assert early.value == pytest.approx(0.75)
    assert early.said.startswith(
        "China joined 6 of 8 vetoes of Russia in 2007-2014, and vetoed 0 of"
    )
    assert early.outcome is Outcome.SUPPORTED
    later = found(TODAY, **raw, years=[2015, 2024], against=[2007, 2014])
    assert later.value == pytest.approx(10 / 28 - 6 / 8)
    assert later.low < -0.1 < later.high + 0.2
    today = found(TODAY, **raw, years=[2019, 2026], against="chance")
    assert (early.among, today.among) == ("among drafts put to a vote", "among vetoed drafts")
    assert "vetoed drafts alone are compared" in today.notes[0]
    assert not early.notes
    few = found(**raw, years=[2004, 2006], against="chance")
    assert "vetoes of Russia; 5 are needed" in few.reason


SPLIT = {
    "kind": "conditional",
    "of": "votes",
    "pair": ["China", "Russia"],
    "third": "USA",
    "base": "all",
    "years": [2007, 2014],
    "expect": "more",
}


def test_votes_beyond_what_ideal_points_let_one_expect():
    """Slowly: the difference of each pair, and least squares in closed form without either."""
    one = found(**SPLIT, against="ideal points")
    assert one.group_size == 119
    assert one.low < one.value < one.high
    states = (
        "Russia", "China", "Brazil", "Egypt", "India", "Indonesia", "Iran", "Mexico", "Pakistan",
        "Saudi Arabia", "South Africa", "Turkey", "Japan", "Germany", "France", "UK",
    )  # fmt: skip
    point = {
        name: np.mean([e.value for e in mp.get("ideal.point", name, years=range(2007, 2015),
                                               as_of=2014)])
        for name in states
    }  # fmt: skip
    split = read_test({**SPLIT}, Site(claim="C", written=2014))
    own = run(split, LOOK).value
    rows, gaps = [], []
    for place, first in enumerate(states[2:], start=2):
        for second in states[place + 1 :]:
            gaps.append(found(**{**SPLIT, "pair": [first, second]}).value)
            rows.append([1, (point[first] + point[second]) / 2, abs(point[first] - point[second])])
    a, b = np.array(rows), np.array(gaps)
    line = np.linalg.inv(a.T @ a) @ a.T @ b
    mean, gap = (point["China"] + point["Russia"]) / 2, abs(point["China"] - point["Russia"])
    assert one.value == pytest.approx(own - line @ [1, mean, gap], abs=1e-9)


def test_a_pair_on_the_line_exceeds_nothing():
    """Differences that follow from the positions alone leave no excess, whatever the line is."""
    from itertools import combinations

    from multipolar.claims.trials.position_votes import beyond_positions

    points = {code: math.sin(code) for code in range(12)}
    gaps = {
        (a, b): 0.2 - 0.3 * (points[a] + points[b]) / 2 + 0.1 * abs(points[a] - points[b])
        for a, b in combinations(points, 2)
    }
    excess, placebo = beyond_positions(gaps, points, (3, 7), 2014)
    assert excess == pytest.approx(0, abs=1e-9)
    assert placebo == pytest.approx(np.zeros(len(gaps) - 1), abs=1e-9)
    gaps[3, 7] += 0.5
    assert beyond_positions(gaps, points, (3, 7), 2014)[0] == pytest.approx(0.5)


@pytest.mark.raw
def test_votes_by_the_vote_of_the_united_states_from_the_roll_calls(raw):
    from multipolar.sources import assembly_votes

    calls = assembly_votes.roll_calls(raw).filter(pl.col("year").is_between(2012, 2014))
    cast = assembly_votes.votes(raw).join(calls.select("call"), on="call")
    wide = cast.filter(pl.col("voter").is_in(["USA", "RUS", "CHN"])).pivot(
        "voter", index="call", values="vote"
    )
    contested = cast.group_by("call").agg(pl.col("vote").n_unique() > 1).filter(pl.col("vote"))
    wide = wide.join(contested.select("call"), on="call").fill_null(0)
    agreement = {}
    for vote in (1, 3):
        rows = wide.filter((pl.col("USA") == vote) & (pl.col("RUS") > 0) & (pl.col("CHN") > 0))
        gap = (rows["RUS"].cast(pl.Int32) - rows["CHN"].cast(pl.Int32)).abs()
        agreement[vote] = 1 - gap.sum() / (2 * rows.height)
    one = found(
        kind="conditional",
        of="votes",
        pair=["China", "Russia"],
        third="USA",
        base="all",
        years=[2012, 2014],
        expect="more",
    )
    assert one.value == pytest.approx(agreement[3] - agreement[1], abs=1e-9)


FACTS = [
    {"on": 2010, "what": "one", "cite": "somewhere"},
    {"on": 2012, "what": "two", "cite": "somewhere", "speaks": "against"},
    {"on": 2016, "what": "three", "cite": "somewhere"},
]


def test_facts_count_from_their_date_on():
    raw = {"kind": "fact", "facts": FACTS}
    before = found(Look(2009, 2009, active()), **raw)
    assert before.outcome is Outcome.UNDETERMINED
    assert found(Look(2011, 2009, active()), **raw).outcome is Outcome.SUPPORTED
    assert found(**raw).outcome is Outcome.MIXED
    assert len(found(TODAY, **raw).facts) == 3


def test_silence_decides_only_where_it_was_watched():
    raw = {"kind": "fact", "silence": "supported", "watched": 2013}
    assert found(Look(2013, 2009, active()), **raw).outcome is Outcome.SUPPORTED
    late = found(**raw)
    assert (late.outcome, late.ends) == (Outcome.UNDETERMINED, 2013)


def test_cases_are_a_share_or_a_number():
    share = found(TODAY, kind="count", facts=FACTS, expect="above", than=0.5)
    assert share.value == pytest.approx(2 / 3)
    assert share.outcome is Outcome.UNDETERMINED
    number = found(TODAY, kind="count", facts=FACTS, of="number", expect="not less", than=2)
    assert (number.value, number.outcome) == (2, Outcome.SUPPORTED)


def test_a_handful_of_outcomes_follows_nothing():
    one = found(
        kind="timing", steps=FACTS[:1], outcomes=FACTS[:2], years=[2000, 2014], expect="more"
    )
    assert one.outcome is Outcome.UNDETERMINED
    assert one.value == pytest.approx(1 / 2 - 1 / 13)


# ------------------------------------------------------------------ whole claims
def part(name, outcome):
    """A test that has the outcome, by facts."""
    facts = {
        "supported": [{"on": 2010, "what": "x", "cite": "x"}],
        "refuted": [{"on": 2010, "what": "x", "cite": "x", "speaks": "against"}],
        "mixed": FACTS[:2],
        "undetermined": [{"on": 2020, "what": "x", "cite": "x"}],
    }
    return {"name": name, "kind": "fact", "facts": facts[outcome]}


@pytest.mark.parametrize(
    ("outcomes", "least", "expected"),
    [
        ("supported supported", None, "supported"),
        ("supported undetermined", None, "undetermined"),
        ("supported refuted", None, "mixed"),
        ("refuted undetermined", None, "refuted"),
        ("refuted refuted", None, "refuted"),
        ("supported refuted refuted", 1, "supported"),
        ("refuted undetermined undetermined", 2, "undetermined"),
        ("refuted refuted undetermined", 2, "refuted"),
        ("mixed supported", None, "mixed"),
    ],
)
def test_a_combination_by_its_parts(outcomes, least, expected):
    parts = [part(f"p{k}", word) for k, word in enumerate(outcomes.split())]
    raw = {"kind": "combination", "parts": parts} | ({"least": least} if least else {})
    assert found(**raw).outcome == expected


FORECAST = {
    "kind": "forecast",
    "horizon": [2015, 2024],
    "test": {
        "kind": "trend",
        "indicator": "trade.share_imf",
        "who": ["Russia", "China"],
        "expect": "more",
    },
    "known": {
        "kind": "trend",
        "indicator": "trade.share",
        "who": ["Russia", "China"],
        "years": [2000, 2014],
        "expect": "more",
    },
}


def test_a_forecast_is_open_until_its_years_begin():
    one = found(**FORECAST)
    assert one.outcome is Outcome.OPEN
    assert one.known.years == (2000, 2014)


def test_a_forecast_is_decided_on_later_years_only():
    late = found(Look(2021, 2014, active()), **FORECAST)
    assert late.outcome is Outcome.SUPPORTED
    assert late.years == (2015, 2021)
    assert "so far: the horizon runs to 2024" in late.notes
    beyond = found(TODAY, **FORECAST)
    assert (beyond.outcome, beyond.ends) == (Outcome.UNDETERMINED, 2021)
    early = found(Look(2016, 2014, active()), **FORECAST)
    assert early.outcome is Outcome.UNDETERMINED


def test_no_claim_is_decided_on_data_that_end_before():
    one = found(
        kind="trend",
        indicator="practice.exercises",
        who=["China", "Russia"],
        years=[2003, "now"],
        expect="more",
    )
    assert one.outcome is Outcome.UNDETERMINED
    assert one.reason == "data of practice.exercises end in 2010"
    own = found(
        kind="level", indicator="power.milex", who="China", years=2010, expect="above", than=1.0
    )
    assert own.outcome is Outcome.UNDETERMINED
    assert "needs a file of your own" in own.reason


def test_the_untestable_shows_its_proxy_and_decides_nothing():
    one = found(kind="untestable", why="it is", proxy="a fact", test=part("p", "refuted"))
    assert one.outcome is Outcome.UNTESTABLE
    assert any("is refuted" in note for note in one.notes)


def test_the_verdict_is_that_of_judge():
    from multipolar.verdict import judge

    one = found(
        kind="verdict",
        pair=["United States", "United Kingdom"],
        **{"class": "alliance"},
        expect="above",
        than=0.5,
    )
    chance = judge("United States", "United Kingdom", as_of=2014).blind.of("alliance")
    assert (one.value, one.low, one.high) == (chance.value, chance.low, chance.high)
    thin = found(
        TODAY,
        kind="verdict",
        pair=["China", "Russia"],
        **{"class": "alliance"},
        expect="below",
        than=0.5,
    )
    assert thin.outcome is Outcome.UNDETERMINED
    assert thin.ends is not None and thin.ends < 2026
