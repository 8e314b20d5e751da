"""The settings of a server: `TYPECUT_*` variables, then a TOML file, then what is written here."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_config_path, user_data_path
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from typecut.errors import SettingError
from typecut.studio.cache import read_size

PREFIX = "TYPECUT_"
DAY = 24 * 3600.0


def _size(value: Any) -> Any:
    return read_size(value, "A size") if isinstance(value, str) else value


def _list(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part for part in value.replace(",", " ").split() if part)
    return value


def _switch(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


Size = Annotated[int, BeforeValidator(_size), Field(ge=0)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_list)]
Switch = Annotated[bool, BeforeValidator(_switch)]


class ServerSettings(BaseSettings):
    """Each field is the variable `TYPECUT_<NAME>` and the key `<name>` of the TOML file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True
    )

    # Where it listens
    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 for all.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    public_url: str = Field(
        "",
        description="Address of this server as clients see it, as in https://cut.example.org. "
        "Empty: the address that each request came to.",
    )
    web_url: str = Field(
        "", description="Address of the web pages in links. Empty: the server's own."
    )
    trusted_proxies: Names = Field(
        (),
        description="Addresses or networks of proxies whose X-Forwarded-For and "
        "X-Forwarded-Proto are believed.",
    )
    cors_origins: Names = Field(
        (), description="Web origins whose pages may call the server; * for any."
    )

    # Where it keeps things
    data: Path = Field(
        default_factory=lambda: user_data_path("typecut", appauthor=False),
        description="Folder for everything that is kept, unless a setting puts it elsewhere.",
    )
    database: str = Field(
        "",
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME. "
        "Empty: typecut.db in the data folder.",
    )
    blobs: str = Field(
        "",
        description="Folder or s3://BUCKET/PREFIX for media and exports. "
        "Empty: blobs in the data folder.",
    )
    s3_endpoint: str = Field("", description="Address of an S3 that is not Amazon's.")
    s3_region: str = Field("", description="Region of the bucket.")
    s3_access_key_id: str = Field("", description="Key id for S3. Empty: from AWS_*.")
    s3_secret_access_key: SecretStr = Field(
        SecretStr(""), description="Secret key for S3. Empty: from AWS_*."
    )
    s3_redirect: Switch = Field(
        False,
        description="Whether downloads are sent on to S3 itself, with a link that ends after an "
        "hour; else they pass through the server.",
    )
    cache: Path | None = Field(
        None,
        description="Folder for rendered pieces, which can be made again. "
        "Empty: cache in the data folder.",
    )
    cache_limit: Size = Field(
        10 * 2**30, description="How large the cache may grow; what is old goes first."
    )

    # Who may come
    tokens_per_client: int = Field(
        1, ge=0, description="Valid anonymous tokens per client id and window; 0: no limit."
    )
    tokens_per_address: int = Field(
        10, ge=0, description="Anonymous tokens per network address and window; 0: no limit."
    )
    token_window_days: float = Field(
        7, gt=0, description="The window of the two limits above, in days."
    )
    token_days: float = Field(7, gt=0, description="How long an anonymous token is valid, in days.")
    account_token_days: float = Field(
        90, gt=0, description="How long a token of an account is valid, in days."
    )
    claim_days: float = Field(7, gt=0, description="How long a claim link is valid, in days.")
    registration: Switch = Field(True, description="Whether people may make accounts.")
    logins_per_minute: int = Field(
        20, ge=0, description="Attempts to log in or register per address; 0: no limit."
    )
    link_secret: SecretStr = Field(
        SecretStr(""),
        description="What signs download links, at least 16 characters. Empty: a secret that is "
        "made once and kept in the database.",
    )
    link_hours: float = Field(24, gt=0, description="How long a download link works, in hours.")
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Bearer token that /metrics asks for. Empty: it asks for none."
    )

    # What it costs
    credits: Switch = Field(True, description="off: everything is free, and nothing is counted.")
    anonymous_credits: int = Field(100, ge=0, description="Credits of a new anonymous user.")
    register_credits: int = Field(100, ge=0, description="Credits that registering adds.")
    price_edit: int = Field(1, ge=0, description="Price of a turn that changes something.")
    price_media: int = Field(
        10,
        ge=0,
        description="Price of media made by a model. None are made yet: nothing is charged.",
    )
    price_export: int = Field(0, ge=0, description="Price of an export.")
    top_up_url: str = Field(
        "", description="Page where accounts get more credits. Empty: none is offered."
    )

    # What comes in
    upload_limit: Size = Field(500 * 10**6, description="Largest file, as in 500MB.")
    user_quota: Size = Field(
        0, description="What one user may keep in uploads, as in 10GB; 0: as much as there is room."
    )
    json_limit: Size = Field(8 * 10**6, description="Largest body of any other request.")
    fetch_loopback: Switch = Field(
        False, description="Whether uploads by URL may come from this machine (for tests)."
    )
    fetch_ports: Names = Field(
        (), description="Ports that uploads by URL may use besides 80 and 443."
    )
    fetch_seconds: float = Field(
        300, gt=0, description="Time that fetching one URL may take, in seconds."
    )

    resume_hours: float = Field(
        24, gt=0, description="How long an interrupted upload can be gone on with, in hours."
    )
    analyses: Switch = Field(
        True, description="Whether scene cuts, silences and loudness of files are looked for."
    )

    # What it does
    runs_exports: Switch = Field(
        True,
        description="Whether the server works on exports itself. off: `typecut work` does, in "
        "processes or on machines of its own that share database and blobs.",
    )
    running_jobs: int = Field(
        2, ge=1, description="Exports that this server works on at the same time, in turns."
    )
    running_jobs_per_user: int = Field(
        0, ge=0, description="The same of one user, on all servers; 0: as many as there are."
    )
    waiting_jobs_per_user: int = Field(
        200, ge=0, description="Unfinished exports one user may have; 0: no limit."
    )
    export_hours: float = Field(
        4, ge=0, description="Length of the longest export, in hours; 0: no limit."
    )
    export_side: int = Field(
        0, ge=0, description="Longest side of an export's picture, in pixels; 0: the editor's own "
        "limit of 8192.",
    )  # fmt: skip
    running_turns: int = Field(4, ge=1, description="Messages worked on at the same time.")
    render_workers: int = Field(
        0, ge=0, description="Processes that render; 0: one per core, as far as memory goes."
    )
    probe_workers: int = Field(2, ge=1, description="Processes that look into files that came in.")
    turn_seconds: float = Field(
        900, gt=0, description="Time that one message may take, in seconds."
    )
    lease_seconds: float = Field(
        10, gt=0, description="After how long the work of a dead server is taken over."
    )
    keepalive_seconds: float = Field(
        10, gt=0, le=15, description="Pause between signs of life on a quiet stream."
    )
    stop_seconds: float = Field(
        10, ge=0, description="How long a stopping server waits for requests to end."
    )

    # What it forgets
    retention_days: float = Field(
        0, ge=0, description="Work of anonymous users is deleted this long after their last token "
        "has ended; 0: never.",
    )  # fmt: skip
    render_days: float = Field(
        0, ge=0, description="Finished exports are deleted after so many days; 0: never."
    )

    # What it tells
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="What is logged: debug, info, warning or error."
    )
    log_format: Literal["json", "text"] = Field(
        "json", description="json: one object per line; text: for people."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = TomlConfigSettingsSource(settings_cls, settings_file())
        return init_settings, env_settings, file

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'typecut.db'}"

    @property
    def blobs_place(self) -> str:
        return self.blobs or str(self.data / "blobs")

    @property
    def cache_folder(self) -> Path:
        return self.cache or self.data / "cache"

    @property
    def scratch(self) -> Path:
        """For files on their way in or out; on the same disk as the blobs of a folder."""
        return self.data / "tmp"


