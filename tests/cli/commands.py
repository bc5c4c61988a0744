"""Commands as a person types them, run within the test."""

from typer.testing import CliRunner

from multipolar.cli.__main__ import exit_code
from multipolar.cli.app import app
from multipolar.errors import MultipolarError


def run(*words, columns=100):
    """Exit code, output and error sentence, as `multipolar.cli.__main__` turns them out."""
    found = CliRunner().invoke(app, list(words), env={"COLUMNS": str(columns)})
    error = found.exception
    if isinstance(error, MultipolarError):
        return exit_code(error), found.stdout, str(error)
    if error is not None and not isinstance(error, SystemExit):
        raise error
    return found.exit_code, found.stdout, found.stderr
