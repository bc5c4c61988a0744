"""Claims files: those of the package by name, others by path; read whole or refused whole."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

from multipolar.claims.paper import Paper, read_paper
from multipolar.claims.problems import ClaimsError, NotReadable, Problem, UnknownPaper, quoted

PLAIN = (
    ("Cannot overwrite a value", "a key is given twice in one table"),
    ("Invalid statement", "a line is neither a table ([paper]) nor a key (title = ...)"),
)
"""Complaints of the TOML reader, and what they mean."""
_CLAIM = re.compile(r"\s*\[\[\s*claim\s*\]\]")
MOST_BYTES = 1_000_000
"""A claims file is text written by hand; a larger one is none."""


def names() -> tuple[str, ...]:
    """Names of the papers whose claims are in the package."""
    folder = files("multipolar.claims").joinpath("files")
    found = (item.name for item in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def load(name: str | Path) -> Paper:
    """Read the claims of a paper.

    Parameters
    ----------
    name
        Name of a paper of the package, or path of a claims file.

    Raises
    ------
    UnknownPaper
        If it is neither.
    ClaimsError
        If anything in the file is wrong, with all that is.
    """
    text = str(name)
    if text in names():
        source = files("multipolar.claims").joinpath("files", f"{text}.toml")
        return parse(source.read_bytes(), f"{text}.toml")
    path = Path(text)
    if not text:
        raise UnknownPaper(text, names())
    try:
        if path.is_dir():
            raise NotReadable(f"{quoted(text)} is a folder: give {_inside(path)}")
        if not path.exists():
            raise UnknownPaper(text, names())
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as reason:
        raise NotReadable(
            f"{quoted(text)} cannot be read ({getattr(reason, 'strerror', None) or reason}): give "
            "another file"
        ) from reason
    return parse(content, text)


def _inside(folder: Path) -> str:
    """Claims files of a folder, for a message."""
    found = sorted(item.name for item in folder.glob("*.toml"))
    return f"a file in it, such as {found[0]}" if found else "the path of a claims file"


def parse(content: bytes, file: str) -> Paper:
    """Make a paper of the bytes of a file.

    Raises
    ------
    ClaimsError
        With all that is wrong.
    """
    if len(content) > MOST_BYTES:
        raise ClaimsError(
            file, [Problem("", "", f"it is larger than {MOST_BYTES // 10**6} MB: no claims file")]
        )
    if not content.strip():
        told = "it is empty: a claims file has [paper] and [[claim]]"
        raise ClaimsError(file, [Problem("", "", told)])
    try:
        text = content.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as reason:
        raise ClaimsError(file, [Problem("", "", _no_text(content, reason.start))]) from reason
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as reason:
        told = f"it is not TOML: {_in_plain_words(str(reason)) or 'nested too deep'}"
        raise ClaimsError(file, [Problem("", "", told)]) from reason
    paper, problems = read_paper(table, _lines_of_claims(text))
    if paper is None:
        raise ClaimsError(file, problems)
    return paper


def _no_text(content: bytes, place: int) -> str:
    """Why bytes are no text in UTF-8, and what to do."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it is text in UTF-16: save it as UTF-8"
    if b"\0" in content:
        return "it is a binary file: a claims file is text (TOML in UTF-8)"
    line = content.count(b"\n", 0, place) + 1
    return f"it is not text in UTF-8 (byte {place}, line {line}): save it as UTF-8"


def _in_plain_words(reason: str) -> str:
    """A complaint of the TOML reader, shortened, without its jargon where that is opaque."""
    for theirs, ours in PLAIN:
        reason = reason.replace(theirs, ours)
    return reason[:200]


def _lines_of_claims(text: str) -> list[int]:
    """Lines on which the tables of claims begin."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if _CLAIM.match(line)]


__all__ = ["NotReadable", "load", "names", "parse"]
