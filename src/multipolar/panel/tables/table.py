"""What the declaration of a table says, and keys and sources that several tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DYAD = ("year", "ccode1", "ccode2")
"""Keys of a dyad-year."""

VOTES = ("un-votes", "un-votes-2024", "un-library-2025")
"""Sources of roll calls of the General Assembly."""

NEAR = ("geodist", "cow-contiguity")
"""Sources of how near two states are."""

LAYERS = (
    *VOTES,
    "cow-igo",
    "atop",
    "mme",
    "dcad",
    "cow-trade",
    "un-debate",
    "tss-rivalries",
    "cow-mid",
    *NEAR,
)
"""Sources of the layers of affinity."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the release.

    Attributes
    ----------
    name
        File name without ending.
    keys
        Columns that identify a row; rows are sorted by them.
    columns
        Measured columns, each with the keys of its sources.
    about
        What a row is.
    tolerance
        Difference up to which floats of an iterative estimate count as the same; 0 where every
        build must give the same numbers.
    derived
        Whether it is made from other tables of the release, and not from raw files.
    """

    name: str
    keys: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: str = ""
    tolerance: float = 0.0
    derived: bool = False

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Keys, then measured columns."""
        return (*self.keys, *self.columns)
