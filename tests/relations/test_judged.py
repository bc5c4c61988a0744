"""The verdict in an assessment: the year it speaks of, its words, its course."""

from __future__ import annotations

import re

import pytest

import multipolar as mp
from multipolar.estimate import Status
from multipolar.verdict.references import CLASSES


def test_an_alliance_is_said_in_one_sentence():
    found = mp.assess("USA", "GBR", as_of=2005).verdict
    assert found.shown is found.asked
    assert re.fullmatch(
        r"In 2005 the data look most like a strategic alliance "
        r"\(probability 0\.\d\d \[0\.\d\d, 0\.\d\d\]\)\.",
        found.sentence,
    )


def test_two_classes_that_are_not_told_apart_are_both_named():
    found = mp.assess("IND", "RUS", as_of=1985).verdict
    assert found.sight.leading.leads < 0.8
    assert found.sentence.startswith("In 1985 the data do not tell a")
    assert " from a" in found.sentence


def test_thin_evidence_names_the_last_year_with_enough():
    found = mp.assess("Bhutan", "Tonga").verdict
    assert found.asked.status is Status.INSUFFICIENT
    assert found.shown.year == found.asked.last_enough < found.asked.year
    assert found.sentence.startswith(f"Insufficient evidence for a verdict on {found.asked.year}.")
    assert f"In {found.shown.year}, the last year with enough" in found.sentence


@pytest.mark.parametrize(
    ("first", "second", "year", "why"),
    [
        ("France", "Germany", 1913, "before the United Nations"),
        ("USA", "GBR", 1960, "Too few reference relationships"),
        ("South Sudan", "Kosovo", 2014, "a verdict needs three"),
    ],
)
def test_where_there_is_no_verdict_the_reason_is_given(first, second, year, why):
    found = mp.assess(first, second, as_of=year).verdict
    assert found.shown is None or found.shown.year < year
    assert found.asked.status is Status.INSUFFICIENT
    assert "Insufficient evidence" in found.sentence
    assert why in found.asked.reason


def test_the_course_ends_with_the_question_and_each_year_is_judged_by_itself():
    found = mp.assess("USA", "IRN", as_of=1990).verdict
    years = [one.year for one in found.course]
    assert years == list(range(1960, 1991))
    from multipolar.verdict import course

    alone = course("USA", "IRN", [1977], as_of=1990)[0]
    there = next(one for one in found.course if one.year == 1977)
    for kind in CLASSES:
        assert there.blind.of(kind).value == pytest.approx(alone.blind.of(kind).value, abs=1e-9)


def test_the_json_has_the_verdict_and_its_sources():
    told = mp.assess("USA", "JPN", as_of=2005).to_dict()
    verdict = told["verdict"]
    assert set(verdict) == {
        "sentence", "status", "reason", "year", "last_year_with_enough", "shown_year", "shown",
        "closer", "alike", "firmness", "course", "origins",
    }  # fmt: skip
    chances = verdict["shown"]["blind"]["probabilities"]
    assert sum(one["probability"] for one in chances) == pytest.approx(1)
    assert set(verdict["origins"]) <= set(told["origins"])


def test_order_of_the_states_does_not_matter():
    one = mp.assess("IND", "RUS", as_of=1985).verdict.sight
    two = mp.assess("RUS", "IND", as_of=1985).verdict.sight
    assert one.chances == two.chances
