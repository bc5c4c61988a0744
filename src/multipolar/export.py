"""Handing a table to other programs: pandas, Arrow, CSV, Parquet and Stata."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multipolar.errors import MultipolarError

if TYPE_CHECKING:
    import polars as pl


class Exports:
    """Outputs of anything that has a table; a subclass says which by ``_export``."""

    def _export(self) -> tuple[pl.DataFrame, dict[str, str]]:
        """The table, and words for its columns."""
        raise AttributeError("_export")

    def to_pandas(self) -> Any:
        """Return a pandas data frame (needs pandas and pyarrow)."""
        _need("pandas", "pyarrow")
        return self._export()[0].to_pandas()

    def to_arrow(self) -> Any:
        """Return an Arrow table (needs pyarrow)."""
        _need("pyarrow")
        return self._export()[0].to_arrow()

    def write_csv(self, path: str | Path) -> None:
        """Write comma-separated values, missing ones empty."""
        self._export()[0].write_csv(Path(path))

    def write_parquet(self, path: str | Path) -> None:
        """Write a Parquet file."""
        self._export()[0].write_parquet(Path(path))

    def write_stata(self, path: str | Path) -> None:
        """Write a Stata file (needs pandas); dots in names become underscores."""
        _need("pandas", "pyarrow")
        frame, labels = self._export()
        table = frame.to_pandas()
        names = _stata_names(table.columns)
        words = {names[name]: text[:80] for name, text in labels.items() if name in names}
        table.rename(columns=names).to_stata(
            Path(path), write_index=False, version=118, variable_labels=words
        )


def _stata_names(columns: Iterable[str]) -> dict[str, str]:
    """Names of at most 32 letters without dots; where the cut makes two alike, numbered."""
    names: dict[str, str] = {}
    for column in columns:
        whole = column.replace(".", "_")
        name, count = whole[:32], 2
        while name in names.values():
            name, count = f"{whole[:30]}{count}", count + 1
        names[column] = name
    return names


def _need(*modules: str) -> None:
    import importlib.util

    lacking = [name for name in modules if importlib.util.find_spec(name) is None]
    if lacking:
        raise MultipolarError(
            f"this output needs {' and '.join(lacking)}: pip install 'multipolar[export]'"
        )
