"""How long blocs take, as ratios within one run: absolute seconds depend on the machine.

``python benchmarks/blocs.py`` compares the search of many networks at once with one by one, with
the Louvain of networkx (where it is installed) on a network of like size, and two workers with
one. With raw files (MULTIPOLAR_DATA) it also says what all years would take, in processor
seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from multipolar.fields.blocs import DRAWS, RESOLUTIONS
from multipolar.measures.communities import communities, quality, signed_modularity
from multipolar.measures.ideal_points.blas import single_threaded
from multipolar.sources import RawFolder
from multipolar.sources.raw import RawFileMissing
from multipolar.system.bloc_tables import draw_years, houses_of
from multipolar.system.blocs import blocs
from multipolar.system.layers import layers


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of this process."""
    started = time.process_time()
    with single_threaded():
        work()
    return time.process_time() - started


def search() -> None:
    """A hundred networks of 2014 at once, one by one, and by another library."""
    weights = np.maximum(layers(2014)["institutions"].weights, 0)
    benefit = signed_modularity(weights)
    many = np.broadcast_to(benefit, (100, *benefit.shape))
    seeds = np.arange(100)
    communities(many[:5], seeds[:5])
    at_once = spent(lambda: communities(many, seeds))
    alone = spent(lambda: [communities(many[k : k + 1], seeds[k : k + 1]) for k in range(20)]) * 5
    print(f"one by one            {alone / at_once:6.1f} times a hundred searches at once")
    try:
        import networkx
    except ImportError:
        print("networkx is not installed")
        return
    graph = networkx.from_numpy_array(weights)
    found: list[list[set[int]]] = []
    louvain = networkx.community.louvain_communities
    theirs = spent(lambda: found.extend(louvain(graph, seed=seed) for seed in range(3))) / 3 * 100
    print(f"Louvain of networkx   {theirs / at_once:6.1f} times")
    best = max(networkx.community.modularity(graph, one) for one in found)
    ours = [quality(benefit, one) for one in communities(many, seeds)]
    print(f"modularity            {np.mean(ours):.4f}, networkx {best:.4f}")


def screen() -> None:
    """One year as a person asks for it, against reading the layers alone."""
    layers(1990)
    blocs(1991)
    base = spent(lambda: layers(2014))
    for name in ("combined", "votes", "treaty", "trade", "institutions"):
        ratio = spent(lambda name=name: blocs(2014, name)) / base
        print(f"blocs(2014, {name!r:<14}) {ratio:5.1f} times the layers of the year")


def years() -> None:
    """Years drawn anew from the raw files, one worker and two."""
    try:
        houses = houses_of(RawFolder())
    except RawFileMissing:
        print("no raw files: set MULTIPOLAR_DATA for the time of all years")
        return
    some = range(1950, 2020, 10)
    started = time.perf_counter()
    cost = spent(lambda: list(draw_years(houses, some)))
    alone = time.perf_counter() - started
    print(f"all 80 years, {DRAWS} draws at {len(RESOLUTIONS)} resolutions, votes and all layers:")
    print(f"                      about {80 * cost / len(some):.0f} processor seconds")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(draw_years(houses, (1950, 1951), draws=2, nulls=2, executor=pool))
        started = time.perf_counter()
        list(draw_years(houses, some, executor=pool))
        print(f"two workers           {alone / (time.perf_counter() - started):6.2f} times as fast")


if __name__ == "__main__":
    search()
    screen()
    years()
