"""``multipolar council``: vetoes in the Security Council, alone and in tandem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.cli.output import console, fit, listing, number, print_json
from multipolar.errors import BadOption, QuestionError
from multipolar.fields.council import LEAST_VETOES, PAIRS, STATES
from multipolar.measures import tandem
from multipolar.panel.release import active
from multipolar.panel.version import data_version
from multipolar.sources.security_council import RESOLUTIONS, SOURCE, lacking
from multipolar.states.pair import Pair, find_pair, possessive, titled
from multipolar.years import check_as_of

if TYPE_CHECKING:
    import polars as pl

Counts = NDArray[np.int64]

RECENT = 10
"""Years of the later window of a comparison; the earlier one has as many."""


def run(first: str | None, second: str | None, as_of: int | None, as_json: bool) -> None:
    """Print a pair of permanent members, or all five if none is named."""
    check_as_of(as_of)
    if (first is None) != (second is None):
        raise BadOption("name two permanent members, or none for all of them")
    if first is None or second is None:
        answer = everybody(as_of)
        show = _print_everybody
    else:
        answer = of_pair(find_pair(first, second, as_of))
        show = _print_pair
    if as_json:
        print_json(answer)
    else:
        show(answer)


# ------------------------------------------------------------------ a pair
def of_pair(pair: Pair) -> dict[str, Any]:
    """Joint and solo vetoes of a pair by period, and its tandem against chance.

    Raises
    ------
    QuestionError
        If the two never held permanent seats at once, up to the date of the question.
    """
    import polars as pl

    one, two = pair.one.ccode, pair.two.ccode
    low, high = pair.codes
    frame = (
        active()
        .scan(PAIRS)
        .filter((pl.col("ccode1") == low) & (pl.col("ccode2") == high))
        .filter(pl.col("year") <= pair.as_of)
        .sort("year")
        .collect()
    )
    if not frame.height:
        raise QuestionError(
            f"{pair.one.name} and {pair.two.name} held no permanent seats in the Security Council "
            f"at once by {pair.as_of}"
        )
    if one > two:
        frame = frame.rename({"vetoes1": "vetoes2", "vetoes2": "vetoes1"})
    last = int(frame["year"].max())  # type: ignore[arg-type]
    periods = _periods(frame["year"].to_list())
    return {
        "first": one,
        "second": two,
        "names": [pair.one.name, pair.two.name],
        "as_of": pair.as_of,
        "last": last,
        "partial": last in SOURCE.coverage.partial,
        "periods": [_of_periods(frame, [years]) for years in periods],
        "all": _of_periods(frame, periods),
        "changes": _changes(frame, last),
        "lacking": lacking(pair.codes, frame["year"].to_list()),
        "origins": [SOURCE.key, RESOLUTIONS.key],
        "data_version": data_version(),
    }


def _of_periods(frame: pl.DataFrame, periods: list[tuple[int, int]]) -> dict[str, Any]:
    """Counts over some periods; chance is taken within each of them."""
    import polars as pl

    names = ("joint", "vetoes1", "vetoes2", "drafts", "adopted")
    parts = [frame.filter(pl.col("year").is_between(*years)).select(names) for years in periods]
    joint, one, two, drafts, adopted = (
        np.array([int(part[name].sum()) for part in parts]) for name in names
    )
    known = not any(part["adopted"].null_count() for part in parts)
    voted = drafts + adopted if known else None
    return {
        "from": periods[0][0],
        "to": periods[-1][1],
        "drafts": int(drafts.sum()),
        "put_to_vote": None if voted is None else int(voted.sum()),
        "joint": _counted(int(joint.sum())),
        "first_without_second": _counted(int((one - joint).sum())),
        "second_without_first": _counted(int((two - joint).sum())),
        "second_given_first": _conditional(joint, one, two, drafts, voted),
        "first_given_second": _conditional(joint, two, one, drafts, voted),
    }


def _counted(count: int) -> dict[str, Any]:
    found = tandem.rate(count)
    return {"value": count, "low": float(found.low), "high": float(found.high)}


def _conditional(
    joint: Counts, given: Counts, other: Counts, drafts: Counts, voted: Counts | None
) -> dict[str, Any]:
    """Share with its interval, and what independence would give: None where undefined."""
    n = int(given.sum())
    names = ("value", "low", "high", "chance", "p_more", "chance_put_to_vote", "p_more_put_to_vote")
    answer: dict[str, Any] = {"n": n} | dict.fromkeys(names)
    if n == 0:
        return answer
    found = tandem.share(joint.sum(), n)
    vetoed = tandem.chance(joint, given, other, drafts)
    answer |= {name: float(value) for name, value in found._asdict().items()}
    answer |= {"chance": vetoed.expected, "p_more": vetoed.more}
    if voted is not None:
        everything = tandem.chance(joint, given, other, voted)
        answer |= {
            "chance_put_to_vote": everything.expected,
            "p_more_put_to_vote": everything.more,
        }
    return answer


def _changes(frame: pl.DataFrame, last: int) -> list[dict[str, Any]]:
    """Last ten years against the ten before, in both directions; none without twenty years."""
    import polars as pl

    def counts(since: int, until: int, given: str) -> tuple[int, int]:
        rows = frame.filter(pl.col("year").is_between(since, until))
        return int(rows["joint"].sum()), int(rows[given].sum())

    later = (last - RECENT + 1, last)
    earlier = (last - 2 * RECENT + 1, last - RECENT)
    held = set(frame["year"].to_list())
    if not held.issuperset(range(earlier[0], later[1] + 1)):
        return []
    found = []
    for what, given in (("second_given_first", "vetoes1"), ("first_given_second", "vetoes2")):
        before, after = counts(*earlier, given), counts(*later, given)
        known = min(before[1], after[1]) > 0
        gap = tandem.change(before, after)
        found.append(
            {"what": what, "earlier": [*earlier, *before], "later": [*later, *after]}
            | {name: value if known else None for name, value in gap._asdict().items()}
        )
    return found


def _periods(years: list[int]) -> list[tuple[int, int]]:
    """Decades, cut to the years there are."""
    decades = sorted({year // 10 for year in years})
    parts = [[year for year in years if year // 10 == decade] for decade in decades]
    return [(min(part), max(part)) for part in parts]


def _print_pair(answer: dict[str, Any]) -> None:
    from rich.markup import escape

    one, two = answer["names"]
    screen = console()
    screen.print(f"[bold]{escape(one)} - {escape(two)}[/], vetoed drafts in the Security Council")
    screen.print(
        f"[dim]while both hold a permanent seat; counts with 90 % intervals{_end(answer)}[/]"
    )
    table = listing("years", "both", f"{one} without {two}", f"{two} without {one}")
    rows = [*answer["periods"], answer["all"]][len(answer["periods"]) == 1 :]
    for row in rows:
        counts = (row["joint"], row["first_without_second"], row["second_without_first"])
        table.add_row(_years(row), *(escape(_count(item)) for item in counts))
    fit(table, screen.width)
    screen.print(table)
    for label, what, given in (
        (f"{two} joins {one}", "second_given_first", one),
        (f"{one} joins {two}", "first_given_second", two),
    ):
        screen.print()
        if not answer["all"][what]["n"]:
            seen = f"no veto of {titled(given)} to join"
            screen.print(f"[bold]{escape(label)}[/]: {escape(seen)}")
            continue
        head = f"of {possessive(given)}"
        table = listing("years", head, "share", "90 %", "chance", "p", "of all voted on")
        for row in rows:
            table.add_row(_years(row), *(escape(cell) for cell in _share_cells(row[what])))
        screen.print(f"[bold]{escape(label)}[/]")
        fit(table, screen.width)
        screen.print(table)
    screen.print()
    labels = {
        "second_given_first": f"{two} joins {one}",
        "first_given_second": f"{one} joins {two}",
    }
    for gap in answer["changes"]:
        if gap["earlier"][-1] or gap["later"][-1]:
            screen.print(escape(_change_in_words(gap, labels[gap["what"]])))
    screen.print(
        "[dim]chance: share of all vetoed drafts that the joining member vetoed, in the last row "
        "within each period; p: probability of as many joint vetoes under independence. Drafts "
        "that nobody vetoed are not among them, so more than chance is evidence and less than "
        "chance is none. The last column is chance among vetoed and adopted drafts, known to "
        f"{RESOLUTIONS.coverage.last}.[/]"
    )
    _print_lacking(answer)
    screen.print(f"[dim]sources: {', '.join(answer['origins'])}; data {answer['data_version']}[/]")


def _share_cells(found: dict[str, Any]) -> tuple[str, ...]:
    if found["value"] is None:
        return (str(found["n"]), "-", "", "", "", "")
    among_all = found["chance_put_to_vote"]
    return (
        str(found["n"]),
        f"{found['value']:.2f}" + (" (few)" if found["n"] < LEAST_VETOES else ""),
        f"[{found['low']:.2f}, {found['high']:.2f}]",
        f"{found['chance']:.2f}",
        _p(found["p_more"]),
        "-" if among_all is None else f"{among_all:.3f}",
    )


def _p(value: float) -> str:
    return "<.001" if value < 0.001 else f"{value:.3f}"


def _change_in_words(gap: dict[str, Any], label: str) -> str:
    (since1, until1, joint1, n1), (since2, until2, joint2, n2) = gap["earlier"], gap["later"]
    before = f"{joint1} of {n1}" if n1 else "no veto to join"
    after = f"{joint2} of {n2}" if n2 else "no veto to join"
    told = f"{label}: {before} in {since1}-{until1}, {after} in {since2}-{until2}"
    if gap["value"] is None:
        return told
    bounds = f"[{gap['low']:+.2f}, {gap['high']:+.2f}]"
    return f"{told}; change {gap['value']:+.2f} {bounds}, Fisher's p {_p(gap['p'])}"


# ------------------------------------------------------------------ all five
def everybody(as_of: int | None) -> dict[str, Any]:
    """Vetoes and solo vetoes of every permanent member by period."""
    import polars as pl

    frame = active().scan(STATES).sort("year", "ccode").collect()
    if as_of is not None:
        frame = frame.filter(pl.col("year") <= as_of)
    if not frame.height:
        raise QuestionError(f"the Security Council first met in {SOURCE.coverage.first}")
    last = int(frame["year"].max())  # type: ignore[arg-type]
    members = []
    for (code,), rows in frame.partition_by("ccode", as_dict=True).items():
        spans = [*_periods(rows["year"].to_list())]
        spans.append((int(rows["year"].min()), int(rows["year"].max())))  # type: ignore[arg-type]
        periods = []
        for since, until in spans:
            part = rows.filter(pl.col("year").is_between(since, until))
            counts = {name: _counted(int(part[name].sum())) for name in ("vetoes", "solo")}
            periods.append({"from": since, "to": until} | counts)
        name = states.label(int(str(code)), int(rows["year"].max()))  # type: ignore[arg-type]
        members.append({"ccode": code, "name": name, "periods": periods[:-1], "all": periods[-1]})
    return {
        "as_of": as_of,
        "last": last,
        "partial": last in SOURCE.coverage.partial,
        "members": members,
        "lacking": lacking((member["ccode"] for member in members), frame["year"].to_list()),
        "origins": [SOURCE.key],
        "data_version": data_version(),
    }


def _print_everybody(answer: dict[str, Any]) -> None:
    from rich.markup import escape

    screen = console()
    screen.print("[bold]Vetoed drafts in the Security Council[/], and (alone)")
    screen.print(f"[dim]90 % intervals are in --json, and in the tables of a pair{_end(answer)}[/]")
    members = answer["members"]
    table = listing("years", *(member["name"] for member in members))
    starts = sorted({row["from"] // 10 for member in members for row in member["periods"]})
    for decade in starts:
        cells = [
            next((row for row in member["periods"] if row["from"] // 10 == decade), None)
            for member in members
        ]
        known = [row for row in cells if row is not None]
        years = {"from": min(r["from"] for r in known), "to": max(r["to"] for r in known)}
        table.add_row(_years(years), *(escape(_pair_of_counts(row)) for row in cells))
    table.add_row("all", *(escape(_pair_of_counts(member["all"])) for member in members))
    fit(table, screen.width)
    screen.print(table)
    _print_lacking(answer)
    screen.print(f"[dim]sources: {', '.join(answer['origins'])}; data {answer['data_version']}[/]")


def _print_lacking(answer: dict[str, Any]) -> None:
    if answer["lacking"]:
        console().print(f"[dim]{answer['lacking']}[/]")


def _pair_of_counts(row: dict[str, Any] | None) -> str:
    return "no seat" if row is None else f"{row['vetoes']['value']} ({row['solo']['value']})"


def _end(answer: dict[str, Any]) -> str:
    return f" ({SOURCE.coverage.note})" if answer["partial"] else ""


def _years(row: dict[str, Any]) -> str:
    return f"{row['from']}-{row['to']}" if row["from"] != row["to"] else str(row["from"])


def _count(item: dict[str, Any]) -> str:
    low, high = item["low"], item["high"]
    return f"{number(item['value'], 'count')} {_interval(low, high)}"


def _interval(low: float, high: float) -> str:
    return f"[{low:.1f}, {high:.1f}]"
