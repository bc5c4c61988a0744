"""Sanctions, events, conflict and serious disputes as a user gets them."""

from __future__ import annotations

import math

import pytest

import multipolar as mp
from multipolar.estimate import Status


def _get(name, one, two, year, **options):
    return mp.get(name, one, two, year=year, **options)


def test_events_of_china_toward_russia():
    """TARGETS: 3234 + 77 cooperative and 19 + 15 conflictual events in 2005."""
    assert _get("events.cooperation", "CHN", "RUS", 2005).value == 3311
    assert _get("events.conflict", "CHN", "RUS", 2005).value == 34


def test_net_and_share_say_the_same():
    net = _get("events.net", "USA", "RUS", 2014)
    share = _get("events.conflict_share", "USA", "RUS", 2014)
    assert net.n == share.n
    conflict = round(share.value * share.n)
    assert net.value == pytest.approx(math.log((net.n - conflict + 1) / (conflict + 1)))
    assert net.low < net.value < net.high
    assert net.value < _get("events.net", "USA", "RUS", 2005).low


def test_states_that_icews_leaves_out_are_unknown():
    for name in ("events.cooperation", "events.net", "events.attention"):
        assert _get(name, "TUR", "RUS", 2010).status is Status.MISSING
    assert _get("events.net", "USA", "RUS", 2015).status is Status.OUT_OF_COVERAGE


def test_news_scores():
    war = _get("events.gdelt", "RUS", "UKR", 2022)
    assert war.high < 0
    assert war.n == 352
    assert _get("events.gdelt", "RUS", "CHN", 2022).low > 0
    assert _get("events.gdelt", "RUS", "UKR", 2024).status is Status.PARTIAL
    assert _get("events.gdelt", "RUS", "SRB", 2022).status is Status.MISSING


def test_armed_conflict():
    assert _get("hostility.conflict", "RUS", "UKR", 2022).value == 2
    assert _get("hostility.conflict", "RUS", "UKR", 2021).value == 0
    assert _get("hostility.conflict", "RUS", "CHN", 1969).value == 1
    assert _get("hostility.conflict", "USA", "CHN", 1951).value == 2
    assert _get("hostility.conflict", "USA", "CAN", 2023).status is Status.STRUCTURAL_ZERO
    assert _get("hostility.conflict", "USA", "CAN", 2024).status is Status.OUT_OF_COVERAGE


@pytest.mark.parametrize(
    ("name", "one", "two", "year"),
    [
        ("hostility.serious_dispute", "RUS", "CHN", 2010),
        ("hostility.serious_dispute_mid5", "RUS", "CHN", 2014),
        ("hostility.serious_dispute", "USA", "CAN", 2000),
        ("hostility.serious_dispute_mid5", "USA", "CAN", 2000),
    ],
)
def test_incidents_at_sea_make_no_rivals(name, one, two, year):
    """Rule 5: 2009 and 2012 between Russia and China, fisheries between the US and Canada."""
    assert _get("hostility.mid", one, two, year).value == 4
    assert _get(name, one, two, year).value == 1


def test_serious_disputes_count():
    assert _get("hostility.serious_dispute", "RUS", "CHN", 1990).value == 2
    assert _get("hostility.serious_dispute", "IND", "PAK", 2005).value == 2
    assert _get("hostility.serious_dispute", "USA", "CAN", 2010).value == 0


def test_sanctions():
    assert _get("sanctions.imposed", "USA", "RUS", 2014).value == 1
    assert _get("sanctions.imposed", "USA", "RUS", 2011).value == 0
    assert _get("sanctions.imposed", "USA", "GBR", 2000).status is Status.STRUCTURAL_ZERO
    assert _get("sanctions.imposed", "RUS", "UKR", 2014).status is Status.MISSING
    assert _get("sanctions.imposed", "USA", "RUS", 2019).status is Status.OUT_OF_COVERAGE
    assert _get("sanctions.severity", "USA", "CUB", 2010).value == 3
    assert _get("sanctions.severity", "USA", "RUS", 2014).value == 2


def test_the_cost_of_sanctions_in_force_is_hindsight():
    assert _get("sanctions.severity", "USA", "RUS", 2014, as_of=2014).status is Status.PARTIAL
    assert _get("sanctions.imposed", "USA", "RUS", 2014, as_of=2014).value == 1
