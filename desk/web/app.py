"""The desk as a web application: every router, the threshold before them, and one place where faults become pages."""

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog
from anyio import CapacityLimiter
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from desk.door.door import Door
from desk.door.welcome import Welcome
from desk.requests import BadRequest
from desk.web import routes
from desk.web.acts import DROPPED
from desk.web.api import api_app
from desk.web.faults import status_of
from desk.web.guard import LONGEST_FIELD, ForeignForm, SignInFirst, TooMuch
from desk.web.labels import LABELS
from desk.web.middleware import Threshold, TooLong
from desk.web.pages import HERE, Pages
from desk.web.recognition import recognised
from desk.web.titles import OFFERED
from domain.refusal import Refusal
from events import catalogue
from events.store.errors import StoreError
from workflows.wiring import House

log = structlog.get_logger("desk")
NOT_CARRIED = frozenset({"form_key", "ma", "chung_thuc", "xac_nhan"})
"""What a form opened again does not bring along: its keys, and what was shown to sign."""
THREADS = 8
"""Fewer than a database gives connections to one process."""
COLLECTED = (20_000, 10, 1_000)
"""How seldom the collector looks: seldom at what is young, and hardly ever at all that is remembered, which makes every page
of the process wait for a tenth of a second; nothing remembered is part of a cycle."""
TURNS = 2
"""So many pages are made at once in one process: a second one goes on while the first waits for the database."""
SLOW_TURNS = 1
"""What goes through the whole ledger is done one after the other, beside the pages of the day."""


def create_app(house: House, door: Door) -> FastAPI:
    """Make the application of one house."""
    app = FastAPI(
        title="Sổ Vàng", version="1", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_few_threads
    )
    welcome = Welcome(house, door)
    app.state.welcome = welcome
    app.state.pages = Pages()
    app.state.turns = CapacityLimiter(TURNS)
    app.state.slow_turns = CapacityLimiter(SLOW_TURNS)
    for router in routes.ROUTERS:
        app.router.routes.extend(router.routes)  # FastAPI looks through an included router twice a request
    app.state.api = api_app(welcome)
    app.mount("/api/v1", app.state.api)
    app.mount("/tep", StaticFiles(directory=HERE / "static"), name="static")
    app.add_middleware(Threshold, unforeseen=unforeseen)
    _faults(app)
    return app


def warmed(app: FastAPI) -> FastAPI:
    """Do before the first page what a kill has left undone at the door, and what its reader would wait for; the collector need not look again at what is there by now."""
    app.state.welcome.finish()
    app.state.pages.prepare()
    catalogue.prepare()
    gc.freeze()
    gc.set_threshold(*COLLECTED)
    return app


@asynccontextmanager
async def _few_threads(_app: FastAPI) -> AsyncIterator[None]:
    """Make few pages at a time: more threads than processors only take turns, and each holds a connection of a few."""
    current_default_thread_limiter().total_tokens = THREADS
    yield


def _faults(app: FastAPI) -> None:
    kinds: list[tuple[type[Exception], Callable[[Request, Exception], Response]]] = [
        (SignInFirst, _sign_in_first),
        (Refusal, _refused),
        (BadRequest, _malformed),
        (RequestValidationError, _malformed_address),
        (StoreError, _store),
        (ForeignForm, _foreign),
        (TooLong, _too_long),
        (HTTPException, _http),
    ]
    for kind, handler in kinds:
        app.add_exception_handler(kind, handler)


def _sign_in_first(request: Request, _fault: Exception) -> Response:
    back = request.url.path if request.method == "GET" else "/viec"
    return RedirectResponse(f"/dang-nhap?toi={back}", status_code=303)


def _page(
    request: Request,
    status: int,
    title: str,
    sentences: list[str],
    todo: str = "",
    **more: object,
) -> Response:
    return request.app.state.pages.show(  # type: ignore[no-any-return]
        request, None, "fault.html", status, {"title": title, "sentences": sentences, "todo": todo, **more}
    )


