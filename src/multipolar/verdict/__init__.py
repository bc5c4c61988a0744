"""The verdict: what kind of relationship two states have, with probabilities."""
