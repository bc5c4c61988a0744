"""Ties: how deep, how broad and how even a relationship is, on the fixed scale of its fields."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.registry import INDICATORS
from multipolar.measures.similarity import Z90
from multipolar.relations.criteria.criterion import Condition, Criterion, at_least
from multipolar.relations.reading import STALE
from multipolar.sources.catalog import used_in

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release
    from multipolar.states.pair import Pair

MEASURED_BY = {
    "votes": ("votes.kappa",),
    "practice": ("practice.exercises", "practice.agreements"),
    "trade": ("trade.residual",),
    "institutions": ("igo.exclusive",),
    "narrative": ("narrative.net",),
}
"""Fields of depth and breadth, none of them a treaty, and the indicators behind each."""
LEAST_FIELDS = 3
"""With fewer fields known there is no depth and no evenness."""
DEEP = 0.70
"""Depth from which ties are called deep (ours)."""
BROAD = 3
"""Number of close fields from which ties are called broad: a majority of the five (ours)."""
EVEN = 0.2106
"""Median standard deviation of the scores of politically relevant dyads, every fifth year of 1950
to 2010, without China and Russia."""
SURE = 0.8
"""Probability from which a field counts as close; below one less it, the field counts as not."""
NEARNESS = ("geodist", "cow-contiguity")
"""Sources behind all fields that are taken net of nearness."""


@dataclass(frozen=True, slots=True)
class Score:
    """One field on its fixed scale.

    Attributes
    ----------
    field
        Key of the field.
    value
        Between 0 and 1; .5 is the median of relevant dyads of 1950 to 2010.
    low, high
        Bounds of a coded field of which a part is unknown; else the value.
    error
        Standard error from sampling; 0 where there is none.
    close
        Whether it lies above the mark of a close field; None where it may or may not.
    year
        Year of the value.
    """

    field: str
    value: float
    low: float
    high: float
    error: float
    close: bool | None
    year: int

    @property
    def origins(self) -> tuple[str, ...]:
        """Keys of the sources."""
        keys = [
            key
            for name in MEASURED_BY[self.field]
            for key in used_in(INDICATORS[name].sources, self.year)
        ]
        return tuple(dict.fromkeys((*keys, *(() if self.field == "practice" else NEARNESS))))


def scores(frame: pl.DataFrame) -> tuple[Score, ...]:
    """Last known score of each field of one pair.

    Parameters
    ----------
    frame
        Layers of the pair by year (`fields.affinity_layers.layers`), the last year the question's;
        values older than fifteen years must not be in it.
    """
    from multipolar.verdict.features import MIDDLE

    found = []
    for name in MEASURED_BY:
        rows = frame.filter(frame[f"{name}_low"].is_not_null()).sort("year")
        if not rows.height:
            continue
        row = rows.row(-1, named=True)
        low, high, year = row[f"{name}_low"], row[f"{name}_high"], int(row["year"])
        if name in MIDDLE:
            found.append(_measured(name, low, row[name] or 0.0, year))
        else:
            found.append(_coded(name, low, high, year))
    return tuple(found)


def _measured(name: str, value: float, error: float, year: int) -> Score:
    """Place on the normal curve of relevant dyads, with the error carried over."""
    from multipolar.verdict.features import CLOSE, MIDDLE

    middle, spread = MIDDLE[name]
    place, noise = (value - middle) / spread, error / spread
    score = _normal(place)
    beyond = place - _QUANTILE[CLOSE]
    sure = _normal(beyond / noise) if noise > 0 else float(beyond > 0)
    close = True if sure > SURE else False if sure < 1 - SURE else None
    ends = (_normal(place - Z90 * noise), _normal(place + Z90 * noise))
    return Score(name, score, score, score, (ends[1] - ends[0]) / (2 * Z90), close, year)


def _coded(name: str, low: float, high: float, year: int) -> Score:
    """Mid-rank of a level; between two levels, half of each."""
    from multipolar.verdict.features import CLOSE, STEPS

    steps = STEPS[name]
    ends, level = (steps[int(low)], steps[int(high)]), (low + high) / 2
    below, part = int(level), level - int(level)
    above = steps[min(below + 1, len(steps) - 1)]
    value = steps[below] * (1 - part) + above * part
    close = True if ends[0] > CLOSE else False if ends[1] <= CLOSE else None
    return Score(name, value, ends[0], ends[1], 0.0, close, year)


_QUANTILE = {0.75: 0.6744897501960817}
"""Normal quantile of the mark of a close field."""


def _normal(x: float) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def layers_of(pair: Pair, release: Release, back: int = STALE) -> pl.DataFrame:
    """Layers of a pair in the years up to the question's in which both were states."""
    import polars as pl

    from multipolar import states
    from multipolar.fields.affinity_layers import layers

    one, two = pair.codes
    years = [
        year
        for year in range(pair.as_of - back, pair.as_of + 1)
        if states.share_a_day(one, two, year)
    ]
    keys = pl.DataFrame({"ccode1": one, "ccode2": two, "year": years}).cast(pl.Int32)
    levels = release.scan("affinity_levels").filter(pl.col("year") >= min(years)).collect()
    return layers(keys, release, levels, only=frozenset(MEASURED_BY))


