"""The views of a movement whole: its forms and rounds, what it answers and what answers it, its best examples."""

from desk.views.base import View
from desk.views.views import MovementDetail

FORMS = {"thuong_xuyen": "thường xuyên", "chuyen_de": "theo chuyên đề"}


class RoundView(View):
    """A round (đợt) inside the movement; one without dates waits for them."""

    period: str
    name: str
    starts: str | None
    ends: str | None
    ended_on: str | None
    occasions: list[str]

    def __str__(self) -> str:
        dates = f"{self.starts} – {self.ends}" if self.starts and self.ends else "chưa ấn định thời gian"
        ended = f", kết thúc {self.ended_on}" if self.ended_on else ""
        return f"{self.name}: {dates}{ended}"


class ParentView(View):
    """A movement from above that is answered: of this ledger, or known only by its names."""

    movement: str | None
    names: list[str]
    issuer: str | None

    def __str__(self) -> str:
        issuer = f" ({self.issuer})" if self.issuer else ""
        return f"{'; còn gọi là '.join(self.names)}{issuer}"


class ChildView(View):
    """A movement of this ledger that answers it."""

    movement: str
    organisation: str
    title: str
    participants: int
    registered: int

    def __str__(self) -> str:
        return f"{self.organisation}: {self.title} ({self.registered}/{self.participants} đơn vị đã đăng ký)"


class ExampleView(View):
    """A best example, and where it was made known."""

    example: str
    who: str
    what: str
    on: str
    published: list[str]

    def __str__(self) -> str:
        known = f"; nêu gương: {', '.join(self.published)}" if self.published else "; chưa nêu gương"
        return f"{self.who}: {self.what} ({self.on}){known}"


class MovementWhole(MovementDetail):
    """A movement with all that stands around it."""

    forms: list[str]
    rounds: list[RoundView]
    parents: list[ParentView]
    children: list[ChildView]
    examples: list[ExampleView]
