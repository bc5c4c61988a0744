"""What a fit returns: tidy tables of positions and items, and how well the model fits."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .fit import Fit
from .layout import Array, Ints, Layout
from .likelihood import probabilities
from .plot import draw
from .rollcalls import ABSTAIN, NO, YES, BadRollCalls, RollCalls

NORMAL_90 = 1.6448536269514722
LEAST_ITEMS = 15
"""Fewer contested roll calls in a period than this are too few to place voters by; as many are
needed for a similarity of votes."""
Kind = Literal["smoothed", "filtered"]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Diagnostics:
    """How the estimation went and where the model fits badly.

    ``trace`` has a row an iteration; ``voters`` and ``items`` the geometric mean probability of
    the votes cast, the share that the most probable category classifies correctly, and the
    share expected if the model were true. ``explained`` is the share of the log-likelihood under
    the item's own vote shares (a voter's: those of the items it voted on) that positions save:
    near 0 the line has nothing to say, under 0 it misleads. Both start with the worst.
    """

    trace: pl.DataFrame
    voters: pl.DataFrame
    items: pl.DataFrame


@dataclass(frozen=True)
class IdealPointsResult:
    """Estimated ideal points; nothing in it changes.

    ``status`` is "converged", or says what failed, and names the periods of which too few roll
    calls are known and the anchors that lie on the other side than declared (``turned``: their
    declarations contradict one another); ``tau`` is the standard deviation of a
    step of the random walk, on the standardised scale; ``log_likelihood`` is taken at the
    posterior means.
    """

    calls: RollCalls
    layout: Layout
    fit: Fit
    sign: float
    kind: Kind = "smoothed"
    rows: pl.DataFrame | None = None
    skipped: Mapping[float, str] = field(default_factory=dict)
    turned: tuple[Hashable, ...] = ()

    @property
    def converged(self) -> bool:
        """Whether the largest change of a position fell under the tolerance."""
        return self.fit.converged

    @property
    def iterations(self) -> int:
        """Newton steps taken."""
        return len(self.fit.trace)

    @property
    def status(self) -> str:
        """Whether it converged, and the periods with too few roll calls: "converged; ..."."""
        told = [self._ended]
        if self.turned:
            told.append(f"not on its declared side: {', '.join(map(str, self.turned))}")
        if self.thin:
            thin = ", ".join(f"{period:g} ({count})" for period, count in self.thin.items())
            told.append(f"too few roll calls in {thin}")
        return "; ".join(told)

    @property
    def _ended(self) -> str:
        if self.converged:
            return "converged"
        change = self.fit.trace[-1]["change"] if self.fit.trace else np.inf
        return f"not converged after {self.iterations} iterations (last change {change:.2g})"

    @cached_property
    def roll_calls(self) -> dict[float, int]:
        """Contested roll calls by period: those that tell voters apart."""
        counts = np.bincount(self.calls.item_period, minlength=len(self.calls.periods))
        return dict(zip(self.calls.periods.tolist(), counts.tolist(), strict=True))

    @property
    def thin(self) -> dict[float, int]:
        """Periods with fewer than `LEAST_ITEMS` contested roll calls, and how many they have."""
        return {period: count for period, count in self.roll_calls.items() if count < LEAST_ITEMS}

    @property
    def tau(self) -> float:
        """Standard deviation of the random walk over one unit of time."""
        return self.fit.tau

    def table(self) -> pl.DataFrame:
        """Tidy table: voter, period, ideal_point, std_error, low, high (90 %), n_votes, n_items.

        ``n_votes`` counts the voter's informative votes in the period, ``n_items`` the items
        on which it could have voted; ``status`` says whether the fit converged and whether the
        period has too few roll calls, ``kind`` whether later votes were used.
        """
        if self.rows is not None:
            return self.rows
        real, layout = self.layout.real, self.layout
        variance = self.fit.variance
        assert variance is not None
        period = layout.node_period[real]
        point, error = self.sign * self.fit.theta[real], np.sqrt(variance[real])
        voters = pl.Series("voter", self.calls.voters)
        offered = np.array([len(block.texts) for block in layout.blocks])
        status = np.array([
            f"{self._ended}; too few roll calls ({count})" if count < LEAST_ITEMS else self._ended
            for count in self.roll_calls.values()
        ])  # fmt: skip
        return pl.DataFrame(
            {
                "voter": voters.gather(pl.Series(layout.node_voter[real])),
                "period": self.calls.period_values(period),
                "ideal_point": point,
                "std_error": error,
                "low": point - NORMAL_90 * error,
                "high": point + NORMAL_90 * error,
                "n_votes": layout.n_votes[real].astype(np.int64),
                "n_items": offered[period],
                "kind": [self.kind] * len(point),
                "status": status[period],
            }
        ).sort("voter", "period")

    def items(self) -> pl.DataFrame:
        """Items by text: discrimination and cut-points on the utility scale, with errors.

        A voter at x says yes with probability Phi(cut_low - discrimination * x) and no with
        Phi(discrimination * x - cut_high). A cut-point that borders an unused category is null;
        without abstentions both are the same.
        """
        text, cov = self.fit.text, self.fit.text_cov
        assert cov is not None
        width = self.layout.three * np.exp(text[:, 2])
        high_var = cov[:, 1, 1] + 2.0 * width * cov[:, 1, 2] + width**2 * cov[:, 2, 2]
        three = self.layout.three
        high_var = np.where(three, high_var, cov[:, 1, 1])
        used = self._used
        low_known, high_known = used[:, YES], used[:, NO]

        def known(values: Array, where: Bools) -> pl.Series:
            series = pl.Series(values)
            return series.set(pl.Series(~where), None)

        return pl.DataFrame(
            {
                "item": pl.Series(self.calls.texts),
                "discrimination": self.sign * text[:, 0],
                "cut_low": known(text[:, 1], low_known),
                "cut_high": known(text[:, 1] + width, high_known),
                "discrimination_se": np.sqrt(cov[:, 0, 0]),
                "cut_low_se": known(np.sqrt(cov[:, 1, 1]), low_known),
                "cut_high_se": known(np.sqrt(high_var), high_known),
                "n_votes": np.bincount(self.calls.item_text[self.calls.item], minlength=len(text)),
                "n_rolls": np.bincount(self.calls.item_text, minlength=len(text)),
            }
        )

    def worst_items(self, count: int = 10) -> pl.DataFrame:
        """Items that fit worst, with their periods, discrimination and cut-points."""
        if count < 0:
            raise BadRollCalls(f"a count of items is 0 or more, not {count!r}")
        calls = self.calls
        first = np.full(len(calls.texts), len(calls.periods))
        last = np.full(len(calls.texts), -1)
        np.minimum.at(first, calls.item_text, calls.item_period)
        np.maximum.at(last, calls.item_text, calls.item_period)
        spans = {"first": calls.period_values(first), "last": calls.period_values(last)}
        return (
            self.diagnostics()
            .items.head(count)
            .join(
                self.items().with_columns(**spans).drop("n_votes"),
                on="item",
                how="left",
                maintain_order="left",
            )
        )

    def plot(self, voters: Sequence[Hashable], width: int = 720, height: int = 360) -> str:
        """Positions of some voters over the periods with 90 % bands, as the text of an SVG."""
        return draw(self.table(), voters, width, height)

    @cached_property
    def log_likelihood(self) -> float:
        """Log-likelihood of the votes at the posterior means."""
        return float(np.log(self._vote_fit[0]).sum())

    @property
    def objective(self) -> float:
        """Expected log-likelihood and log prior less half the log determinant, at the end."""
        return float(self.fit.bound)

    def diagnostics(self) -> Diagnostics:
        """Convergence trace, fit of each voter and of each item (worst first)."""
        chance, right, expected = self._vote_fit
        text = self.calls.item_text[self.calls.item]
        cast = np.zeros((len(self.calls.texts), 4))
        np.add.at(cast, (text, self.calls.vote), 1.0)
        margin = np.log(cast[text, self.calls.vote] / cast[text].sum(1))

        def summary(name: str, key: Ints, names: tuple[Hashable, ...]) -> pl.DataFrame:
            count = np.bincount(key, minlength=len(names))
            share = [np.bincount(key, w, len(names)) / np.maximum(count, 1)
                     for w in (np.log(chance), right, expected, margin)]  # fmt: skip
            columns = {
                name: pl.Series(names),
                "n_votes": count,
                "mean_probability": np.exp(share[0]),
                "classified": share[1],
                "classified_expected": share[2],
                "explained": 1.0 - share[0] / share[3],
            }
            return pl.DataFrame(columns)

        calls = self.calls
        items = summary("item", text, calls.texts)
        return Diagnostics(
            trace=pl.DataFrame(self.fit.trace),
            voters=summary("voter", calls.voter, calls.voters).sort("mean_probability"),
            items=items.sort("mean_probability"),
        )

    @cached_property
    def _used(self) -> Bools:
        used = np.zeros((len(self.calls.texts), 4), bool)
        used[self.calls.item_text[self.calls.item], self.calls.vote] = True
        return used

    @cached_property
    def _vote_fit(self) -> tuple[Array, Array, Array]:
        """For each vote: its probability, whether it was the likeliest, chance of that."""
        calls, layout = self.calls, self.layout
        out = np.zeros((3, len(calls.vote)))
        node = np.full((len(calls.periods), len(calls.voters)), -1)
        node[layout.node_period, layout.node_voter] = np.arange(layout.n_nodes)
        row = np.zeros(len(calls.items), np.int64)
        period, used = calls.period, self._used
        for t, block in enumerate(layout.blocks):
            row[block.rows] = np.arange(len(block.rows))
            theta = self.fit.theta[block.offset : block.offset + block.n]
            rows = block.texts
            chance = probabilities(theta, self.fit.text[rows], layout.three[rows].astype(float))
            at = np.flatnonzero(period == t)
            cell = chance[:, row[calls.item[at]], node[t, calls.voter[at]] - block.offset]
            vote, seen = calls.vote[at], used[calls.item_text[calls.item[at]]]
            kind = vote.astype(np.int64) - 1
            kind[(vote == ABSTAIN) & ~seen[:, NO]] = 2
            kind[(vote == ABSTAIN) & ~seen[:, YES]] = 0
            own = cell[kind, np.arange(len(at))]
            out[:, at] = np.maximum(own, 1e-12), cell.argmax(0) == kind, cell.max(0)
        return out[0], out[1], out[2]


def polarity(
    calls: RollCalls, layout: Layout, theta: Array, anchors: Mapping[Hashable, float]
) -> float:
    """Sign that puts the anchors on their declared sides; an error when none voted.

    Where they cannot all be, the sum of the sides times the mean positions decides.
    """
    means = anchor_means(calls, layout, theta, anchors)
    if not means:
        wanted = ", ".join(map(str, anchors)) or "none declared"
        raise BadRollCalls(f"no anchor voted on a contested item (anchors: {wanted})")
    return 1.0 if sum(anchors[name] * mean for name, mean in means.items()) >= 0 else -1.0


def anchor_means(
    calls: RollCalls, layout: Layout, theta: Array, anchors: Mapping[Hashable, float]
) -> dict[Hashable, float]:
    """Mean position of each anchor that voted, before the sign."""
    place = {name: i for i, name in enumerate(calls.voters)}
    return {
        name: float(theta[layout.real & (layout.node_voter == place[name])].mean())
        for name in anchors
        if name in place
    }
