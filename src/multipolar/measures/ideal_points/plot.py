"""A picture of positions over time: a line and its 90 % band for each voter, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from html import escape

import numpy as np
import polars as pl

from .layout import Array
from .rollcalls import BadRollCalls

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Colours that the colour-blind can tell apart (Okabe and Ito 2008); after seven they repeat."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 84, 12, 28
_ROW = 13
Scale = Callable[[Array], Array]


def draw(table: pl.DataFrame, voters: Sequence[Hashable], width: int, height: int) -> str:
    """SVG of the rows of a result's table that belong to these voters.

    A voter's line breaks where it has no position, and its name stands at the right end.

    Raises
    ------
    BadRollCalls
        If one of them has no position at all.
    """
    known = set(table["voter"].to_list())
    unknown = [str(voter) for voter in voters if voter not in known]
    if unknown or not voters:
        raise BadRollCalls(f"no position to draw: {', '.join(unknown) or 'name a voter'}")
    periods = np.unique(table["period"].to_numpy()).astype(float)
    shown = table.filter(pl.col("voter").is_in(list(voters)))
    ends = shown.select(pl.min("low"), pl.max("high")).row(0)
    low, high = float(np.floor(ends[0])), float(np.ceil(ends[1]))
    span = max(float(periods[-1] - periods[0]), 1.0)

    def x(values: Array) -> Array:
        share: Array = (values - periods[0]) / span
        return _LEFT + share * (width - _LEFT - _RIGHT)

    def y(values: Array) -> Array:
        return height - _BOTTOM - (values - low) / (high - low) * (height - _TOP - _BOTTOM)

    parts = _axes(x, y, periods, np.arange(low, high + 1.0), width, height)
    names = []
    for i, voter in enumerate(voters):
        colour, rows = COLOURS[i % len(COLOURS)], shown.filter(pl.col("voter") == voter)
        at = rows["period"].to_numpy().astype(float)
        place = np.searchsorted(periods, at)
        for piece in np.split(np.arange(len(at)), np.flatnonzero(np.diff(place) > 1) + 1):
            across = x(at[piece])
            lower, upper, middle = (
                y(rows[name].to_numpy()[piece]) for name in ("low", "high", "ideal_point")
            )
            band = _points(np.r_[across, across[::-1]], np.r_[upper, lower[::-1]])
            parts.append(f'<polygon points="{band}" fill="{colour}" opacity="0.18"/>')
            line = _points(across, middle)
            parts.append(
                f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
            )
        names.append((float(middle[-1]), float(across[-1]), str(voter), colour))
    above = -np.inf
    for level, right, name, colour in sorted(names):
        above = max(level + 4.0, above + _ROW)
        parts.append(
            f'<text x="{right + 6:.1f}" y="{above:.1f}" fill="{colour}">{escape(name)}</text>'
        )
    label = escape("Ideal points with 90 % bands: " + ", ".join(map(str, voters)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="sans-serif" font-size="11">'
        f"<title>{label}</title>"
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _axes(x: Scale, y: Scale, periods: Array, levels: Array, width: int, height: int) -> list[str]:
    """Lines at whole positions and marks at about eight periods."""
    parts = []
    for level, at in zip(levels, y(levels), strict=True):
        parts.append(
            f'<line x1="{_LEFT}" x2="{width - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}" '
            f'stroke="{"#999999" if level == 0 else "#e2e2e2"}"/>'
            f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{level:.0f}</text>'
        )
    step = next((s for s in (1, 2, 5, 10, 20, 50) if (periods[-1] - periods[0]) / s <= 8), 100)
    marks = np.arange(np.ceil(periods[0] / step) * step, periods[-1] + 1e-9, step)
    for mark, at in zip(marks, x(marks), strict=True):
        parts.append(f'<text x="{at:.1f}" y="{height - 8}" text-anchor="middle">{mark:.0f}</text>')
    return parts


def _points(x: Array, y: Array) -> str:
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
