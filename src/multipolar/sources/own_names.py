"""Placing the names and keys of a user's file: every row has its state, or is accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.errors import AmbiguousState, UnknownState
from multipolar.sources.own_file import NAMES_FILE, LeftOut, OwnFile, OwnFileRefused

if TYPE_CHECKING:
    import polars as pl


def placed(
    frame: pl.DataFrame,
    names: Sequence[str],
    own: OwnFile,
    path: Path,
    given: Mapping[str, str] | None = None,
    year: str = "year",
) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    """Replace names of states by COW codes at the year of the row.

    Parameters
    ----------
    frame
        Rows with the columns of names and one of years (whole numbers).
    names
        Columns to replace.
    own, path
        The file they come from, which says which names are known to be no state.
    given
        The user's own reading of names (`OwnFile.names_given`).
    year
        Column of years.

    Returns
    -------
    tuple
        Rows of which every name is a state in that year, with codes in place of names; and what
        was left out because a name is known and no state then.

    Raises
    ------
    OwnFileRefused
        Naming every name that is not known at all, with the number of its rows.
    """
    import polars as pl

    out: dict[tuple[str, str], int] = {}
    unknown: dict[str, tuple[int, str]] = {}
    reading = {**own.aliases, **(given or {})}
    nobody = {name.casefold() for name in own.not_states}
    for column in names:
        codes: dict[tuple[str, int], int | None] = {}
        for name, when, rows in frame.group_by(column, year).len().sort(column, year).rows():
            code, reason, known = _code(name, when, reading, nobody)
            codes[name, when] = code
            if not known:
                unknown[name or ""] = (unknown.get(name or "", (0, ""))[0] + rows, reason)
            elif code is None:
                out[name, reason] = out.get((name, reason), 0) + rows
        table = pl.DataFrame(
            [(name, when, code) for (name, when), code in codes.items()],
            schema={column: pl.String, year: frame.schema[year], "_code": pl.Int32},
            orient="row",
        )
        frame = frame.join(table, on=[column, year], how="left", nulls_equal=True)
        frame = frame.drop(column).rename({"_code": column})
    if unknown:
        raise _not_placed(path, unknown)
    left = tuple(LeftOut(name, rows, reason) for (name, reason), rows in sorted(out.items()))
    return frame.drop_nulls(list(names)), left


def _code(
    name: str | None, when: int, reading: Mapping[str, str], nobody: set[str]
) -> tuple[int | None, str, bool]:
    """Code, reason why there is none, and whether the name is known at all."""
    if not name:
        return None, "empty", False
    query = reading.get(name, name)
    if not query or query.casefold() in nobody:
        return None, "listed as no state", True
    try:
        answer = states.lookup(query, when)
    except (UnknownState, AmbiguousState) as reason:
        return None, str(reason), False
    if isinstance(answer, states.NoState):
        return None, answer.reason, True
    return answer.ccode, "", True


def _not_placed(path: Path, unknown: Mapping[str, tuple[int, str]]) -> OwnFileRefused:
    rows = tuple(f"{name!r} ({count} rows)" for name, (count, _) in sorted(unknown.items()))
    more = f" and {len(rows) - 8} more" if len(rows) > 8 else ""
    return OwnFileRefused(
        f"{path} has names that are no known state: {', '.join(rows[:8])}{more}; say what they "
        f"are in {path.parent / NAMES_FILE} (columns name and state, the second empty for what is "
        "no state)",
        path,
        found=tuple(unknown),
        expected=("names or codes of states",),
        rows=rows,
    )


def unique_keys(frame: pl.DataFrame, keys: Sequence[str], path: Path) -> pl.DataFrame:
    """Return the frame if no key occurs twice.

    Raises
    ------
    OwnFileRefused
        Naming the first keys that repeat, with their lines where those are known.
    """
    import polars as pl

    repeated = frame.filter(frame.select(keys).is_duplicated())
    if repeated.is_empty():
        return frame
    lines = [pl.col("_line")] if "_line" in frame.columns else []
    shown = repeated.group_by(list(keys), maintain_order=True).agg(pl.len().alias("_rows"), *lines)
    rows = tuple(
        ", ".join(f"{key} {row[key]}" for key in keys)
        + (f" (lines {', '.join(map(str, row['_line']))})" if lines else f" ({row['_rows']} rows)")
        for row in shown.head(5).to_dicts()
    )
    raise OwnFileRefused(
        f"{path} has {shown.height} keys with several rows, such as {'; '.join(rows[:3])}: each "
        f"{', '.join(keys)} must occur once, so leave the row that counts",
        path,
        found=rows,
        expected=tuple(keys),
        rows=rows,
    )
