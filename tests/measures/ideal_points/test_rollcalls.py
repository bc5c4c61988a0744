"""What is refused, and that the error names the rows."""

from __future__ import annotations

import polars as pl
import pytest

from multipolar.errors import DataError
from multipolar.measures.ideal_points import BadRollCalls, IdealPoints, RollCalls
from multipolar.measures.ideal_points.rollcalls import resolve_links

VOTES = [
    (1, 1, "A", 1), (1, 1, "B", 3), (1, 1, "C", 2),
    (2, 1, "A", 3), (2, 1, "B", 1), (2, 1, "C", 1),
    (3, 2, "A", 1), (3, 2, "B", 3), (3, 2, "C", 1),
]  # fmt: skip


def table(votes: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(
        votes, schema=["item", "period", "voter", "vote"], orient="row", strict=False
    )


def refused(votes: list[tuple[object, ...]], match: str) -> BadRollCalls:
    with pytest.raises(BadRollCalls, match=match) as caught:
        RollCalls.from_table(table(votes))
    assert isinstance(caught.value, DataError)
    return caught.value


def test_absent_votes_are_dropped() -> None:
    calls = RollCalls.from_table(table([*VOTES, (3, 2, "D", 8), (3, 2, "E", None)]))
    assert calls.voters == ("A", "B", "C")
    assert len(calls.vote) == 9


def test_unknown_codes_are_named_by_row() -> None:
    assert refused([*VOTES, (3, 2, "D", 5)], "unknown vote code").rows == (9,)


def test_two_votes_of_one_voter_are_named_by_row() -> None:
    assert refused([*VOTES, (1, 1, "A", 3)], "two votes on one item").rows == (0, 9)


def test_missing_keys_and_nan_are_named_by_row() -> None:
    assert refused([*VOTES, (3, None, "D", 1)], "missing").rows == (9,)
    assert refused([*VOTES, (3, float("nan"), "D", 1)], "NaN").rows == (9,)


def test_an_item_in_two_periods_is_refused() -> None:
    assert refused([*VOTES, (1, 2, "D", 1)], "two periods").rows


def test_columns_must_be_there() -> None:
    with pytest.raises(BadRollCalls, match="columns are missing: vote"):
        RollCalls.from_table(table(VOTES).drop("vote"))


def test_one_voter_is_not_a_chamber() -> None:
    refused([(1, 1, "A", 1), (2, 1, "A", 3)], "only one voter")
    votes = [(1, 1, "A", 1), (2, 2, "A", 3)]
    with pytest.raises(BadRollCalls, match="only one voter"):
        RollCalls.from_table(table(votes), link={2: 1})


def test_unanimous_items_are_left_out_and_listed() -> None:
    calls = RollCalls.from_table(table([*VOTES, (9, 2, "A", 1), (9, 2, "B", 1)]))
    assert calls.unanimous == (9,)
    assert 9 not in calls.items
    refused([(1, 1, "A", 1), (1, 1, "B", 1)], "every item is unanimous")


def test_a_chamber_in_parts_is_named() -> None:
    other = [(7, 1, "X", 1), (7, 1, "Y", 3)]
    error = refused([*VOTES, *other], "falls into 2 parts")
    assert "{A, B, C}" in str(error)
    assert "{X, Y}" in str(error)


def test_an_anchor_must_have_voted() -> None:
    with pytest.raises(BadRollCalls, match=r"no anchor voted .*USA"):
        IdealPoints({"USA": 1}).fit(RollCalls.from_table(table(VOTES)))


def test_chains_of_repeated_texts_end_at_the_earliest() -> None:
    assert resolve_links({577: 545, 545: 512, 512: 470}) == dict.fromkeys((470, 512, 545, 577), 470)
    assert resolve_links({5389: 5310, 5312: 5310})[5312] == 5310


def test_votes_may_be_floats_as_pandas_makes_them() -> None:
    frame = table(VOTES).to_pandas().astype({"vote": float})
    frame.loc[len(frame)] = [3, 2, "D", float("nan")]
    calls = RollCalls.from_table(frame)
    assert calls.vote.tolist() == RollCalls.from_table(table(VOTES)).vote.tolist()
    assert refused([*VOTES, (3, 2, "D", 1.5)], "unknown vote code").rows == (9,)


def test_what_is_no_number_is_refused_in_words() -> None:
    with pytest.raises(BadRollCalls, match="must be numbers"):
        RollCalls.from_table(table(VOTES).with_columns(vote=pl.lit(True)))
    endless = [(4, float("inf"), "A", 1), (4, float("inf"), "B", 3)]
    assert refused([*VOTES, *endless], "infinite").rows == (9, 10)


def test_nothing_at_all_is_not_called_unanimous() -> None:
    refused([], "no rows")
    refused([(1, 1, "A", 8), (1, 1, "B", 9)], "no vote was cast")


def test_a_link_needs_two_ends() -> None:
    with pytest.raises(BadRollCalls, match="empty end: 3"):
        RollCalls.from_table(table(VOTES), link={3: None})


@pytest.mark.parametrize(
    "setting",
    [{"kind": "both"}, {"gap": "none"}, {"tolerance": float("nan")}, {"max_iterations": 0}],
)
def test_settings_that_are_none_are_refused_by_name(setting: dict[str, object]) -> None:
    with pytest.raises(BadRollCalls, match=next(iter(setting))):
        IdealPoints({"A": 1}, **setting)  # type: ignore[arg-type]
