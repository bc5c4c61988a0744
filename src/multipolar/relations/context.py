"""What stands around a relationship: outlook, need, scope and obstruction, bonds and hedging."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.fields.indicator import Indicator, Options, Unit
from multipolar.fields.registry import INDICATORS
from multipolar.query import get
from multipolar.relations.reading import STALE

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.states.pair import Pair

GROUPS: dict[str, tuple[str, ...]] = {
    "outlook and regime": (
        "regime.polyarchy",
        "regime.distance",
        "regime.same",
        "ideal.distance",
        "religion.similarity",
        "opinion.favourable",
    ),
    "power": (
        "power.military_spending",
        "power.soldiers",
        "power.steel",
        "power.energy_use",
        "power.population",
        "power.urban_population",
        "power.milex",
        "power.warheads",
    ),
    "military practice": (
        "practice.stage",
        "practice.agreements",
        "practice.exercises_listed",
        "treaty.organisation",
        "treaty.later_pledge",
    ),
    "hostility and events": (
        "hostility.serious_dispute_mid5",
        "hostility.conflict",
        "sanctions.imposed",
        "sanctions.imposed_gsdb",
        "events.net",
        "events.gdelt",
    ),
    "need": (
        "trade.dependence",
        "trade.exit_cost",
        "trade.residual",
        "trade.complementarity",
        "energy.balance",
        "energy.complementarity",
        "energy.cover",
        "energy.reserves_years_oil",
        "energy.reserves_years_gas",
        "practice.arms_imports",
        "practice.arms_exports",
        "influence.fbic",
    ),
    "trade by later sources, never joined": (
        "trade.share_itpde",
        "trade.share_imf",
        "trade.share_comtrade",
        "trade.share_baci",
        "trade.share_cepii",
    ),
    "agreements": ("agreements.trade", "agreements.depth", "agreements.investment"),
    "contact and words": (
        "contact.trips",
        "contact.travel",
        "narrative.lexicon",
        "narrative.theme_multipolarity",
        "narrative.theme_sovereignty",
    ),
    "scope and obstruction": (
        "reach.relative",
        "reach.events",
        "obstruction.no_share",
        "obstruction.joint_no",
        "obstruction.tandem",
        "obstruction.against_us",
        "council.joint_vetoes",
    ),
    "bonds and hedging": (
        "bonds.shared_allies",
        "bonds.closure",
        "hedging.rival_treaties",
        "igo.without",
        "institutions.groupings",
    ),
}
"""Indicators by group, in the order in which they are shown."""
UNITED_STATES = 2
TOWARD_US = ("obstruction.against_us", "igo.without")
"""What two states do together without or against the United States: says nothing of its pairs."""
SELECT = (
    "practice.exercises_listed",
    "treaty.later_pledge",
    "sanctions.imposed",
    "sanctions.imposed_gsdb",
    "events.net",
    "events.gdelt",
    "reach.events",
    "trade.complementarity",
    "trade.share_itpde",
    "trade.share_imf",
    "trade.share_comtrade",
    "trade.share_baci",
    "trade.share_cepii",
    "contact.trips",
    "power.milex",
)
"""Known for a selection of states, of years, or by a user's own file: left out where unknown."""


@dataclass(frozen=True, slots=True)
class Around:
    """One indicator around the relationship.

    Attributes
    ----------
    group
        Words of its group.
    indicator
        Name of the indicator.
    first, second
        Values in the order of the pair: of each state, of each toward the other, or twice the
        same where the indicator is of the pair as a whole.
    """

    group: str
    indicator: str
    first: Estimate
    second: Estimate

    @property
    def what(self) -> Indicator:
        """Declaration of the indicator."""
        return INDICATORS[self.indicator]

    @property
    def of_pair(self) -> bool:
        """Whether there is one value, of the pair as a whole."""
        return self.what.unit is Unit.DYAD_YEAR and not self.what.directed

    @property
    def known(self) -> bool:
        """Whether at least one side has a value."""
        return any(part.status in HAS_VALUE for part in (self.first, self.second))

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        if self.of_pair:
            return {"group": self.group, "of": "pair", "value": self.first.to_dict()}
        of = "each" if self.what.unit is Unit.STATE_YEAR else "each toward the other"
        return {
            "group": self.group,
            "of": of,
            "first": self.first.to_dict(),
            "second": self.second.to_dict(),
        }


def context(pair: Pair, release: Release) -> tuple[Around, ...]:
    """Everything measured around the fields, each at its last year with a value.

    A value more than fifteen years before ``as_of`` is not looked for: the estimate of the last
    covered year then says why there is none. A pair of the United States lacks `TOWARD_US`, and
    what only some states have (`SELECT`) is not there where it is unknown.
    """
    left_out = TOWARD_US if UNITED_STATES in pair.asked else ()
    found = (
        _around(group, name, pair, release)
        for group, names in GROUPS.items()
        for name in names
        if name not in left_out
    )
    return tuple(item for item in found if item.known or item.indicator not in SELECT)


def _around(group: str, name: str, pair: Pair, release: Release) -> Around:
    one, two = pair.asked
    what = INDICATORS[name]
    if what.unit is Unit.STATE_YEAR:
        sides = [last_known(name, (code,), pair.as_of, release) for code in (one, two)]
    elif what.directed:
        sides = [last_known(name, who, pair.as_of, release) for who in ((one, two), (two, one))]
    else:
        sides = [last_known(name, (one, two), pair.as_of, release)] * 2
    return Around(group, name, *sides)


def last_known(name: str, who: tuple[int, ...], as_of: int, release: Release) -> Estimate:
    """The indicator in its last year with a value, at most fifteen years before ``as_of``."""
    coverage = INDICATORS[name].coverage_for(Options())
    newest = min(as_of, coverage.last)
    oldest = max(coverage.first, newest - STALE if newest == as_of else as_of - STALE)
    if newest < oldest:
        newest = as_of
    latest: Estimate = get(name, *who, year=newest, as_of=as_of, release=release)
    if latest.status in HAS_VALUE or newest <= oldest:
        return latest
    series: list[Estimate] = [
        *get(name, *who, years=range(oldest, newest), as_of=as_of, release=release)
    ]
    series.append(latest)
    known = [item for item in series if item.status in HAS_VALUE]
    return known[-1] if known else series[-1]
