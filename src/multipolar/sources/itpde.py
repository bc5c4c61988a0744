"""ITPD-E: trade of all pairs with services, 2000-16, for shares only (Borchert et al. 2021)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from multipolar import states
from multipolar.errors import BrokenTable, MultipolarError
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

_ORIGIN = ("dennis-klein/arms-trade-networks", "d450d2494789177b73726ef3ef8c288ee085be28")
FLOWS = RawFile(
    "trade-itpde/itpd_aggregated.rds",
    github(*_ORIGIN, "data/out/itpd_aggregated.rds"),
    "2f6617fe8bd7148ee86386c23c329345e1e1d2f15849d6d27442aec5c14ded42",
    3_527_323,
)
COUNTRIES = RawFile(
    "trade-itpde/country_list.RData",
    github(*_ORIGIN, "data/out/country_list.RData"),
    "1d12ff2b5bab03502889dd64f463d056c6d3f2ef621d8b723d5f3027b21f6cf9",
    4_550,
)
FIRST_YEAR, LAST_YEAR = 2000, 2016


def parts(raw: RawFolder) -> pl.DataFrame:
    """Trade of each pair of states in both directions as a part of all trade between states.

    ``ccode1 < ccode2, year, part``. The file is in constant dollars of 2010 and adds services to
    goods, so that its level is not that of other sources; trade within a state is left out, and
    so are pairs without a positive figure, as the file does not tell none from unknown.
    """
    import numpy as np
    import polars as pl

    names, matrices = _matrices(raw)
    listed = raw.read_r(COUNTRIES)
    codes = dict(zip(listed["V1"], listed["COW"].cast(pl.Int64), strict=True))
    ccode = np.array([codes.get(name) or 0 for name in names])
    years = []
    for year, matrix in zip(range(FIRST_YEAR, LAST_YEAR + 1), matrices, strict=True):
        both = np.nan_to_num(matrix) + np.nan_to_num(matrix).T
        one, two = np.nonzero(np.triu(both, 1) > 0)
        years.append(
            pl.DataFrame(
                {
                    "ccode1": np.minimum(ccode[one], ccode[two]),
                    "ccode2": np.maximum(ccode[one], ccode[two]),
                    "year": np.full(len(one), year),
                    "both": both[one, two],
                }
            )
        )
    frame = pl.concat(years).group_by("ccode1", "ccode2", "year").agg(pl.col("both").sum())
    frame = frame.filter(pl.col("ccode1") > 0, pl.col("ccode1") < pl.col("ccode2"))
    members = states.state_years(FIRST_YEAR, LAST_YEAR).select("ccode", "year")
    for side in ("ccode1", "ccode2"):
        frame = frame.join(members.rename({"ccode": side}), on=[side, "year"], how="semi")
    frame = frame.select(
        pl.col("ccode1", "ccode2", "year").cast(pl.Int32),
        (pl.col("both") / pl.col("both").sum().over("year")).alias("part"),
    )
    return check_unique(frame, ["ccode1", "ccode2", "year"], FLOWS.path).sort(
        "year", "ccode1", "ccode2"
    )


def _matrices(raw: RawFolder) -> tuple[list[str], list[Any]]:
    """Names of rows and columns, and the matrix of exports (row to column) of each year."""
    try:
        import rdata
    except ImportError as reason:
        raise MultipolarError(
            "reading R files needs the package rdata: pip install 'multipolar[raw]'"
        ) from reason
    found = rdata.read_rds(raw.verify(FLOWS))
    names = [[str(n) for n in found[0].coords[axis].values] for axis in found[0].dims]
    if len(found) != LAST_YEAR - FIRST_YEAR + 1 or names[0] != names[1]:
        raise BrokenTable(f"{FLOWS.path} is not 17 square matrices of the same countries")
    return names[0], [matrix.to_numpy() for matrix in found]


SOURCE = Source(
    key="itpd-e",
    title="International Trade and Production Database for Estimation",
    producer="Ingo Borchert, Mario Larch, Serge Shikher and Yoto V. Yotov (USITC)",
    version="1",
    references=(ref.BORCHERT_2021,),
    terms=Terms.DERIVE,
    terms_text="Work of the US government, as recalled; confirm at the source.",
    home="https://www.usitc.gov/data/gravity/itpde.htm",
    files=(FLOWS, COUNTRIES),
    coverage=Coverage(
        FIRST_YEAR, LAST_YEAR, note="constant dollars with services: shares only, never levels"
    ),
    adds="trade shares of all pairs with services 2000-16",
    readers={"parts": parts},
)
