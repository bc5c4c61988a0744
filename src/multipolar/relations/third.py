"""The third party: a state outside the pair, what it is to each of them, and each to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from multipolar import states
from multipolar.errors import BadOption
from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.query import get
from multipolar.states.pair import titled

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release
    from multipolar.states.pair import Pair

TIES = (
    ("hostility.rivalry", "rivals"),
    ("hostility.mid", "highest dispute in ten years"),
    ("votes.kappa", "votes alike"),
    ("treaty.obligation", "treaty"),
)
"""Non-directed ties of each with the third party."""
STAKE = "trade.share"
"""What each has at stake with the third party: its share in each one's trade."""
RULE = (
    "the outside state with the largest product of its share of world capabilities and its "
    "hostility to either (rivalry, and the level of disputes in ten years over 5); without any "
    "hostility the strongest outside state"
)
"""How the third party is chosen where none is named: from hostility to the two, and never from
what they do together."""
BACK = 20
"""Years back that are searched for the last value."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie with the third party: of the first of the pair, and of the second."""

    indicator: str
    title: str
    first: Estimate
    second: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "indicator": self.indicator,
            "first": self.first.to_dict(),
            "second": self.second.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """A state outside the pair, and both states' ties with it.

    Attributes
    ----------
    state
        The third party.
    named
        Whether the user named it; else `RULE` chose it.
    ties
        Hostility, votes, treaty; then the stake of each: its share of trade with the third party.
    """

    state: states.State
    named: bool
    ties: tuple[Tie, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "state": {
                "ccode": self.state.ccode,
                "iso3": self.state.iso3,
                "name": self.state.name,
            },
            "chosen_by": "user" if self.named else RULE,
            "ties": [tie.to_dict() for tie in self.ties],
        }


def third_party(
    pair: Pair, release: Release, named: str | int | states.State | None = None
) -> ThirdParty | None:
    """Find the third party of a pair, and measure both states' ties with it.

    Parameters
    ----------
    pair
        The pair and the year of the question.
    release
        Data release.
    named
        The third state by any name or code; None to let `RULE` choose.

    Returns
    -------
    ThirdParty or None
        None where no outside state has a known power in the twenty years before.

    Raises
    ------
    BadOption
        If the third state is one of the pair.
    UnknownState, AmbiguousState, NotAState
    """
    state = third_state(pair, release, named)
    if state is None:
        return None
    ties = [_tie(name, title, state.ccode, pair, release) for name, title in TIES]
    ties.append(
        _tie(STAKE, f"share of {titled(state.name)} in its trade", state.ccode, pair, release)
    )
    return ThirdParty(state, named is not None, tuple(ties))


def third_state(
    pair: Pair, release: Release, named: str | int | states.State | None = None
) -> states.State | None:
    """The third party that is named, or that `RULE` chooses; None where no power is known.

    Raises
    ------
    BadOption
        If it is one of the pair.
    UnknownState, AmbiguousState, NotAState
    """
    if named is not None:
        return outside(pair, named)
    ccode = _chosen(pair, release)
    return None if ccode is None else states.resolve(ccode, pair.as_of)


def outside(pair: Pair, named: str | int | states.State) -> states.State:
    """The third state by its name.

    Raises
    ------
    BadOption
        If it is one of the pair.
    UnknownState, AmbiguousState, NotAState
    """
    state = states.resolve(named, pair.as_of)
    if state.ccode in pair.codes:
        raise BadOption(f"{state.name} is one of the pair: the third party is another state")
    return state


def _chosen(pair: Pair, release: Release) -> int | None:
    """Code of the state that `RULE` finds."""
    import polars as pl

    power = _last_power(pair, release)
    if power is None:
        return None
    hostile = pl.DataFrame({"ccode": power["ccode"], "hostility": 0.0})
    for code in pair.codes:
        for name, scale in (("hostility.rivalry", 1.0), ("hostility.mid", 5.0)):
            found = _toward(code, power["ccode"], name, pair.as_of, release)
            hostile = hostile.join(found, on="ccode", how="left").select(
                "ccode",
                (pl.col("hostility") + pl.col("value").fill_null(0.0) / scale).alias("hostility"),
            )
    scored = power.join(hostile, on="ccode").with_columns(
        (pl.col("power") * pl.col("hostility")).alias("score")
    )
    best = scored.sort("score", "power", "ccode", descending=[True, True, False]).row(0, named=True)
    return int(best["ccode"])


def _last_power(pair: Pair, release: Release) -> pl.DataFrame | None:
    """Share of world capabilities of each outside state of the system, in the last known year."""
    import polars as pl

    house = states.state_years(pair.as_of, pair.as_of)["ccode"]
    last = pl.scan_parquet(release.path("states")).filter(
        pl.col("year").is_between(pair.as_of - BACK, pair.as_of)
        & pl.col("power_share").is_not_null()
        & pl.col("ccode").cast(pl.Int64).is_in(house.cast(pl.Int64).implode())
        & ~pl.col("ccode").is_in(list(pair.codes))
    )
    frame = last.collect()
    if not frame.height:
        return None
    newest = frame.filter(pl.col("year") == frame["year"].max())
    return newest.select(pl.col("ccode").cast(pl.Int32), power="power_share")


def _toward(code: int, others: pl.Series, name: str, as_of: int, release: Release) -> pl.DataFrame:
    """An indicator of hostility between a state and each of the others, as known at ``as_of``."""
    import polars as pl

    year = min(as_of, INDICATORS[name].coverage.last)
    keys = pl.DataFrame({"ccode": others}).select(
        pl.min_horizontal("ccode", pl.lit(code)).cast(pl.Int32).alias("ccode1"),
        pl.max_horizontal("ccode", pl.lit(code)).cast(pl.Int32).alias("ccode2"),
        pl.lit(year).cast(pl.Int32).alias("year"),
    )
    found = evaluate(INDICATORS[name], keys, Options(as_of=as_of), release)
    other = pl.when(pl.col("ccode1") == code).then("ccode2").otherwise("ccode1")
    return found.select(other.alias("ccode"), pl.coalesce("value", "low").alias("value"))


def _tie(name: str, title: str, third: int, pair: Pair, release: Release) -> Tie:
    """The tie of each with the third party, in its last year with a value up to ``as_of``."""
    return Tie(name, title, *(_last(name, code, third, pair.as_of, release) for code in pair.asked))


def _last(name: str, code: int, third: int, as_of: int, release: Release) -> Estimate:
    newest = min(as_of, INDICATORS[name].coverage.last)
    years = range(max(newest - BACK, INDICATORS[name].coverage.first), newest + 1)
    if not years:
        return get(name, code, third, year=as_of, as_of=as_of, release=release)
    series = get(name, code, third, years=years, as_of=as_of, release=release)
    known = [item for item in series if item.status in HAS_VALUE]
    return known[-1] if known else series[-1]
