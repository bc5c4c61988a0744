"""Validation: nothing of what is judged is trained on, scores by hand, and what it shows."""

from __future__ import annotations

import json

import numpy as np
import pytest

from multipolar.cli import verdict as command
from multipolar.errors import BadOption
from multipolar.measures import multinomial
from multipolar.panel.release import active
from multipolar.verdict import validation
from multipolar.verdict.cases import all_cases, states_of
from multipolar.verdict.references import CLASSES, relationships


@pytest.fixture(scope="module")
def cases():
    return all_cases(True, active())


@pytest.fixture(scope="module")
def everything(cases):
    return np.ones(len(cases.year), np.bool_)


@pytest.fixture(scope="module")
def decades():
    return validation.validate("decade")


@pytest.mark.parametrize("scheme", list(validation.SCHEMES))
def test_every_case_is_judged_once_and_trains_not_itself(cases, everything, scheme):
    times = np.zeros(len(cases.year), np.int64)
    for judged, used in validation.split(cases, scheme, everything):
        assert not (judged & used).any()
        times += judged
    assert (times == 1).all()


def test_no_relationship_of_the_pair_trains(cases, everything):
    for judged, used in validation.split(cases, "spell", everything):
        (pair,) = {tuple(both) for both in states_of(cases.spell[judged]).tolist()}
        assert pair not in {tuple(both) for both in states_of(cases.spell[used]).tolist()}


def test_no_relationship_of_the_states_trains(cases, everything):
    for judged, used in validation.split(cases, "states", everything):
        out = set(states_of(cases.spell[judged]).ravel().tolist())
        assert len(out) == 2
        assert out.isdisjoint(states_of(cases.spell[used]).ravel().tolist())


def test_no_case_of_the_decade_trains(cases, everything):
    for judged, used in validation.split(cases, "decade", everything):
        middles = {
            (relationships()[s].first + relationships()[s].last) // 2 // 10
            for s in cases.spell[judged].tolist()
        }
        (decade,) = middles
        assert decade not in set((cases.year[used] // 10).tolist())
        assert set(cases.spell[judged].tolist()).isdisjoint(cases.spell[used].tolist())


def test_the_base_rate_is_even(cases, everything):
    folds = list(validation.split(cases, "decade", everything))
    p = validation.held_out("base", folds, active())
    assert p == pytest.approx(np.full_like(p, 1 / 6), abs=0.02)


def test_a_relationship_scores_the_mean_of_its_cases():
    p = np.array([[0.5, 0.1, 0.1, 0.1, 0.1, 0.1], [0.25, 0.35, 0.1, 0.1, 0.1, 0.1]])
    found = validation._scored(p, np.array([0, 0]), np.array([0, 0]))
    assert found["log"] == pytest.approx([(np.log(2) + np.log(4)) / 2])
    assert found["brier"][0] == pytest.approx(
        np.mean([0.25 + 5 * 0.01, 0.75**2 + 0.35**2 + 4 * 0.01])
    )


def test_the_ranked_score_puts_indifference_between_exchange_and_rivalry():
    """A sure forecast of a neighbouring class costs least."""
    order = list(validation.ORDER)
    assert set(order) == set(CLASSES)
    y = np.array([CLASSES.index("transactional")])
    cost = {}
    for kind in CLASSES:
        p = np.eye(len(CLASSES))[[CLASSES.index(kind)]]
        cost[kind] = float(validation._scored(p, y, np.array([0]))["ranked"][0])
    steps = {kind: abs(order.index(kind) - order.index("transactional")) for kind in order}
    assert cost == pytest.approx({kind: step / 5 for kind, step in steps.items()})


def test_the_verdict_beats_every_baseline(decades):
    """By an interval over states, in the scheme that is quick; the docs have the others."""
    for name in validation.BASELINES:
        for main in ("blind", "sighted"):
            for score in ("log", "brier", "ranked"):
                assert decades.results[name].lead[f"{main}.{score}.states"].low > 0, (name, score)


def test_seeing_treaties_helps(decades):
    assert decades.results["blind"].lead == {}
    assert decades.results["sighted"].lead["blind.log.spells"].high < 0


def test_intervals_and_shares_are_sound(decades):
    for result in decades.results.values():
        for gap in (*result.scores.values(), *result.lead.values()):
            assert gap.low <= gap.value <= gap.high
        assert 0 <= result.hits <= result.second <= 1
        assert result.probabilities.sum(axis=1) == pytest.approx(1)
    table = decades.confusion("blind")
    assert table.sum() == len(decades.spells)
    assert np.trace(table) / table.sum() == pytest.approx(decades.results["blind"].hits)
    assert decades.by_class("blind").sum(axis=1) == pytest.approx(1)


def test_scores_of_relationships_are_those_of_their_probabilities(decades, cases):
    """A slow twin of the Brier score of the base rate, which is the same for all cases."""
    p = decades.results["base"].probabilities
    by_hand = multinomial.brier(p, decades.kinds).mean()
    assert decades.results["base"].scores["brier"].value == pytest.approx(by_hand, abs=1e-6)


def test_it_is_plain_data_and_the_same_again(decades, cases, everything):
    plain = decades.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    fold = next(validation.split(cases, "decade", everything))
    twice = [validation.held_out("blind", [fold], active()) for _ in range(2)]
    assert np.array_equal(*twice, equal_nan=True)


# ------------------------------------------------------------------ command line
@pytest.mark.parametrize("columns", [60, 80, 160])
def test_it_is_printed_to_fit(decades, monkeypatch, capsys, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(validation, "validate", lambda *args, **kwargs: decades)
    command.run_validate("decade", False, False)
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines) <= columns
    text = " ".join(" ".join(lines).split())
    assert "blind to treaties" in text and "base rate" in text
    assert "221 relationships" in text and "left out" not in text


def test_it_is_printed_as_json(decades, monkeypatch, capsys):
    monkeypatch.setattr(validation, "validate", lambda *args, **kwargs: decades)
    command.run_validate(None, False, True)
    found = json.loads(capsys.readouterr().out)
    assert len(found) == 3
    assert found[0]["models"][0]["model"] == "blind"


def test_an_unknown_scheme_is_named():
    with pytest.raises(BadOption, match="'spells': choose spell, states, decade"):
        command.run_validate("spells", False, False)
