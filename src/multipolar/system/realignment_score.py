"""How the detector of realignments does on the list of known ones, and what simpler rules do.

The rules stand in ``data/README.md``; they were written, as the list was, before the detector.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.errors import MultipolarError
from multipolar.fields.affinity import LEAST_LAYERS, affinities
from multipolar.system.realignments import FDR, LEAST, judged

if TYPE_CHECKING:
    from multipolar.panel.release import Release

Floats = NDArray[np.float64]
Pair = tuple[int, int]

SPAN = (1957, 2015)
"""Years in which the list claims to be complete for its complete pairs."""
TOLERANCE = 2
AROUND = 3
"""Years before and after a turn in which a pair must be measured for the turn to be testable."""
MEAN = 5
"""Years that the baselines average before and after, and that lie between two of their turns."""
BASELINES = {
    "affinity, year on year": "largest change of affinity from one year to the next",
    "affinity, five years": "largest change of affinity between five years and the five before",
    "kappa, five years": "largest change of kappa in votes between five years and the five before",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A realignment that historians tell of.

    Attributes
    ----------
    ccode1, ccode2
        Codes, the lower first.
    first, last
        Years in which it happened.
    direction
        1 toward, -1 away.
    disputed
        Whether it is one can be argued.
    reason
        Why it is listed.
    sources
        Keys of the literature.
    """

    ccode1: int
    ccode2: int
    first: int
    last: int
    direction: int
    disputed: bool
    reason: str
    sources: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        """The two codes."""
        return self.ccode1, self.ccode2


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("multipolar.system").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def known_realignments() -> tuple[Known, ...]:
    """The list, as ``realignments.csv`` has it.

    Raises
    ------
    MultipolarError
        If a row is not sound.
    """
    found = []
    for row in _rows("realignments.csv"):
        one = Known(
            int(row["ccode1"]),
            int(row["ccode2"]),
            int(row["first"]),
            int(row["last"]),
            {"toward": 1, "away": -1}[row["direction"]],
            row["disputed"] == "1",
            row["reason"],
            tuple(row["sources"].split()),
        )
        if one.ccode1 >= one.ccode2 or one.first > one.last or not one.sources:
            raise MultipolarError(f"known realignment is not sound: {row}")
        found.append(one)
    return tuple(found)


def literature() -> dict[str, dict[str, str]]:
    """The works that the list is drawn from, by key."""
    from multipolar.verdict.references import literature as of_references

    return of_references() | {row["key"]: row for row in _rows("literature.csv")}


