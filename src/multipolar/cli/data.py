"""``multipolar data``: the release in use, the raw files, and building."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from multipolar.cli.output import console, print_json
from multipolar.panel.release import active
from multipolar.sources.catalog import SOURCES
from multipolar.sources.raw import ENVIRONMENT, RawFolder, raw_folder


def status(as_json: bool) -> None:
    """Print the release in use, and which raw files are there."""
    release, folder = active(), raw_folder()
    files = [
        {
            "source": source.key,
            "file": file.path,
            "here": (folder / file.path).is_file(),
            "bytes": file.size,
            "terms": source.terms.value,
            "adds": source.adds,
            "url": file.url,
        }
        for source in SOURCES.values()
        for file in source.files
    ]
    answer = {
        "data_version": release.version,
        "built": release.manifest["built"],
        "release": str(release.folder),
        "release_bytes": release.size,
        "raw_folder": str(folder),
        "files": files,
    }
    if as_json:
        print_json(answer)
        return
    _print_status(answer, files)


def _print_status(answer: dict[str, Any], files: list[dict[str, Any]]) -> None:
    from rich.table import Table

    screen = console()
    size = answer["release_bytes"] / 1e6
    screen.print(f"[bold]release[/] {answer['data_version']}, {answer['built']}, {size:.1f} MB")
    screen.print(f"  {answer['release']}", soft_wrap=True)
    here = sum(file["here"] for file in files)
    screen.print(
        f"[bold]raw files[/] {here} of {len(files)} in {answer['raw_folder']}", soft_wrap=True
    )
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "file", "MB", "terms", "what it adds"):
        table.add_column(column, overflow="fold", justify="right" if column == "MB" else "left")
    for file in files:
        table.add_row(
            "[green]here[/]" if file["here"] else "[yellow]missing[/]",
            file["file"],
            f"{file['bytes'] / 1e6:.1f}",
            file["terms"],
            file["adds"],
        )
    screen.print(table)
    if here < len(files):
        screen.print(
            "[dim]Raw files are needed only to rebuild the release. "
            f"Set {ENVIRONMENT} to the folder that has them.[/]"
        )


def build(out: Path, version: str) -> None:
    """Build a release, with a line for each table, and print how it differs from the one in use."""
    import polars as pl

    from multipolar.errors import ReleaseMissing
    from multipolar.panel.diff import compare
    from multipolar.panel.make import build_release
    from multipolar.panel.schema import TABLES

    screen = console()
    started = time.monotonic()
    with screen.status("checking the raw files"):
        pass
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
