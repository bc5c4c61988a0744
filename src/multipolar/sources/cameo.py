"""CAMEO event codes: Goldstein weights, and the four classes as ICEWS and as GDELT draw them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from multipolar.errors import MultipolarError

if TYPE_CHECKING:
    import polars as pl

Maker = Literal["icews", "gdelt"]

LAST_ROOT: dict[str, tuple[int, int, int]] = {"icews": (5, 8, 13), "gdelt": (5, 9, 14)}
"""Last root code of verbal cooperation, material cooperation and verbal conflict. GDELT counts
investigations (09) as material cooperation and protest (14) as verbal conflict; ICEWS counts
them as verbal and as material conflict."""

ROOTS: dict[int, float] = {
    1: 0.0,
    2: 3.0,
    3: 4.0,
    4: 1.0,
    5: 3.5,
    6: 6.0,
    7: 7.0,
    8: 5.0,
    9: -2.0,
    10: -5.0,
    11: -2.0,
    12: -4.0,
    13: -6.0,
    14: -6.5,
    15: -7.2,
    16: -4.0,
    17: -7.0,
    18: -9.0,
    19: -10.0,
    20: -10.0,
}
"""Goldstein weight of each root code of CAMEO, from -10 (fighting) to 7 (aid)."""


def quad(root: int, maker: Maker) -> int:
    """Class of a root code: 1 and 2 verbal and material cooperation, 3 and 4 conflict.

    Parameters
    ----------
    root
        First two digits of a CAMEO code, 1 to 20.
    maker
        Whose classes: they differ for roots 9 and 14.
    """
    if not 1 <= root <= 20:
        raise MultipolarError(f"CAMEO has root codes 1 to 20, not {root}")
    return 1 + sum(root > last for last in LAST_ROOT[maker])


def with_weights(rows: pl.LazyFrame, maker: Maker) -> pl.LazyFrame:
    """Add ``quad`` and, where the rows bring none of their own, ``goldstein`` of the root code.

    Rows whose code is not a CAMEO code have null in both.
    """
    import polars as pl

    root = pl.col("code").str.slice(0, 2).cast(pl.Int32, strict=False)
    classes = {number: quad(number, maker) for number in ROOTS}
    added = [root.replace_strict(classes, default=None, return_dtype=pl.Int32).alias("quad")]
    if "goldstein" not in rows.collect_schema().names():
        weights = root.replace_strict(ROOTS, default=None, return_dtype=pl.Float64)
        added.append(weights.alias("goldstein"))
    return rows.with_columns(added)


GDELT_PLACES = {
    1: "day",
    7: "source",
    17: "target",
    25: "is_root",
    26: "code",
    30: "goldstein",
    31: "mentions",
    32: "sources",
    33: "articles",
    34: "tone",
}
"""Where GDELT's export files hold what we read; the first 35 columns are the same in 1.0 (57 or
58 columns) and 2.0 (61)."""
_WIDTH = 1 + max(GDELT_PLACES)
"""Columns read of each line; the rest, which differs in number, is cut off."""


def gdelt_events(path: Path | str) -> pl.LazyFrame:
    """Rows of a GDELT 1.0 or 2.0 export file (tabs, no header, ragged lines allowed).

    Returns
    -------
    polars.LazyFrame
        ``date, source, target`` (CAMEO country codes, which are ISO 3166 alpha-3 for most
        states), ``code, quad`` (GDELT's classes), ``goldstein`` (GDELT's own), ``mentions,
        sources, articles, tone``, for events between two countries. Nothing is read before it
        is collected.
    """
    import polars as pl

    names = [GDELT_PLACES.get(place, f"_{place}") for place in range(_WIDTH)]
    rows = pl.scan_csv(
        path,
        separator="\t",
        has_header=False,
        schema=dict.fromkeys(names, pl.String),
        quote_char=None,
        truncate_ragged_lines=True,
        extra_columns="ignore",
        encoding="utf8-lossy",
    )
    whole, real = ("mentions", "sources", "articles"), ("goldstein", "tone")
    tidy = rows.select(
        pl.col("day").str.to_date("%Y%m%d").alias("date"),
        "source",
        "target",
        "code",
        (pl.col("is_root") == "1").alias("is_root"),
        *(pl.col(name).cast(pl.Int32) for name in whole),
        *(pl.col(name).cast(pl.Float64) for name in real),
    )
    between = tidy.filter(
        (pl.col("source") != pl.col("target")) & (pl.col("source") != "") & (pl.col("target") != "")
    )
    return with_weights(between, "gdelt")
