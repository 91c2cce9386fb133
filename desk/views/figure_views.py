"""The views of figures: a series, a registration, a cluster, a place."""

from desk.views.base import View


class PointView(View):
    """One reported figure, in the words it was said in."""

    on: str
    milestone: str
    by: str
    reporter: str
    """The code of the unit."""
    value: str | None
    said: str | None
    as_written: str | None
    evidence: str | None
    partial: bool

    def __str__(self) -> str:
        value = self.as_written or " ".join(part for part in (self.said, self.value) if part) or "-"
        return f"{self.on} {value} ({self.by}{', một phần' if self.partial else ''})"


class SeriesView(View):
    """An indicator with everything reported for it: what a chart of progress is drawn from."""

    target: str
    name: str
    unit: str
    horizon: str
    responsible: str | None
    goals: dict[str, str]
    """Who assigned it → the value; rival values stand beside each other."""
    points: list[PointView]


class RegistrationView(View):
    """What a unit registered at a milestone, and what became of it."""

    milestone: str
    unit: str
    titles: list[str]
    works: list[str]
    status: str
    reason: str | None


class ClusterView(View):
    """A cluster and how its last year stands."""

    cluster: str
    name: str
    members: int
    year: int | None
    head: str | None
    scored: int
    verified: int
    ranked: bool


class PlaceView(View):
    """A member's own sheet, the mean of the others', the verified one, and its place."""

    rank: int | None
    unit: str
    own: str | None
    cross: str | None
    verified: str | None
    note: str
