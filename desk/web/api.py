"""The HTTP API: the same commands and reads for programs, by scoped tokens; a key sent twice is one act.

A scope is `read`, a kind of stream (`nomination`) or one command (`nomination.draft`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from desk.door.tables import PassRow
from desk.door.welcome import Welcome
from desk.requests import BadRequest, body_model, command_from
from desk.views import dossiers, read
from desk.views import views as v
from desk.views.mask import Mask
from desk.views.names import Names
from desk.web.labels import SENDABLE
from desk.web.policy import COUNCIL
from domain.calendar import local_day
from domain.decider import Said
from domain.ids import derived
from domain.refusal import NotAuthorised, Refusal
from domain.standing import Standing
from events.base import to_utc
from events.catalogue import wire_name
from events.envelope import By
from events.store.errors import Conflict, DuplicateCommand, KeyTaken, StoreError
from workflows.reading import Reading
from workflows.roles import standing
from workflows.wiring import House

SIGNED = frozenset({"decision.sign", "session.sign_minutes"})
"""What is signed, for which a page asks whoever signs to show again what they signed in with."""
BY_PROGRAMS = tuple(name for name in SENDABLE if not name.startswith("account.") and name not in SIGNED)
"""The commands that programs may send: what opens accounts, and what is signed, stays with people."""
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=80, description="Cùng khoá thì chỉ ghi một lần."
    ),
]


class NoToken(Exception):
    """No token, or one that opens nothing here."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Problem(BaseModel):
    """Why something was not done: a stable code, sentences, the basis and what to do."""

    code: str
    sentences: list[str]
    basis: str | None = None
    todo: str | None = None


class Recorded(BaseModel):
    """What a command came to."""

    model_config = ConfigDict(frozen=True)
    status: str
    first: int | None
    last: int | None
    events: list[str]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which role, for whom and when a command is sent, and whether it only asks what would happen."""

    role: Annotated[str, Query(max_length=40)] = ""
    behalf: Annotated[str, Query(max_length=120)] = ""
    at: datetime | None = None
    late_reason: Annotated[str | None, Query(max_length=2000)] = None
    dry_run: bool = False


class Caller:
    """A program that acts for a person, within its token's scopes."""

    def __init__(self, request: Request, welcome: Welcome, token: PassRow, session: Session) -> None:
        self.request = request
        self.house: House = welcome.house
        self.token = token
        self.session = session
        self.scopes = frozenset(token.scopes.split())

    @property
    def standing(self) -> Standing:
        """The roles of the person it acts for, as they are now."""
        return standing(self.house.ledger, self.session, self.token.person)

    def need(self, *scopes: str) -> None:
        """Refuse unless the token has one of the scopes."""
        if not self.scopes & set(scopes):
            raise NoToken(403, "Mã truy cập không có quyền này.")

    @property
    def reading(self) -> Reading:
        """The streams, folded as they stand."""
        return self.house.handler.reading(self.session, self.token.person)

    @property
    def mask(self) -> Mask:
        """What the person may not see of dossiers before their outcome is told."""
        return Mask(self.reading, self.token.person, veiled=not self.reads_all())

    def reads_all(self) -> bool:
        """Say whether the person reads all dossiers."""
        home = self.reading.organisation
        today = local_day(self.house.clock.now())
        return self.standing.holds(
            ("standing_agency", "authority", "auditor", "archivist"), (home,) if home else (), today
        )

    def scopes_of(self, *roles: str) -> frozenset[str]:
        """Give where the person holds one of `roles` today."""
        today = local_day(self.house.clock.now())
        return frozenset(held.scope for held in self.standing.held if held.role in roles and held.on(today))


def caller(request: Request, authorization: Annotated[str | None, Header()] = None) -> Iterator[Caller]:
    """Recognise a program by its token; cookies count for nothing here."""
    welcome: Welcome = request.app.state.welcome
    scheme, _, key = (authorization or "").partition(" ")
    token = welcome.door.token(key.strip()) if scheme.lower() == "bearer" and key.strip() else None
    account = welcome.door.account(token.person) if token else None
    if token is None or account is None or account.closed_at:
        raise NoToken(401, "Cần mã truy cập còn hiệu lực trong tiêu đề Authorization: Bearer …")
    with welcome.house.ledger.database.session() as session:
        yield Caller(request, welcome, token, session)


By_ = Annotated[Caller, Depends(caller)]
router = APIRouter()
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in (
        (401, "Không có mã truy cập"), (403, "Không có quyền"), (404, "Không có"), (409, "Quy định không cho, hoặc có người vừa ghi"),
        (422, "Nội dung không đúng dạng"), (503, "Sổ tạm thời không dùng được"),
    )
}  # fmt: skip


