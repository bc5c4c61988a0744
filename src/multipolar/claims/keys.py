"""The declaration of a key of a claims file, and how a table of a file becomes an object.

A kind of test is a dataclass whose fields are declared with `key`. The reader, the checks and the
reference of the language follow from these declarations and from nothing else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from multipolar.claims.problems import Site, nearest, quoted

REQUIRED: Any = dataclasses.MISSING
NOTHING: Any = object()
"""Stands for a value that could not be read; the mistake has been noted."""

T = TypeVar("T")
Convert = Callable[[Any, Site], Any]


@dataclass(frozen=True, slots=True)
class Takes:
    """What a key takes: in words, and how a raw value becomes what the code works with."""

    words: str
    convert: Convert


@dataclass(frozen=True, slots=True)
class Key:
    """Declaration of a key: what it takes, and what it means."""

    takes: Takes
    about: str
    default_words: str = ""


def key(takes: Takes, about: str, default: Any = REQUIRED, default_words: str = "") -> Any:
    """Declare a field of a dataclass as a key of a claims file."""
    return dataclasses.field(
        default=default, kw_only=True, metadata={"key": Key(takes, about, default_words)}
    )


def keys_of(kind: type) -> dict[str, dataclasses.Field[Any]]:
    """Fields of a dataclass that are keys, by the name that a file uses.

    A trailing underscore is left out: ``class_`` is the key ``class``.
    """
    return {
        field.name.rstrip("_"): field
        for field in dataclasses.fields(kind)
        if "key" in field.metadata
    }


def build(kind: type[T], raw: Any, site: Site, known: Mapping[str, Any] | None = None) -> T | None:
    """Make an object of a table, noting every mistake; None if there was one.

    Parameters
    ----------
    kind
        A dataclass whose fields were declared with `key`.
    raw
        The table.
    site
        Where it stands.
    known
        Fields that are no keys, given beforehand, and keys of the table that are read elsewhere
        (with `NOTHING`).
    """
    if not isinstance(raw, dict):
        site.wrong(f"{quoted(raw)} is no table of keys")
        return None
    before = len(site.found)
    declared, given = keys_of(kind), dict(known or {})
    values: dict[str, Any] = {k: v for k, v in given.items() if v is not NOTHING}
    for name in raw:
        if name not in declared and name not in given:
            site.at(str(name)[:40]).wrong(f"no such key{nearest(str(name), declared)}")
    for name, field in declared.items():
        if name not in raw:
            if field.default is dataclasses.MISSING:
                site.at(name).wrong("is missing")
            continue
        made = field.metadata["key"].takes.convert(raw[name], site.at(name))
        if made is not NOTHING:
            values[field.name] = made
    if len(site.found) > before:
        return None
    made = kind(**values)
    checked = getattr(made, "check", None)
    if checked is not None:
        checked(site)
    return None if len(site.found) > before else made


# ------------------------------------------------------------------ plain values
def _text(raw: Any, site: Site) -> Any:
    if isinstance(raw, str) and raw.strip():
        return " ".join(raw.split())
    site.wrong(f"{quoted(raw)} is no text")
    return NOTHING


def _flag(raw: Any, site: Site) -> Any:
    if isinstance(raw, bool):
        return raw
    site.wrong(f"{quoted(raw)} is neither true nor false")
    return NOTHING


def _number(raw: Any, site: Site) -> Any:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < 1e15:
        return float(raw)
    site.wrong(f"{quoted(raw)} is no number")
    return NOTHING


def _positive(raw: Any, site: Site) -> Any:
    value = _number(raw, site)
    if value is not NOTHING and value <= 0:
        site.wrong(f"{quoted(raw)} is not more than 0")
        return NOTHING
    return value


def _whole(raw: Any, site: Site) -> Any:
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**6:
        return raw
    site.wrong(f"{quoted(raw)} is no whole number of 0 or more")
    return NOTHING


def _texts(raw: Any, site: Site) -> Any:
    if isinstance(raw, list) and raw and all(isinstance(item, str) for item in raw):
        return tuple(" ".join(item.split()) for item in raw)
    site.wrong(f"{quoted(raw)} is no list of texts")
    return NOTHING


def one_of(*words: str) -> Takes:
    """Take one of some words."""

    def convert(raw: Any, site: Site) -> Any:
        if isinstance(raw, str) and raw in words:
            return raw
        if isinstance(raw, list):
            site.wrong(f"takes one word and not several: {quoted(raw)} contradicts itself")
        else:
            close = nearest(raw, words) if isinstance(raw, str) else ""
            site.wrong(f"{quoted(raw)} is not one of {', '.join(words)}{close}")
        return NOTHING

    return Takes(" | ".join(words), convert)


TEXT = Takes("text", _text)
TEXTS = Takes("list of texts", _texts)
FLAG = Takes("true | false", _flag)
NUMBER = Takes("number", _number)
POSITIVE = Takes("number above 0", _positive)
WHOLE = Takes("whole number", _whole)
