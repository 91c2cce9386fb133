"""Every event there is, by its name on disk; the one place that turns leaves into events and back."""

import types
import typing
from functools import cache
from typing import Any, Union, get_args, get_origin

import msgspec

from events import (
    account,
    calendar,
    cancellation,
    ceremony,
    cluster,
    collection,
    consultation,
    council,
    decision,
    flow,
    fund,
    household,
    law,
    ledger,
    letter,
    movement,
    nomination,
    obligation,
    person,
    policy,
    record,
    registry,
    session,
    submission,
    unit,
)
from events.base import Event
from events.canonical import canonical
from events.envelope import Stored
from events.personal import Json, personal_fields, place_fields
from events.upcasters import upcast

STREAMS: dict[str, Any] = {
    "ledger": ledger.LedgerEvent,
    "account": account.AccountEvent,
    "unit": unit.UnitEvent,
    "person": person.PersonEvent,
    "household": household.HouseholdEvent,
    "law": law.LawEvent,
    "calendar": calendar.CalendarEvent,
    "policy": policy.PolicyEvent,
    "record": record.RecordEvent,
    "collection": collection.CollectionEvent,
    "movement": movement.MovementEvent,
    "cluster": cluster.ClusterEvent,
    "submission": submission.SubmissionEvent,
    "nomination": nomination.NominationEvent,
    "council": council.CouncilEvent,
    "session": session.SessionEvent,
    "registry": registry.RegistryEvent,
    "decision": decision.DecisionEvent,
    "cancellation": cancellation.CancellationEvent,
    "consultation": consultation.ConsultationEvent,
    "ceremony": ceremony.CeremonyEvent,
    "fund": fund.FundEvent,
    "obligation": obligation.ObligationEvent,
    "letter": letter.LetterEvent,
    "flow": flow.FlowEvent,
}
"""The kind of a stream and the union of what it holds."""


class UnknownEvent(LookupError):
    """An event written by a newer version of the program; its stream is read-only here ("cần nâng cấp")."""


def members(union: Any) -> tuple[type[Event], ...]:  # noqa: ANN401  # a typing construct
    """List the event classes of one stream's union."""
    if get_origin(union) is typing.Annotated:
        union = get_args(union)[0]
    if get_origin(union) in (Union, types.UnionType):
        return get_args(union)
    return (union,)


@cache
def wire_name(event: type[Event]) -> str:
    """Give the name under which a class is stored."""
    name: str = event.model_fields["type"].default
    return name


CLASSES: dict[str, type[Event]] = {
    wire_name(member): member for union in STREAMS.values() for member in members(union)
}


class _Said(msgspec.Struct):
    """The three fields of an envelope that an event is made from; the rest is not decoded."""

    data: msgspec.Raw
    schema: int
    type: str


_SAID = msgspec.json.Decoder(_Said)


def prepare() -> None:
    """Build what decodes every kind of event, which otherwise whoever meets the first of a kind waits for."""
    for model in CLASSES.values():
        model.model_rebuild()
        personal_fields(model)


def data_of(event: Event) -> Json:
    """Give what an event says, without its type, as plain JSON values; absent fields are left out."""
    data: dict[str, Json] = event.__pydantic_serializer__.to_python(event, mode="json", exclude_none=True)
    del data["type"]
    return data


def bytes_of(event: Event) -> bytes:
    """Give the canonical bytes of an event that holds no clear personal field."""
    return canonical(data_of(event))


def event_of(stored: Stored) -> Event:
    """Decode one stored row; raises `UnknownEvent` for what this version does not know."""
    said = _SAID.decode(stored.leaf)
    model = CLASSES.get(said.type)
    if model is None or said.schema > model.schema_version:
        raise UnknownEvent(f"{said.type} v{said.schema}")
    personal = personal_fields(model)
    if said.schema == model.schema_version and not personal:
        event: Event = model.__pydantic_validator__.validate_json(bytes(said.data))
        return event
    data = upcast(said.type, said.schema, model.schema_version, msgspec.json.decode(said.data))
    return model.model_validate(place_fields(data, personal, stored.stream, stored.version))
