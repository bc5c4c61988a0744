"""How the unknowns are laid out: one dense block of votes a period, one chain of fronts.

A *node* is a voter in a period. Items whose text occurs in one period only are *local*: they
are eliminated inside their block. Texts that recur are *bridges*: they stay in the front from
their first to their last period, which is how repeated resolutions tie the sessions together.
A voter who is away between two of its periods keeps a node without votes, so that every step
of the random walk joins neighbouring blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .rollcalls import ABSTAIN, NO, YES, RollCalls

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
_NONE: Ints = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Block:
    """One period: rows are its items, columns its ``n`` voters that voted.

    ``sign`` is +1 for yes, -1 for no, 0 for abstain and absent; ``no`` marks the noes,
    ``upper`` is 1 for them and one half for abstentions; ``against`` is -1 for yes and no and 0
    for the others, whose number is ``undecided``;
    ``abstain`` are the flat positions of the abstentions and ``abstain_row`` their rows.
    ``texts`` holds the rows' texts, local ones first (``n_local`` rows); ``local`` are the
    distinct local texts and ``local_start`` where each begins; ``bridge_at`` gives for the other
    rows their place in ``active``, the bridges in this front, those that go out here first.
    ``size`` counts the nodes (voters with votes, then the absent ones), ``offset`` is the first
    node's number. ``source`` and ``target`` are the two ends of the random walk to the next
    period.

    Fronts are eliminated toward the middle (:attr:`Layout.middle`): ``eliminated`` counts the
    variables (nodes, then bridges, three parameters each) that go out here, the rest is passed
    ``onto`` a neighbour (-1: there is none). ``here`` and ``there`` are the ends of the walk in
    this front and in the receiving one, ``up`` the places in the receiving front of what remains,
    and ``down`` gives for each variable of the receiving front its place among what remains, one
    past the end if it is new there. ``children`` are the neighbours that pass onto this front.
    """

    offset: int
    n: int
    size: int
    sign: Array
    no: Array
    voted: Array
    upper: Array
    against: Array
    undecided: int
    abstain: Ints
    abstain_row: Ints
    texts: Ints
    rows: Ints
    n_local: int
    local: Ints
    local_start: Ints
    active: Ints
    opening: NDArray[np.bool_]
    bridge_at: Ints
    source: Ints
    target: Ints
    eliminated: int
    onto: int
    here: Ints
    there: Ints
    up: Ints
    down: Ints
    children: tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """All blocks with the index arrays of nodes and texts."""

    blocks: tuple[Block, ...]
    node_voter: Ints
    node_period: Ints
    real: NDArray[np.bool_]
    first: NDArray[np.bool_]
    n_votes: Array
    three: NDArray[np.bool_]
    steps: Array
    middle: int

    @property
    def arms(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Periods in the order of elimination, from either end up to the middle."""
        periods = tuple(range(len(self.blocks)))
        return periods[: self.middle], periods[: self.middle : -1]

    @property
    def n_nodes(self) -> int:
        """Nodes, those without votes included."""
        return len(self.node_voter)

    @property
    def n_texts(self) -> int:
        """Distinct item texts, each with three parameters."""
        return len(self.three)


def _kinds_seen(calls: RollCalls) -> NDArray[np.bool_]:
    """Which of absence, yes, abstention and no each text saw, of shape (texts, 4)."""
    seen = np.zeros((len(calls.texts), 4), bool)
    seen[calls.item_text[calls.item], calls.vote] = True
    return seen


def _spans(calls: RollCalls) -> tuple[Ints, Ints]:
    """First and last period in which each text was voted on."""
    n_texts = len(calls.texts)
    opens, ends = np.full(n_texts, len(calls.periods)), np.full(n_texts, -1)
    np.minimum.at(opens, calls.item_text, calls.item_period)
    np.maximum.at(ends, calls.item_text, calls.item_period)
    return opens, ends


