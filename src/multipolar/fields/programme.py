"""Programme against objection: whether what two states both say builds or opposes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Options, Scope, Unit
from multipolar.fields.scoping import states_in_scope
from multipolar.measures.text import programme as measure
from multipolar.panel.narrative import WINDOW
from multipolar.panel.release import Release, active
from multipolar.sources import debate_speeches
from multipolar.sources import references as ref

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


def _programme(scope: Scope) -> pl.DataFrame:
    import polars as pl

    speeches, uses = _spoken(scope)
    year, code = speeches["year"].to_numpy(), speeches["ccode"].to_numpy()
    words = speeches["words"].to_numpy().astype(float)
    kinds = dict.fromkeys(("ccode1", "ccode2", "year", "n"), pl.Int32)
    found = [pl.DataFrame(schema=kinds | dict.fromkeys(("value", "low", "high"), pl.Float64))]
    for last in range(scope.first, scope.last + 1):
        window = (year > last - WINDOW) & (year <= last)
        codes, owner = np.unique(code[window], return_inverse=True)
        one, two = np.triu_indices(len(codes), 1)
        if not len(one):
            continue
        pairs = np.stack([one, two], axis=1)
        shares = measure.shared_programme(uses[window], words[window], owner, pairs)
        found.append(
            pl.DataFrame(
                {
                    "ccode1": codes[one],
                    "ccode2": codes[two],
                    "year": np.full(len(one), last),
                    "n": np.round(shares.uses),
                    "value": shares.value,
                    "low": shares.low,
                    "high": shares.high,
                }
            ).cast(found[0].schema)
        )
    frame = pl.concat(found).with_columns(pl.col("value", "low", "high").fill_nan(None))
    few = pl.when(pl.col("value").is_null()).then(pl.lit(Status.INSUFFICIENT.value))
    return frame.with_columns(few.alias("status"))


def _spoken(scope: Scope) -> tuple[pl.DataFrame, NDArray[np.float64]]:
    """Speeches of the windows, and uses of each entry in each of them."""
    early = replace(scope, first=scope.first - WINDOW + 1)
    speeches = (
        states_in_scope(early, "speeches")
        .select("year", "ccode", "words")
        .sort("year", "ccode")
        .collect()
        .with_row_index("speech")
    )
    rows = states_in_scope(early, "programme").collect().join(speeches, on=["year", "ccode"])
    uses = np.zeros((speeches.height, len(measure.entries())))
    uses[rows["speech"].to_numpy(), rows["entry"].to_numpy()] = rows["uses"].to_numpy()
    return speeches, uses


def shared_entries(
    ccode1: int, ccode2: int, year: int, release: Release | None = None
) -> pl.DataFrame:
    """Entries of both dictionaries that two states used in the five years that end with a year.

    Parameters
    ----------
    ccode1, ccode2
        Correlates of War codes.
    year
        Last year of the window; nothing later is looked at.
    release
        Data release, the active one by default.

    Returns
    -------
    polars.DataFrame
        ``side, entry``; ``rate1, rate2``, uses per 1,000 words; and ``shared``, the lesser of the
        two, by which the rows are sorted, the greatest first. Empty if one did not speak.
    """
    import polars as pl

    release = active() if release is None else release
    scope = Scope(release, year, year, Options(), frozenset({ccode1, ccode2}))
    speeches, uses = _spoken(scope)
    rates = []
    for code in (ccode1, ccode2):
        own = (speeches["ccode"] == code).to_numpy()
        words = speeches["words"].to_numpy()[own].sum()
        rates.append(1000 * uses[own].sum(axis=0) / words if words else np.zeros(uses.shape[1]))
    frame = pl.DataFrame(measure.entries(), ("side", "entry"), orient="row").with_columns(
        pl.Series("rate1", rates[0]), pl.Series("rate2", rates[1])
    )
    shared = frame.with_columns(pl.min_horizontal("rate1", "rate2").alias("shared"))
    return shared.filter(pl.col("shared") > 0).sort("shared", descending=True)


INDICATORS = (
    Indicator(
        name="narrative.programme",
        title="programme in the words that both use",
        field="narrative",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="share",
        bounds=(0, 1),
        scale="share of programme in shared words of programme and objection",
        high="what both say in UN speeches proposes and builds; a low value says that it opposes",
        definition="Of two declared dictionaries (measures/text/programme.csv: words with which a "
        "speaker proposes or builds, and words with which it opposes), each entry counts by the "
        "lesser of the two states' uses per word in the speeches of the five years that end with "
        "the year; the value is the sum over programme entries over the sum of all. Speeches in "
        "the UN General Debate stand in for joint statements, which nobody has collected. The "
        "level depends on which words are listed: compare pairs, or with the reference. "
        f"Jackknife over speeches; at least {measure.LEAST_SPEECHES} speeches of each and "
        f"{measure.LEAST_USES:.0f} shared uses. n is the number of shared uses.",
        sources=("un-debate",),
        references=(ref.BATURO_2017,),
        compute=_programme,
        absent=Status.MISSING,
        coverage=debate_speeches.SOURCE.coverage,
        body="un",
    ),
)
