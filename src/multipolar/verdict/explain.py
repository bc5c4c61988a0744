"""What stands behind a verdict: what would change it, what it is like, and how firm it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multipolar.fields.affinity import affinities, layers_behind
from multipolar.fields.affinity_layers import LAYERS
from multipolar.fields.affinity_model import LAST, ORIGINS
from multipolar.measures.special import softmax
from multipolar.verdict.calibration import RANGES, Calibration, calibration
from multipolar.verdict.cases import all_cases
from multipolar.verdict.features import FIELDS, NAMES, PREDICTORS
from multipolar.verdict.judgement import Verdict
from multipolar.verdict.references import CLASSES, Relationship, relationships

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

Floats = NDArray[np.float64]

TOWARD = {
    "affinity": 1,
    "practice": 1,
    "hostility": -1,
    "depth": 1,
    "unevenness": -1,
    "stakes": 1,
    "need": -1,
    "power_gap": -1,
    "common_rivals": 1,
    "joint_no": 1,
    "regime_gap": -1,
    "democracy": 0,
}
"""Which way each predictor moves when two states draw nearer; 0 is either way.

Distance is left out: nothing changes it.
"""
FARTHEST = 3.0
"""A change of more than this many standard deviations of the references is no answer."""
STEPS = 61
LEAST_SHARED = 6
"""Predictors that two must have in common to be compared."""
REWEIGHTED = 400
SEED = 1648
RESTS_ON: dict[str, tuple[str, ...]] = {
    "votes": ("joint_no",),
    "practice": ("practice",),
    "trade": ("stakes", "need"),
    "institutions": (),
    "narrative": (),
    "hostility": ("hostility", "common_rivals"),
}
"""Predictors that rest on one field alone; affinity and depth rest on all of them."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What one verdict of the blind model was computed from.

    Attributes
    ----------
    model
        The calibration.
    x
        Predictors, NaN where not known.
    error
        Standard deviation of affinity.
    row
        All features of the dyad-year.
    """

    model: Calibration
    x: Floats
    error: float
    row: dict[str, float | None]

    def chances(self, x: Floats | None = None, error: float | None = None) -> Floats:
        """Probabilities of the classes, with other predictors than its own if they are given."""
        used = self.x if x is None else x
        spread = self.error if error is None else error
        _, _, scores = next(self.model.drawn(used[None], np.array([spread])))
        mean: Floats = softmax(scores[:, 0]).mean(axis=0)
        return mean


def ground(verdict: Verdict, release: Release) -> Ground | None:
    """What a verdict was computed from; None where there is no model."""
    low, high = sorted((verdict.one.ccode, verdict.two.ccode))
    own = any((one.ccode1, one.ccode2) == (low, high) for one in relationships())
    model = calibration(True, verdict.as_of, release, (low, high) if own else None)
    basis = verdict.basis
    if model is None or basis is None:
        return None
    return Ground(model, basis.x, basis.error, basis.row)


# ------------------------------------------------------------------ what would have to change
@dataclass(frozen=True, slots=True)
class Lever:
    """A change of one predictor, all else as it is, that makes the next closer class likelier.

    Attributes
    ----------
    name, title
        Key of the predictor, and words for it.
    now, needed
        Its value, and the one from which the closer class is likelier than the leading one.
    size
        The change in standard deviations of the references.
    """

    name: str
    title: str
    now: float
    needed: float
    size: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "name": self.name,
            "title": self.title,
            "now": self.now,
            "needed": self.needed,
            "standard_deviations": self.size,
            "words": f"{self.title} {spoken(self.name, self.now)} -> "
            f"{spoken(self.name, self.needed)}",
        }


@dataclass(frozen=True, slots=True)
class Closer:
    """What stands between a pair and the next closer class.

    Attributes
    ----------
    leading, target
        The leading class, and the next closer one.
    blocks
        The predictor that speaks most against the target and for the leading class.
    value, standard
        Its value, and how far that is from the mean of the references, in their standard
        deviations.
    key
        Its name.
    levers
        Changes that each would do, the smallest first; empty if no single one within reach does.
    """

    leading: str
    target: str
    blocks: str
    levers: tuple[Lever, ...]
    value: float
    standard: float
    key: str

    @property
    def blocking(self) -> str:
        """What blocks, with its value, and whether that is high or low among the references."""
        side = "high" if self.standard > 0 else "low"
        return f"{self.blocks} ({spoken(self.key, self.value)}, {side} for a reference)"

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "leading": self.leading,
            "next_closer": self.target,
            "blocks_most": self.blocks,
            "blocks_value": self.value,
            "blocks_standard": self.standard,
            "single_changes": [lever.to_dict() for lever in self.levers],
        }


NEXT_CLOSER = {
    "partnership": "alliance",
    "opportunism": "partnership",
    "transactional": "partnership",
    "indifference": "transactional",
    "rivalry": "transactional",
}
"""The next closer class of each; nothing is closer than an alliance."""


def closer(verdict: Verdict, release: Release) -> Closer | None:
    """What would have to change for the next closer class to be likelier than the leading one.

    One known predictor at a time is moved the way of states that draw nearer (`TOWARD`), up to
    `FARTHEST` standard deviations and within its scale, and everything else is kept. That is how
    the model reads such a pair, not an effect. None where an alliance leads, or there is no
    verdict.
    """
    base = ground(verdict, release)
    if base is None or verdict.blind is None or verdict.blind.leading.kind == "alliance":
        return None
    leading = verdict.blind.leading.kind
    target = NEXT_CLOSER[leading]
    at, to = CLASSES.index(leading), CLASSES.index(target)
    model = base.model
    _, drawn, scores = next(model.drawn(base.x[None], np.array([base.error])))
    values, scores = drawn[:, 0], scores[:, 0]
    slopes = model.draws[:, :, 1:]
    pull = (values * (slopes[:, at] - slopes[:, to])).mean(axis=0)
    known = ~np.isnan(base.x)
    movable = [k for k, name in enumerate(NAMES[True]) if name in TOWARD and known[k]]
    levers = [_lever(base, k, values[:, k], scores, slopes[:, :, k], at, to) for k in movable]
    found = sorted((one for one in levers if one is not None), key=lambda one: one.size)
    most = max(movable, key=lambda k: pull[k])
    title = {one.name: one.title for one in PREDICTORS}[NAMES[True][most]]
    key, value, standard = NAMES[True][most], float(base.x[most]), float(values[:, most].mean())
    return Closer(leading, target, title, tuple(found), value, standard, key)


def _lever(
    base: Ground, k: int, values: Floats, scores: Floats, slopes: Floats, at: int, to: int
) -> Lever | None:
    name = NAMES[True][k]
    centre, scale = float(base.model.centre[k]), float(base.model.scale[k])
    now = float(values.mean())
    low, high = ((end - centre) / scale for end in RANGES.get(name, (-np.inf, np.inf)))
    best: float | None = None
    ends = {1: min(now + FARTHEST, high), -1: max(now - FARTHEST, low)}
    for end in (ends[way] for way in (1, -1) if TOWARD[name] in (way, 0)):
        moves = np.linspace(0.0, end - now, STEPS)
        p = softmax(scores[:, None] + moves[None, :, None] * slopes[:, None]).mean(axis=0)
        ahead = np.flatnonzero(p[:, to] >= p[:, at])
        if len(ahead):
            move = float(moves[ahead[0]])
            best = move if best is None or abs(move) < abs(best) else best
    if best is None:
        return None
    title = {one.name: one.title for one in PREDICTORS}[name]
    return Lever(
        name,
        title,
        now * scale + centre,
        (now + best) * scale + centre,
        abs(best),
    )


def spoken(name: str, value: float) -> str:
    """A predictor's value as a person says it."""
    if name == "stakes":
        share = 100 * 10.0**value
        return f"{share:.1f} % of trade" if share >= 0.1 else "under 0.1 % of trade"
    if name in ("need", "power_gap"):
        return f"{math.exp(value):.1f} to 1"
    if name == "common_rivals":
        return f"{math.ceil(math.expm1(value) - 1e-6)}"
    if name in ("practice", "hostility"):
        return f"{value:z.1f} of {2 if name == 'practice' else 3}"
    return f"{value:z.2f}"


