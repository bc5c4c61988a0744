"""Recovery, calibration and invariances on chambers drawn from the model."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import numpy as np
import polars as pl
import pytest

from multipolar.measures.ideal_points import (
    BadRollCalls,
    IdealPoints,
    IdealPointsResult,
    RollCalls,
    Simulation,
    simulate,
)

TAU = 0.25


def truth(result: IdealPointsResult, simulated: Simulation) -> pl.DataFrame:
    table = result.table()
    period = table["period"].to_numpy().astype(int) - 1
    return table.with_columns(truth=simulated.theta[period, table["voter"].to_numpy()])


def model(simulated: Simulation, **options: object) -> IdealPoints:
    start = np.nanmean(simulated.theta, 0)
    anchors = {int(np.argmax(start)): 1.0, int(np.argmin(start)): -1.0}
    return IdealPoints(anchors=anchors, **{"tau": TAU, **options})


def same(one: pl.Series, two: pl.Series) -> bool:
    """Equal but for the last digits, which OpenBLAS before 0.3.27 rounds by where memory lies."""
    return bool(np.abs(one.to_numpy() - two.to_numpy()).max() < 1e-12)


@pytest.fixture(scope="module")
def chamber() -> Simulation:
    return simulate(40, 8, 30, tau=TAU, repeated=0.2, absent=0.1, missing=0.05, seed=1)


@pytest.fixture(scope="module")
def fitted(chamber: Simulation) -> IdealPointsResult:
    return model(chamber).fit(RollCalls.from_table(chamber.table, chamber.link))


def test_recovers_what_drew_the_votes(chamber: Simulation, fitted: IdealPointsResult) -> None:
    assert fitted.status == "converged"
    found = truth(fitted, chamber)
    assert found.select(pl.corr("ideal_point", "truth")).item() > 0.97
    items = fitted.items()
    position = items["item"].to_numpy()
    found_beta = items["discrimination"].to_numpy()
    assert np.corrcoef(found_beta, chamber.discrimination[position])[0, 1] > 0.92
    low = items["cut_low"].is_not_null().to_numpy()
    error = items["cut_low"].to_numpy()[low] - chamber.low[position[low]]
    assert np.median(np.abs(error)) < 0.25


def test_intervals_cover_at_their_rate() -> None:
    inside, items_inside = [], []
    for seed in range(6):
        simulated = simulate(30, 6, 30, tau=TAU, repeated=0.2, missing=0.05, seed=100 + seed)
        result = model(simulated).fit(RollCalls.from_table(simulated.table, simulated.link))
        found = truth(result, simulated)
        inside.append(found.select(pl.col("truth").is_between("low", "high").mean()).item())
        items = result.items()
        gap = items["discrimination"].to_numpy() - simulated.discrimination[items["item"]]
        items_inside.append(np.mean(np.abs(gap) < 1.645 * items["discrimination_se"].to_numpy()))
    assert 0.85 < np.mean(inside) < 0.95
    assert 0.85 < np.mean(items_inside) < 0.95


def test_the_walk_is_estimated_when_it_is_not_given(chamber: Simulation) -> None:
    result = model(chamber, tau=None).fit(RollCalls.from_table(chamber.table, chamber.link))
    assert result.converged
    assert result.tau == pytest.approx(TAU, rel=0.3)


def test_positions_have_mean_zero_and_variance_one(fitted: IdealPointsResult) -> None:
    table = fitted.table()
    assert table["ideal_point"].mean() == pytest.approx(0.0, abs=1e-9)
    second = (table["ideal_point"] ** 2 + table["std_error"] ** 2).mean()
    assert second == pytest.approx(1.0, abs=0.01)


def test_neither_the_order_of_rows_nor_the_names_of_voters_matter(
    chamber: Simulation, fitted: IdealPointsResult
) -> None:
    name = pl.format("v{}", (97 * pl.col("voter")) % 101)
    shuffled = chamber.table.sample(fraction=1.0, shuffle=True, seed=3).with_columns(voter=name)
    anchors = {f"v{97 * int(v) % 101}": side for v, side in model(chamber).anchors.items()}
    other = IdealPoints(anchors=anchors, tau=TAU, workers=1).fit(
        RollCalls.from_table(shuffled.to_pandas(), chamber.link)
    )
    one = fitted.table().with_columns(voter=name).sort("voter", "period")
    assert np.allclose(one["ideal_point"], other.table()["ideal_point"], atol=0.01)
    assert np.allclose(one["std_error"], other.table()["std_error"], rtol=0.02)


def test_opposite_anchors_reflect_and_nothing_else(
    chamber: Simulation, fitted: IdealPointsResult
) -> None:
    opposite = {voter: -side for voter, side in model(chamber).anchors.items()}
    calls = RollCalls.from_table(chamber.table, chamber.link)
    other = IdealPoints(anchors=opposite, tau=TAU).fit(calls)
    assert same(other.table()["ideal_point"], -fitted.table()["ideal_point"])
    assert same(other.items()["discrimination"], -fitted.items()["discrimination"])


def test_repeated_texts_make_periods_comparable() -> None:
    simulated = simulate(25, 2, 40, tau=0.8, repeated=0.5, seed=9)
    errors = []
    for link in (simulated.link, {}):
        result = model(simulated, tau=0.8).fit(RollCalls.from_table(simulated.table, link))
        wide = truth(result, simulated).pivot(
            "period", index="voter", values=["ideal_point", "truth"]
        )
        moved = (wide["ideal_point_2"] - wide["ideal_point_1"]).to_numpy()
        true = (wide["truth_2"] - wide["truth_1"]).to_numpy()
        errors.append(np.sqrt(np.mean((moved - true) ** 2)))
    assert errors[0] < errors[1]


def test_one_worker_gives_what_many_give(chamber: Simulation, fitted: IdealPointsResult) -> None:
    calls = RollCalls.from_table(chamber.table, chamber.link)
    one = model(chamber, workers=1).fit(calls)
    assert same(one.table()["ideal_point"], fitted.table()["ideal_point"])


def test_a_fit_cut_short_says_so(chamber: Simulation) -> None:
    calls = RollCalls.from_table(chamber.table, chamber.link)
    result = model(chamber, max_iterations=2).fit(calls)
    assert not result.converged
    assert result.status.startswith("not converged after 2 iterations")
    assert set(result.table()["status"]) == {result.status}


def test_filtered_estimates_ignore_later_votes(chamber: Simulation) -> None:
    calls = RollCalls.from_table(chamber.table, chamber.link)
    early = RollCalls.from_table(chamber.table.filter(pl.col("period") <= 4), chamber.link)
    whole, part = model(chamber, kind="filtered").fit(calls), model(chamber).filter(early)
    same = whole.table().filter(pl.col("period") <= 4)
    assert np.allclose(same["ideal_point"], part.table()["ideal_point"])
    assert set(whole.table()["kind"]) == {"filtered"}
    last = whole.table().filter(pl.col("period") == 8)["ideal_point"].to_numpy()
    table = model(chamber).fit(calls).table().filter(pl.col("period") == 8)
    slope, shift = np.polyfit(table["ideal_point"].to_numpy(), last, 1)
    assert np.allclose(last, slope * table["ideal_point"].to_numpy() + shift, atol=0.05)


def test_votes_changed_later_leave_filtered_estimates_as_they_were(chamber: Simulation) -> None:
    """Neither an estimate nor its scale may know what came after."""
    calls = RollCalls.from_table(chamber.table, chamber.link)
    turned = pl.when(pl.col("period") > 5).then(4 - pl.col("vote")).otherwise("vote")
    other = RollCalls.from_table(chamber.table.with_columns(vote=turned), chamber.link)
    one, two = (model(chamber, kind="filtered").fit(votes).table() for votes in (calls, other))
    early = pl.col("period") <= 5
    for column in ("ideal_point", "std_error", "low", "high"):
        assert same(one.filter(early)[column], two.filter(early)[column])
    assert not np.allclose(one.filter(~early)["ideal_point"], two.filter(~early)["ideal_point"])


def test_the_filtered_series_has_one_scale() -> None:
    """Positions that spread ever wider: each fit alone would shrink them to variance 1."""
    simulated = simulate(40, 10, 40, tau=0.5, repeated=0.4, seed=11)
    calls = RollCalls.from_table(simulated.table, simulated.link)
    found = truth(model(simulated, tau=0.5, kind="filtered").fit(calls), simulated)
    slopes = [
        np.polyfit(part["truth"], part["ideal_point"], 1)[0]
        for part in (found.filter(pl.col("period").is_between(*span)) for span in ((3, 5), (8, 10)))
    ]
    assert slopes[1] / slopes[0] == pytest.approx(1.0, abs=0.15)


def test_a_gap_widens_the_interval() -> None:
    simulated = simulate(20, 4, 15, tau=TAU, seed=5)
    moved = simulated.table.with_columns(
        period=pl.when(pl.col("period") > 2).then(pl.col("period") + 10).otherwise("period")
    )
    calls = RollCalls.from_table(moved, simulated.link)
    far, near = (model(simulated, gap=gap).fit(calls) for gap in ("difference", "rank"))
    assert far.table()["std_error"].mean() > near.table()["std_error"].mean()


def test_a_voter_without_votes_in_a_period_has_no_row_there(chamber: Simulation) -> None:
    without = chamber.table.filter((pl.col("voter") != 7) | ~pl.col("period").is_between(3, 5))
    result = model(chamber).fit(RollCalls.from_table(without, chamber.link))
    periods = result.table().filter(pl.col("voter") == 7)["period"].to_list()
    assert not {3, 4, 5} & set(periods)
    assert {2, 6} & set(periods)


def test_diagnostics_describe_the_fit(fitted: IdealPointsResult) -> None:
    found = fitted.diagnostics()
    assert found.trace.height == fitted.iterations
    assert (found.voters["classified"] - found.voters["classified_expected"]).abs().mean() < 0.1
    assert found.items["mean_probability"].is_sorted()
    assert fitted.log_likelihood < 0


def test_worst_items_come_with_their_cut_points(fitted: IdealPointsResult) -> None:
    worst, items = fitted.worst_items(5), fitted.items()
    assert worst.height == 5
    assert worst["mean_probability"].is_sorted()
    row = worst.row(0, named=True)
    same = items.filter(pl.col("item") == row["item"]).row(0, named=True)
    assert (row["cut_low"], row["discrimination"]) == (same["cut_low"], same["discrimination"])
    assert row["first"] <= row["last"]


def test_the_share_explained_is_that_of_a_direct_count(fitted: IdealPointsResult) -> None:
    found = fitted.diagnostics()
    text = fitted.calls.item_text[fitted.calls.item]
    null = 0.0
    for k in range(len(fitted.calls.texts)):
        count = np.unique(fitted.calls.vote[text == k], return_counts=True)[1]
        null += float((count * np.log(count / count.sum())).sum())
    model_part = (found.items["n_votes"] * found.items["mean_probability"].log()).sum()
    assert model_part == pytest.approx(fitted.log_likelihood)
    shares = found.items["n_votes"] * found.items["mean_probability"].log()
    back = (shares / (1.0 - found.items["explained"])).sum()
    assert back == pytest.approx(null)
    assert 0 < 1 - fitted.log_likelihood / null < 1


def test_the_plot_has_a_line_a_voter_and_breaks_in_a_gap(chamber: Simulation) -> None:
    without = chamber.table.filter((pl.col("voter") != 7) | (pl.col("period") != 4))
    result = model(chamber).fit(RollCalls.from_table(without, chamber.link))
    one, gap = result.plot([3]), result.plot([7])
    assert (one.count("<polyline"), gap.count("<polyline")) == (1, 2)
    assert fromstring(result.plot([3, 7])).tag.endswith("svg")
    with pytest.raises(BadRollCalls, match="no position to draw: nobody"):
        result.plot(["nobody"])


def test_two_positions_are_refused() -> None:
    """Mean 0 and variance 1 fix them: standard errors would be nought, and mean nothing."""
    random = np.random.default_rng(3)
    table = pl.DataFrame(
        {
            "item": np.repeat(np.arange(20), 2),
            "period": 1,
            "voter": [0, 1] * 20,
            "vote": random.integers(1, 4, 40),
        }
    )
    with pytest.raises(BadRollCalls, match="three are needed"):
        IdealPoints({0: 1.0}).fit(RollCalls.from_table(table))
    with pytest.raises(BadRollCalls, match="no period"):
        IdealPoints({0: 1.0}, kind="filtered").fit(RollCalls.from_table(table))
