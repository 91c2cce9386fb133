"""What every request passes: the session's cookie is read, a body has an end, and the answer says what browsers may do."""

from collections.abc import Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.door.making import new_key

log = structlog.get_logger("desk")
SESSION_COOKIE = "sovang"
DEVICE_COOKIE = "sovang-may"
MEBIBYTE = 1024 * 1024
LONGEST_FILE = 24 * MEBIBYTE
"""More than any file that the rules on attachments take at first; what they allow beyond it comes by the command line."""
LONGEST_BODY = LONGEST_FILE + MEBIBYTE
YEAR = 365 * 24 * 3600
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
"""No inline script or style, no foreign source, no frame; pages with names stay out of every cache."""


class TooLong(Exception):
    """A body that does not end."""


class Threshold:
    """Puts `key`, `device` and `secure` on the request's state, and cookies and headers on the answer.

    A fault that nobody foresaw ends here: in our log, which tells no value of it, and on the page `unforeseen` shows.
    """

    def __init__(self, app: ASGIApp, unforeseen: Callable[[Request], Response]) -> None:
        self.app = app
        self.unforeseen = unforeseen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = cookie_parser(headers.get("cookie", ""))
        secure = scope["scheme"] == "https"
        device = cookies.get(DEVICE_COOKIE, "")
        fresh = "" if 20 <= len(device) <= 60 else new_key()  # noqa: PLR2004  # the length of a key, and some room
        state = scope.setdefault("state", {})
        key = cookies.get(SESSION_COOKIE, "")
        state.update(device=fresh or device, secure=secure, key=key, looked=False, renewed=None)
        started = False

        async def dressed(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer.setdefault(name, value)
                if secure:
                    answer["strict-transport-security"] = f"max-age={YEAR}"
                if fresh:
                    answer.append("set-cookie", cookie(DEVICE_COOKIE, fresh, secure=secure, lasts=YEAR))
                if state["renewed"]:
                    answer.append("set-cookie", cookie(SESSION_COOKIE, state["renewed"], secure=secure))
            await send(message)

        try:
            await self.app(scope, _limited(receive, _declared(headers)), dressed)
        except Exception as fault:  # further out a server prints the values of a fault
            log.error("unforeseen", path=scope["path"], exc_info=fault)  # noqa: TRY400  # the same
            if not started:
                await self.unforeseen(Request(scope))(scope, receive, dressed)


def _declared(headers: Headers) -> int:
    said = headers.get("content-length", "0")
    return int(said) if said.isdecimal() else 0


def cookie(name: str, value: str, *, secure: bool, lasts: int | None = None, path: str = "/") -> str:
    """Write a cookie that no script reads and no other site sends."""
    age = f"; Max-Age={lasts}" if lasts is not None else ""
    return f"{name}={value}; Path={path}; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}{age}"


def _limited(receive: Receive, declared: int) -> Receive:
    """Stop reading a body that is, or says it is, longer than any form of ours."""
    read = 0

    async def limited() -> Message:
        nonlocal read
        if declared > LONGEST_BODY:
            raise TooLong
        message = await receive()
        read += len(message.get("body", b""))
        if read > LONGEST_BODY:
            raise TooLong
        return message

    return limited
