"""UN Comtrade totals of China 2014-24 and the United States 2001-23 with all who report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.partners import place_partners
from multipolar.sources.raw import RawFolder, check_unique
from multipolar.sources.workbook import read_sheet

if TYPE_CHECKING:
    import polars as pl


def _file(name: str, digest: str, size: int) -> RawFile:
    address = github(
        "joaquimrcarvalho/cipf-comtrade",
        "5008b541b19e99d59d0eb90355ff76c02f02cd17",
        f"reports/{name}",
    )
    return RawFile(f"trade-comtrade/{name}", address, digest, size)


FOCAL = {
    710: (
        _file(
            "China_2.1.1_top_export_partners_reverse.xlsx",
            "c13948be23620f76650f8c7a6a7af6f28edf42902f6e0c0de2951adb0bd5eb28",
            119_415,
        ),
        _file(
            "China_3.1.1_top_import_partners.xlsx",
            "93268a118b062226c034552b9c19d7c08c201bb1e8fdfd82e8868055eee46496",
            108_139,
        ),
    ),
    2: (
        _file(
            "USA_2.1.1_top_export_partners_reverse.xlsx",
            "bb99d00ff63a9b8995a2a86791a96e2a7c5153781376cb8c4fc09e0f53439b0c",
            238_726,
        ),
        _file(
            "USA_3.1.1_top_import_partners.xlsx",
            "44da703e1dd41ef0e6c413a9c90ccd30ac0fb89cedeb320a9b641a98994bebeb",
            220_914,
        ),
    ),
}
"""The two states by code, each with what others import from it and what others export to it."""
LAST_YEAR = 2024
RENAMED = {
    "Other Asia, nes": "Taiwan",
    "Congo": "COG",
    "FS Micronesia": "FSM",
    "Solomon Isds": "SLB",
    "Sudan (...2011)": "SDN",
    "Serbia and Montenegro (...2005)": "cow:345",
}
STATELESS = frozenset(
    {
        "Cayman Isds",
        "Cook Isds",
        "Faeroe Isds",
        "Mayotte (Overseas France)",
        "Netherlands Antilles (...2010)",
        "Turks and Caicos Isds",
        "Wallis and Futuna Isds",
    }
)


def partner_shares(raw: RawFolder) -> pl.DataFrame:
    """Share of each partner in the trade of China and of the US: ``ccode1, ccode2, year, share``.

    Both flows come from the partners' own reports, and so does the total: a partner that did not
    report both flows of a year (Russia after 2021) has no row.
    """
    import polars as pl

    tables = []
    for focal, files in FOCAL.items():
        bought, sold = (_reports(raw, file) for file in files)
        both = bought.join(sold, on=["partner", "year"], how="full", coalesce=True, suffix="_sold")
        total = (pl.col("value").fill_null(0) + pl.col("value_sold").fill_null(0)).sum()
        share = (pl.col("value") + pl.col("value_sold")) / total.over("year")
        placed = place_partners(
            both.with_columns(share.alias("share")),
            "partner", "ccode2", files[0].path, RENAMED, STATELESS,
        )  # fmt: skip
        tables.append(placed.with_columns(pl.lit(focal, pl.Int32).alias("ccode1")))
    frame = pl.concat(tables).drop_nulls(["ccode2", "share"])
    frame = frame.select("ccode1", "ccode2", pl.col("year").cast(pl.Int32), "share")
    return check_unique(frame, ["ccode1", "ccode2", "year"], "trade-comtrade").sort(
        "year", "ccode1", "ccode2"
    )


def _reports(raw: RawFolder, file: RawFile) -> pl.DataFrame:
    """What each reporter says of one flow: ``partner, year, value`` in US dollars."""
    import polars as pl

    heading, *rows = read_sheet(raw.verify(file))
    where = {title: letter for letter, title in heading.items()}
    columns = [where[name] for name in ("reporterDesc", "refYear", "partner_sum")]
    schema = {"partner": pl.String, "year": pl.Int64, "value": pl.Float64}
    listed = [(row[columns[0]], int(row[columns[1]]), float(row[columns[2]])) for row in rows]
    frame = pl.DataFrame(listed, schema, orient="row").filter(pl.col("year") <= LAST_YEAR)
    return check_unique(frame, ["partner", "year"], file.path)


SOURCE = Source(
    key="un-comtrade",
    title="UN Comtrade, totals of China and the United States with all reporters",
    producer="United Nations Statistics Division",
    version="2026-03",
    references=(ref.UN_COMTRADE,),
    terms=Terms.DERIVE,
    terms_text="Reuse with citation, bulk redistribution restricted, as recalled.",
    home="https://comtradeplus.un.org",
    files=tuple(file for files in FOCAL.values() for file in files),
    coverage=Coverage(
        2001,
        2024,
        partial=(2024,),
        note="the United States 2001-23, China 2014-24; reported by the partners, of which about "
        "130 of 170 had reported 2024",
    ),
    adds="shares in the trade of China and the US after 2014",
    readers={"partner_shares": partner_shares},
)
