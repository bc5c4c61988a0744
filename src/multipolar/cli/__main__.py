"""Entry point: run a command, and turn every refusal into one sentence and an exit code."""

from __future__ import annotations

import os
import sys

from multipolar.errors import DataError, MultipolarError


def main() -> None:
    """Run the command line; exit 0 if answered, 1 for trouble with data, 2 for a bad question."""
    # The systems solved here are small: threads inside BLAS would wait for one another, badly so
    # on a busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from multipolar.cli.app import app

    try:
        app()
    except MultipolarError as error:
        sys.stderr.write(f"multipolar: {error}\n")
        sys.exit(1 if isinstance(error, DataError) else 2)
    except BrokenPipeError:
        # The reader of a pipe (head, less) went away: that is no mistake.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
