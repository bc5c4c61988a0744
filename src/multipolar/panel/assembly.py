"""Votes of the General Assembly, counted by state and by dyad."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from multipolar import states
from multipolar.measures.vote_tables import ABSTAIN, NO, YES, contested, nine_cells
from multipolar.panel.schema import CELLS, ISSUES
from multipolar.sources import RawFolder, assembly_votes

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Key = tuple[object, ...]
    Codes = NDArray[np.int32]
    Votes = NDArray[np.int8]
    Flags = NDArray[np.bool_]

PERIOD = ("year", "session", "final")
SPLIT = (70, 140, 200, 220, 255, 365, 560, 630, 640, 651, 670, 710, 740, 750, 770, 850)
"""States whose pairs are counted by the third's vote: the large ones of all regions."""
THIRD = 2
"""The state whose opponents are counted: the United States, which has voted in every session."""


def votes(raw: RawFolder) -> pl.DataFrame:
    """Nine-cell tables by dyad, session and calendar year."""
    import polars as pl

    groups = _cast(raw).partition_by("year", "session", "final", as_dict=True)
    return pl.concat([_cells_of_group(key, group) for key, group in sorted(groups.items())])


def votes_issue(raw: RawFolder) -> pl.DataFrame:
    """The same by issue; a roll call on several issues counts in each."""
    import polars as pl

    cast, calls = _cast(raw), assembly_votes.roll_calls(raw)
    tables = []
    for name, code in ISSUES.items():
        chosen = cast.join(calls.filter(pl.col(name)).select("call"), on="call", how="semi")
        groups = chosen.partition_by("year", "session", "final", as_dict=True)
        tables += [
            _cells_of_group(key, group).with_columns(pl.lit(code, pl.Int8).alias("issue"))
            for key, group in sorted(groups.items())
        ]
    return pl.concat(tables).drop("unanimous").filter(pl.sum_horizontal(CELLS) > 0)


def _cast(raw: RawFolder) -> pl.DataFrame:
    """Every vote with its roll call's period and grade, its voter and the voter's COW code."""
    calls = _graded_calls(raw).select("call", "date", "year", "session", "final")
    return states.voters_from_iso3(
        assembly_votes.votes(raw).join(calls, on="call").rename({"voter": "iso3"})
    )


