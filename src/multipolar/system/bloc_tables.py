"""Blocs of all years, drawn by as many workers as there are, and the tables they are kept in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from multipolar.fields.blocs import DRAWS, RESOLUTIONS, STORED
from multipolar.measures.consensus import aligned
from multipolar.panel.release import Release, active
from multipolar.system.bloc_draws import (
    NULLS,
    SEED,
    SEEDS,
    Draws,
    House,
    Ints,
    draw_blocs,
    share_as_great,
)
from multipolar.system.layers import FIRST, LAST, layers

if TYPE_CHECKING:
    import polars as pl

    from multipolar.sources import RawFolder


def draw_years(
    houses: dict[int, House],
    years: Iterable[int],
    names: tuple[str, ...] = STORED,
    draws: int = DRAWS,
    nulls: int = NULLS,
    seed: int = SEED,
    release: Release | None = None,
    executor: Executor | None = None,
) -> Iterator[dict[str, Draws]]:
    """Draw the blocs of many years.

    Parameters
    ----------
    houses
        Roll calls by year, as `houses_of` gives them.
    years
        Years, in the order of the answers.
    names, draws, nulls, seed
        As `draw_blocs` takes them.
    release
        Data release, the active one by default.
    executor
        Runs the years; one after the other here by default. The numbers do not depend on it.
    """
    folder = (active() if release is None else release).folder
    jobs = [(folder, year, houses.get(year), names, draws, nulls, seed) for year in years]
    return executor.map(_one_year, jobs) if executor is not None else map(_one_year, jobs)


Job = tuple["Path", int, House | None, tuple[str, ...], int, int, int]


def _one_year(job: Job) -> dict[str, Draws]:
    folder, year, house, names, draws, nulls, seed = job
    found = layers(year, release=opened(folder))
    if house is not None:
        house = on_states(house, found.codes)
    return draw_blocs(found, house, names, draws, SEEDS, nulls, seed)


@lru_cache(maxsize=2)
def opened(folder: Path) -> Release:
    """Release of a folder, opened once in a process."""
    return Release(folder)


def on_states(house: House, codes: Ints) -> House:
    """The same roll calls on a set of states; those that did not vote have none."""
    votes = np.zeros((len(codes), house.votes.shape[1]), np.int8)
    inside = np.isin(house.codes, codes)
    votes[np.searchsorted(codes, house.codes[inside])] = house.votes[inside]
    return House(codes, votes)


def houses_of(raw: RawFolder) -> dict[int, House]:
    """Roll calls by year from the raw files.

    Raises
    ------
    RawFileMissing
        If the files are not there.
    """
    from multipolar.panel.assembly import houses

    return {year: House(codes.astype(np.int64), votes) for year, (codes, votes) in
            houses(raw).items()}  # fmt: skip


def blocs_tables(
    release: Release, raw: RawFolder, executor: Executor | None = None
) -> dict[str, pl.DataFrame]:
    """Tables of a release: the blocs drawn, and how far they are beyond chance.

    Parameters
    ----------
    release
        Release with the other tables.
    raw
        Folder of raw files, for the roll calls.
    executor
        Runs the years; two processes by default.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    houses, years = houses_of(raw), range(FIRST, LAST + 1)
    if executor is not None:
        drawn = list(draw_years(houses, years, release=release, executor=executor))
    else:
        # Forked children would inherit locks of the threads that polars runs.
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            drawn = list(draw_years(houses, years, release=release, executor=pool))
    return tables_of(one for found in drawn for one in found.values())


def tables_of(drawn: Iterable[Draws]) -> dict[str, pl.DataFrame]:
    """Draws as the tables ``blocs`` and ``bloc_levels``."""
    import polars as pl

    rows, levels = [], []
    for one in drawn:
        layer = STORED.index(one.layer)
        # Names that agree between draws make the table a quarter smaller.
        middle = one.labels[len(RESOLUTIONS) // 2, 0]
        labels = np.array([aligned(line, middle) for line in one.labels]).astype(np.uint8)
        for place, code in enumerate(one.codes.tolist()):
            line = np.ascontiguousarray(labels[:, :, place]).tobytes()
            rows.append((layer, one.year, code, int(one.seen[place]), line))
        for place in range(len(RESOLUTIONS)):
            null = one.chance[place]
            levels.append((
                layer, one.year, place, float(one.quality[place]), float(null.mean()),
                float(null.std(ddof=1)), share_as_great(float(one.quality[place]), null),
                float(one.chance_together[place]),
            ))  # fmt: skip
    names = ("layer", "year", "ccode", "seen", "labels")
    blocs = pl.DataFrame(rows, names, orient="row").cast({"seen": pl.UInt8})
    columns = ("layer", "year", "resolution", "quality", "chance", "chance_sd", "p", "together")
    found = pl.DataFrame(levels, columns, orient="row")
    return {
        "blocs": blocs,
        "bloc_levels": found.with_columns(pl.col(pl.Float64).round(4).cast(pl.Float32)),
    }
