"""Seats in the United Nations, and the voters that the sources of roll calls list.

A voter is one delegation over time. The seat of China has two: TWN (the Republic of China, to
1971-10-25) and CHN (the People's Republic, from that day). Yugoslavia has two as well: YUG (to
1992-09-21) and SRB (from 2000-11-01).

In the sources of votes the day of the month is a number of the weekday in most dates before 2003
(1946-01-01 and so on): only the month is sound. A vote before `SOUND_DAYS` therefore belongs to a
spell that has the day, or else to the latest one that has a day in the same month.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .facts import DUSK, day, iso_codes, rows, spells

if TYPE_CHECKING:
    import polars as pl

SOUND_DAYS = date(2003, 1, 1)  # dates of roll calls are right to the day from here
_CHINA = {"TWN": "CHN"}
_UNVOTES_NAMES = {  # unvotes gives these voters no code
    "Federal Republic of Germany": "DEU",
    "Yemen Arab Republic": "YEM",
    "Zanzibar": "EAZ",
}


def un_seats() -> pl.DataFrame:
    """Spells of seats in the United Nations, split so that each has one COW code or none.

    Returns
    -------
    polars.DataFrame
        ``voter, name, ccode, start, end, seat, note``. ``voter`` is the ISO alpha-3 code, or that
        of the sources of votes (CSK, DDR, YUG, YMD, EAZ, TWN); ``ccode`` is null while a voter is
        no member of the COW system (Ukraine to 1991, India to 1947); ``end`` is null when open;
        ``seat`` is the voter, but CHN for both delegations of China.
    """
    import polars as pl

    schema = {
        "voter": pl.String,
        "name": pl.String,
        "ccode": pl.Int64,
        "start": pl.Date,
        "end": pl.Date,
        "seat": pl.String,
        "note": pl.String,
    }
    listed = [
        (r["voter"], r["name"], code, start, None if end == DUSK else end, seat, r["note"])
        for r in rows("un_seats")
        for seat in [_CHINA.get(r["voter"], r["voter"])]
        for code, start, end in _split(int(r["ccode"]), day(r["start"], DUSK), day(r["end"], DUSK))
    ]
    return pl.DataFrame(listed, schema, orient="row").sort("voter", "start")


def voters_from_iso3(votes: pl.DataFrame, code: str = "iso3", when: str = "date") -> pl.DataFrame:
    """Add the voter and its COW code to votes that list states by ISO alpha-3 code.

    Parameters
    ----------
    votes : polars.DataFrame
        Anything with a column of codes and one of dates (``Date``). SRB for Yugoslavia, TWN for
        China to 1971 and withdrawn codes are understood.
    code, when : str
        Names of the two columns.

    Returns
    -------
    polars.DataFrame
        The same rows in the same order, with ``voter`` and ``ccode``; both are null where the
        state held no seat at the date, ``ccode`` alone where the voter is no COW state.
    """
    import polars as pl

    asked = votes.select(pl.col(code).cast(pl.String).alias("_code"), pl.col(when).alias("_when"))
    found = _seated(asked.unique().drop_nulls())
    return (
        votes.with_columns(asked["_code"])
        .join(
            found,
            left_on=["_code", when],
            right_on=["_code", "_when"],
            how="left",
            maintain_order="left",
        )
        .drop("_code")
    )


def voters_from_unvotes(
    votes: pl.DataFrame, code: str = "country_code", name: str = "country", when: str = "date"
) -> pl.DataFrame:
    """Add the voter and its COW code to votes as in the R package unvotes.

    There the codes are ISO alpha-2 (with CS, YU, DD and YD), and three voters have a name only.
    Parameters and result are as in `voters_from_iso3`.
    """
    import polars as pl

    alpha3 = {alpha2: code3 for code3, alpha2, _ in iso_codes() if alpha2}
    coded = votes.with_columns(
        pl.coalesce(
            pl.col(code).cast(pl.String).replace_strict(alpha3, default=None),
            pl.col(name).cast(pl.String).replace_strict(_UNVOTES_NAMES, default=None),
        ).alias("_iso3")
    )
    return voters_from_iso3(coded, "_iso3", when).drop("_iso3")


def _split(ccode: int, start: date, end: date) -> list[tuple[int | None, date, date]]:
    """Split a spell of a seat by membership in the COW system."""
    parts: list[tuple[int | None, date, date]] = []
    for s in spells()[ccode]:
        if s.start > end or s.end < start:
            continue
        if s.start > start:
            parts.append((None, start, s.start - timedelta(days=1)))
        parts.append((ccode, max(start, s.start), min(end, s.end)))
        start = s.end + timedelta(days=1) if s.end < DUSK else DUSK
    if start <= end and start != DUSK:
        parts.append((None, start, end))
    return parts


def _listed_codes() -> dict[str, list[str]]:
    """Voters by the codes under which sources list them."""
    listed: dict[str, list[str]] = {}
    for r in rows("un_seats"):
        for code in (r["voter"], *filter(None, r["codes"].split("|"))):
            if r["voter"] not in listed.setdefault(code, []):
                listed[code].append(r["voter"])
    return listed


def _seated(asked: pl.DataFrame) -> pl.DataFrame:
    """Voter and COW code of each code and date; of several spells the best (see the module)."""
    import polars as pl

    pairs = [(code, voter) for code, group in _listed_codes().items() for voter in group]
    on, since, until = pl.col("_when"), pl.col("start"), pl.col("end").fill_null(DUSK)
    exact = on.is_between(since, until)
    month = (on < SOUND_DAYS) & on.dt.month_end().ge(since) & on.dt.month_start().le(until)
    return (
        asked.join(pl.DataFrame(pairs, ["_code", "voter"], orient="row"), on="_code")
        .join(un_seats(), on="voter")
        .filter(exact | month)
        .sort(exact.alias("exact"), "start")
        .unique(["_code", "_when"], keep="last", maintain_order=True)
        .select("_code", "_when", "voter", "ccode")
    )
