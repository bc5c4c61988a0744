"""``multipolar assess --full``: the third party and what stands around the fields."""

from __future__ import annotations

import subprocess
import sys

import pytest

import multipolar as mp


def run(*words: str) -> str:
    found = subprocess.run(
        [sys.executable, "-m", "multipolar.cli", "assess", *words],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return found.stdout


def line(out: str, start: str) -> str:
    return next(one for one in out.splitlines() if one.strip().startswith(start))


@pytest.mark.parametrize("order", [("China", "Russia"), ("Russia", "China")])
def test_columns_are_in_the_order_of_the_question(order, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    out = run(*order, "--as-of", "2014", "--full")
    values = {state: f"{mp.get('regime.polyarchy', state, year=2014).value:.3f}" for state in order}
    shown = line(out, "electoral democracy")
    assert shown.index(values[order[0]]) < shown.index(values[order[1]])
    stakes = {
        state: f"{mp.get('trade.share', state, 'United States', year=2014).value:.1%}"
        for state in order
    }
    stake = line(out, "share of the United States in its trade")
    assert stake.index(stakes[order[0]]) < stake.index(stakes[order[1]])
    assert "third party: United States" in out
    assert "regimes-of-the-world" in out[out.index("multipolar cite") :]


def test_a_named_third_party_is_shown_without_the_rule(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    out = run("China", "Russia", "--as-of", "2014", "--third", "India")
    assert "third party: India" in out
    assert "chosen:" not in out


def test_without_full_neither_is_shown():
    out = run("China", "Russia", "--as-of", "2014")
    assert "third party:" not in out
    assert "around the relationship" not in out
