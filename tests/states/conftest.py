"""Where the raw files are: the environment variable MULTIPOLAR_DATA, else ../shared/data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def raw_folder() -> Path:
    folder = Path(os.environ.get("MULTIPOLAR_DATA", _DEFAULT))
    if not folder.is_dir():
        pytest.skip(f"no raw files: set MULTIPOLAR_DATA ({folder.name} is no folder)")
    return folder


@pytest.fixture(scope="session")
def raw_file(raw_folder: Path):
    def find(name: str) -> Path:
        path = raw_folder / name
        if not path.is_file():
            pytest.skip(f"no raw file {name}")
        return path

    return find
