"""Any name or code in, one state out, or the reason why there is none."""

from __future__ import annotations

from datetime import date, datetime
from operator import index
from typing import NamedTuple

from ..errors import AmbiguousState, BadYear, NotAState, UnknownState
from .facts import DUSK, SOURCE_END, SYSTEM_START, Entity, Meaning, Spell, spells
from .index import Meanings, by_ccode, by_letters, find, suggestions
from .model import NoState, State
from .reasons import before_the_system, era_at, not_a_member, not_that_name


class _Window(NamedTuple):
    """The days that were asked for."""

    first: date
    last: date


def lookup(query: str | int | State, when: date | int | None = None) -> State | NoState:
    """Say which state a name or code is at a date.

    Parameters
    ----------
    query : str, int or State
        A name ("Burma"), an ISO 3166 code ("MMR", "MM"), a COW code (775 or "775"), or a code
        with its system: "cow:775", "cowc:MYA", "gw:775", "iso:MMR". Case, spaces, punctuation
        and diacritics do not matter. Three bare letters are ISO before they are COW letters
        (AUS is Australia); bare digits are always a COW code. A `State` stands for its code.
    when : date, int or None
        A day; a year (the state is a member on at least one day of it, and of two states in one
        year the one at its end counts); or None for today.

    Returns
    -------
    State or NoState
        A member of the COW state system, or a known entity that is none and the reason.

    Raises
    ------
    UnknownState
        Nothing goes by this name or code, or it is neither; carries the nearest names.
    AmbiguousState
        The name fits several states; carries the choices.

    Examples
    --------
    >>> lookup("Germany", 1960).ccode, lookup("Germany", 1990).ccode
    (260, 255)
    """
    window, asked = _window(when), str(query)
    query = _name_or_code(query)
    if not asked.strip():
        raise _empty(asked)
    found = find(query)
    if found is None:
        raise UnknownState(asked, suggestions(query))
    if isinstance(found, Entity):
        return _never_a_state(asked, found)
    if window.last < SYSTEM_START:
        code = found[0].ccode
        return NoState(asked, era_at(code, window.last).name, before_the_system(), code)
    _check_one(asked, found, window)
    return _member(found, window) or _no_member(asked, found, window)


def resolve(query: str | int | State, when: date | int | None = None) -> State:
    """Look up a state that must be one: `lookup` with an error in place of a `NoState`.

    Raises
    ------
    NotAState
        A known entity that is no member of the state system at that date.
    UnknownState, AmbiguousState
        As in `lookup`.
    """
    answer = lookup(query, when)
    if isinstance(answer, NoState):
        raise NotAState(answer.query, answer.reason, answer.ccode)
    return answer


def label(ccode: int, year: int) -> str:
    """Short English name of a state in a year (at its end, or at the nearest date it existed)."""
    return era_at(_known(ccode), _last_day(ccode, year)).name


def iso3(ccode: int, year: int) -> str | None:
    """ISO 3166 alpha-3 code of a state in a year (at its end, or the nearest date it existed)."""
    return era_at(_known(ccode), _last_day(ccode, year)).iso3


def _name_or_code(query: object) -> str | int:
    """Take what can stand for a state; None, floats, truth values and lists cannot."""
    if isinstance(query, State):
        return query.ccode
    if isinstance(query, str):
        return query
    try:
        if isinstance(query, bool):
            raise TypeError
        return index(query)  # type: ignore[arg-type]
    except TypeError:
        error = UnknownState(str(query), [])
        error.args = (f"{query!r} is no state: give a name, a code or a State",)
        raise error from None


def _empty(asked: str) -> UnknownState:
    error = UnknownState(asked, [])
    error.args = ("the name of the state is empty; write a name or a code, such as Russia or 365",)
    return error


def _known(ccode: int) -> int:
    if by_ccode(ccode) is None:
        raise UnknownState(str(ccode), suggestions(ccode))
    return ccode


def _last_day(ccode: int, year: int) -> date:
    """Last day of a year on which the state is a member, or of the year."""
    first, last = _window(year)
    days = [min(s.end, last) for s in spells()[_known(ccode)] if s.start <= last and s.end >= first]
    return max(days, default=last)


def _window(when: date | int | None) -> _Window:
    if when is None:
        when = date.today()
    if isinstance(when, datetime):
        when = when.date()
    if isinstance(when, date):
        return _Window(when, when)
    try:
        if isinstance(when, bool):
            raise TypeError
        when = index(when)
    except TypeError:
        raise BadYear(f"{when!r} is no date and no year; write one such as 1960") from None
    if not date.min.year <= when <= date.max.year:
        raise BadYear(f"{when} is no year; write one such as 1960")
    return _Window(date(when, 1, 1), date(when, 12, 31))


def _check_one(asked: str, meanings: Meanings, window: _Window) -> None:
    """Refuse a name that means several states at the end of the window."""
    codes = sorted({m.ccode for m in meanings if m.start <= window.last <= m.end})
    if len(codes) > 1:
        raise AmbiguousState(asked, [spells()[code][-1].name for code in codes])


def _member(meanings: Meanings, window: _Window) -> State | None:
    """State that one of the meanings is in the window; of several the latest."""
    best: tuple[date, Meaning, Spell] | None = None
    for m in meanings:
        for s in spells()[m.ccode]:
            start = max(m.start, s.start, window.first)
            end = min(m.end, s.end, window.last)
            if start <= end and (best is None or end > best[0]):
                best = (end, m, s)
    return _state(*best) if best else None


def _state(on: date, meaning: Meaning, spell: Spell) -> State:
    era = era_at(spell.ccode, on)
    return State(
        ccode=spell.ccode,
        stateabb=spell.stateabb,
        iso3=era.iso3,
        gwcode=era.gwcode,
        name=era.name,
        start=spell.start,
        end=None if spell.end == DUSK else spell.end,
        carried=on > SOURCE_END,
        note=f"In {on.year} {meaning.note}" if meaning.note else "",
    )


def _no_member(asked: str, meanings: Meanings, window: _Window) -> NoState:
    """Explain by the meaning that is nearest to the end of the window."""
    on = window.last

    def gap(m: Meaning) -> int:
        return max((m.start - on).days, (on - m.end).days, 0)

    m = min(meanings, key=gap)
    member = any(s.start <= on <= s.end for s in spells()[m.ccode])
    reason = not_that_name(m, on) if member else not_a_member(m.ccode, on)
    return NoState(asked, era_at(m.ccode, min(max(on, m.start), m.end)).name, reason, m.ccode)


def _never_a_state(asked: str, entity: Entity) -> NoState:
    """Answer for an entity; three letters that COW gives to a state are pointed out."""
    hint = "".join(f"; cowc:{asked.upper()} is {m.label}" for m in by_letters(asked.strip()))
    return NoState(asked, entity.name, f"{entity.name} is no state: {entity.reason}{hint}", None)
