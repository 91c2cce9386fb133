"""The two base classes of everything recorded, and the scalar types their fields are made of."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, ClassVar, NewType

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

UnitId = NewType("UnitId", str)
PersonId = NewType("PersonId", str)
SubjectId = NewType("SubjectId", str)
"""A person, a unit or a household: whoever is nominated or written to."""
MovementId = NewType("MovementId", str)
ClusterId = NewType("ClusterId", str)
NominationId = NewType("NominationId", str)
SubmissionId = NewType("SubmissionId", str)
CouncilId = NewType("CouncilId", str)
SessionId = NewType("SessionId", str)
DecisionId = NewType("DecisionId", str)
CancellationId = NewType("CancellationId", str)
CeremonyId = NewType("CeremonyId", str)
ConsultationId = NewType("ConsultationId", str)
ObligationId = NewType("ObligationId", str)
LetterId = NewType("LetterId", str)

MAX_INT = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 8785)."""


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def nfc(text: str) -> str:
    """Compose `text` (NFC) and refuse what a database or another reader would not keep: NUL, lone surrogates."""
    if _UNSTORABLE.search(text):
        raise ValueError("the text has a character that cannot be stored")
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text)


def to_utc(moment: datetime) -> datetime:
    """Give the same instant in UTC; raises `ValueError` without a zone, and where no calendar has that instant."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs its zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError as fault:
        raise ValueError("no calendar has this instant") from fault


def instant_text(moment: datetime) -> str:
    """Write an instant so that text order is time order: `2024-01-10T01:00:00.000000Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_instant(text: str) -> datetime:
    """Read what `instant_text` wrote; raises ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if instant_text(moment) != text:
        raise ValueError("an instant is written in UTC, to the microsecond")
    return moment


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), AfterValidator(nfc)
]
"""Words as people wrote them, composed; never empty."""
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}$")]
"""A short name from a closed or local list, in ASCII."""
Instant = Annotated[datetime, AfterValidator(to_utc), PlainSerializer(instant_text, return_type=str)]
Count = Annotated[int, Field(ge=0, le=MAX_INT)]
Dong = Annotated[int, Field(ge=0, le=MAX_INT)]
"""An amount of money in whole đồng."""
Number = Annotated[Decimal, Field(allow_inf_nan=False, max_digits=30)]
"""An exact decimal; stored as text, never as a floating number."""


class Fact(BaseModel):
    """A frozen value inside an event; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Event(Fact):
    """Something that happened, in the past tense; its `type` is the name on disk and never changes."""

    schema_version: ClassVar[int] = 1
    type: str


class Basis(Fact):
    """The text a rule or a date rests on: document, and where in it."""

    document: Text
    article: Text | None = None

    def __str__(self) -> str:
        return f"{self.article} {self.document}" if self.article else self.document


class Citation(Fact):
    """A paper of an office: number, day, issuer, and what it says in a line."""

    number: Text
    day: date
    issuer: Text | None = None
    about: Text | None = None


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
