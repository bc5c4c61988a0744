"""``multipolar verdict``: how good it is, on what it has not seen and on what came after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from multipolar.cli.output import console, fit, listing, print_json
from multipolar.errors import BadOption

if TYPE_CHECKING:
    from rich.console import Console

    from multipolar.measures.scoring import Gap
    from multipolar.verdict.forward import Outlook
    from multipolar.verdict.validation import Validation

WIDE = 90
"""From this many columns on all scores are shown."""
SHORT = {
    "alliance": "alliance",
    "partnership": "partner",
    "opportunism": "opport.",
    "transactional": "transact.",
    "rivalry": "rivalry",
    "indifference": "indiff.",
}


def run_validate(scheme: str | None, undisputed: bool, as_json: bool) -> None:
    """Judge the reference relationships by models that have not seen them, and print scores."""
    from multipolar.verdict.validation import SCHEMES, validate

    if scheme is not None and scheme not in SCHEMES:
        raise BadOption(f"there is no scheme {scheme!r}: choose {', '.join(SCHEMES)}")
    names = [scheme] if scheme else list(SCHEMES)
    with _Progress() as step:
        found = [validate(name, undisputed, progress=partial(_step, step, name)) for name in names]
    if as_json:
        print_json([one.to_dict() for one in found])
        return
    screen = console()
    for place, one in enumerate(found):
        if place:
            screen.print()
        _show_validation(screen, one)
    screen.print(
        "[dim]log loss, Brier and ranked probability: less is better; their intervals and those "
        "of differences are 90 %, over states drawn anew. right: the likeliest class was the "
        "class. error: how far probabilities and frequencies are apart, beside what a perfect "
        "model would show on as many relationships.[/]"
    )


def run_forward(as_json: bool) -> None:
    """Score what the verdict says of the next ten years, and print it."""
    from multipolar.verdict.forward import HORIZON, ORIGINS, forward

    with _Progress() as step:
        found = forward(progress=step)
    if as_json:
        print_json([one.to_dict() for one in found])
        return
    screen = console()
    screen.print("[bold]What the verdict says of the next ten years[/]")
    screen.print(
        f"The verdict in {ORIGINS[0]}, {ORIGINS[1]} and so on to {ORIGINS[-1]}, each from what was "
        f"known then; scored from {ORIGINS[0] + HORIZON} on, fitted to origins whose ten years had "
        "passed."
    )
    for one in found:
        screen.print()
        _show_outlook(screen, one)
    screen.print(
        "[dim]log loss and Brier score: less is better. Better by: how much less the log loss is, "
        "with the 90 % interval over dyads and origins drawn anew; an interval on both sides of "
        "0 shows nothing.[/]"
    )


def _step(step: Callable[[str], None], scheme: str, model: str) -> None:
    step(f"{scheme}: {model}")


class _Progress:
    """A line on the error stream that says what is being done."""

    def __enter__(self) -> Callable[[str], None]:
        from rich.console import Console

        self._status = Console(stderr=True).status("starting")
        self._status.start()
        return self._say

    def _say(self, words: str) -> None:
        self._status.update(words)

    def __exit__(self, *_: object) -> None:
        self._status.stop()


def _gap(found: Gap, digits: int = 2) -> str:
    return f"{found.value:.{digits}f} \\[{found.low:.{digits}f}, {found.high:.{digits}f}]"


# ------------------------------------------------------------------ validation
def _show_validation(screen: Console, found: Validation) -> None:
    from multipolar.verdict.validation import BASELINES, SCHEMES

    main = found.results["blind"]
    kept = "undisputed relationships" if found.undisputed else "relationships"
    screen.print(f"[bold]Judged {SCHEMES[found.scheme]}[/]")
    screen.print(
        f"{len(found.spells)} {kept}; the model that is blind to treaties had the class right in "
        f"{main.hits:.0%}, and among its first two in {main.second:.0%}."
    )
    if found.skipped:
        screen.print(f"[dim]{found.skipped} left out: too little was known in all their years.[/]")
    _show_scores(screen, found)
    screen.print()
    table = listing("the blind model against", "less log loss by", "less ranked score by")
    for name in (*BASELINES, "sighted"):
        lead = found.results[name].lead
        table.add_row(
            _titles()[name],
            _gap(lead["blind.log.states"]),
            _gap(lead["blind.ranked.states"], 3),
        )
    fit(table, screen.width)
    screen.print(table)
    screen.print()
    _show_confusion(screen, found)


def _titles() -> dict[str, str]:
    from multipolar.verdict.validation import MODELS

    return MODELS


def _show_scores(screen: Console, found: Validation) -> None:
    wide = screen.width >= WIDE
    heads = ["model", "log loss"]
    heads += ["Brier", "ranked"] if wide else []
    heads += ["right", "error", "perfect"]
    table = listing(*heads, right=tuple(heads[1:]))
    for name, result in found.results.items():
        scores = result.scores
        cells = [_titles()[name], _gap(scores["log"])]
        if wide:
            cells += [f"{scores['brier'].value:.2f}", f"{scores['ranked'].value:.3f}"]
        error = result.calibration
        cells += [f"{result.hits:.0%}", f"{error.value:.3f}"]
        table.add_row(*cells, f"{error.perfect:.3f} (to {error.perfect_high:.3f})")
    fit(table, screen.width)
    screen.print(table)


def _show_confusion(screen: Console, found: Validation) -> None:
    """Relationships by class and likeliest class."""
    from multipolar.verdict.references import CLASSES, TITLES

    heads = [SHORT[kind] if screen.width >= WIDE else SHORT[kind][:4] for kind in CLASSES]
    table = listing("class, and the likeliest by the blind model", *heads, right=tuple(heads))
    for kind, row in zip(CLASSES, found.confusion("blind").tolist(), strict=True):
        table.add_row(TITLES[kind], *(str(n) if n else "." for n in row))
    fit(table, screen.width)
    screen.print(table)


# ------------------------------------------------------------------ forward
def _show_outlook(screen: Console, found: Outlook) -> None:
    from multipolar.verdict.forward import COMPARED, MODELS, OUTCOMES
    from multipolar.verdict.references import TITLES

    title = OUTCOMES[found.outcome]
    screen.print(f"[bold]{title[0].upper()}{title[1:]}[/]")
    share = found.events / max(found.n, 1)
    screen.print(
        f"{found.events:,} of {found.n:,} cases at risk ({share:.1%}), {found.dyads:,} dyads."
    )
    table = listing("model", "log loss", "Brier", "better by", "than", right=("log loss", "Brier"))
    against = {model: baseline for model, baseline in COMPARED}
    for name, scores in found.scores.items():
        baseline = against.get(name)
        gap = "" if baseline is None else _gap(found.better[f"{name}:{baseline}:log:dyads"], 3)
        table.add_row(
            MODELS[name],
            f"{scores['log']:.3f}",
            f"{scores['brier']:.3f}",
            gap,
            "" if baseline is None else MODELS[baseline],
        )
    fit(table, screen.width)
    screen.print(table)
    after = ", ".join(f"{TITLES[kind]} {share:.1%}" for kind, share in found.after.items())
    screen.print(f"What followed, by class: {after}.")
