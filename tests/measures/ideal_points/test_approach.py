"""Steps in turn and what they start from, against dense algebra."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures.ideal_points import RollCalls, simulate
from multipolar.measures.ideal_points.approach import apart, item_step, position_step
from multipolar.measures.ideal_points.layout import Layout, lay_out
from multipolar.measures.ideal_points.likelihood import slopes
from multipolar.measures.ideal_points.priors import text_prior, walk
from multipolar.measures.ideal_points.stretch import Lengthening

TAU = 0.4


def in_turn(function, values):  # type: ignore[no-untyped-def]
    return [function(value) for value in values]


@pytest.fixture(scope="module")
def chamber() -> tuple[Layout, np.ndarray, np.ndarray, np.ndarray]:
    drawn = simulate(9, 4, 6, tau=TAU, repeated=0.4, missing=0.2, seed=4)
    layout = lay_out(RollCalls.from_table(drawn.table, drawn.link))
    rng = np.random.default_rng(0)
    theta = rng.standard_normal(layout.n_nodes)
    return (
        layout,
        theta,
        0.3 * rng.standard_normal((layout.n_texts, 3)),
        layout.three.astype(float),
    )


def log_posterior(layout, theta, text, three):  # type: ignore[no-untyped-def]
    value = walk(layout, theta, TAU)[0] + text_prior(text, three, True)[0]
    for b in layout.blocks:
        at, rows = slice(b.offset, b.offset + b.n), b.texts
        value += slopes(b, theta[at], text[rows], three[rows], None, True).value
    return value


def curvature(layout, theta, text, three):  # type: ignore[no-untyped-def]
    """Positions' precision as a matrix, their gradient, and the texts' curvatures."""
    _, gradient, diagonal, drift = walk(layout, theta, TAU)
    curve = text_prior(text, three, False)[2]
    matrix = np.diag(diagonal)
    for t, block in enumerate(layout.blocks):
        at = np.arange(block.offset, block.offset + block.n)
        part = slopes(block, theta[at], text[block.texts], three[block.texts], None, False)
        gradient[at] += part.theta
        matrix[at, at] += part.theta_curve
        np.add.at(curve, block.texts, part.text_curve)
        if t < len(drift):
            here = block.offset + block.source
            there = layout.blocks[t + 1].offset + block.target
            matrix[here, there] = matrix[there, here] = -drift[t]
    return matrix, gradient, curve


def test_a_step_of_positions_is_newtons(chamber) -> None:  # type: ignore[no-untyped-def]
    layout, theta, text, three = chamber
    matrix, gradient, _ = curvature(layout, theta, text, three)
    full = np.linalg.solve(matrix, gradient)
    new = position_step(layout, theta, text, three, TAU, in_turn)
    assert new == pytest.approx(theta + np.clip(full, -1.5, 1.5), abs=1e-10)


def test_steps_in_turn_climb(chamber) -> None:  # type: ignore[no-untyped-def]
    layout, theta, text, three = chamber
    values = [log_posterior(layout, theta, text, three)]
    for _ in range(4):
        text = item_step(layout, theta, text, three, in_turn)
        values.append(log_posterior(layout, theta, text, three))
        theta = position_step(layout, theta, text, three, TAU, in_turn)
        values.append(log_posterior(layout, theta, text, three))
    assert np.diff(values).min() > -1e-9
    assert values[-1] - values[-2] < 0.05 * (values[1] - values[0])


def test_covariances_apart_are_the_inverses_of_both_curvatures(chamber) -> None:  # type: ignore[no-untyped-def]
    layout, theta, text, three = chamber
    matrix, _, curve = curvature(layout, theta, text, three)
    variance, text_cov, moments = apart(layout, theta, text, three, TAU, in_turn)
    assert variance == pytest.approx(np.diag(np.linalg.inv(matrix)), abs=1e-10)
    assert np.allclose(text_cov @ curve, np.eye(3), atol=1e-8)
    for block, moment in zip(layout.blocks, moments, strict=True):
        assert (moment.theta == variance[block.offset : block.offset + block.n]).all()
        assert (moment.text == text_cov[block.texts]).all()
        assert not moment.cross.any()


@pytest.mark.parametrize("share", [0.4, 0.5, 0.9])
def test_lengthening_learns_how_far_a_step_goes(share) -> None:  # type: ignore[no-untyped-def]
    left = np.array([[0.3, -0.2], [0.1, 0.4]])
    course = Lengthening()
    for _ in range(3):
        step = share * left
        course.learn(step)
        left = left - course.factor * step
    assert course.factor == pytest.approx([1 / share, 1 / share])
    assert np.abs(left).max() < 1e-12


def test_lengthening_leaves_the_votes_as_likely(chamber) -> None:  # type: ignore[no-untyped-def]
    layout, theta, text, _ = chamber
    local = np.bincount(np.concatenate([b.texts for b in layout.blocks]), minlength=len(text)) == 1
    stretched = theta.copy()
    for block in layout.blocks:
        at = slice(block.offset, block.offset + block.size)
        stretched[at] = 1.1 * stretched[at] + 0.05
    new, texts = Lengthening().lengthen(layout, theta, stretched, text)
    for block in layout.blocks:
        at = slice(block.offset, block.offset + block.n)
        if block.n < 3:
            continue
        rows = block.texts[local[block.texts]]
        before = text[rows, 1, None] - text[rows, 0, None] * stretched[at]
        after = texts[rows, 1, None] - texts[rows, 0, None] * new[at]
        assert after == pytest.approx(before, abs=1e-10)
        assert np.polyfit(theta[at], new[at], 1)[0] == pytest.approx(1.1 * 1.1, abs=1e-10)
