"""Tandem against slow twins, published values and simulated councils."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import comb, nan

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from multipolar.errors import BrokenTable
from multipolar.measures import tandem


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Joint, first, second and all drafts of a possible table."""
    joint, one, other, neither = (draw(st.integers(0, 25)) for _ in range(4))
    return joint, joint + one, joint + other, joint + one + other + neither


def slow_chance(joint: int, first: int, second: int, drafts: int) -> tuple[Fraction, Fraction]:
    ways = {
        k: Fraction(comb(second, k) * comb(drafts - second, first - k), comb(drafts, first))
        for k in range(max(0, first + second - drafts), min(first, second) + 1)
    }
    more = sum((w for k, w in ways.items() if k >= joint), Fraction(0))
    return more, sum((w for k, w in ways.items() if k <= joint), Fraction(0))


# ------------------------------------------------------------------ known values
def test_the_fall_after_2014() -> None:
    """China joined 6 of Russia's 8 in 2007-14, 10 of 28 in 2015-24: Fisher's p is .10."""
    found = tandem.change((6, 8), (10, 28))
    assert found.value == pytest.approx(10 / 28 - 6 / 8)
    assert found.p == pytest.approx(0.1034, abs=5e-5)
    assert found.low == pytest.approx(-0.602, abs=5e-4)
    assert found.high == pytest.approx(-0.064, abs=5e-4)