def _refused(request: Request, fault: Exception) -> Response:
    message = getattr(fault, "message", str(fault))
    basis = getattr(fault, "basis", None)
    sentences = [message, *([f"Căn cứ: {basis}."] if basis else [])]
    return _page(request, status_of(fault), "Chưa làm được", sentences, getattr(fault, "todo", None) or "")


def _malformed(request: Request, fault: Exception) -> Response:
    sentences = fault.sentences if isinstance(fault, BadRequest) else [str(fault)]
    return _page(request, 422, "Có mục chưa đúng", sentences, "Hãy quay lại, sửa các mục đã nêu rồi gửi lại.")


def _malformed_address(request: Request, _fault: Exception) -> Response:
    return _page(
        request, 422, "Địa chỉ hoặc biểu mẫu chưa đúng", ["Có mục không đọc được."], "Hãy mở lại trang."
    )


def _store(request: Request, fault: Exception) -> Response:
    status = status_of(fault)
    log.warning("store", fault=str(fault), path=request.url.path)
    if status == 409:  # noqa: PLR2004  # a conflict, as `status_of` says
        return _page(request, status, "Có người vừa ghi trước", ["Nội dung đã thay đổi trong lúc đồng chí làm."],
                     "Hãy mở lại trang để xem nội dung mới rồi làm lại.")  # fmt: skip
    return _page(
        request, status, "Sổ tạm thời không dùng được", ["Chưa có gì được ghi."], "Hãy thử lại sau ít phút."
    )


def _foreign(request: Request, fault: Exception) -> Response:
    """Show what was typed in the form of a command, and let whoever is signed in again go on with it."""
    command = str(request.path_params.get("command", ""))
    typed = list(fault.typed) if isinstance(fault, ForeignForm) and command in OFFERED else []
    row = recognised(request) if typed else None
    todo = "Hãy mở lại trang rồi gửi lại."
    if typed and row is None:
        todo = "Hãy đăng nhập ở một thẻ khác của trình duyệt rồi tải lại trang này: nội dung đã gõ vẫn còn ở dưới."
    return _page(
        request, 403, "Biểu mẫu đã cũ", ["Biểu mẫu này không thuộc lần đăng nhập hiện tại nên chưa ghi gì."], todo,
        command=command, form_key=row.form_key if row else request.state.device, goes_on=row is not None,
        carried=[(name, said) for name, said in typed if name not in NOT_CARRIED],
        typed=[(LABELS.get(name, name), said) for name, said in typed if name not in DROPPED and said],
    )  # fmt: skip


def _too_long(request: Request, fault: Exception) -> Response:
    if isinstance(fault, TooMuch):
        why = (
            f"Biểu mẫu có một ô dài quá {LONGEST_FIELD // 1024} KB, hoặc có quá nhiều ô; chưa có gì được ghi."
        )
        todo = "Hãy quay lại và rút gọn; phần dài thì đính kèm thành tệp."
    else:
        why, todo = "Chưa có gì được ghi.", "Hãy gửi tệp nhỏ hơn; cỡ tệp được nhận ghi ở chỗ chọn tệp."
    return _page(request, 413, "Nội dung quá lớn", [why], todo)


def _http(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    if status == 404:  # noqa: PLR2004  # not found
        return _page(request, 404, "Không có trang này",
                     ["Trang không có, hoặc không thuộc phần việc của đồng chí."], "Hãy về trang Việc của tôi.")  # fmt: skip
    return _page(request, status, "Không làm được", ["Yêu cầu này không dùng được ở đây."])


def unforeseen(request: Request) -> Response:
    """Show the page of a fault of ours."""
    return _page(
        request, 500, "Lỗi của chương trình", ["Chưa có gì được ghi."], "Xin báo lại cho người quản trị."
    )
