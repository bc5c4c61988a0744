"""The commands and their options; each hands over to a module that does the work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipolar import __version__
from multipolar.errors import BadOption

if TYPE_CHECKING:
    from typer.models import CommandInfo

app = typer.Typer(
    name="multipolar",
    help="How closely are two states aligned? Measured from public data, with intervals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
data = typer.Typer(
    help="The data behind the answers: what is there, and how to build it.", no_args_is_help=True
)
app.add_typer(data, name="data")
ideal = typer.Typer(help="Ideal points of states in UN votes.", no_args_is_help=True)
app.add_typer(ideal, name="ideal-points")
verdict = typer.Typer(help="How good the verdict on a relationship is.", no_args_is_help=True)
app.add_typer(verdict, name="verdict")
claims = typer.Typer(
    help="The claims of an analysis, declared as tests and checked one by one.",
    no_args_is_help=True,
)
app.add_typer(claims, name="claims")


def only(name: str) -> None:
    """Leave the other commands out where one is named: each takes a while to build."""
    named = [command for command in app.registered_commands if _name(command) == name]
    if named:
        app.registered_commands, app.registered_groups = named, []


def _name(command: CommandInfo) -> str:
    return command.name or getattr(command.callback, "__name__", "").replace("_", "-")


def a_year(text: str | int) -> int:
    """A year as it was typed; a refusal names it."""
    from multipolar.errors import BadYear

    try:
        return int(text)
    except ValueError as error:
        raise BadYear(f"{text!r} is no year: write it as 2014") from error


AsOf = Annotated[
    int | None,
    typer.Option(
        "--as-of", metavar="YEAR", parser=a_year, help="Use nothing observed after this year."
    ),
]
Plot = Annotated[
    Path | None,
    typer.Option(
        "--plot", metavar="FILE", help="Draw it: .svg, .html, or .png with multipolar[png]."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print versions of code and data.")
    ] = False,
) -> None:
    if version:
        from multipolar.panel.version import data_version

        typer.echo(f"multipolar {__version__}, data {data_version()}")
        raise typer.Exit


@app.command()
def assess(
    first: Annotated[str, typer.Argument(metavar="A", help="A state: name, ISO3 or COW code.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    as_of: AsOf = None,
    as_json: Json = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page one can send.")
    ] = None,
    pictures: Annotated[
        Path | None, typer.Option("--charts", metavar="FOLDER", help="Write the charts as SVG.")
    ] = None,
    third: Annotated[
        str | None, typer.Option("--third", metavar="K", help="The third party; implies --full.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Show what stands around the fields as well.")
    ] = False,
) -> None:
    """Compare two states: how close they are in each field, who is stronger, who needs whom."""
    # Hundreds of small tables are read: to hand them between threads costs more than it saves.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    from multipolar.cli import assess as command

    command.run(first, second, as_of, as_json, html, pictures, third, full)


@app.command()
def system(
    year: Annotated[
        int | None,
        typer.Argument(metavar="[YEAR]", parser=a_year, help="Year; else the last one known."),
    ] = None,
    plot: Plot = None,
    base: Annotated[
        str,
        typer.Option(
            metavar="BASE", help="Of --plot: cinc, gdp, net_resources, components, milex."
        ),
    ] = "cinc",
    group: Annotated[
        str, typer.Option(metavar="GROUP", help="Of --plot: majors, majors_most or top8.")
    ] = "majors",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """The international system of a year: poles by several measures, and balance."""
    from multipolar.cli import system as command

    command.run(year, as_of, as_json, plot, base, group)


@app.command()
def balance(
    year: Annotated[
        int | None,
        typer.Argument(metavar="[YEAR]", parser=a_year, help="Year; else the last one known."),
    ] = None,
    shuffles: Annotated[
        int,
        typer.Option("--shuffles", min=0, help="Random draws of the rivalries to compare with."),
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 0,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Structural balance: how many alliances and rivalries are at odds with two camps."""
    from multipolar.cli import system as command

    command.run_balance(year, shuffles, seed, as_of, as_json)


