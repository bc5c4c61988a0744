"""Places for files, checked before the work, and writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from multipolar.errors import BadOption, NoSuchPlace, NotWritable


def write_atomically(path: Path, content: bytes) -> Path:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Raises
    ------
    NotWritable
        With the path, the reason and what to do; nothing has changed then.
    """
    check_file(path)
    if path.exists() and not path.is_file():
        return _into_device(path, content)
    target = path.resolve()  # so that a link goes on to name its file
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{path.name[:40]}.")
    except OSError as reason:
        raise NotWritable(_refusal(path, reason), path) from reason
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        draft.chmod(0o644)
        draft.replace(target)
    except OSError as reason:
        raise NotWritable(_refusal(path, reason), path) from reason
    finally:
        with suppress(OSError):
            draft.unlink()
    return path


def check_file(path: Path) -> None:
    """Refuse a file whose folder is not there, or that is a folder itself."""
    if path.is_dir():
        raise NoSuchPlace(f"{path} is a folder: name a file in it", path)
    check_folder(path.parent)


def check_ending(path: Path, what: str, endings: Sequence[str]) -> str:
    """The one of the endings that a file has, in small letters.

    Raises
    ------
    BadOption
        If it has none of them; ``what`` is the thing to be written, such as "a picture".
    """
    ending = path.suffix.lower()
    if ending not in endings:
        *others, last = endings
        listed = f"{', '.join(others)} or {last}" if others else last
        raise BadOption(f"{path}: {what} ends in {listed}")
    return ending


def check_page(path: Path) -> None:
    """Refuse what is no place for a page: a file ends in .html; a pipe has any name."""
    check_file(path)
    if path.is_file() or not path.exists():
        check_ending(path, "a page", (".html", ".htm"))


def check_folder(folder: Path) -> None:
    """Refuse a folder that is not there, or that is a file."""
    if folder.is_dir():
        return
    if folder.exists():
        raise NoSuchPlace(f"{folder} is a file: name a folder", folder)
    raise NoSuchPlace(f"there is no folder {folder}: make it first", folder)


def _into_device(path: Path, content: bytes) -> Path:
    """Write into what is no file, such as ``/dev/stdout``: it must never be replaced by one."""
    try:
        with path.open("wb") as device:
            device.write(content)
    except OSError as reason:
        raise NotWritable(_refusal(path, reason), path) from reason
    return path


def _refusal(path: Path, reason: OSError) -> str:
    why = reason.strerror or "it is refused"
    return f"{path} cannot be written ({why}): choose another place"
