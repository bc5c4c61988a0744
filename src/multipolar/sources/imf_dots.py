"""IMF Direction of Trade Statistics: Russia's own reports on all partners, 2011-21."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.partners import place_partners
from multipolar.sources.raw import RawFolder, check_unique
from multipolar.sources.workbook import read_sheet

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "trade-imf-dots-russia/rf_exports_2023.xlsx",
    github(
        "zleffel-afk/Visualization-of-NAM-country-data",
        "bba038e34b90ed2fa380b73bf7657f9239af3ac1",
        "rf_exports_2023.xlsx",
    ),
    "c83957d97134f89d788b3df0733656c6ff6cf0ede1f8e97ed67a3bfce1f4e5fc",
    68_965,
)
"""A workbook with two sheets of one vintage: exports f.o.b. and imports c.i.f."""
RUSSIA = 365
FIRST_YEAR, LAST_YEAR = 2011, 2021
TITLES_ROW = 6
"""Row of the years, counted from 0, below the title, the reporter and the unit."""
RENAMED = {
    "China, P.R.: Mainland": "China",
    "Venezuela, Rep. Bolivariana de": "Venezuela",
    "São Tomé and Príncipe, Dem. Rep. of": "STP",
    "Türkiye, Rep of": "Turkey",
}
STATELESS = frozenset(
    {
        "World",
        "Advanced Economies",
        "Africa",
        "Africa not specified",
        "Aruba, Kingdom of the Netherlands",
        "Asia not specified",
        "China, P.R.: Hong Kong",
        "China, P.R.: Macao",
        "Countries & Areas not specified",
        "Emerging Market and Developing Economies by Source of Export Earnings: Fuel",
        "Emerging Market and Developing Economies by Source of Export Earnings: Nonfuel",
        "Emerging and Developing Asia",
        "Emerging and Developing Economies",
        "Emerging and Developing Europe",
        "Euro Area",
        "Europe not specified",
        "European Union",
        "Falkland Islands (Malvinas)",
        "Middle East",
        "Middle East and Central Asia",
        "Other Countries not included elsewhere",
        "Sint Maarten, Kingdom of the Netherlands",
        "Sub-Saharan Africa",
        "Western Hemisphere",
        "Western Hemisphere not specified",
    }
)


def russian_shares(raw: RawFolder) -> pl.DataFrame:
    """Share of each partner in Russia's trade: ``ccode1`` (Russia), ``ccode2, year, share``.

    Exports and imports over those with the world, as Russia reported them. Later years are
    estimates of the Fund, far below what China reports, and are left out.
    """
    import polars as pl

    path = raw.verify(FILE)
    exports, imports = (_sheet(read_sheet(path, sheet)) for sheet in (1, 2))
    both = exports.join(imports, on=["partner", "year"], suffix="_bought")
    both = both.select("partner", "year", (pl.col("value") + pl.col("value_bought")).alias("both"))
    world = both.filter(pl.col("partner") == "World").select("year", pl.col("both").alias("world"))
    names = set(both["partner"])
    placed = place_partners(
        both.join(world, on="year"), "partner", "ccode2", FILE.path, _short(names), STATELESS
    )
    frame = placed.drop_nulls("ccode2").select(
        pl.lit(RUSSIA, pl.Int32).alias("ccode1"),
        "ccode2",
        pl.col("year").cast(pl.Int32),
        (pl.col("both") / pl.col("world")).alias("share"),
    )
    return check_unique(frame, ["ccode2", "year"], FILE.path).sort("year", "ccode2")


def _short(names: set[str]) -> dict[str, str]:
    """Names without what the Fund puts behind a comma, save those that say two things by it."""
    plain = {name: name.split(",", maxsplit=1)[0] for name in names if ", " in name}
    keep = ("Congo", "Korea", "China")
    return {n: short for n, short in plain.items() if short not in keep} | RENAMED


def _sheet(rows: list[dict[str, str]]) -> pl.DataFrame:
    import polars as pl

    years = {letter: int(text) for letter, text in rows[TITLES_ROW].items()}
    listed = [
        (row["B"], year, float(row[letter]))
        for row in rows[TITLES_ROW + 1 :]
        for letter, year in years.items()
        if FIRST_YEAR <= year <= LAST_YEAR and "B" in row and letter in row
    ]
    schema = {"partner": pl.String, "year": pl.Int64, "value": pl.Float64}
    # The sheet lists a country again under each group it belongs to, with the same figures.
    frame = pl.DataFrame(listed, schema, orient="row").unique()
    return check_unique(frame, ["partner", "year"], FILE.path)


SOURCE = Source(
    key="imf-dots",
    title="Direction of Trade Statistics, Russia",
    producer="International Monetary Fund",
    version="2024-05",
    references=(ref.IMF_DOTS,),
    terms=Terms.DERIVE,
    terms_text="Free with attribution, as recalled; confirm at the source.",
    home="https://data.imf.org",
    files=(FILE,),
    coverage=Coverage(
        FIRST_YEAR, LAST_YEAR, note="Russia with all partners; it reported nothing after 2021"
    ),
    adds="shares in Russia's trade 2011-21",
    readers={"russian_shares": russian_shares},
)
