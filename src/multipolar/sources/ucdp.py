"""Armed conflict between states: the UCDP/PRIO Armed Conflict Dataset, version 24.1."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

GLEDITSCH_2002 = Reference(
    key="gleditsch2002armed",
    kind="article",
    authors=(
        "Gleditsch, Nils Petter",
        "Wallensteen, Peter",
        "Eriksson, Mikael",
        "Sollenberg, Margareta",
        "Strand, Håvard",
    ),
    year=2002,
    title="Armed Conflict 1946-2001: A New Dataset",
    container="Journal of Peace Research",
    volume="39",
    number="5",
    pages="615-637",
    doi="10.1177/0022343302039005007",
)

FILE = RawFile(
    "ucdp-acd/UcdpPrioConflict_v24_1.csv",
    github(
        "AbhiyanshuSingh/Global-Conflict-Hotspots",
        "097bab44a31bdb83bda2e277bed71ba76282300d",
        "csv%20files/UcdpPrioConflict_v24_1.csv",
    ),
    "07154da122e0eb77f91839bba8a8f62b61faf68b33df9c650c9e8a509df90d41",
    395_231,
)
INTERSTATE = "2"
SIDES = (("gwno_a", "gwno_a_2nd"), ("gwno_b", "gwno_b_2nd"))


def conflicts(raw: RawFolder) -> pl.DataFrame:
    """Dyad-years of interstate armed conflict: ``ccode1 < ccode2, year, intensity, supporters``.

    ``intensity`` is 1 from 25 to 999 battle deaths of the conflict in the year, 2 from 1,000.
    States on opposite sides of a conflict form a dyad; ``supporters`` is 1 where at least one of
    the two is there as a secondary party, which sent troops in support of a primary one. Of
    several conflicts between the two the most intense counts. The file's Gleditsch-Ward codes
    become those of the Correlates of War by date; parties that it does not count as a state
    (Hyderabad) are left out.
    """
    import polars as pl

    rows = raw.read_csv(FILE).filter(pl.col("type_of_conflict") == INTERSTATE)
    found = [dyad for row in rows.iter_rows(named=True) for dyad in _opposed(row)]
    schema = ("year", "gw1", "gw2", "intensity", "supporters")
    frame = pl.DataFrame(found, schema=dict.fromkeys(schema, pl.Int32), orient="row")
    codes = _codes()
    for side in ("1", "2"):
        coded = codes.rename({"gwcode": f"gw{side}", "ccode": f"code{side}"})
        frame = frame.join(coded, on=[f"gw{side}", "year"], how="inner")
    return (
        frame.select(
            "year",
            pl.min_horizontal("code1", "code2").alias("ccode1"),
            pl.max_horizontal("code1", "code2").alias("ccode2"),
            "intensity",
            "supporters",
        )
        .sort("intensity", "supporters", descending=[True, False])
        .unique(["year", "ccode1", "ccode2"], keep="first", maintain_order=True)
        .sort("year", "ccode1", "ccode2")
    )


def _opposed(row: dict[str, str | None]) -> list[tuple[int, int, int, int, int]]:
    """Every state of one side with every state of the other, in one conflict-year."""
    parties = [
        [(code, second) for second, name in enumerate(names) for code in _listed(row[name])]
        for names in SIDES
    ]
    year, intensity = int(row["year"] or 0), int(row["intensity_level"] or 0)
    return [(year, a, b, intensity, max(x, y)) for (a, x), (b, y) in product(*parties)]


def _listed(text: str | None) -> list[int]:
    return [int(code) for code in (text or "").split(",") if code.strip()]


def _codes() -> pl.DataFrame:
    """``gwcode, year, ccode``: of two states that hold a code in one year the later counts."""
    import polars as pl

    until = pl.col("end").dt.year().fill_null(SOURCE.coverage.last)
    system = states.state_years(SOURCE.coverage.first, SOURCE.coverage.last).select("ccode", "year")
    return (
        states.names_table()
        .drop_nulls("gwcode")
        .with_columns(pl.int_ranges(pl.col("start").dt.year(), until + 1).alias("year"))
        .explode("year")
        .join(system, on=["ccode", "year"], how="semi")
        .sort("gwcode", "year", "start")
        .unique(["gwcode", "year"], keep="last", maintain_order=True)
        .select(pl.col("gwcode", "year", "ccode").cast(pl.Int32))
    )


SOURCE = Source(
    key="ucdp-acd",
    title="UCDP/PRIO Armed Conflict Dataset",
    producer="Uppsala Conflict Data Program and Peace Research Institute Oslo",
    version="24.1",
    references=(GLEDITSCH_2002,),
    terms=Terms.EMBED,
    terms_text="CC BY 4.0, as recalled; confirm at the source.",
    home="https://ucdp.uu.se/downloads/",
    files=(FILE,),
    coverage=Coverage(1946, 2023),
    adds="armed conflict between states 1946-2023",
    readers={"conflicts": conflicts},
)
