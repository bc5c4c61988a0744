"""Obligations by organisation, pledges after ATOP's end, and groupings that two states share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.sources import memberships
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl

Row = tuple[int, int, int, float, int | None]
"""Two codes, year, value and n."""


def _obligation_of(keys: Iterable[str]) -> int:
    return max((memberships.organisations()[key].obligation for key in keys), default=0)


def _organisation(year: int) -> list[Row]:
    """Strongest kind of organisation that a pair shares, and how many of them."""
    found: list[Row] = []
    for (one, two), keys in memberships.shared(year).items():
        level = _obligation_of(keys)
        if level:
            count = sum(_obligation_of([key]) > 0 for key in keys)
            found.append((one, two, year, float(level), count))
    return found


def _later_pledge(year: int) -> list[Row]:
    """Strongest pledge made after 2018 that was in force on a day of the year."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for pledge in memberships.later_pledges():
        if pledge.start.year <= year <= pledge.end.year:
            pair = (pledge.ccode1, pledge.ccode2)
            level, count = found.get(pair, (0, 0))
            found[pair] = (max(level, pledge.obligation), count + 1)
    return [(*pair, year, float(level), count) for pair, (level, count) in found.items()]


def _groupings(year: int) -> list[Row]:
    """Number of groupings that a pair shares."""
    shared = memberships.shared(year).items()
    return [(one, two, year, float(len(keys)), None) for (one, two), keys in shared]


def _groupings_share(year: int) -> list[Row]:
    """Shared groupings over those of either, each weighted by 1 over its number of members."""
    rosters = {key: memberships.members(key, year) for key in memberships.organisations()}
    belongs: dict[int, set[str]] = {}
    for key, roster in rosters.items():
        for code in roster:
            belongs.setdefault(code, set()).add(key)
    weight = {key: 1 / len(roster) for key, roster in rosters.items() if roster}
    shared, codes = memberships.shared(year), sorted(belongs)
    found: list[Row] = []
    for place, one in enumerate(codes):
        for two in codes[place + 1 :]:
            either = sorted(belongs[one] | belongs[two])
            both = sum(weight[key] for key in shared.get((one, two), ()))
            found.append((one, two, year, both / sum(weight[k] for k in either), len(either)))
    return found


def _rows(of_year: Callable[[int], list[Row]], scope: Scope) -> pl.DataFrame:
    import polars as pl

    years = range(scope.first, scope.last + 1)
    rows = [row for year in years for row in of_year(year)]
    schema = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32)
    return pl.DataFrame(rows, {**schema, "value": pl.Float64, "n": pl.Int32}, orient="row")


def _named(one: int, two: int, year: int) -> str:
    """Which organisations stand behind the value."""
    keys = memberships.shared(year).get((min(one, two), max(one, two)), ())
    listed = [memberships.organisations()[key] for key in keys]
    return ", ".join(item.name for item in listed if item.obligation)


def _all_named(one: int, two: int, year: int) -> str:
    return ", ".join(memberships.shared(year).get((min(one, two), max(one, two)), ()))


def _cited(one: int, two: int, year: int) -> str:
    """Which pledges stand behind the value, with their citations."""
    pair = (min(one, two), max(one, two))
    told = [
        f"coded by hand: {item.treaty}, {item.clause} ({item.citation})"
        for item in memberships.later_pledges()
        if (item.ccode1, item.ccode2) == pair and item.start.year <= year <= item.end.year
    ]
    return "; ".join(told)


def _declare(
    name: str,
    title: str,
    field: str,
    kind: str,
    bounds: tuple[float | None, float | None],
    scale: str,
    high: str,
    definition: str,
    of_year: Callable[[int], list[Row]],
    absent: Status,
    coverage: Coverage,
    remark: Callable[[int, int, int], str] | None = None,
    source: str = "hand-memberships",
) -> Indicator:
    hand = ref.HAND_TREATIES if source == "hand-treaties" else ref.HAND_MEMBERSHIPS
    return Indicator(
        name=name,
        title=title,
        field=field,
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind=kind,
        bounds=bounds,
        scale=scale,
        high=high,
        definition=definition,
        sources=(source,),
        references=(hand,),
        compute=partial(_rows, of_year),
        absent=absent,
        coverage=coverage,
        remark=remark,
    )


INDICATORS = (
    _declare(
        "treaty.organisation",
        "obligation by organisation",
        "treaty",
        "ordinal",
        (0, 2),
        "0 none of those listed, 1 security organisation, 2 alliance with mutual defence",
        "both belong to an alliance that obliges its members to defend each other",
        "2 if both are members, on one day of the year, of NATO, the Collective Security Treaty "
        "Organization (CSTO) or the Warsaw Pact; 1 of the Shanghai Cooperation Organisation (SCO) "
        "or AUKUS, which oblige nobody to defend; 0 if of none of these five (other alliances "
        "are in the indicators of ATOP). Rosters are coded by hand, each with its document; n is "
        "the number of these organisations that they share.",
        _organisation,
        Status.STRUCTURAL_ZERO,
        memberships.ALLIANCES,
        _named,
    ),
    _declare(
        "treaty.later_pledge",
        "pledge after 2018 (coded by hand)",
        "treaty",
        "ordinal",
        (1, 3),
        "1 non-aggression, 2 neutrality or consultation, 3 defence",
        "they are bound to fight together by a pledge made or renewed after 2018",
        "Strongest pledge between the two that was made or renewed after 2018, where ATOP ends, "
        "and in force on a day of the year: a short list coded by hand, each with its document, "
        "graded like the obligations of ATOP and never joined to them. A pair that is not in the "
        "list has no value: it may have made a pledge all the same, or an older one may go on.",
        _later_pledge,
        Status.MISSING,
        memberships.LATER,
        _cited,
        source="hand-treaties",
    ),
    _declare(
        "institutions.groupings",
        "shared groupings",
        "institutions",
        "count",
        (0, None),
        "groupings",
        "they sit in many of the large groupings together",
        "Number of the 24 listed groupings (NATO, EU, SCO, BRICS, G20 and others) of which both "
        "are full members on one day of the year. The list is a choice of well-known groupings, "
        "not a census of organisations; it goes on after 2014, where the count of joint "
        "organisations ends, and is never joined to it.",
        _groupings,
        Status.STRUCTURAL_ZERO,
        memberships.GROUPINGS,
        _all_named,
    ),
    _declare(
        "institutions.groupings_share",
        "overlap of groupings",
        "institutions",
        "share",
        (0, 1),
        "share of the groupings that either belongs to, by exclusivity",
        "they belong to the same groupings, the small ones above all",
        "Shared groupings over those of which at least one is a member (Jaccard), each weighted "
        "by 1 over its number of members that year; n is the number of groupings of either. The "
        "24 groupings are those of institutions.groupings. No value where neither belongs to any.",
        _groupings_share,
        Status.INSUFFICIENT,
        memberships.GROUPINGS,
        _all_named,
    ),
)