@lru_cache(maxsize=1)
def complete_pairs() -> frozenset[Pair]:
    """Pairs for which the list claims every realignment of `SPAN`."""
    return frozenset((int(row["ccode1"]), int(row["ccode2"])) for row in _rows("complete.csv"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that a rule claims: pair, year, direction, and its strength, the greater the surer."""

    pair: Pair
    year: int
    direction: int
    strength: float


@dataclass(frozen=True, slots=True)
class Score:
    """What a rule gets right.

    Attributes
    ----------
    hits, claims
        Claims of complete pairs that hit an undisputed row, and all that count.
    found, testable
        Undisputed rows that are hit, and those that can be tested.
    rows
        All undisputed rows.
    found_complete, complete
        The same of the rows of complete pairs, testable or not.
    low, high
        90 % interval of precision, by bootstrap over pairs.
    recall_low, recall_high
        The same of recall over testable rows.
    average
        Average precision over the ranking of the claims of complete pairs.
    """

    hits: int
    claims: int
    found: int
    testable: int
    found_all: int
    rows: int
    low: float
    high: float
    recall_low: float
    recall_high: float
    average: float

    @property
    def precision(self) -> float:
        """Share of the claims that hit; NaN without claims."""
        return self.hits / self.claims if self.claims else float("nan")

    @property
    def recall(self) -> float:
        """Share of the testable rows that are hit."""
        return self.found / self.testable


# ------------------------------------------------------------------------ matching
def matched(turns: list[Turn], rows: list[Known], tolerance: int) -> list[int]:
    """For each turn, the row that it hits, -1 for none: as many as can be, one to one.

    Undisputed rows go before disputed ones, and nearer years before farther.
    """
    from scipy.optimize import linear_sum_assignment

    found = [-1] * len(turns)
    by_pair: dict[Pair, tuple[list[int], list[int]]] = {}
    for place, turn in enumerate(turns):
        by_pair.setdefault(turn.pair, ([], []))[0].append(place)
    for place, row in enumerate(rows):
        if row.pair in by_pair:
            by_pair[row.pair][1].append(place)
    for of_turns, of_rows in by_pair.values():
        gain = np.zeros((len(of_turns), len(of_rows)))
        for i, t in enumerate(of_turns):
            for j, r in enumerate(of_rows):
                away = max(rows[r].first - turns[t].year, turns[t].year - rows[r].last, 0)
                if turns[t].direction == rows[r].direction and away <= tolerance:
                    gain[i, j] = (1.0 if rows[r].disputed else 1000.0) - 0.01 * away
        for i, j in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            if gain[i, j] > 0:
                found[of_turns[i]] = of_rows[j]
    return found


def score(
    turns: list[Turn],
    measured: dict[Pair, set[int]],
    ranking: list[Turn] | None = None,
    tolerance: int = TOLERANCE,
    draws: int = 1000,
    seed: int = 0,
) -> Score:
    """Precision and recall of claimed turns.

    Parameters
    ----------
    turns
        What the rule claims, of any pairs.
    measured
        Years in which each pair is measured.
    ranking
        A longer list, by strength, for the average precision; the same if left out.
    tolerance
        Years before and after a row in which it can be hit.
    draws, seed
        Of the bootstrap.
    """
    rows = list(known_realignments())
    claims = [t for t in turns if SPAN[0] <= t.year <= SPAN[1]]
    hit = matched(claims, rows, tolerance)
    caught = {place for place in hit if place >= 0}
    pairs = sorted(complete_pairs() | {row.pair for row in rows})
    number = {pair: place for place, pair in enumerate(pairs)}
    tally = np.zeros((len(pairs), 6))
    for turn, place in zip(claims, hit, strict=True):
        if turn.pair in complete_pairs() and (place < 0 or not rows[place].disputed):
            tally[number[turn.pair], :2] += (place >= 0, 1)
    for place, row in enumerate(rows):
        if not row.disputed:
            can = testable(row, measured)
            tally[number[row.pair], 2:] += (
                can and place in caught,
                can,
                place in caught,
                1,
            )
    total = tally.sum(axis=0)
    random = np.random.default_rng(seed)
    drawn = np.array(
        [tally[random.integers(len(pairs), size=len(pairs))].sum(axis=0) for _ in range(draws)]
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        precise = np.nanquantile(drawn[:, 0] / drawn[:, 1], (0.05, 0.95))
        recalled = np.nanquantile(drawn[:, 2] / drawn[:, 3], (0.05, 0.95))
    whole = [int(value) for value in total]
    return Score(
        *whole,  # type: ignore[call-arg]
        *map(float, precise),
        *map(float, recalled),
        average_precision(turns if ranking is None else ranking, rows, tolerance),
    )


def average_precision(turns: list[Turn], rows: list[Known], tolerance: int) -> float:
    """Mean over the undisputed rows of complete pairs of the precision at which each is found."""
    kept = [t for t in turns if t.pair in complete_pairs() and SPAN[0] <= t.year <= SPAN[1]]
    kept.sort(key=lambda t: (-t.strength, t.pair, t.year))
    hit = matched(kept, rows, tolerance)
    counts = [place >= 0 for place in hit if place < 0 or not rows[place].disputed]
    right = np.array(counts, float)
    at = np.cumsum(right) / np.arange(1, len(right) + 1)
    wanted = sum(row.pair in complete_pairs() and not row.disputed for row in rows)
    return float((at * right).sum() / wanted)


def testable(row: Known, measured: dict[Pair, set[int]]) -> bool:
    """Whether the pair is measured some years before and after the turn."""
    years = measured.get(row.pair, set())
    return row.first - AROUND in years and row.last + AROUND in years


# ------------------------------------------------------------------------ rules
def detections(
    release: Release, fdr: float = FDR, least: float = LEAST, strict: bool = False
) -> list[Turn]:
    """What the detector claims at a rate of false discoveries, of shifts of a size."""
    import polars as pl

    column = "q_strict" if strict else "q"
    frame = judged(release, least=least)[0].filter(pl.col(column) <= fdr)
    return [
        Turn((row["ccode1"], row["ccode2"]), row["year"], 1 if row["size"] > 0 else -1, -row["p"])
        for row in frame.to_dicts()
    ]


@dataclass(frozen=True, slots=True)
class Series:
    """A measure of the listed and the complete pairs by year: (pairs, years), NaN if unknown."""

    pairs: tuple[Pair, ...]
    first: int
    values: Floats


def measured_pairs(release: Release) -> tuple[Series, Series]:
    """Affinity and kappa of the listed and the complete pairs."""
    import polars as pl

    from multipolar.fields.affinity_layers import value_of
    from multipolar.fields.affinity_shifts import YEARS

    pairs = tuple(sorted(complete_pairs() | {row.pair for row in known_realignments()}))
    frame = pl.DataFrame(pairs, schema={"ccode1": pl.Int32, "ccode2": pl.Int32}, orient="row")
    frame = frame.with_row_index("_pair")
    keys = states.dyad_years(YEARS[0], YEARS[-1])
    keys = keys.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32)).join(
        frame, on=["ccode1", "ccode2"]
    )
    keys = keys.sort("year", "ccode1", "ccode2")
    found = affinities(keys, release)
    close = found.select(pl.when(pl.col("n") >= LEAST_LAYERS).then("mean"))["mean"]
    kappa = value_of("votes.kappa", keys.drop("_pair"), release)["value"]
    series = []
    for column in (close, kappa):
        values = np.full((len(pairs), len(YEARS)), np.nan)
        values[keys["_pair"].to_numpy(), keys["year"].to_numpy() - YEARS[0]] = (
            column.cast(pl.Float64).fill_null(np.nan).to_numpy()
        )
        series.append(Series(pairs, YEARS[0], values))
    return series[0], series[1]


def measured_years(series: Series) -> dict[Pair, set[int]]:
    """Years in which each pair has a value."""
    return {
        pair: {int(year) + series.first for year in np.flatnonzero(~np.isnan(row))}
        for pair, row in zip(series.pairs, series.values, strict=True)
    }


def largest_changes(series: Series, years: int) -> list[Turn]:
    """Changes of the mean of some years against as many before, the largest first in each pair.

    Both means need a value in half of their years; two turns of a pair lie `MEAN` years apart.
    """
    span = series.values.shape[1]
    turns = []
    for pair, row in zip(series.pairs, series.values, strict=True):
        change = np.full(span, np.nan)
        for at in range(1, span):
            before, after = row[max(at - years, 0) : at], row[at : at + years]
            if all(np.isfinite(part).sum() * 2 >= years for part in (before, after)):
                change[at] = np.nanmean(after) - np.nanmean(before)
        left = np.abs(change)
        while np.isfinite(left).any():
            at = int(np.nanargmax(left))
            turns.append(
                Turn(pair, at + series.first, 1 if change[at] > 0 else -1, float(left[at]))
            )
            left[max(at - MEAN, 0) : at + MEAN + 1] = np.nan
    return turns


def as_many(turns: list[Turn], claims: int) -> list[Turn]:
    """The strongest turns, so that complete pairs have a given number in the span of the list."""
    counted = [
        t.strength for t in turns if t.pair in complete_pairs() and SPAN[0] <= t.year <= SPAN[1]
    ]
    if not claims or not counted:
        return []
    least = sorted(counted, reverse=True)[min(claims, len(counted)) - 1]
    return [t for t in turns if t.strength >= least]


def by_chance(
    turns: list[Turn], measured: dict[Pair, set[int]], tolerance: int, draws: int = 200
) -> float:
    """Precision of the claims of complete pairs with pair and year drawn anew, direction kept."""
    rows = list(known_realignments())
    kept = [t for t in turns if t.pair in complete_pairs() and SPAN[0] <= t.year <= SPAN[1]]
    places = [
        (pair, year)
        for pair in sorted(complete_pairs())
        for year in sorted(measured.get(pair, ()))
        if SPAN[0] <= year <= SPAN[1]
    ]
    random = np.random.default_rng(0)
    right = total = 0
    for _ in range(draws):
        chosen = random.choice(len(places), size=len(kept), replace=False)
        moved = [
            Turn(places[place][0], places[place][1], turn.direction, 0.0)
            for place, turn in zip(chosen, kept, strict=True)
        ]
        hit = matched(moved, rows, tolerance)
        counts = [place >= 0 for place in hit if place < 0 or not rows[place].disputed]
        right, total = right + sum(counts), total + len(counts)
    return right / total if total else float("nan")
