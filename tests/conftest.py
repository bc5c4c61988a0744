"""The raw files: the folder in MULTIPOLAR_DATA, else ../shared/data beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from multipolar.sources import RawFolder

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")

_DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def raw_root() -> Path:
    """Folder of raw files, or a skip that says why."""
    folder = Path(os.environ.get("MULTIPOLAR_DATA") or _DEFAULT)
    if not folder.is_dir():
        pytest.skip("no raw files: set MULTIPOLAR_DATA to the folder that has them")
    return folder


@pytest.fixture(scope="session")
def raw(raw_root: Path) -> RawFolder:
    """Raw files by way of the package; R files are read once and cached."""
    return RawFolder(raw_root)
