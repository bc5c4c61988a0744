"""Adversarial: where a source says nothing there is no value, and never a zero.

FIELD, complaint 1: alliances read as 0 after their source ends, contiguity 0 after 2016.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import multipolar as mp
from multipolar.errors import BadOption, BadYear
from multipolar.estimate import HAS_VALUE, Status
from multipolar.fields.indicator import Base, By, Options, Unit
from multipolar.fields.registry import FIELDS, INDICATORS
from multipolar.sources.catalog import SOURCES

THIS_YEAR = date.today().year
STATE_YEARS = [n for n, i in INDICATORS.items() if i.unit is Unit.STATE_YEAR]
DYAD_YEARS = [n for n, i in INDICATORS.items() if i.unit is Unit.DYAD_YEAR]
VARIANTS = [
    (name, dict(zip(("by", "base"), key.split("/"), strict=True)) if item.has_variants else {})
    for name, item in INDICATORS.items()
    for key in item.coverages or ("year/final",)
    if key.count("/") == 1
]
for _, _options in VARIANTS:
    if _options and _options["base"] == "final":
        del _options["base"]  # the default, which indicators of one base do not let one name
variants = pytest.mark.parametrize(("name", "options"), VARIANTS, ids=str)
dyadic = pytest.mark.parametrize("name", DYAD_YEARS)
every = pytest.mark.parametrize("name", INDICATORS)


def coverage(name, options):
    by, base = By(options.get("by", "year")), Base(options.get("base", "final"))
    return INDICATORS[name].coverage_for(Options(by, base))


def column(name, years, **options):
    """Values and statuses of all state-years or dyad-years, in all directions."""
    if name in STATE_YEARS:
        return (
            mp.state_years(years)
            .add(name, **options)
            .frame.select(
                pl.col(name).alias("value"), pl.col(f"{name}.status").alias("status"), "year"
            )
        )
    table = mp.dyads(years, directed=INDICATORS[name].directed).add(name, **options)
    return table.frame.select(
        pl.col(name).alias("value"), pl.col(f"{name}.status").alias("status"), "year"
    )


# --------------------------------------------------------------------- years that are not covered
@variants
def test_the_year_after_the_end_has_no_value(name, options):
    year = coverage(name, options).last + 1
    if year > THIS_YEAR:
        who = ["China", "Russia"] if name in DYAD_YEARS else ["China"]
        with pytest.raises(BadYear, match="future"):
            mp.get(name, *who, year=year, **options)
        return
    frame = column(name, [year], **options)
    assert frame.height > 50
    assert frame["value"].null_count() == frame.height
    assert frame["status"].unique().to_list() == ["out_of_coverage"]


@variants
def test_the_year_before_the_beginning_has_no_value(name, options):
    year = coverage(name, options).first - 1
    if year < 1816:
        with pytest.raises(BadYear, match="1816"):
            column(name, [year], **options)
        return
    frame = column(name, [year], **options)
    assert frame.height > 30
    assert frame["value"].null_count() == frame.height
    assert frame["status"].unique().to_list() == ["out_of_coverage"]


@variants
def test_missing_and_partial_years_have_no_value(name, options):
    covered = coverage(name, options)
    for years, allowed in (
        (covered.missing, {"missing", "not_a_member"}),
        (covered.partial, {"partial", "not_a_member"}),
    ):
        for year in [y for y in years if y <= THIS_YEAR]:
            frame = column(name, [year], **options)
            assert frame["value"].null_count() == frame.height
            assert set(frame["status"]) <= allowed


@variants
def test_the_latest_year_is_covered_in_full(name, options):
    who = ["China", "Russia"] if name in DYAD_YEARS else ["China"]
    for as_of in (None, 2024, 2023, 2015):
        if as_of is not None and as_of < coverage(name, options).first:
            continue
        found = mp.get(name, *who, as_of=as_of, **options)
        if as_of is not None and as_of < coverage(name, options).first:
            assert found.status == "out_of_coverage"
            continue
        assert coverage(name, options).includes(found.year)
        assert found.year <= (as_of or THIS_YEAR)


# --------------------------------------------------------------------- who is not there
@dyadic
@pytest.mark.parametrize(
    ("who", "year"),
    [
        (("Palestine", "Israel"), 2000),
        (("Ukraine", "Russia"), 1980),
        (("East Germany", "Russia"), 1991),
        (("Kosovo", "Serbia"), 1999),
        ((678, 679), 1990),  # North Yemen ends the day before Yemen begins
        ((260, 265), 1991),
        (("Austria-Hungary", "Russia"), 1950),
    ],
    ids=str,
)
def test_no_value_without_two_states_on_one_day(name, who, year):
    found = mp.get(name, *who, year=year)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.status == "not_a_state"
    assert found.note


@pytest.mark.parametrize("name", STATE_YEARS)
def test_no_power_of_what_is_no_state(name):
    for who, year in (("Palestine", 2000), ("Ukraine", 1980), ("East Germany", 1991)):
        found = mp.get(name, who, year=year)
        assert found.value is None
        assert found.status == "not_a_state"


@pytest.mark.parametrize("name", [n for n in DYAD_YEARS if n.startswith("votes.")])
@pytest.mark.parametrize("by", ["year", "session"])
@pytest.mark.parametrize("base", ["final", "all"])
def test_non_members_of_the_united_nations_have_no_votes(name, by, base):
    """Admissions: Switzerland 10 Sept 2002, both Germanies 18 Sept 1973, South Korea 1991;
    the PRC took the seat on 25 Oct 1971; Yugoslavia out 1993-99; Kosovo and Taiwan never."""
    for who, year in (
        (("Switzerland", "France"), 1990),
        (("Switzerland", "France"), 2001),
        (("West Germany", "France"), 1970),
        (("East Germany", "Poland"), 1972),
        (("South Korea", "United States"), 1985),
        (("China", "Russia"), 1970),
        (("Taiwan", "United States"), 1980),
        (("Yugoslavia", "Russia"), 1995),
        (("Kosovo", "Albania"), 2015),
        (("Italy", "France"), 1950),
    ):
        found = mp.get(name, *who, year=year, by=by, base=base)
        assert found.value is None, (who, year)
        assert found.status == "not_a_member", (who, year)


def test_a_voter_without_statehood_is_told_as_such():
    """Ukraine voted from 1945 on, but is a COW state from 1991 only."""
    found = mp.get("votes.kappa", "Ukraine", "Poland", year=1985)
    assert found.status == "not_a_state"
    assert "Ukraine" in found.note or "370" in found.note or "Soviet" in found.note


# --------------------------------------------------------------------- carrying forward
@every
def test_carrying_is_a_choice_and_labelled(name):
    item = INDICATORS[name]
    who = ["China", "Russia"] if name in DYAD_YEARS else ["China"]
    year = item.coverage.last + 1
    if year > THIS_YEAR:
        return
    if not item.carries:
        with pytest.raises(BadOption):
            mp.get(name, *who, year=year, carry=True)
        return
    carried = mp.get(name, *who, year=year, carry=True)
    assert carried.status == "carried"
    assert carried.value == mp.get(name, *who, year=item.coverage.last).value
    assert str(item.coverage.last) in carried.note


@pytest.mark.parametrize("name", [n for n, i in INDICATORS.items() if i.carries])
def test_what_is_covered_is_not_called_carried(name):
    year = INDICATORS[name].coverage.last
    who = ["China", "Russia"]
    assert mp.get(name, *who, year=year, carry=True) == mp.get(name, *who, year=year)


# --------------------------------------------------------------------- all values of some years
YEARS = [1820, 1875, 1914, 1938, 1946, 1960, 1971, 1990, 2006, 2014, 2018, 2024]


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """Each indicator over all cases of some years, with details; no files of a user's own."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path_factory.mktemp("nothing")))
    found = {}
    for name in DYAD_YEARS:
        if INDICATORS[name].directed not in found:
            found[INDICATORS[name].directed] = mp.dyads(YEARS, directed=INDICATORS[name].directed)
    tables = {
        name: (
            found[INDICATORS[name].directed] if name in DYAD_YEARS else mp.state_years(YEARS)
        ).add(name, detail=True)
        for name in INDICATORS
    }
    monkeypatch.undo()
    return {
        name: table.frame.select(
            pl.col(name).alias("value"),
            *(pl.col(f"{name}.{k}").alias(k) for k in ("low", "high", "n", "status")),
        )
        for name, table in tables.items()
    }


