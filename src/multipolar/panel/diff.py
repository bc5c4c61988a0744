"""How two releases differ in content: what was added, removed or changed, by table and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from multipolar.panel.schema import TABLES

if TYPE_CHECKING:
    import polars as pl

TOLERANCE = 1e-9
"""Floats that differ by less, relatively, are the same; integers must be equal."""


@dataclass(frozen=True, slots=True)
class TableDiff:
    """Differences of one table: rows only in the old, only in the new, and changed cells."""

    name: str
    removed: int
    added: int
    changed: dict[str, int]
    examples: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the contents agree."""
        return not (self.removed or self.added or self.changed)

    def __str__(self) -> str:
        """One paragraph a person can read."""
        if self.same:
            return f"{self.name}: same"
        cells = ", ".join(f"{column} {count}" for column, count in self.changed.items()) or "none"
        lines = [f"{self.name}: {self.removed} rows gone, {self.added} new, changed cells: {cells}"]
        return "\n  ".join([*lines, *self.examples])


def compare_tables(name: str, old: pl.DataFrame, new: pl.DataFrame) -> TableDiff:
    """Compare two versions of a table by key, integers exactly and floats to `TOLERANCE`."""
    import polars as pl

    keys = list(TABLES[name].keys)
    removed = old.join(new, on=keys, how="anti")
    added = new.join(old, on=keys, how="anti")
    both = old.join(new, on=keys, suffix="__new")
    changed: dict[str, int] = {}
    examples = [f"gone: {row}" for row in removed.select(keys).head(2).rows()]
    examples += [f"new: {row}" for row in added.select(keys).head(2).rows()]
    for column in TABLES[name].columns:
        one, two = pl.col(column), pl.col(f"{column}__new")
        differs = one.ne_missing(two)
        if old.schema[column].is_float():
            allowed = TOLERANCE * pl.max_horizontal(one.abs(), two.abs()) + TABLES[name].tolerance
            near = (one - two).abs() <= allowed
            differs = differs & ~near.fill_null(False)
        rows = both.filter(differs)
        if rows.height:
            changed[column] = rows.height
            sample = rows.select(*keys, column, f"{column}__new").head(2).rows()
            examples += [f"{column}: {row}" for row in sample]
    return TableDiff(name, removed.height, added.height, changed, tuple(examples))


def compare(old: dict[str, pl.DataFrame], new: dict[str, pl.DataFrame]) -> list[TableDiff]:
    """Compare all tables of two releases; a table that only one has counts as all rows."""
    diffs = []
    for name in TABLES:
        if name not in old or name not in new:
            rows = (old.get(name), new.get(name))
            counts = [0 if frame is None else frame.height for frame in rows]
            diffs.append(TableDiff(name, counts[0], counts[1], {}))
        else:
            diffs.append(compare_tables(name, old[name], new[name]))
    return diffs
