"""The sentence that says why something is no state at a date."""

from __future__ import annotations

from datetime import date

from .facts import DUSK, SYSTEM_START, Era, Meaning, Spell, eras, places, spells


def era_at(ccode: int, on: date) -> Era:
    """Era of a state at a date, or the nearest one to it."""

    def gap(era: Era) -> int:
        return max((era.start - on).days, (on - era.end).days, 0)

    return min(eras()[ccode], key=gap)


def before_the_system() -> str:
    """Return the reason for a date before 1816."""
    return f"the COW state system starts in {SYSTEM_START.year}"


def not_that_name(meaning: Meaning, on: date) -> str:
    """Why a name or code cannot be used at a date at which its state is a member."""
    for era in eras()[meaning.ccode]:
        if era.gone and meaning.end == era.end < on:
            return era.gone
    now = era_at(meaning.ccode, on).name
    return (
        f"{meaning.label!r} means COW code {meaning.ccode} {_span(meaning.start, meaning.end)}; "
        f"at the date asked that code is {now}"
    )


def not_a_member(ccode: int, on: date) -> str:
    """Why a state is no member of the system at a date, and who holds its place."""
    name, group = era_at(ccode, on).name, spells()[ccode]
    subject = f"{name} ({ccode})"
    if on < group[0].start:
        reason = f"{subject} enters the COW state system on {group[0].start}"
    elif on > group[-1].end:
        reason = f"{subject} ended on {group[-1].end}"
    else:
        reason = f"{subject} is a COW state {_spans(group)}, not in between"
    held = [text for start, end, text in places().get(ccode, ()) if start <= on <= end]
    return "; ".join([reason, *held[:1]])


def _spans(group: tuple[Spell, ...]) -> str:
    return " and ".join(_span(s.start, s.end) for s in group)


def _span(start: date, end: date) -> str:
    if end == DUSK:
        return f"from {start}"
    return f"to {end}" if start == date.min else f"from {start} to {end}"
