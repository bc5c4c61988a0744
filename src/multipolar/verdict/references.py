"""Reference relationships: pairs of states of which history knows what they were to each other."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import MultipolarError
from multipolar.sources.geodist import PLACES
from multipolar.states import State

if TYPE_CHECKING:
    from multipolar.panel.release import Release

CLASSES = ("alliance", "partnership", "opportunism", "transactional", "rivalry", "indifference")
TITLES = {
    "alliance": "strategic alliance",
    "partnership": "aligned partnership",
    "opportunism": "axis of opportunism",
    "transactional": "transactional",
    "rivalry": "rivalry",
    "indifference": "indifference",
}
"""Classes in words."""
EXCLUDED = frozenset((365, 710))
"""Russia (the Soviet Union) and China: their relationship may train nothing, in any era."""
REMOTE_KM = 5000.0
REMOTE_SPANS = ((1962, 1971), (1974, 1983), (1986, 1995), (1998, 2007), (2005, 2014))
REMOTE_EACH = 7
REMOTE_SEED = 1814
"""Rule by which the indifferent pairs are drawn; see `remote_pairs`."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One phase of the relationship of two states.

    Attributes
    ----------
    ccode1, ccode2
        COW codes, the lower first.
    first, last
        Years through which it kept its character.
    kind
        One of `CLASSES`.
    disputed
        Whether scholars differ, or a neighbouring class could be argued.
    tether
        Whether the two were allied to hold each other (Weitsman 2004).
    reason
        Why this class, in one sentence.
    sources
        Keys of the literature.
    """

    ccode1: int
    ccode2: int
    first: int
    last: int
    kind: str
    disputed: bool
    tether: bool
    reason: str
    sources: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name by which a spell is listed, such as ``United Kingdom - United States 1950-2015``."""
        middle = (self.first + self.last) // 2
        found = [states.lookup(code, middle) for code in (self.ccode1, self.ccode2)]
        one, two = (p.name if isinstance(p, State) else "?" for p in found)
        return f"{one} - {two} {self.first}-{self.last}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "ccode1": self.ccode1,
            "ccode2": self.ccode2,
            "first": self.first,
            "last": self.last,
            "class": self.kind,
            "disputed": self.disputed,
            "tether": self.tether,
            "reason": self.reason,
            "sources": list(self.sources),
        }


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("multipolar.verdict").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def relationships() -> tuple[Relationship, ...]:
    """All reference relationships, as the table ``relationships.csv`` has them.

    Raises
    ------
    MultipolarError
        If a row is not sound, or is of the excluded pair.
    """
    found = tuple(_relationship(row) for row in _rows("relationships.csv"))
    for one in found:
        if {one.ccode1, one.ccode2} == EXCLUDED:
            raise MultipolarError(f"{one.name} may not be a reference")
    return found


def _relationship(row: dict[str, str]) -> Relationship:
    found = Relationship(
        ccode1=int(row["ccode1"]),
        ccode2=int(row["ccode2"]),
        first=int(row["first"]),
        last=int(row["last"]),
        kind=row["class"],
        disputed=row["disputed"] == "1",
        tether=row["tether"] == "1",
        reason=row["reason"],
        sources=tuple(row["sources"].split()),
    )
    if found.kind not in CLASSES or not found.ccode1 < found.ccode2 or found.first > found.last:
        raise MultipolarError(f"reference relationship is not sound: {row}")
    return found


def literature() -> dict[str, dict[str, str]]:
    """The works that the references are drawn from, by key: author, year, title, publisher."""
    return {row["key"]: row for row in _rows("literature.csv")}


def remote_pairs(release: Release) -> list[tuple[int, int, int, int]]:
    """Pairs drawn at random among remote ones, as references for indifference.

    For each span of `REMOTE_SPANS`, `REMOTE_EACH` pairs are drawn with a fixed seed from those
    that existed throughout, were politically relevant in none of its years (neither a major
    power, nor neighbours), lie farther than `REMOTE_KM` apart and share no state with a pair drawn
    before in that span. Nothing that the verdict measures enters the rule but distance. States
    whose distances are coded by hand take no part: the pairs were drawn, and fixed, before those
    had any.

    Returns
    -------
    list
        ``ccode1, ccode2, first, last``.
    """
    import polars as pl

    from multipolar.fields.affinity_layers import value_of
    from multipolar.fields.relevance import relevant_dyads

    table = states.states_table()
    late = table.filter(pl.col("iso3").is_in(list(PLACES)))["ccode"].unique().to_list()
    draw = np.random.default_rng(REMOTE_SEED)
    found: list[tuple[int, int, int, int]] = []
    keys = ("ccode1", "ccode2")
    for first, last in REMOTE_SPANS:
        there = states.dyad_years(first, last).select(pl.col(*keys, "year").cast(pl.Int32))
        relevant = relevant_dyads(release, first, last).select(keys).unique()
        whole = (
            there.group_by(keys)
            .len()
            .filter(pl.col("len") == last - first + 1)
            .join(relevant, on=list(keys), how="anti")
            .with_columns(pl.lit(last, pl.Int32).alias("year"))
            .sort(keys)
        )
        km = value_of("distance.km", whole.select(*keys, "year"), release)["value"]
        listed = whole.filter(km > REMOTE_KM).select(keys)
        far = listed.filter(~pl.any_horizontal(pl.col(*keys).is_in(late))).rows()
        used: set[int] = set()
        for place in draw.permutation(len(far)):
            pair = far[place]
            if used.isdisjoint(pair):
                used.update(pair)
                found.append((*pair, first, last))
            if len(used) == 2 * REMOTE_EACH:
                break
    return found
