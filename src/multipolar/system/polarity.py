"""Poles of the system: several measures over several bases of power, which often disagree."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import BadYear
from multipolar.estimate import HAS_VALUE, Status
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.power import COMPONENTS
from multipolar.fields.registry import INDICATORS
from multipolar.measures.polarity import Spread, mean_shares, shares, spread
from multipolar.panel.release import Release, active
from multipolar.states.pair import titled

if TYPE_CHECKING:
    import polars as pl

    from multipolar.measures.polarity import Floats

FIXED = 8
"""Number of states of the fixed group: concentration depends on how many are counted."""
BACK = 10
"""Years over which the direction is taken."""
SAME = 0.05
"""A change of the effective number of poles by less than this part of it is none."""
BASES = {
    "components": ("six capabilities, mean share", tuple(f"power.{name}" for name in COMPONENTS)),
    "cinc": ("capability index (CINC)", ("power.cinc",)),
    "gdp": ("GDP", ("power.gdp",)),
    "net_resources": ("net resources", ("power.net_resources",)),
    "milex": ("military spending", ("power.milex",)),
}
"""Base of power: words, and its indicators."""
SAID = {
    "cinc": "the capability index",
    "gdp": "GDP",
    "net_resources": "net resources",
    "milex": "military spending",
}
"""Bases that the sentence speaks of."""
GROUPS = {
    "majors": "major powers on the official list",
    "majors_most": "the same, without those on it for less than half of the year",
    "top8": f"the {FIXED} strongest by the base itself",
    "all": "all states with a figure",
}
"""Whose power is compared."""


@dataclass(frozen=True, slots=True)
class Poles:
    """Measures of one base over one group in a year, and ten years before.

    Attributes
    ----------
    base, group
        Keys of `BASES` and `GROUPS`.
    year
        Year of the figures.
    spread
        The measures; None where a member has no figure, which ``note`` says.
    before
        The same ten years earlier.
    members
        Codes, the strongest first.
    status
        `Status.OBSERVED`, or why there is nothing.
    note
        Who lacks a figure, or who came to the list or left it in the ten years.
    shares
        Parts of the members, in their order, of what they have together; empty where one has no
        figure.
    """

    base: str
    group: str
    year: int
    spread: Spread | None
    before: Spread | None
    members: tuple[int, ...]
    status: Status
    note: str = ""
    shares: tuple[float, ...] = ()

    @property
    def direction(self) -> str:
        """``concentrating``, ``spreading``, ``steady``; empty where it is not known."""
        if self.spread is None or self.before is None:
            return ""
        change = math.log(self.spread.poles / self.before.poles)
        if abs(change) < SAME:
            return "steady"
        return "concentrating" if change < 0 else "spreading"

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "base": self.base,
            "group": self.group,
            "year": self.year,
            "status": self.status.value,
            "measures": None if self.spread is None else _plain(self.spread),
            "ten_years_before": None if self.before is None else _plain(self.before),
            "direction": self.direction or None,
            "members": list(self.members) if self.group != "all" else None,
            "shares": list(self.shares) if self.group != "all" else None,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Polarity:
    """Poles of the system in a year: rows by base and group."""

    year: int
    rows: tuple[Poles, ...]

    def row(self, base: str, group: str) -> Poles:
        """The row of a base and a group.

        Raises
        ------
        KeyError
            Where there is none, as ``majors_most`` in a year in which the list did not change.
        """
        for row in self.rows:
            if (row.base, row.group) == (base, group):
                return row
        raise KeyError(base, group)

    @property
    def sentence(self) -> str:
        """Who is first, and where power goes, in plain words; disagreement is said."""
        known = [row for row in self.rows if row.group == "top8" and row.spread is not None]
        if not known:
            return f"No figures of power for {self.year}."
        return " ".join(part for part in (_leaders(known), _goes(known)) if part)

    @property
    def origins(self) -> tuple[str, ...]:
        """Keys of the sources of the rows with figures."""
        names = [name for row in self.rows if row.spread for name in BASES[row.base][1]]
        keys = [key for name in names for key in INDICATORS[name].sources]
        return tuple(dict.fromkeys((*keys, "cow-states")))

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "year": self.year,
            "sentence": self.sentence,
            "rows": [row.to_dict() for row in self.rows],
            "origins": list(self.origins),
        }


def polarity(
    year: int | None = None, as_of: int | None = None, release: Release | None = None
) -> Polarity:
    """Measure the poles of a year.

    Parameters
    ----------
    year
        Year; None for the last in which capabilities are known.
    as_of
        Nothing later than this year is used.
    release
        Data release, the active one by default.

    Returns
    -------
    Polarity
        Five bases over the official major powers, the eight strongest, and all states. In a year
        in which the list of majors changed there are two rows of majors: everyone who was on it
        for a day, and those who were for most of the year.

    Raises
    ------
    BadYear
        If the year is after ``as_of``, or no base covers it.
    """
    release = active() if release is None else release
    first, last = covered()
    if year is None:
        year = min(last, as_of) if as_of is not None else last
    if as_of is not None and year > as_of:
        raise BadYear(f"{year} is after as_of {as_of}")
    if not first <= year <= last:
        raise BadYear(f"figures of power are from {first} to {last}, not for {year}")
    rows = []
    for base in BASES:
        for group in GROUPS:
            if group == "majors_most" and _majors(year, True) == _majors(year, False):
                continue
            rows.append(_row(base, group, year, release))
    return Polarity(year, tuple(rows))


def polarity_series(
    base: str = "cinc",
    group: str = "majors",
    first: int | None = None,
    last: int | None = None,
    release: Release | None = None,
) -> pl.DataFrame:
    """Measures of one base and group by year.

    Returns
    -------
    polars.DataFrame
        ``year``, the measures of `Spread` (null where a member lacks a figure), ``status``, and
        ``changed``: whether the group has other members than in the year before.

    Raises
    ------
    BadYear
        If the years are in the wrong order or outside the coverage of the base.
    KeyError
        If there is no such base or group.
    """
    import polars as pl

    found = []
    members: tuple[int, ...] | None = None
    for row in course(base, group, first, last, release):
        measures = dict.fromkeys(Spread._fields, None) if row.spread is None else _plain(row.spread)
        now = tuple(sorted(row.members))
        changed = group != "all" and members is not None and now != members
        found.append({"year": row.year, **measures, "status": row.status.value, "changed": changed})
        members = now
    return pl.DataFrame(found, infer_schema_length=None)


def course(
    base: str = "cinc",
    group: str = "majors",
    first: int | None = None,
    last: int | None = None,
    release: Release | None = None,
) -> list[Poles]:
    """Measures and shares of one base and group, year by year, without the ten years before.

    Raises
    ------
    BadYear
        If the years are in the wrong order or outside the coverage of the base.
    KeyError
        If there is no such base or group.
    """
    release = active() if release is None else release
    begins, ends = covered(base)
    first, last = begins if first is None else first, ends if last is None else last
    if not begins <= first <= last <= ends:
        raise BadYear(f"{BASES[base][0]} is known from {begins} to {ends}, not {first} to {last}")
    return [_row(base, group, year, release, back=False) for year in range(first, last + 1)]


def covered(base: str | None = None) -> tuple[int, int]:
    """First and last year of a base that needs no file of the user, or of any of them."""
    names = [base] if base is not None else [name for name in BASES if name != "milex"]
    spans = [INDICATORS[name].coverage for key in names for name in BASES[key][1]]
    return min(span.first for span in spans), max(span.last for span in spans)


def _row(base: str, group: str, year: int, release: Release, back: bool = True) -> Poles:
    values, status = _values(base, year, release)
    if status is not Status.OBSERVED:
        return Poles(base, group, year, None, None, (), status)
    members = _members(group, year, values)
    lacking = [code for code in members if code not in values]
    if lacking or len(members) < 2:
        names = ", ".join(states.resolve(code, year).name for code in lacking)
        note = f"no figure for {names}" if lacking else "fewer than two states"
        return Poles(base, group, year, None, None, tuple(members), Status.MISSING, note)
    power = _power(base, members, values)
    order = tuple(members[i] for i in np.argsort(-power, kind="stable"))
    before, note = None, ""
    if back and year - BACK >= covered(base)[0]:
        earlier = _row(base, group, year - BACK, release, back=False)
        before = earlier.spread
        if group.startswith("majors") and set(earlier.members) != set(order):
            note = f"other members than in {year - BACK}: {_difference(earlier, order, year)}"
    parts = tuple(float(part) for part in np.sort(shares(power))[::-1])
    return Poles(base, group, year, spread(power), before, order, Status.OBSERVED, note, parts)


def _difference(earlier: Poles, now: tuple[int, ...], year: int) -> str:
    came = [states.resolve(code, year).name for code in now if code not in earlier.members]
    left = [states.resolve(c, earlier.year).name for c in earlier.members if c not in now]
    parts = [f"{verb} {', '.join(names)}" for verb, names in (("with", came), ("without", left))]
    return " and ".join(part for part, names in zip(parts, (came, left), strict=True) if names)


def _members(group: str, year: int, values: dict[int, Floats]) -> list[int]:
    if group == "majors":
        return list(_majors(year, False))
    if group == "majors_most":
        return list(_majors(year, True))
    known = sorted(values, key=lambda code: (-float(np.nanmean(values[code])), code))
    return known[:FIXED] if group == "top8" else known


def _power(base: str, members: list[int], values: dict[int, Floats]) -> Floats:
    figures = np.array([values[code] for code in members])
    return mean_shares(figures) if base == "components" else figures[:, 0]


@lru_cache(maxsize=512)
def _majors(year: int, most: bool) -> tuple[int, ...]:
    """Major powers of a year: of any of its days, or of more than half of them."""
    found = states.majors(year, year)["ccode"].unique().sort().to_list()
    if not most:
        return tuple(found)
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return tuple(code for code in found if 2 * states.days_as_major(code, year) > length)


@lru_cache(maxsize=2048)
def _values(base: str, year: int, release: Release) -> tuple[dict[int, Floats], Status]:
    """Figures of a base by state; a row of components has NaN where one is unknown."""
    import polars as pl

    house = states.state_years(year, year)["ccode"].unique().sort()
    keys = pl.DataFrame({"ccode": house, "year": year}).cast(pl.Int32)
    columns, seen = [], Status.OBSERVED
    for name in BASES[base][1]:
        found = evaluate(INDICATORS[name], keys, Options(), release)
        columns.append(found["value"].fill_null(np.nan).to_numpy())
        if not found["status"].is_in([str(one) for one in HAS_VALUE]).any():
            seen = Status(found["status"][0]) if found.height else Status.MISSING
    figures = np.column_stack(columns)
    known = ~np.isnan(figures).all(axis=1)
    if not known.any():
        return {}, seen if seen is not Status.OBSERVED else Status.MISSING
    codes = house.to_numpy()[known]
    return dict(zip(codes.tolist(), figures[known], strict=True)), Status.OBSERVED


def _plain(measures: Spread) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in measures._asdict().items()
    }


def _leaders(rows: list[Poles]) -> str:
    """Who is the strongest, by which base."""
    first: dict[int, list[str]] = {}
    for row in rows:
        if row.base in SAID:
            first.setdefault(row.members[0], []).append(SAID[row.base])
    if not first:
        return ""
    year = rows[0].year
    said = [
        f"{titled(states.resolve(code, year).name)} by {_listed(bases)}"
        for code, bases in first.items()
    ]
    return f"The strongest state of {year} was {_listed(said)}."


def _goes(rows: list[Poles]) -> str:
    """Where power went over ten years among the eight strongest; the normal case is a quarrel."""
    by_way: dict[str, list[str]] = {}
    for row in rows:
        if row.direction and row.base in SAID:
            by_way.setdefault(row.direction, []).append(SAID[row.base])
    if not by_way:
        return ""
    words = {"concentrating": "concentrated", "spreading": "spread", "steady": "hardly moved"}
    said = [f"{words[way]} by {_listed(bases)}" for way, bases in by_way.items()]
    moved = f"Among the {FIXED} strongest, power {_listed(said)} in the ten years before"
    if "concentrating" in by_way and "spreading" in by_way:
        return f"{moved}: the measures disagree."
    return f"{moved}."


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
