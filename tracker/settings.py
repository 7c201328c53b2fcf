"""Settings: config/tracker.toml, overlaid by TRACKER_… variables, as frozen records.

Every setting `section.name` can be given as `TRACKER_SECTION_NAME`; a secret also as `TRACKER_SECTION_NAME_FILE`,
the path of a file that holds it. `TRACKER_DATA_DIR`, `TRACKER_DATABASE_URL` and `TRACKER_CONFIG` stand alone.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import platformdirs
import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from tracker import resources
from tracker.errors import ConfigError


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Nlp(_Section):
    """The language pipeline."""

    pipeline: str = Field("", description="another installed UD pipeline; empty: the packaged one")
    threads: int = Field(1, ge=1, le=64, description="threads of one coding process")


class Fetch(_Section):
    """Budgets and manners of every HTTP request."""

    user_agent: str = "tracker/0.1 (+https://example.org/tracker; news event timeline)"
    contact: str = Field("", description="address or page put into the User-Agent")
    connect_timeout_s: float = Field(10, gt=0)
    total_timeout_s: float = Field(30, gt=0)
    max_wire_bytes: int = Field(10_000_000, gt=0)
    max_body_bytes: int = Field(15_000_000, gt=0, description="after inflating")
    max_inflate_ratio: int = Field(200, gt=0)
    max_redirects: int = Field(5, ge=0)
    max_entries: int = Field(2_000, gt=0)
    allow_private: tuple[str, ...] = Field((), description="private hosts (host or host:port) we may connect to")
    proxy: str = ""
    per_host: int = Field(2, ge=1)
    host_spacing_s: float = Field(1.0, ge=0)
    full_text: bool = True
    robots: bool = True


class Schedule(_Section):
    """When feeds are polled, in seconds."""

    min_interval_s: int = Field(600, gt=0)
    max_interval_s: int = Field(86_400, gt=0)
    first_interval_s: int = Field(3_600, gt=0)
    tick_s: float = Field(5.0, gt=0)
    workers: int = Field(16, ge=1, description="fetches under way at once in one worker")
    parsers: int = Field(1, ge=1)
    coders: int = Field(1, ge=1)
    parse_soon_s: float = Field(3, gt=0, description="what takes longer to parse is parsed apart from the rest")
    parse_timeout_s: float = Field(20, gt=0)
    parse_memory_mb: int = Field(400, gt=0, description="what one parser may take beyond what it starts with")
    code_timeout_s: float = Field(120, gt=0)
    stop_within_s: float = Field(8, gt=0)


class CoderSettings(_Section):
    """The event coder."""

    recode_days: int = Field(30, ge=0, description="articles this young are due again after a new coder version")
    min_confidence: float = Field(0.0, ge=0, le=1)
    batch: int = Field(16, ge=1)
    judge: bool = True


class Match(_Section):
    """Joining mentions to events."""

    window_days: int = Field(7, ge=0)


class Digest(_Section):
    """The morning mail."""

    sender: str = "Tracker <tracker@localhost>"
    list_id: str = "digest.tracker.localhost"
    base_url: str = Field("http://127.0.0.1:8080", description="where links in the mail lead")
    max_events: int = Field(25, ge=1)
    min_significance: float = 0.0
    upcoming_days: int = Field(14, ge=1)
    per_minute: int = Field(1_500, ge=1, description="mails handed over a minute at most")
    secret: SecretStr = SecretStr("")
    dkim_domain: str = ""
    dkim_selector: str = ""
    dkim_key: SecretStr = SecretStr("")
    bounce_maildir: str = Field("", description="folder (Maildir) where mails that came back arrive")
    bounce_imap_host: str = Field("", description="or the IMAP server (host or host:port, TLS) with their inbox")
    bounce_imap_user: str = ""
    bounce_imap_password: SecretStr = SecretStr("")


class Smtp(_Section):
    """The mail server; an empty host means that no mail is sent."""

    host: str = ""
    port: int = Field(587, ge=1, le=65535)
    security: str = Field("starttls", pattern="^(starttls|tls|none)$")
    user: str = ""
    password: SecretStr = SecretStr("")
    timeout_s: float = Field(30, gt=0)
    connections: int = Field(4, ge=1, le=50, description="conversations with the server at once")


class Web(_Section):
    """The page."""

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    hosts: tuple[str, ...] = ()
    token: SecretStr = SecretStr("")
    page_size: int = Field(50, ge=1, le=200)
    statement_timeout_ms: int = Field(3_000, ge=100)
    keep_s: float = Field(2, ge=0, le=60, description="an answer is given again to whoever asks the same so soon")


class Retention(_Section):
    """What is kept how long, in days; 0 keeps for ever."""

    fetch_log_days: int = Field(90, ge=0, description="whole months of the fetch log go when they are older")
    raw_text_days: int = Field(
        0, ge=0, description="articles known for longer keep their opening and what is quoted, and are not coded again"
    )


class Log(_Section):
    """Logs go to stderr."""

    level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    format: str = Field("text", pattern="^(text|json)$")


class Settings(_Section):
    """Everything that can be set."""

    data_dir: Path
    database_url: SecretStr = SecretStr("")
    config_dir: Path
    nlp: Nlp = Nlp()
    fetch: Fetch = Fetch()
    schedule: Schedule = Schedule()
    coder: CoderSettings = CoderSettings()
    match: Match = Match()
    digest: Digest = Digest()
    smtp: Smtp = Smtp()
    web: Web = Web()
    retention: Retention = Retention()
    log: Log = Log()

    def config_text(self, name: str) -> str:
        """Text of a file of the config folder; the packaged one where the folder has none. Raises ConfigError."""
        return config_path(self.config_dir, name).read_text(encoding="utf-8")


_ALONE = {"TRACKER_DATA_DIR", "TRACKER_DATABASE_URL", "TRACKER_DATABASE_URL_FILE", "TRACKER_CONFIG"}


def config_path(config_dir: Path, name: str) -> Path:
    """Path of the config file or folder `name`, the user's own before the packaged one."""
    for folder in (config_dir, resources.folder("config")):
        if (folder / name).exists():
            return folder / name
    raise ConfigError(str(config_dir / name), "the file is missing; put it there or unset TRACKER_CONFIG")


