"""Questions: one indicator for one state or pair, and tables of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, overload

from multipolar import states
from multipolar.errors import AmbiguousState, BadOption, SameState, WrongUnit
from multipolar.estimate import Estimate, Status
from multipolar.export import Exports
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Base, By, Indicator, Issue, Options, Unit
from multipolar.fields.registry import indicator as declared
from multipolar.panel.release import Release, active
from multipolar.sources.catalog import used_in
from multipolar.states import NoState, State
from multipolar.states.last import was_last, years_to_ask
from multipolar.years import check_as_of, check_year, check_years, this_year

if TYPE_CHECKING:
    import polars as pl

Place = State | NoState


class Estimates(Sequence[Estimate], Exports):
    """Estimates of several years, as a sequence and as a table."""

    def __init__(self, items: Iterable[Estimate]) -> None:
        self._items = tuple(items)

    @overload
    def __getitem__(self, index: int) -> Estimate: ...
    @overload
    def __getitem__(self, index: slice) -> Estimates: ...
    def __getitem__(self, index: int | slice) -> Estimate | Estimates:
        """Estimate at a place, or a slice of them."""
        found = self._items[index]
        return Estimates(found) if isinstance(found, tuple) else found

    def __len__(self) -> int:
        """Return the number of years."""
        return len(self._items)

    def __iter__(self) -> Iterator[Estimate]:
        """Iterate over the estimates in order of year."""
        return iter(self._items)

    def __repr__(self) -> str:
        """Name, years and number of values."""
        years = f"{self._items[0].year}-{self._items[-1].year}" if self._items else "empty"
        return f"<Estimates {years}, {len(self)} rows>"

    def _export(self) -> tuple[pl.DataFrame, dict[str, str]]:
        return self.frame, {}

    @property
    def frame(self) -> pl.DataFrame:
        """The estimates as a polars data frame, one row each."""
        import polars as pl

        rows = [item.to_dict() | {"origins": ";".join(item.origins)} for item in self._items]
        return pl.DataFrame(
            rows,
            schema={
                "indicator": pl.String,
                "ccode1": pl.Int32,
                "ccode2": pl.Int32,
                "year": pl.Int32,
                "value": pl.Float64,
                "low": pl.Float64,
                "high": pl.Float64,
                "n": pl.Int32,
                "status": pl.String,
                "origins": pl.String,
                "note": pl.String,
            },
        )


def options_from(
    indicator: Indicator,
    by: str | None,
    base: str | None,
    as_of: int | None,
    carry: bool = False,
    issue: str | None = None,
    shrink: bool = False,
) -> Options:
    """Options of a question, checked against what the indicator has.

    Raises
    ------
    BadOption
        If a variant is asked of an indicator without variants, or is unknown.
    """
    if shrink and not indicator.shrinks:
        raise BadOption(f"{indicator.name} has no shrunken values: leave out --shrink")
    if not indicator.has_variants and (by == "session" or base is not None or issue is not None):
        raise BadOption(
            f"{indicator.name} has no sessions, vote base or issue: leave out --by, --base, --issue"
        )
    try:
        period, calls = By(by or By.YEAR), Base(base or Base.FINAL)
    except ValueError as reason:
        raise BadOption("--by is year or session, --base is final or all") from reason
    try:
        about = None if issue is None else Issue(issue)
    except ValueError as reason:
        raise BadOption(f"--issue is one of {', '.join(Issue)}") from reason
    found = Options(period, calls, as_of, carry, about, shrink)
    if about is not None and found.variant not in indicator.coverages:
        raise BadOption(f"{indicator.name} is not measured by issue: leave out --issue")
    return found


@overload
def get(
    indicator: str,
    *who: str | int | State,
    year: int | None = ...,
    years: None = ...,
    by: str | None = ...,
    base: str | None = ...,
    as_of: int | None = ...,
    carry: bool = ...,
    issue: str | None = ...,
    shrink: bool = ...,
    release: Release | None = ...,
) -> Estimate: ...
@overload
def get(
    indicator: str,
    *who: str | int | State,
    year: None = ...,
    years: Iterable[int],
    by: str | None = ...,
    base: str | None = ...,
    as_of: int | None = ...,
    carry: bool = ...,
    issue: str | None = ...,
    shrink: bool = ...,
    release: Release | None = ...,
) -> Estimates: ...
def get(
    indicator: str,
    *who: str | int | State,
    year: int | None = None,
    years: Iterable[int] | None = None,
    by: str | None = None,
    base: str | None = None,
    as_of: int | None = None,
    carry: bool = False,
    issue: str | None = None,
    shrink: bool = False,
    release: Release | None = None,
) -> Estimate | Estimates:
    """Value of an indicator for a state, or for a pair of states.

    Parameters
    ----------
    indicator
        Name of a declared indicator, such as ``votes.kappa``.
    who
        One state or two, by any name or code, or a `State`; for a directed
        indicator the order counts.
    year
        Year asked for (with ``by="session"`` the first year of the session, session + 1945);
        without it, the last year that the source covers in full up to ``as_of``, for a state
        that has ended its last one, or the one before where that has no value.
    years
        Several years instead, such as ``range(1992, 2015)``.
    by, base
        Variant of vote measures: ``year`` or ``session``; ``final`` (texts as a whole) or ``all``.
    as_of
        Nothing later than this year may be used.
    carry
        Carry spells that were open when their source ended, labelled ``carried``.
    issue
        Votes on one issue only: ``me`` (Middle East), ``nu`` (nuclear), ``di`` (disarmament),
        ``hr`` (human rights), ``co`` (colonialism), ``ec`` (development), ``important``.
    shrink
        Draw a similarity of votes toward the mean of all dyads of its year or session, by how
        uncertain it is (empirical Bayes).
    release
        Data release, the active one by default.

    Returns
    -------
    Estimate or Estimates
        One for ``year``, a sequence for ``years``; a value that is not there says why in its
        status.

    Raises
    ------
    UnknownState, AmbiguousState, SameState, UnknownIndicator, WrongUnit, BadYear, BadOption
    """
    what = declared(indicator)
    _check_unit(what, who)
    as_of = check_as_of(as_of)
    options = options_from(what, by, base, as_of, carry, issue, shrink)
    if year is not None and years is not None:
        raise BadOption("give either a year or years, not both")
    several = years is not None
    if year is None and years is None:
        latest = what.coverage_for(options).last_before(as_of or this_year())
        wanted = latest if latest is not None else (as_of or this_year())
        release = active() if release is None else release
        tried = [
            _estimates(what, who, [one], options, release)[0] for one in years_to_ask(who, wanted)
        ]
        best = next((found for found in tried if found.value is not None), tried[0])
        ended = was_last(who, as_of or this_year()).rstrip(".")
        return replace(best, note="; ".join(filter(None, (best.note, ended))))
    asked = years if years is not None else check_year(year)  # type: ignore[arg-type]
    listed = check_years(asked, as_of)
    release = active() if release is None else release
    found = _estimates(what, who, listed, options, release)
    return Estimates(found) if several else found[0]


def _check_unit(what: Indicator, who: Sequence[str | int | State]) -> None:
    needed = 1 if what.unit is Unit.STATE_YEAR else 2
    if len(who) != needed:
        number = "one state" if needed == 1 else "two states"
        raise WrongUnit(f"{what.name} is measured per {what.unit}: give {number}, not {len(who)}")


def _estimates(
    what: Indicator,
    who: Sequence[str | int | State],
    years: list[int],
    options: Options,
    release: Release,
) -> list[Estimate]:
    import polars as pl

    places = {year: [_place(query, year) for query in who] for year in years}
    _check_different(who, list(places.values()))
    rows = []
    for year, found in places.items():
        codes = [place.ccode for place in found if isinstance(place, State)]
        if len(codes) == len(found) and _together(codes, year):
            rows.append((*_ordered(what, codes), year))
    keys = pl.DataFrame(rows, schema=dict.fromkeys(what.keys, pl.Int32), orient="row")
    results = {row["year"]: row for row in evaluate(what, keys, options, release).to_dicts()}
    return [_estimate(what, year, places[year], results.get(year), options) for year in years]


def _place(query: str | int | State, year: int) -> Place:
    """State of a name in a year; of several that bear it, the choices are told for that year."""
    if type(query) is int:
        return _of_code(query, year)
    try:
        return states.lookup(query, year)
    except AmbiguousState as error:
        raise AmbiguousState(f"{query} in {year}", error.choices) from error


@lru_cache(maxsize=1024)
def _of_code(code: int, year: int) -> Place:
    return states.lookup(code, year)


def _check_different(who: Sequence[str | int | State], places: list[list[Place]]) -> None:
    if len(who) == 2 and all(
        one.ccode is not None and one.ccode == two.ccode for one, two in places
    ):
        name = places[-1][0].name
        raise SameState(
            f"{who[0]} and {who[1]} are the same state ({name}): a pair needs two", str(who[0])
        )


def _together(codes: list[int], year: int) -> bool:
    """Whether two states shared a day of the year; one state alone always does."""
    return len(codes) == 1 or (
        codes[0] != codes[1] and states.share_a_day(codes[0], codes[1], year)
    )


def _ordered(what: Indicator, codes: list[int]) -> list[int]:
    return codes if what.directed or len(codes) == 1 else sorted(codes)


def _estimate(
    what: Indicator,
    year: int,
    places: list[Place],
    row: dict[str, object] | None,
    options: Options,
) -> Estimate:
    known = [place.ccode for place in places]
    codes: list[int | None] = list(known)
    if len(known) == 2 and None not in known and not what.directed:
        codes = sorted(known)  # type: ignore[type-var]
    notes = [place.note for place in places if isinstance(place, State) and place.note]
    if row is None:
        reasons = [place.reason for place in places if isinstance(place, NoState)]
        notes = reasons or [f"they were not both states on any one day of {year}"]
        row = {"status": Status.NOT_A_STATE.value}
    else:
        notes += _coverage_note(what, year, row, options)
        if what.remark is not None and row.get("value") and len(codes) == 2:
            told = what.remark(codes[0], codes[1], year)  # type: ignore[arg-type]
            notes += [told] if told else []
        if options.shrink and row.get("value") is not None:
            notes.append(f"drawn toward the mean of all dyads of the {options.by}")
    return Estimate(
        indicator=what.name,
        ccode1=codes[0],  # type: ignore[arg-type]
        ccode2=codes[1] if len(codes) == 2 else None,
        year=year,
        value=row.get("value"),  # type: ignore[arg-type]
        low=row.get("low"),  # type: ignore[arg-type]
        high=row.get("high"),  # type: ignore[arg-type]
        n=row.get("n"),  # type: ignore[arg-type]
        status=Status(str(row["status"])),
        origins=used_in(what.sources, year, options.by),
        note="; ".join(notes),
    )


_LEFT_OUT = {
    "trade": "the source has no figure, or one that was left out: a zero of a state that did not "
    "report, or a year in which a state's total is contradicted by its dyads"
}
"""Why fields lack a figure in a year that their source covers."""


def _how_to_get(key: str) -> str:
    """What a user must do for a source that only a file of their own supplies."""
    from multipolar.sources.catalog import SOURCES

    own = SOURCES[key].own
    return "" if own is None else f"{own.how}, and put it in {own.folder}/ of the raw folder"


def _coverage_note(
    what: Indicator, year: int, row: dict[str, object], options: Options
) -> list[str]:
    coverage = what.coverage_for(options)
    status = Status(str(row["status"]))
    if status is Status.OUT_OF_COVERAGE:
        return [f"the source covers {coverage.first}-{coverage.last}"]
    if status is Status.NOT_LICENSED:
        return [_how_to_get(what.user_source)]
    if status is Status.CARRIED:
        return [f"value of {coverage.last}, the source's last year, carried forward"]
    if status is Status.PARTIAL and year == options.open_session:
        return [f"the session was under way at the end of {year}"]
    if year in (*coverage.missing, *coverage.partial) and coverage.note:
        return [coverage.note]
    if status is Status.MISSING and what.field in _LEFT_OUT:
        return [_LEFT_OUT[what.field]]
    remarks = dict(coverage.remarks)
    if year in remarks and status is Status.OBSERVED:
        return [remarks[year]]
    if status is Status.PARTIAL:
        least = "" if row["low"] is None else f"; the value is {row['low']:g} or more"
        return [f"something was still going on at the end of {options.as_of}{least}"]
    return []
