"""One thread for the linear algebra while the work itself is spread over threads.

The fronts are small (a few hundred rows): threads inside the library cost several times what
they save. NumPy and SciPy ship OpenBLAS with a setter for its number of threads; where it is not
found (another library, a system build) nothing changes but the speed.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import scipy

_NAMES = (
    "scipy_openblas_{}_num_threads64_",
    "scipy_openblas_{}_num_threads",
    "openblas_{}_num_threads64_",
    "openblas_{}_num_threads",
)
"""The older two are those of NumPy 1.26 and SciPy 1.13."""


@cache
def _switches() -> tuple[tuple[Any, Any], ...]:
    """Getter and setter of every OpenBLAS that is loaded with NumPy and SciPy."""
    found = []
    for package in (np, scipy):
        folder = Path(str(package.__file__)).parent
        places = (folder.parent / f"{package.__name__}.libs", folder / ".dylibs")
        for library in sorted(p for place in places for p in place.glob("*openblas*")):
            with suppress(OSError):
                handle = ctypes.CDLL(str(library))
                for name in _NAMES:
                    if hasattr(handle, name.format("set")):
                        found.append((handle[name.format("get")], handle[name.format("set")]))
                        break
    return tuple(found)


@contextmanager
def single_threaded() -> Iterator[None]:
    """Within this context OpenBLAS uses one thread; afterwards as many as before."""
    before = [(put, get()) for get, put in _switches()]
    for put, _ in before:
        put(1)
    try:
        yield
    finally:
        for put, count in before:
            put(count)
