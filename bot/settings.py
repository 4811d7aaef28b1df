"""All settings, parsed once. The only reader of the environment."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """What an operator can set, by environment variable or a ``.env`` file in the working directory."""

    model_config = SettingsConfigDict(
        env_prefix="MARQUE_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    home: Path = Field(default=Path("~/.marque"), description="The one directory with all state.")
    database_url: str = Field(default="", description="SQLAlchemy URL; empty: SQLite in the home directory.")
    chroma_url: str = Field(default="", description="Chroma server; empty: embedded in the home directory.")
    embedding_model: str = Field(
        default="", description="A sentence-transformers model name or folder; empty: the packaged one."
    )
    alert_channel: str = Field(default="", description="Channel id that alerts go to.")
    legal_channel: str = Field(
        default="", description="Private channel id for previews; empty: the author's direct messages."
    )
    approvers: Names = Field(default=(), description="User ids who may approve notices, comma separated.")
    admins: Names = Field(
        default=(), description="User ids of admins, comma separated; they may approve too."
    )
    feeds: Names = Field(default=(), description="Listing feeds: files, folders or URLs, comma separated.")
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
    chat_monthly_tokens: int = Field(
        default=0, ge=0, description="Monthly budget in tokens; 0: none. It stops calls, not answers."
    )
    chat_price_input: Decimal = Field(
        default=Decimal(0), ge=0, description="Price of a million tokens read, for the count."
    )
    chat_price_output: Decimal = Field(
        default=Decimal(0), ge=0, description="Price of a million tokens written, for the count."
    )
    interface_language: Literal["en", "zh"] = Field(
        default="en", description="Language of the bot's own words: en or zh."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR."
    )
    slack_bot_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=AliasChoices("slack_bot_token", "SLACK_BOT_TOKEN"),
        description="Bot token (xoxb-…).",
    )
    slack_app_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=AliasChoices("slack_app_token", "SLACK_APP_TOKEN"),
        description="App-level token (xapp-…) for Socket Mode.",
    )
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=AliasChoices("slack_signing_secret", "SLACK_SIGNING_SECRET"),
        description="Signing secret for HTTP mode.",
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        validation_alias=AliasChoices("slack_api_url", "SLACK_API_URL"),
        description="Base of Slack's Web API.",
    )
    port: int = Field(
        default=3000, validation_alias=AliasChoices("port", "PORT"), description="Port of HTTP mode."
    )

    @field_validator("approvers", "admins", "feeds", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("home")
    @classmethod
    def _expand(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("slack_api_url")
    @classmethod
    def _slash(cls, value: str) -> str:
        return value.rstrip("/") + "/"

    @property
    def database(self) -> str:
        """The database URL in use."""
        return self.database_url or f"sqlite:///{self.home / 'marque.sqlite3'}"

    @property
    def may_approve(self) -> frozenset[str]:
        """User ids that count as approvers."""
        return frozenset(self.approvers) | frozenset(self.admins)
