"""How long users wait, as ratios within one run: absolute seconds depend on the machine.

``python benchmarks/foundations.py`` prints the medians, for the commands of processor seconds. The
yardstick of the commands is ``python -c "import polars, numpy"``: what any tool built on these
pays before it does anything.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

import numpy as np

from multipolar.measures.similarity import MEASURES
from multipolar.measures.vote_tables import contested, nine_cells

RUNS = 7


def seconds(command: list[str]) -> float:
    """Processor seconds of a whole command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands() -> None:
    """Cold commands against the yardstick, in turn."""
    python = sys.executable
    yardstick = [python, "-c", "import polars, numpy"]
    cases = {
        "--help": ["--help"],
        "assess China Russia": ["assess", "China", "Russia"],
        "the same as of 2014": ["assess", "China", "Russia", "--as-of", "2014"],
        "assess the two Germanies": ["assess", "GDR", "West Germany", "--as-of", "1985"],
        "assess Bhutan Tonga": ["assess", "Bhutan", "Tonga", "--as-of", "2014"],
        "get votes.kappa, one year": ["get", "votes.kappa", "CHN", "RUS", "--year", "2014"],
        "get votes.kappa, all years": ["get", "votes.kappa", "CHN", "RUS", "--years", "1946:2025"],
    }
    for name, arguments in cases.items():
        command = [python, "-m", "multipolar.cli", *arguments]
        seconds(command), seconds(yardstick)
        ratios = [seconds(command) / seconds(yardstick) for _ in range(RUNS)]
        print(f"{name:<28} {statistics.median(ratios):5.2f} times the imports of polars and numpy")


def loop_cells(votes: np.ndarray) -> np.ndarray:
    """Nine-cell tables by a loop over pairs: the simple approach."""
    n = len(votes)
    out = np.zeros((n, n, 3, 3), np.int32)
    for i in range(n):
        for j in range(n):
            both = (votes[i] > 0) & (votes[j] > 0)
            np.add.at(out[i, j], (votes[i][both] - 1, votes[j][both] - 1), 1)
    return out


def similarities() -> None:
    """All tables and five similarities of 80 years of votes of made-up but life-sized houses."""
    random = np.random.default_rng(1)
    houses = [
        random.choice([0, 1, 2, 3], (count, 85), p=[0.1, 0.65, 0.15, 0.1]).astype(np.int8)
        for count in np.linspace(51, 193, 80).astype(int)
    ]
    started = time.perf_counter()
    pairs = 0
    for votes in houses:
        kept = votes[:, contested(votes)]
        first, second = np.triu_indices(len(kept), 1)
        cells = nine_cells(kept)[first, second]
        pairs += len(cells)
        for measure in MEASURES.values():
            measure(cells)
    whole = time.perf_counter() - started
    started = time.perf_counter()
    for votes in houses:
        nine_cells(votes[:, contested(votes)])
    tables = time.perf_counter() - started
    sample = houses[40]
    started = time.perf_counter()
    loop_cells(sample)
    slow = time.perf_counter() - started
    started = time.perf_counter()
    nine_cells(sample)
    fast = time.perf_counter() - started
    print(
        f"\nvote tables of {pairs:,} dyad-years: {tables:.2f} s; with five similarities and their"
    )
    print(f"intervals {whole:.2f} s; one year's tables: {slow / fast:,.0f} times a loop")


if __name__ == "__main__":
    commands()
    similarities()
