"""Tables of a release that are made from its other tables, through their indicators."""

from __future__ import annotations

from multipolar.fields import affinity_model, reactions

DERIVED = {
    **affinity_model.DERIVED,
    "reactions": reactions.reactions,
    "reaction_years": reactions.reaction_years,
}
"""What makes each of them, from a release that has the others."""
