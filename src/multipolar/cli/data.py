"""``multipolar data``: the release in use, the raw files, and building."""

from __future__ import annotations

import sys
import time
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.cli.output import console, fit, listing, print_json
from multipolar.errors import BadOption, ReleaseDamaged
from multipolar.panel.release import Release, active
from multipolar.sources.base import Source
from multipolar.sources.catalog import SOURCES
from multipolar.sources.raw import ENVIRONMENT, RawFolder, raw_folder
from multipolar.sources.status import FileState, FileStatus, raw_status

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID


def status(as_json: bool, verify: bool) -> None:
    """Print the release in use and which raw files are there; exit 1 if a file is damaged."""
    release, folder = active(), raw_folder()
    if folder.exists() and not folder.is_dir():
        raise BadOption(f"{ENVIRONMENT} names {folder}, a file: name the folder of the raw files")
    files, damaged = raw_status(folder, verify=verify), _damaged(release)
    answer = {
        "data_version": release.version,
        "built": release.manifest["built"],
        "release": str(release.folder),
        "release_bytes": release.size,
        "raw_folder": str(folder),
        "release_damaged": damaged,
        "files": [file.record() for file in files],
    }
    if as_json:
        print_json(answer)
    else:
        _print_status(release, folder, files, damaged)
    if damaged or any(file.state is FileState.DAMAGED for file in files):
        sys.exit(1)


def _damaged(release: Release) -> list[str]:
    """What is wrong with the tables of the release, each in a sentence."""
    said = []
    for name in release.manifest["tables"]:
        try:
            release.path(name)
        except ReleaseDamaged as error:
            said.append(str(error))
    return said


def _print_status(
    release: Release, folder: Path, files: list[FileStatus], damaged: list[str]
) -> None:
    screen = console()
    size = release.size / 1e6
    built, checked = release.manifest["built"], "damaged" if damaged else "every file as built"
    screen.print(f"[bold]release[/] {release.version}, {built}, {size:.1f} MB, {checked}")
    screen.print(f"  {release.folder}", soft_wrap=True)
    for sentence in damaged:
        screen.print(f"[red]{sentence}[/]", soft_wrap=True)
    here = sum(file.state is FileState.PRESENT for file in files)
    screen.print(f"[bold]raw files[/] {here} of {len(files)} in {folder}", soft_wrap=True)
    for key in dict.fromkeys(file.source.key for file in files):
        _print_source(screen, [file for file in files if file.source.key == key])
    for file in files:
        if file.state is FileState.DAMAGED:
            screen.print(f"[red]{file.reason}[/]", soft_wrap=True)
    if here < len(files):
        screen.print(
            "[dim]Raw files are needed only to rebuild the release: 'multipolar data fetch' "
            f"downloads them, or set {ENVIRONMENT} to a folder that has them.[/]"
        )


COLOURS = {
    FileState.PRESENT: "green",
    FileState.MISSING: "yellow",
    FileState.PARTIAL: "yellow",
    FileState.DAMAGED: "red",
}


def _print_source(screen: Console, files: list[FileStatus]) -> None:
    """What a source adds, and under it its files; a path that is too long breaks at a slash."""
    source = files[0].source
    screen.print(f"[bold]{source.key}[/] ({source.terms.value}): {source.adds}")
    table = listing("state", "MB", "age", "file", right=("MB", "age"), header=False)
    room = screen.width - 26
    for file in files:
        path = file.file.path
        table.add_row(
            f"  [{COLOURS[file.state]}]{file.state.value}[/]",
            f"{file.file.size / 1e6:.2f}",
            "" if file.age is None else f"{file.age.days} d",
            path if len(path) <= room else path.replace("/", "/\n"),
        )
    fit(table, screen.width)
    screen.print(table)


def fetch(only: list[str], replace: bool) -> None:
    """Download raw files that are not there, with a progress bar; exit 1 if any is lacking."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from multipolar.sources.download import Event, Step
    from multipolar.sources.fetch import Fate
    from multipolar.sources.fetch import fetch as download

    wanted = [_known_source(key) for key in only] or list(SOURCES.values())
    folder = raw_folder()
    screen = console()
    screen.print(f"raw files in {folder}", soft_wrap=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=screen,
    ) as bar:
        tasks: dict[str, TaskID] = {}

        def show(event: Event) -> None:
            path = event.file.path
            if event.step is Step.START:
                tasks[path] = bar.add_task(path, total=event.file.size)
            if path in tasks and event.received is not None:
                bar.update(tasks[path], completed=event.received)
            if event.step is Step.RETRY:
                bar.console.print(f"[yellow]{path}: {event.message}[/]")

        outcomes = download(wanted, folder, report=show, replace=replace)
    counts = {fate: sum(item.fate is fate for item in outcomes) for fate in Fate}
    for item in outcomes:
        if item.error is not None:
            screen.print(f"[red]{item.error}[/]", soft_wrap=True)
    screen.print(", ".join(f"{count} {fate.value}" for fate, count in counts.items() if count))
    if counts[Fate.FAILED]:
        sys.exit(1)


def _known_source(key: str) -> Source:
    if key not in SOURCES:
        near = get_close_matches(key, SOURCES, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}? " if near else ""
        raise BadOption(f"no source is called {key!r}: {hint}'multipolar data status' lists them")
    return SOURCES[key]


def build(out: Path, version: str) -> None:
    """Build a release, with a line for each table, and print how it differs from the one in use."""
    import polars as pl

    from multipolar.building import build_release
    from multipolar.errors import ReleaseMissing
    from multipolar.panel.diff import compare
    from multipolar.panel.schema import TABLES

    screen = console()
    started = time.monotonic()
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description:<12}"), BarColumn(), TimeElapsedColumn(), console=screen
    ) as bar:
        task = bar.add_task("checking", total=len(TABLES) + 1)

        def step(name: str) -> None:
            bar.update(task, description=name, advance=1)

        frames = build_release(RawFolder(), out, version, step)
    screen.print(
        f"release {version} written to {out} in {time.monotonic() - started:.0f} s", soft_wrap=True
    )
    try:
        now = active()
        old = {name: pl.read_parquet(now.path(name)) for name in now.manifest["tables"]}
    except ReleaseMissing:
        return
    screen.print(f"[bold]compared with release {now.version}[/]")
    for diff in compare(old, frames):
        screen.print(str(diff), markup=False)
    screen.print(f"[dim]To use it: set MULTIPOLAR_RELEASE to {out}[/]", soft_wrap=True)
