"""Where relationships changed for good, over all pairs and years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import BadOption, BadYear, SameState
from multipolar.export import Exports
from multipolar.fields.affinity import INDICATORS, LEAST_LAYERS, Z90, affinities
from multipolar.fields.affinity_layers import LAYERS
from multipolar.fields.affinity_model import LAST
from multipolar.fields.affinity_shift_tables import SMALLEST
from multipolar.fields.affinity_shifts import SEEN, YEARS
from multipolar.measures.discoveries import benjamini_yekutieli, no_noise
from multipolar.panel.release import Release, active
from multipolar.states import State
from multipolar.states.pair import titled
from multipolar.years import check_as_of, check_years

if TYPE_CHECKING:
    import polars as pl

ORIGINS = INDICATORS[0].sources
EARLY, LATER, SETTLED = sorted(SEEN)
"""Years seen, the first included, after which a shift is judged."""
FDR = 0.1
LEAST = 0.5
"""A realignment moves affinity by half a standard deviation over relevant pairs at least."""
GREATEST = 0.5
"""Greatest rate of false discoveries that can be asked for."""
WORDS = {
    "votes": "votes",
    "treaty": "treaties",
    "practice": "military practice",
    "trade": "trade",
    "institutions": "organisations",
    "narrative": "speeches",
    "hostility": "rivalry and disputes",
}
CARRIED = 0.25
"""Share of the size from which a layer is said to have carried a realignment."""
NEW = 0.5
"""Share of the size, from layers new to the pair, from which a realignment is doubtful."""


@dataclass(frozen=True, slots=True)
class Realignment:
    """One lasting shift of the closeness of two states.

    Attributes
    ----------
    one, two
        The states, by the lower code first.
    year, first, last
        Year from which the level is another, and the years that hold it with probability .9.
    size, low, high
        Shift of affinity in standard deviations over relevant pairs, with its 90 % interval;
        positive is toward each other.
    probability
        Probability that the shift is no chance fluctuation: one less the local rate of false
        discovery.
    q
        Least rate of false discoveries, over all pairs and years, at which it is listed: false is
        what is only ordinary movement. A code that changes (a treaty signed) is a fact.
    q_strict
        The same with changes of codes taken for chance as far as the model lets them happen.
    p
        Probability of one as clear in ordinary years.
    layers
        Share of the size that each layer gives; negative where a layer speaks against it, and cut
        at 1.27 either way.
    seen
        Years, the first included, after which it was judged: 3, 5 or, for good, 10.
    new
        Share of the size from layers that nobody had observed for the pair before.
    """

    one: State
    two: State
    year: int
    first: int
    last: int
    size: float
    low: float
    high: float
    probability: float
    q: float
    q_strict: float
    p: float
    layers: dict[str, float]
    seen: int
    new: float

    @property
    def direction(self) -> str:
        """``toward`` or ``away``."""
        return "toward" if self.size > 0 else "away"

    @property
    def carried(self) -> tuple[str, ...]:
        """Layers that carried it, the strongest first."""
        strong = sorted(self.layers.items(), key=lambda item: -item[1])
        return tuple(name for name, share in strong if share >= CARRIED) or (strong[0][0],)

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        pair = f"{titled(self.one.name)} and {titled(self.two.name)}"
        way = "closer" if self.size > 0 else "apart"
        when = str(self.year) if self.first == self.last else f"{self.first}-{self.last}"
        by = " and ".join(WORDS[name] for name in self.carried[:2])
        low, high = self.along
        return (
            f"{pair[0].upper()}{pair[1:]} moved {way} in {when} by {abs(self.size):.1f} "
            f"[{low:.1f}, {high:.1f}], by their {by}."
        )

    @property
    def along(self) -> tuple[float, float]:
        """Interval of the size in the direction of the shift; below 0 is the other direction."""
        return (self.low, self.high) if self.size > 0 else (-self.high, -self.low)

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "states": [state.iso3 or f"cow:{state.ccode}" for state in (self.one, self.two)],
            "ccode1": self.one.ccode,
            "ccode2": self.two.ccode,
            "year": self.year,
            "first": self.first,
            "last": self.last,
            "direction": self.direction,
            "size": self.size,
            "low": self.low,
            "high": self.high,
            "probability": self.probability,
            "q": self.q,
            "q_strict": self.q_strict,
            "p": self.p,
            "layers": self.layers,
            "carried": list(self.carried),
            "years_seen": self.seen,
            "new_layers": self.new,
        }


@dataclass(frozen=True, slots=True)
class Realignments(Exports):
    """Realignments at a rate of false discoveries.

    Attributes
    ----------
    items
        In order of years, then codes.
    fdr
        Rate that holds for the list over all pairs and years, whatever the dependence.
    least
        Smallest shift that counts.
    as_of
        Last year whose data were used.
    tests
        Shifts that were tested.
    everywhere
        Realignments of all pairs in all years at that rate.
    """

    items: tuple[Realignment, ...]
    fdr: float
    least: float
    as_of: int
    tests: int
    everywhere: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "fdr": self.fdr,
            "least": self.least,
            "as_of": self.as_of,
            "tests": self.tests,
            "everywhere": self.everywhere,
            "realignments": [item.to_dict() for item in self.items],
            "sources": list(ORIGINS),
        }

    def _export(self) -> tuple[pl.DataFrame, dict[str, str]]:
        import polars as pl

        rows = [
            {key: value for key, value in item.to_dict().items() if np.isscalar(value)}
            | item.layers
            for item in self.items
        ]
        return pl.DataFrame(rows), {"size": "shift of affinity", "q": "false discovery rate"}


def realignments(
    years: Iterable[int] | None = None,
    state: str | int | State | None = None,
    pair: tuple[str | int | State, str | int | State] | None = None,
    *,
    fdr: float = FDR,
    least: float = LEAST,
    strict: bool = False,
    as_of: int | None = None,
    relevant: bool = False,
    release: Release | None = None,
) -> Realignments:
    """Find where relationships changed for good.

    Parameters
    ----------
    years
        Years in which a realignment began; all from 1956 if left out.
    state, pair
        Only those of a state, or of two.
    fdr
        Rate of false discoveries, over all pairs and years and not only those asked for; up to
        .5.
    least
        Smallest shift that counts, in standard deviations, from .25. Smaller ones are tests that
        found nothing, so that the rate holds for the list of the larger ones.
    strict
        List by ``q_strict``.
    as_of
        As it was known at the end of that year; a shift is judged when three years of it have
        been seen, and anew after five and ten.
    relevant
        Only politically relevant pairs: neighbours, or with a major power.
    release
        Data release, the active one by default.

    Raises
    ------
    BadYear
        If no year is covered, or ``as_of`` leaves none.
    BadOption
        If the rate is not between 0 and one half, the least size is under .25, or both a state
        and a pair are named.
    UnknownState, AmbiguousState, SameState, NotAState
    """
    import polars as pl

    if not 0 < fdr <= GREATEST:
        raise BadOption(f"a rate of false discoveries lies between 0 and {GREATEST}, not {fdr}")
    if not least >= SMALLEST:
        raise BadOption(f"the smallest shift that can be asked for is {SMALLEST}, not {least}")
    if state is not None and pair is not None:
        raise BadOption("ask for the realignments of one state or of a pair, not of both")
    known = LAST if check_as_of(as_of) is None else min(as_of or LAST, LAST)
    wanted = _years(years, known)
    release = active() if release is None else release
    frame, tests = judged(release, known, least)
    frame = frame.filter(pl.col("q_strict" if strict else "q") <= fdr)
    everywhere = frame.height
    frame = frame.filter(pl.col("year").is_in(wanted))
    named: tuple[str | int | State, ...] = (state,) if state is not None else (pair or ())
    groups = [_codes(query, wanted) for query in named]
    if len(groups) == 2 and groups[0] == groups[1]:
        raise SameState("a realignment is between two different states", str(named[0]))
    for codes in groups:
        frame = frame.filter(pl.col("ccode1").is_in(codes) | pl.col("ccode2").is_in(codes))
    if relevant and frame.height:
        frame = frame.join(_relevant(frame, release), on=["ccode1", "ccode2", "year"], how="semi")
    items = [_realignment(row) for row in frame.sort("year", "ccode1", "ccode2").to_dicts()]
    return Realignments(tuple(items), fdr, least, known, tests, everywhere)


def judged(release: Release, as_of: int = LAST, least: float = LEAST) -> tuple[pl.DataFrame, int]:
    """Shifts as known at the end of a year, with q and probability, and the number of tests.

    Relevant pairs and others are two families of tests, each with its own rate: shifts are several
    times as frequent in the first, and one rate over both would be too lax for the second and too
    strict for the first (Efron 2008).

    Each first year is judged by the most years that had been seen of it: 3, 5 or 10. Where two
    such judgements of one turn stand within two years of each other, the clearer one is kept.
    """
    import polars as pl

    def current(frame: pl.LazyFrame) -> pl.DataFrame:
        age = as_of - pl.col("year").cast(pl.Int32) + 1
        most = pl.when(age >= SETTLED).then(SETTLED).when(age >= LATER).then(LATER)
        return frame.filter((age >= EARLY) & (pl.col("seen") == most.otherwise(EARLY))).collect()

    frame = current(release.scan("realignments").filter(pl.col("size").abs() >= least))
    tests = current(release.scan("realignment_tests"))
    parts = []
    for side in (0, 1):
        part = frame.filter(pl.col("relevant") == side)
        number = int(tests.filter(pl.col("relevant") == side)["tests"].sum())
        p, hard = (10 ** part[name].to_numpy().astype(float) for name in ("log_p", "log_strict"))
        parts.append(
            part.with_columns(
                pl.Series("p", p),
                pl.Series("q", benjamini_yekutieli(p, number)),
                # Strict is never the more lenient: where its own variance is, the other p holds.
                pl.Series("q_strict", benjamini_yekutieli(np.maximum(p, hard), number)),
                pl.Series("probability", no_noise(p, number)),
            )
        )
    return _once(pl.concat(parts)), int(tests["tests"].sum())


def _once(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop a judgement next to a clearer one of the same pair and direction."""
    import polars as pl

    frame = frame.sort("ccode1", "ccode2", "year").with_row_index("_row")
    near = frame.join(frame, on=["ccode1", "ccode2"], suffix="_other").filter(
        (pl.col("_row") != pl.col("_row_other"))
        & ((pl.col("year").cast(pl.Int32) - pl.col("year_other")).abs() <= 2)
        & ((pl.col("size") > 0) == (pl.col("size_other") > 0))
        & (
            (pl.col("log_p") > pl.col("log_p_other"))
            | ((pl.col("log_p") == pl.col("log_p_other")) & (pl.col("_row") > pl.col("_row_other")))
        )
    )
    return frame.join(near.select("_row").unique(), on="_row", how="anti").drop("_row")


