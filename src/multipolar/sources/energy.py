"""Energy: the Statistical Review of 2024, and the natural resources of Our World in Data.

The Review has oil and gas 1965-2023 and proved reserves 1980-2020. Its workbook is too large to be
held with the other files; what is read is a table of its key series, made from it without change
of figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.partners import place_partners
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

REVIEW = RawFile(
    "energy/ei2024_tidy_key_series.csv.gz",
    "made from "
    + github(
        "reformship/hpc_reasearch",
        "c6db12979eb4f82458bbb099501ab4730293ee48",
        "EI-Stats-Review-All-Data.xlsx",
    ),
    "f37dc64fe5c4feae12a1fe786bd2e9d862eb59f4545b45f8bb06c37d174e068e",
    588_093,
)
RESOURCES = RawFile(
    "energy/owid_natural_resources_1973_2021.csv",
    github(
        "etc5523-2022/R-Package",
        "b775e829411086b4caff2653b2d8d60cb92c00e6",
        "natural-resources.csv",
    ),
    "cd8fa819c4e569c913b7884b6f84a4830e95f73c25f6180c40fe6237a01f0642",
    1_606_502,
)
SERIES = {
    "oil_made": ("Oil Production - tonnes", 41.868e-3),
    "oil_used": ("Oil Consumption - Tonnes", 41.868e-3),
    "gas_made": ("Gas Production - Bcm", 36e-3),
    "gas_used": ("Gas Consumption - Bcm", 36e-3),
    "oil_reserves": ("Oil - Proved reserves history", 1.0),
    "oil_barrels": ("Oil Production - barrels", 365.25e-6),
    "gas_reserves": ("Gas - Proved reserves history", 1.0),
    "gas_volume": ("Gas Production - Bcm", 1e-3),
}
"""Our columns, the Review's series, and the factor to exajoules (a tonne of oil 41.868 GJ, a
cubic metre of gas 36 MJ, as in the Review), or to the unit of the reserves (thousand million
barrels a year from thousand barrels a day, trillion cubic metres)."""
SINCE = {
    "Germany": 1991,
    "Vietnam": 1976,
    "Yemen": 1991,
    "Pakistan": 1972,
    "Russian Federation": 1992,
    "Serbia": 2007,
}
"""First year from which an entity of the Review is the state of that name. The Soviet Union is
split by republic from 1985 on, so that it has no figures for 1985-91."""
UNTIL = {"USSR": 1984}
SMALL = 0.1
"""A state of which the Review lists what it uses, but not what it makes, counts as making none
if by the other source it makes at most this part of what it uses; else the fuel is unknown."""
RENAMED = {
    "Congo": "COG",
    "Former Serbia and Montenegro": "cow:345",
    "Former U.S.S.R.": "cow:365",
    "Former Yugoslavia": "cow:345",
    "Micronesia (country)": "FSM",
    "Timor": "TLS",
}
NO_STATES = frozenset(
    {
        "World",
        "Hawaiian Trade Zone",
        "U.S. Pacific Islands",
        "U.S. Territories",
        "Wake Island",
    }
)
REGIONS = (
    "Total",
    "Other",
    "OECD",
    "OPEC",
    "European Union",
    "of which",
    "Western Africa",
    "Central America",
    "Eastern Africa",
    "Middle Africa",
    "Canadian Oil Sands",
    "Orinoco",
)
"""Words that only names of regions and of parts of states have."""


def review(raw: RawFolder) -> pl.DataFrame:
    """State-years: ``ccode, year`` and the columns of `SERIES`; null where the Review has none.

    A state that the Review does not list counts neither as using nor as making anything. Figures
    of 0 stand for no figure in years before a state existed, and are left out with them.
    """
    import polars as pl

    frame = raw.read_csv(REVIEW).with_columns(
        pl.col("year").cast(pl.Int64), pl.col("value").cast(pl.Float64)
    )
    frame = frame.with_columns(
        pl.col("entity").replace_strict(SINCE, default=0, return_dtype=pl.Int64).alias("since"),
        pl.col("entity").replace_strict(UNTIL, default=9999, return_dtype=pl.Int64).alias("until"),
    ).filter(pl.col("year").is_between("since", "until"))
    names = frame["entity"].unique().to_list()
    regions = {name for name in names if any(word in name for word in REGIONS)}
    placed = place_partners(frame, "entity", "ccode", REVIEW.path, {"USSR": "365"}, regions)
    named = pl.concat(
        placed.filter(pl.col("series") == series).select(
            "ccode",
            pl.col("year").cast(pl.Int32),
            pl.lit(column).alias("column"),
            pl.col("value") * factor,
        )
        for column, (series, factor) in SERIES.items()
    ).drop_nulls("ccode")
    check_unique(named, ["ccode", "year", "column"], REVIEW.path)
    wide = named.pivot("column", index=["ccode", "year"], values="value")
    return wide.select("ccode", "year", *SERIES).sort("year", "ccode")


def resources(raw: RawFolder) -> pl.DataFrame:
    """State-years of Our World in Data: ``ccode, year``, and what follows.

    ``oil_small`` and ``gas_small`` say whether the state made at most `SMALL` of what it used;
    ``coal_net`` is exports less imports in exajoules (a tonne as 25 GJ).
    """
    import polars as pl

    frame = raw.read_csv(RESOURCES).with_columns(pl.col("Year").cast(pl.Int64).alias("year"))
    since = pl.col("Entity").replace_strict(SINCE, default=0, return_dtype=pl.Int64)
    placed = place_partners(
        frame.filter(pl.col("year") >= since), "Entity", "ccode", RESOURCES.path, RENAMED, NO_STATES
    )
    small = (
        (_number(f"{fuel} production") <= SMALL * _number(f"{fuel} consumption")).alias(
            f"{fuel.lower()}_small"
        )
        for fuel in ("Oil", "Gas")
    )
    found = placed.drop_nulls("ccode").select(
        "ccode",
        pl.col("year").cast(pl.Int32),
        *small,
        (-_number("Coal net imports") * 25e-9).alias("coal_net"),
    )
    return check_unique(found, ["ccode", "year"], RESOURCES.path).sort("year", "ccode")


def _number(column: str) -> pl.Expr:
    import polars as pl

    return pl.col(column).cast(pl.Float64)


SOURCE = Source(
    key="energy-review",
    title="Statistical Review of World Energy, 73rd edition",
    producer="Energy Institute",
    version="2024",
    references=(ref.ENERGY_INSTITUTE,),
    terms=Terms.DERIVE,
    terms_text="Quoting with attribution is welcome, extensive reproduction needs permission.",
    home="https://www.energyinst.org/statistical-review",
    files=(REVIEW,),
    coverage=Coverage(1965, 2023, note="proved reserves 1980-2020"),
    adds="oil and gas made and used by state 1965-2023, reserves 1980-2020",
    readers={"review": review},
    coverages={"reserves": Coverage(1980, 2020)},
)
OWID = Source(
    key="owid-resources",
    title="Natural resources by country",
    producer="Our World in Data (US EIA, BP)",
    version="2022",
    references=(ref.OWID_RESOURCES,),
    terms=Terms.EMBED,
    terms_text="CC BY 4.0.",
    home="https://ourworldindata.org/explorers/natural-resources",
    files=(RESOURCES,),
    coverage=Coverage(1973, 2021, note="net imports of coal 1980-2020"),
    adds="net exports of coal 1980-2020, and which states make little oil or gas",
    readers={"resources": resources},
    coverages={"coal": Coverage(1980, 2020)},
)