@app.command()
def blocs(
    year: Annotated[
        int | None,
        typer.Argument(metavar="[YEAR]", parser=a_year, help="Year; else the last one known."),
    ] = None,
    layer: Annotated[
        str | None,
        typer.Option(
            metavar="LAYER", help="combined, votes, treaty, trade, institutions, hostility."
        ),
    ] = None,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="A state's place in the blocs.")
    ] = None,
    years: Annotated[
        str | None, typer.Option(metavar="A:B", help="Their course over a range of years.")
    ] = None,
    plot: Plot = None,
    picture: Annotated[
        str,
        typer.Option(
            metavar="KIND", help="Of --plot for a year: square, kappa or network; --years: strips."
        ),
    ] = "network",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Blocs of states: how many, who is in the core of each, who swings, what changed."""
    from multipolar.cli import blocs as command

    command.run(year, layer, state, years, as_of, as_json, plot, picture)


@app.command()
def triangle(
    first: Annotated[str, typer.Argument(metavar="A", help="A state by any name or code.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    third: Annotated[str, typer.Argument(metavar="C", help="A third state.")],
    year: Annotated[
        int | None,
        typer.Option(metavar="YEAR", parser=a_year, help="One year; the latest if left out."),
    ] = None,
    years: Annotated[str | None, typer.Option(metavar="A:B", help="A range of years.")] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="By affinity that does not see treaties.")
    ] = False,
    plot: Plot = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Three states as a strategic triangle: who is with whom, and who could be drawn away."""
    from multipolar.cli import triangle as command

    command.run((first, second, third), year, years, as_of, blind, as_json, plot)


@app.command()
def realignments(
    years: Annotated[str | None, typer.Option(metavar="A:B", help="Years they began in.")] = None,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="Those of one state, with any other.")
    ] = None,
    pair: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Those of two states.")
    ] = None,
    fdr: Annotated[
        float, typer.Option(metavar="RATE", help="Rate of false discoveries, up to .5.")
    ] = 0.1,
    least: Annotated[
        float,
        typer.Option(metavar="SIZE", help="Smallest shift, in standard deviations, from .25."),
    ] = 0.5,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Take changes of codes for chance, as far as the model has them."
        ),
    ] = False,
    everyone: Annotated[
        bool, typer.Option("--all", help="All pairs, not only neighbours and major powers.")
    ] = False,
    top: Annotated[int, typer.Option(help="How many to print, the largest; 0 for all.")] = 30,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw those of --pair: .svg, .html, or .png."),
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Where relationships changed for good, over all pairs and years, with false discoveries."""
    from multipolar.cli import realignments as command

    command.run(years, state, pair, fdr, least, strict, everyone, top, as_of, as_json, plot)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def compare(
    rest: typer.Context,
    first: Annotated[str, typer.Argument(metavar="A", help="A state.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    as_of: AsOf = None,
    as_json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Set several pairs side by side: multipolar compare A B --with C D --with E F.

    Every further pair is given by --with and two states.
    """
    from multipolar.cli import compare as command

    command.run(first, second, rest.args, as_of, as_json, csv)


