"""Yearly values of a quantity, each with its sampling error, up to the year of the question."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multipolar.claims.places import Places, name_of
from multipolar.claims.quantity import LOG_KINDS, SYSTEM, Quantity
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Indicator, Options, Unit
from multipolar.fields.registry import INDICATORS
from multipolar.measures.similarity import Z90
from multipolar.sources.catalog import used_in

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

Floats = NDArray[np.float64]
AFFINITY, BLIND = "affinity.all", "affinity.blind"
ISSUES = {
    "me": "the Middle East",
    "nu": "nuclear arms",
    "di": "disarmament",
    "hr": "human rights",
    "co": "colonialism",
    "ec": "economic development",
    "important": "what the United States calls important",
}
"""Issues of votes, in words."""
LEAST_MEMBERS = 2 / 3
"""A year counts for a set if so large a part of its members has a value."""
INDEPENDENT = ("votes.", "obstruction.", "narrative.similarity", "narrative.net",
               "narrative.theme_", "events.", "opinion.")  # fmt: skip
"""Indicators whose sampling errors of different years have nothing to do with each other; those of
others (a latent estimate, a window of years) are taken as one error that averaging does not cut."""


@dataclass(frozen=True)
class Look:
    """From where a claim is looked at.

    Attributes
    ----------
    as_of
        Year of the question: nothing later is used.
    written
        Year in which the paper was written.
    release
        The data release.
    horizon
        First and last year of the forecast that a test is in.
    """

    as_of: int
    written: int
    release: Release = field(repr=False)
    horizon: tuple[int, int] | None = None


def span(first: int, last: int) -> str:
    """Two years, or the one that both are: ``2009-2013``, ``2014``."""
    return str(first) if first == last else f"{first}-{last}"


class NotCovered(Exception):
    """Data do not cover what a test asks for; ``ends`` is their last year, None without any."""

    def __init__(self, reason: str, ends: int | None = None, origins: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ends = ends
        self.origins = origins


@dataclass(frozen=True)
class Series:
    """Yearly values of a quantity.

    Attributes
    ----------
    title
        What it is, in words.
    years
        Years with a value, rising.
    values, down, up
        Values, and their standard errors below and above; NaN where nothing was estimated.
    kind
        Kind of the indicator.
    independent
        Whether the errors of different years are independent.
    origins
        Keys of the sources.
    notes
        What a reader should know of how it was made.
    """

    title: str
    years: Floats
    values: Floats
    down: Floats
    up: Floats
    kind: str
    independent: bool
    origins: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def span(self) -> str:
        """First and last year, or the only one."""
        return span(int(self.years[0]), int(self.years[-1]))

    @property
    def span_in_words(self) -> str:
        """``mean of 2010-2014``, or the only year."""
        return f"mean of {self.span}" if len(self.years) > 1 else self.span

    def within(self, first: int, last: int) -> Series:
        """The values of some years."""
        kept = (self.years >= first) & (self.years <= last)
        names = ("years", "values", "down", "up")
        return replace(self, **{name: getattr(self, name)[kept] for name in names})

    def logged(self) -> Series:
        """Natural logarithms; where the interval reaches 0, by the delta method below."""
        low, high = self.values - Z90 * self.down, self.values + Z90 * self.up
        with np.errstate(invalid="ignore", divide="ignore"):
            down = np.where(
                low > 0, (np.log(self.values) - np.log(low)) / Z90, self.down / self.values
            )
            up = (np.log(high) - np.log(self.values)) / Z90
        return replace(self, values=np.log(self.values), down=down, up=up)

    def mean(self) -> tuple[float, float, float]:
        """Mean over the years, and its standard errors below and above.

        They are NaN where nothing was estimated.
        """
        sides = []
        for errors in (self.down, self.up):
            known = errors[np.isfinite(errors)]
            total = np.sqrt((known**2).sum()) if self.independent else known.sum()
            sides.append(float(total / len(self.values)) if len(known) else float("nan"))
        return float(self.values.mean()), sides[0], sides[1]


def series_of(quantity: Quantity, first: int, last: int, look: Look) -> Series:
    """Values of a quantity in the years ``first`` to ``last`` that were known by the question.

    Raises
    ------
    NotCovered
        If there is no value at all.
    """
    last = min(last, look.as_of)
    if quantity.coded:
        found = _coded(quantity, first, last, look)
    elif quantity.of_system:
        found = _of_system(quantity, first, last, look)
    else:
        found = _of_indicator(quantity, first, last, look)
    if not len(found.years):
        raise _nothing(quantity, found, look)
    if quantity.over is not None:
        return _divided(quantity, found, series_of(quantity.over, first, last, look))
    return found


def _divided(quantity: Quantity, above: Series, below: Series) -> Series:
    """One series over another, in the years that both have; relative errors add in squares."""
    years, one, two = np.intersect1d(above.years, below.years, return_indices=True)
    if not len(years) or not (below.values[two] > 0).all():
        raise NotCovered(f"no year with both {above.title} and {below.title}", None)
    ratio = above.values[one] / below.values[two]
    sides = []
    for top, bottom in ((above.down, below.up), (above.up, below.down)):
        parts = [top[one] / above.values[one], bottom[two] / below.values[two]]
        estimated = np.isfinite(parts).any(axis=0)
        sides.append(np.where(estimated, ratio * np.hypot(*np.nan_to_num(parts)), np.nan))
    return Series(
        title=quantity.title or f"{above.title} over {below.title}",
        years=years,
        values=ratio,
        down=sides[0],
        up=sides[1],
        kind="share",
        independent=above.independent and below.independent,
        origins=tuple(dict.fromkeys((*above.origins, *below.origins))),
        notes=(*above.notes, *below.notes),
    )


def _nothing(quantity: Quantity, found: Series, look: Look) -> NotCovered:
    what = quantity.what
    if what is not None and what.user_source:
        return NotCovered(f"{what.name} needs a file of your own", None, found.origins)
    if what is None:
        return NotCovered(f"no value of {found.title}", None, found.origins)
    coverage = what.coverage_for(quantity.options(look.as_of))
    if coverage.last < look.as_of:
        return NotCovered(
            f"data of {what.name} end in {coverage.last}", coverage.last, found.origins
        )
    return NotCovered(f"no value of {what.name} in these years", None, found.origins)


# ------------------------------------------------------------------ coverage
def require(found: Series, first: int, last: int, quantity: Quantity, look: Look) -> None:
    """Refuse a span that the values do not cover.

    Half of its years must have a value, and the last of these may lie no more than a quarter of the
    span (a year at least, if the span is longer than two) before its end.

    Raises
    ------
    NotCovered
    """
    length = last - first + 1
    inside = found.years[(found.years >= first) & (found.years <= last)]
    slack = 0 if length <= 2 else max(length // 4, 1)
    enough = len(inside) >= (length + 1) // 2
    if enough and inside[-1] >= last - slack:
        return
    ends = int(found.years[-1]) if len(found.years) else None
    if last > look.as_of:
        raise NotCovered(f"{span(first, last)} is not over by {look.as_of}", ends, found.origins)
    what = quantity.what
    name = what.name if what is not None else found.title
    if what is not None:
        coverage = what.coverage_for(quantity.options(look.as_of))
        if coverage.last < last - slack:
            raise NotCovered(f"data of {name} end in {coverage.last}", coverage.last, found.origins)
    told = f"{len(inside)} of {length} years" if len(inside) else "no year"
    raise NotCovered(f"{told} of {span(first, last)} with a value of {name}", ends, found.origins)


# ------------------------------------------------------------------ where values come from
def _coded(quantity: Quantity, first: int, last: int, look: Look) -> Series:
    known = [item for item in quantity.coded if (item.known or item.year) <= look.as_of]
    rows = sorted((item.year, item.value) for item in known)
    kept = [(year, value) for year, value in rows if first <= year <= last]
    years = np.array([year for year, _ in kept], dtype=float)
    values = np.array([value for _, value in kept], dtype=float)
    none = np.full(len(kept), np.nan)
    return Series(quantity.title, years, values, none, none, "coded", True, ())


def _of_system(quantity: Quantity, first: int, last: int, look: Look) -> Series:
    from multipolar.system.polarity import BASES, GROUPS, covered, polarity_series

    measure, base, group = SYSTEM[quantity.indicator]
    begins, ends = covered(base)
    first, last = max(first, begins), min(last, ends)
    words = {"poles": "effective number of poles", "concentration": "concentration"}[measure]
    title = quantity.title or f"{words} by {BASES[base][0]}, {GROUPS[group]}"
    keys = [key for name in BASES[base][1] for key in INDICATORS[name].sources]
    origins = tuple(dict.fromkeys((*keys, "cow-states")))
    if first > last:
        empty = np.empty(0)
        return Series(title, empty, empty, empty, empty, "index", True, origins)
    frame = polarity_series(base, group, first, last, release=look.release)
    values = frame[measure].cast(float).fill_null(np.nan).to_numpy()
    known = np.isfinite(values)
    years = frame["year"].to_numpy().astype(float)[known]
    none = np.full(known.sum(), np.nan)
    return Series(title, years, values[known], none, none, "index", True, origins)


def _of_indicator(quantity: Quantity, first: int, last: int, look: Look) -> Series:
    what = quantity.what
    assert what is not None
    options = quantity.options(look.as_of)
    coverage = what.coverage_for(options)
    first, last = max(first, coverage.first), min(last, coverage.last)
    years = range(first, last + 1)
    cases = [case for year in years for case in cases_of(quantity, what, year, look.release)]
    frame = values_of(what.name, tuple(cases), options, look.release)
    sums = _world(what, years, options, look.release) if quantity.of_world else {}
    rows = []
    for year, part in zip(years, _by_year(frame, years), strict=True):
        if part is None:
            continue
        row = _combined(part, quantity.combine)
        whole = sums.get(year) if quantity.of_world else 1.0
        if row is not None and whole:
            rows.append((float(year), *(number / whole for number in row)))
    table = np.array(rows, dtype=float).reshape(-1, 4)
    origins = tuple(dict.fromkeys(key for year in (first, last) if first <= last
                                  for key in used_in(what.sources, year, options.by)))  # fmt: skip
    return Series(
        title=title_of(quantity, look.written),
        years=table[:, 0],
        values=table[:, 1],
        down=table[:, 2],
        up=table[:, 3],
        kind="share" if quantity.of_world else what.kind,
        independent=what.name.startswith(INDEPENDENT),
        origins=origins,
    )


Case = tuple[int, ...]
"""Codes of a case and its year."""


def cases_of(quantity: Quantity, what: Indicator, year: int, release: Release) -> list[Case]:
    """States or pairs of a quantity in a year, as keys of its indicator."""
    sides = [side.members(year, release) for side in quantity.sets]
    if what.unit is Unit.STATE_YEAR:
        return [(code, year) for code in sides[0]]
    pairs = {
        (one, two) if what.directed else (min(one, two), max(one, two))
        for one in sides[0]
        for two in sides[1]
        if one != two
    }
    return [(*pair, year) for pair in sorted(pairs)]


@lru_cache(maxsize=256)
def values_of(
    name: str, cases: tuple[Case, ...], options: Options, release: Release
) -> pl.DataFrame:
    """Values of an indicator for cases, with its keys and interval."""
    import polars as pl

    what = INDICATORS[name]
    keys = pl.DataFrame(list(cases), schema=dict.fromkeys(what.keys, pl.Int32), orient="row")
    if name in (AFFINITY, BLIND):
        return _affinity(keys, name == BLIND, release)
    return evaluate(what, keys, options, release)


def _affinity(keys: pl.DataFrame, blind: bool, release: Release) -> pl.DataFrame:
    """Affinity of the cases alone: the indicator measures all pairs of the years, in seconds."""
    import polars as pl

    from multipolar.fields.affinity import LEAST_LAYERS, affinities

    found = affinities(keys, release, blind=blind)
    enough = (pl.col("n") >= LEAST_LAYERS) & pl.col("mean").is_not_nan()
    half = Z90 * pl.col("sd")
    ends = {"value": pl.col("mean"), "low": pl.col("mean") - half, "high": pl.col("mean") + half}
    return found.select(
        *keys.columns, *(pl.when(enough).then(end).alias(name) for name, end in ends.items())
    )


def _by_year(frame: pl.DataFrame, years: range) -> list[pl.DataFrame | None]:
    parts: dict[Any, pl.DataFrame] = (
        {key[0]: part for key, part in frame.partition_by("year", as_dict=True).items()}
        if frame.height
        else {}
    )
    return [parts.get(year) for year in years]


Row = tuple[float, float, float]


def _combined(part: pl.DataFrame, how: str) -> Row | None:
    """Value of a year and its errors below and above; None where too few members have a value."""
    values = part["value"].fill_null(np.nan).to_numpy()
    known = np.isfinite(values)
    if not known.any() or known.sum() < LEAST_MEMBERS * len(values):
        return None
    low, high = (part[end].fill_null(np.nan).to_numpy()[known] for end in ("low", "high"))
    values = values[known]
    sides = ((values - low) / Z90, (high - values) / Z90)
    nan = float("nan")
    if not np.isfinite(sides).any():
        errors = [np.full(len(values), nan)] * 2
    else:
        errors = [np.maximum(np.nan_to_num(side), 0.0) for side in sides]
    if how in ("max", "min"):
        at = int(np.argmax(values) if how == "max" else np.argmin(values))
        return float(values[at]), float(errors[0][at]), float(errors[1][at])
    count = len(values) if how == "mean" else 1
    down, up = (float(np.sqrt((side**2).sum()) / count) for side in errors)
    return float(values.sum() / count), down, up


@lru_cache(maxsize=64)
def _sums(name: str, first: int, last: int, options: Options, release: Release) -> dict[int, float]:
    import polars as pl

    from multipolar import states

    house = states.state_years(first, last).select("ccode", "year").unique()
    cases = tuple(sorted((int(code), int(year)) for code, year in house.rows()))
    frame = values_of(name, cases, options, release)
    return dict(frame.group_by("year").agg(pl.col("value").sum()).rows())


def _world(what: Indicator, years: range, options: Options, release: Release) -> dict[int, float]:
    """Sum of an indicator over all states with a value, by year."""
    if not len(years):
        return {}
    return _sums(what.name, years[0], years[-1], options, release)


# ------------------------------------------------------------------ scale and words
def in_ratios(quantity: Quantity, *found: Series) -> bool:
    """Whether changes and differences of series are taken as ratios."""
    if quantity.scale:
        return quantity.scale == "ratio" and all((one.values > 0).all() for one in found)
    by_kind = all(one.kind in LOG_KINDS for one in found) or quantity.of_world
    return by_kind and all((one.values > 0).all() for one in found)


def title_of(quantity: Quantity, year: int) -> str:
    """A quantity in words: indicator, whose, variant."""
    if quantity.title:
        return quantity.title
    what = quantity.what
    if what is None:
        return quantity.indicator
    about = f" on {ISSUES[quantity.issue]}" if quantity.issue else ""
    combined = quantity.combine if not quantity.alone and quantity.over is None else ""
    named = [_named(side, year) for side in quantity.sets]
    joint = " to " if what.directed else " - "
    whose = joint.join(named)
    part = ", part of the world's" if quantity.of_world else ""
    how = f" ({combined})" if combined else ""
    return f"{what.title}{about}{part}, {whose}{how}"


def _named(side: Places, year: int) -> str:
    if side.united:
        return ", ".join(_named(part, year) for part in side.united)
    if side.rule:
        return side.words
    return ", ".join(name_of(name, year) for name in side.names)
