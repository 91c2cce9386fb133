"""What stands before every route: a session, a policy that holds, and for what is sent a form of that session."""

import hmac
from collections.abc import AsyncIterator, Callable, Sequence
from functools import wraps
from typing import Annotated, Any
from urllib.parse import urlsplit

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from desk.web.middleware import TooLong
from desk.web.policy import Policy, signed_in
from desk.web.recognition import recognised
from desk.web.visit import visiting

LONGEST_FIELD = 256 * 1024
SAFE = frozenset({"GET", "HEAD"})


class SignInFirst(Exception):
    """Nobody is signed in on this browser."""


class ForeignForm(Exception):
    """A form that does not come from a page of this session; `typed` is what it says, as far as a page of ours sent it."""

    def __init__(self, typed: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.typed = typed


class TooMuch(TooLong):
    """A form with a field that is too long, or with too many."""


class Guard:
    """Lets in who may open the route; a page that one may not open does not exist for one."""

    def __init__(self, policy: Policy, *, slow: bool) -> None:
        self.policy = policy
        self.slow = slow

    async def __call__(self, request: Request) -> "Knock":
        """Note who knocks; the route opens in the thread that then does its work."""
        return Knock(request, self.policy, slow=self.slow)


class Knock:
    """A request before a guarded route, which only `Room` lets in."""

    def __init__(self, request: Request, policy: Policy, *, slow: bool) -> None:
        self.request = request
        self.policy = policy
        self.slow = slow

    @property
    def turns(self) -> CapacityLimiter | None:
        """Those among whom the request takes its turn; None for an act, which waits for the ledger."""
        state = self.request.app.state
        if self.slow:
            return state.slow_turns  # type: ignore[no-any-return]  # Starlette's state
        return state.turns if self.request.method in SAFE else None


class Room(APIRoute):
    """A route that opens the visit, asks its policy and answers in one go, in one thread and with one connection.

    Step by step in threads of their own, twenty requests at once would each hold a connection while they wait for a
    thread, and the threads would wait for connections. Pages take turns before that: an interpreter makes one at a
    time anyway, and twenty begun at once would all be done last. Acts do not queue there, for they wait for the ledger.
    What goes through the whole ledger takes turns of its own, so that it keeps nobody from the pages of the day.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **told: Any) -> None:  # noqa: ANN401  # FastAPI's own signature
        super().__init__(path, _let_in(endpoint), **told)


def _let_in(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if getattr(endpoint, "lets_in", False):
        return endpoint

    @wraps(endpoint)
    async def entered(**given: Any) -> Any:  # noqa: ANN401  # whatever the endpoint takes
        name = next((name for name, value in given.items() if isinstance(value, Knock)), None)
        if name is None:
            return await to_thread.run_sync(lambda: endpoint(**given))
        return await to_thread.run_sync(let_in, name, given, limiter=given[name].turns)

    def let_in(name: str, given: dict[str, Any]) -> Any:  # noqa: ANN401  # the same
        knock: Knock = given[name]
        row = recognised(knock.request)
        if row is None:
            raise SignInFirst
        with visiting(knock.request, row) as visit:
            if not knock.policy(visit):
                raise HTTPException(404)
            return endpoint(**{**given, name: visit})

    entered.lets_in = True  # type: ignore[attr-defined]  # FastAPI makes a route again when its router is included
    return entered


class Public:
    """Says that a route is open to whoever has no session yet."""

    def __call__(self) -> None:
        """Let in."""


def guarded(policy: Policy = signed_in, *, slow: bool = False) -> Any:  # noqa: ANN401  # FastAPI types its dependencies so
    """Give the dependency of a route for people; a `slow` one may go through the whole ledger."""
    return Depends(Guard(policy, slow=slow))


def public() -> Any:  # noqa: ANN401  # the same
    """Give the dependency of a route for everybody."""
    return Depends(Public())


async def read_form(request: Request) -> AsyncIterator[FormData]:
    """Read what a form sent, if it is a form of this session; its files are closed behind it."""
    check_origin(request)
    try:
        form = await request.form(max_files=20, max_fields=2000, max_part_size=LONGEST_FIELD)
    except HTTPException as fault:
        raise TooMuch from fault
    try:
        row = await run_in_threadpool(recognised, request)
        expected = row.form_key if row is not None else request.state.device
        if not hmac.compare_digest(str(form.get("form_key", "")).encode(), expected.encode()):
            raise ForeignForm([(name, said) for name, said in form.multi_items() if isinstance(said, str)])
        yield form
    finally:
        await form.close()


def check_origin(request: Request) -> None:
    """Refuse what another site makes a browser send."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ForeignForm
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForeignForm


Sent = Annotated[FormData, Depends(read_form)]
"""A form of this session."""
