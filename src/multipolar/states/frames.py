"""The state system as tables: spells, names, state-years, dyad-years, majors, ISO codes.

Codes and years are ``Int64``, dates ``Date``. ``carried`` marks a year after the end of the source
lists (2016), in which a spell that was open then is taken to go on.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from ..errors import BadYear
from .facts import DUSK, SOURCE_END, day, eras, iso_codes, rows, spells

if TYPE_CHECKING:
    import polars as pl


def states_table() -> pl.DataFrame:
    """Spells of membership in the COW state system.

    Returns
    -------
    polars.DataFrame
        ``ccode, stateabb, iso3, gwcode, name, start, end``, a row a spell; ``end`` is null when
        open. ``iso3``, ``gwcode`` and ``name`` are the last that it has in the spell.
    """
    import polars as pl

    schema = {
        "ccode": pl.Int64,
        "stateabb": pl.String,
        "iso3": pl.String,
        "gwcode": pl.Int64,
        "name": pl.String,
        "start": pl.Date,
        "end": pl.Date,
    }
    listed = [s._replace(end=_open(s.end)) for group in spells().values() for s in group]
    return pl.DataFrame(listed, schema, orient="row").sort("ccode", "start")


def names_table() -> pl.DataFrame:
    """Names, ISO and Gleditsch-Ward codes of the states over time.

    Returns
    -------
    polars.DataFrame
        ``ccode, name, iso3, gwcode, start, end``, a row an era; ``end`` is null when open. An era
        can run over a gap in membership (Yugoslavia 1941-44): see `states_table` for spells.
    """
    import polars as pl

    schema = {
        "ccode": pl.Int64,
        "name": pl.String,
        "iso3": pl.String,
        "gwcode": pl.Int64,
        "start": pl.Date,
        "end": pl.Date,
    }
    listed = [
        (code, e.name, e.iso3, e.gwcode, e.start, _open(e.end))
        for code, group in eras().items()
        for e in group
    ]
    return pl.DataFrame(listed, schema, orient="row").sort("ccode", "start")


def state_years(first: int, last: int) -> pl.DataFrame:
    """State-years: members of the system on at least one day of the year.

    Parameters
    ----------
    first, last : int
        Years, both included.

    Returns
    -------
    polars.DataFrame
        ``ccode, year, carried``, one row a state and year.
    """
    listed = [(s.ccode, s.start, s.end) for group in spells().values() for s in group]
    return _years("ccode", listed, first, last)


def majors(first: int, last: int) -> pl.DataFrame:
    """Major powers: states that are one on at least one day of the year (COW Majors v2016).

    Returns
    -------
    polars.DataFrame
        ``ccode, year, carried``, one row a major power and year.
    """
    listed = [
        (int(r["ccode"]), date.fromisoformat(r["start"]), day(r["end"], DUSK))
        for r in rows("majors")
    ]
    return _years("ccode", listed, first, last)


def days_as_major(ccode: int, year: int) -> int:
    """Days of a year on which a state was a major power, by the official list."""
    found = 0
    for r in rows("majors"):
        if int(r["ccode"]) == ccode:
            start = max(date.fromisoformat(r["start"]), date(year, 1, 1))
            end = min(day(r["end"], DUSK), date(year, 12, 31))
            found += max((end - start).days + 1, 0)
    return found


def iso3_years(first: int, last: int) -> pl.DataFrame:
    """Which state an ISO 3166 alpha-3 code means in a year, to join sources that use ISO codes.

    Of two states that hold a code in one year the later counts: DEU in 1990 is 255, YEM is 679.
    Several codes can mean one state: RUS and SUN, or YUG and SRB for Yugoslavia, and codes that
    were withdrawn or are peculiar to the World Bank or CEPII (ROM, ZAR, TMP).

    Returns
    -------
    polars.DataFrame
        ``iso3, year, ccode``, one row a code and year, only for members of the state system.
    """
    import polars as pl

    listed = [
        ((code, s.ccode), max(m.start, s.start), min(m.end, s.end))
        for code, _, m in iso_codes()
        for s in spells()[m.ccode]
        if m.start <= s.end and s.start <= m.end
    ]
    found = [
        (code, year, ccode, end)
        for (code, ccode), start, end in listed
        for year in range(max(first, start.year), min(last, end.year) + 1)
    ]
    schema = {"iso3": pl.String, "year": pl.Int64, "ccode": pl.Int64, "end": pl.Date}
    _check_years(first, last)
    return (
        pl.DataFrame(found, schema, orient="row")
        .sort("iso3", "year", "end")
        .unique(["iso3", "year"], keep="last", maintain_order=True)
        .drop("end")
    )


def dyad_years(
    first: int, last: int, directed: bool = False, among: Collection[int] | None = None
) -> pl.DataFrame:
    """Dyad-years: pairs of states that are members on the same day at least once in the year.

    Parameters
    ----------
    first, last : int
        Years, both included.
    directed : bool
        Give both orders of every pair; otherwise ``ccode1 < ccode2``.
    among : collection of int, optional
        Codes of the states that both must be of; all by default.

    Returns
    -------
    polars.DataFrame
        ``ccode1, ccode2, year, carried``, one row a pair (or ordered pair) and year, in that order
        of sorting.
    """
    import numpy as np
    import polars as pl

    _check_years(first, last)
    every = (s for group in spells().values() for s in group if among is None or s.ccode in among)
    listed = sorted(every, key=lambda s: s.ccode)
    code = np.array([s.ccode for s in listed], dtype=np.int64)
    start = np.array([s.start.toordinal() for s in listed])
    end = np.array([s.end.toordinal() for s in listed])
    one, two = np.nonzero(code[:, None] != code if directed else code[:, None] < code)
    since, until = np.maximum(start[one], start[two]), np.minimum(end[one], end[two])
    shared = since <= until
    one, two, since, until = one[shared], two[shared], since[shared], until[shared]
    order = np.lexsort((since, code[two], code[one]))
    one, two, since, until = one[order], two[order], since[order], until[order]
    from_year = np.maximum(_year_of(since), first)
    n = np.maximum(np.minimum(_year_of(until), last) - from_year + 1, 0)
    step = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    return pl.DataFrame(
        {
            "ccode1": np.repeat(code[one], n),
            "ccode2": np.repeat(code[two], n),
            "year": np.repeat(from_year, n) + step,
        }
    ).with_columns(carried=pl.col("year") > SOURCE_END.year)


def _year_of(ordinal: Any) -> Any:
    """Calendar years of an array of proleptic ordinals."""
    import numpy as np

    days = ordinal - date(1970, 1, 1).toordinal()
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def _years(name: str, listed: list[tuple[int, date, date]], first: int, last: int) -> pl.DataFrame:
    """Expand dated spells into years."""
    import polars as pl

    _check_years(first, last)
    found = {
        (code, year)
        for code, start, end in listed
        for year in range(max(first, start.year), min(last, end.year) + 1)
    }
    schema = {name: pl.Int64, "year": pl.Int64}
    return pl.DataFrame(sorted(found), schema, orient="row").with_columns(
        carried=pl.col("year") > SOURCE_END.year
    )


def _check_years(first: int, last: int) -> None:
    if first > last:
        raise BadYear(f"the years {first} to {last} are in the wrong order; write {last} first")


def _open(end: date) -> Any:
    return None if end == DUSK else end
