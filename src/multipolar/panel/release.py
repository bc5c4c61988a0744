"""A data release on disk: Parquet tables and a manifest that says what is in them.

A release is written beside its place and moved there when it is complete, so that a build that
is killed leaves the old one untouched. Every table is checked against the digest in the manifest
when it is first opened.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multipolar.errors import ReleaseDamaged, ReleaseMissing, ReleaseTooNew
from multipolar.panel.schema import SCHEMA_VERSION, TABLES
from multipolar.sources.raw import sha256_of

if TYPE_CHECKING:
    import polars as pl

ENVIRONMENT = "MULTIPOLAR_RELEASE"
EMBEDDED = Path(__file__).resolve().parent.parent / "release"
MANIFEST = "manifest.json"
ROWS_PER_GROUP = 1 << 16
SMALL = 50_000
"""A table of at most so many rows is read once and kept."""
LONG = 10
"""Years from which a series of a few states is read as a whole and kept."""
MOST_KEPT = 64
"""Series kept at most."""


class Release:
    """A data release in a folder.

    Parameters
    ----------
    folder
        Folder with ``manifest.json`` and the tables.

    Raises
    ------
    ReleaseMissing
        No manifest in the folder.
    ReleaseDamaged
        The manifest cannot be read.
    ReleaseTooNew
        The schema is newer than this code knows.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._checked: dict[str, Path] = {}
        self._tables: dict[str, pl.DataFrame] = {}
        self._series: dict[tuple[str, frozenset[int]], pl.DataFrame] = {}
        self.manifest = _read_manifest(self.folder)

    @property
    def version(self) -> str:
        """Version of the data, apart from that of the code."""
        return str(self.manifest["data_version"])

    def path(self, name: str) -> Path:
        """File of a table, its bytes checked once against the manifest.

        Raises
        ------
        ReleaseDamaged
            If the file is missing, or is not the one that the manifest describes.
        """
        if name in self._checked:
            return self._checked[name]
        entry = self.manifest["tables"].get(name)
        if entry is None:
            raise ReleaseDamaged(
                f"the data release in {self.folder} has no table {name}: reinstall the package "
                "or rebuild with 'multipolar data build'",
                self.folder,
            )
        path = self.folder / str(entry["file"])
        try:
            found = sha256_of(path)
        except OSError:
            found = ""
        if found != entry["sha256"]:
            what = "is not the file that its manifest describes" if found else "cannot be read"
            raise ReleaseDamaged(
                f"{path} {what}: reinstall the package or rebuild with 'multipolar data build'",
                path,
            )
        self._checked[name] = path
        return path

    def scan(self, name: str) -> pl.LazyFrame:
        """Lazy frame of a table."""
        import polars as pl

        path = self.path(name)
        if self.manifest["tables"][name]["rows"] > SMALL:
            return pl.scan_parquet(path)
        if name not in self._tables:
            self._tables[name] = pl.read_parquet(path)
        return self._tables[name].lazy()

    def among(self, name: str, codes: frozenset[int], first: int, last: int) -> pl.LazyFrame:
        """Rows of a table of dyad-years among a few states, within some years.

        Of a long series all years are read, and kept: one answer asks for them again and again.
        """
        import polars as pl

        wanted, years = sorted(codes), pl.col("year").is_between(first, last)
        rows = self.scan(name).filter(
            pl.col("ccode1").is_in(wanted), pl.col("ccode2").is_in(wanted)
        )
        if self.manifest["tables"][name]["rows"] <= SMALL:
            return rows.filter(years)
        if (name, codes) not in self._series:
            if last - first < LONG:
                return rows.filter(years)
            if len(self._series) >= MOST_KEPT:
                self._series.clear()
            self._series[name, codes] = rows.collect()
        return self._series[name, codes].lazy().filter(years)

    def origins(self, name: str, *columns: str) -> tuple[str, ...]:
        """Keys of the sources that columns of a table came from (all columns by default)."""
        entry = self.manifest["tables"][name]
        wanted = columns or tuple(entry["columns"])
        found = dict.fromkeys(key for c in wanted for key in entry["columns"].get(c, ()))
        return tuple(found) or tuple(entry["sources"])

    @cached_property
    def size(self) -> int:
        """Bytes of all tables."""
        return sum(entry["bytes"] for entry in self.manifest["tables"].values())


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        raise ReleaseMissing(
            f"there is no data release in {folder}: reinstall the package, or build one with "
            "'multipolar data build' and point MULTIPOLAR_RELEASE at it",
            path,
        )
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        schema = int(manifest["schema"])
        if schema <= SCHEMA_VERSION:
            _check_entries(manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as reason:
        raise ReleaseDamaged(
            f"the manifest {path} cannot be read: reinstall the package or rebuild with "
            "'multipolar data build'",
            path,
        ) from reason
    if schema > SCHEMA_VERSION:
        raise ReleaseTooNew(
            f"the data release in {folder} has schema {schema}, this version of multipolar knows "
            f"up to {SCHEMA_VERSION}: upgrade multipolar or use an older release",
            path,
        )
    return dict(manifest)


def _check_entries(manifest: dict[str, Any]) -> None:
    """Touch everything that is read of a manifest, so that what is not there fails here."""
    str(manifest["data_version"])
    str(manifest["built"])
    for entry in manifest["tables"].values():
        str(entry["file"])
        str(entry["sha256"])
        int(entry["bytes"])
        dict(entry["columns"])
        list(entry["sources"])


def active() -> Release:
    """The release in use: the folder in ``MULTIPOLAR_RELEASE``, else the one in the package."""
    folder = Path(os.environ.get(ENVIRONMENT) or EMBEDDED).expanduser().resolve()
    if folder not in _OPEN:
        _OPEN[folder] = Release(folder)
    return _OPEN[folder]


_OPEN: dict[Path, Release] = {}


def write_tables(
    frames: dict[str, pl.DataFrame], folder: Path, data_version: str, level: int = 19
) -> None:
    """Write tables and manifest into an empty folder, compressed at a level of Zstandard."""
    from multipolar import __version__
    from multipolar.panel.schema import sources_of
    from multipolar.sources.catalog import SOURCES

    tables = {}
    for name, frame in frames.items():
        path = folder / f"{name}.parquet"
        frame.write_parquet(
            path, compression="zstd", compression_level=level, row_group_size=ROWS_PER_GROUP
        )
        table = TABLES[name]
        tables[name] = {
            "file": path.name,
            "about": table.about,
            "rows": frame.height,
            "bytes": path.stat().st_size,
            "sha256": sha256_of(path),
            "keys": list(table.keys),
            "columns": {column: list(keys) for column, keys in table.columns.items()},
            "sources": list(sources_of(table)),
        }
    used = dict.fromkeys(key for table in TABLES.values() for key in sources_of(table))
    manifest = {
        "schema": SCHEMA_VERSION,
        "data_version": data_version,
        "built": datetime.now(UTC).date().isoformat(),
        "built_by": f"multipolar {__version__}",
        "sources": {
            key: {
                "title": SOURCES[key].title,
                "version": SOURCES[key].version,
                "terms": SOURCES[key].terms.value,
                "terms_text": SOURCES[key].terms_text,
                "coverage": [SOURCES[key].coverage.first, SOURCES[key].coverage.last],
                "files": {file.path: file.sha256 for file in SOURCES[key].files},
            }
            for key in used
        },
        "tables": tables,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
