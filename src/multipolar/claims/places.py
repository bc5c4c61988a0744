"""Who a claim speaks of: a state, a list of states, or a set such as ``NATO but Turkey``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.claims.keys import NOTHING, Takes
from multipolar.claims.problems import Site, nearest, quoted
from multipolar.errors import MultipolarError
from multipolar.sources.memberships import members as members_of
from multipolar.sources.memberships import organisations
from multipolar.states import State
from multipolar.states.index import find, suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from multipolar.panel.release import Release

REGIONS = ("Americas", "Europe", "Africa", "Middle East", "Asia", "Oceania")
"""Regions by ranges of the Correlates of War code, as for speeches."""
FIRST_CODES = (200, 400, 600, 700, 900)
ALONE = ("all", "majors", "autocracies", "democracies")
"""Sets that need no state to be named."""
OF = {
    "neighbours": "contiguous by land or up to 400 miles of sea",
    "allies": "bound by a treaty of defence",
}
"""Sets around a state."""


@dataclass(frozen=True, slots=True)
class Places:
    """A set of states.

    Attributes
    ----------
    words
        As the file writes it.
    names
        States by name; empty for a rule.
    rule, around
        A rule that tells the members in a year, and the state that it is about.
    without
        States that are left out.
    united
        Other sets whose members belong to it too.
    """

    words: str
    names: tuple[str, ...] = ()
    rule: str = ""
    around: str = ""
    without: tuple[str, ...] = ()
    united: tuple[Places, ...] = ()

    @property
    def single(self) -> bool:
        """Whether it is one state, by name."""
        return len(self.names) == 1 and not self.rule and not self.united

    def members(self, year: int, release: Release) -> tuple[int, ...]:
        """Codes of the members that are states in a year, in order."""
        found = _by_rule(self.rule, self.around, year, release) if self.rule else ()
        others = [code for part in self.united for code in part.members(year, release)]
        named = [code for name in self.names if (code := code_of(name, year)) is not None]
        left_out = {code_of(name, year) for name in self.without}
        return tuple(sorted({*found, *named, *others} - left_out))


@lru_cache(maxsize=4096)
def code_of(name: str, year: int) -> int | None:
    """Code of a state in a year; None if it was none."""
    try:
        place = states.lookup(name, year)
    except MultipolarError:
        return None
    return place.ccode if isinstance(place, State) else None


def name_of(name: str, year: int) -> str:
    """A state's short name as of a year, from any name or code."""
    try:
        return states.lookup(name, year).name
    except MultipolarError:
        return name


@lru_cache(maxsize=512)
def _by_rule(rule: str, around: str, year: int, release: Release) -> tuple[int, ...]:
    if rule in organisations():
        return tuple(members_of(rule, year))
    house = tuple(int(c) for c in states.state_years(year, year)["ccode"].unique().sort())
    if rule in REGIONS:
        place = REGIONS.index(rule)
        return tuple(c for c in house if np.searchsorted(FIRST_CODES, c, "right") == place)
    if rule == "all":
        return house
    if rule == "majors":
        return tuple(int(c) for c in states.majors(year, year)["ccode"].unique().sort())
    if rule in ("autocracies", "democracies"):
        return _by_regime(house, year, rule == "democracies", release)
    return _around(rule, code_of(around, year), house, year, release)


def _by_regime(
    house: tuple[int, ...], year: int, democratic: bool, release: Release
) -> tuple[int, ...]:
    """Autocracies, closed and electoral, or democracies, by Regimes of the World."""
    import polars as pl

    from multipolar.fields.evaluate import evaluate
    from multipolar.fields.indicator import Options
    from multipolar.fields.registry import INDICATORS

    what = INDICATORS["regime.type"]
    known = min(year, what.coverage.last)
    keys = pl.DataFrame({"ccode": house, "year": known}).cast(pl.Int32)
    values = evaluate(what, keys, Options(), release)["value"]
    return tuple(
        code
        for code, value in zip(house, values.to_list(), strict=True)
        if value is not None and (value >= 2) == democratic
    )


@lru_cache(maxsize=256)
def neighbours(year: int, release: Release) -> dict[int, tuple[int, ...]]:
    """Neighbours of each state in a year, by land or up to 400 miles of sea.

    After the list ends, in 2016, its open spells go on.
    """
    import polars as pl

    from multipolar.fields.evaluate import evaluate
    from multipolar.fields.indicator import Options
    from multipolar.fields.registry import INDICATORS

    keys = states.dyad_years(year, year).select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    values = evaluate(INDICATORS["distance.contiguity"], keys, Options(carry=True), release)
    found: dict[int, list[int]] = {}
    for one, two in (
        keys.filter(values["value"].fill_null(0.0) > 0).select("ccode1", "ccode2").rows()
    ):
        found.setdefault(one, []).append(two)
        found.setdefault(two, []).append(one)
    return {code: tuple(sorted(near)) for code, near in found.items()}


