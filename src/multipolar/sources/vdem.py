"""Varieties of Democracy: electoral and liberal democracy, 1816-2024 (Coppedge et al. 2025)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

COPPEDGE_2025 = Reference(
    key="coppedge2025vdem",
    kind="dataset",
    authors=("Coppedge, Michael", "Gerring, John", "Knutsen, Carl Henrik", "{others}"),
    year=2025,
    title="V-Dem Country-Year Dataset v15",
    publisher="Varieties of Democracy (V-Dem) Project",
    url="https://www.v-dem.net/",
)
FILE = RawFile(
    "regime/vdem_simple.rda",
    github(
        "xmarquez/democracyData",
        "29ea0a242c296aec4ce5d5a57261420c48e527c0",
        "data/vdem_simple.rda",
    ),
    "845ce0573dab21baa8781f90b88614fcd87a3c62d7652782667c959e1e93864d",
    414_861,
)
LAST_YEAR_UNDER_OTHER = {(260, 255): 1990, (679, 678): 1990}
"""The source gives the year of a union one code. The other state of that year, Germany from 3
October and North Yemen to 21 May 1990, is the same country in the source, with the same figures."""
INDICES = {"polyarchy": "v2x_polyarchy", "liberal": "v2x_libdem"}


def democracy(raw: RawFolder) -> pl.DataFrame:
    """State-years with two indices of democracy and their bounds.

    Returns
    -------
    polars.DataFrame
        ``ccode, year``; for ``polyarchy`` and ``liberal`` (0 to 1) the estimate and, with
        ``_low`` and ``_high``, the bounds of the source: about one standard deviation, so an
        interval of about 68 %. Null where an index is not coded. Territories that no
        Correlates of War code belongs to are left out.
    """
    import polars as pl

    measures = [
        pl.col(f"{column}{end}").alias(f"{name}{suffix}")
        for name, column in INDICES.items()
        for end, suffix in (("", ""), ("_codelow", "_low"), ("_codehigh", "_high"))
    ]
    # The source's own code knows Austria-Hungary and Czechoslovakia; the other fills its gaps.
    code = pl.coalesce("vdem_cowcode", "cown").cast(pl.Int32).alias("ccode")
    frame = raw.read_r(FILE).select(code, pl.col("year").cast(pl.Int32), *measures)
    coded = pl.any_horizontal(pl.col(tuple(INDICES)).is_not_null())
    frame = frame.filter(pl.col("ccode").is_not_null() & coded & (pl.col("year") >= 1816))
    second = [
        frame.filter((pl.col("ccode") == code) & (pl.col("year") == year)).with_columns(
            pl.lit(other, pl.Int32).alias("ccode")
        )
        for (code, other), year in LAST_YEAR_UNDER_OTHER.items()
    ]
    frame = pl.concat([frame, *second])
    return check_unique(frame, ["ccode", "year"], FILE.path).sort("year", "ccode")


SOURCE = Source(
    key="vdem",
    title="Varieties of Democracy",
    producer="V-Dem Institute, University of Gothenburg; file of the R package democracyData",
    version="15",
    references=(COPPEDGE_2025,),
    terms=Terms.DERIVE,
    terms_text="CC BY-SA 4.0, as recalled: attribution and share-alike; confirm at the source.",
    home="https://www.v-dem.net/",
    files=(FILE,),
    coverage=Coverage(
        1816, 2024, note="fewer states before 1900; nothing on the smallest states of today"
    ),
    adds="indices of democracy 1816-2024",
    readers={"democracy": democracy},
)
