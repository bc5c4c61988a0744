"""Files that users bring themselves, because their terms forbid passing them on.

Such a file has no pinned bytes: it is the newest that fits a pattern in its folder, its layout
may be last year's, and what it holds is read in full or refused with one sentence. What was read
is kept as Parquet under the digest of the file, so that a second look costs nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.errors import DataError, RawFileMissing
from multipolar.sources.raw import ENVIRONMENT, RawFolder, keep_parquet, sha256_of

if TYPE_CHECKING:
    import polars as pl

NAMES_FILE = "names.csv"
"""A user's own list beside the file: columns ``name`` and ``state``, the second empty for names
that are no state."""


class OwnFileRefused(DataError):
    """A user's file that cannot be read as it is, with what was found, expected and not placed."""

    def __init__(
        self,
        message: str,
        path: Path,
        found: tuple[str, ...] = (),
        expected: tuple[str, ...] = (),
        rows: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, path)
        self.found = found
        self.expected = expected
        self.rows = rows


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that the user supplies.

    Attributes
    ----------
    folder
        Folder under the raw folder where it belongs.
    patterns
        Which file names count (shell patterns, case ignored); of several files the newest.
    how
        One sentence on how to get it.
    columns
        Wanted columns by the name used here, each with the headings that the layouts know.
    optional
        Columns that some layouts lack; they become null.
    not_states
        Names in it that are known to be no state, such as ``Other Asia, nes``, as shell patterns
        (case ignored).
    aliases
        Names in it that are read as another name or code.
    sheet
        Of a workbook, the sheet: the first whose name starts with this.
    """

    folder: str
    patterns: tuple[str, ...]
    how: str
    columns: Mapping[str, tuple[str, ...]]
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_states: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""

    def find(self, raw: RawFolder) -> Path | None:
        """Newest file that fits, or None."""
        from fnmatch import fnmatch

        folder = raw.root / self.folder
        if not folder.is_dir():
            return None
        fits = [
            path
            for path in folder.iterdir()
            if path.is_file()
            and path.name != NAMES_FILE
            and any(fnmatch(path.name.casefold(), known.casefold()) for known in self.patterns)
        ]
        return max(fits, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)

    def locate(self, raw: RawFolder) -> Path:
        """Newest file that fits.

        Raises
        ------
        RawFileMissing
            Naming the folder, the patterns and how to get the file.
        """
        path = self.find(raw)
        if path is None:
            raise RawFileMissing(
                f"no file named {' or '.join(self.patterns)} is in {raw.root / self.folder}: "
                f"{self.how} and put it there, or set {ENVIRONMENT} to the folder that has it",
                raw.root / self.folder,
            )
        return path

    def names_given(self, raw: RawFolder) -> dict[str, str]:
        """The user's own reading of names, from ``names.csv`` beside the file."""
        path = raw.root / self.folder / NAMES_FILE
        if not path.is_file():
            return {}
        from multipolar.sources.own_table import read_table

        frame = read_table(path, {"name": ("name",), "state": ("state", "code")}, least=0).frame
        pairs = frame.select("name", "state").fill_null("").rows()
        return {str(name): str(state) for name, state in pairs}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of a file that were not used: the name, how many rows, and why."""

    name: str
    rows: int
    reason: str


@dataclass(frozen=True, slots=True)
class OwnTable:
    """What a reader made of a user's file, and what it left out."""

    frame: pl.DataFrame
    path: Path
    left_out: tuple[LeftOut, ...] = ()


Parse = Callable[[Path], "OwnTable"]


def parsed(raw: RawFolder, own: OwnFile, layout: str, parse: Parse) -> OwnTable:
    """Parse the user's file once and keep the result, under the digest of all that it depends on.

    Parameters
    ----------
    raw
        Folder of raw files.
    own
        Which file.
    layout
        Name and version of the parser; a new one makes old results worthless.
    parse
        The parser; nothing is kept when it raises.

    Raises
    ------
    RawFileMissing
        There is no such file.
    OwnFileRefused
        The file cannot be read as it is.
    """
    import polars as pl

    path = own.locate(raw)
    given = json.dumps(own.names_given(raw), sort_keys=True)
    parts = "|".join((_digest(path, *_stamp(path)), layout, repr(own), given))
    name = f"own-{hashlib.sha256(parts.encode()).hexdigest()}"
    copy, notes = raw.cache / f"{name}.parquet", raw.cache / f"{name}.json"
    try:
        left_out = tuple(LeftOut(**item) for item in json.loads(notes.read_text("utf-8")))
        return OwnTable(pl.read_parquet(copy), path, left_out)
    except (OSError, ValueError, TypeError, pl.exceptions.PolarsError):
        pass
    table = parse(path)
    keep_parquet(table.frame, copy)
    notes.write_text(json.dumps([asdict(item) for item in table.left_out]), "utf-8")
    return table


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


@lru_cache(maxsize=32)
def _digest(path: Path, size: int, changed: int) -> str:
    """Digest of a file, computed again when its size or time has changed."""
    return sha256_of(path)
