"""Sharing known infringers between brands (export, import): one JSON file, its schema in docs/infringers.schema.json.

Contacts, licences and company names are hashed unless the team says otherwise; provenance is always kept.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.domain.errors import WrongInput
from bot.domain.infringers import SellerRecord
from bot.domain.listings import PLATFORMS

MOST_BYTES = 200_000_000
_PLAIN = re.compile(r"[^\w .,&-]")
_TRACE = r"^(?:(?:contact:(?:phone|mail|wechat|other)|licence|company|picture):.+|hashed:[0-9a-f]{64})$"

Short = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class SharedSeller(BaseModel):
    """A shop that infringed, as one team tells another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    platform: Short = Field(description="Platform as in listings: " + ", ".join(PLATFORMS) + ".")
    seller_id: Short = Field(description="The platform's own id of the shop.")
    names: tuple[Short, ...] = Field(default=(), max_length=50, description="Shop names seen.")
    traces: tuple[Annotated[str, StringConstraints(pattern=_TRACE, max_length=500)], ...] = Field(
        default=(),
        max_length=1000,
        description=(
            "What ties it to other shops: kind:value, or hashed:HMAC-SHA256 over that text, keyed with "
            "“marque-infringers/1|” and the key the teams agreed on."
        ),
    )
    suspect: int = Field(default=0, ge=0, description="Suspect listings seen.")
    confirmed_on: tuple[AwareDatetime, ...] = Field(
        default=(), max_length=10_000, description="When listings were confirmed as infringing by a person."
    )


class SharedInfringers(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="Known infringers, shared between brands")

    format: Literal["marque-infringers/1"] = "marque-infringers/1"
    origin: Short = Field(description="Who shares this, as receivers will see it.")
    made_at: AwareDatetime
    sellers: tuple[SharedSeller, ...]


def write_shared(records: Sequence[SellerRecord], origin: str, at: datetime) -> str:
    """The file's text."""
    sellers = tuple(
        SharedSeller(
            platform=record.platform,
            seller_id=record.key.partition(":")[2],
            names=record.names,
            traces=tuple(sorted(record.traces)),
            suspect=len(record.suspect_on),
            confirmed_on=record.confirmed_on,
        )
        for record in records
    )
    return SharedInfringers(origin=origin, made_at=at, sellers=sellers).model_dump_json(indent=1)


def read_shared(file: Path) -> list[SellerRecord]:
    """The sellers of a file, each with where it came from.

    Raises:
        WrongInput: it cannot be read, or is not of this form; names the place.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise WrongInput("{file} is larger than {most} bytes", file=file, most=f"{MOST_BYTES:,}")
        told = SharedInfringers.model_validate_json(file.read_bytes())
    except OSError as fault:
        raise WrongInput("{file} cannot be read: {fault}", file=file, fault=fault.strerror) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise WrongInput(
            "{file}, {place}: {fault}; docs/infringers.schema.json has the form",
            file=file,
            place=place,
            fault=first["msg"],
        ) from fault
    unknown = sorted({seller.platform for seller in told.sellers} - set(PLATFORMS))
    if unknown:
        raise WrongInput(
            "{file}: there is no platform {unknown}; formats are in docs/",
            file=file,
            unknown=", ".join(unknown),
        )
    origin = f"{' '.join(_PLAIN.sub(' ', told.origin).split())}, {told.made_at:%Y-%m-%d}"
    return [
        SellerRecord(
            key=f"{seller.platform}:{seller.seller_id}",
            names=seller.names,
            traces=frozenset(seller.traces),
            suspect_on=seller.confirmed_on,
            confirmed_on=seller.confirmed_on,
            origin=origin,
        )
        for seller in told.sellers
    ]
