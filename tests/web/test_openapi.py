"""Whatever the interface is asked, it never breaks: requests made up from its own description."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def test_examples_have_the_keys_of_answers(client: Any) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) == 6
    for path, item in paths.items():
        example = item["get"]["responses"]["200"]["content"]["application/json"]["example"]
        answer = client.get(path.replace("{event_id}", "1")).json()
        _alike(example, answer, path)


def _alike(example: Any, answer: Any, where: str) -> None:
    if isinstance(example, dict) and isinstance(answer, dict):
        assert set(example) == set(answer), where
        for key, value in example.items():
            _alike(value, answer[key], f"{where} {key}")
    elif isinstance(example, list) and isinstance(answer, list) and example and answer:
        _alike(example[0], answer[0], where)


def test_examples_of_parameters_are_understood(client: Any) -> None:
    tried = 0
    for path, item in client.get("/api/v1/openapi.json").json()["paths"].items():
        for parameter in item["get"].get("parameters", ()):
            for example in parameter.get("examples") or _examples(parameter["schema"]):
                named = {} if parameter["in"] == "path" else {parameter["name"]: example}
                assert client.get(path.replace("{event_id}", "12"), params=named).status_code == 200, parameter["name"]
                tried += 1
    assert tried > 10


def _examples(schema: Any) -> Any:
    return schema.get("examples") or next(
        (each["examples"] for each in schema.get("anyOf", ()) if "examples" in each), ()
    )


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
