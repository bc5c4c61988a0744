"""One file for each dataset: its origin (who, terms, coverage, bytes) and its reader."""

from __future__ import annotations

from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms
from multipolar.sources.raw import RawFolder, raw_folder

__all__ = ["Coverage", "RawFile", "RawFolder", "Reference", "Source", "Terms", "raw_folder"]