def _years(years: Iterable[int] | None, known: int) -> list[int]:
    last = known - EARLY + 1
    if last < YEARS[0]:
        raise BadYear(
            f"realignments are known from {YEARS[0]} on, and three years of one must have been "
            f"seen: as of {known} there is none"
        )
    listed = list(range(YEARS[0], last + 1)) if years is None else check_years(years)
    covered = [year for year in listed if YEARS[0] <= year <= last]
    if not covered:
        raise BadYear(
            f"realignments are known from {YEARS[0]} to {last}: of a later one too few years have "
            "been seen"
        )
    return covered


def _codes(query: str | int | State, years: list[int]) -> list[int]:
    """Codes that a name stands for in the years asked for; West Germany is Germany before 1990."""
    found = {place.ccode for y in years if isinstance(place := states.lookup(query, y), State)}
    return sorted(found) if found else [states.resolve(query, years[-1]).ccode]


def _relevant(frame: pl.DataFrame, release: Release) -> pl.DataFrame:
    import polars as pl

    from multipolar.fields.relevance import relevant_dyads

    first, last = (int(getattr(frame["year"], end)()) for end in ("min", "max"))
    keys = pl.col("ccode1", "ccode2", "year").cast(pl.Int16)
    return relevant_dyads(release, first, last).select(keys)


