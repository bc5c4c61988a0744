"""Version of the data in use."""

from __future__ import annotations

from multipolar.panel.release import active


def data_version() -> str:
    """Version of the data release in use, apart from the version of the code."""
    return active().version
