"""Building a release from raw files: locked against a second build, complete or not at all.

Some tables are made from others, with fields, the verdict and the system. So this module stands
after all of these, and the panel, which declares and stores the tables, knows none of them.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.errors import BuildBusy, NoSuchPlace, NotWritable
from multipolar.panel.release import MANIFEST, Release, write_tables
from multipolar.panel.schema import TABLES
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

_UNFINISHED = ".unfinished-"


def build_frames(
    raw: RawFolder, progress: Callable[[str], None] = lambda name: None
) -> dict[str, pl.DataFrame]:
    """Build every table of a release in memory.

    Parameters
    ----------
    raw
        Folder of raw files.
    progress
        Called with the name of each table before it is built.
    """
    from multipolar.panel.build import build_table
    from multipolar.panel.schema import sources_of
    from multipolar.sources.catalog import SOURCES

    for key in dict.fromkeys(key for table in TABLES.values() for key in sources_of(table)):
        for file in SOURCES[key].files:
            raw.verify(file)
    frames = {}
    for name, table in TABLES.items():
        if not table.derived:
            progress(name)
            frames[name] = build_table(name, raw)
    return frames | derive_frames(frames, raw, progress)


def derive_frames(
    frames: dict[str, pl.DataFrame],
    raw: RawFolder,
    progress: Callable[[str], None] = lambda name: None,
) -> dict[str, pl.DataFrame]:
    """Make the tables that rest on others, which are read as a release, stage by stage.

    Blocs are drawn over roll calls besides, which come from the raw files; shifts of affinity rest
    on its models and come after them.
    """
    from multipolar.fields.affinity_shift_tables import realignment_tables
    from multipolar.fields.derived import DERIVED
    from multipolar.panel.build import checked
    from multipolar.system.bloc_tables import blocs_tables
    from multipolar.verdict.tables import STAGES

    made: dict[str, pl.DataFrame] = {}
    for place, stage in enumerate((DERIVED, *STAGES)):
        with tempfile.TemporaryDirectory() as folder:
            release = _unfinished(frames | made, Path(folder))
            for name, make in stage.items():
                progress(name)
                made[name] = checked(name, make(release))
            if place == 0:
                progress("blocs")
                drawn = blocs_tables(release, raw)
                made |= {name: checked(name, one) for name, one in drawn.items()}
            if place == 1:
                progress("realignments")
                shifts = realignment_tables(release)
                made |= {name: checked(name, one) for name, one in shifts.items()}
    return {name: made[name] for name, table in TABLES.items() if table.derived}


def _unfinished(frames: dict[str, pl.DataFrame], folder: Path) -> Release:
    write_tables(frames, folder, "unfinished", level=1)
    return Release(folder)


def build_release(
    raw: RawFolder,
    target: Path,
    data_version: str,
    progress: Callable[[str], None] = lambda name: None,
) -> dict[str, pl.DataFrame]:
    """Build a release and put it at ``target``, replacing a release that is there.

    Nothing at ``target`` changes before the new release is complete; a folder there that is no
    release is never replaced.

    Raises
    ------
    BuildBusy
        If another build is writing to the same place.
    NotWritable
        If the folder cannot be written to, or holds something else.
    """
    from filelock import FileLock, Timeout

    target = target.expanduser().absolute()
    if not _replaceable(target):
        raise NotWritable(
            f"{target} holds files that are no data release: choose another folder", target
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=target.parent):
            pass  # the lock would take a folder that cannot be written to for a busy one
        with FileLock(target.parent / f".{target.name}.lock", timeout=0):
            return _build_locked(raw, target, data_version, progress)
    except Timeout as reason:
        raise BuildBusy(
            f"another build is writing to {target}: wait for it to end, or choose another folder",
            target,
        ) from reason
    except (FileExistsError, NotADirectoryError) as reason:
        raise NoSuchPlace(f"{target.parent} is no folder: name one", target.parent) from reason
    except OSError as reason:
        why = reason.strerror or reason
        raise NotWritable(
            f"{target.parent} cannot be written to ({why}): choose another folder", target
        ) from reason


def _replaceable(target: Path) -> bool:
    """Whether nothing is lost by replacing ``target``: it is not there, empty, or a release."""
    if not target.exists():
        return True
    if not target.is_dir():
        return False
    names = {path.name for path in target.iterdir()}
    if not names:
        return True
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        own = {MANIFEST, *(str(entry["file"]) for entry in manifest["tables"].values())}
        return bool(manifest["schema"]) and names <= own
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _build_locked(
    raw: RawFolder, target: Path, data_version: str, progress: Callable[[str], None]
) -> dict[str, pl.DataFrame]:
    """Build beside the target, then swap; the lock makes the workspace this build's alone."""
    workspace = target.parent / f"{_UNFINISHED}{target.name}"
    old, fresh = workspace / "old", workspace / "new"
    if old.is_dir() and not target.exists():
        os.replace(old, target)  # a build was killed between the two moves of its swap
    shutil.rmtree(workspace, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        frames = build_frames(raw, progress)
        progress("writing")
        write_tables(frames, fresh, data_version)
        _swap(fresh, target, old)
        return frames
    finally:
        if target.exists() or not old.exists():
            shutil.rmtree(workspace, ignore_errors=True)


def _swap(fresh: Path, target: Path, old: Path) -> None:
    """Put the new release in place of the old one, or leave the old one where it was."""
    had = target.exists()
    if had:
        os.replace(target, old)
    try:
        os.replace(fresh, target)
    except OSError:
        if had:
            os.replace(old, target)
        raise
