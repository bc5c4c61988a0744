"""The verdict: textbook cases, order, sums, dates, what is insufficient, no leakage."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.errors import BadYear, NotAState, SameState
from multipolar.estimate import Status
from multipolar.panel.release import EMBEDDED, MANIFEST, Release, active
from multipolar.sources.raw import sha256_of
from multipolar.verdict import CLASSES, course, judge, judge_many, references
from multipolar.verdict.calibration import DRAWS, calibration
from multipolar.verdict.references import relationships

BOUND = 0.5
"""A textbook case has its class with this probability on average, by a model that has not seen
the pair; set before any of them was looked at but the first."""


def mean_of(a, b, first, last, kind, model):
    found = course(a, b, range(first, last + 1))
    assert len(found) == last - first + 1
    return float(np.mean([getattr(one, model).of(kind).value for one in found]))


# fmt: off
BOOK = [
    ("USA", "GBR", 1950, 2015, "alliance", "blind", True),
    ("USA", "GBR", 1950, 2015, "alliance", "sighted", True),
    ("RUS", 265, 1960, 1985, "alliance", "blind", True),
    ("RUS", 265, 1960, 1985, "alliance", "sighted", True),
    ("IND", "RUS", 1972, 1988, "partnership", "blind", False),
    ("IND", "RUS", 1972, 1988, "partnership", "sighted", False),
    ("IND", "PAK", 1965, 2000, "rivalry", "blind", True),
    ("IND", "PAK", 1965, 2000, "rivalry", "sighted", True),
]
# fmt: on


@pytest.mark.parametrize(("a", "b", "first", "last", "kind", "model", "reached"), BOOK)
def test_textbook_cases(request, a, b, first, last, kind, model, reached):
    """Where the bound is missed, docs/explanation/verdict.md says why; it is not lowered."""
    if not reached:
        request.applymarker(pytest.mark.xfail(strict=True, reason="falls short: see the docs"))
    assert mean_of(a, b, first, last, kind, model) > BOUND


def test_remote_pairs_are_indifferent(monkeypatch):
    """Drawn anew with another seed, none of them a reference."""
    monkeypatch.setattr(references, "REMOTE_SEED", 99)
    known = {(one.ccode1, one.ccode2) for one in relationships()}
    rows = [
        (a, b, (first + last) // 2)
        for a, b, first, last in references.remote_pairs(active())
        if (a, b) not in known
    ]
    found = judge_many(pl.DataFrame(rows, schema=["ccode1", "ccode2", "year"], orient="row"))
    assert found.height > 25
    for model in ("blind", "sighted"):
        assert found[f"{model}_indifference"].mean() > BOUND
        assert (found[f"{model}_leading"] == "indifference").mean() > 0.9


# ------------------------------------------------------------------ form
@pytest.fixture(scope="module")
def poland():
    return judge("USA", "Poland", 2010)


def test_probabilities_sum_to_one_and_lie_in_their_intervals(poland):
    for sight in (poland.blind, poland.sighted):
        assert [chance.kind for chance in sight.chances] == list(CLASSES)
        assert sum(chance.value for chance in sight.chances) == pytest.approx(1)
        assert sum(chance.leads for chance in sight.chances) == pytest.approx(1)
        for chance in sight.chances:
            assert 0 <= chance.low <= chance.value <= chance.high <= 1
        assert sight.leading.value == max(chance.value for chance in sight.chances)
        assert sight.margin == pytest.approx(sight.leading.value - sight.runner_up.value)
        assert sight.margin_low <= sight.margin <= sight.margin_high


def test_the_order_of_states_does_not_matter(poland):
    other = judge("Poland", "USA", 2010)
    assert (other.one, other.two) == (poland.two, poland.one)
    assert other.blind == poland.blind
    assert other.sighted == poland.sighted


def test_it_is_the_same_every_time_and_in_any_company(poland):
    again = judge("USA", "Poland", 2010)
    assert again == poland
    table = judge_many(
        pl.DataFrame(
            {
                "ccode1": [2, 2, 200, 2],
                "ccode2": [290, 290, 210, 365],
                "year": [2010, 2009, 2010, 2010],
            }
        ),
        as_of=2010,
    )
    for model in ("blind", "sighted"):
        for chance in getattr(poland, model).chances:
            for end, suffix in (("value", ""), ("low", "_low"), ("high", "_high")):
                cell = table[f"{model}_{chance.kind}{suffix}"][0]
                assert cell == pytest.approx(getattr(chance, end), abs=1e-9)
    assert table["status"].to_list() == ["observed"] * 4
    assert table["blind_leading"][0] == poland.blind.leading.kind


def test_a_course_is_the_verdicts_of_its_years(poland):
    years = course("USA", "Poland", range(2005, 2011), as_of=2010)
    assert [one.year for one in years] == list(range(2005, 2011))
    for mine, theirs in zip(years[-1].blind.chances, poland.blind.chances, strict=True):
        assert mine.value == pytest.approx(theirs.value, abs=1e-9)


def test_the_blind_model_has_no_obligation_and_the_other_has(poland):
    assert "obligation" not in [weight.name for weight in poland.blind.weights]
    assert "treaty" not in poland.blind.breadth.scores
    assert "obligation" in [weight.name for weight in poland.sighted.weights]
    assert "treaty" in poland.sighted.breadth.scores


def test_weights_and_intercepts_make_the_odds(poland):
    """Mean log odds of the leading class over the next are intercepts and weights."""
    sight, model = poland.blind, calibration(True, 2010, active())
    lead, other = (CLASSES.index(c.kind) for c in (sight.leading, sight.runner_up))
    total = sum(weight.weight for weight in sight.weights)
    intercept = (model.draws[:, lead, 0] - model.draws[:, other, 0]).mean()
    odds = np.log(sight.leading.value / sight.runner_up.value)
    assert total + intercept == pytest.approx(odds, abs=0.5)
    ranked = [abs(weight.weight) for weight in sight.weights]
    assert ranked == sorted(ranked, reverse=True)


def test_breadth_is_bounds(poland):
    for sight in (poland.blind, poland.sighted):
        known = [score for score in sight.breadth.scores.values() if score is not None]
        assert sight.breadth.low == sum(score >= 0.75 for score in known)
        assert sight.breadth.high == sight.breadth.low + len(sight.breadth.scores) - len(known)


def test_it_is_plain_data(poland):
    plain = poland.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert {"states", "year", "status", "reason", "blind", "sighted", "tether"} <= set(plain)
    assert plain["blind"]["leading"] == poland.blind.leading.kind


def test_more_obligation_speaks_for_an_alliance():
    """The slope of obligation in the sighted model, and of hostility in both."""
    sighted = calibration(False, 2014, active())
    slopes = sighted.fit.coefficients[:, -1]
    assert slopes.argmax() == CLASSES.index("alliance")
    for blind in (True, False):
        hostile = calibration(blind, 2014, active()).fit.coefficients[:, 3]
        assert hostile.argmax() == CLASSES.index("rivalry")


@settings(max_examples=25, deadline=None)
@given(
    values=st.lists(st.floats(-3, 5), min_size=13, max_size=13),
    gaps=st.lists(st.booleans(), min_size=13, max_size=13),
    error=st.floats(0, 1),
)
def test_any_predictors_give_probabilities(values, gaps, error):
    model = calibration(True, 2014, active())
    x = np.where(gaps, np.nan, values)[None]
    for _, scaled, scores in model.drawn(x, np.array([error])):
        assert scaled.shape == (DRAWS, 1, 13)
        assert np.isfinite(scores).all()


# ------------------------------------------------------------------ dates
def test_a_pair_is_judged_by_others():
    """Its own relationships train nothing: the model of a reference pair has fewer."""
    own, none = judge("USA", "GBR", 2010), judge("USA", "Poland", 2010)
    poles = {(one.ccode1, one.ccode2) for one in relationships()}
    assert (2, 200) in poles
    assert own.spells == calibration(True, 2010, active()).spells - 1
    assert none.spells in (own.spells, own.spells + 1)


def test_before_the_votes_there_is_no_verdict():
    found = judge("France", "United Kingdom", 1910)
    assert found.status is Status.INSUFFICIENT
    assert found.blind is None and found.sighted is None
    assert "before the United Nations" in found.reason


def test_too_few_references():
    found = judge("USA", "GBR", 1965)
    assert found.status is Status.INSUFFICIENT
    assert found.blind is None
    assert found.reason.startswith("Too few reference relationships had been seen by 1965")
    assert judge("USA", "GBR", 1980).blind is not None


def test_too_little_evidence_is_said_in_words():
    found = judge("Fiji", "Mali", 2025)
    assert found.status is Status.INSUFFICIENT
    assert "was observed" in found.reason or "were observed" in found.reason
    assert found.last_enough is not None and str(found.last_enough) in found.reason
    assert found.blind is not None  # of the last known values
    before = judge("Fiji", "Mali", found.last_enough)
    assert before.status is Status.OBSERVED
    assert before.reason == ""


def test_the_rule_of_evidence_is_three_fresh_layers():
    keys = pl.DataFrame({"ccode1": [2] * 80, "ccode2": [290] * 80, "year": list(range(1946, 2026))})
    found = judge_many(keys)
    assert ((found["fresh"] >= 3) == (found["status"] == "observed")).all()


def test_tethering_is_a_treaty_with_rivalry():
    assert judge("Greece", "Turkey", 1985).tether is True
    assert judge("USA", "GBR", 1985).tether is False
    assert judge("India", "Pakistan", 1985).tether is False


def test_questions_that_make_no_sense():
    with pytest.raises(SameState):
        judge("USA", "United States", 2010)
    with pytest.raises(NotAState):
        judge("USA", "GDR", 2010)
    with pytest.raises(BadYear):
        judge("USA", "GBR", 2100)
    with pytest.raises(BadYear):
        course("USA", "GBR", range(2000, 2011), as_of=2005)
    with pytest.raises(BadYear):
        judge_many(pl.DataFrame({"ccode1": [2], "ccode2": [200], "year": [2011]}), as_of=2010)


def test_no_rows_give_no_rows():
    empty = pl.DataFrame(schema={"ccode1": pl.Int32, "ccode2": pl.Int32, "year": pl.Int32})
    assert judge_many(empty).height == 0
    never = pl.DataFrame({"ccode1": [2], "ccode2": [265], "year": [2000]})
    assert judge_many(never).height == 0


# ------------------------------------------------------------------ leakage
AS_OF = 2000
SPELLS = {"rivalry": "last", "igo_members": "last", "contiguity": "last"}


@pytest.fixture(scope="module")
def altered(tmp_path_factory):
    """The release with everything after `AS_OF` turned upside down, spells cut at it."""
    folder = tmp_path_factory.mktemp("altered")
    manifest = json.loads((EMBEDDED / MANIFEST).read_text())
    skipped = {"votes_issue", "gdelt", "events", "trade_itpde", "trade_focal", "roll_calls"}
    for name, entry in manifest["tables"].items():
        source, target = EMBEDDED / entry["file"], folder / entry["file"]
        frame = pl.read_parquet(source)
        time = next((c for c in ("year", "origin") if c in frame.columns), None)
        if name in SPELLS:
            frame = frame.filter(pl.col("first") <= AS_OF).with_columns(
                pl.col("last").clip(None, AS_OF)
            )
        elif time and name not in skipped:
            values = [c for c in frame.columns if c not in entry["keys"]]
            late = frame.filter(pl.col(time) > AS_OF)
            late = late.with_columns(pl.col(values).reverse()) if values else late.clear()
            frame = pl.concat([frame.filter(pl.col(time) <= AS_OF), late])
        else:
            target.symlink_to(source)
            continue
        frame.write_parquet(target, compression="uncompressed")
        entry["sha256"] = sha256_of(target)
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return Release(folder)


PAIRS = (("USA", "Poland"), ("Russia", "Syria"), ("France", "Germany"), ("Iran", "Pakistan"))


@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_later_reaches_the_verdict(altered, pair):
    mine, theirs = judge(*pair, AS_OF), judge(*pair, AS_OF, release=altered)
    assert theirs.to_dict() == mine.to_dict()


def test_what_is_altered_does_matter_later(altered):
    late = judge("USA", "Poland", AS_OF + 4, release=altered)
    assert late.blind != judge("USA", "Poland", AS_OF + 4).blind
