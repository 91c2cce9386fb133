"""What stands before every route: a session, a policy that holds, and for what is sent a form of that session."""

import hmac
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from desk.door.welcome import Welcome
from desk.web.policy import Policy, signed_in
from desk.web.visit import Visit, visits

SAFE = frozenset({"GET", "HEAD"})


class SignInFirst(Exception):
    """Nobody is signed in on this browser."""


class ForeignForm(Exception):
    """A form that does not come from a page of this session."""


class Guard:
    """Lets in who may open the route; a page that one may not open does not exist for one."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __call__(self, request: Request) -> Iterator[Visit]:
        """Open the visit, if the policy holds."""
        welcome: Welcome = request.app.state.welcome
        row = request.state.signed_in
        if row is None:
            raise SignInFirst
        for visit in visits(request, welcome, row):
            if not self.policy(visit):
                raise HTTPException(404)
            yield visit


class Public:
    """Says that a route is open to whoever has no session yet."""

    def __call__(self) -> None:
        """Let in."""


def guarded(policy: Policy = signed_in) -> Any:  # noqa: ANN401  # FastAPI types its dependencies so
    """Give the dependency of a route for people."""
    return Depends(Guard(policy))


def public() -> Any:  # noqa: ANN401  # the same
    """Give the dependency of a route for everybody."""
    return Depends(Public())


async def read_form(request: Request) -> AsyncIterator[FormData]:
    """Read what a form sent, if it is a form of this session; its files are closed behind it."""
    check_origin(request)
    form = await request.form(max_files=20, max_fields=2000, max_part_size=256 * 1024)
    try:
        row = request.state.signed_in
        expected = row.form_key if row is not None else request.state.device
        if not hmac.compare_digest(str(form.get("form_key", "")).encode(), expected.encode()):
            raise ForeignForm
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
