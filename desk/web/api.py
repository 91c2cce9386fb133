"""The HTTP API: the same commands and reads for programs, by scoped tokens; a key sent twice is one act.

A scope is `read`, a kind of stream (`nomination`) or one command (`nomination.draft`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

from desk.door.welcome import Welcome
from desk.plans.sentences import sentence
from desk.requests import BadRequest, body_model, command_from
from desk.web import api_reads
from desk.web.api_caller import PROBLEMS, By_, NoToken, Problem
from desk.web.faults import status_of
from desk.web.middleware import TooLong
from desk.web.titles import SENDABLE, title_of
from domain.calendar import local_day
from domain.decider import Said
from domain.ids import derived
from domain.refusal import NotAuthorised, Refusal
from events.base import to_utc
from events.catalogue import wire_name
from events.envelope import By
from events.store.errors import StoreError

OWN_ROLES = frozenset({"authority", "chair", "vice_chair", "standing_member", "member", "teller"})
"""Those who decide, vote and count: a token is handed out by staff, who must not act as one of them by it."""
SIGNED = frozenset({"decision.sign", "session.sign_minutes"})
"""What is signed, for which a page asks whoever signs to show again what they signed in with."""
OWN_WILL = frozenset(
    name
    for name in SENDABLE
    if name.startswith("session.") and {"member", "teller"} & set(body_model(name).model_fields)
)
"""What a member of a council or a teller says for themselves, or has said for them."""
OWN_ACTS = frozenset({
    "decision.refuse", "submission.forward", "session.give_opinion", "session.decide_tie", "session.extend_agenda",
    "session.count_paper",
})  # fmt: skip
"""What is said by whoever decides, presides or counts, so that the API need not offer it."""
TRUST = frozenset({
    "person.grant_role", "person.end_role", "person.erase_information", "ledger.name_signing_key", "council.establish",
    "council.appoint", "council.replace", "council.resign",
})  # fmt: skip
"""What says whom and what the ledger trusts, or cannot be undone: a person does it, signed in as themselves."""
SCOPES: Mapping[str, str] = {
    "read": "Đọc",
    "nomination": "Ghi hồ sơ đề nghị",
    "submission": "Ghi bộ hồ sơ, danh sách trình lên",
    "movement": "Ghi phong trào, đăng ký, báo cáo",
    "cluster": "Ghi cụm, khối thi đua",
    "record": "Ghi xếp loại, sáng kiến, kỷ luật",
    "person": "Ghi con người, vai trò",
    "household": "Ghi hộ gia đình",
    "unit": "Ghi đơn vị",
    "session": "Ghi việc của phiên họp",
    "decision": "Ghi số, ngày phát hành quyết định",
    "ceremony": "Ghi lễ trao tặng",
    "fund": "Ghi chi thưởng",
    "obligation": "Ghi nhiệm vụ có thời hạn",
    "letter": "Ghi việc giao thư",
}
"""What a program may be let do, in words: to read, or the commands of a kind."""
BY_PROGRAMS = tuple(
    name
    for name in SENDABLE
    if name.partition(".")[0] in SCOPES and name not in SIGNED | OWN_WILL | OWN_ACTS | TRUST
)
"""The commands that programs may send: what opens accounts, gives roles, is signed, decided or voted stays with people."""
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
        told: Annotated[Circumstances, Depends()],
        said: Annotated[Said, Depends(circumstances)],
    ) -> Recorded:
        by.need(name, name.partition(".")[0], "write")
        values = {field: getattr(body, field) for field in type(body).model_fields}
        command = command_from(name, values, said)
        outcome = by.house.handler.handle(
            str(derived("api", by.token.person, key)), command, dry_run=told.dry_run
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


def circumstances(by: By_, told: Annotated[Circumstances, Depends()]) -> Said:
    """Give when and by whom; without a role, the first one that the person holds today and a program may act in."""
    now = by.house.clock.now()
    if told.at is not None and told.at.tzinfo is None:
        raise BadRequest(["at phải nêu múi giờ, ví dụ 2024-12-24T14:00:00+07:00"])
    today = local_day(now)
    own = [one.role for one in by.visit.viewer.standing.held if one.on(today)]
    held = [role for role in own if role not in OWN_ROLES]
    if told.role in OWN_ROLES or (own and not held):
        raise NotAuthorised(
            "Phần mềm không làm thay người quyết định, người biểu quyết, người kiểm phiếu.",
            todo="Hãy để người giữ vai trò đó tự làm trên trang làm việc.",
        )
    if told.role and told.role not in held:
        raise NotAuthorised("Người này không giữ vai trò đã nêu trong hôm nay.")
    who = By(
        by.token.person,
        role=told.role or (held[0] if held else None),
        behalf=told.behalf or None,
        auth=f"token:{by.token.name}",
    )
    try:
        at = to_utc(told.at) if told.at else now
    except ValueError as fault:
        raise BadRequest(["at phải là một thời điểm có trong lịch"]) from fault
    return Said(at=at, by=who, late_reason=told.late_reason)


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
    for kind in (
        NoToken,
        Refusal,
        BadRequest,
        RequestValidationError,
        StoreError,
        TooLong,
        HTTPException,
        Exception,
    ):
        app.add_exception_handler(kind, _problem)
    return app


def _problem(_request: Request, fault: Exception) -> JSONResponse:
    met = _met(fault)
    status = met.status if isinstance(met, NoToken) else status_of(met)
    return JSONResponse(_told(met, status).model_dump(exclude_none=True), status_code=status)


def _met(fault: Exception) -> Exception:
    """Give what was met when a body was read: its length, or that it is no JSON."""
    if isinstance(fault, HTTPException) and fault.status_code == 400:  # noqa: PLR2004  # FastAPI's word for it
        long = isinstance(fault.__cause__, TooLong)
        return (
            TooLong() if long else BadRequest(["nội dung không đọc được: không phải JSON, hoặc lồng quá sâu"])
        )
    return fault


def _told(fault: Exception, status: int) -> Problem:
    match fault:
        case NoToken():
            return Problem(code="no_token", sentences=[fault.sentence])
        case BadRequest():
            return Problem(code="malformed", sentences=fault.sentences)
        case RequestValidationError():
            return Problem(code="malformed", sentences=[_finding(error) for error in fault.errors()])
        case Refusal():
            basis = str(fault.basis) if fault.basis else None
            return Problem(code=fault.code, sentences=[fault.message], basis=basis, todo=fault.todo)
        case _:
            code, said = OTHERS.get(status, ("not_done", "Yêu cầu này không dùng được ở đây."))
            return Problem(code=code, sentences=[said])


def _finding(error: ErrorDetails) -> str:
    if error["type"] == "json_invalid":
        return "nội dung không phải JSON hợp lệ"
    return sentence({**error, "loc": error["loc"][1:] or error["loc"]}, {})


OTHERS: Mapping[int, tuple[str, str]] = {
    404: ("not_found", "Không có địa chỉ này."),
    409: ("conflict", "Có người vừa ghi trước; hãy thử lại."),
    413: ("too_large", "Nội dung quá lớn; chưa có gì được ghi."),
    500: ("fault", "Lỗi của chương trình; chưa có gì được ghi. Xin báo lại cho người quản trị."),
    503: ("unavailable", "Sổ tạm thời không dùng được."),
}
"""Status → code and sentence of what has no words of its own."""
