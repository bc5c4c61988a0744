"""What the General Assembly voted: cells of two states, tallies of one, ideal points."""

from __future__ import annotations

from multipolar.panel.tables.table import VOTES, Table

ISSUES = {"me": 1, "nu": 2, "di": 3, "hr": 4, "co": 5, "ec": 6, "important": 7}
"""Codes of the issues in the table of votes by issue."""

CELLS = tuple(f"{a}{b}" for a in "yan" for b in "yan")
"""Nine cells of a dyad's votes: ``ya`` counts yes by ccode1 and abstention by ccode2."""

TABLES = (
    Table(
        "votes",
        ("year", "session", "final", "ccode1", "ccode2"),
        dict.fromkeys((*CELLS, "unanimous"), VOTES),
        "Nine-cell vote tables of a dyad: contested roll calls of one session held in one "
        "calendar year; final is 1 for texts as a whole, 0 for parts, -1 where unknown. "
        "unanimous counts roll calls on which nobody differed and both voted yes or no.",
    ),
    Table(
        "votes_issue",
        ("issue", "year", "session", "final", "ccode1", "ccode2"),
        dict.fromkeys(CELLS, VOTES[:2]),
        "The same tables by issue: 1 Middle East, 2 nuclear, 3 disarmament, 4 human rights, "
        "5 colonialism, 6 economic development, 7 important votes (US State Department).",
    ),
    Table(
        "tallies",
        ("year", "session", "final", "ccode"),
        dict.fromkeys(("yes", "abstain", "no"), VOTES),
        "How a state voted on the contested roll calls of one session in one calendar year.",
    ),
    Table(
        "opposition",
        ("year", "session", "final", "ccode1", "ccode2"),
        dict.fromkeys(("calls", "both"), VOTES),
        "Contested roll calls on which the United States voted yes or no and both states of "
        "the dyad took part, and those on which both cast the opposite vote.",
    ),
    Table(
        "split_votes",
        ("year", "final", "third", "ccode1", "ccode2"),
        dict.fromkeys(CELLS, VOTES),
        "Nine-cell vote tables of the pairs of sixteen large states by calendar year, on "
        "contested roll calls on which the United States voted Yes (third 1) or No (3).",
    ),
    Table(
        "roll_calls",
        ("year", "session", "final"),
        {"calls": VOTES, "contested": VOTES},
        "Number of roll calls, and of contested ones, behind the table of votes.",
    ),
    Table(
        "ideal",
        ("by_session", "filtered", "year", "ccode"),
        dict.fromkeys(("point", "error", "votes"), VOTES),
        "Ideal points of states: by_session 1 for sessions (year is session + 1945), 0 for "
        "calendar years; filtered 1 for estimates from the votes up to the period only.",
        tolerance=0.02,
    ),
)
