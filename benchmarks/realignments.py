"""Score of the detector of realignments on the list of known ones, beside simpler rules.

Prints the figures of docs/explanation/realignments.md; takes about ten seconds.
"""

from __future__ import annotations

from multipolar.panel.release import active
from multipolar.system import realignment_score as scoring


def main() -> None:
    """Print precision and recall of the detector by rate, tolerance and size, and of the rules."""
    release = active()
    affinity, kappa = scoring.measured_pairs(release)
    measured = scoring.measured_years(affinity)
    ours = scoring.detections(release)
    first, last = scoring.SPAN
    claims = sum(t.pair in scoring.complete_pairs() and first <= t.year <= last for t in ours)
    for rate in (0.05, 0.1, 0.2, 0.5):
        show(f"rate {rate}", scoring.score(scoring.detections(release, rate), measured))
    show("strict", scoring.score(scoring.detections(release, strict=True), measured))
    for least in (0.25, 0.75):
        turns = scoring.detections(release, least=least)
        show(f"size from {least}", scoring.score(turns, measured))
    for tolerance in (0, 1, 3, 5):
        show(f"tolerance {tolerance}", scoring.score(ours, measured, tolerance=tolerance))
    for name, series, years in (
        ("affinity, year on year", affinity, 1),
        ("affinity, five years", affinity, scoring.MEAN),
        ("kappa, five years", kappa, scoring.MEAN),
    ):
        ranking = scoring.largest_changes(series, years)
        show(name, scoring.score(scoring.as_many(ranking, claims), measured, ranking))
    print(f"by chance {scoring.by_chance(ours, measured, scoring.TOLERANCE):.2f}")


def show(name: str, found: scoring.Score) -> None:
    """Print one line."""
    print(
        f"{name:24} precision {found.hits:2}/{found.claims:2} {found.precision:.2f} "
        f"[{found.low:.2f}, {found.high:.2f}]  recall {found.found:2}/{found.testable} "
        f"{found.recall:.2f} [{found.recall_low:.2f}, {found.recall_high:.2f}]  of all "
        f"{found.found_all}/{found.rows}"
    )


if __name__ == "__main__":
    main()
