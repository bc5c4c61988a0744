"""What holds of every state at every date."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from multipolar.errors import MultipolarError, StateError
from multipolar.states import NoState, State, facts, label, lookup, resolve

LAST = date(2026, 12, 31)
SPELLS = [s for group in facts.spells().values() for s in group]


@st.composite
def members(draw) -> tuple[int, date]:
    """Draw a state and a day on which it is a member, often the first or last of its spell."""
    spell = draw(st.sampled_from(SPELLS))
    last = min(spell.end, LAST)
    day = st.integers(0, (last - spell.start).days).map(lambda n: spell.start + timedelta(n))
    edges = [e.start for e in facts.eras()[spell.ccode] if spell.start <= e.start <= last]
    return spell.ccode, draw(st.sampled_from([spell.start, last, *edges]) | day)


@given(members())
def test_every_code_and_name_of_a_state_leads_back_to_it(member) -> None:
    ccode, day = member
    state = resolve(ccode, day)
    queries = [ccode, str(ccode), f"cow:{ccode}", f"cowc:{state.stateabb}", state.name]
    queries += [state.iso3, f"iso:{state.iso3}"] if state.iso3 else []
    queries += [f"gw:{state.gwcode}"] if state.gwcode else []
    for query in queries:
        again = resolve(query, day)
        assert (again.ccode, again.start, again.name) == (ccode, state.start, state.name), query


@given(members())
def test_a_member_has_its_spell_around_the_day(member) -> None:
    ccode, day = member
    state = resolve(ccode, day)
    assert state.start <= day
    assert state.end is None or day <= state.end
    assert state.carried == (day > date(2016, 12, 31))
    assert isinstance(lookup(ccode, day.year), State)
    assert label(ccode, day.year)


@given(members(), st.data())
def test_names_are_insensitive_to_case_spaces_and_diacritics(member, data) -> None:
    ccode, day = member
    name = resolve(ccode, day).name
    change = data.draw(
        st.sampled_from(
            [
                str.upper,
                str.lower,
                lambda s: f"  {s}  ",
                lambda s: s.replace(" ", "  "),
                lambda s: s.replace("-", " "),
                lambda s: unicodedata.normalize("NFD", s),
                lambda s: "".join(
                    c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c)
                ),
            ]
        )
    )
    assert resolve(change(name), day).ccode == ccode


@given(st.sampled_from(sorted(facts.spells())), st.dates(date(1800, 1, 1), LAST))
def test_a_known_code_is_a_member_or_has_a_reason(ccode, day) -> None:
    answer = lookup(ccode, day)
    member = any(s.start <= day <= s.end for s in facts.spells()[ccode])
    assert isinstance(answer, State) == member
    if isinstance(answer, NoState):
        assert answer.ccode == ccode
        assert len(answer.reason) > 20


@given(st.sampled_from(facts.aliases()), st.dates(date(1816, 1, 1), LAST))
def test_an_alias_never_leads_to_a_state_outside_its_era(alias, day) -> None:
    try:
        answer = lookup(alias.label, day)
    except StateError:
        return
    if isinstance(answer, State):
        meanings = [
            a for a in facts.aliases() if a.ccode == answer.ccode and a.start <= day <= a.end
        ]
        assert meanings


@given(st.text(max_size=30), st.none() | st.dates() | st.integers(1, 9999))
def test_any_text_has_an_answer_or_a_clear_error(text, when) -> None:
    try:
        answer = lookup(text, when)
    except MultipolarError as error:
        assert str(error)
    else:
        assert isinstance(answer, State | NoState)
