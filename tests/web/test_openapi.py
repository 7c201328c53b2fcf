"""Whatever the interface is asked, it never breaks: requests made up from its own description."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.browser
def test_no_request_breaks_the_interface(address: str) -> None:
    tool = Path(sys.executable).with_name("schemathesis")
    if not tool.exists():
        pytest.skip("schemathesis is not installed")
    run = subprocess.run(
        [tool, "run", f"{address}/api/v1/openapi.json", "--checks", "not_a_server_error", "-n", "40", "--no-color"],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:]
    assert "No issues found" in run.stdout