@app.command()
def get(
    indicator: Annotated[str, typer.Argument(help="An indicator: see 'multipolar indicators'.")],
    states: Annotated[list[str], typer.Argument(metavar="STATE [STATE]", help="One state or two.")],
    year: Annotated[
        int | None,
        typer.Option(metavar="YEAR", parser=a_year, help="One year; the latest if left out."),
    ] = None,
    years: Annotated[str | None, typer.Option(metavar="A:B", help="A range of years.")] = None,
    by: Annotated[str | None, typer.Option(metavar="year|session", help="Votes: period.")] = None,
    base: Annotated[
        str | None,
        typer.Option(metavar="final|all", help="Votes: texts as a whole, or all roll calls."),
    ] = None,
    issue: Annotated[
        str | None,
        typer.Option(metavar="ISSUE", help="Votes on me, nu, di, hr, co, ec, important."),
    ] = None,
    as_of: AsOf = None,
    carry: Annotated[
        bool,
        typer.Option("--carry", help="Carry spells open at the source's end forward, labelled."),
    ] = False,
    shrink: Annotated[
        bool, typer.Option("--shrink", help="Votes: draw a noisy value toward the year's mean.")
    ] = False,
    as_json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Print one indicator of a state or a pair, with interval, status and sources."""
    from multipolar.cli import get as command

    command.run(indicator, states, year, years, by, base, as_of, carry, issue, shrink, as_json, csv)


@app.command()
def indicators(
    name: Annotated[
        str | None, typer.Argument(help="One indicator, in full, or a field such as trade.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List what can be measured, in all or in one field, or describe one indicator in full."""
    from multipolar.cli import indicators as command

    command.run(name, as_json)


@app.command()
def state(
    name: Annotated[str, typer.Argument(help="A name or code, such as Burma, DEU, 365, gw:260.")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Say which state a name or code stands for at a date, or why there is none."""
    from multipolar.cli import state as command

    command.run(name, as_of, as_json)


@app.command()
def cite(
    what: Annotated[list[str], typer.Argument(help="Indicators, sources, or assess:CHN-RUS@2014.")],
    style: Annotated[
        str, typer.Option("--format", metavar="text|bibtex|csl", help="Style.")
    ] = "text",
) -> None:
    """Print the references of what was used."""
    from multipolar.citing import cite as references
    from multipolar.cli.output import write

    write(references(*what, style=style) + "\n")


@app.command()
def council(
    first: Annotated[
        str | None, typer.Argument(metavar="A", help="A permanent member; all five if left out.")
    ] = None,
    second: Annotated[str | None, typer.Argument(metavar="B", help="Another one.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show vetoes in the Security Council: joint, alone, and in tandem against chance."""
    from multipolar.cli import council as command

    command.run(first, second, as_of, as_json)


@app.command()
def partners(
    name: Annotated[str, typer.Argument(metavar="STATE", help="A state by any name or code.")],
    indicator: Annotated[str, typer.Option(help="What to rank by.")] = "votes.kappa",
    year: Annotated[
        int | None,
        typer.Option(metavar="YEAR", parser=a_year, help="Year; the latest if left out."),
    ] = None,
    top: Annotated[int, typer.Option(help="How many to print; 0 for all.")] = 15,
    base: Annotated[
        str | None,
        typer.Option(metavar="final|all", help="Votes: texts as a whole, or all roll calls."),
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Rank a state's partners, with the uncertainty of each rank."""
    from multipolar.cli import votes as command

    command.partners(name, indicator, year, top, base, as_of, as_json)


@app.command("map")
def world_map(
    name: Annotated[str, typer.Argument(metavar="STATE", help="A state by any name or code.")],
    indicator: Annotated[
        str, typer.Option(help="A measure of pairs, such as votes.kappa or affinity.all.")
    ] = "affinity.all",
    year: Annotated[
        int | None,
        typer.Option(metavar="YEAR", parser=a_year, help="Year; the latest if left out."),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(metavar="final|all", help="Votes: texts as a whole, or all roll calls."),
    ] = None,
    plot: Plot = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show how close all other states are to one, class by class, and draw it as a map."""
    from multipolar.cli import toward as command

    command.run(name, indicator, year, base, plot, as_of, as_json)


@app.command()
def event(
    indicator: Annotated[str, typer.Argument(help="The outcome, such as votes.kappa.")],
    who: Annotated[list[str], typer.Argument(metavar="A [B]", help="A pair, or one state.")],
    at: Annotated[
        int, typer.Option(metavar="YEAR", parser=a_year, help="First year after the event.")
    ],
    before: Annotated[int, typer.Option(help="Years of the window before.")] = 6,
    after: Annotated[int, typer.Option(help="Years of the window after.")] = 5,
    exposed: Annotated[
        list[str] | None,
        typer.Option(metavar="STATE", help="A further state that the event touched; repeatable."),
    ] = None,
    plot: Plot = None,
    as_json: Json = False,
) -> None:
    """Study what changed at a date, against comparable cases that the event did not touch."""
    from multipolar.cli import event as command

    command.run(indicator, who, at, before, after, exposed or [], as_json, plot)


@app.command()
def change(
    indicator: Annotated[str, typer.Argument(help="A similarity of votes, such as votes.kappa.")],
    first: Annotated[str, typer.Argument(metavar="A")],
    second: Annotated[str, typer.Argument(metavar="B")],
    before: Annotated[
        str | None, typer.Option("--from", metavar="A:B", help="Period before.")
    ] = None,
    after: Annotated[str | None, typer.Option("--to", metavar="A:B", help="Period after.")] = None,
    years: Annotated[
        str | None, typer.Option(metavar="A:B", help="Or: find the years in which it changed.")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="year|session")] = None,
    base: Annotated[str | None, typer.Option(metavar="final|all")] = None,
    pooled: Annotated[bool, typer.Option("--pooled", help="Pool the votes of a period.")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Measure how a pair's votes changed between two periods, or when they did."""
    from multipolar.cli import votes as command

    if years is not None and (before is not None or after is not None or pooled):
        raise BadOption("give --years, or --from and --to (with --pooled), not both")
    if years is not None:
        command.turns(indicator, first, second, years, by, base, as_of, as_json)
    else:
        command.change(indicator, first, second, before, after, by, base, pooled, as_of, as_json)


@data.command()
def status(
    as_json: Json = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check digests, not only sizes.")
    ] = False,
) -> None:
    """Show the release in use and the raw files: what is there, what is missing, what it adds."""
    from multipolar.cli import data as command

    command.status(as_json, verify)


@data.command()
def coverage(
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD|INDICATOR]...", help="All if left out.")
    ] = None,
    plot: Plot = None,
    as_json: Json = False,
) -> None:
    """Count the states and pairs for which each indicator has a value, year by year."""
    from multipolar.cli import coverage as command

    command.run(what or [], as_json, plot)


@data.command()
def fetch(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources; all if left out.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files that are not the pinned ones.")
    ] = False,
) -> None:
    """Download the raw files that are not there, checked against their pinned digests."""
    from multipolar.cli import data as command

    command.fetch(sources or [], replace)


@data.command()
def build(
    out: Annotated[Path, typer.Option(help="Folder for the new release.")],
    version: Annotated[str, typer.Option(help="Version of the data to write down.")] = "local",
) -> None:
    """Build a data release from the raw files, and show how it differs from the one in use."""
    from multipolar.cli import data as command

    command.build(out, version)


@ideal.command("fit")
def fit_ideal_points(
    issue: Annotated[
        str | None,
        typer.Option(metavar="ISSUE", help="Votes on me, nu, di, hr, co, ec, important."),
    ] = None,
    years: Annotated[str | None, typer.Option(metavar="A:B", help="Calendar years.")] = None,
    by: Annotated[str, typer.Option(metavar="year|session", help="Period.")] = "year",
    final: Annotated[
        bool,
        typer.Option(
            "--final-passage",
            help="Texts as a whole only, also before 1990; leaves out 2020-2024, which do not "
            "say which votes were that.",
        ),
    ] = False,
    filtered: Annotated[
        bool, typer.Option("--filtered", help="Each period from the votes up to it only; slow.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Write the table (.csv or .parquet).")] = None,
    top: Annotated[int, typer.Option(help="How many to print from either end.")] = 5,
    items: Annotated[
        int, typer.Option(metavar="N", help="Print the N items that fit worst, with cut-points.")
    ] = 0,
    states: Annotated[
        int, typer.Option(metavar="N", help="Print the N states that fit worst.")
    ] = 0,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw --voters over time: .svg, .html, or .png."),
    ] = None,
    voters: Annotated[
        str, typer.Option(metavar="A,B", help="Voters of --plot.")
    ] = "USA,GBR,FRA,RUS,CHN",
    as_json: Json = False,
) -> None:
    """Estimate all states from the raw votes, 1946 to now, in seconds.

    Votes on paragraphs and amendments count up to 1989, and are left out after.

    Roll calls of your own are fitted in Python: see the tutorial on ideal points.
    """
    from multipolar.cli import ideal_points as command

    command.fit(
        issue, years, by, final, filtered, out, top, as_json, (items, states), (plot, voters)
    )


@verdict.command()
def validate(
    scheme: Annotated[
        str | None,
        typer.Option(
            metavar="spell|states|decade",
            help="What is left out when a relationship is judged; all three if left out.",
        ),
    ] = None,
    undisputed: Annotated[
        bool, typer.Option("--undisputed", help="Without relationships that scholars dispute.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Judge known relationships by models that have not seen them; takes minutes."""
    from multipolar.cli import verdict as command

    command.run_validate(scheme, undisputed, as_json)


@verdict.command()
def forward(as_json: Json = False) -> None:
    """Score what the verdict said of the ten years that followed; takes minutes."""
    from multipolar.cli import verdict as command

    command.run_forward(as_json)


@claims.command("list")
def list_claims(as_json: Json = False) -> None:
    """List the papers whose claims are in the package."""
    from multipolar.cli import claims as command

    command.show_list(as_json)


@claims.command("check")
def check_claims(
    name: Annotated[
        str, typer.Argument(metavar="NAME|FILE", help="A paper of the list, or a claims file.")
    ],
    as_of: AsOf = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page one can send.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check every claim: supported, refuted or undetermined, when written and today."""
    from multipolar.cli import claims as command

    command.run(name, as_of, as_json, html)


@claims.command("show")
def show_claims(
    name: Annotated[
        str, typer.Argument(metavar="NAME|FILE", help="A paper of the list, or a claims file.")
    ],
    identifier: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One claim, with all that was found.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show what a paper claims, or one claim in full."""
    from multipolar.cli import claims as command

    command.show(name, identifier, as_of, as_json)