@every
def test_statuses_are_the_declared_ones_and_tell_whether_there_is_a_value(name, everything):
    frame = everything[name]
    assert frame["status"].null_count() == 0
    assert set(frame["status"]) <= {s.value for s in Status}
    there = pl.col("status").is_in([s.value for s in HAS_VALUE])
    assert frame.filter(there & pl.col("value").is_null()).is_empty()
    assert frame.filter(~there & pl.col("value").is_not_null()).is_empty()
    if INDICATORS[name].user_source and frame["value"].null_count() == frame.height:
        assert "not_licensed" in set(frame["status"])  # without the user's file
        return
    assert frame.filter(pl.col("value").is_not_null()).height > 10
    zero = frame.filter(pl.col("status") == "structural_zero")
    assert (zero["value"] == 0).all()


@every
def test_values_are_finite_and_within_the_declared_bounds(name, everything):
    values = everything[name]["value"].drop_nulls()
    if values.is_empty():
        pytest.skip("needs a file that the user supplies")
    least, most = INDICATORS[name].bounds
    assert values.is_finite().all()
    assert least is None or values.min() >= least - 1e-9
    assert most is None or values.max() <= most + 1e-9
    if INDICATORS[name].kind in ("binary", "ordinal", "count"):
        assert (values == values.round(0)).all()


