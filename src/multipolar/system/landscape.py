"""The landscape of a year: camps into which rivalry, alliance and votes would part some states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import BadOption, BadYear
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.measures.landscape import EXACT, barrier, landscape
from multipolar.panel.release import Release, active

if TYPE_CHECKING:
    from collections.abc import Sequence

    from multipolar.measures.landscape import Floats

SIZE = "power.cinc"
RULES = (
    ("hostility.rivalry", -1.0, "strategic rivals"),
    ("hostility.serious_dispute", -1.0, "a serious dispute in ten years"),
    ("distance.contiguity", -0.5, "a common land border"),
    ("regime.same", 0.5, "the same type of regime"),
    ("treaty.defense", 1.0, "a pact of defence"),
)
"""Indicator, what it adds to the propensity where it is 1, and its words; 0 where unknown.

Axelrod and Bennett add and subtract ethnic conflict, religion, border, recent war and type of
government, each with weight 1. Ours are stated here and are not fitted to any outcome.
"""
SHOWN = 10
"""Minima that a result keeps; their number is told."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """A stable way to part the states.

    Attributes
    ----------
    camps
        Codes of the two camps.
    energy
        Energy, in the unit of the square of the capability index.
    basin
        Share of configurations that lead to it.
    barrier
        Lowest rise of the energy on the way to the deepest minimum; None for itself, and where
        there are too many states to know.
    """

    camps: tuple[tuple[int, ...], tuple[int, ...]]
    energy: float
    basin: float
    barrier: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "camps": [list(camp) for camp in self.camps],
            "energy": self.energy,
            "basin": self.basin,
            "barrier": self.barrier,
        }


@dataclass(frozen=True, slots=True)
class Camps:
    """The landscape of some states in a year."""

    year: int
    members: tuple[int, ...]
    minima: tuple[Minimum, ...]
    number: int
    exact: bool
    unknown: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "year": self.year,
            "members": list(self.members),
            "number_of_minima": self.number,
            "exact": self.exact,
            "minima": [one.to_dict() for one in self.minima],
            "rules": [{"indicator": n, "weight": w, "words": t} for n, w, t in RULES],
            "not_covered": list(self.unknown),
        }


def camps(
    year: int,
    members: Sequence[str | int | states.State],
    as_of: int | None = None,
    release: Release | None = None,
    seed: int = 0,
) -> Camps:
    """Find the stable camps of some states in a year.

    Parameters
    ----------
    year
        Year of sizes and propensities.
    members
        Two states or more, by any names or codes. Up to twenty are solved exactly.
    as_of
        Nothing later than this year is used.
    release
        Data release, the active one by default.
    seed
        Seed of the search with more states than that.

    Returns
    -------
    Camps
        The minima, the deepest first. Size is the capability index; the propensity of a pair adds
        up `RULES`. These are our rules, not those of the 1993 paper.

    Raises
    ------
    BadYear
        If the year is after ``as_of``, or capabilities do not cover it.
    BadOption
        If a state is named twice or alone, or has no figure of capability.
    UnknownState, AmbiguousState, NotAState
    """
    release = active() if release is None else release
    covered = INDICATORS[SIZE].coverage
    if as_of is not None and year > as_of:
        raise BadYear(f"{year} is after as_of {as_of}")
    if not covered.first <= year <= covered.last:
        raise BadYear(f"capabilities are known from {covered.first} to {covered.last}, not {year}")
    codes = [states.resolve(member, year).ccode for member in members]
    if len(set(codes)) != len(codes) or len(codes) < 2:
        raise BadOption("a landscape needs two states or more, each named once")
    sizes = _sizes(codes, year, release)
    together, unknown = propensities(codes, year, release)
    found = landscape(sizes, together, seed=seed)
    minima: list[Minimum] = []
    for row, level, basin in zip(found.camps, found.energies, found.basins, strict=True):
        if len(minima) == SHOWN:
            break
        sides = [
            tuple(code for code, camp in zip(codes, row, strict=True) if camp == side)
            for side in (0, 1)
        ]
        deep = len(minima) == 0 or len(codes) > EXACT
        height = None if deep else barrier(sizes, together, row, found.camps[0])
        share = float(basin / found.total)
        minima.append(Minimum((sides[0], sides[1]), float(level), share, height))
    return Camps(year, tuple(codes), tuple(minima), len(found.energies), found.exact, unknown)


def propensities(
    codes: Sequence[int], year: int, release: Release
) -> tuple[Floats, tuple[str, ...]]:
    """Propensity of each pair by `RULES`, and indicators that do not cover the year.

    Returns
    -------
    ndarray, shape (n, n)
        Symmetric, 0 on the diagonal.
    """
    import polars as pl

    n = len(codes)
    first, second = np.triu_indices(n, 1)
    corners = zip(first.tolist(), second.tolist(), strict=True)
    pairs = [tuple(sorted((codes[i], codes[j]))) for i, j in corners]
    keys = pl.DataFrame(pairs, schema=["ccode1", "ccode2"], orient="row").with_columns(
        pl.lit(year).alias("year")
    )
    keys = keys.cast(pl.Int32)
    total, unknown = np.zeros(len(pairs)), []
    for name, weight, _ in RULES:
        coverage = INDICATORS[name].coverage
        if not coverage.first <= year <= coverage.last:
            unknown.append(name)
            continue
        values = evaluate(INDICATORS[name], keys, Options(), release)["value"].fill_null(0.0)
        total += weight * (values.to_numpy() >= 1)
    found = np.zeros((n, n))
    found[first, second] = found[second, first] = total
    return found, tuple(unknown)


def _sizes(codes: Sequence[int], year: int, release: Release) -> Floats:
    import polars as pl

    keys = pl.DataFrame({"ccode": list(codes), "year": year}).cast(pl.Int32)
    values = evaluate(INDICATORS[SIZE], keys, Options(), release)["value"]
    if values.null_count():
        missing = [states.resolve(codes[i], year).name for i in values.is_null().arg_true()]
        raise BadOption(f"no capability index of {year} for {', '.join(missing)}")
    return values.to_numpy().astype(np.float64)