# ------------------------------------------------------------------ like in history
@dataclass(frozen=True, slots=True)
class Likeness:
    """A reference relationship, and how far it is.

    Attributes
    ----------
    relationship
        The reference.
    distance
        Root mean square difference of the predictors that both have, in standard deviations of
        the references.
    shared
        Number of those predictors.
    typical
        Median distance of a reference to the nearest other one of another pair.
    """

    relationship: Relationship
    distance: float
    shared: int
    typical: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            **self.relationship.to_dict(),
            "name": self.relationship.name,
            "distance": self.distance,
            "shared": self.shared,
            "typical_nearest": self.typical,
        }


def alike(verdict: Verdict, release: Release, count: int = 3) -> tuple[Likeness, ...]:
    """The nearest reference relationships of other pairs, by the predictors of the blind model.

    References later than ``as_of`` are left out, and so are those of the pair itself; one that
    goes on then ends with that year. Each pair is named once, by its nearest phase.
    """
    base = ground(verdict, release)
    if base is None:
        return ()
    spells, means = _means(verdict.as_of, release)
    scaled = (means - base.model.centre) / base.model.scale
    own = (base.x - base.model.centre) / base.model.scale
    far, shared = _distances(own, scaled)
    codes = {verdict.one.ccode, verdict.two.ccode}
    listed = relationships()
    found: dict[tuple[int, int], Likeness] = {}
    typical = _typical(verdict.as_of, release)
    for place in np.argsort(far, kind="stable"):
        one = listed[int(spells[place])]
        pair = (one.ccode1, one.ccode2)
        if np.isfinite(far[place]) and set(pair) != codes and pair not in found:
            known = replace(one, last=min(one.last, verdict.as_of))
            found[pair] = Likeness(known, float(far[place]), int(shared[place]), typical)
        if len(found) == count:
            break
    return tuple(found.values())