def ties(found: tuple[Score, ...], as_of: int) -> tuple[Criterion, ...]:
    """Depth, breadth and evenness."""
    return depth(found, as_of), breadth(found, as_of), evenness(found, as_of)


def depth(found: tuple[Score, ...], as_of: int) -> Criterion:
    """Mean score of the known fields; the interval has their errors and what is unknown of them."""
    condition = Condition("depth", "ties", "deep ties, on average over the fields")
    if len(found) < LEAST_FIELDS:
        return condition.lacking(_too_few(found), as_of)
    n = len(found)
    value = sum(score.value for score in found) / n
    half = Z90 * math.sqrt(sum(score.error**2 for score in found)) / n
    low = max(sum(score.low for score in found) / n - half, 0.0)
    high = min(sum(score.high for score in found) / n + half, 1.0)
    why = f"mean score {value:.2f} [{low:.2f}, {high:.2f}], {DEEP:.2f} is needed: {_listed(found)}"
    return _of_scores(condition, at_least(value, low, high, DEEP), why, (value, low, high), found)


def breadth(found: tuple[Score, ...], as_of: int) -> Criterion:
    """Number of close fields, from those that surely are to those that may be."""
    condition = Condition("breadth", "ties", "close in most fields")
    if not found:
        return condition.lacking(_too_few(found), as_of)
    sure = sum(score.close is True for score in found)
    most = len(MEASURED_BY) - sum(score.close is False for score in found)
    number = f"{sure}" if sure == most else f"{sure} to {most}"
    sides = {True: "close", None: "perhaps or unknown", False: "not close"}
    told = [
        f"{word}: {', '.join(names)}"
        for close, word in sides.items()
        if (names := [name for name in MEASURED_BY if _close(name, found) is close])
    ]
    why = f"{number} of {len(MEASURED_BY)} fields, {BROAD} are needed; {'; '.join(told)}"
    met = True if sure >= BROAD else False if most < BROAD else None
    known = sum(score.value > 0.75 for score in found)
    return _of_scores(condition, met, why, (known, sure, most), found)


def _close(name: str, found: tuple[Score, ...]) -> bool | None:
    return next((score.close for score in found if score.field == name), None)


def evenness(found: tuple[Score, ...], as_of: int) -> Criterion:
    """Standard deviation of the scores; low is even."""
    condition = Condition("evenness", "ties", "as close in one field as in another")
    if len(found) < LEAST_FIELDS:
        return condition.lacking(_too_few(found), as_of)
    n, value = len(found), _deviation([score.value for score in found])
    corners = [_deviation([getattr(score, end) for score in found]) for end in ("low", "high")]
    mean = sum(score.value for score in found) / n
    slopes = [(score.value - mean) / (n * max(value, 1e-9)) * score.error for score in found]
    half = Z90 * math.sqrt(sum(slope**2 for slope in slopes))
    low, high = max(min(value, *corners) - half, 0.0), max(value, *corners) + half
    uneven = at_least(value, low, high, EVEN)
    top, bottom = (pick(found, key=lambda score: score.value) for pick in (max, min))
    why = (
        f"standard deviation of the scores {value:.2f} [{low:.2f}, {high:.2f}], below {EVEN:.2f} "
        f"is even; from {bottom.field} {bottom.value:.2f} to {top.field} {top.value:.2f}"
    )
    met = None if uneven is None else not uneven
    return _of_scores(condition, met, why, (value, low, high), found)


def _deviation(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))


def _of_scores(
    condition: Condition,
    met: bool | None,
    why: str,
    numbers: tuple[float, float, float],
    found: tuple[Score, ...],
) -> Criterion:
    value, low, high = numbers
    certain = low == value == high
    origins = tuple(dict.fromkeys(key for score in found for key in score.origins))
    return Criterion(
        condition.key, condition.group, condition.name, met, why,
        value, None if certain else low, None if certain else high,
        max(score.year for score in found), Status.OBSERVED, origins,
    )  # fmt: skip


def _listed(found: tuple[Score, ...]) -> str:
    return ", ".join(f"{score.field} {score.value:.2f} ({score.year})" for score in found)


def _too_few(found: tuple[Score, ...]) -> str:
    known = ", ".join(score.field for score in found) or "none"
    return f"known of {len(found)} of {len(MEASURED_BY)} fields ({known}); three are needed"
