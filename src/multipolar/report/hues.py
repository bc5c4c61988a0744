"""Colours of blocs: the same bloc has the same one in every year of a picture."""

from __future__ import annotations

from collections.abc import Iterable

HUES = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377")
"""The bright scheme of Tol (2021), which readers who do not see all colours can tell apart."""
REST = "#9aa3ab"
"""Of all further blocs together."""
LONE = "#dfe3e7"
"""Of states that stand in no bloc with others."""
DARK = frozenset({"#4477aa", "#228833", "#aa3377"})
"""Colours on which letters are white."""


def hues(blocs: Iterable[int]) -> dict[int, str]:
    """Colours of blocs, the weightiest first; those beyond the scheme share one."""
    found = {}
    for place, bloc in enumerate(dict.fromkeys(blocs)):
        found[bloc] = HUES[place] if place < len(HUES) else REST
    return found
