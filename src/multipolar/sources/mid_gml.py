"""Militarised disputes as corrected by Gibler, Miller and Little: deaths, who acted, settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import mids
from multipolar.sources.base import (
    Coverage,
    RawFile,
    Reference,
    Source,
    Terms,
    as_integers,
    peacesciencer,
)
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

GIBLER_2016 = Reference(
    key="gibler2016analysis",
    kind="article",
    authors=("Gibler, Douglas M.", "Miller, Steven V.", "Little, Erin K."),
    year=2016,
    title="An Analysis of the Militarized Interstate Dispute (MID) Dataset, 1816-2001",
    container="International Studies Quarterly",
    volume="60",
    number="4",
    pages="719-730",
    doi="10.1093/isq/sqw045",
)

FILE = RawFile(
    "mids/gml_dirdisp.rda",
    peacesciencer("gml_dirdisp.rda"),
    "862dd4c70ffe5b400ef9db9e136e35798f561c2aae9f00e212d1baf3b18bae4a",
    70_064,
)
ACTION = 2
"""Least hostility level of a state that took militarised action (threat, display, use, war)."""
SETTLED, UNSETTLED = (1, 2), 3
"""Codes of a settlement that was negotiated or imposed, and of none; others are not known."""


def disputes(raw: RawFolder) -> pl.DataFrame:
    """Disputes of two states by year: ``dispnum, ccode1 < ccode2, year, ended`` and four codes.

    ``answered``: each of the two took militarised action. ``deaths``: a soldier of either died
    in the dispute; null where the file does not know and none is coded. Both are coded for the
    dispute as a whole, and deaths in a dispute of many states need not be by the other's hand.
    ``settled``: it ended in a settlement, negotiated or imposed; null where the file does not know.
    ``ended`` is the last year between the two, or the year after coverage where it went on.
    """
    import polars as pl

    frame = _read(raw, FILE, "ongo2010", "settle")
    beyond = SOURCE.coverage.last + 1
    ended = pl.when(pl.col("ongo2010") == 1).then(beyond).otherwise("ended").cast(pl.Int32)
    code = pl.col("settle")
    settled = pl.when(code.is_in(SETTLED)).then(True).when(code == UNSETTLED).then(False)
    return _folded(frame.with_columns(ended.alias("ended"), settled.alias("settled")))


def disputes_mid5(raw: RawFolder) -> pl.DataFrame:
    """The same out of the Correlates of War Project's own file, version 5, to 2014.

    That file has no settlement: ``settled`` is null.
    """
    import polars as pl

    frame = _read(raw, mids.FILE)
    return _folded(frame.with_columns(pl.lit(None, pl.Boolean).alias("settled")))


def _read(raw: RawFolder, file: RawFile, *more: str) -> pl.DataFrame:
    import polars as pl

    keys = ("dispnum", "ccode1", "ccode2", "year")
    coded = ("hostlev1", "hostlev2", "fatality1", "fatality2")
    frame = as_integers(raw.read_r(file), *keys, *coded, *more).select(*keys, *coded, *more)
    ended = pl.col("year").max().over("dispnum", "ccode1", "ccode2")
    return frame.with_columns(ended.alias("ended"))


def _folded(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for the two directions of a dispute-year."""
    import polars as pl

    sides = ("fatality1", "fatality2")
    died = pl.any_horizontal(pl.col(name) > 0 for name in sides)
    unknown = pl.any_horizontal(pl.col(name) < 0 for name in sides)
    return (
        frame.filter(pl.col("ccode1") < pl.col("ccode2"))
        .select(
            "dispnum",
            "ccode1",
            "ccode2",
            "year",
            "ended",
            (pl.min_horizontal("hostlev1", "hostlev2") >= ACTION).alias("answered"),
            pl.when(died).then(True).when(~unknown).then(False).alias("deaths"),
            "settled",
        )
        .unique()
        .sort("year", "ccode1", "ccode2", "dispnum")
    )


SOURCE = Source(
    key="gml-mid",
    title="Militarized Interstate Disputes, corrected",
    producer="Douglas M. Gibler, Steven V. Miller and Erin K. Little",
    version="2.2.1",
    references=(GIBLER_2016,),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://doi.org/10.1093/isq/sqw045",
    files=(FILE,),
    coverage=Coverage(1816, 2010),
    adds="which disputes were deadly, answered or settled, 1816-2010",
    readers={"disputes": disputes},
)
