"""Tables of dyad-years or state-years, built by adding indicators to a set of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.errors import BadOption, WrongUnit
from multipolar.export import Exports
from multipolar.fields.evaluate import RESULT, evaluate
from multipolar.fields.indicator import Indicator, Options, Unit
from multipolar.fields.registry import indicator as declared
from multipolar.fields.relevance import relevant_dyads
from multipolar.panel.release import Release, active
from multipolar.query import options_from
from multipolar.sources.catalog import used_in
from multipolar.years import check_as_of, check_years

if TYPE_CHECKING:
    import polars as pl


_ROLES = {
    "": "",
    "_1": ", state 1",
    "_2": ", state 2",
    "_12": ", of state 1 toward state 2",
    "_21": ", of state 2 toward state 1",
}
"""Words for the suffix of a column."""
_PARTS = {
    "value": "",
    "status": ": status",
    "low": ": low end, 90 %",
    "high": ": high end, 90 %",
    "n": ": observations",
}
"""Words for the columns beside a value."""


@dataclass(frozen=True)
class Table(Exports):
    """Cases, and the indicators added to them; adding gives a new table.

    Attributes
    ----------
    frame
        The data: key columns, ISO3 codes, and for each indicator its value and its status.
    unit, directed
        Unit of analysis.
    origins
        Keys of the sources of the values so far; those without a value in these years are not
        among them.
    """

    frame: pl.DataFrame
    unit: Unit
    directed: bool
    release: Release
    as_of: int | None = None
    origins: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Rows, unit and columns."""
        kind = "directed " if self.directed else ""
        return (
            f"<Table of {self.frame.height:,} {kind}{self.unit}s: {', '.join(self.frame.columns)}>"
        )

    def _export(self) -> tuple[pl.DataFrame, dict[str, str]]:
        return self.frame, self.labels

    def add(
        self,
        *names: str,
        detail: bool = False,
        by: str | None = None,
        base: str | None = None,
        carry: bool = False,
        issue: str | None = None,
        shrink: bool = False,
    ) -> Table:
        """Add indicators as columns, each with a ``.status`` column beside it.

        A state-year indicator gives a table of dyads two columns, ``_1`` and ``_2``; a directed
        one gives a table of non-directed dyads ``_12`` and ``_21``.

        Parameters
        ----------
        names
            Indicators.
        detail
            Add ``.low``, ``.high`` and ``.n`` as well.
        by, base, carry, issue, shrink
            As in `get`.
        """
        table = self
        for name in names:
            what = declared(name)
            options = options_from(what, by, base, self.as_of, carry, issue, shrink)
            table = table._with(what, detail, options)
        return table

    def _with(self, what: Indicator, detail: bool, options: Options) -> Table:
        import polars as pl

        if self.unit is Unit.STATE_YEAR and what.unit is Unit.DYAD_YEAR:
            raise WrongUnit(
                f"{what.name} is measured per {what.unit} and cannot join a table of states"
            )
        frame, labels = self.frame, dict(self.labels)
        origins = dict.fromkeys(self.origins)
        for suffix, columns in self._roles(what).items():
            if f"{what.name}{suffix}" in frame.columns:
                raise BadOption(f"{what.name} is in the table already")
            keys = frame.select(
                pl.col(old).alias(new) for old, new in zip(columns, what.keys, strict=True)
            )
            if what.unit is Unit.DYAD_YEAR and not what.directed and self.directed:
                keys = keys.select(
                    pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
                    pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
                    "year",
                )
            found = evaluate(what, keys, options, self.release)
            kept = RESULT if detail else ("value", "status")
            names = {k: f"{what.name}{suffix}" + ("" if k == "value" else f".{k}") for k in kept}
            frame = frame.with_columns(found[key].alias(name) for key, name in names.items())
            title = what.title + _ROLES[suffix]
            labels |= {names[key]: f"{title}{_PARTS[key]}" for key in kept}
            if options.shrink:
                labels[names["value"]] += ", drawn toward the mean of the period"
            known = found.filter(pl.any_horizontal(pl.col("value", "low").is_not_null()))
            for year in known["year"].unique().sort().to_list():
                origins |= dict.fromkeys(used_in(what.sources, year, options.by))
        return replace(self, frame=frame, labels=labels, origins=tuple(origins))

    def _roles(self, what: Indicator) -> dict[str, tuple[str, ...]]:
        """Columns to read the indicator's keys from, by the suffix of the column it gives."""
        if self.unit is what.unit is Unit.STATE_YEAR:
            return {"": ("ccode", "year")}
        if what.unit is Unit.STATE_YEAR:
            return {"_1": ("ccode1", "year"), "_2": ("ccode2", "year")}
        if what.directed and not self.directed:
            return {"_12": ("ccode1", "ccode2", "year"), "_21": ("ccode2", "ccode1", "year")}
        return {"": ("ccode1", "ccode2", "year")}


def dyads(
    years: int | Iterable[int],
    *,
    relevant: bool = False,
    directed: bool = False,
    as_of: int | None = None,
    release: Release | None = None,
) -> Table:
    """Table of all dyad-years whose two states share a day of the year.

    Parameters
    ----------
    years
        Years, such as ``range(1992, 2015)``.
    relevant
        Politically relevant dyads only; a column ``relevant_carried`` says where the lists of
        contiguity and major powers had ended and their open spells are carried.
    directed
        Both orders of each pair.
    as_of
        Nothing later than this year may be used.
    release
        Data release, the active one by default.
    """
    import polars as pl

    listed = check_years(years, check_as_of(as_of))
    release = active() if release is None else release
    first, last = listed[0], listed[-1]
    if relevant:
        frame = relevant_dyads(release, first, last).rename({"carried": "relevant_carried"})
        if directed:
            back = frame.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(frame.columns)
            frame = pl.concat([frame, back])
    else:
        frame = states.dyad_years(first, last, directed=directed)
        frame = frame.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    frame = frame.filter(pl.col("year").is_in(listed)).sort("year", "ccode1", "ccode2")
    for side in ("1", "2"):
        frame = _labelled(frame, f"ccode{side}", f"iso3_{side}")
    labels = {"ccode1": "COW code, state 1", "ccode2": "COW code, state 2", "year": "year"}
    labels |= {"iso3_1": "ISO 3166 code, state 1", "iso3_2": "ISO 3166 code, state 2"}
    if relevant:
        labels["relevant_carried"] = "1 where the lists of relevance had ended"
    return Table(frame, Unit.DYAD_YEAR, directed, release, as_of, labels=labels)


def state_years(
    years: int | Iterable[int], *, as_of: int | None = None, release: Release | None = None
) -> Table:
    """Table of all members of the state system by year; parameters as in `dyads`."""
    import polars as pl

    listed = check_years(years, check_as_of(as_of))
    release = active() if release is None else release
    first, last = listed[0], listed[-1]
    frame = states.state_years(first, last).select(pl.col("ccode", "year").cast(pl.Int32))
    frame = frame.filter(pl.col("year").is_in(listed)).sort("year", "ccode")
    frame = _labelled(frame, "ccode", "iso3")
    labels = {"ccode": "COW code", "year": "year", "iso3": "ISO 3166 code"}
    return Table(frame, Unit.STATE_YEAR, False, release, as_of, labels=labels)


def _labelled(frame: pl.DataFrame, code: str, name: str) -> pl.DataFrame:
    import polars as pl

    pairs = frame.select(code, "year").unique()
    words = [states.iso3(*row) for row in pairs.rows()]
    pairs = pairs.with_columns(pl.Series(name, words, pl.String))
    return frame.join(pairs, on=[code, "year"], how="left", maintain_order="left")
