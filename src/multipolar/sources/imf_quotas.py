"""Quotas and votes in the International Monetary Fund, as they were in force from 2011 on."""

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
_REPOSITORY = (
    "yukiw997/PLSC31101-finalproject-YukiWang",
    "5bf92f7504a872108256cfbb9afef64ec7ae2bf7",
)
QUOTAS = RawFile(
    "imf-quotas/quotas.xlsx",
    github(*_REPOSITORY, "data/quotas.xlsx"),
    "435bc21bbeffa2c0f2e6bc1cbd60b62b775531731a70b42134482109007f6926",
    20_575,
)
VOTES = RawFile(
    "imf-quotas/votes.csv",
    github(*_REPOSITORY, "data/votes.csv"),
    "641ab3b354ece2a5db4143a169dcfe18d7a3325f215441e6aa8e1482f8f379e4",
    3_198,
)
SPELLS = {"B": (2011, 2015), "C": (2016, 2020)}
"""Years in force of the two columns of actual quota shares: those of the reform of 2008, in force
from 3 March 2011, and those of the 14th General Review, from 26 January 2016."""
SINCE = {"South Sudan": 2012, "Nauru": 2016}
"""Members that joined after 2011: the file computes shares for them in all years."""
VOTED = 2020
"""Year of the vote shares: the file has Andorra, which joined in October of it."""
SHORT = {
    "Egypt, Arab Rep.": "Egypt",
    "Iran, Islamic Rep.": "Iran",
    "Micronesia, FS of": "Micronesia",
    "Venezuela, RB": "Venezuela",
    "Yemen, Rep.": "Yemen",
    "Korea": "South Korea",
    "Venezuela, República Bolivariana de": "Venezuela",
}
"""Names of the files that no list has, or that mean two states."""


def quotas(raw: RawFolder) -> pl.DataFrame:
    """Share of all quotas in force in a year: ``ccode, year, quota`` (0 to 1)."""
    rows = [
        (SHORT.get(row["A"], row["A"]), year, float(row[column]) / 100)
        for row in read_sheet(raw.verify(QUOTAS))[1:]
        if "A" in row
        for column, (first, last) in SPELLS.items()
        for year in range(max(first, SINCE.get(row["A"], first)), last + 1)
    ]
    return _placed(rows, "quota", QUOTAS.path)


def votes(raw: RawFolder) -> pl.DataFrame:
    """Share of all votes in 2020, to a hundredth of a percent: ``ccode, year, votes`` (0 to 1)."""
    frame = raw.read_csv(VOTES)
    rows = [
        (_name(name), VOTED, float(share) / 100)
        for name, share in frame.select("country", "vote_percentage").iter_rows()
    ]
    return _placed(rows, "votes", VOTES.path)


def _name(text: str) -> str:
    """A name without the mark of its footnote, and with letters that were encoded twice mended."""
    plain = text.rstrip("3").encode("latin-1", "ignore").decode("utf-8", "ignore")
    return SHORT.get(plain, plain)


def _placed(rows: list[tuple[str, int, float]], value: str, what: str) -> pl.DataFrame:
    import polars as pl

    kinds = {"name": pl.String, "year": pl.Int32, value: pl.Float64}
    frame = place_names(pl.DataFrame(rows, kinds, orient="row"), "name", "year", what)
    keys = ["year", "ccode"]
    return check_unique(frame.select(*keys, value), keys, what).sort(keys)


SOURCE = Source(
    key="imf-quotas",
    title="Quotas and votes in the International Monetary Fund",
    producer="International Monetary Fund; put into tables by Yuki Wang",
    version="as of late 2020",
    references=(IMF_2020,),
    terms=Terms.DERIVE,
    terms_text="IMF terms: free with attribution, as recalled; the repository has no licence. "
    "Confirm at the source.",
    home="https://www.imf.org/en/About/executive-board/members-quotas",
    files=(QUOTAS, VOTES),
    coverage=Coverage(
        2011,
        2020,
        note="shares in force after the reform of 2008 (to 2015) and the 14th review (from 2016)",
    ),
    adds="quota shares in the IMF 2011-2020, and vote shares 2020",
    readers={"quotas": quotas, "votes": votes},
)
