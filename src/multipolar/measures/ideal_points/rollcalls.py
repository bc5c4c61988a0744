"""The votes of a chamber as arrays, checked: who voted how on which item in which period."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from multipolar.errors import DataError

IntArray = NDArray[np.int64]

YES, ABSTAIN, NO = 1, 2, 3
ABSENT = (8, 9)
COLUMNS = ("item", "period", "voter", "vote")


class BadRollCalls(DataError):
    """A roll-call table that cannot be fitted; ``rows`` are the offending rows, from 0."""

    def __init__(self, message: str, rows: Sequence[int] = ()) -> None:
        self.rows = tuple(int(row) for row in rows)
        shown = ", ".join(map(str, self.rows[:10])) + (", ..." if len(self.rows) > 10 else "")
        super().__init__(f"{message} (rows {shown})" if self.rows else message)


def resolve_links(link: Mapping[Any, Any]) -> dict[Any, Any]:
    """Follow chains of repeated texts to one name for each; the earliest (smallest) wins.

    ``{4: 3, 3: 1}`` gives ``{4: 1, 3: 1, 1: 1}``.
    """
    parent: dict[Any, Any] = {}

    def root(item: Any) -> Any:
        while parent.setdefault(item, item) != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for one, other in link.items():
        a, b = root(one), root(other)
        if a != b:
            parent[max(a, b)] = min(a, b)
    return {item: root(item) for item in list(parent)}


@dataclass(frozen=True)
class RollCalls:
    """Votes on items, each vote by a voter in a period; build it with :meth:`from_table`.

    The arrays of a vote (``item``, ``voter``, ``vote``) are positions in ``items`` and
    ``voters`` and the code 1, 2 or 3; ``item_period`` and ``item_text`` say for each item its
    period (position in ``periods``) and its text (position in ``texts``): items with one text
    share their parameters. Items whose text has only one kind of vote are left out
    (``unanimous``), and so are voters who voted on nothing else.
    """

    items: tuple[Hashable, ...]
    texts: tuple[Hashable, ...]
    voters: tuple[Hashable, ...]
    periods: NDArray[np.float64]
    item: IntArray
    voter: IntArray
    vote: NDArray[np.int8]
    item_period: IntArray
    item_text: IntArray
    unanimous: tuple[Hashable, ...] = ()

    @classmethod
    def from_table(cls, table: Any, link: Mapping[Any, Any] | None = None) -> RollCalls:
        """Read a table with the columns item, period, voter, vote (1 yes, 2 abstain, 3 no).

        Parameters
        ----------
        table
            A polars or pandas frame, or anything ``polars.DataFrame`` accepts. Votes that are
            8, 9 or null (absent, not a member) are dropped.
        link
            Pairs of repeated texts, item to item; chains are resolved to the earliest.

        Raises
        ------
        BadRollCalls
            Unknown codes, missing keys, an item in two periods, a voter twice on one item, a
            single voter, nothing but unanimous items, or a chamber in unconnected parts.
        """
        frame = _frame(table)
        voted = frame.filter(pl.col("vote").is_not_null() & ~pl.col("vote").is_in(ABSENT))
        if voted.is_empty():
            raise BadRollCalls("no vote was cast: every row is absent (8, 9 or empty)")
        if voted["voter"].n_unique() < 2:
            raise BadRollCalls("only one voter: there is nobody to compare it with")
        items, item = _codes(voted["item"])
        period_values, period = np.unique(voted["period"].to_numpy(), return_inverse=True)
        voters, voter = _codes(voted["voter"])
        item_period = np.zeros(len(items), np.int64)
        item_period[item] = period
        moved = item_period[item] != period
        if moved.any():
            raise BadRollCalls(
                "an item is in two periods: give each its own item and link them",
                voted["row"].to_numpy()[moved],
            )
        names = resolve_links(_pairs(link, items))
        texts, item_text = _codes_of([names.get(name, name) for name in items])
        return cls(
            items=items,
            texts=texts,
            voters=voters,
            periods=period_values.astype(float),
            item=item,
            voter=voter,
            vote=voted["vote"].to_numpy().astype(np.int8),
            item_period=item_period,
            item_text=item_text,
        ).informative()

    @property
    def period(self) -> IntArray:
        """Period of each vote, as a position in ``periods``."""
        return self.item_period[self.item]

    def period_values(self, at: IntArray) -> NDArray[Any]:
        """Values of periods by position; whole numbers come as integers."""
        values = self.periods[at]
        return values.astype(np.int64) if bool((self.periods % 1 == 0).all()) else values

    def until(self, period: float) -> RollCalls:
        """The votes of the periods up to and including this one."""
        return self.take(self.periods[self.period] <= period).informative()

    def informative(self) -> RollCalls:
        """Without the texts that were unanimous; checks that something connected is left."""
        text = self.item_text[self.item]
        seen = np.zeros((len(self.texts), 4), bool)
        seen[text, self.vote] = True
        dull = seen.sum(1) < 2
        if not len(self.vote) or dull[np.unique(text)].all():
            raise BadRollCalls("every item is unanimous: nothing to tell the voters apart")
        kept = self.take(~dull[text])
        lost = sorted({self.items[i] for i in np.unique(self.item[dull[text]])}, key=str)
        kept = RollCalls(**{**kept.__dict__, "unanimous": self.unanimous + tuple(lost)})
        if len(kept.voters) < 2:
            raise BadRollCalls("only one voter: there is nobody to compare it with")
        kept._check_connected()
        return kept

    def take(self, mask: NDArray[np.bool_]) -> RollCalls:
        """Only the votes under the mask, with the items, texts, voters and periods they use."""
        used_item, item = np.unique(self.item[mask], return_inverse=True)
        used_voter, voter = np.unique(self.voter[mask], return_inverse=True)
        used_text, item_text = np.unique(self.item_text[used_item], return_inverse=True)
        used_period, item_period = np.unique(self.item_period[used_item], return_inverse=True)
        return RollCalls(
            items=tuple(self.items[i] for i in used_item),
            texts=tuple(self.texts[i] for i in used_text),
            voters=tuple(self.voters[i] for i in used_voter),
            periods=self.periods[used_period],
            item=item,
            voter=voter,
            vote=self.vote[mask],
            item_period=item_period,
            item_text=item_text,
            unanimous=self.unanimous,
        )

    def _check_connected(self) -> None:
        """Voters and texts must form one graph, else their scales cannot be compared."""
        n, m = len(self.voters), len(self.texts)
        edges = (np.ones(len(self.vote)), (self.voter, n + self.item_text[self.item]))
        parts, label = connected_components(coo_array(edges, shape=(n + m, n + m)), False)
        if parts > 1:
            groups = [
                ", ".join(str(self.voters[i]) for i in np.flatnonzero(label[:n] == part)[:5])
                for part in range(parts)
            ]
            raise BadRollCalls(
                f"the chamber falls into {parts} parts with no item in common: "
                + "; ".join(f"{{{group}}}" for group in groups[:5])
                + ": fit them apart"
            )


def _pairs(link: Mapping[Any, Any] | None, items: tuple[Hashable, ...]) -> dict[Any, Any]:
    """The links, whose ends are items or texts of the same kind."""
    pairs = dict(link or {})
    empty = [one for one, other in pairs.items() if _gap(one) or _gap(other)]
    if empty:
        raise BadRollCalls(f"a link of a repeated text has an empty end: {empty[0]!r}")
    if pairs and not set(items) & {*pairs, *pairs.values()}:
        one, other = next(iter(pairs.items()))
        raise BadRollCalls(
            f"no link of repeated texts names an item of the table (the first link is {one!r} to "
            f"{other!r}, the first item {items[0]!r}): write both in the same way"
        )
    kinds = {isinstance(x, str) for x in (*items[:1], *pairs, *pairs.values())}
    if len(kinds) > 1:
        raise BadRollCalls("links of repeated texts mix words and numbers: write both in one way")
    return pairs


def _gap(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _frame(table: Any) -> pl.DataFrame:
    """The four columns with a row number, after the checks that need no arrays."""
    try:
        frame = table if isinstance(table, pl.DataFrame) else pl.DataFrame(table)
    except (TypeError, ValueError, pl.exceptions.PolarsError) as reason:
        raise BadRollCalls(f"the table cannot be read: {reason}") from reason
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise BadRollCalls(f"columns are missing: {', '.join(missing)}")
    frame = frame.select(COLUMNS).with_row_index("row")
    floats = [name for name in COLUMNS if frame.schema[name].is_float()]
    nan = frame.select(pl.any_horizontal(pl.lit(False), *[pl.col(c).is_nan() for c in floats]))
    _refuse("not a number (NaN)", frame, nan.to_series())
    keys = pl.any_horizontal(pl.col("item", "period", "voter").is_null())
    _refuse("an item, period or voter is missing", frame, frame.select(keys).to_series())
    mixed = [name for name in COLUMNS if frame.schema[name] == pl.Object]
    if mixed:
        raise BadRollCalls(f"the column {mixed[0]} mixes kinds of values: all numbers or all words")
    if frame.is_empty():
        raise BadRollCalls("the table has no rows: there is nothing to fit")
    kinds = [frame.schema[name] for name in ("period", "vote")]
    if any(not kind.is_numeric() and kind != pl.Null for kind in kinds):
        raise BadRollCalls("period and vote must be numbers (vote: 1 yes, 2 abstain, 3 no)")
    if floats and "period" in floats:
        endless = frame.select(pl.col("period").is_infinite()).to_series()
        _refuse("a period is infinite", frame, endless)
    codes = pl.col("vote").cast(pl.Float64)
    known = codes.is_in([float(code) for code in (YES, ABSTAIN, NO, *ABSENT)]) | codes.is_null()
    _refuse(
        "unknown vote code (1 yes, 2 abstain, 3 no, 8 or 9 absent)",
        frame,
        frame.select(~known).to_series(),
    )
    twice = frame.select(pl.struct("item", "voter").is_duplicated()).to_series()
    _refuse("a voter has two votes on one item", frame, twice)
    return frame.with_columns(pl.col("vote").cast(pl.Int8))


def _refuse(what: str, frame: pl.DataFrame, bad: pl.Series) -> None:
    if bad.fill_null(False).any():
        raise BadRollCalls(what, frame["row"].filter(bad).to_list())


def _codes(column: pl.Series) -> tuple[tuple[Hashable, ...], IntArray]:
    if isinstance(column.dtype, (pl.Categorical, pl.Enum)):
        column = column.cast(pl.String)
    names = column.unique().sort()
    position = pl.DataFrame({"name": names, "at": np.arange(len(names))})
    at = pl.DataFrame({"name": column}).join(position, on="name", how="left", maintain_order="left")
    return tuple(names.to_list()), at["at"].to_numpy().astype(np.int64)


def _codes_of(names: list[Any]) -> tuple[tuple[Hashable, ...], IntArray]:
    unique = sorted(set(names))
    position = {name: i for i, name in enumerate(unique)}
    return tuple(unique), np.array([position[name] for name in names], np.int64)
