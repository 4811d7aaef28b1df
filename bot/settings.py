"""All settings with their defaults (MARQUE_… variables, configuration), parsed once. The only reader of the environment.

Precedence: what the environment says holds over the ``.env`` file of the working directory, and that over the default; what an
admin set in Slack holds over all three (``bot/services/upkeep/team_settings.py``). A value that cannot be read is told by
``bot/cli/context.py::settings``.
"""

import os
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.moments import zone_of


def _split(value: object) -> object:
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Several values in one setting, comma separated."""
Folder = Annotated[Path, AfterValidator(lambda given: given.expanduser().absolute())]
Base = Annotated[str, AfterValidator(lambda given: given.rstrip("/") + "/")]
"""An address to which paths are added."""


def from_environment(name: str) -> str:
    """A variable that an operator's own file names, such as the key of a feed; empty where it is not set."""
    return os.environ.get(name, "")


def _under(name: str) -> AliasChoices:
    return AliasChoices(name.lower(), name)


@cache
def field_of(settings: type[BaseSettings]) -> dict[str, str]:
    """Names of fields by the variables that set them."""
    aliases = {name: field.validation_alias for name, field in settings.model_fields.items()}
    return {
        str(alias.choices[-1]) if isinstance(alias, AliasChoices) else f"MARQUE_{name.upper()}": name
        for name, alias in aliases.items()
    }


class MarketplaceSettings(BaseSettings):
    """Access to marketplaces' own APIs; one without its keys is not searched."""

    def named(self, variable: str) -> str:
        """The setting that the environment gives as ``variable``, such as ``MARQUE_1688_APP_KEY``, as text.

        Raises:
            KeyError: no setting bears that name.
        """
        value: object = getattr(self, field_of(type(self))[variable])
        return value.get_secret_value() if isinstance(value, SecretStr) else str(value)

    keywords: Names = Field(
        default=(), description="Words to search marketplaces for besides those of the brand books."
    )
    search_pages: int = Field(default=3, ge=1, le=50, description="Pages of results for each keyword.")
    search_gap_seconds: float = Field(
        default=1.0, ge=0, allow_inf_nan=False, description="Least time between two calls to a marketplace."
    )
    taobao_app_key: str = Field(default="", description="App key of the Taobao Open Platform.")
    taobao_app_secret: SecretStr = Field(default=SecretStr(""), description="Its secret.")
    taobao_adzone_id: str = Field(default="", description="Last part of the pid mm_a_b_c.")
    taobao_url: str = Field(default="https://eco.taobao.com/router/rest", description="Its gateway.")
    pinduoduo_client_id: str = Field(default="", description="Client id of 多多进宝.")
    pinduoduo_client_secret: SecretStr = Field(default=SecretStr(""), description="Its secret.")
    pinduoduo_pid: str = Field(default="", description="A pid filed in 多多进宝.")
    pinduoduo_uid: str = Field(default="", description="The uid filed with the pid, where there is one.")
    pinduoduo_url: str = Field(default="https://gw-api.pinduoduo.com/api/router", description="Its gateway.")
    jd_app_key: str = Field(default="", description="App key of JD Union.")
    jd_app_secret: SecretStr = Field(default=SecretStr(""), description="Its secret.")
    jd_url: str = Field(default="https://api.jd.com/routerjson", description="Its gateway.")
    aliexpress_app_key: str = Field(default="", description="App key of AliExpress' affiliate API.")
    aliexpress_app_secret: SecretStr = Field(default=SecretStr(""), description="Its secret.")
    aliexpress_tracking_id: str = Field(default="", description="Its tracking id.")
    aliexpress_ship_to: str = Field(default="US", description="Country that goods are shipped to.")
    aliexpress_currency: str = Field(default="USD", description="Currency that prices are asked for in.")
    aliexpress_url: str = Field(default="https://api-sg.aliexpress.com/sync", description="Its gateway.")
    alibaba_1688_app_key: str = Field(
        default="", validation_alias=_under("MARQUE_1688_APP_KEY"), description="App key of 1688."
    )
    alibaba_1688_app_secret: SecretStr = Field(
        default=SecretStr(""), validation_alias=_under("MARQUE_1688_APP_SECRET"), description="Its secret."
    )
    alibaba_1688_refresh_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=_under("MARQUE_1688_REFRESH_TOKEN"),
        description="Refresh token of the account that authorised the app.",
    )
    alibaba_1688_url: str = Field(
        default="https://gw.open.1688.com", validation_alias=_under("MARQUE_1688_URL"), description="Gateway."
    )
    ebay_client_id: str = Field(default="", description="Client id of eBay's APIs.")
    ebay_client_secret: SecretStr = Field(default=SecretStr(""), description="Its secret.")
    ebay_marketplace: str = Field(default="EBAY_US", description="Which of eBay's marketplaces.")
    ebay_url: str = Field(default="https://api.ebay.com", description="Its gateway.")