ESTIMATED = (
    "power.gdp",
    "power.net_resources",
    "trade.residual",
    "trade.gravity_ratio",
    "energy.reserves_years_oil",
    "energy.reserves_years_gas",
)
CODED = ("treaty", "trade", "institutions", "hostility", "geography")


@every
def test_intervals_hold_the_value_and_are_whole_or_absent(name, everything):
    frame = everything[name].filter(pl.col("value").is_not_null())
    low, high = frame["low"], frame["high"]
    assert (low.is_null() == high.is_null()).all()
    assert (low.drop_nulls() <= frame.filter(low.is_not_null())["value"] + 1e-9).all()
    assert (high.drop_nulls() >= frame.filter(high.is_not_null())["value"] - 1e-9).all()
    measured = name.startswith(("votes.", *ESTIMATED))
    if measured:
        assert low.is_not_null().all()
    coded = INDICATORS[name].field in CODED and name not in ESTIMATED
    if coded or name in ("power.cinc", "power.share"):
        assert low.is_null().all(), "an invented bound of a coding"
    gone = everything[name].filter(pl.col("value").is_null())
    assert gone["low"].null_count() == gone["high"].null_count() == gone.height


@pytest.mark.parametrize("name", [n for n in INDICATORS if n.startswith("votes.")])
def test_fewer_than_fifteen_votes_are_too_few(name, everything):
    frame = everything[name]
    assert frame.filter(pl.col("value").is_not_null())["n"].min() >= 15


@pytest.mark.parametrize("name", [n for n, i in INDICATORS.items() if i.kind == "share"])
def test_a_share_is_no_more_than_all(name, everything):
    values = everything[name]["value"].drop_nulls()
    assert values.is_empty() or values.max() <= 1 + 1e-9


@pytest.mark.parametrize(
    ("who", "year"),
    [((730, 740), 1899), ((135, 200), 1886), ((41, 2), 1986), ((350, 2), 1945)],
    ids=str,
)
def test_nobody_trades_more_with_one_than_with_all(who, year):
    value = mp.get("trade.share", *who, year=year).value
    assert value is None or value <= 1


# --------------------------------------------------------------------- declarations
@every
def test_every_indicator_says_what_it_is(name):
    item = INDICATORS[name]
    assert item.name == name == name.lower()
    assert item.field in FIELDS
    for text in (item.title, item.scale, item.high, item.definition):
        assert len(text.strip()) >= 3
    assert len(item.definition) > 25
    assert item.definition.endswith(".")
    assert item.references
    assert item.kind in {"index", "share", "count", "binary", "ordinal", "ratio", "amount"}
    assert item.absent not in HAS_VALUE - {Status.STRUCTURAL_ZERO}
    least, most = item.bounds
    assert least is None or most is None or least < most


@every
def test_sources_are_declared_ones_and_reach_the_answer(name):
    item = INDICATORS[name]
    assert item.sources
    assert set(item.sources) <= set(SOURCES)
    who = ["China", "Russia"] if name in DYAD_YEARS else ["China"]
    year = min(max(2010, item.coverage.first), item.coverage.last)
    origins = mp.get(name, *who, year=year).origins
    assert origins
    assert set(origins) <= set(item.sources)
    for key in origins:
        assert SOURCES[key].coverage.first <= year <= SOURCES[key].coverage.last


@variants
def test_coverage_lies_within_that_of_the_sources(name, options):
    if options.get("by") == "session":
        pytest.skip("sessions are counted otherwise")
    covered = coverage(name, options)
    spans = [SOURCES[key].coverage for key in INDICATORS[name].sources]
    assert min(s.first for s in spans) <= covered.first <= covered.last
    assert covered.last <= max(s.last for s in spans)


ZERO_FAMILIES = {
    "treaty",
    "hostility",
    "distance",
    "institutions",
    "agreements",
    "practice",
    "power",
}


def test_absence_means_none_only_where_a_source_lists_all_cases():
    """Zero for want of a row needs a list that is meant to be complete."""
    zeros = {n for n, i in INDICATORS.items() if i.absent is Status.STRUCTURAL_ZERO}
    assert {n.split(".")[0] for n in zeros} == ZERO_FAMILIES
    assert {n for n in zeros if n.startswith("power")} == {"power.warheads"}
    assert not any(INDICATORS[n].user_source for n in zeros)
    partial = {"practice.exercises_listed", "treaty.later_pledge"}
    assert not {"distance.km", "institutions.groupings_share", *partial} & zeros
