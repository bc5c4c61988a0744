"""The folder of raw files: find a file, check its bytes, read it, and cache slow formats."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.errors import (
    BrokenTable,
    MultipolarError,
    NotWritable,
    RawFileDamaged,
    RawFileMissing,
)
from multipolar.sources.base import RawFile

if TYPE_CHECKING:
    import polars as pl

ENVIRONMENT = "MULTIPOLAR_DATA"


def raw_folder() -> Path:
    """Folder of raw files: the environment variable, else the user's cache folder."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("multipolar") / "raw"


def cache_folder() -> Path:
    """Folder of Parquet copies of slow files, named by the digest of what they copy."""
    from platformdirs import user_cache_path

    return user_cache_path("multipolar") / "parquet"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal text."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


class RawFolder:
    """Raw files under one folder, each checked against its pinned digest before it is read.

    Parameters
    ----------
    root
        The folder; files lie in it as ``source/file``.
    cache
        Where Parquet copies of R files go; None for the user's cache folder.
    """

    def __init__(self, root: Path | None = None, cache: Path | None = None) -> None:
        self.root = raw_folder() if root is None else Path(root)
        self.cache = cache_folder() if cache is None else Path(cache)
        self._checked: set[Path] = set()

    def locate(self, file: RawFile) -> Path:
        """Path of a raw file.

        Raises
        ------
        RawFileMissing
            If there is no such file; the message says where to put it.
        """
        path = self.root / file.path
        if not path.is_file():
            raise RawFileMissing(
                f"raw file {file.path} is not in {self.root}: put it there (from {file.url}) "
                f"or set {ENVIRONMENT} to the folder that has it",
                path,
            )
        return path

    def verify(self, file: RawFile) -> Path:
        """Path of a raw file whose bytes are the pinned ones.

        Raises
        ------
        RawFileMissing, RawFileDamaged
            The second carries the expected and the found digest.
        """
        path = self.locate(file)
        if path in self._checked:
            return path
        try:
            size = path.stat().st_size
            found = sha256_of(path)
        except OSError as reason:
            raise RawFileDamaged(f"raw file {path} cannot be read: {reason}", path) from reason
        if found != file.sha256:
            state = "empty" if size == 0 else f"{size} bytes, SHA-256 {found[:16]}…"
            raise RawFileDamaged(
                f"raw file {path} is not the pinned one ({state}; expected {file.size} bytes, "
                f"SHA-256 {file.sha256[:16]}…): replace it with the file at {file.url}",
                path,
                file.sha256,
                found,
            )
        self._checked.add(path)
        return path

    def read_r(self, file: RawFile) -> pl.DataFrame:
        """One data frame out of an R file (.rda, .rds), read once and kept as Parquet.

        Factors become text; numbers stay as R has them (mostly floats), NA becomes null.
        """
        import polars as pl

        path = self.verify(file)
        copy = self.cache / f"{file.sha256}.parquet"
        if copy.is_file():
            try:
                return pl.read_parquet(copy)
            except (pl.exceptions.PolarsError, OSError):
                copy.unlink(missing_ok=True)
        frame = _read_r_file(path)
        keep_parquet(frame, copy)
        return frame

    def read_csv(self, file: RawFile, encoding: str = "utf8", **options: object) -> pl.DataFrame:
        """A CSV file with every column as text."""
        import polars as pl

        path = self.verify(file)
        try:
            return pl.read_csv(path, infer_schema=False, encoding=encoding, **options)  # type: ignore[arg-type]
        except (pl.exceptions.PolarsError, UnicodeDecodeError) as reason:
            raise RawFileDamaged(
                f"raw file {path} cannot be read as CSV: {reason}", path
            ) from reason


def _read_r_file(path: Path) -> pl.DataFrame:
    import warnings

    import polars as pl

    try:
        import rdata
    except ImportError as reason:
        raise MultipolarError(
            "reading R files needs the package rdata: pip install 'multipolar[raw]'"
        ) from reason
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = rdata.read_rds(path) if path.suffix == ".rds" else rdata.read_rda(path)
        except Exception as reason:
            raise RawFileDamaged(
                f"raw file {path} cannot be read as R data: {reason}", path
            ) from reason
    frame = next(iter(found.values())) if isinstance(found, dict) else found
    frame = frame.reset_index(drop=True)
    for name in frame.columns[frame.dtypes == "category"]:
        frame[name] = frame[name].astype(str)
    return pl.from_pandas(frame, nan_to_null=True)


def keep_parquet(frame: pl.DataFrame, copy: Path) -> None:
    """Write the copy next to its place and move it there, so that no half file is left."""
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=copy.parent, suffix=".part")
        os.close(handle)
        frame.write_parquet(name, compression="zstd")
        os.replace(name, copy)
    except OSError as reason:
        raise NotWritable(
            f"cannot write to the cache folder {copy.parent} ({reason}): make it writable or set "
            "XDG_CACHE_HOME to a folder that is",
            copy.parent,
        ) from reason


def check_unique(frame: pl.DataFrame, keys: list[str], what: str) -> pl.DataFrame:
    """Return the frame if no key occurs twice.

    Raises
    ------
    BrokenTable
        Naming the first keys that repeat.
    """
    repeated = frame.filter(frame.select(keys).is_duplicated())
    if repeated.height:
        first = repeated.select(keys).unique().head(3).rows()
        raise BrokenTable(f"{what} has several rows for the same key {keys}, such as {first}")
    return frame
