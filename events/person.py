"""People, where they serve, and the roles they hold with their validity."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, Event, PersonId, Text, UnitId
from events.personal import Personal, PersonalClass

Role = Literal[
    "administrator", "clerk", "head", "standing_agency", "authority", "chair", "vice_chair", "standing_member",
    "secretary", "member", "teller", "organiser", "accountant", "archivist", "auditor",
]  # fmt: skip


class PersonRegistered(Event):
    """Ghi một người vào sổ."""

    type: Literal["person.registered"] = "person.registered"
    person: PersonId
    name: Personal
    born: Personal | None = None
    email: Personal | None = None


class PersonContactChanged(Event):
    """Thay đổi địa chỉ nhận thư của một người."""

    type: Literal["person.contact_changed"] = "person.contact_changed"
    person: PersonId
    email: Personal | None = None


class PersonDetailsCompleted(Event):
    """Bổ sung thông tin cá nhân còn thiếu."""

    type: Literal["person.details_completed"] = "person.details_completed"
    person: PersonId
    born: Personal


class PersonEmployed(Event):
    """Tuyển dụng, tiếp nhận: where and since when a person serves."""

    type: Literal["person.employed"] = "person.employed"
    person: PersonId
    unit: UnitId
    position: Text | None = None
    since: date
    recruited: bool = False
    """True for a first recruitment, from which the law counts months of service."""


class PersonDied(Event):
    """Ghi nhận người đã mất; khen thưởng từ đây là truy tặng."""

    type: Literal["person.died"] = "person.died"
    person: PersonId
    on: date
    document: Citation


class RoleGranted(Event):
    """Giao vai trò trong một đơn vị hoặc một hội đồng."""

    type: Literal["person.role_granted"] = "person.role_granted"
    person: PersonId
    role: Role
    scope: Code
    """The unit or council in which the role is held."""
    since: date
    until: date | None = None


class RoleEnded(Event):
    """Thôi vai trò."""

    type: Literal["person.role_ended"] = "person.role_ended"
    person: PersonId
    role: Role
    scope: Code
    on: date
    reason: Text | None = None


class InformationErased(Event):
    """Xoá thông tin cá nhân: the key of one class is destroyed; the events, their hashes and every proof stay."""

    type: Literal["person.information_erased"] = "person.information_erased"
    person: PersonId
    of: PersonalClass
    document: Citation
    """The request or the order that it rests on."""
    reason: Text | None = None


PersonEvent = Annotated[
    PersonRegistered
    | PersonContactChanged
    | PersonDetailsCompleted
    | PersonEmployed
    | PersonDied
    | RoleGranted
    | RoleEnded
    | InformationErased,
    Field(discriminator="type"),
]
