"""Shapes of countries: the topology that bqplot ships, read without importing it.

Natural Earth, Admin 0 countries, 1:110 million (public domain), as a TopoJSON of Bostock (BSD).
Only its map file is read. Borders are those of the file: those of today, as its makers draw them.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from multipolar.errors import MultipolarError
from multipolar.report.equal_earth import Floats, project

ANTARCTICA = 10
NDArrayInt = np.ndarray[Any, np.dtype[np.int64]]
Arc = int
"""Number of an arc, or its complement for the arc from its end to its start."""
Ring = tuple[Arc, ...]


@cache
def topology() -> dict[str, Any]:
    """The map file.

    Raises
    ------
    MultipolarError
        If the package that ships it is not installed.
    """
    found = find_spec("bqplot")
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "map_data" / "WorldMap.json"
        if path.is_file():
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return content
    raise MultipolarError(
        "a map needs the shapes that bqplot ships: pip install 'multipolar[map]' (or, without "
        "what else it needs: pip install --no-deps bqplot)"
    )


def codes() -> tuple[int, ...]:
    """ISO 3166 numeric codes of all shapes but Antarctica, ascending."""
    return tuple(sorted(code for code in _rings() if code != ANTARCTICA))


@cache
def outline(shapes: tuple[int, ...]) -> tuple[Floats, ...]:
    """Rings of the land of one or several shapes, projected, arrays (points, 2).

    Borders between the shapes are left out: an arc that two of them share bounds neither.

    Raises
    ------
    KeyError
        If there is no such shape.
    """
    rings = [ring for code in shapes for ring in _rings()[code]]
    if len(shapes) > 1:
        rings = merged(rings)
    return tuple(_points(ring) for ring in rings)


def merged(rings: list[Ring]) -> list[Ring]:
    """Rings around the union of what some rings bound, of which no two overlap.

    Arcs that occur in both directions cancel; what is left is put together again.
    """
    kept = [arc for ring in rings for arc in ring]
    inside = set(kept) & {~arc for arc in kept}
    left = [arc for arc in kept if arc not in inside]
    by_start: dict[tuple[int, int], list[Arc]] = {}
    for arc in left:
        by_start.setdefault(_ends(arc)[0], []).append(arc)
    found = []
    while any(by_start.values()):
        start = next(point for point, arcs in by_start.items() if arcs)
        ring, at = [], start
        while by_start.get(at):
            arc = by_start[at].pop()
            ring.append(arc)
            at = _ends(arc)[1]
        found.append(tuple(ring))
    return found


@cache
def _rings() -> dict[int, tuple[Ring, ...]]:
    """Rings of each shape, outer ones and holes alike, as numbers of arcs."""
    found = {}
    for item in topology()["objects"]["subunits"]["geometries"]:
        polygons = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
        found[int(item["id"])] = tuple(tuple(ring) for polygon in polygons for ring in polygon)
    return found


@cache
def _grid() -> tuple[NDArrayInt, ...]:
    """Arcs as points of the file's grid: its steps, added up."""
    return tuple(np.cumsum(np.asarray(arc, dtype=np.int64), axis=0) for arc in topology()["arcs"])


def _arc(number: Arc) -> NDArrayInt:
    return _grid()[number] if number >= 0 else _grid()[~number][::-1]


def _ends(number: Arc) -> tuple[tuple[int, int], tuple[int, int]]:
    points = _arc(number)
    (x, y), (u, v) = points[0].tolist(), points[-1].tolist()
    return (x, y), (u, v)


def _points(ring: Ring) -> Floats:
    scaled = topology()["transform"]
    grid = np.concatenate([_arc(number)[1:] for number in ring])
    degrees = grid * np.asarray(scaled["scale"]) + np.asarray(scaled["translate"])
    x, y = project(degrees[:, 0], degrees[:, 1])
    return np.column_stack([x, y])
