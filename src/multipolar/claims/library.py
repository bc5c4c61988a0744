"""Claims files: those of the package by name, others by path; read whole or refused whole."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

from multipolar.claims.paper import Paper, read_paper
from multipolar.claims.problems import ClaimsError, Problem, UnknownPaper, quoted

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
    if path.is_dir():
        raise UnknownPaper(text, names())
    try:
        if not path.exists():
            raise UnknownPaper(text, names())
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as reason:
        raise NotReadable(
            f"{quoted(text)} cannot be read ({reason}): give another file"
        ) from reason
    return parse(content, text)


class NotReadable(ClaimsError):
    """A claims file that cannot be opened."""

    def __init__(self, message: str) -> None:
        Exception.__init__(self, message)
        self.problems = ()


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
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as reason:
        told = f"it is not text in UTF-8 (byte {reason.start})"
        raise ClaimsError(file, [Problem("", "", told)]) from reason
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as reason:
        told = f"it is not TOML: {str(reason)[:200] or 'nested too deep'}"
        raise ClaimsError(file, [Problem("", "", told)]) from reason
    paper, problems = read_paper(table, file)
    if paper is None:
        raise ClaimsError(file, problems)
    return paper


__all__ = ["NotReadable", "load", "names", "parse"]
