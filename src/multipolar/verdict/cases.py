"""Training cases: years of the reference relationships, with the predictors of the year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar.errors import MultipolarError
from multipolar.verdict.features import NAMES
from multipolar.verdict.references import CLASSES, EXCLUDED, Relationship, relationships

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

Floats = NDArray[np.float64]

EVERY = 3
"""A spell gives one case of every three years: the middle one."""
LEAST_FRESH = 3
"""Layers, none of them treaties, that must be fresh for a verdict, and so for a case."""
BLIND_COLUMNS = {name: f"{name}_blind" for name in ("affinity", "depth", "unevenness")}
"""Columns of the features that the blind model has in place of others."""


def columns(blind: bool) -> tuple[str, ...]:
    """Columns of `features` that hold the predictors of a model, in its order."""
    return tuple(BLIND_COLUMNS.get(name, name) if blind else name for name in NAMES[blind])


@dataclass(frozen=True, slots=True)
class Cases:
    """Dyad-years of reference relationships, sorted by year.

    Attributes
    ----------
    x
        Predictors, of shape (cases, predictors); NaN where not known.
    error
        Standard deviation of affinity, the first predictor; NaN where it is not known.
    kind
        Place of the class in `CLASSES`.
    spell
        Place of the relationship in `relationships()`.
    year
        Year.
    """

    x: Floats
    error: Floats
    kind: NDArray[np.int64]
    spell: NDArray[np.int64]
    year: NDArray[np.int64]

    def only(self, wanted: NDArray[np.bool_]) -> Cases:
        """The cases that are wanted."""
        return Cases(
            self.x[wanted],
            self.error[wanted],
            self.kind[wanted],
            self.spell[wanted],
            self.year[wanted],
        )

    @property
    def weights(self) -> Floats:
        """Weights by which spells of a class weigh the same, and all classes too.

        They sum to the number of spells.
        """
        if not len(self.spell):
            return np.zeros(0)
        count = np.bincount(self.spell, minlength=1)
        spells, first = np.unique(self.spell, return_index=True)
        sizes = np.bincount(self.kind[first], minlength=len(CLASSES))
        share = len(spells) / (np.count_nonzero(sizes) * sizes[self.kind])
        return np.asarray(share / count[self.spell])


def case_years(spell: Relationship) -> range:
    """The years of a spell that may become cases: the second, and every third from there."""
    return range(min(spell.first + 1, spell.last), spell.last + 1, EVERY)


@lru_cache(maxsize=4)
def all_cases(blind: bool, release: Release) -> Cases:
    """All training cases of a release.

    Raises
    ------
    MultipolarError
        If the pair that may train nothing is among them.
    """
    frame = release.scan("verdict_cases").sort("year", "ccode1", "ccode2").collect()
    spells = relationships()
    place = {
        (spell.ccode1, spell.ccode2, year): number
        for number, spell in enumerate(spells)
        for year in case_years(spell)
    }
    keys = frame.select("ccode1", "ccode2", "year").rows()
    if any({one, two} == EXCLUDED for one, two, _ in keys):
        raise MultipolarError("Russia and China may train nothing: rebuild the data release")
    known = np.array([key in place for key in keys], dtype=np.bool_)
    spell = np.array([place.get(key, -1) for key in keys], dtype=np.int64)
    error = "affinity_blind_sd" if blind else "affinity_sd"
    kinds = np.array([CLASSES.index(one.kind) for one in spells], dtype=np.int64)
    return Cases(
        _numbers(frame, columns(blind)),
        _numbers(frame, (error,))[:, 0],
        kinds[spell],
        spell,
        frame["year"].to_numpy().astype(np.int64),
    ).only(known)


def _numbers(frame: pl.DataFrame, names: tuple[str, ...]) -> Floats:
    import polars as pl

    return frame.select(pl.col(names).cast(pl.Float64).fill_null(np.nan)).to_numpy()


def states_of(spells: NDArray[np.int64]) -> NDArray[np.int64]:
    """The two states of each relationship, of shape (relationships, 2)."""
    listed = relationships()
    return np.array([(listed[one].ccode1, listed[one].ccode2) for one in spells], dtype=np.int64)