class Settings(MarketplaceSettings):
    """What an operator can set, by environment variable or a ``.env`` file in the working directory."""

    model_config = SettingsConfigDict(
        env_prefix="MARQUE_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    home: Folder = Field(default=Path("~/.marque"), description="The one directory with all state.")
    database_url: str = Field(default="", description="SQLAlchemy URL; empty: SQLite in the home directory.")
    chroma_url: str = Field(default="", description="Chroma server; empty: embedded in the home directory.")
    templates: Path | None = Field(
        default=None, description="Folder of the team's own templates of notices; else the shipped ones."
    )
    alert_channel: str = Field(default="", description="Channel id that alerts go to.")
    case_channel: str = Field(
        default="", description="Channel id that threads of cases go to; empty: where they are opened."
    )
    legal_channel: str = Field(
        default="", description="Private channel id for previews; empty: the author's direct messages."
    )
    viewers: Names = Field(
        default=(),
        description="Who may ask and read: user, user group (S…) or channel (C…, G…) ids, comma separated; with neither "
        "viewers nor analysts every full member of the workspace.",
    )
    analysts: Names = Field(
        default=(),
        description="Who may work on alerts, cases and drafts: as viewers; with neither, who is in the alert channel.",
    )
    approvers: Names = Field(default=(), description="Who may approve notices and change rules: as viewers.")
    admins: Names = Field(default=(), description="Admins: as viewers; they may approve too.")
    not_learnt_from: Names = Field(
        default=(),
        description="User ids whose verdicts teach the weights nothing, such as an account that was misused.",
    )
    infringing_share: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        description="Share of infringing ones among the listings of your feeds that bear on a brand, such as 0.05: scores "
        "are probabilities at this share. Unset: at that of the weights, which is kept with them.",
    )
    counsel: Names = Field(
        default=(),
        description="The team's own counsel, approvers too: as viewers. A lawyer's letter, a civil complaint and a report "
        "to the police need the yes of one of them, or of outside counsel whom an admin named in Slack; with none, any "
        "approver's yes counts.",
    )
    deputies: Names = Field(
        default=(), description="Who approves what has waited for the approvers in vain: as viewers."
    )
    approval_hours: float = Field(
        default=4,
        gt=0,
        description="Working hours a draft waits before a reminder, and again before deputies.",
    )
    time_zone: str = Field(
        default="Asia/Shanghai",
        description="Where the team's mornings and weeks are, as Europe/Berlin; legal days are China's always.",
    )
    working_hours: str = Field(
        default="9-18",
        pattern=r"^\d{1,2}-\d{1,2}$",
        description="Hours of a working day in the team's time zone, as 9-18.",
    )
    release_delay_minutes: float = Field(
        default=0, ge=0, description="Minutes between the last approval and the clean documents."
    )
    feeds: Names = Field(default=(), description="Listing feeds: files, folders or URLs, comma separated.")
    feed_maps: Path | None = Field(
        default=None, description="A feeds.toml that maps vendors' files, folders and URLs to listings."
    )
    sweep_minutes: float = Field(default=15, gt=0, allow_inf_nan=False, description="Minutes between sweeps.")
    rates: Path | None = Field(
        default=None, description="A rates.toml that overrides the packaged exchange rates."
    )
    chat_model: str = Field(
        default="", description="LangChain chat model, provider:name; empty: extractive answers only."
    )
    chat_timeout_seconds: float = Field(
        default=30, gt=0, description="Seconds a chat model may take for an answer."
    )
    chat_answer_tokens: int = Field(
        default=900, gt=0, description="Tokens a chat model may write for an answer."
    )
    chat_confidential: bool = Field(
        default=False,
        description="Whether a chat model may read the team's confidential documents and look up its own records.",
    )
    chat_monthly_tokens: int = Field(
        default=0, ge=0, description="Monthly budget in tokens; 0: none. It stops calls, not answers."
    )
    chat_price_input: Decimal = Field(
        default=Decimal(0), ge=0, description="Price of a million tokens read, for the count."
    )
    chat_price_output: Decimal = Field(
        default=Decimal(0), ge=0, description="Price of a million tokens written, for the count."
    )
    capture_high: bool = Field(
        default=True, description="Capture listings with a high-band alert by itself: yes or no."
    )
    timestamp_urls: Names = Field(
        default=(), description="RFC 3161 time-stamp authorities for evidence, comma separated."
    )
    timestamp_roots: Path | None = Field(
        default=None, description="PEM file of the roots that authorities descend from; default: the web's."
    )
    keep_enforced_years: int = Field(
        default=7, ge=1, description="Years that a listing is kept after a notice on it went out."
    )
    keep_reviewed_years: int = Field(
        default=3, ge=1, description="Years that a listing is kept after a person decided on it."
    )
    keep_unreviewed_days: int = Field(
        default=100, ge=1, description="Days that a listing is kept which nobody looked at."
    )
    interface_language: Literal["en", "zh"] = Field(
        default="en", description="Language of the bot's own words: en or zh."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="console for people, json for machines: one line an event."
    )
    probe_address: str = Field(
        default="",
        pattern=r"^(.*:)?\d{1,5}$|^$",
        description="host:port on which Socket Mode answers /healthz, /readyz and /metrics, such as 127.0.0.1:9300; "
        "empty: none. HTTP mode answers them on PORT.",
    )
    slack_bot_token: SecretStr = Field(
        default=SecretStr(""), validation_alias=_under("SLACK_BOT_TOKEN"), description="Bot token (xoxb-…)."
    )
    slack_app_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=_under("SLACK_APP_TOKEN"),
        description="App-level token (xapp-…) for Socket Mode.",
    )
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""), validation_alias=_under("SLACK_SIGNING_SECRET"), description="For HTTP mode."
    )
    slack_api_url: Base = Field(
        default="https://slack.com/api/",
        validation_alias=_under("SLACK_API_URL"),
        description="Base of Slack's Web API.",
    )
    port: int = Field(default=3000, validation_alias=_under("PORT"), description="Port of HTTP mode.")

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("time_zone")
    @classmethod
    def _known(cls, value: str) -> str:
        return zone_of(value).key

    @field_validator("working_hours")
    @classmethod
    def _in_order(cls, value: str) -> str:
        opens, closes = map(int, value.split("-"))
        if not 0 <= opens < closes <= 24:
            raise ValueError("write the hour of opening before that of closing, as 9-18")
        return value

    @property
    def database(self) -> str:
        """The database URL in use."""
        return self.database_url or f"sqlite:///{self.home / 'marque.sqlite3'}"

    @property
    def inbox(self) -> str:
        """Where deliveries of Slack are kept until acknowledged: with SQLite a file that no other writer can hold."""
        return (
            f"sqlite:///{self.home / 'inbox.sqlite3'}"
            if self.database.startswith("sqlite")
            else self.database
        )

    @property
    def opening_hours(self) -> tuple[int, int]:
        """The first and the last hour of a working day."""
        opens, closes = map(int, self.working_hours.split("-"))
        return opens, closes

    @property
    def pace(self) -> timedelta:
        """From one sweep to the next."""
        return timedelta(minutes=self.sweep_minutes)
