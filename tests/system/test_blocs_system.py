"""Blocs of the system: the Cold War as every historian knows it, and what the votes say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pytest

from multipolar.errors import BadOption, BadYear, NotAState, UnknownState
from multipolar.estimate import Status
from multipolar.system.bloc_draws import (
    draw_blocs,
    parts_of,
    share_as_great,
    without_blocs,
)
from multipolar.system.bloc_series import agreement, bloc_series, goes_on_from, moves
from multipolar.system.blocs import ALONE, CORE, SWING, UNKNOWN, blocs, covered, leading
from multipolar.system.layers import layers

WEST = ("United Kingdom", "gw:260", "Japan")
EAST = ("Poland", "Hungary", "gw:265")
USSR = "gw:365"


def values(one, state, others):
    """Probabilities that are known."""
    return [p.value for b in others if (p := one.pair(state, b)).value is not None]


def means(layer, years):
    """Mean probability of the pairs of each kind over years."""
    west, east, across = ([] for _ in range(3))
    for year in years:
        one = blocs(year, layer)
        west.append(values(one, "USA", WEST))
        east.append(values(one, USSR, EAST))
        across += values(one, "USA", (USSR, *EAST))
        across += [v for a in WEST for v in values(one, a, (USSR,))]
    return west, east, across


# ------------------------------------------------------------------ the Cold War
def test_the_cold_war_in_all_layers_together():
    """Bounds leave room: Britain stands with its Commonwealth at fine resolutions."""
    west, east, across = means("combined", range(1955, 1986, 2))
    britain, germany, japan = np.array(west).mean(axis=0)
    assert britain > 0.65
    assert germany > 0.9
    assert japan > 0.95
    assert np.array(east).min() > 0.95
    assert np.max(across) < 0.05


@pytest.mark.parametrize("year", [1957, 1978])
def test_the_cold_war_in_treaties(year):
    west, east, across = means("treaty", [year])
    assert np.min(west) > 0.9
    assert np.min(east) > 0.95
    assert np.max(across) < 0.05


def test_what_the_votes_alone_say_of_the_cold_war():
    """West and East are apart there too, but most states vote with neither.

    In 1975 the bloc of the Soviet Union by votes holds most of the Non-Aligned, China among them,
    which was its rival; and Germany and Japan are known only from their admission on.
    """
    one = blocs(1975, "votes")
    assert one.pair("USA", "Japan").value > 0.9
    assert one.pair(USSR, "Poland").value > 0.95
    assert one.pair("USA", USSR).value < 0.05
    assert len(one.bloc_of(USSR).members) > 45
    assert one.pair(USSR, "China").value > 0.5
    assert blocs(1975).pair(USSR, "China").value < 0.1
    germany = blocs(1970, "votes").pair("USA", "gw:260")
    assert germany.value is None
    assert germany.status is Status.INSUFFICIENT


def test_rivals_are_not_friends_for_a_common_enemy():
    """India and the United States had China as a rival in 2014, and nothing else in common."""
    one = blocs(2014)
    assert one.pair("India", "USA").value < 0.2
    assert one.pair("China", "Russia").value > 0.9


# ------------------------------------------------------------------ what a result holds
@pytest.fixture(scope="module", params=["combined", "votes", "treaty"])
def result(request):
    return blocs(1975, request.param)


def test_probabilities_are_symmetric_and_whole(result):
    n = len(result.codes)
    assert result.together.shape == (n, n)
    assert np.allclose(result.together, result.together.T)
    assert (np.diag(result.together) == 1).all()
    assert sum(result.numbers.values()) == pytest.approx(1)
    assert len(result.levels) == 5
    assert 0 < result.chance < 1


def test_probabilities_are_the_share_of_draws(result):
    random = np.random.default_rng(0)
    flat = result.draws.reshape(-1, len(result.codes))
    for i, j in random.integers(0, len(result.codes), (20, 2)).tolist():
        assert result.together[i, j] == pytest.approx((flat[:, i] == flat[:, j]).mean())
    counts = [np.count_nonzero(np.bincount(line) >= 2) for line in flat]
    assert result.numbers[counts[0]] == pytest.approx(np.mean(np.array(counts) == counts[0]))


def test_labels_members_and_order_agree(result):
    sizes = [len(bloc.members) for bloc in result.blocs]
    assert sizes == sorted(sizes, reverse=True)
    for bloc in result.blocs:
        assert set(bloc.members) == set(result.codes[result.labels == bloc.number].tolist())
        assert set(bloc.core) <= set(bloc.members)
        assert bloc.leaders[0] in bloc.members
        inside = np.isin(result.codes, bloc.core)
        if len(bloc.core) > 1:
            part = result.together[np.ix_(inside, inside)]
            mean = (part.sum(axis=1) - 1) / (len(part) - 1)
            assert mean.min() >= CORE - 1e-9
    assert sorted(result.order.tolist()) == list(range(len(result.codes)))
    ordered = [label for label in result.labels[result.order].tolist() if label >= 0]
    assert ordered == sorted(ordered)
    assert (result.labels[result.order][len(ordered) :] < 0).all()


def test_swing_states_are_between_blocs(result):
    for item in result.swing:
        assert item.own != item.other
        assert item.with_own - item.with_other <= SWING + 1e-9
        members = np.isin(result.codes, result.blocs[item.other].members)
        place = np.flatnonzero(result.codes == item.ccode)[0]
        assert item.with_other == pytest.approx(result.together[place, members].mean())


def test_isolates_and_the_unknown_are_named():
    treaty = blocs(1975, "treaty")
    assert 225 in treaty.isolates
    assert treaty.labels[treaty.place("Switzerland")] == ALONE
    assert treaty.bloc_of("Switzerland") is None
    assert treaty.pair("Switzerland", "France").value == 0
    votes = blocs(1975, "votes")
    assert 225 in votes.unseen
    assert votes.labels[votes.place("Switzerland")] == UNKNOWN
    assert votes.pair("Switzerland", "France").status is Status.INSUFFICIENT
    assert votes.pair("Switzerland", "France").value is None


def test_intervals_hold_the_value_and_show_the_resolution():
    one = blocs(1975)
    pair = one.pair("USA", "United Kingdom")
    assert pair.low < pair.value < pair.high
    shares = [(line[:, one.place("USA")] == line[:, one.place("GBR")]).mean() for line in one.draws]
    assert max(shares) - min(shares) > 0.1
    assert pair.layers == 4
    sure = one.pair(USSR, "Poland")
    assert sure.high - sure.low < 0.05


def test_partners_are_ranked():
    listed = blocs(1975).partners("USA")
    values = [value for _, value in listed]
    assert values == sorted(values, reverse=True)
    assert 2 not in [code for code, _ in listed]


def test_the_sentence_and_the_plain_data():
    one = blocs(1975)
    assert "the United States and Japan" in one.sentence
    plain = one.to_dict()
    assert plain["number_of_blocs"]
    assert plain["blocs"][0]["members"]
    assert plain["resolutions"][0]["p"] <= 0.05
    assert one.beyond_chance
    assert leading(one.blocs[0], 1975) == "the United States and Japan"


def test_blocs_that_may_be_chance_are_said_to_be():
    assert blocs(1975, "trade").beyond_chance
    treaties = blocs(1990, "treaty")
    assert not treaties.beyond_chance
    assert "may be chance" in treaties.sentence
    assert not blocs(1964).beyond_chance
    assert all(level.p <= 0.05 for level in blocs(2014, "votes").levels)


# ------------------------------------------------------------------ what is not there
@pytest.mark.parametrize(
    ("year", "layer", "status"),
    [
        (1964, "votes", Status.INSUFFICIENT),
        (2024, "votes", Status.INSUFFICIENT),
        (2020, "treaty", Status.OUT_OF_COVERAGE),
        (2019, "combined", Status.OUT_OF_COVERAGE),
        (1975, "hostility", Status.INSUFFICIENT),
    ],
)
def test_no_blocs_is_an_answer_with_its_reason(year, layer, status):
    one = blocs(year, layer)
    assert one.status is status
    assert not one.there
    assert one.note
    assert one.sentence.startswith("No blocs by")
    assert one.blocs == ()
    assert (one.labels == UNKNOWN).all()
    assert one.pair("USA", "France").value is None
    assert one.to_dict()["together_by_chance"] is None


def test_bad_input():
    with pytest.raises(BadYear):
        blocs(1900)
    with pytest.raises(BadYear, match="as_of"):
        blocs(1975, as_of=1970)
    with pytest.raises(BadOption, match="combined, votes"):
        blocs(1975, "feelings")
    with pytest.raises(NotAState):
        blocs(2000).pair("East Germany", "USA")
    with pytest.raises(UnknownState):
        blocs(2000).pair("Narnia", "USA")
    with pytest.raises(BadYear):
        bloc_series("votes", 1990, 1980)
    with pytest.raises(BadYear):
        bloc_series("combined", 2010, 2025)
    with pytest.raises(BadYear):
        bloc_series("votes", 2000, 2010, as_of=2005)
    with pytest.raises(BadOption):
        covered("feelings")


def test_a_year_is_the_same_whatever_comes_after():
    assert blocs(1975, as_of=1975) is blocs(1975, as_of=2018)


# ------------------------------------------------------------------ drawing
def test_draws_depend_on_the_seed_and_on_nothing_else():
    found = layers(1955)
    names = ["treaty", "institutions"]
    one, two = (draw_blocs(found, None, names, seeds=4, nulls=2, seed=7) for _ in range(2))
    alone = draw_blocs(found, None, ["institutions"], seeds=4, nulls=2, seed=7)["institutions"]
    for name in names:
        assert (one[name].labels == two[name].labels).all()
    assert (alone.labels == one["institutions"].labels).all()
    assert (alone.chance == one["institutions"].chance).all()
    other = draw_blocs(found, None, ["institutions"], seeds=4, nulls=2, seed=8)["institutions"]
    assert (other.labels != alone.labels).any()


def test_votes_are_drawn_from_roll_calls_only():
    with pytest.raises(ValueError, match="roll calls"):
        draw_blocs(layers(1955), None, ["votes"])


def test_layers_of_a_network():
    found = layers(1975)
    assert [x.name for x in parts_of(found, "combined")] == list(found.layers)
    assert parts_of(found, "hostility") == []
    assert parts_of(layers(2019), "combined") == []


def test_networks_without_blocs_keep_what_they_must():
    found = layers(1975)
    random = np.random.default_rng(0)
    treaty = without_blocs(found["treaty"], random)
    ties = (found["treaty"].weights != 0).sum(axis=1)
    assert ((treaty != 0).sum(axis=1) == ties).all()
    trade = without_blocs(found["trade"], random)
    assert np.allclose(trade.sum(axis=1), found["trade"].weights.sum(axis=1), rtol=0.01)
    hostile = without_blocs(found["hostility"], random)
    assert (hostile <= 0).all()
    assert share_as_great(1.0, np.array([0.5, 1.0, 2.0])) == 0.75


# ------------------------------------------------------------------ over time and across layers
@pytest.fixture(scope="module")
def series():
    return bloc_series("votes", 1970, 1980)


def test_blocs_keep_their_id_while_they_go_on(series):
    assert series.years == tuple(range(1970, 1981))
    for year in series.years:
        assert len(series.ids[year]) == len(series.blocs[year].blocs)
        assert len(set(series.ids[year])) == len(series.ids[year])
    of_usa = {
        series.ids[year][int(one.labels[one.place("USA")])] for year, one in series.blocs.items()
    }
    assert len(of_usa) == 1


def test_a_bloc_that_goes_on_shares_states(series):
    for year in series.years[1:]:
        before, now = series.blocs[year - 1], series.blocs[year]
        for number, old in enumerate(goes_on_from(before, now).tolist()):
            if old >= 0:
                both = set(before.blocs[old].members) & set(now.blocs[number].members)
                either = set(before.blocs[old].members) | set(now.blocs[number].members)
                assert len(both) / len(either) > 0.2


def test_switching_is_more_than_noise_and_has_its_interval(series):
    frame = series.switching
    assert frame["year"].to_list() == list(range(1971, 1981))
    assert (frame["low"] <= frame["share"]).all()
    assert (frame["share"] <= frame["high"]).all()
    assert frame["share"].mean() > frame["noise"].mean()
    assert frame["same_layers"].all()


def test_a_row_for_each_state_and_year(series):
    frame = series.frame
    assert frame.select("year", "ccode").is_unique().all()
    of_1975 = frame.filter(pl.col("year") == 1975)
    one = series.blocs[1975]
    assert of_1975.height == len(one.codes) - len(one.unseen)
    usa = of_1975.filter(pl.col("ccode") == 2).row(0, named=True)
    assert usa["bloc"] == series.ids[1975][int(one.labels[one.place("USA")])]
    assert usa["with_own"] > 0.7


def test_an_executor_changes_nothing(series):
    with ThreadPoolExecutor(2) as pool:
        again = bloc_series("votes", 1970, 1980, executor=pool)
    assert again.ids == series.ids
    assert again.switching.equals(series.switching)
    assert again.frame.equals(series.frame)


def test_a_gap_is_bridged_and_another_set_of_layers_is_said():
    votes = bloc_series("votes", 1963, 1965)
    assert votes.years == (1963, 1965)
    assert votes.switching["before"].to_list() == [1963]
    combined = bloc_series("combined", 2013, 2016).switching
    assert combined["same_layers"].to_list() == [True, False, True]


def test_who_moved_between_two_years():
    before, after = blocs(1963), blocs(1983)
    found = moves(before, after)
    assert found
    for item in found:
        assert before.labels[np.flatnonzero(before.codes == item.ccode)[0]] == item.before
        assert after.labels[np.flatnonzero(after.codes == item.ccode)[0]] == item.after
        assert goes_on_from(before, after)[item.after] != item.before
    egypt = [item for item in moves(blocs(1970), blocs(1983)) if item.ccode == 651]
    assert egypt, "Egypt left the Soviet Union in the 1970s"
    assert moves(before, before) == ()


def test_layers_agree_more_than_by_chance_and_far_from_wholly():
    found = {(x.one, x.two): x for x in agreement(1975)}
    assert set(found) == {
        ("votes", "treaty"), ("votes", "trade"), ("votes", "institutions"),
        ("treaty", "trade"), ("treaty", "institutions"), ("trade", "institutions"),
    }  # fmt: skip
    for item in found.values():
        assert item.low <= item.information <= item.high
        assert 0 < item.information < 0.6
        assert item.states > 50
        assert item.to_dict()["layers"] == [item.one, item.two]
    assert [x.states for x in agreement(2016)] == [found_states(2016)]


def found_states(year):
    votes, treaty = blocs(year, "votes"), blocs(year, "treaty")
    lone = {*votes.isolates, *votes.unseen, *treaty.isolates, *treaty.unseen}
    return len([code for code in votes.codes.tolist() if code not in lone])