def test_newcombe_example() -> None:
    """Newcombe (1998), table II, 56/70 - 48/80, method 10, 95 %: [.0524, .3339]."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tandem, "Z90", 1.959963984540054)
        found = tandem.change((48, 80), (56, 70))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_intervals_agree_with_scipy() -> None:
    joint, first = np.array([1, 6, 10, 18]), np.array([3, 8, 28, 90])
    found = tandem.share(joint, first)
    law = stats.beta(joint + 0.5, first - joint + 0.5)
    np.testing.assert_allclose(found.low, law.ppf(0.05))
    np.testing.assert_allclose(found.high, law.ppf(0.95))
    counts = np.array([0, 1, 7, 40])
    rates = tandem.rate(counts)
    np.testing.assert_allclose(rates.low[1:], stats.chi2.ppf(0.05, 2 * counts[1:]) / 2)
    np.testing.assert_allclose(rates.high, stats.chi2.ppf(0.95, 2 * counts + 2) / 2)
    assert rates.low[0] == 0


def test_edges_of_a_share() -> None:
    found = tandem.share([0, 4, 0], [4, 4, 0])
    assert (found.low[0], found.high[1]) == (0, 1)
    assert 0 < found.high[0] < 1 and 0 < found.low[1] < 1
    assert np.isnan([values[2] for values in found]).all()


def test_no_draft() -> None:
    found = tandem.chance(0, 0, 0, 0)
    assert np.isnan(found.expected) and (found.more, found.fewer) == (1, 1)
    assert np.isnan(tandem.change((0, 0), (1, 2))).all()
    assert np.isnan(tandem.odds_ratio(0, 3, 0, 5))
    assert tandem.odds_ratio(3, 3, 4, 5) == float("inf")


# ------------------------------------------------------------------ properties
@given(tables())
def test_chance_is_fishers(table: tuple[int, int, int, int]) -> None:
    joint, first, second, drafts = table
    found = tandem.chance(*table)
    more, fewer = slow_chance(*table)
    assert found.more == pytest.approx(float(more), rel=1e-8, abs=1e-12)
    assert found.fewer == pytest.approx(float(fewer), rel=1e-8, abs=1e-12)
    assert tandem.chance(joint, second, first, drafts).more == pytest.approx(found.more)
    if first:
        assert found.expected == pytest.approx(second / drafts)


@given(st.lists(tables(), min_size=1, max_size=4))
@settings(max_examples=50)
def test_strata_add_up(strata: list[tuple[int, int, int, int]]) -> None:
    columns = list(zip(*strata, strict=True))
    found = tandem.chance(*columns)
    law = {0: Fraction(1)}
    for _, first, second, drafts in strata:
        ways = {
            k: Fraction(comb(second, k) * comb(drafts - second, first - k), comb(drafts, first))
            for k in range(max(0, first + second - drafts), min(first, second) + 1)
        }
        law_next: dict[int, Fraction] = {}
        for a, p in law.items():
            for b, q in ways.items():
                law_next[a + b] = law_next.get(a + b, Fraction(0)) + p * q
        law = law_next
    more = sum(p for k, p in law.items() if k >= sum(columns[0]))
    assert found.more == pytest.approx(float(more), rel=1e-8, abs=1e-12)


@given(tables(), tables())
def test_change_is_fishers_and_antisymmetric(
    one: tuple[int, int, int, int], two: tuple[int, int, int, int]
) -> None:
    earlier, later = one[:2], two[:2]
    found, back = tandem.change(earlier, later), tandem.change(later, earlier)
    if min(earlier[1], later[1]) == 0:
        assert np.isnan(found).all()
        return
    assert found.p == pytest.approx(back.p)
    assert (found.value, found.low, found.high) == pytest.approx(
        (-back.value, -back.high, -back.low)
    )
    assert -1 <= found.low <= found.value <= found.high <= 1
    square = [[n[0], n[1] - n[0]] for n in (earlier, later)]
    assert found.p == pytest.approx(stats.fisher_exact(square).pvalue, abs=1e-7)


@given(st.integers(0, 60), st.integers(0, 60))
def test_intervals_hold_the_value(a: int, b: int) -> None:
    joint, first = min(a, b), max(a, b)
    found = tandem.share(joint, first)
    if first:
        assert 0 <= found.low <= found.value <= found.high <= 1
    rates = tandem.rate(first)
    assert 0 <= rates.low <= first <= rates.high


@given(tables(), st.integers(0, 25))
def test_odds_among_vetoed_drafts_are_never_larger(
    table: tuple[int, int, int, int], unvetoed: int
) -> None:
    """The odds ratio shrinks by the share of the rest that someone else vetoed."""
    joint, first, second, vetoed = table
    among, over_all = (
        tandem.odds_ratio(joint, first, second, drafts) for drafts in (vetoed, vetoed + unvetoed)
    )
    rest = vetoed - first - second + joint
    if np.isfinite([among, over_all]).all() and rest + unvetoed:
        assert among == pytest.approx(over_all * rest / (rest + unvetoed))
        assert among <= over_all


@pytest.mark.parametrize("p", [0.2, 0.5, 0.85])
@pytest.mark.parametrize("n", [8, 28])
def test_jeffreys_covers(p: float, n: int) -> None:
    k = np.arange(n + 1)
    found = tandem.share(k, np.full(n + 1, n))
    covers = stats.binom.pmf(k, n, p)[(found.low <= p) & (p <= found.high)].sum()
    assert 0.82 <= covers <= 0.98


@pytest.mark.parametrize("rate", [0.5, 3.0, 12.0])
def test_garwood_covers_at_least(rate: float) -> None:
    k = np.arange(80)
    found = tandem.rate(k)
    inside = (found.low <= rate) & (rate <= found.high)
    assert stats.poisson.pmf(k, rate)[inside].sum() >= 0.9


def test_independent_members_are_rarely_called_a_tandem() -> None:
    """Among vetoed drafts the test errs on the side of no tandem, as the module says."""
    rng = np.random.default_rng(1945)
    called = 0
    for _ in range(400):
        one, two, third = (rng.random(600) < rate for rate in (0.05, 0.04, 0.06))
        seen = one | two | third
        table = (one & two, one, two, seen)
        called += tandem.chance(*(int(column.sum()) for column in table)).more <= 0.05
    assert called / 400 <= 0.05


# ------------------------------------------------------------------ counting
SEATS = pl.DataFrame(
    [
        ("RUS", 365, date(1946, 1, 17), None),
        ("USA", 2, date(1946, 1, 17), None),
        ("CHN", 713, date(1946, 1, 17), date(1971, 10, 25)),
        ("CHN", 710, date(1971, 10, 25), None),
    ],
    schema={"seat": pl.String, "ccode": pl.Int32, "start": pl.Date, "end": pl.Date},
    orient="row",
)


@st.composite
def councils(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows, passed = [], []
    for number in range(draw(st.integers(0, 12))):
        day = draw(st.dates(date(1969, 1, 1), date(1974, 12, 31)))
        china = 710 if day >= date(1971, 10, 25) else 713
        for code in draw(st.sets(st.sampled_from([365, 2, china]), min_size=1)):
            rows.append((f"S/{number}", day, day.year, code))
    for number in range(draw(st.integers(1, 8))):
        passed.append((number, draw(st.dates(date(1969, 1, 1), date(1973, 12, 31)))))
    schema = {"draft": pl.String, "date": pl.Date, "year": pl.Int32, "ccode": pl.Int32}
    resolutions = pl.DataFrame(passed, {"resolution": pl.Int32, "date": pl.Date}, orient="row")
    return pl.DataFrame(rows, schema, orient="row"), resolutions


def held(code: int, day: date) -> bool:
    return any(
        c == code and start <= day and (end is None or day <= end)
        for _, c, start, end in SEATS.iter_rows()
    )


@given(councils())
@settings(max_examples=60, deadline=None)
def test_counts_against_a_slow_twin(council: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    vetoes, resolutions = council
    by: dict[tuple[str, date], set[int]] = {}
    for draft, day, _, code in vetoes.iter_rows():
        by.setdefault((draft, day), set()).add(code)
    last_passed = resolutions["date"].dt.year().max()
    found = tandem.dyad_counts(vetoes, resolutions, SEATS, 1974)
    assert set(map(tuple, found.select("ccode1", "ccode2").unique().rows())) == {
        (2, 365),
        (365, 713),
        (2, 713),
        (365, 710),
        (2, 710),
    }
    for year, one, two, joint, v1, v2, drafts, adopted in found.iter_rows():
        seen = [
            members
            for (_, day), members in by.items()
            if day.year == year and held(one, day) and held(two, day)
        ]
        passed = sum(
            day.year == year and held(one, day) and held(two, day)
            for day in resolutions["date"].to_list()
        )
        assert joint == sum({one, two} <= members for members in seen)
        assert (v1, v2) == (sum(one in m for m in seen), sum(two in m for m in seen))
        assert drafts == len(seen)
        assert adopted == (passed if year <= last_passed else None)
    states = tandem.state_counts(vetoes, SEATS, 1974)
    for year, code, number, solo in states.iter_rows():
        mine = [m for (_, day), m in by.items() if day.year == year and code in m]
        assert (number, solo) == (len(mine), sum(m == {code} for m in mine))
    assert states["vetoes"].sum() == vetoes.height


# ------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    "call",
    [
        lambda: tandem.share(3, 2),
        lambda: tandem.share(-1, 2),
        lambda: tandem.share(nan, 2),
        lambda: tandem.rate(-1),
        lambda: tandem.chance(3, 2, 4, 9),
        lambda: tandem.chance(1, 4, 4, 5),
        lambda: tandem.chance([1, 3], [1, 2], [1, 3], [4, 4]),
        lambda: tandem.change((3, 2), (1, 2)),
    ],
)
def test_impossible_counts(call) -> None:
    with pytest.raises(BrokenTable, match="cannot be compared"):
        call()