@lru_cache(maxsize=8)
def _means(as_of: int, release: Release) -> tuple[NDArray[np.int64], Floats]:
    """Means of the predictors over the cases of each spell up to a year."""
    cases = all_cases(True, release)
    cases = cases.only(cases.year <= as_of)
    spells = np.unique(cases.spell)
    means = np.full((len(spells), cases.x.shape[1]), np.nan)
    for place, spell in enumerate(spells):
        part = cases.x[cases.spell == spell]
        some = ~np.isnan(part).all(axis=0)
        means[place, some] = np.nanmean(part[:, some], axis=0)
    return spells, means


def _distances(one: Floats, many: Floats) -> tuple[Floats, NDArray[np.int64]]:
    gaps = many - one
    shared = (~np.isnan(gaps)).sum(axis=1)
    total = np.nansum(gaps**2, axis=1)
    far = np.sqrt(total / np.maximum(shared, 1))
    return np.where(shared >= LEAST_SHARED, far, np.inf), shared


@lru_cache(maxsize=8)
def _typical(as_of: int, release: Release) -> float:
    spells, means = _means(as_of, release)
    listed = relationships()
    pairs = np.array([(listed[int(s)].ccode1, listed[int(s)].ccode2) for s in spells])
    # Early references lack a predictor altogether, and one that never varies tells none apart.
    means = means[:, (~np.isnan(means)).sum(axis=0) > 1]
    spread = np.nanstd(means, axis=0)
    scaled = (means - np.nanmean(means, axis=0))[:, spread > 0] / spread[spread > 0]
    nearest = []
    for place, one in enumerate(scaled):
        far, _ = _distances(one, scaled)
        other = (pairs != pairs[place]).any(axis=1)
        nearest.append(far[other].min())
    found = np.array(nearest)
    return float(np.median(found[np.isfinite(found)]))


# ------------------------------------------------------------------ how firm it is
@dataclass(frozen=True, slots=True)
class Firmness:
    """Whether the leading class hangs on one field or on the weights of the fields.

    Attributes
    ----------
    leading
        The leading class.
    without
        For each field that is known: the class that leads without it, and its probability and
        that of the leading class then.
    reweighted
        Share of random weights of the fields in depth with which the leading class still leads.
    low, high
        Least and greatest probability of the leading class over those weights.
    """

    leading: str
    without: dict[str, tuple[str, float, float]]
    reweighted: float
    low: float
    high: float

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """Fields without which another class leads."""
        return tuple(name for name, found in self.without.items() if found[0] != self.leading)

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "leading": self.leading,
            "without": {
                name: {"leading": kind, "probability": p, "probability_of_leading": own}
                for name, (kind, p, own) in self.without.items()
            },
            "hangs_on": list(self.hangs_on),
            "reweighted": {
                "same_leading": self.reweighted,
                "low": self.low,
                "high": self.high,
            },
        }


