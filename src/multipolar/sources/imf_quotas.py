"""Quotas in the International Monetary Fund, as they were in force from 2011 on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.placing import place_names
from multipolar.sources.raw import RawFolder, check_unique
from multipolar.sources.workbook import read_sheet

if TYPE_CHECKING:
    import polars as pl

IMF_2020 = Reference(
    key="imf2020quotas",
    kind="dataset",
    authors=("{International Monetary Fund}",),
    year=2020,
    title="IMF Members' Quotas and Voting Power",
    publisher="International Monetary Fund",
    url="https://www.imf.org/en/About/executive-board/members-quotas",
)
FILE = RawFile(
    "imf-quotas/quotas.xlsx",
    github(
        "yukiw997/PLSC31101-finalproject-YukiWang",
        "5bf92f7504a872108256cfbb9afef64ec7ae2bf7",
        "data/quotas.xlsx",
    ),
    "435bc21bbeffa2c0f2e6bc1cbd60b62b775531731a70b42134482109007f6926",
    20_575,
)
SPELLS = {"B": (2011, 2015), "C": (2016, 2020)}
"""Years in force of the two columns of actual quota shares: those of the reform of 2008, in force
from 3 March 2011, and those of the 14th General Review, from 26 January 2016."""
SINCE = {"South Sudan": 2012, "Nauru": 2016}
"""Members that joined after 2011: the file computes shares for them in all years."""
SHORT = {
    "Egypt, Arab Rep.": "Egypt",
    "Iran, Islamic Rep.": "Iran",
    "Micronesia, FS of": "Micronesia",
    "Venezuela, RB": "Venezuela",
    "Yemen, Rep.": "Yemen",
}
"""Names of the file that no list has."""


def quotas(raw: RawFolder) -> pl.DataFrame:
    """Share of all quotas in force at the end of a year: ``ccode, year, quota`` (0 to 1)."""
    import polars as pl

    rows = [
        (SHORT.get(row["A"], row["A"]), year, float(row[column]) / 100)
        for row in read_sheet(raw.verify(FILE))[1:]
        if "A" in row
        for column, (first, last) in SPELLS.items()
        for year in range(max(first, SINCE.get(row["A"], first)), last + 1)
    ]
    kinds = {"name": pl.String, "year": pl.Int32, "quota": pl.Float64}
    frame = place_names(pl.DataFrame(rows, kinds, orient="row"), "name", "year", FILE.path)
    keys = ["year", "ccode"]
    return check_unique(frame.select(*keys, "quota"), keys, FILE.path).sort(keys)


SOURCE = Source(
    key="imf-quotas",
    title="Quotas in the International Monetary Fund",
    producer="International Monetary Fund; put into tables by Yuki Wang",
    version="as of late 2020",
    references=(IMF_2020,),
    terms=Terms.DERIVE,
    terms_text="IMF terms: free with attribution, as recalled; the repository has no licence. "
    "Confirm at the source.",
    home="https://www.imf.org/en/About/executive-board/members-quotas",
    files=(FILE,),
    coverage=Coverage(
        2011,
        2020,
        note="shares in force after the reform of 2008 (to 2015) and the 14th review (from 2016)",
    ),
    adds="quota shares in the IMF 2011-2020",
    readers={"quotas": quotas},
)
