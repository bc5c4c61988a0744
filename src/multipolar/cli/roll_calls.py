"""Which roll calls a fit of ideal points rests on, checked before and after the votes are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.errors import BadOption
from multipolar.fields.indicator import Issue
from multipolar.panel.preferences import SPLIT
from multipolar.sources.assembly_votes import YEARS_ALL
from multipolar.years import parse_range, spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl


@dataclass(frozen=True, slots=True)
class Choice:
    """Roll calls on an issue, of some years, on texts as a whole; None and False are all."""

    issue: Issue | None
    years: range | None
    final: bool


def choice(issue: str | None, years: str | None, final: bool) -> Choice:
    """Read a choice, before any vote is read.

    Raises
    ------
    BadOption
        If the issue is unknown, or the votes are of other years.
    BadYear
        If the years are no range.
    """
    try:
        about = None if issue is None else Issue(issue)
    except ValueError as reason:
        raise BadOption(f"--issue is one of {', '.join(Issue)}, not {issue!r}") from reason
    span = None if years is None else parse_range(years)
    if span is not None and (span[-1] < YEARS_ALL.first or span[0] > YEARS_ALL.last):
        raise _no_votes(span)
    return Choice(about, span, final)


def chosen(record: pl.DataFrame, wanted: Choice) -> tuple[pl.DataFrame, list[int]]:
    """Votes on the chosen roll calls, and the years of those left out because they are not marked.

    Raises
    ------
    BadOption
        If no roll call is left; it says through which option.
    """
    import polars as pl

    span = wanted.years
    if span is not None:
        record = record.filter(pl.col("year").is_between(span[0], span[-1]))
        if record.is_empty():
            raise _no_votes(span)
    if wanted.issue is not None:
        record = record.filter(pl.col(wanted.issue.value))
        if record.is_empty():
            when = "" if span is None else f" of {spans(span)}"
            raise BadOption(
                f"no roll call{when} is marked with the issue {wanted.issue}: widen --years, or "
                "leave out --issue"
            )
    if not wanted.final:
        return record, []
    unmarked = sorted(record.filter(pl.col("final") == -1)["year"].unique().to_list())
    whole = record.filter(pl.col("final") == 1)
    if whole.is_empty():
        why = unsaid(unmarked) if unmarked else "all are on paragraphs or amendments"
        raise BadOption(f"no roll call is left: {why}; leave out --final-passage")
    return whole, unmarked


def unsaid(years: Sequence[int]) -> str:
    """Words for years whose texts as a whole are not marked."""
    return f"in {spans(years)} the source does not say which votes were on a text as a whole"


def drawn(names: str) -> list[str]:
    """Voters to draw, each one that ever had a seat in the Assembly.

    Raises
    ------
    BadOption
        If there is none, or one of them never had.
    """
    listed = [name.strip() for name in names.split(",") if name.strip()]
    if not listed:
        raise BadOption("no position to draw: --voters names nobody")
    seats = {*states.un_seats()["voter"].to_list()}
    lacking = [name for name in listed if name not in seats and name[:3] not in SPLIT]
    _check(lacking, "no voter of the Assembly")
    return listed


def check_there(voters: Sequence[str], record: pl.DataFrame) -> None:
    """Refuse voters to draw that cast no vote in the record."""
    there = {*record["voter"].unique().to_list()}
    _check([name for name in voters if name not in there], "no vote in these roll calls")


def _check(lacking: Sequence[str], why: str) -> None:
    if lacking:
        raise BadOption(
            f"no position to draw: {', '.join(lacking)} ({why}); write --voters as USA,RUS, and a "
            f"state that was divided as {SPLIT[0]}255 or {SPLIT[0]}260"
        )


def _no_votes(span: range) -> BadOption:
    return BadOption(
        f"there is no roll call of {spans(span)}: the votes are of {YEARS_ALL.first} to "
        f"{YEARS_ALL.last}, without 1964; choose other --years"
    )
