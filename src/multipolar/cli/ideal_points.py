"""``multipolar ideal-points fit``: estimate where states stand, from the raw votes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from multipolar.cli.output import (
    check_picture,
    check_table,
    console,
    print_json,
    write_picture,
    write_table,
)
from multipolar.cli.roll_calls import check_there, choice, chosen, drawn, unsaid
from multipolar.errors import BadOption, RawFileMissing
from multipolar.sources.assembly_votes import KEYS
from multipolar.years import spans

if TYPE_CHECKING:
    import polars as pl

    from multipolar.measures.ideal_points import IdealPointsResult


def fit(
    issue: str | None,
    years: str | None,
    by: str,
    final: bool,
    filtered: bool,
    out: Path | None,
    top: int,
    as_json: bool,
    worst: tuple[int, int] = (0, 0),
    picture: tuple[Path | None, str] = (None, ""),
) -> None:
    """Fit the model and print a summary, or write the whole table.

    ``worst`` says how many of the items and of the states that fit worst are shown, ``picture``
    where positions over time are drawn and whose.
    """
    from multipolar.panel.preferences import estimate, voting_record
    from multipolar.sources.raw import RawFolder

    check_picture(picture[0])
    check_table(out)
    if by not in ("year", "session"):
        raise BadOption("--by is year or session")
    if min(*worst, top) < 0:
        raise BadOption("--top, --items and --states are counts, from 0")
    wanted = choice(issue, years, final)
    path, names = picture
    voters = [] if path is None else drawn(names)
    period: Literal["year", "session"] = "session" if by == "session" else "year"
    raw = RawFolder()
    try:
        record = voting_record(raw)
    except RawFileMissing as error:
        raise RawFileMissing(
            f"{error}; 'multipolar data fetch un-votes un-votes-2024 un-library-2025' downloads "
            "the votes, and 'multipolar get ideal.point STATE' answers from the release",
            error.path,
        ) from error
    record, unmarked = chosen(record, wanted)
    check_there(voters, record)
    started = time.monotonic()
    result = estimate(record, raw, period, "filtered" if filtered else "smoothed")
    seconds = time.monotonic() - started
    table = result.table()
    if out is not None:
        write_table(table, out)
    if path is not None:
        from multipolar.report.positions import positions_chart

        write_picture(positions_chart(table, voters, KEYS), path)
    items, states = result.worst_items(worst[0]), result.diagnostics().voters.head(worst[1])
    if as_json:
        found = {"status": status(result), "seconds": seconds, "estimates": table.to_dicts()}
        found |= {"roll_calls": {f"{when:g}": n for when, n in result.roll_calls.items()}}
        found |= {"too_few_roll_calls": [int(when) for when in result.thin]}
        found |= {"final_not_marked": unmarked} if final else {}
        found |= {"items": items.to_dicts()} if worst[0] else {}
        found |= {"states": states.to_dicts()} if worst[1] else {}
        print_json(found)
        return
    _print(result, table, top, seconds, by, out, unmarked)
    _print_worst(items, states)
    if path is not None:
        console().print(f"[dim]the picture is in {path}[/]", soft_wrap=True)


def _print(
    result: IdealPointsResult,
    table: pl.DataFrame,
    top: int,
    seconds: float,
    by: str,
    out: Path | None,
    unmarked: list[int],
) -> None:
    import polars as pl
    from rich.table import Table

    last = int(table["period"].cast(pl.Int32).max())  # type: ignore[arg-type]
    screen = console()
    calls = result.roll_calls
    how, other = ended(result)
    screen.print(
        f"[bold]{how}[/] in {result.iterations} steps, {seconds:.1f} s: "
        f"{table.height:,} positions of {table['voter'].n_unique()} voters, "
        f"{table['n_votes'].sum():,} votes on {sum(calls.values()):,} contested roll calls; "
        f"walk tau {result.tau:.2f}"
    )
    if other:
        screen.print(f"[bold]note[/]: {other}")
    if unmarked:
        screen.print(f"[bold]left out[/] by --final-passage: {unsaid(unmarked)}")
    if result.thin:
        screen.print(f"[bold]too few roll calls[/]: {warning(result.thin, len(calls), by)}")
    shown = table.filter(pl.col("period").cast(pl.Int32) == last).sort(
        "ideal_point", descending=True
    )
    screen.print(f"{by} {last}, {calls[last]} contested roll calls: the ends of the scale")
    listing = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("voter", "ideal point", "90 %", "votes"):
        listing.add_column(column, justify="left" if column in ("voter", "90 %") else "right")
    for row in pl.concat([shown.head(top), shown.tail(top)]).unique(maintain_order=True).to_dicts():
        listing.add_row(
            str(row["voter"]),
            f"{row['ideal_point']:.2f}",
            f"\\[{row['low']:.2f}, {row['high']:.2f}]",
            str(row["n_votes"]),
        )
    screen.print(listing)
    if out is not None:
        screen.print(f"[dim]the whole table is in {out}[/]", soft_wrap=True)


def ended(result: IdealPointsResult) -> tuple[str, str]:
    """Whether the fit converged, and what else its status says but of thin periods."""
    first, _, other = result.status.partition("; too few roll calls")[0].partition("; ")
    return first, other


def status(result: IdealPointsResult) -> str:
    """Whether it converged, and the periods with too few roll calls as spans."""
    thin = spans(int(when) for when in result.thin)
    told = [*ended(result), f"too few roll calls in {thin}" if thin else ""]
    return "; ".join(filter(None, told))


def warning(thin: dict[float, int], periods: int, by: str) -> str:
    """What the periods with too few roll calls rest on, and what follows."""
    from multipolar.measures.ideal_points.result import LEAST_ITEMS

    least, most = min(thin.values()), max(thin.values())
    counts = str(most) if least == most else f"{least} to {most}"
    where = spans(tuple(int(when) for when in thin))
    follows = (
        f"positions of such a {by} lean on its neighbours"
        if periods > len(thin)
        else "the order of voters means little, as the intervals show"
    )
    return f"{counts} in {where}, where {LEAST_ITEMS} are needed; {follows}"


def _print_worst(items: pl.DataFrame, states: pl.DataFrame) -> None:
    """Tables of the items and of the states that the line describes worst, where asked for."""
    from rich.table import Table

    screen = console()
    for frame, title, extra in (
        (items, "items that fit worst", ("discrimination", "cut_low", "cut_high")),
        (states, "states that fit worst", ()),
    ):
        if frame.is_empty():
            continue
        screen.print(f"{title} (right: share classified, in brackets what the model expects)")
        listing = Table(box=None, pad_edge=False, header_style="dim")
        heads = ("item", "years") if extra else ("voter",)
        for head in (*heads, "votes", "probability", "right", "explained", *extra):
            left = head in ("item", "years", "voter")
            listing.add_column(head.replace("_", " "), justify="left" if left else "right")
        for row in frame.to_dicts():
            first = [str(row[heads[0]])]
            if extra:
                one, two = row["first"], row["last"]
                first.append(f"{one}" if one == two else f"{one}-{two}")
            listing.add_row(
                *first,
                str(row["n_votes"]),
                f"{row['mean_probability']:.2f}",
                f"{row['classified']:.2f} ({row['classified_expected']:.2f})",
                f"{row['explained']:.2f}",
                *("" if row[name] is None else f"{row[name]:.2f}" for name in extra),
            )
        screen.print(listing)