def _graded_calls(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    return assembly_votes.roll_calls(raw).with_columns(pl.col("final").cast(pl.Int8).fill_null(-1))


def tallies(raw: RawFolder) -> pl.DataFrame:
    """How each state voted on contested roll calls, by session, calendar year and grade."""
    import polars as pl

    tables = []
    for key, ccode, matrix, divided, _ in _groups(raw):
        cast = matrix[:, divided]
        table = _labelled(key, len(ccode)) | {"ccode": ccode}
        for name, code in (("yes", YES), ("abstain", ABSTAIN), ("no", NO)):
            table[name] = (cast == code).sum(axis=1).astype(np.int16)
        tables.append(pl.DataFrame(table))
    return pl.concat(tables).filter(pl.sum_horizontal("yes", "abstain", "no") > 0)


def opposition(raw: RawFolder) -> pl.DataFrame:
    """Roll calls on which both states of a dyad cast the vote opposite to the third's."""
    import polars as pl

    tables = []
    for key, ccode, matrix, divided, _ in _groups(raw):
        third = matrix[ccode == THIRD][:, divided]
        if not len(third):
            continue
        others, cast = ccode[ccode != THIRD], matrix[ccode != THIRD][:, divided]
        decided = (third[0] == YES) | (third[0] == NO)
        cast = cast[:, decided]
        opposite = (cast == YES + NO - third[0][decided]).astype(np.float32)
        present = (cast > 0).astype(np.float32)
        first, second = np.triu_indices(len(others), 1)
        counts = {
            "calls": np.rint(present @ present.T).astype(np.uint8)[first, second],
            "both": np.rint(opposite @ opposite.T).astype(np.uint8)[first, second],
        }
        codes = {"ccode1": others[first], "ccode2": others[second]}
        tables.append(pl.DataFrame(_labelled(key, len(first)) | codes | counts))
    return pl.concat(tables).filter(pl.col("calls") > 0)


def split_votes(raw: RawFolder) -> pl.DataFrame:
    """Nine-cell tables of some pairs by how the third voted: 1 for Yes, 3 for No."""
    import polars as pl

    tables = []
    for (year, _, final), ccode, matrix, divided, _ in _groups(raw):
        third = matrix[ccode == THIRD][:, divided]
        chosen = np.isin(ccode, SPLIT)
        if not len(third) or chosen.sum() < 2:
            continue
        codes, cast = ccode[chosen], matrix[chosen][:, divided]
        first, second = np.triu_indices(len(codes), 1)
        for vote in (YES, NO):
            cells = nine_cells(cast[:, third[0] == vote])[first, second].reshape(-1, 9)
            keys = {"year": year, "final": final, "third": vote}
            tables.append(
                pl.DataFrame(
                    {name: np.full(len(first), value, np.int16) for name, value in keys.items()}
                    | {"ccode1": codes[first], "ccode2": codes[second]}
                    | {name: cells[:, place] for place, name in enumerate(CELLS)}
                )
            )
    found = pl.concat(tables).group_by("year", "final", "third", "ccode1", "ccode2")
    summed = found.agg(pl.col(CELLS).sum().cast(pl.UInt8))
    return summed.filter(pl.sum_horizontal(pl.col(CELLS).cast(pl.Int32)) > 0)


def _labelled(key: Key, rows: int) -> dict[str, NDArray[np.int16 | np.int32]]:
    return {name: np.full(rows, value, np.int16) for name, value in zip(PERIOD, key, strict=True)}


def _groups(raw: RawFolder) -> Iterator[tuple[Key, Codes, Votes, Flags, Flags]]:
    """Each session's year and grade: states, their votes, and which calls were contested."""
    for key, group in sorted(_cast(raw).partition_by(*PERIOD, as_dict=True).items()):
        yield key, *_matrix(group)


def _matrix(group: pl.DataFrame) -> tuple[Codes, Votes, Flags, Flags]:
    """States by calls; which calls were contested, and which went by without a difference.

    Voters that are no state only tell what was contested.
    """
    wide = group.pivot("call", index=["iso3", "ccode"], values="vote").sort("ccode", "iso3")
    ccode = wide["ccode"].fill_null(-1).to_numpy()
    matrix = wide.drop("iso3", "ccode").fill_null(0).to_numpy().astype(np.int8)
    divided = contested(matrix)
    united = (~divided) & (matrix != ABSTAIN).all(axis=0)
    return ccode[ccode > 0], matrix[ccode > 0], divided, united


def _cells_of_group(key: Key, group: pl.DataFrame) -> pl.DataFrame:
    """Tables of all pairs of states."""
    import polars as pl

    ccode, matrix, divided, united = _matrix(group)
    first, second = np.triu_indices(len(ccode), 1)
    cells = nine_cells(matrix[:, divided])[first, second].reshape(-1, 9)
    there = (matrix[:, united] > 0).astype(np.float32)
    unanimous = np.rint(there @ there.T).astype(np.uint8)[first, second]
    some = (cells.sum(axis=1) > 0) | (unanimous > 0)
    return pl.DataFrame(
        _labelled(key, int(some.sum()))
        | {"ccode1": ccode[first[some]], "ccode2": ccode[second[some]]}
        | {name: cells[some, place] for place, name in enumerate(CELLS)}
        | {"unanimous": unanimous[some]}
    ).with_columns(pl.col(CELLS).cast(pl.UInt8))


def roll_calls(raw: RawFolder) -> pl.DataFrame:
    """Number of roll calls of each session, calendar year and grade."""
    import polars as pl

    divided = (
        assembly_votes.votes(raw).group_by("call").agg(pl.col("vote").n_unique().alias("kinds"))
    )
    calls = _graded_calls(raw).join(divided, on="call", how="left")
    return calls.group_by("year", "session", "final").agg(
        pl.len().cast(pl.Int32).alias("calls"),
        (pl.col("kinds").fill_null(0) > 1).sum().cast(pl.Int32).alias("contested"),
    )


def houses(raw: RawFolder) -> dict[int, tuple[Codes, Votes]]:
    """States and their votes on the contested roll calls of each calendar year.

    Texts as a whole, and what may be one; votes on parts of a text are left out where the source
    tells them apart.

    Returns
    -------
    dict
        By year: codes, ascending, and an array (states, roll calls) of 1 yes, 2 abstain, 3 no, 0
        none. Roll calls are in the order of their numbers.
    """
    import polars as pl

    cast = _cast(raw).filter(pl.col("final") != 0).sort("call")
    found = {}
    for (year,), group in sorted(cast.partition_by("year", as_dict=True).items()):
        ccode, matrix, divided, _ = _matrix(group)
        found[int(str(year))] = (ccode, matrix[:, divided])
    return found