def _realignment(row: dict[str, Any]) -> Realignment:
    one, two = (states.resolve(row[key], row["year"]) for key in ("ccode1", "ccode2"))
    half = Z90 * row["sd"]
    return Realignment(
        one,
        two,
        row["year"],
        row["first"],
        row["last"],
        row["size"],
        row["size"] - half,
        row["size"] + half,
        row["probability"],
        row["q"],
        row["q_strict"],
        row["p"],
        {name: row[name] / 100 for name in LAYERS},
        row["seen"],
        row["fresh"] / 100,
    )


# ------------------------------------------------------------------------ one pair
@dataclass(frozen=True, slots=True)
class Course:
    """The affinity of a pair over the years, and where its level changed.

    Attributes
    ----------
    one, two
        The states, in the order they were named, as of the last year.
    points
        Year, affinity and its 90 % interval; years with too few layers are left out.
    zone
        Ends of the neutral zone in the last year.
    turns
        Its realignments.
    """

    one: State
    two: State
    points: tuple[tuple[int, float, float, float], ...]
    zone: tuple[float, float]
    turns: tuple[Realignment, ...]

    @property
    def sentence(self) -> str:
        """What became of the two, in one sentence."""
        pair = f"{titled(self.one.name)} and {titled(self.two.name)}"
        pair = pair[0].upper() + pair[1:]
        if not self.turns:
            return f"No lasting shift of affinity between {pair} stands out."
        said = [f"{'closer' if t.size > 0 else 'apart'} in {t.year}" for t in self.turns]
        listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
        return f"{pair} moved {listed}."


def course(
    first: str | int | State,
    second: str | int | State,
    found: Realignments,
    release: Release | None = None,
) -> Course:
    """Affinity of a pair from 1956 to the year of a list of realignments.

    Parameters
    ----------
    first, second
        States by any name or code.
    found
        The realignments of the pair, as `realignments` finds them.

    Raises
    ------
    NotAState
        If the two were never states together in these years.
    """
    import polars as pl

    from multipolar.states.pair import find_pair

    release = active() if release is None else release
    pair = find_pair(first, second, None if found.as_of == LAST else found.as_of)
    rows = []
    for year in range(YEARS[0], found.as_of + 1):
        places = [states.lookup(query, year) for query in (first, second)]
        codes = sorted({place.ccode for place in places if isinstance(place, State)})
        if len(codes) == 2:
            rows.append((*codes, year))
    kinds = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32)
    values = affinities(pl.DataFrame(rows, schema=kinds, orient="row"), release)
    known = values.filter(pl.col("n") >= LEAST_LAYERS)
    points = tuple(
        (year, mean, mean - Z90 * sd, mean + Z90 * sd)
        for year, mean, sd in known.select("year", "mean", "sd").iter_rows()
    )
    ends = known.select("zone_low", "zone_high").rows()
    return Course(pair.one, pair.two, points, ends[-1] if ends else (0.0, 0.0), found.items)