def firmness(verdict: Verdict, release: Release) -> Firmness | None:
    """Which fields could be dropped or reweighted without changing the leading class.

    A dropped field is taken out of everything: affinity is filtered again without it, depth and
    unevenness are those of the other fields, and the predictors that rest on it alone count as
    not known. Reweighting draws the weights of the fields in depth and unevenness from a flat
    Dirichlet distribution.
    """
    base = ground(verdict, release)
    if base is None or verdict.blind is None:
        return None
    leading = verdict.blind.leading.kind
    wanted = _up_to_affinity(verdict)
    layers = layers_behind(wanted, release) if wanted["year"][0] > ORIGINS[0] else None
    without = {}
    for layer in LAYERS:
        if layer == "treaty" or not _known(base, layer):
            continue
        found = affinities(wanted, release, blind=True, without=(layer,), layers=layers)
        p = base.chances(*_dropped(base, layer, found))
        best = int(p.argmax())
        without[layer] = (CLASSES[best], float(p[best]), float(p[CLASSES.index(leading)]))
    share, low, high = _reweighted(base, CLASSES.index(leading))
    return Firmness(leading, without, share, low, high)


def _known(base: Ground, layer: str) -> bool:
    if base.row.get(f"score_{layer}") is not None:
        return True
    names = RESTS_ON[layer]
    return any(not np.isnan(base.x[NAMES[True].index(name)]) for name in names)


def _up_to_affinity(verdict: Verdict) -> pl.DataFrame:
    """The dyad-year of a verdict, or the last one with affinity."""
    import polars as pl

    low, high = sorted((verdict.one.ccode, verdict.two.ccode))
    year = min(verdict.year, LAST)
    keys = ("ccode1", "ccode2", "year")
    return pl.DataFrame(
        {"ccode1": [low], "ccode2": [high], "year": [year]}, schema=dict.fromkeys(keys, pl.Int32)
    )


def _dropped(base: Ground, layer: str, found: pl.DataFrame) -> tuple[Floats, float | None]:
    """Predictors and the error of affinity without a field, from affinity without it."""
    names = NAMES[True]
    x, error = base.x.copy(), base.error
    if found.height and found["mean"][0] is not None:
        x[names.index("affinity")], error = float(found["mean"][0]), float(found["sd"][0])
    else:
        x[names.index("affinity")], error = np.nan, np.nan
    scores = _scores(base, [name for name in FIELDS if name != layer])
    x[names.index("depth")] = scores.mean() if len(scores) else np.nan
    x[names.index("unevenness")] = scores.std() if len(scores) > 1 else np.nan
    for name in RESTS_ON[layer]:
        x[names.index(name)] = np.nan
    return x, error


def _scores(base: Ground, fields: list[str]) -> Floats:
    found = [base.row[f"score_{name}"] for name in fields]
    return np.array([value for value in found if value is not None], dtype=np.float64)


def _reweighted(base: Ground, leading: int) -> tuple[float, float, float]:
    scores = _scores(base, list(FIELDS))
    if len(scores) < 2:
        p = float(base.chances()[leading])
        return 1.0, p, p
    weights = np.random.default_rng(SEED).dirichlet(np.ones(len(scores)), REWEIGHTED)
    depth = weights @ scores
    spread = np.sqrt((weights * (scores - depth[:, None]) ** 2).sum(axis=1))
    x = np.repeat(base.x[None], REWEIGHTED, axis=0)
    x[:, NAMES[True].index("depth")] = depth
    x[:, NAMES[True].index("unevenness")] = spread
    _, _, drawn = next(base.model.drawn(x, np.full(REWEIGHTED, base.error)))
    p = softmax(drawn).mean(axis=0)
    own = p[:, leading]
    return float((p.argmax(axis=1) == leading).mean()), float(own.min()), float(own.max())