@dataclass(frozen=True, slots=True)
class Told:
    """A setting as `typecut settings` shows it; secrets are hidden in `value`."""

    name: str
    variable: str
    value: str
    source: Literal["option", "environment", "file", "default"]
    meaning: str


def settings_file(environment: Mapping[str, str] = os.environ) -> Path:
    """``TYPECUT_CONFIG``, else ``typecut.toml`` in the user's own folder for settings."""
    if given := environment.get(PREFIX + "CONFIG"):
        return Path(given).expanduser()
    return user_config_path("typecut", appauthor=False) / "typecut.toml"


def read_settings(**given: Any) -> ServerSettings:
    """The settings as they are now; `given` wins over everything. SettingError says what is wrong.

    A file that `TYPECUT_CONFIG` names has to be there.
    """
    if os.environ.get(PREFIX + "CONFIG") and not settings_file().is_file():
        raise SettingError(
            f"There is no settings file {settings_file()}.", hint="Correct TYPECUT_CONFIG."
        )
    try:
        settings = ServerSettings(**given)
    except ValidationError as error:
        raise SettingError(*_first(error)) from None
    except ValueError as error:
        raise SettingError(f"{settings_file()} cannot be read: {error}.") from None
    _check(settings)
    return settings.model_copy(update={"data": settings.data.expanduser().absolute()})


