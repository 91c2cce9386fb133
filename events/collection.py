"""What units are asked to hand in for the registers of a year: gradings of staff, recognised initiatives."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, Count, Event, UnitId

Register = Literal["gradings", "initiatives"]
"""Sổ theo dõi xếp loại chất lượng, sổ theo dõi sáng kiến."""


class CollectionCalled(Event):
    """Yêu cầu các đơn vị gửi kết quả xếp loại, danh sách sáng kiến của năm."""

    type: Literal["collection.called"] = "collection.called"
    collection: Code
    entries: Register
    year: Count
    due_on: date
    units: Annotated[tuple[UnitId, ...], Field(min_length=1)]
    document: Citation


class CollectionHandedIn(Event):
    """Đơn vị đã gửi đủ, hoặc báo không có."""

    type: Literal["collection.handed_in"] = "collection.handed_in"
    collection: Code
    entries: Register
    unit: UnitId
    on: date
    nothing: bool | None = None
    """True when the unit says that there is nothing to enter."""


CollectionEvent = Annotated[CollectionCalled | CollectionHandedIn, Field(discriminator="type")]
