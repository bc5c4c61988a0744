"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from multipolar.errors import NotWritable


def write_atomically(path: Path, content: bytes) -> Path:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Raises
    ------
    NotWritable
        With the path, the reason and what to do; nothing has changed then.
    """
    if path.is_dir():
        raise NotWritable(f"{path} is a folder: name a file in it", path)
    if not path.parent.is_dir():
        raise NotWritable(f"there is no folder {path.parent}: make it first", path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as reason:
        raise NotWritable(_refusal(path, reason), path) from reason
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        draft.chmod(0o644)
        draft.replace(path)
    except OSError as reason:
        raise NotWritable(_refusal(path, reason), path) from reason
    finally:
        with suppress(OSError):
            draft.unlink()
    return path


def _refusal(path: Path, reason: OSError) -> str:
    why = reason.strerror or "it is refused"
    return f"{path} cannot be written ({why}): choose another place"
