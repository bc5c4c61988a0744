"""The claims of an analysis, declared as tests and checked one by one.

>>> from multipolar.claims import check, load
>>> paper = load("strengthening-2014")
>>> report = check(paper, as_of=2014)
"""

from __future__ import annotations

from multipolar.claims.library import load, names
from multipolar.claims.runner import Report, Result, check

__all__ = ["Report", "Result", "check", "load", "names"]
