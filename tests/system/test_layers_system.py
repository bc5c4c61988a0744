"""Layers of the system: one set of states, signs, statuses, what is not known."""

from __future__ import annotations

import numpy as np
import pytest

import multipolar as mp
from multipolar.errors import BadOption, BadYear, NotAState
from multipolar.estimate import Status
from multipolar.system.layers import TITLES, layers


@pytest.fixture(scope="module")
def of_1975():
    return layers(1975)


def test_all_layers_are_on_the_members_of_the_state_system(of_1975):
    assert list(of_1975.layers) == list(TITLES)
    assert len(of_1975.codes) == 150
    for layer in of_1975:
        assert layer.status is Status.OBSERVED
        assert layer.weights.shape == (150, 150)
        assert np.allclose(layer.weights, layer.weights.T)
        assert not np.diag(layer.weights).any()
        assert not layer.weights[~layer.seen].any()


def test_weights_of_votes_are_kappa(of_1975):
    votes = of_1975["votes"]
    i, j = of_1975.place("USA"), of_1975.place("United Kingdom")
    kappa = mp.get("votes.kappa", "USA", "GBR", year=1975).value
    assert votes.weights[i, j] == pytest.approx(kappa)
    assert votes.weights.min() < 0


def test_a_pact_weighs_by_grade_and_capabilities(of_1975):
    treaty, power = of_1975["treaty"], of_1975["treaty"].power
    i, j = of_1975.place("USA"), of_1975.place("Japan")
    assert treaty.weights[i, j] == pytest.approx(3 * power[i] * power[j])
    cinc = mp.get("power.cinc", "USA", year=1975).value
    assert power[i] == pytest.approx(cinc)
    soviet, finland = of_1975.place("USSR"), of_1975.place("Finland")
    assert treaty.weights[soviet, finland] > 0


def test_non_aggression_alone_is_no_tie():
    of_2010 = layers(2010)
    pledge = mp.get("treaty.obligation", "USA", "China", year=2010)
    assert pledge.value == 1
    assert of_2010["treaty"].weights[of_2010.place("USA"), of_2010.place("China")] == 0


def test_hostility_is_negative(of_1975):
    hostile = of_1975["hostility"].weights
    assert hostile.max() == 0
    assert hostile[of_1975.place("USA"), of_1975.place("USSR")] < 0
    assert np.count_nonzero(np.triu(hostile)) == 65


def test_what_is_not_observed_is_not_zero(of_1975):
    """Switzerland had no seat in the UN; it signed no treaty, which is known."""
    place = of_1975.place("Switzerland")
    assert 225 in of_1975["votes"].unseen
    assert not of_1975["votes"].seen[place]
    assert 225 in of_1975["treaty"].isolates
    assert of_1975["treaty"].seen[place]


def test_near_states_are_expected_to_have_more(of_1975):
    for name in ("trade", "institutions"):
        near = of_1975[name].nearness
        apart = [of_1975.place(x) for x in ("France", "Belgium", "New Zealand")]
        assert near[apart[0], apart[1]] > 2 * near[apart[0], apart[2]]
    assert of_1975["votes"].nearness is None


def test_a_year_outside_a_layer_is_said_so():
    found = layers(2020)
    for name in ("trade", "institutions", "treaty"):
        layer = found[name]
        assert layer.status is Status.OUT_OF_COVERAGE
        assert not layer.there
        assert "the source covers" in layer.note
        assert layer.ties == 0
        assert len(layer.unseen) == len(found.codes)
    assert found["votes"].there


def test_spells_are_carried_on_only_if_asked_for_and_labelled():
    found = layers(2021, carry=True)
    assert found["treaty"].status is Status.CARRIED
    assert "carried" in found["treaty"].note
    assert found["hostility"].status is Status.CARRIED
    assert found["trade"].status is Status.OUT_OF_COVERAGE
    assert "2022" in layers(2024, carry=True)["treaty"].note


@pytest.mark.parametrize("year", [1951, 1964, 2024])
def test_a_year_of_few_roll_calls_has_no_network_of_votes(year):
    votes = layers(year)["votes"]
    assert votes.status is Status.INSUFFICIENT
    assert "too few" in votes.note
    assert not votes.weights.any()


def test_bad_input():
    with pytest.raises(BadYear, match="1946 to 2025"):
        layers(1930)
    with pytest.raises(BadYear, match="after as_of"):
        layers(1975, as_of=1970)
    found = layers(2000)
    with pytest.raises(BadOption, match="votes, treaty"):
        found["friendship"]
    with pytest.raises(NotAState):
        found.place("East Germany")


def test_plain_data(of_1975):
    plain = of_1975["treaty"].to_dict()
    assert plain["layer"] == "treaty"
    assert plain["states"] == 150
    assert 225 in plain["isolates"]
