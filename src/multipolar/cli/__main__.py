"""Entry point: run a command, and turn every refusal into one sentence and an exit code."""

from __future__ import annotations

import io
import os
import sys

from multipolar.errors import DataError, MultipolarError, NoSuchPlace


def main() -> None:
    """Run the command line; exit 0 if answered, 1 for trouble with data, 2 for a bad question.

    130 if it was interrupted.
    """
    try:
        _main()
    except KeyboardInterrupt:
        sys.exit(130)


def _main() -> None:
    # The systems solved here are small: threads inside BLAS would wait for one another, badly so
    # on a busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    from multipolar.cli.app import app, only
    from multipolar.cli.output import leave_quietly

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="multipolar.plain")
    out = sys.stdout
    only(" ".join(sys.argv[1:2]))
    try:
        try:
            app()
        finally:
            out.flush()
    except SystemExit:
        if sys.stdout is not out:  # what typer does when the reader of a pipe went away
            sys.exit(0)
        raise
    except MultipolarError as error:
        sys.stderr.write(f"multipolar: {error}\n")
        sys.exit(exit_code(error))
    except BrokenPipeError:
        leave_quietly()
    except OSError as error:
        where = f" {error.filename}" if error.filename else " the answer"
        sys.stderr.write(f"multipolar: cannot write{where} ({error.strerror or error})\n")
        leave_quietly(1)


def exit_code(error: MultipolarError) -> int:
    """1 for trouble with data or a disk, 2 for a question or a place that the asker can mend."""
    return 1 if isinstance(error, DataError) and not isinstance(error, NoSuchPlace) else 2


if __name__ == "__main__":
    main()
