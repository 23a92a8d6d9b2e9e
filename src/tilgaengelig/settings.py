"""What may be set: by command line, then `TILGAENGELIG_…` in the environment, then a TOML file."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from tilgaengelig.model.access import Role
from tilgaengelig.model.message import Channel
from tilgaengelig.model.rule import Impact, Responsibility

CONFIG = Path("~/.config/tilgaengelig/tilgaengelig.toml").expanduser()
#: Names a folder with a file for each secret setting, as containers are given them: tilgaengelig_database, or
#: tilgaengelig_oidc__client_secret for one that is within another.
PREFIX = "TILGAENGELIG_"
SECRETS = f"{PREFIX}SECRETS"
DATA = Path("~/.local/share/tilgaengelig").expanduser()


#: An address on the web, or nothing.
_ADDRESS = r"^(https?://\S+)?$"
#: As many as a site is asked for at once (host_concurrency): more browsers would wait for their turns.
_MOST_BROWSERS = 4


def _usual_browsers() -> int:
    """One more than there are processors for us, since a browser often waits; no more than one site keeps busy."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(ours + 1, _MOST_BROWSERS)


class MailSettings(BaseModel):
    """The server that takes our mails; the password is best given as TILGAENGELIG_MAIL__PASSWORD."""

    model_config = ConfigDict(extra="forbid")

    host: str
    port: int = Field(587, ge=1, le=65535)
    security: Literal["tls", "starttls", "none"] = "starttls"
    sender: str
    user: str = ""
    password: SecretStr = SecretStr("")


class RecipientSettings(BaseModel):
    """Somebody who is told of audits; see model/message.py for what the keys mean."""

    model_config = ConfigDict(extra="forbid")

    name: str
    channel: Channel = Channel.MAIL
    to: SecretStr
    who: list[Responsibility] = Field(default_factory=list)
    sites: list[str] = Field(default_factory=list)
    at_least: Impact = Impact.SERIOUS
    weekly: bool = False
    secret: SecretStr = SecretStr("")


class OidcSettings(BaseModel):
    """The house's own log-in by OpenID Connect; docs/operation.md has an example.

    `issuer` is the provider's address as it says it itself. `address` is the one by which people reach our pages; the
    provider sends them back to it. `role_claim` names what the provider says of a person's groups or roles, with dots
    into what lies within; `roles` says which of our roles each gives, `default_role` what the others have: none at all
    where it is left out. `account` is what the log-in is called on its button. With `tokens` false people log in by it
    alone; programs still send their tokens.
    """

    model_config = ConfigDict(extra="forbid")

    issuer: str
    address: str
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = SecretStr("")
    scopes: list[str] = Field(default_factory=lambda: ["profile", "email"])
    role_claim: str = "roles"
    roles: dict[str, Role] = Field(default_factory=lambda: {role.value: role for role in Role})
    default_role: Role | None = None
    account: str = ""
    tokens: bool = True

    @field_validator("issuer", "address")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        """What is said on the way is secret, so only this machine itself may be spoken to without TLS."""
        parts = urlsplit(value)
        here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
            raise PydanticCustomError("https_only", "https is needed")
        return value

    @field_validator("address")
    @classmethod
    def _is_whole(cls, value: str) -> str:
        """Our pages stand at the top of their host."""
        if urlsplit(value).path not in {"", "/"} or urlsplit(value).query:
            raise PydanticCustomError("host_only", "no path may follow")
        return value.rstrip("/")


