"""One request of a person: who it is, what they may see, and the one way to have something written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from desk.door.making import hashed
from desk.door.tables import SessionRow
from desk.door.welcome import Place, Welcome
from desk.ids import new_id
from desk.requests import command_from
from desk.views.mask import READS_ALL, Mask
from desk.views.names import Names
from domain.calendar import local_day
from domain.decider import Said
from domain.ids import derived
from domain.refusal import NotAuthorised
from domain.standing import Held, Standing
from events.base import UnitId
from events.envelope import By
from projections import queries
from workflows.handle import CommandReused, Outcome
from workflows.reading import Reading
from workflows.wiring import House

Form = Mapping[str, Any]
"""What a form says: text by name."""
CHAIRING_ACTS = frozenset(
    {
        "session.record_attendance", "session.name_tellers", "session.open_ballot", "session.close_ballot",
        "session.tally_ballot", "session.adjourn", "session.resume", "session.replace_teller",
    }
)  # fmt: skip
"""What a secretary keys "theo điều hành của Chủ tịch": recorded as done on the chair's behalf."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks: the roles are those of today, read anew at each request."""

    person: str
    standing: Standing
    today: date
    organisation: UnitId | None
    session: SessionRow

    def holds(self, *roles: str, at: str | None = None) -> bool:
        """Say whether one of `roles` is held today, at a scope or, without one, anywhere."""
        return any(
            held.role in roles and (at is None or held.scope == at) and held.on(self.today)
            for held in self.standing.held
        )

    def at_home(self, *roles: str) -> bool:
        """Say whether one of `roles` is held today at the organisation that keeps the ledger."""
        return self.organisation is not None and self.holds(*roles, at=self.organisation)

    def scopes(self, *roles: str) -> frozenset[str]:
        """Give where one of `roles` is held today."""
        return frozenset(held.scope for held in self.roles if held.role in roles)

    @property
    def roles(self) -> tuple[Held, ...]:
        """The roles of today."""
        return tuple(held for held in self.standing.held if held.on(self.today))


@dataclass
class Visit:
    """A request with its house, a session on the read tables, and the viewer."""

    request: Request
    welcome: Welcome
    session: Session
    viewer: Viewer
    reading: Reading
    """The streams, folded as they stand."""
    path: Mapping[str, str] = field(default_factory=dict)
    sought: str = ""
    """The full names by which somebody looks for people on a form."""

    @property
    def house(self) -> House:
        """The deployment."""
        return self.welcome.house

    @property
    def now(self) -> datetime:
        """The ledger's present."""
        return self.house.clock.now()

    @cached_property
    def names(self) -> Names:
        """Names for readers, each looked up once."""
        return Names(self.house.ledger, self.session, self.reading.recall)

    @cached_property
    def mask(self) -> Mask:
        """What the viewer may not see of dossiers before their outcome is told."""
        return Mask(self.reading, self.viewer.person, veiled=not self.viewer.at_home(*READS_ALL))

    def at(self, **path: str | None) -> "Visit":
        """Give the same visit as if it had come to another page."""
        return replace(self, path={name: value for name, value in path.items() if value is not None})

    def said(self, role: str | None, behalf: str | None = None, late: "Late | None" = None) -> Said:
        """Give when and by whom: the act is this person's, by how this browser was signed in."""
        signed_in = self.viewer.session
        by = By(self.viewer.person, role=role, behalf=behalf, auth=f"{signed_in.method}:{signed_in.name}")
        return Said(at=late.at if late else self.now, by=by, late_reason=late.reason if late else None)

    def send(
        self,
        name: str,
        body: Mapping[str, Any],
        *,
        key: str | None = None,
        late: "Late | None" = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Have a command handled under the first of the person's roles that the law allows it to."""
        roles: list[str | None] = list(dict.fromkeys(held.role for held in self.viewer.roles))
        command_id = str(derived("desk", self.viewer.person, key or new_id()))
        refusal: NotAuthorised | None = None
        for role in roles or [None]:
            behalf = self._chair(name, role, body)
            command = command_from(name, body, self.said(role, behalf, late))
            try:
                with as_a_form():
                    return self.house.handler.handle(command_id, command, dry_run=dry_run)
            except NotAuthorised as fault:
                refusal = refusal or fault
        raise refusal or NotAuthorised("Đồng chí không giữ vai trò nào trong hôm nay.")

    def _chair(self, name: str, role: str | None, body: Mapping[str, Any]) -> str | None:
        """Give the chair for whom a secretary keys an act of the meeting."""
        if role != "secretary" or name not in CHAIRING_ACTS:
            return None
        meeting = self.reading.stream(str(body.get("session", ""))).state
        council = getattr(meeting, "council", None)
        chairs = (
            queries.holders(self.session, "chair", council, self.viewer.today.isoformat()) if council else []
        )
        return chairs[0] if chairs else None

    def page(self, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401  # a template takes anything
        """Show a page."""
        return self.request.app.state.pages.show(self.request, self, template, status, values)  # type: ignore[no-any-return]

    def go(self, to: str, outcome: Outcome | None = None) -> Response:
        """Go on after a form: to a page of ours, told what was written."""
        mark = ""
        if outcome is not None:
            said = str(outcome.last) if outcome.last is not None else outcome.status
            mark = f"{'&' if '?' in to else '?'}da_ghi={quote(said)}"
        return RedirectResponse(local(to) + mark, status_code=303)


@dataclass(frozen=True, slots=True)
class Late:
    """That something happened earlier than it is entered, and why."""

    at: datetime
    reason: str


@contextmanager
def as_a_form() -> Iterator[None]:
    """Tell of an id that was used before as whoever sends a form twice understands it."""
    try:
        yield
    except CommandReused as fault:
        raise CommandReused(
            "Biểu mẫu này đã được ghi một lần rồi. Lần gửi sau có nội dung khác nên chưa ghi; lần ghi trước giữ nguyên.",
            todo="Hãy mở trang liên quan để xem nội dung đã ghi. Cần ghi thêm việc mới thì mở biểu mẫu mới; ghi sai thì ghi việc sửa.",
        ) from fault


def local(path: str) -> str:
    """Give a path of ours; anything that could lead elsewhere becomes the first page."""
    safe = (
        path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path and "\n" not in path
    )
    return path if safe else "/viec"


def place_of(request: Request) -> Place:
    """Say where a request comes from: its address, and the mark its browser keeps."""
    address = request.client.host if request.client else "-"
    return Place(address, hashed(request.state.device)[:16])


@contextmanager
def visiting(request: Request, row: SessionRow) -> Iterator[Visit]:
    """Open the visit of a signed-in browser, with the roles that its person holds now."""
    welcome: Welcome = request.app.state.welcome
    with welcome.house.ledger.database.reading() as session:
        reading = welcome.house.handler.looking(session, row.person, request.state.recall)
        viewer = Viewer(
            person=row.person,
            standing=request.state.standing,
            today=local_day(welcome.house.clock.now()),
            organisation=reading.organisation,
            session=row,
        )
        yield Visit(request, welcome, session, viewer, reading, dict(request.path_params))