def _around(
    rule: str, centre: int | None, house: tuple[int, ...], year: int, release: Release
) -> tuple[int, ...]:
    import polars as pl

    from multipolar.fields.evaluate import evaluate
    from multipolar.fields.indicator import Options
    from multipolar.fields.registry import INDICATORS

    if centre is None:
        return ()
    if rule == "neighbours":
        return neighbours(year, release).get(centre, ())
    what = INDICATORS["treaty.defense"]
    known = min(year, what.coverage.last)
    others = [code for code in house if code != centre]
    keys = pl.DataFrame(
        {
            "ccode1": [min(code, centre) for code in others],
            "ccode2": [max(code, centre) for code in others],
            "year": known,
        }
    ).cast(pl.Int32)
    values = evaluate(what, keys, Options(), release)["value"].fill_null(0.0)
    return tuple(code for code, value in zip(others, values.to_list(), strict=True) if value > 0)


# ------------------------------------------------------------------ reading
def parse(raw: Any, site: Site) -> Places | None:
    """Read a state, a list of states, or a set; mistakes are noted."""
    if isinstance(raw, list):
        if not raw or not all(isinstance(item, str) for item in raw):
            site.wrong(f"{quoted(raw)} is no list of states")
            return None
        known = [_state(item, site) for item in raw]
        return Places(", ".join(raw), tuple(raw)) if all(known) else None
    if not isinstance(raw, str) or not raw.strip():
        site.wrong(f"{quoted(raw)} is no state and no set of states")
        return None
    text = " ".join(raw.split())
    kept, _, left_out = text.partition(" but ")
    without = tuple(name.strip() for name in left_out.split(",") if name.strip())
    if not all([_state(name, site) for name in without]):
        return None
    rule, around = _rule(kept)
    if rule:
        if around and not _state(around, site):
            return None
        return Places(text, rule=rule, around=around, without=without)
    return Places(text, (kept,), without=without) if _state(kept, site) else None


def _rule(text: str) -> tuple[str, str]:
    """The rule of a set and the state that it is about; two empty strings for a state."""
    lowered = text.casefold()
    keys = [*ALONE, *REGIONS, *organisations()]
    found = next((one for one in keys if one.casefold() == lowered), "")
    if found:
        return found, ""
    around = re.match(rf"({'|'.join(OF)}) of (?:the )?(.+)$", text, re.I)
    return (around[1].lower(), around[2]) if around else ("", "")


def _state(name: str, site: Site) -> bool:
    """Whether a name is one state's in the year of the paper, noting if it is not."""
    year = site.written or 2014
    try:
        if find(name) is None:
            hint = suggestions(name)
            told = f"; nearest: {', '.join(hint)}" if hint else nearest(name, _set_words())
            site.wrong(f"no state and no set of states is known as {quoted(name)}{told}")
            return False
        states.lookup(name, year)
    except MultipolarError as error:
        site.wrong(str(error))
        return False
    return True


def _set_words() -> Iterable[str]:
    return [*ALONE, *REGIONS, *organisations(), *(f"{word} of USA" for word in OF)]


def _places(raw: Any, site: Site) -> Any:
    found = parse(raw, site)
    return NOTHING if found is None else found


def _who(raw: Any, site: Site) -> Any:
    """One set for a state-year indicator, or two for a dyad; a list of two is decided later."""
    if isinstance(raw, list) and len(raw) == 2:
        found = [parse(item, site) for item in raw]
        if any(item is None for item in found):
            return NOTHING
        return tuple(found)
    found_one = parse(raw, site)
    return NOTHING if found_one is None else (found_one,)


def _pair(raw: Any, site: Site) -> Any:
    if not isinstance(raw, list) or len(raw) != 2 or not all(isinstance(i, str) for i in raw):
        site.wrong(f"{quoted(raw)} is no pair: write two states, as in ['China', 'Russia']")
        return NOTHING
    if not all([_state(item, site) for item in raw]):
        return NOTHING
    year = site.written or 2014
    if code_of(raw[0], year) == code_of(raw[1], year):
        site.wrong(f"{raw[0]} and {raw[1]} are the same state: a pair needs two")
        return NOTHING
    return (raw[0], raw[1])


def _one_state(raw: Any, site: Site) -> Any:
    if not isinstance(raw, str):
        site.wrong(f"{quoted(raw)} is no state")
        return NOTHING
    return raw if _state(raw, site) else NOTHING


PLACES = Takes("state, list of states, or set", _places)
WHO = Takes("state | set | [state or set, state or set]", _who)
PAIR = Takes("[state, state]", _pair)
STATE = Takes("state", _one_state)
