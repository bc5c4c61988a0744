"""Bremer's dangerous dyads from our panel, against the replication in peacesciencer's manual."""

import importlib.util
import sys
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("statsmodels", reason="the regression needs statsmodels")
pytest.importorskip("rdata", reason="the raw files are R files: pip install 'multipolar[raw]'")

from multipolar.sources import regime

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def example():
    path = ROOT / "examples" / "dangerous_dyads.py"
    spec = importlib.util.spec_from_file_location("dangerous_dyads", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["dangerous_dyads"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["dangerous_dyads"]


@pytest.fixture(scope="module")
def rules(example, raw):
    return example.published_rules(raw)


@pytest.fixture(scope="module")
def ours(example, raw):
    return example.panel(raw)


@pytest.fixture(scope="module")
def rules_fit(example, rules):
    return example.regress(rules)


@pytest.fixture(scope="module")
def ours_fit(example, ours):
    return example.regress(ours)


# By the published rules only the vintage of the democracy scores is known to differ. The bounds are
# regression bounds around the gaps that it leaves: two units of the last digit printed for most
# terms, a seventh of a standard error for militarization.
@pytest.mark.parametrize(
    ("term", "tolerance"),
    [
        ("contiguity", 0.003),
        ("cinc_ratio", 0.003),
        ("major", 0.001),
        ("defense", 0.003),
        ("militarization", 0.4),
        ("t", 0.0006),
        ("t2", 0.0006),
    ],
)
def test_estimates_by_the_published_rules(example, rules_fit, term, tolerance):
    published = example.PUBLISHED
    assert rules_fit.estimates[term] == pytest.approx(published.estimates[term], abs=tolerance)
    assert rules_fit.errors[term] == pytest.approx(published.errors[term], rel=0.01, abs=0.0006)


def test_democracy_differs_by_the_vintage_of_its_scores(example, rules_fit):
    assert rules_fit.estimates["democracy"] == pytest.approx(-0.286, abs=0.001)
    assert rules_fit.errors["democracy"] == pytest.approx(0.030, abs=0.0005)
    gap = rules_fit.estimates["democracy"] - example.PUBLISHED.estimates["democracy"]
    assert abs(gap) < example.PUBLISHED.errors["democracy"] / 2


def test_the_25_missing_dyad_years_are_two_states_of_1990(example, raw, rules, rules_fit):
    gaps = example.lost_to_democracy(rules, raw)
    of_1990 = {place: count for place, count in gaps.items() if place[1] == 1990}
    assert of_1990 == {(260, 1990): 15, (678, 1990): 10}
    assert rules_fit.n == 106_031
    assert rules_fit.n + sum(of_1990.values()) == example.PUBLISHED.n


def test_the_other_losses_to_democracy_are_austria_hungary_and_the_two_sicilies(
    example, raw, rules
):
    gaps = example.lost_to_democracy(rules, raw)
    assert {ccode for ccode, year in gaps if year != 1990} == {300, 329}
    assert sum(count for (ccode, _), count in gaps.items() if ccode == 300) == 1951


def test_our_panel_has_more_dyad_years_by_the_rule_of_contiguity_alone(
    example, ours, rules, ours_fit, rules_fit
):
    more = ours.join(rules, on=example.KEYS, how="anti")
    assert rules.join(ours, on=example.KEYS, how="anti").height == 0
    assert (ours.height, rules.height, more.height) == (112_282, 111_991, 291)
    complete = more.drop_nulls(example.TERMS).height
    assert complete == 283
    assert ours_fit.n == rules_fit.n + complete == 106_314
    assert ours_fit.n == pytest.approx(example.PUBLISHED.n, rel=0.003)


def test_every_estimate_on_our_panel_is_within_half_an_error_of_the_published(example, ours_fit):
    published = example.PUBLISHED
    for term in ("contiguity", "cinc_ratio", "major", "defense", "democracy", "militarization"):
        gap = abs(ours_fit.estimates[term] - published.estimates[term])
        assert gap < published.errors[term] / 2, term


def test_our_estimates(ours_fit):
    expected = {
        "contiguity": (1.0729, 0.0574),
        "cinc_ratio": (1.0604, 0.0821),
        "major": (0.1134, 0.0586),
        "defense": (-0.1459, 0.0582),
        "democracy": (-0.2801, 0.0299),
        "militarization": (29.694, 2.377),
    }
    for term, (estimate, error) in expected.items():
        assert ours_fit.estimates[term] == pytest.approx(estimate, rel=0.001), term
        assert ours_fit.errors[term] == pytest.approx(error, rel=0.005), term
    assert ours_fit.onsets == 2464


def test_peace_years_start_anew_after_a_dispute_and_skip_absent_years(example):
    frame = pl.DataFrame(
        {
            "ccode1": [2] * 6,
            "ccode2": [20] * 6,
            "year": [1900, 1901, 1902, 1910, 1911, 1912],
            "ongoing": [0.0, 0.0, 1.0, 1.0, 0.0, 0.0],
        }
    )
    assert example.peace_years(frame)["t"].to_list() == [0, 1, 2, 0, 0, 1]


def test_democracy_is_read_with_its_gaps(raw):
    frame = regime.democracy(raw)
    found = {(row["ccode"], row["year"]): row["democracy"] for row in frame.to_dicts()}
    assert found[2, 1816] == pytest.approx(-0.0052, abs=1e-4)
    assert found[260, 1989] == pytest.approx(1.4198, abs=1e-4)
    assert found.get((260, 1990)) is None
    assert frame.drop_nulls("democracy").height == 17_651