def lay_out(calls: RollCalls, by_rank: bool = False) -> Layout:
    """Order votes into blocks; ``by_rank`` counts a step between observed periods as one."""
    n_periods, n_texts, n_voters = len(calls.periods), len(calls.texts), len(calls.voters)
    period, seen = calls.period, _kinds_seen(calls)
    vote = _two_way(calls.vote, seen[calls.item_text[calls.item]])
    opens, ends = _spans(calls)
    present = np.zeros((n_periods, n_voters), bool)
    present[period, calls.voter] = True
    enters = present.argmax(0)
    leaves = n_periods - 1 - present[::-1].argmax(0)
    order = np.argsort(period, kind="stable")
    bounds = np.searchsorted(period[order], np.arange(n_periods + 1))
    nodes, bridges = [], []
    for t in range(n_periods):
        away = (enters < t) & (leaves > t) & ~present[t]
        nodes.append(np.r_[np.flatnonzero(present[t]), np.flatnonzero(away)])
        bridges.append(np.flatnonzero((opens < ends) & (opens <= t) & (ends >= t)))
    middle = _middle([len(a) + 3 * len(b) for a, b in zip(nodes, bridges, strict=True)])
    last = [ends if t <= middle else opens for t in range(n_periods)]
    active = [b[np.argsort(last[t][b] != t, kind="stable")] for t, b in enumerate(bridges)]
    slots = [_slots(b, n_texts) for b in active]
    blocks: list[Block] = []
    place = np.zeros(n_voters, np.int64)
    offset = 0
    for t in range(n_periods):
        at, size = order[bounds[t] : bounds[t + 1]], len(nodes[t])
        place[nodes[t]] = np.arange(size)
        rows, n_local = _rows(calls, at, opens < ends)
        matrix = _matrix(calls, at, vote, rows, place, int(present[t].sum()))
        source = target = up = _NONE
        if t + 1 < n_periods:
            target = np.flatnonzero(enters[nodes[t + 1]] <= t)
            source = place[nodes[t + 1][target]]
        onto = -1 if t == middle else t + (1 if t < middle else -1)
        here, there = (source, target) if t < middle else (_NONE, _NONE)
        if t > middle:
            here, there = blocks[t - 1].target, blocks[t - 1].source
        going = len(active[t]) if onto < 0 else int((last[t][active[t]] == t).sum())
        if onto >= 0:
            stay = 3 * slots[onto][active[t][going:]][:, None] + np.arange(3)
            up = np.r_[there, len(nodes[onto]) + stay.ravel()]
        receiving = 0 if onto < 0 else len(nodes[onto]) + 3 * len(active[onto])
        texts = calls.item_text[rows]
        local, start = np.unique(texts[:n_local], return_index=True)
        abstain, no = np.flatnonzero(matrix.ravel() == ABSTAIN), (matrix == NO).astype(float)
        decided = (matrix == YES) + no
        blocks.append(
            Block(
                offset=offset,
                n=matrix.shape[1],
                size=size,
                sign=(matrix == YES) - no,
                no=no,
                voted=(matrix > 0).astype(float),
                upper=no + 0.5 * (matrix == ABSTAIN),
                against=-decided,
                undecided=int((decided == 0).sum()),
                abstain=abstain,
                abstain_row=abstain // matrix.shape[1],
                texts=texts,
                rows=rows,
                n_local=n_local,
                local=local,
                local_start=start,
                active=active[t],
                opening=opens[active[t]] == t,
                bridge_at=slots[t][texts[n_local:]],
                source=source,
                target=target,
                eliminated=size + 3 * going,
                onto=onto,
                here=here,
                there=there,
                up=up,
                down=_slots(up, receiving, len(up)),
                children=_children(t, middle, n_periods),
            )
        )
        offset += size
    sizes = [block.size for block in blocks]
    steps = np.diff(calls.periods)
    voter = np.concatenate(nodes)
    node_period = np.repeat(np.arange(n_periods), sizes)
    return Layout(
        blocks=tuple(blocks),
        node_voter=voter,
        node_period=node_period,
        real=present[node_period, voter],
        first=enters[voter] == node_period,
        n_votes=np.concatenate([np.r_[b.voted.sum(0), np.zeros(b.size - b.n)] for b in blocks]),
        three=np.asarray(seen[:, 1:].all(1)),
        steps=np.ones_like(steps) if by_rank else steps,
        middle=middle,
    )


def _middle(sizes: list[int]) -> int:
    """Period that leaves as much work before as after it; a front's grows with its cube."""
    work = np.cumsum(np.asarray(sizes, float) ** 3)
    return int(np.argmin(np.abs(np.r_[0.0, work[:-1]] - (work[-1] - work))))


def _children(t: int, middle: int, n_periods: int) -> tuple[int, ...]:
    """Neighbours that pass onto the front of a period."""
    before = (t - 1,) if 0 < t <= middle else ()
    after = (t + 1,) if middle <= t < n_periods - 1 else ()
    return before + after


def _rows(calls: RollCalls, at: Ints, bridge: NDArray[np.bool_]) -> tuple[Ints, int]:
    """Items of a block ordered by text, those of local texts first, and how many these are."""
    rows = np.unique(calls.item[at])
    texts = calls.item_text[rows]
    order = np.lexsort((texts, bridge[texts]))
    return rows[order], int((~bridge[texts]).sum())


def _matrix(
    calls: RollCalls, at: Ints, vote: NDArray[np.int8], rows: Ints, place: Ints, n: int
) -> NDArray[np.int8]:
    """Votes of a block as items by voters, 0 where none was cast."""
    matrix = np.zeros((len(rows), n), np.int8)
    row = _slots(rows, len(calls.items))
    matrix[row[calls.item[at]], place[calls.voter[at]]] = vote[at]
    return matrix


def _slots(members: Ints, size: int, other: int = -1) -> Ints:
    """Place of each member among the members, ``other`` for the others."""
    out = np.full(size, other, np.int64)
    out[members] = np.arange(len(members))
    return out


def _two_way(vote: NDArray[np.int8], seen: NDArray[np.bool_]) -> NDArray[np.int8]:
    """With one of the outer categories unused an item has a single cut-point.

    Abstentions then stand on the side that is empty: with no noes they are the far side of the
    yeas, with no yeas the near side of the noes. The other cut-point is not identified.
    """
    out = vote.copy()
    out[(vote == ABSTAIN) & ~seen[:, NO]] = NO
    out[(vote == ABSTAIN) & ~seen[:, YES]] = YES
    return out
