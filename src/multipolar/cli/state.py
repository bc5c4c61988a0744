"""``multipolar state``: which state a name stands for."""

from __future__ import annotations

from multipolar.cli.output import console, print_json
from multipolar.errors import NotAState
from multipolar.states import NoState, lookup
from multipolar.years import check_as_of, this_year


def run(name: str, as_of: int | None, as_json: bool) -> None:
    """Look a name up and print what was found."""
    year = check_as_of(as_of) or this_year()
    found = lookup(name, year)
    if isinstance(found, NoState):
        if as_json:
            print_json(
                {"state": None, "name": found.name, "ccode": found.ccode, "reason": found.reason}
            )
            return
        raise NotAState(name, found.reason, found.ccode)
    answer = {
        "state": found.name,
        "ccode": found.ccode,
        "stateabb": found.stateabb,
        "iso3": found.iso3,
        "gwcode": found.gwcode,
        "start": found.start.isoformat(),
        "end": found.end.isoformat() if found.end else None,
        "carried": found.carried,
        "note": found.note,
    }
    if as_json:
        print_json(answer)
        return
    end = answer["end"] or "today"
    screen = console()
    screen.print(f"[bold]{found.name}[/] in {year}: COW {found.ccode} ({found.stateabb})")
    screen.print(f"ISO {found.iso3 or '-'}, Gleditsch-Ward {found.gwcode or '-'}")
    screen.print(
        f"in the state system {answer['start']} to {end}",
        "(list carried beyond 2016)" if found.carried else "",
    )
    if found.note:
        screen.print(f"[dim]{found.note}[/]")
