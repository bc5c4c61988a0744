"""One state and all others: a measure of pairs between them in a year, each with its status."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import BadOption, WrongUnit
from multipolar.estimate import Estimate, Status
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Base, Indicator, Options, Unit
from multipolar.fields.registry import indicator as declared
from multipolar.panel.release import active
from multipolar.states import State
from multipolar.states.last import was_last, years_to_ask
from multipolar.years import check_as_of, check_years, this_year

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release


@dataclass(frozen=True, slots=True)
class Toward:
    """A measure between a state and every other of a year.

    Attributes
    ----------
    state
        Whose relations they are.
    what
        The measure; of a directed one, from the state to the others.
    year
        Year.
    estimates
        By COW code of the other: all that were states in the year, those without a value too.
    note
        Why the year is not the latest, where none was asked for: the state has ended.
    """

    state: State
    what: Indicator
    year: int
    estimates: dict[int, Estimate]
    note: str = ""

    @property
    def known(self) -> list[tuple[int, Estimate]]:
        """Others with a value, the highest value first."""
        found = [(code, item) for code, item in self.estimates.items() if item.value is not None]
        return sorted(found, key=lambda pair: (-float(pair[1].value or 0), pair[0]))

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "state": self.state.ccode,
            "indicator": self.what.name,
            "year": self.year,
            "note": self.note,
            "others": [
                {
                    "ccode": code,
                    "name": states.label(code, self.year),
                    "value": item.value,
                    "low": item.low,
                    "high": item.high,
                    "status": item.status.value,
                }
                for code, item in self.estimates.items()
            ],
            "sources": list(self.what.sources),
        }


def toward(
    state: str | int | State,
    indicator: str = "votes.kappa",
    year: int | None = None,
    as_of: int | None = None,
    base: str | None = None,
    release: Release | None = None,
) -> Toward:
    """Measure the relation of a state with every other one in a year.

    Parameters
    ----------
    state
        A state by any name or code.
    indicator
        An indicator of pairs.
    year
        Year; the last that is covered in full up to ``as_of`` without it, for a state that has
        ended its last one, or the one before where nothing is known of that.
    as_of
        Nothing later than this year is used.
    base
        Of vote measures: ``final`` (texts as a whole) or ``all`` roll calls.
    release
        Data release, the active one by default.

    Raises
    ------
    UnknownState, AmbiguousState, NotAState, UnknownIndicator, BadYear
    WrongUnit
        If the indicator is of single states.
    BadOption
        If a base is asked of another measure than votes, or it is neither.
    """
    what = declared(indicator)
    if what.unit is not Unit.DYAD_YEAR:
        raise WrongUnit(
            f"{what.name} is measured for single states: relations of one state with all others "
            "need a measure of pairs, such as votes.kappa or affinity.all"
        )
    as_of = check_as_of(as_of)
    options = options_of(what, base, as_of)
    coverage = what.coverage_for(options)
    release = active() if release is None else release
    if year is not None:
        check_years(year, as_of)
        return _toward(states.resolve(state, year), what, year, options, release)
    latest = coverage.last_before(as_of or this_year()) or coverage.last
    tried = [
        _toward(states.resolve(state, one), what, one, options, release)
        for one in years_to_ask((state,), latest)
    ]
    best = next((found for found in tried if found.known), tried[0])
    return replace(best, note=was_last((state,), as_of or this_year()))


def _toward(one: State, what: Indicator, year: int, options: Options, release: Release) -> Toward:
    import polars as pl

    house = sorted(set(states.state_years(year, year)["ccode"].to_list()) - {one.ccode})
    there = [code for code in house if states.share_a_day(one.ccode, code, year)]
    pairs = [
        (one.ccode, code) if what.directed else tuple(sorted((one.ccode, code))) for code in there
    ]
    schema = dict.fromkeys(("ccode1", "ccode2"), pl.Int32)
    keys = pl.DataFrame(pairs, schema, orient="row")
    keys = keys.with_columns(pl.lit(year, dtype=pl.Int32).alias("year"))
    found = evaluate(what, keys, options, release)
    measured = dict(zip(there, _estimates(what, found), strict=True))
    apart = Estimate(
        what.name, one.ccode, None, year, None, None, None, None, Status.NOT_A_STATE, what.sources
    )
    return Toward(one, what, year, {code: measured.get(code, apart) for code in house})


def options_of(what: Indicator, base: str | None, as_of: int | None) -> Options:
    """Options of a question about a state and all others, its vote base checked."""
    if base is None:
        return Options(as_of=as_of)
    if not what.has_variants:
        raise BadOption(f"{what.name} has no vote base: leave out --base")
    try:
        return Options(base=Base(base), as_of=as_of)
    except ValueError as reason:
        raise BadOption(f"--base is {' or '.join(Base)}, not {base!r}") from reason


def _estimates(what: Indicator, found: pl.DataFrame) -> list[Estimate]:
    return [
        Estimate(
            what.name,
            row["ccode1"],
            row["ccode2"],
            row["year"],
            row["value"],
            _number(row["low"]),
            _number(row["high"]),
            row["n"],
            Status(row["status"]),
            what.sources,
        )
        for row in found.iter_rows(named=True)
    ]


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
