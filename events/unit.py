"""Units: committees, blocs, villages, schools, firms; who they are under and where letters reach them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Basis, Event, Text, UnitId
from events.personal import Personal

Level = Literal["commune", "district", "province", "ministry", "nation", "agency"]
UnitKind = Literal[
    "authority", "standing_agency", "bloc", "agency", "mass_organisation", "armed_force", "health", "school",
    "village", "cooperative", "enterprise", "group",
]  # fmt: skip


class UnitEstablished(Event):
    """Đơn vị được ghi vào sổ."""

    type: Literal["unit.established"] = "unit.established"
    unit: UnitId
    name: Text
    kind: UnitKind
    level: Level
    parent: UnitId | None = None
    """The unit it belongs to in the chain of proposals."""
    managed_by: UnitId | None = None
    """The unit that manages its staff and salary fund and so decides their titles (Luật 06/2022 Đ83.1)."""
    outside_chain: bool = False
    """Party, Front and mass organisations: asked, never escalated."""
    since: date | None = None


class UnitContactChanged(Event):
    """Thay đổi địa chỉ nhận thư của đơn vị."""

    type: Literal["unit.contact_changed"] = "unit.contact_changed"
    unit: UnitId
    email: Personal | None = None
    """Absent: the unit has no mail and gets printed notices."""
    reason: Text | None = None


class UnitClosed(Event):
    """Đơn vị kết thúc hoạt động; người kế nhiệm nếu có."""

    type: Literal["unit.closed"] = "unit.closed"
    unit: UnitId
    on: date
    successor: UnitId | None = None
    basis: Basis | None = None


UnitEvent = Annotated[UnitEstablished | UnitContactChanged | UnitClosed, Field(discriminator="type")]
