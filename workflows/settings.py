"""Settings: environment variables beginning with SOVANG_, then `sovang.toml` in the data folder, then defaults."""

import os
from pathlib import Path
from tomllib import TOMLDecodeError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from workflows.mailroom.rules import Quiet

DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
"""How the URL of a ledger's database begins."""
DEFAULT_FOLDER = Path("var/sovang")


def data_folder() -> Path:
    """Give the one folder that holds everything: SOVANG_DATA, or `var/sovang` below the working folder."""
    return Path(os.environ.get("SOVANG_DATA") or DEFAULT_FOLDER)


class BadSettings(ValueError):
    """A settings file that cannot be read; its text says why, and what to do."""


def _file_source(settings_cls: type[BaseSettings], file: Path) -> TomlConfigSettingsSource:
    if file.is_dir():
        raise BadSettings(f"{file} là thư mục; hãy đổi tên nó: ở đó phải là tệp thiết lập TOML")
    try:
        return TomlConfigSettingsSource(settings_cls, file)
    except UnicodeDecodeError as fault:
        raise BadSettings(f"{file} không phải văn bản UTF-8; hãy lưu lại bằng UTF-8") from fault
    except TOMLDecodeError as fault:
        raise BadSettings(f"{file} không phải TOML hợp lệ ({fault}); mỗi dòng viết: tên = giá trị") from fault


class Settings(BaseSettings):
    """What a deployment chooses; everything else follows from the data folder."""

    model_config = SettingsConfigDict(env_prefix="SOVANG_", env_ignore_empty=True, extra="forbid")

    data: Path = Field(default_factory=data_folder)
    database_url: SecretStr | None = None
    """The runtime role's URL; absent: an SQLite file in the data folder."""
    owner_database_url: SecretStr | None = None
    """The owner's URL, for migrations on PostgreSQL."""
    runtime_role: str | None = None
    """The role that is granted INSERT and SELECT on events and nothing more."""
    keys: Path | None = None
    """The folder of the key files; best on another disk than the ledger."""
    blobs: Path | None = None
    """The folder of attached files, sealed; absent: `blobs` in the data folder."""
    smtp_url: SecretStr | None = None
    """`smtp://host:port`, `smtps://…` or `smtp+starttls://user:password@host`; absent: letters wait."""
    mail_from: str = "so-vang@localhost.localdomain"
    mail_name: str = "Sổ Vàng"
    message_domain: str = "sovang.localhost.localdomain"
    smtp_ca: Path | None = None
    """The certificates that vouch for the relay; absent: the machine's own."""
    mail_connections: int = Field(default=4, ge=1, le=50)
    """So many letters are on their way at once; so many may be sent again when the machine dies."""
    mail_per_minute: int | None = Field(default=None, ge=1)
    mail_quiet: str | None = None
    """`21:30-06:30`: hours of the local day in which no letter leaves."""
    mail_english: bool = False
    """Say every letter in English, too, below the Vietnamese."""
    mail_bounces_to: str | None = None
    """The address that delivery reports go to; absent: `mail_from`."""
    mail_reply_council: str | None = None
    """Who answers questions about meetings and slips, the council's secretary; absent: `mail_from`."""
    mail_reply_ceremony: str | None = None
    """Who answers questions about the handing-over; absent: `mail_from`."""
    bounces: Path | None = None
    """The Maildir that receives the mail of that address; the engine reads it."""
    standby: bool = False
    """Wait for the running engine's end and take over, where the ledger allows only one."""
    prefect_api_url: str | None = None
    """An existing Prefect server; absent: the engine starts one as its child."""
    door_url: SecretStr | None = None
    """The database of accounts and sign-ins; absent: a file beside the keys. Several desks share one."""
    behind_proxy: bool = False
    """A proxy on this machine hands requests on, and says in `X-Forwarded-…` where they come from and how."""
    actor: str | None = None
    """The person who acts from this command line."""
    simulated: bool = False

    @classmethod
    def settings_customise_sources(  # the library's own signature
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # the same
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file, file over defaults."""
        return init_settings, env_settings, _file_source(settings_cls, data_folder() / "sovang.toml")

    @field_validator("database_url", "owner_database_url", "door_url")
    @classmethod
    def _database_is_one_of_ours(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(DATABASES):
            raise ValueError("not the URL of a database that can hold a ledger")
        return url

    @field_validator("mail_quiet")
    @classmethod
    def _quiet_is_hours(cls, text: str | None) -> str | None:
        if text:
            Quiet.parse(text)
        return text

    @property
    def ledger_url(self) -> str:
        """The URL of the ledger's database."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data / 'ledger.db'}"

    @property
    def migration_url(self) -> str:
        """The URL that may change tables."""
        return self.owner_database_url.get_secret_value() if self.owner_database_url else self.ledger_url

    @property
    def key_folder(self) -> Path:
        """The folder of the subjects' keys and the signing key."""
        return self.keys or self.data / "keys"

    @property
    def blob_folder(self) -> Path:
        """The folder of attached files; never the folder of the keys that open them."""
        return self.blobs or self.data / "blobs"

    @property
    def kept_folder(self) -> Path:
        """The folder of the kept checkpoint and leaf hashes."""
        return self.data / "kept"
