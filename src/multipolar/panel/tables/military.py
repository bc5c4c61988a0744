"""What states pledged to each other and did together: treaties, exercises, agreements."""

from __future__ import annotations

from multipolar.panel.tables.table import DYAD, Table

TABLES = (
    Table(
        "treaty",
        DYAD,
        {name: ("atop",) for name in ("pledged12", "pledged21", "bilateral12", "bilateral21")},
        "Obligations as bits (1 defence, 2 offence, 4 neutrality, 8 non-aggression, 16 "
        "consultation) of ccode1 toward ccode2 and back; ccode1 < ccode2.",
    ),
    Table(
        "exercises",
        DYAD,
        {"bilateral": ("mme",), "multilateral": ("mme",)},
        "Joint military exercises of two listed participants, and of more; ccode1 < ccode2.",
    ),
    Table(
        "exercises_jme",
        DYAD,
        {"listed": ("jme",)},
        "Exercises on an earlier, thinner list of the world's; ccode1 < ccode2.",
    ),
    Table(
        "exercises_russia",
        DYAD,
        {"listed": ("russian-exercises",)},
        "Exercises on a partial list of Russia's; ccode1 < ccode2, one of them Russia.",
    ),
    Table(
        "defence_agreements",
        DYAD,
        {"signed": ("dcad",), "in_force": ("dcad",), "general": ("dcad",)},
        "Defence agreements signed since 1980, in force, and framework agreements in force; "
        "ccode1 < ccode2.",
    ),
    Table(
        "military_states",
        ("year", "ccode"),
        {
            "exercises": ("mme",),
            "us_troops": ("us-troops",),
            "warheads": ("fas-warheads",),
        },
        "State-years: exercises with others, US forces there, nuclear warheads.",
    ),
)
