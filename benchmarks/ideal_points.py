"""Time of the ideal-point fit: by stage, with the votes, and beside a plain joint mode.

Run ``python benchmarks/ideal_points.py [--size 1] [--copies 1 2 5 10] [--skip-mode]``. Chambers
are drawn from the model at the size of the General Assembly (74 periods, 150 voters, 80 items a
period, about 800 000 votes); ``copies`` repeats every item that many times under new names. Ratios
are to the first row and in processor seconds (all threads), which other work on the machine
disturbs least: with the cost in proportion to the votes "cpu a step x" equals "votes x". The
reference is what one writes first: the log posterior and its gradient, vectorised over
votes, given to L-BFGS; it yields the joint mode and no standard errors.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import polars as pl
from scipy.optimize import minimize

from multipolar.measures.ideal_points import IdealPoints, RollCalls, simulate
from multipolar.measures.ideal_points.blas import single_threaded
from multipolar.measures.ideal_points.chain import factorise
from multipolar.measures.ideal_points.fit import Estimator, Settings, run
from multipolar.measures.ideal_points.layout import lay_out
from multipolar.measures.ideal_points.likelihood import slopes
from multipolar.measures.ideal_points.priors import text_prior, walk

TAU = 0.25


def timed(work: Callable[[], Any], times: int = 1) -> tuple[Any, float]:
    best = np.inf
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return result, best


def replicate(table: pl.DataFrame, link: dict[int, int], copies: int) -> RollCalls:
    size = 1 + int(table["item"].max())
    parts = [table.with_columns(pl.col("item") + k * size) for k in range(copies)]
    links = {a + k * size: b + k * size for a, b in link.items() for k in range(copies)}
    return RollCalls.from_table(pl.concat(parts), links)


def joint_mode(calls: RollCalls) -> tuple[int, float]:
    """L-BFGS on positions and items together; returns its iterations and the log posterior."""
    layout = lay_out(calls)
    three, n = layout.three.astype(float), layout.n_nodes

    def objective(x: np.ndarray) -> tuple[float, np.ndarray]:
        theta, text = x[:n], x[n:].reshape(-1, 3)
        value, gradient, _, _ = walk(layout, theta, TAU)
        prior, text_gradient, _ = text_prior(text, three, False)
        for b in layout.blocks:
            at = slice(b.offset, b.offset + b.n)
            part = slopes(b, theta[at], text[b.texts], three[b.texts], None, False)
            value += part.value
            gradient[at] += part.theta
            np.add.at(text_gradient, b.texts, part.text)
        return -(value + prior), -np.concatenate([gradient, text_gradient.ravel()])

    rng = np.random.default_rng(0)
    start = np.concatenate([0.1 * rng.standard_normal(n), np.zeros(3 * layout.n_texts)])
    found = minimize(
        objective,
        start,
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 1000, "maxfun": 2000, "maxcor": 20},
    )
    return int(found.nit), -float(found.fun)


def stages(calls: RollCalls) -> None:
    layout, settings = lay_out(calls), Settings(tau=TAU)
    fit = run(layout, settings)
    with single_threaded(), ThreadPoolExecutor(settings.workers) as pool:
        estimator = Estimator(layout, settings, pool.map)
        three = layout.three.astype(float)
        parts, t = timed(lambda: estimator.slopes(fit, False), 3)
        print(f"  likelihood, expected     {t:7.3f} s")
        moments, fit.moments = fit.moments, None
        print(
            f"  likelihood, at the means {timed(lambda: estimator.slopes(fit, False), 3)[1]:7.3f} s"
        )
        fit.moments = moments
        _, _, diagonal, drift = walk(layout, fit.theta, TAU)
        for block, part in zip(layout.blocks, parts, strict=True):
            diagonal[block.offset : block.offset + block.n] += part.theta_curve
        curve = text_prior(fit.text, three, False)[2]
        factor, t = timed(lambda: factorise(layout, parts, diagonal, curve, drift, pool.map), 3)
        print(f"  factor                   {t:7.3f} s")
        right = np.ones((layout.n_nodes, 5)), np.ones((layout.n_texts, 3, 5))
        _, t = timed(lambda: factor.solve(*right, pool.map), 3)
        print(f"  solve, five sides        {t:7.3f} s")
        print(
            f"  covariances              {timed(lambda: factor.covariance(pool.map), 3)[1]:7.3f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=float, default=1.0, help="scale of items a period")
    parser.add_argument("--copies", type=int, nargs="*", default=[1, 2, 5, 10])
    parser.add_argument("--skip-mode", action="store_true")
    options = parser.parse_args()
    drawn = simulate(150, 74, int(80 * options.size), tau=TAU, repeated=0.15, seed=0)
    anchors = {int(np.argmax(drawn.theta[0])): 1.0}
    model = IdealPoints(anchors, tau=TAU)
    base: tuple[float, float, float] | None = None
    print("copies      votes   read s   fit s   cpu s  steps   votes x   cpu x   cpu a step x")
    for copies in options.copies:
        calls, reading = timed(lambda c=copies: replicate(drawn.table, drawn.link, c))
        busy = time.process_time()
        result, wall = timed(lambda c=calls: model.fit(c))
        busy = time.process_time() - busy
        now = (float(len(calls.vote)), busy, busy / result.iterations)
        base = base or now
        ratios = "".join(f"{x / y:10.2f}" for x, y in zip(now, base, strict=True))
        print(
            f"{copies:6d} {len(calls.vote):10,d} {reading:8.2f} {wall:7.2f} {busy:7.2f} "
            f"{result.iterations:6d}{ratios}  {result.status}",
            flush=True,
        )
    calls = replicate(drawn.table, drawn.link, 1)
    print("stages of one step:")
    stages(calls)
    if not options.skip_mode:
        busy = time.process_time()
        model.fit(calls)
        fast, busy = time.process_time() - busy, time.process_time()
        with single_threaded():
            steps, value = joint_mode(calls)
        slow = time.process_time() - busy
        print(
            f"joint mode by L-BFGS: {slow:.1f} cpu s ({steps} iterations, log posterior "
            f"{value:.0f}), no standard errors; the fit with them {fast:.1f}: {slow / fast:.1f} x"
        )


if __name__ == "__main__":
    main()
