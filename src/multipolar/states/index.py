"""From a name or code to its meanings: which COW code, in which era."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from .facts import DAWN, DUSK, Entity, Meaning, aliases, entities, eras, iso_codes, spells
from .text import key, nearest, short_forms

Meanings = tuple[Meaning, ...]


def find(query: str | int) -> Meanings | Entity | None:
    """Meanings of a query, an entity that is never a state, or None when unknown."""
    if not isinstance(query, str):
        return by_ccode(operator.index(query))
    text = query.strip()
    kind, colon, code = text.partition(":")
    if colon and kind.strip().casefold() in _CODED:
        return _CODED[kind.strip().casefold()](code.strip()) or None
    if text.isdecimal():
        return by_ccode(int(text))
    return _bare(text)


def _bare(text: str) -> Meanings | Entity | None:
    """ISO alpha-3, then names, then COW letters, then ISO alpha-2, then names without style."""
    meanings = by_iso3(text) or names().get(key(text))
    if meanings:
        return meanings
    entity = entity_names().get(key(text))
    if entity:
        return entity
    meanings = by_letters(text) or by_iso2(text)
    if meanings:
        return meanings
    for form in short_forms(text):
        found = names().get(form) or entity_names().get(form)
        if found:
            return found
    return None


def suggestions(query: str | int) -> list[str]:
    """Names most like a query that is not known, or the Gleditsch-Ward reading of a number."""
    text = str(query).strip().rpartition(":")[2].strip()
    if text.lstrip("-").isdecimal():
        return [f"gw:{text} ({m.label})" for m in by_gwcode(text)][-1:]
    one_each: dict[object, str] = {}
    for name in nearest(text, labels(), limit=9):
        one_each.setdefault(_target(name), name)
    return list(one_each.values())[:3]


def _target(name: str) -> object:
    """Whatever stands behind a name, so that two names of it are not both suggested."""
    found = find(name)
    return found.name if isinstance(found, Entity) else found and found[-1].ccode


def labels() -> Iterable[str]:
    """Every name known, those borne first."""
    for group in eras().values():
        yield from (era.name for era in group)
    yield from (entity.name for entity in entities())
    yield from (alias.label for alias in aliases())


@cache
def names() -> dict[str, Meanings]:
    """Meanings by folded name; ``aliases.csv`` overrules what the names borne would mean."""
    borne: dict[str, list[Meaning]] = defaultdict(list)
    for code, group in eras().items():
        for era in group:
            span = (era.start, era.end) if era.gone else (DAWN, DUSK)
            meaning = Meaning(era.name, code, *span)
            if meaning not in borne[key(era.name)]:
                borne[key(era.name)].append(meaning)
    given: dict[str, list[Meaning]] = defaultdict(list)
    for alias in aliases():
        if alias not in given[key(alias.label)]:
            given[key(alias.label)].append(alias)
    return {k: tuple(v) for k, v in (borne | given).items()}


@cache
def entity_names() -> dict[str, Entity]:
    """Entities by folded name or code."""
    return {key(name): e for e in entities() for name in (e.name, *e.aliases)}


def by_ccode(code: int) -> Meanings | None:
    """Meaning of a COW code, the same in every era."""
    return (Meaning(spells()[code][-1].name, code, DAWN, DUSK),) if code in spells() else None


def by_iso3(code: str) -> Meanings:
    """Meanings of an ISO alpha-3 code."""
    return _iso()[0].get(code.upper(), ())


def by_iso2(code: str) -> Meanings:
    """Meanings of an ISO alpha-2 code."""
    return _iso()[1].get(code.upper(), ())


@cache
def _iso() -> tuple[dict[str, Meanings], dict[str, Meanings]]:
    tables: tuple[dict[str, Meanings], dict[str, Meanings]] = ({}, {})
    for alpha3, alpha2, meaning in iso_codes():
        for table, code in zip(tables, (alpha3, alpha2), strict=True):
            if code:
                table[code] = (*table.get(code, ()), meaning)
    return tables


@cache
def _letters() -> dict[str, Meanings]:
    return {g[-1].stateabb: by_ccode(c) or () for c, g in spells().items()}


def by_letters(code: str) -> Meanings:
    """Meaning of COW letters, the same in every era."""
    return _letters().get(code.upper(), ())


def by_gwcode(code: str) -> Meanings:
    """Meanings of a Gleditsch-Ward code: the eras in which a state has it."""
    if not code.isdecimal():
        return ()
    wanted = int(code)
    return tuple(
        Meaning(era.name, ccode, max(era.start, s.start), min(era.end, s.end))
        for ccode, group in eras().items()
        for era in group
        for s in spells()[ccode]
        if era.gwcode == wanted and era.start <= s.end and s.start <= era.end
    )


def _by_ccode_text(code: str) -> Meanings | Entity | None:
    return by_ccode(int(code)) if code.isdecimal() else None


def _by_iso_text(code: str) -> Meanings | Entity | None:
    return by_iso3(code) or by_iso2(code) or entity_names().get(key(code))


_CODED = {"gw": by_gwcode, "cow": _by_ccode_text, "cowc": by_letters, "iso": _by_iso_text}
