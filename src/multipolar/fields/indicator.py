"""The schema of an indicator: the one declaration from which everything else follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.sources.base import Coverage, Reference

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release


class Unit(StrEnum):
    """Unit of analysis."""

    STATE_YEAR = "state-year"
    DYAD_YEAR = "dyad-year"


class By(StrEnum):
    """Period that a vote measure is computed over."""

    YEAR = "year"
    SESSION = "session"


class Issue(StrEnum):
    """Which roll calls count by what they are about; a roll call can be on several issues."""

    MIDDLE_EAST = "me"
    NUCLEAR = "nu"
    DISARMAMENT = "di"
    HUMAN_RIGHTS = "hr"
    COLONIALISM = "co"
    DEVELOPMENT = "ec"
    IMPORTANT = "important"


class Base(StrEnum):
    """Which roll calls count: those on a text as a whole, or all of them."""

    FINAL = "final"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Options:
    """How an indicator is to be computed: its variant, and the date of the question.

    Attributes
    ----------
    by, base
        Variant of vote measures; other indicators have no variants.
    as_of
        No observation of a later year may reach the answer; None for no limit.
    carry
        Carry the last covered year forward, labelled, where the indicator allows it.
    issue
        Roll calls on one issue only; None for all.
    shrink
        Draw a noisy value toward the mean of all dyads of its period, where the indicator can.
    """

    by: By = By.YEAR
    base: Base = Base.FINAL
    as_of: int | None = None
    carry: bool = False
    issue: Issue | None = None
    shrink: bool = False

    @property
    def open_session(self) -> int | None:
        """Session that was under way at the end of ``as_of``, by its first year."""
        return self.as_of if self.by is By.SESSION else None

    @property
    def variant(self) -> str:
        """Key of the variant's coverage: ``year/final``, ``session/all/hr``."""
        return f"{self.by}/{self.base}" + (f"/{self.issue}" if self.issue else "")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a computation may look at.

    Attributes
    ----------
    release
        The data release.
    first, last
        Years asked for (``last`` is never after ``as_of``).
    options
        Variant and date.
    states
        Codes asked for; None for all.
    focus
        The state that all pairs asked for have in common; None where there is none. A computation
        that is dear may leave out the pairs without it.
    """

    release: Release
    first: int
    last: int
    options: Options
    states: frozenset[int] | None = None
    focus: int | None = None


Compute = Callable[[Scope], "pl.DataFrame"]
"""Rows that the sources speak of, for the keys of the unit and ``value``; optionally ``low``,
``high``, ``n`` and ``status`` (null for observed). Rows it does not return get `absent`."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A declared measure of a state-year or a dyad-year.

    Attributes
    ----------
    name
        ``field.measure``, as users type it.
    title
        A few words for a heading.
    field
        Key of the field it belongs to.
    unit, directed
        Unit of analysis; directed dyads have an order, ``ccode1`` toward ``ccode2``.
    kind
        Type of value: ``index``, ``share``, ``count``, ``binary``, ``ordinal``, ``ratio``,
        ``amount``.
    bounds
        Least and greatest possible value; None where open.
    scale
        Unit of measurement, or the meaning of an ordinal's levels.
    high
        What a high value means.
    definition
        Formula and coding, in one or two sentences.
    sources
        Keys of the sources it is computed from.
    references
        Literature of the method.
    compute
        The computation.
    absent
        What the lack of a row means within coverage.
    coverage
        Coverage of the default variant; ``coverages`` has those of variants (``year/final``).
    body
        ``un`` where only members of the United Nations can have a value, ``p5`` for permanent
        members of the Security Council.
    carries
        Whether a value can be carried forward on demand (spells that stay open).
    shrinks
        Whether values can be shrunken on demand toward the mean of their period.
    remark
        What to say beside one value of a dyad and year (which treaty it comes from), or "".
    user_source
        Key of the source that only a user's own file supplies; without the file every value
        within coverage is `not_licensed`. The computation reads the file when it is there.
    """

    name: str
    title: str
    field: str
    unit: Unit
    directed: bool
    kind: str
    bounds: tuple[float | None, float | None]
    scale: str
    high: str
    definition: str
    sources: tuple[str, ...]
    references: tuple[Reference, ...]
    compute: Compute
    absent: Status
    coverage: Coverage
    coverages: Mapping[str, Coverage] = dataclasses.field(default_factory=dict)
    body: str = ""
    carries: bool = False
    shrinks: bool = False
    remark: Callable[[int, int, int], str] | None = None
    user_source: str = ""

    @property
    def has_variants(self) -> bool:
        """Whether ``by`` and ``base`` mean anything for it."""
        return bool(self.coverages)

    @property
    def keys(self) -> tuple[str, ...]:
        """Key columns of its unit."""
        if self.unit is Unit.STATE_YEAR:
            return ("ccode", "year")
        return ("ccode1", "ccode2", "year")

    def coverage_for(self, options: Options) -> Coverage:
        """Coverage of the variant that the options ask for.

        A session goes on into the year after the one that names it: at the end of its own year it
        is known in part only.
        """
        found = self.coverages.get(options.variant, self.coverage)
        if self.has_variants and options.open_session is not None:
            partial = dict.fromkeys((*found.partial, options.open_session))
            return dataclasses.replace(found, partial=tuple(partial))
        return found
