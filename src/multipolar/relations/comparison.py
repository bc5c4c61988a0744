"""Several pairs side by side: the same fields, each pair at its own last adequate year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from multipolar.errors import BadOption
from multipolar.export import Exports
from multipolar.relations.assessment import Assessment, assess

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release
    from multipolar.states import State


@dataclass(frozen=True)
class Comparison(Exports):
    """Assessments of several pairs at one date."""

    assessments: tuple[Assessment, ...]

    def _export(self) -> tuple[pl.DataFrame, dict[str, str]]:
        return self.frame, {}

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each pair and indicator, with value, interval, percentiles and year."""
        import polars as pl

        rows = []
        for found in self.assessments:
            for reading in found.readings:
                told = reading.to_dict()
                row = {name: told[name] for name in ("indicator", "ccode1", "ccode2", "year")}
                row |= {name: told[name] for name in ("value", "low", "high", "n", "status")}
                for name, column in (("percentile", "percentile"), ("net_of_size", "net")):
                    part = told[name] or {}
                    row |= {column: part.get("value")}
                    row |= {f"{column}_{end}": part.get(end) for end in ("low", "high")}
                rows.append(row | {"as_of": found.pair.as_of})
        return pl.DataFrame(rows, infer_schema_length=None)

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {"pairs": [found.to_dict() for found in self.assessments]}


def compare(
    pairs: Sequence[tuple[str | int | State, str | int | State]],
    as_of: int | None = None,
    release: Release | None = None,
) -> Comparison:
    """Assess several pairs of states at one date.

    Parameters
    ----------
    pairs
        Pairs of states by any name or code, such as ``[("China", "Russia"), ("UK", "US")]``.
    as_of
        Nothing later than this year is used.

    Raises
    ------
    BadOption
        If there is no pair, or something is not a pair.
    UnknownState, AmbiguousState, NotAState, SameState, BadYear
        As `assess`, for the first pair that cannot be met.
    """
    listed = [_two(pair) for pair in _listed(pairs)]
    return Comparison(tuple(assess(one, two, as_of, release) for one, two in listed))


def _listed(pairs: object) -> Sequence[object]:
    if isinstance(pairs, str) or not isinstance(pairs, Iterable) or not (found := list(pairs)):
        raise BadOption('give pairs to compare, such as [("China", "Russia"), ("UK", "US")]')
    return found


def _two(pair: object) -> tuple[str | int | State, str | int | State]:
    if isinstance(pair, str) or not isinstance(pair, Iterable) or len(both := tuple(pair)) != 2:
        raise BadOption(f'{pair!r} is no pair of states: write two, such as ("China", "Russia")')
    return both