def _endpoint(name: str) -> Callable[..., Recorded]:
    """Make the endpoint of one command; its body is the command's own fields."""

    def send(
        body: body_model(name),  # type: ignore[valid-type]  # made from the command's fields
        by: By_,
        key: Key,
        said: Annotated[Circumstances, Depends()],
    ) -> Recorded:
        by.need(name, name.partition(".")[0], "write")
        values = {field: getattr(body, field) for field in type(body).model_fields}
        command = command_from(name, values, _said(by, said))
        outcome = by.house.handler.handle(
            str(derived("api", by.token.person, key)), command, dry_run=said.dry_run
        )
        return Recorded(
            status=outcome.status,
            first=outcome.first,
            last=outcome.last,
            events=[wire_name(type(event)) for _, event in outcome.events],
        )

    send.__name__ = name.replace(".", "_")
    send.__doc__ = (body_model(name).__doc__ or name).strip()
    return send


def _said(by: Caller, told: Circumstances) -> Said:
    """Give when and by whom; without a role, the first one that the person holds today."""
    now = by.house.clock.now()
    if told.at is not None and told.at.tzinfo is None:
        raise BadRequest(["at phải nêu múi giờ, ví dụ 2024-12-24T14:00:00+07:00"])
    today = local_day(now)
    held = [one.role for one in by.standing.held if one.on(today)]
    if told.role and told.role not in held:
        raise NotAuthorised("Người này không giữ vai trò đã nêu trong hôm nay.")
    who = By(
        by.token.person,
        role=told.role or (held[0] if held else None),
        behalf=told.behalf or None,
        auth=f"token:{by.token.name}",
    )
    return Said(at=to_utc(told.at) if told.at else now, by=who, late_reason=told.late_reason)


for _name in BY_PROGRAMS:
    router.add_api_route(
        f"/commands/{_name}", _endpoint(_name), methods=["POST"], responses=PROBLEMS, tags=[_name.partition(".")[0]],
        summary=_name,
    )  # fmt: skip


@router.get("/dossiers", responses=PROBLEMS, tags=["reads"])
def list_dossiers(
    by: By_,
    stage: Annotated[str, Query(max_length=40)] = "",
    after: Annotated[str, Query(max_length=120)] = "",
) -> list[v.NominationView]:
    """List the dossiers that the person may see, fifty at a time, from behind the one named `after`."""
    by.need("read")
    everything = by.reads_all()
    mask = by.mask
    wanted = dossiers.Wanted(
        stage=stage,
        after=after,
        units=None if everything else by.scopes_of("clerk", "head"),
        councils=frozenset() if everything else by.scopes_of(*COUNCIL),
        veiled=mask.veils,
    )
    found = dossiers.page(by.session, wanted)
    names = Names(by.house.ledger, by.session)
    names.know([row.subject for row in found.rows] + [row.unit for row in found.rows])
    return [read.in_a_line(row, names, mask) for row in found.rows]


@router.get("/movements", responses=PROBLEMS, tags=["reads"])
def list_movements(by: By_) -> list[v.MovementView]:
    """List the movements."""
    by.need("read")
    return read.movements(by.session)


@router.get("/decisions", responses=PROBLEMS, tags=["reads"])
def list_decisions(by: By_) -> list[v.DecisionView]:
    """List the decisions, for those who read all dossiers."""
    by.need("read")
    if not by.reads_all():
        raise NoToken(403, "Người này không xem được mọi quyết định.")
    return read.decisions(by.reading, Names(by.house.ledger, by.session), by.mask)


def api_app(welcome: Welcome) -> FastAPI:
    """Make the API as an application of its own, with its own faults and its own OpenAPI."""
    app = FastAPI(
        title="Sổ Vàng",
        version="1",
        description="Cùng các lệnh và các trang đọc như trên màn hình. Mã truy cập do quản trị cấp, có phạm vi và thời hạn.",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.welcome = welcome
    app.include_router(router)
    for kind in (NoToken, Refusal, BadRequest, StoreError):
        app.add_exception_handler(kind, _problem)
    return app


def _problem(_request: Request, fault: Exception) -> JSONResponse:
    match fault:
        case NoToken():
            return _json(fault.status, Problem(code="no_token", sentences=[fault.sentence]))
        case BadRequest():
            return _json(422, Problem(code="malformed", sentences=fault.sentences))
        case Refusal():
            said = Problem(
                code=fault.code,
                sentences=[fault.message],
                basis=str(fault.basis) if fault.basis else None,
                todo=fault.todo,
            )
            return _json(STATUS.get(fault.code, 409), said)
        case Conflict() | DuplicateCommand() | KeyTaken():
            return _json(409, Problem(code="conflict", sentences=["Có người vừa ghi trước; hãy thử lại."]))
        case _:
            return _json(503, Problem(code="unavailable", sentences=["Sổ tạm thời không dùng được."]))


STATUS = {"not_authorised": 403, "not_found": 404, "malformed": 422}


def _json(status: int, said: Problem) -> JSONResponse:
    return JSONResponse(said.model_dump(exclude_none=True), status_code=status)
