"""Printing: tables for people that fit the terminal, JSON for programs."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


def console() -> Console:
    """A console as wide as the terminal, 100 columns where the output is no terminal."""
    from rich.console import Console

    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else None
    if width is None:
        width = int(shutil.get_terminal_size((100, 24)).columns)
    return Console(width=max(width, 40), highlight=False, soft_wrap=False, emoji=False)


def print_json(answer: Any) -> None:
    """Print plain data as JSON; numbers that are not finite have no place in it."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def number(value: float | None, kind: str) -> str:
    """A value in the digits that its kind deserves."""
    if value is None:
        return "-"
    if kind in ("binary", "ordinal", "count"):
        return f"{value:.0f}"
    if kind == "amount":
        return f"{value:,.0f}" if abs(value) < 1e7 else f"{value:.3g}"
    if kind == "share" and 0 < abs(value) < 0.01:
        return f"{value:.2g}"
    return f"{value:.3f}".replace("-0.000", "0.000")


def interval(low: float | None, high: float | None, kind: str) -> str:
    """An interval in brackets, or nothing."""
    return "" if low is None or high is None else f"[{number(low, kind)}, {number(high, kind)}]"
