"""`tracker --version`."""

from typer.testing import CliRunner

from tracker import __version__
from tracker.cli import build


def test_it_says_its_version_and_does_nothing_else() -> None:
    done = CliRunner().invoke(build(), ["--version"])
    assert (done.exit_code, done.stdout) == (0, f"tracker {__version__}\n")


def test_a_command_is_still_needed() -> None:
    assert CliRunner().invoke(build(), []).exit_code == 2
