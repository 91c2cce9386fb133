"""The cancellation of a decision: what was concluded, what was proposed, and how the authority answered."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import CancellationId, Citation, Code, DecisionId, Event, NominationId, Text, UnitId
from events.obligation import Counting
from events.personal import Personal


class CancellationOpened(Event):
    """Lập hồ sơ đề nghị huỷ bỏ quyết định khen thưởng, khi có kết luận. Căn cứ: Luật 06/2022/QH15, Đ93."""

    type: Literal["cancellation.opened"] = "cancellation.opened"
    cancellation: CancellationId
    decision: DecisionId
    authority: UnitId
    award: Code
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    ground: Code
    conclusion: Citation
    """The conclusion, decision or judgment that the case rests on; or the paper in which the authority says what it found."""
    found_by_authority: bool | None = None
    """True when the authority itself found it, without a conclusion of somebody else."""
    finding: Personal | None = None
    """What it found, in its own words."""
    proposer: UnitId
    term: Counting | None = None
    """Within which it is proposed; absent while no rule that may decide says so."""
    limit: Text | None = None


class CancellationProposed(Event):
    """Trình người có thẩm quyền huỷ bỏ quyết định, thu hồi hiện vật và tiền thưởng."""

    type: Literal["cancellation.proposed"] = "cancellation.proposed"
    cancellation: CancellationId
    number: Text
    on: date
    term: Counting | None = None
    limit: Text | None = None


class CancellationDecided(Event):
    """Người có thẩm quyền đã quyết định huỷ bỏ, hoặc không đồng ý huỷ bỏ."""

    type: Literal["cancellation.decided"] = "cancellation.decided"
    cancellation: CancellationId
    outcome: Literal["cancelled", "refused"]
    on: date


CancellationEvent = Annotated[
    CancellationOpened | CancellationProposed | CancellationDecided, Field(discriminator="type")
]
