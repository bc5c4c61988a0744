"""Speeches compared by a sentence encoder: slow, from the raw speeches, and in no release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from multipolar.errors import BadYear
from multipolar.measures.additive import additive_residuals
from multipolar.measures.text.encoder import Encoder, carried_encoder, encoded_similarity
from multipolar.panel.narrative import circles, nonaligned
from multipolar.sources import RawFolder, cow_igo, debate_speeches

if TYPE_CHECKING:
    import polars as pl


def encoded_speeches(
    year: int, encode: Encoder | None = None, raw: RawFolder | None = None
) -> pl.DataFrame:
    """Similarity of all pairs of speeches of a year in the UN General Debate, by an encoder.

    Parameters
    ----------
    year
        Year of the debate.
    encode
        From texts to vectors; that of the extra ``embeddings`` without one.
    raw
        Folder of raw files; the speeches and the memberships of organisations must be in it.

    Returns
    -------
    polars.DataFrame
        ``ccode1 < ccode2, year, similarity, net``: the cosine after the mean of all speeches is
        taken out (-1 to 1), and what is left of it after each state's own level, one region and
        membership in the Non-Aligned Movement, as in the indicator ``narrative.net``. The model
        was trained on texts of later years than most speeches: no hindcast can rest on it.

    Raises
    ------
    BadYear
        If there are not at least three speeches of states in the year.
    RawFileMissing, MultipolarError
        If the raw files, or the extra, are not there.
    """
    import polars as pl

    raw = RawFolder() if raw is None else raw
    spoken = debate_speeches.speeches(raw).filter(year=year).drop_nulls("ccode").sort("ccode")
    if spoken.height < 3:
        raise BadYear(f"there are no speeches of {year} to compare: ask for 1946 to 2024")
    cosine = encoded_similarity(spoken["text"].to_list(), encode or carried_encoder())
    first, second = np.triu_indices(spoken.height, 1)
    codes = spoken["ccode"].to_numpy().astype(np.int64)
    one, two, value = codes[first], codes[second], cosine[first, second]
    known = np.isfinite(value)
    members = nonaligned(raw).get(min(year, cow_igo.SOURCE.coverage.last), frozenset())
    net = np.full(len(value), np.nan)
    net[known] = additive_residuals(
        one[known], two[known], value[known], circles(one[known], two[known], members)
    )
    frame = pl.DataFrame({"ccode1": one, "ccode2": two, "similarity": value, "net": net})
    return frame.with_columns(pl.lit(year, pl.Int32).alias("year")).select(
        pl.col("ccode1", "ccode2").cast(pl.Int32),
        "year",
        pl.col("similarity", "net").fill_nan(None),
    )
