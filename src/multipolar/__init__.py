"""How closely are two states aligned, measured from real public data.

>>> import multipolar as mp
>>> mp.get("votes.kappa", "China", "Russia", year=2014, by="session", base="all")
>>> mp.dyads(range(1992, 2015), relevant=True).add("votes.kappa", "trade.share").frame
>>> mp.assess("China", "Russia", as_of=2014)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PLACES = {
    "Estimate": "multipolar.estimate",
    "MultipolarError": "multipolar.errors",
    "State": "multipolar.states",
    "Status": "multipolar.estimate",
    "assess": "multipolar.relations.assessment",
    "cite": "multipolar.citing",
    "compare": "multipolar.relations.comparison",
    "coverage": "multipolar.fields.coverage",
    "data_version": "multipolar.panel.version",
    "dyads": "multipolar.table",
    "event_study": "multipolar.relations.event",
    "get": "multipolar.query",
    "indicators": "multipolar.fields.listing",
    "resolve": "multipolar.states",
    "shared_words": "multipolar.fields.narrative",
    "state_years": "multipolar.table",
}

__all__ = [
    "Estimate",
    "MultipolarError",
    "State",
    "Status",
    "__version__",
    "assess",
    "cite",
    "compare",
    "coverage",
    "data_version",
    "dyads",
    "event_study",
    "get",
    "indicators",
    "resolve",
    "shared_words",
    "state_years",
]

if TYPE_CHECKING:
    from multipolar.citing import cite
    from multipolar.errors import MultipolarError
    from multipolar.estimate import Estimate, Status
    from multipolar.fields.coverage import coverage
    from multipolar.fields.listing import indicators
    from multipolar.fields.narrative import shared_words
    from multipolar.panel.version import data_version
    from multipolar.query import get
    from multipolar.relations.assessment import assess
    from multipolar.relations.comparison import compare
    from multipolar.relations.event import event_study
    from multipolar.states import State, resolve
    from multipolar.table import dyads, state_years


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing the package is instant."""
    if name not in _PLACES:
        raise AttributeError(f"module 'multipolar' has no attribute {name!r}")
    value = getattr(importlib.import_module(_PLACES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Public names."""
    return __all__
