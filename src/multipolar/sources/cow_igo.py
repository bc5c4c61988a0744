"""Memberships of intergovernmental organisations, 1816-2014 (Pevehouse et al. 2020)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, as_integers, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "cow-igo/state_year_format3.rda",
    github(
        "dieghernan/igoR",
        "c9936cac3f0fc117520e89f9a232e62dde1ce3e9",
        "data/state_year_format3.rda",
    ),
    "dc39e159f7153c71cf3168e0733da0d079fead8ccf5df20fe4dde019544d7e7e",
    201_592,
)

MEMBER = (1, 2)
"""Codes that count as membership: full and associate, as COW's own dyadic file counts them."""


def memberships(raw: RawFolder) -> pl.DataFrame:
    """State-years by organisation: ``ccode, year`` and one Int8 column an organisation.

    Values are COW's: 1 full member, 2 associate, 3 observer, 0 none, -9 unknown, -1 the
    organisation or the state does not exist.
    """
    import polars as pl

    frame = as_integers(raw.read_r(FILE), "ccode", "year").drop("state")
    bodies = [name for name in frame.columns if name not in ("ccode", "year")]
    frame = frame.with_columns(pl.col(bodies).cast(pl.Int8))
    return check_unique(frame, ["ccode", "year"], FILE.path).sort("year", "ccode")


SOURCE = Source(
    key="cow-igo",
    title="Intergovernmental Organizations",
    producer="Correlates of War Project",
    version="3.0",
    references=(ref.PEVEHOUSE_2020,),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://correlatesofwar.org/data-sets/igos/",
    files=(FILE,),
    coverage=Coverage(1816, 2014, note="before 1965 the source codes every fifth year and fills"),
    adds="joint memberships 1816-2014",
    readers={"memberships": memberships},
)