class Settings(BaseSettings):
    """Settings of the program; each is TILGAENGELIG_ plus its name in capitals, or a key of the TOML file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", toml_file=CONFIG, extra="forbid"
    )

    database: str = Field(f"sqlite:///{DATA / 'tilgaengelig.db'}", description="SQLAlchemy URL of the store")
    rules: Path | None = Field(None, description="a ministry's own rules, layered over ours")
    cor: Path | None = Field(None, description="Dansk Sprognævn's word register (COR), to know more verbs")
    browsers: int = Field(
        default_factory=_usual_browsers, ge=1, le=32, description="headless browsers at work at once"
    )
    log_json: bool = Field(False, description="serve, worker and schedule log one JSON object a line")
    pulse: Path | None = Field(None, description="a file that worker and schedule touch while they are well")
    traces: str = Field(
        "", pattern=_ADDRESS, description="address of an OTLP/HTTP collector of traces; empty: none are made"
    )
    webdriver: str = Field(
        "", pattern=_ADDRESS, description="address of a Selenium Grid; empty for browsers of this machine"
    )
    proxy_host: str = Field(
        "",
        description="this machine's address as remote browsers reach it, where we cannot tell it ourselves",
    )
    worker_audits: int = Field(1, ge=1, le=32, description="audits that a worker sees through side by side")
    worker_slice_seconds: float = Field(
        120.0, gt=0, description="how long an audit keeps its place in a worker"
    )
    worker_patience_seconds: float = Field(
        30.0, ge=2, description="seconds without a sign of life after which a worker counts as dead"
    )
    was: str = Field(
        "https://was.digst.dk",
        pattern=_ADDRESS,
        description="where statements of the WAS tool stand; empty: not asked",
    )
    contact: str = Field("", description="whom a site's owner may write to; stands in the user agent")
    allow_network: list[str] = Field(
        default_factory=list, description="closed networks that may be visited (CIDR)"
    )
    allow_forms: list[str] = Field(
        default_factory=list,
        description="hosts whose forms may be sent empty, with nothing leaving the browser",
    )
    host_concurrency: int = Field(4, ge=1, le=32, description="requests at once to one host")
    host_interval: float = Field(0.0, ge=0, description="least seconds between requests to one host")
    request_seconds: float = Field(20.0, gt=0, description="seconds for one request")
    site_patience_seconds: float = Field(
        300.0, ge=0, description="seconds for which a site that is out of reach in mid-audit is waited for"
    )
    load_seconds: float = Field(30.0, gt=0, description="seconds until a page has loaded in the browser")
    probe_seconds: float = Field(40.0, ge=0, description="seconds for driving a page; 0 drives none")
    cookies: Literal["refuse", "accept", "leave"] = Field(
        "refuse", description="what is done with a site's box about cookies"
    )
    page_seconds: float = Field(90.0, gt=0, description="seconds for all that is done with a page")
    qualweb: bool = Field(True, description="run QualWeb, the engine of the authority's monitoring, on pages")
    qualweb_seconds: float = Field(10.0, gt=0, description="seconds for QualWeb on a page")
    page_bytes: int = Field(20_000_000, gt=0, description="largest web page, unpacked")
    document_bytes: int = Field(50_000_000, gt=0, description="largest PDF")
    open_letters: bool = Field(False, description="letters may be scored without logging in")
    calls_a_minute: int = Field(600, ge=0, description="calls a minute of one token; 0: any number")
    unknown_calls_a_minute: int = Field(
        120, ge=0, description="calls a minute from one address without a token; 0: any number"
    )
    deed_days: int = Field(365, ge=1, description="days that it is kept who changed what")
    letter_characters: int = Field(200_000, gt=0, description="longest letter")

    address: str = Field(
        "",
        pattern=r"^(https?://[^\s/]+/?)?$",
        description="where people reach our web pages, e.g. https://tilgaengelig.ministerium.dk; messages lead there",
    )
    mail: MailSettings | None = Field(None, description="the server that takes our mails")
    digest: str = Field(
        "0 7 * * 1", description="when the week's messages go out, in cron's syntax, by Danish clocks"
    )
    recipients: list[RecipientSettings] = Field(default_factory=list, description="who is told of audits")
    oidc: OidcSettings | None = Field(None, description="the house's own log-in for people")

    @property
    def deeds_kept(self) -> dt.timedelta:
        """How long it is kept who changed what."""
        return dt.timedelta(days=self.deed_days)

    @property
    def addresses(self) -> tuple[str, ...]:
        """By which people reach our pages, as far as it is said."""
        return tuple(filter(None, (self.address, self.oidc.address if self.oidc else "")))

    @property
    def queued(self) -> bool:
        """Whether audits that others order on this database are left to workers (docs/decisions/0017)."""
        return self.database.startswith("postgres")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line, then the environment, then the secrets' files, then the TOML file; no .env."""
        secrets = os.environ.get(SECRETS)
        files = [NestedSecretsSettingsSource(SecretsSettingsSource(settings_cls, secrets))] if secrets else []
        return init_settings, env_settings, *files, TomlConfigSettingsSource(settings_cls)
