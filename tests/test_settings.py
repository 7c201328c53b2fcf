"""Settings say where a mistake stands and what is expected there."""

import re
from pathlib import Path

import pytest

from tracker import resources, settings
from tracker.errors import ConfigError


def write(folder: Path, text: str) -> Path:
    (folder / "tracker.toml").write_text(text, encoding="utf-8")
    return folder


def test_packaged_config_loads() -> None:
    loaded = settings.load(env={})
    assert loaded.web.host == "127.0.0.1"
    assert loaded.smtp.host == ""


def test_what_the_packaged_file_shows_as_defaults_are_the_defaults(tmp_path: Path) -> None:
    shown = (resources.folder("config") / "tracker.toml").read_text(encoding="utf-8")
    bare = "\n".join(re.sub(r"^# (?=\w+ = )", "", line) for line in shown.splitlines())
    assert bare.count(" = ") > 30
    ours, theirs = settings.load(write(tmp_path, bare), {}), settings.load(env={})
    assert ours.model_copy(update={"config_dir": theirs.config_dir}) == theirs


def test_environment_wins_over_file(tmp_path: Path) -> None:
    folder = write(tmp_path, "[web]\nport = 9000\n[fetch]\nper_host = 3\n")
    loaded = settings.load(folder, {"TRACKER_WEB_PORT": "9100", "TRACKER_FETCH_ALLOW_PRIVATE": "a.example,b:80"})
    assert loaded.web.port == 9100
    assert loaded.fetch.per_host == 3
    assert loaded.fetch.allow_private == ("a.example", "b:80")


def test_secret_from_a_file_is_read_and_not_shown(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("open sesame\n")
    loaded = settings.load(env={"TRACKER_SMTP_PASSWORD_FILE": str(secret)})
    assert loaded.smtp.password.get_secret_value() == "open sesame"
    assert "sesame" not in repr(loaded)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[web]\n\nport = 70000\n", ":3", "web.port"),
        ("[fetch]\nper_host = 0\n", ":2", "greater than or equal to 1"),
        ("[smtp]\nport = 25\nsecurity = 'ssl3'\n", ":3", "starttls"),
        ("[wbe]\nport = 1\n", ":1", "wbe"),
        ("[web\n", "", "not valid TOML"),
    ],
)
def test_wrong_file_names_line_and_expectation(tmp_path: Path, text: str, line: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings.load(write(tmp_path, text), {})
    assert f"tracker.toml{line}" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "value", ["a.example,127.0.0.1:80", '["a.example", "127.0.0.1:80"]', " a.example , 127.0.0.1:80,"]
)
def test_lists_in_variables_are_written_either_way(value: str) -> None:
    loaded = settings.load(env={"TRACKER_FETCH_ALLOW_PRIVATE": value})
    assert loaded.fetch.allow_private == ("a.example", "127.0.0.1:80")


def test_wrong_variable_is_named() -> None:
    with pytest.raises(ConfigError, match="TRACKER_WEB_PORT"):
        settings.load(env={"TRACKER_WEB_PORT": "many"})


def test_yaml_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("feeds:\n- url: a\n- url: b\n")
    assert [row["__line__"] for row in settings.load_yaml_with_lines(file)["feeds"]] == [2, 3]
    file.write_text("feeds:\n - [\n")
    with pytest.raises(ConfigError, match=r"a\.yaml:3"):
        settings.load_yaml_with_lines(file)
