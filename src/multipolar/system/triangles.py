"""Three states as a strategic triangle: who is with whom, how surely, where a wedge would fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import BadYear, NotAState, SameState
from multipolar.fields.affinity import INDICATORS, LEAST_LAYERS, Z90, affinities
from multipolar.measures import triangles as measure
from multipolar.panel.release import Release, active
from multipolar.states import NoState, State
from multipolar.states.last import years_to_ask
from multipolar.states.pair import titled
from multipolar.years import check_as_of, check_years

if TYPE_CHECKING:
    import polars as pl

COVERAGE = INDICATORS[0].coverage
ORIGINS = INDICATORS[0].sources
LIKELY = 0.5
"""Probability from which the sentence names one configuration."""


def code_of(state: State) -> str:
    """Code by which a corner is named: ISO 3166, or the COW code of a state that has none."""
    return state.iso3 or f"cow:{state.ccode}"


@dataclass(frozen=True, slots=True)
class Side:
    """The closeness of two corners.

    Attributes
    ----------
    one, two
        The states.
    value, low, high
        Affinity with its 90 % interval; None with too few layers.
    n
        Layers observed in the last ten years.
    friendly, neutral, hostile
        Probabilities that it lies above the neutral zone, in it, or below; None without a value.
    """

    one: State
    two: State
    value: float | None
    low: float | None
    high: float | None
    n: int
    friendly: float | None = None
    neutral: float | None = None
    hostile: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "states": [code_of(self.one), code_of(self.two)],
            "affinity": self.value,
            "low": self.low,
            "high": self.high,
            "layers": self.n,
            "friendly": self.friendly,
            "neutral": self.neutral,
            "hostile": self.hostile,
        }


@dataclass(frozen=True, slots=True)
class Triangle:
    """Three states in a year.

    Attributes
    ----------
    corners
        The states, in the order they were named.
    year
        Year.
    sides
        The three pairs: first and second, first and third, second and third.
    probabilities
        Of the configurations by sign alone (they sum to 1), keyed ``menage``, ``veto``,
        ``romantic:CHN`` by the pivot and ``marriage:USA`` by the outsider; empty where a side is
        not known.
    beyond_neutral
        The same with all sides outside the neutral zone, and ``undecided`` for the rest.
    pivots
        Probability that a corner is the pivot, sides outside the neutral zone.
    wedges
        For each corner, how much closer it is to the earlier of the other two than to the later,
        with the 90 % interval.
    """

    corners: tuple[State, State, State]
    year: int
    sides: tuple[Side, Side, Side]
    probabilities: dict[str, float]
    beyond_neutral: dict[str, float]
    pivots: dict[str, float]
    wedges: dict[str, tuple[float, float, float]]

    @property
    def sentence(self) -> str:
        """What it is, in one sentence."""
        names = [titled(state.name) for state in self.corners]
        listed = f"{names[0]}, {names[1]} and {names[2]}"
        listed = listed[0].upper() + listed[1:]
        unknown = [side for side in self.sides if side.value is None]
        if unknown:
            pair = f"{titled(unknown[0].one.name)} and {titled(unknown[0].two.name)}"
            return f"Too little is known of {pair} in {self.year} for a triangle."
        key, most = max(self.probabilities.items(), key=lambda item: item[1])
        if most < LIKELY:
            return f"{listed} form no clear triangle in {self.year}: none of four is likely."
        return f"{listed} in {self.year}: {self.said(key)}, with probability {most:.2f}."

    def said(self, key: str) -> str:
        """A configuration in words, with its states."""
        kind, _, code = key.partition(":")
        if kind in ("romantic", "marriage"):
            corner = next(i for i, s in enumerate(self.corners) if code_of(s) == code)
            rest = [titled(s.name) for i, s in enumerate(self.corners) if i != corner]
            one = titled(self.corners[corner].name)
            if kind == "romantic":
                return f"{one} as the pivot between {rest[0]} and {rest[1]}, which are at odds"
            return f"{rest[0]} and {rest[1]} together, {one} outside"
        return {
            "menage": "three on good terms",
            "veto": "three at odds",
            "undecided": "a side in the neutral zone",
        }[kind]

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "states": [code_of(state) for state in self.corners],
            "year": self.year,
            "sentence": self.sentence,
            "sides": [side.to_dict() for side in self.sides],
            "probabilities": self.probabilities,
            "beyond_neutral": self.beyond_neutral,
            "pivots": self.pivots,
            "wedges": {
                key: {"closer_to_the_earlier_by": value, "low": low, "high": high}
                for key, (value, low, high) in self.wedges.items()
            },
            "sources": list(ORIGINS),
        }


def triangle(
    first: str | int | State,
    second: str | int | State,
    third: str | int | State,
    year: int | None = None,
    *,
    as_of: int | None = None,
    blind: bool = False,
    release: Release | None = None,
) -> Triangle:
    """Three states as a strategic triangle in a year.

    Parameters
    ----------
    first, second, third
        States by any name or code.
    year
        Year; without one, the last that is covered.
    as_of
        Nothing later than this year may be used.
    blind
        By the affinity that does not see treaties.
    release
        Data release, the active one by default.

    Raises
    ------
    UnknownState, AmbiguousState, SameState, NotAState, BadYear
    """
    last = COVERAGE.last if as_of is None else min(check_as_of(as_of) or as_of, COVERAGE.last)
    wanted = years_to_ask((first, second, third), last)[0] if year is None else year
    found = triangles(first, second, third, [wanted], as_of=as_of, blind=blind, release=release)
    return found[0]


def triangles(
    first: str | int | State,
    second: str | int | State,
    third: str | int | State,
    years: Iterable[int],
    *,
    as_of: int | None = None,
    blind: bool = False,
    release: Release | None = None,
) -> list[Triangle]:
    """The same over years; those in which one of the three was no state are left out.

    Raises
    ------
    NotAState
        If there is no year in which all three were states.
    BadYear
        If no year is covered, or one is later than ``as_of``.
    """
    import polars as pl

    listed = check_years(years, check_as_of(as_of))
    covered = [year for year in listed if COVERAGE.first <= year <= COVERAGE.last]
    if not covered:
        raise BadYear(f"affinity is measured from {COVERAGE.first} to {COVERAGE.last}")
    release = active() if release is None else release
    corners = {year: _corners((first, second, third), year) for year in covered}
    refused = [places for places in corners.values() if isinstance(places, NoState)]
    there = {year: places for year, places in corners.items() if isinstance(places, tuple)}
    if not there:
        raise NotAState(refused[0].name, refused[0].reason, refused[0].ccode)
    keys = pl.DataFrame(
        [
            (*sorted((places[i].ccode, places[j].ccode)), year)
            for year, places in there.items()
            for i, j in measure.SIDES
        ],
        schema=dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32),
        orient="row",
    )
    found = affinities(keys, release, blind=blind)
    rows = found.partition_by("year", maintain_order=True)
    return [
        _triangle(places, year, part)
        for (year, places), part in zip(there.items(), rows, strict=True)
    ]


def _corners(
    queries: tuple[str | int | State, ...], year: int
) -> tuple[State, State, State] | NoState:
    found = [states.lookup(query, year) for query in queries]
    for place in found:
        if isinstance(place, NoState):
            return place
    one, two, three = (place for place in found if isinstance(place, State))
    if len({one.ccode, two.ccode, three.ccode}) < 3:
        raise SameState("a triangle needs three different states", str(queries[0]))
    return one, two, three


def _triangle(corners: tuple[State, State, State], year: int, rows: pl.DataFrame) -> Triangle:
    mean, sd, low, high = (
        rows[name].to_numpy().astype(float) for name in ("mean", "sd", "zone_low", "zone_high")
    )
    n = rows["n"].fill_null(0).to_numpy()
    known = (n >= LEAST_LAYERS) & ~np.isnan(mean)
    zoned = measure.sign_probabilities(mean, sd, low, high)
    plain = measure.sign_probabilities(mean, sd, np.zeros(3), np.zeros(3))
    plain[:, 1] = 0.0
    sides = []
    for place, (i, j) in enumerate(measure.SIDES):
        value, half = float(mean[place]), Z90 * float(sd[place])
        if not known[place]:
            sides.append(Side(corners[i], corners[j], None, None, None, int(n[place])))
            continue
        above, within, below = map(float, zoned[place])
        ends = (value - half, value + half)
        sides.append(
            Side(corners[i], corners[j], value, *ends, int(n[place]), above, within, below)
        )
    one, two, three = sides
    if not known.all():
        return Triangle(corners, year, (one, two, three), {}, {}, {}, {})
    gaps, errors = measure.wedge_room(mean, sd)
    codes = [code_of(state) for state in corners]
    return Triangle(
        corners,
        year,
        (one, two, three),
        {key: chance for key, chance in _named(plain, codes).items() if key != "undecided"},
        _named(zoned, codes),
        dict(zip(codes, map(float, measure.pivots(zoned)), strict=True)),
        {
            code: (float(gap), float(gap - Z90 * error), float(gap + Z90 * error))
            for code, gap, error in zip(codes, gaps, errors, strict=True)
        },
    )


def _named(signs: measure.Floats, codes: list[str]) -> dict[str, float]:
    """Probabilities of the configurations, the likeliest first."""
    found: dict[str, float] = {}
    for triple, chance in measure.configurations(signs).items():
        kind, corner = measure.kind_of(triple)
        key = kind if corner is None else f"{kind}:{codes[corner]}"
        found[key] = found.get(key, 0.0) + chance
    return dict(sorted(found.items(), key=lambda item: -item[1]))