def load(config_dir: Path | None = None, env: Mapping[str, str] = os.environ) -> Settings:
    """Read tracker.toml and the environment.

    Raises ConfigError naming the file and line, or the variable, and what is expected there.
    """
    chosen = config_dir or (Path(env["TRACKER_CONFIG"]) if env.get("TRACKER_CONFIG") else resources.folder("config"))
    if not chosen.is_dir():
        raise ConfigError(str(chosen), "is not a folder; TRACKER_CONFIG must name a folder like config/")
    file = chosen / "tracker.toml"
    raw = _read_toml(file) if file.exists() else {}
    origin = _overlay(raw, env)
    data_dir = env.get("TRACKER_DATA_DIR") or raw.pop("data_dir", None) or platformdirs.user_data_dir("tracker")
    raw["data_dir"] = Path(str(data_dir)).expanduser()
    raw["config_dir"] = chosen
    url = _secret(env, "TRACKER_DATABASE_URL")
    if url:
        raw["database_url"] = url
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        raise _as_config_error(error, file, origin) from None


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), f"not valid TOML: {error}") from None


def _secret(env: Mapping[str, str], name: str) -> str | None:
    """Value of a variable, or of the file that its _FILE twin names."""
    if env.get(name):
        return env[name]
    path = env.get(f"{name}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"{name}_FILE", f"cannot read {path}: {error.strerror}") from None


def _overlay(raw: dict[str, Any], env: Mapping[str, str]) -> dict[str, str]:
    """Lay TRACKER_SECTION_NAME over the file's values; answers which setting came from which variable."""
    origin: dict[str, str] = {}
    for section, field in Settings.model_fields.items():
        model = field.annotation
        if not (isinstance(model, type) and issubclass(model, _Section)):
            continue
        for name, setting in model.model_fields.items():
            variable = f"TRACKER_{section}_{name}".upper()
            secret = setting.annotation is SecretStr
            value = _secret(env, variable) if secret else env.get(variable)
            if value is None or variable in _ALONE:
                continue
            listed = setting.annotation == tuple[str, ...]
            table = raw.setdefault(section, {})
            if isinstance(table, dict):
                cast(dict[str, Any], table)[name] = _listed(value) if listed else value
            origin[f"{section}.{name}"] = variable
    return origin


def _listed(value: str) -> list[str]:
    """The entries of a list in a variable: parted by commas, or written as in the file, `["a", "b"]`."""
    inner = value.strip().removeprefix("[").removesuffix("]")
    return [entry for part in inner.split(",") if (entry := part.strip().strip("\"'"))]


def _as_config_error(error: ValidationError, file: Path, origin: Mapping[str, str]) -> ConfigError:
    """The first complaint, with the variable or the line of the file that it is about."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][:2])
    expected = f"{where}: {first['msg']}"
    if where in origin:
        return ConfigError(origin[where], expected)
    line = _toml_line(file, [str(part) for part in first["loc"][:2]])
    return ConfigError(f"{file}:{line}" if line else str(file), expected)


def _toml_line(file: Path, path: list[str]) -> int | None:
    """Line on which `[section]` … `name =` stands; None when the file does not hold it."""
    if not file.exists():
        return None
    section, at = "", None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.split("#")[0].strip()
        if text.startswith("["):
            section = text.strip("[] ")
            at = number if [section] == path[:1] else at
        elif section == (path[0] if len(path) > 1 else "") and text.split("=")[0].strip() == path[-1]:
            return number
    return at


class _Lines(yaml.SafeLoader):
    """A loader that remembers on which line each mapping began."""


def _mapping(loader: _Lines, node: yaml.MappingNode) -> dict[Any, Any]:
    made = loader.construct_mapping(node, deep=True)
    made["__line__"] = node.start_mark.line + 1
    return made


_Lines.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_yaml_with_lines(file: Path) -> Any:
    """Parse YAML; every mapping gets a key `__line__` (1-based). Raises ConfigError with file and line."""
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Lines)  # a SafeLoader underneath
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{file}:{line}", f"not valid YAML: {error.problem}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), f"cannot be read as UTF-8 text: {error}") from None
