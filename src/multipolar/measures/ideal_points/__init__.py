"""Dynamic ideal points from roll calls with three answers, in seconds, with standard errors."""

from .model import IdealPoints
from .result import Diagnostics, IdealPointsResult
from .rollcalls import BadRollCalls, RollCalls
from .simulate import Simulation, simulate

__all__ = [
    "BadRollCalls",
    "Diagnostics",
    "IdealPoints",
    "IdealPointsResult",
    "RollCalls",
    "Simulation",
    "simulate",
]
