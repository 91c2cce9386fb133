"""Households: who heads one, who belongs to it, and where it lives."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Event, PersonId, SubjectId, Text, UnitId
from events.personal import Personal


class HouseholdRegistered(Event):
    """Ghi hộ gia đình: chủ hộ, thành viên, thôn."""

    type: Literal["household.registered"] = "household.registered"
    household: SubjectId
    head: PersonId
    members: tuple[PersonId, ...] = ()
    """Without the head."""
    unit: UnitId
    address: Personal | None = None


class HouseholdChanged(Event):
    """Đổi chủ hộ, thành viên."""

    type: Literal["household.changed"] = "household.changed"
    household: SubjectId
    head: PersonId
    members: tuple[PersonId, ...] = ()
    on: date
    reason: Text | None = None


HouseholdEvent = Annotated[HouseholdRegistered | HouseholdChanged, Field(discriminator="type")]
