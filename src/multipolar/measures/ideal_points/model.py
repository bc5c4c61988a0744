"""The model as users call it: settings in, results out."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Literal

import numpy as np
import polars as pl

from .chain import NotPositive
from .fit import Estimator, Fit, Settings, run
from .layout import Array, Layout, lay_out
from .priors import LEAST_TAU
from .result import IdealPointsResult, Kind, anchor_means, polarity
from .rollcalls import BadRollCalls, RollCalls
from .sample import Chain, sample

LEAST_POSITIONS = 3
"""Mean 0 and variance 1 leave two positions nothing to be estimated."""


@dataclass(frozen=True)
class IdealPoints:
    r"""Dynamic ordinal item-response model of roll calls (Bailey, Strezhnev and Voeten 2017).

    .. math::

        Z_{iv} = \beta_v \theta_{it} + \varepsilon_{iv},\quad \varepsilon \sim N(0, 1),\qquad
        \theta_{it} \sim N(\theta_{i,t-1}, \tau^2 \Delta)

    with yes below the cut-point :math:`\gamma_{1v}`, no above :math:`\gamma_{2v}`, abstention
    between; :math:`\beta_v \sim N(0, 1)`, cut-points uniform on (-7, 7), first positions
    N(0, 1). Unlike the paper's forward filter the random walk (Martin and Quinn 2002) is smoothed
    in both directions.

    Parameters
    ----------
    anchors
        Voters with a declared side: ``{"USA": 1, "RUS": -1}``. They fix the sign and nothing
        else; at least one must have voted.
    tau
        Standard deviation of the random walk over one unit of period. The default .5 is the
        paper's (its prior variance .5 n_t / (n_t + n_{t-1}) is .25 for equal numbers of votes).
        None estimates it from the data.
    kind
        "smoothed" uses all periods; "filtered" gives for each period the estimate from the
        votes up to it, items and standardisation included, on the scale of the first fit.
    gap
        "difference": the variance grows with the difference of the period values (sessions 18
        and 20 are two apart); "rank": neighbouring periods in the data are one apart, as in the
        paper.
    workers
        Threads. One by default: the steps are small, and where a thread wakes slowly, as on
        virtual machines, two take longer than one. The result is the same but for last digits.
    """

    anchors: Mapping[Hashable, float] = field(default_factory=dict)
    tau: float | None = 0.5
    kind: Kind = "smoothed"
    gap: Literal["difference", "rank"] = "difference"
    tolerance: float = 0.05
    max_iterations: int = 60
    workers: int = 1

    def __post_init__(self) -> None:
        if self.tau is not None and not (_number(self.tau) and self.tau >= LEAST_TAU):
            raise BadRollCalls(f"tau must be None or a number from {LEAST_TAU}, not {self.tau!r}")
        if self.kind not in ("smoothed", "filtered"):
            raise BadRollCalls(f"kind is smoothed or filtered, not {self.kind!r}")
        if self.gap not in ("difference", "rank"):
            raise BadRollCalls(f"gap is difference or rank, not {self.gap!r}")
        if not (_number(self.tolerance) and self.tolerance > 0):
            raise BadRollCalls(f"tolerance must be a positive number, not {self.tolerance!r}")
        if not (_whole(self.max_iterations) and self.max_iterations >= 1):
            raise BadRollCalls(
                f"max_iterations is a whole number from 1, not {self.max_iterations!r}"
            )
        if not (_whole(self.workers) and self.workers >= 1):
            raise BadRollCalls(f"workers is a whole number of threads from 1, not {self.workers!r}")
        if not isinstance(self.anchors, Mapping):
            raise BadRollCalls(
                f"anchors are voters with their sides, as in {{'USA': 1}}, not {self.anchors!r}"
            )
        if any(not _number(side) or side == 0 for side in self.anchors.values()):
            raise BadRollCalls("an anchor's side must be a positive or a negative number")

    @property
    def settings(self) -> Settings:
        """The numerical settings alone."""
        return Settings(self.tau, self.tolerance, self.max_iterations, self.workers)

    def fit(self, calls: RollCalls) -> IdealPointsResult:
        """Estimate; a fit that does not converge says so in ``status``."""
        if self.kind == "filtered":
            return self.filter(calls)
        layout = self._layout(calls)
        polarity(calls, layout, np.zeros(layout.n_nodes), self.anchors)
        try:
            return self._result(calls, layout, run(layout, self.settings))
        except NotPositive as error:
            raise BadRollCalls("the votes do not determine the model: curvature is flat") from error

    def filter(self, calls: RollCalls) -> IdealPointsResult:
        """Estimates of each period from the votes up to it only, each started at the last.

        Every such fit has mean 0 and variance 1 over the record so far, so its unit changes with
        the record. It is put on the scale of the fit before it by the line that gives the
        positions of all earlier periods, which both have, the same mean and variance; through
        that chain the series has one scale, that of the first fit, and no vote later than a
        period plays a part in it. The intervals do not count the error of the lines.

        Periods that the votes so far cannot support (a single voter, nothing contested, no
        anchor yet) are left out and named in ``skipped``.
        """
        rows, skipped = [], {}
        last: IdealPointsResult | None = None
        linked: pl.DataFrame | None = None
        for period in calls.periods:
            try:
                part = calls.until(float(period))
                layout = self._layout(part)
                polarity(part, layout, np.zeros(layout.n_nodes), self.anchors)
                start = None if last is None else _carry(last, part, layout)
                last = self._result(part, layout, run(layout, self.settings, start))
            except (BadRollCalls, NotPositive) as error:
                skipped[float(period)] = str(error)
                continue
            linked = on_scale_of(linked, last.table())
            rows.append(linked.filter(pl.col("period") == period))
        if last is None:
            raise BadRollCalls("no period can be estimated from the votes up to it")
        table = pl.concat(rows).with_columns(kind=pl.lit("filtered"))
        return IdealPointsResult(
            last.calls, last.layout, last.fit, last.sign, "filtered",
            table.sort("voter", "period"), skipped, last.turned,
        )  # fmt: skip

    def sample(
        self, calls: RollCalls, draws: int = 500, warmup: int = 500, seed: int = 0, thin: int = 5
    ) -> tuple[pl.DataFrame, Chain]:
        """Posterior by Gibbs sampling from the fast fit; same draws with any number of workers.

        Returns a table like :meth:`IdealPointsResult.table` (low and high are quantiles) and
        the draws, signed like the anchors.
        """
        fitted = self.fit(calls) if self.kind == "smoothed" else None
        if fitted is None:
            raise BadRollCalls("sampling is for smoothed estimates: set kind='smoothed'")
        layout, fit = fitted.layout, fitted.fit
        with ThreadPoolExecutor(max(self.workers, 1)) as pool:
            weight = Estimator(layout, self.settings, pool.map).precision(fit) * layout.real
            pull = (max(float(fit.pull[1]), 0.0) * weight, float(fit.pull[0]) * weight)
            chain = sample(
                layout, fit.theta, fit.text, fit.tau, pull, draws, warmup, thin, seed, pool.map
            )
        theta = fitted.sign * chain.theta[:, layout.real]
        text = chain.text * np.array([fitted.sign, 1.0, 1.0])
        low, high = np.quantile(theta, (0.05, 0.95), axis=0)
        names = pl.Series("voter", calls.voters).gather(pl.Series(layout.node_voter[layout.real]))
        table = pl.DataFrame(
            {
                "voter": names,
                "period": calls.period_values(layout.node_period[layout.real]),
                "ideal_point": theta.mean(0),
                "std_error": theta.std(0, ddof=1),
                "low": low,
                "high": high,
            }
        )
        return table.sort("voter", "period"), Chain(theta, text, chain.accepted)

    def _layout(self, calls: RollCalls) -> Layout:
        layout = lay_out(calls, by_rank=self.gap == "rank")
        if layout.real.sum() < LEAST_POSITIONS:
            raise BadRollCalls(
                "two positions are fixed by the scale alone, whatever the votes: three are needed"
            )
        return layout

    def _result(self, calls: RollCalls, layout: Layout, fit: Fit) -> IdealPointsResult:
        sign = polarity(calls, layout, fit.theta, self.anchors)
        means = anchor_means(calls, layout, fit.theta, self.anchors)
        turned = tuple(name for name, mean in means.items() if sign * mean * self.anchors[name] < 0)
        return IdealPointsResult(calls, layout, fit, sign, turned=turned)


def _number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(float(value))


def _whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def on_scale_of(earlier: pl.DataFrame | None, table: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``table`` on the scale of an earlier fit, by the positions that both have."""
    if earlier is None:
        return table
    period = pl.col("period").cast(pl.Float64)
    both = earlier.with_columns(period).join(
        table.with_columns(period), on=["voter", "period"], suffix="_now"
    )
    then, now = both["ideal_point"].to_numpy(), both["ideal_point_now"].to_numpy()
    slope = float(then.std() / now.std())
    shift = float(then.mean() - slope * now.mean())
    placed = [pl.col(name) * slope + shift for name in ("ideal_point", "low", "high")]
    return table.with_columns(*placed, std_error=pl.col("std_error") * slope)


def _carry(last: IdealPointsResult, calls: RollCalls, layout: Layout) -> Fit:
    """Start where the last fit ended: known nodes and texts kept, new nodes at the voter's last."""
    nodes = zip(last.layout.node_voter, last.layout.node_period, last.fit.theta, strict=True)
    old = {(last.calls.voters[v], last.calls.periods[t]): float(x) for v, t, x in nodes}
    newest: dict[Hashable, float] = {}
    theta: Array = np.zeros(layout.n_nodes)
    for i, (v, t) in enumerate(zip(layout.node_voter, layout.node_period, strict=True)):
        name = calls.voters[v]
        theta[i] = old.get((name, calls.periods[t]), newest.get(name, 0.0))
        newest[name] = theta[i]
    place = {name: i for i, name in enumerate(last.calls.texts)}
    text = np.zeros((layout.n_texts, 3))
    for i, name in enumerate(calls.texts):
        if name in place and bool(last.layout.three[place[name]]) == bool(layout.three[i]):
            text[i] = last.fit.text[place[name]]
    return Fit(theta, text, last.fit.tau, last.fit.pull.copy())