def told(settings: ServerSettings, given: Mapping[str, Any] | None = None) -> Iterator[Told]:
    """Every setting with its value, its meaning and where the value comes from."""
    in_file = _in_file()
    for name, field in ServerSettings.model_fields.items():
        variable = PREFIX + name.upper()
        source: Literal["option", "environment", "file", "default"] = "default"
        if name in (given or {}):
            source = "option"
        elif _in_environment(variable):
            source = "environment"
        elif name in in_file:
            source = "file"
        yield Told(name, variable, _shown(getattr(settings, name)), source, field.description or "")


def reference() -> Iterator[Told]:
    """Every setting with its default, whatever is set here and now: for the documentation."""
    for name, field in ServerSettings.model_fields.items():
        value = "" if field.default_factory else _shown(field.default)
        variable = PREFIX + name.upper()
        yield Told(name, variable, value, "default", field.description or "")


def _check(settings: ServerSettings) -> None:
    for text in settings.trusted_proxies:
        try:
            ip_network(text, strict=False)
        except ValueError:
            raise SettingError(
                f"TYPECUT_TRUSTED_PROXIES: {text!r} is no address or network.",
                hint="Write it as 10.0.0.0/8.",
            ) from None
    for port in settings.fetch_ports:
        if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
            raise SettingError(
                f"TYPECUT_FETCH_PORTS: {port!r} is no port.", hint="Write it as 8080,8443."
            )
    secret = settings.link_secret.get_secret_value()
    if secret and len(secret) < 16:
        raise SettingError(
            "TYPECUT_LINK_SECRET is shorter than 16 characters.",
            hint="Leave it empty: then one is made.",
        )


def _first(error: ValidationError) -> tuple[str]:
    found = error.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in found["loc"]) or "settings"
    return (f"{PREFIX}{name.upper()}: {found['msg']}.",)


def _in_environment(variable: str) -> bool:
    names = {name.upper() for name, value in os.environ.items() if value}
    return variable in names


def _in_file() -> Mapping[str, Any]:
    import tomllib  # noqa: PLC0415  only `typecut settings` asks

    file = settings_file()
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return "(hidden)" if value.get_secret_value() else ""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return " ".join(value)  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, int) and value >= 10**6:
        return _size_words(value)
    return "" if value is None else _without_password(str(value))


def _size_words(size: int) -> str:
    """`500MB`, `10GiB`; what is no round number stays as it is."""
    units = {"GiB": 2**30, "GB": 10**9, "MiB": 2**20, "MB": 10**6}
    return next((f"{size // n}{u}" for u, n in units.items() if size % n == 0), str(size))


def _without_password(text: str) -> str:
    """`postgresql://user:password@host` without the password."""
    scheme, separator, rest = text.partition("://")
    login, at, place = rest.rpartition("@")
    if not (separator and at):
        return text
    return f"{scheme}://{login.partition(':')[0]}@{place}"
