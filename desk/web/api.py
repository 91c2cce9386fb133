"""The HTTP API: the same commands and reads for programs, by scoped tokens; a key sent twice is one act.

A scope is `read`, a kind of stream (`nomination`) or one command (`nomination.draft`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from desk.door.welcome import Welcome
from desk.requests import BadRequest, body_model, command_from
from desk.web import api_reads
from desk.web.api_caller import PROBLEMS, By_, Caller, NoToken, Problem
from desk.web.labels import SENDABLE, title_of
from domain.calendar import local_day
from domain.decider import Said
from domain.ids import derived
from domain.refusal import NotAuthorised, Refusal
from events.base import to_utc
from events.catalogue import wire_name
from events.envelope import By
from events.store.errors import Conflict, DuplicateCommand, KeyTaken, StoreError

SIGNED = frozenset({"decision.sign", "session.sign_minutes"})
"""What is signed, for which a page asks whoever signs to show again what they signed in with."""
OWN_WILL = frozenset({
    "session.check_in", "session.confirm_interests", "session.give_opinion", "session.cast_vote", "session.cast_sealed",
    "session.decide_tie", "session.give_teller_key",
})  # fmt: skip
"""What a member of a council or a teller says for themselves: a token is handed out by staff, who must not vote by it."""
BY_PROGRAMS = tuple(
    name for name in SENDABLE if not name.startswith("account.") and name not in SIGNED | OWN_WILL
)
"""The commands that programs may send: what opens accounts, what is signed and what is voted stays with people."""
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=80, description="Cùng khoá thì chỉ ghi một lần."
    ),
]


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


router = APIRouter()


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
    send.__doc__ = f"{title_of(name)}. Cùng quy định như trên trang; bị từ chối thì chưa có gì được ghi."
    return send


def _said(by: Caller, told: Circumstances) -> Said:
    """Give when and by whom; without a role, the first one that the person holds today."""
    now = by.house.clock.now()
    if told.at is not None and told.at.tzinfo is None:
        raise BadRequest(["at phải nêu múi giờ, ví dụ 2024-12-24T14:00:00+07:00"])
    today = local_day(now)
    held = [one.role for one in by.visit.viewer.standing.held if one.on(today)]
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
        summary=title_of(_name),
    )  # fmt: skip


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
    app.include_router(api_reads.router)
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
