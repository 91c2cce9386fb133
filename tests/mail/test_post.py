"""What becomes of a letter at a real SMTP server: taken, put off, refused for good, unclear, relay out of order."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from email import message_from_bytes
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from mail.post import Post
from mail.relay import Kind, Posted, Relay, scrubbed
from tests.mail.letters import ENVELOPE, STATIONERY, VIEW, decoded
from workflows.loopback import free_port

Server = Callable[..., Controller]


class Relayed:
    """Answers as it was told and keeps what it takes."""

    def __init__(self, rcpt: str = "250 OK", data: str = "250 kept") -> None:
        self.rcpt = rcpt
        self.data = data
        self.taken: list[bytes] = []

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's own name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(envelope.content)
        return self.data


@pytest.fixture
def server() -> Iterator[Server]:
    started: list[Controller] = []

    def start(handler: Any, **options: Any) -> Controller:
        controller = Controller(handler, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        started.append(controller)
        return controller

    yield start
    for controller in started:
        controller.stop()


def at(controller: Controller, scheme: str = "smtp", user: str = "") -> Relay:
    return Relay.parse(f"{scheme}://{user}127.0.0.1:{controller.port}")


def send(relay: Relay, *, times: int = 1, context: ssl.SSLContext | None = None) -> list[Posted]:
    async def sending() -> list[Posted]:
        post = Post(relay, tls_context=context)
        try:
            return [await post.send(ENVELOPE) for _ in range(times)]
        finally:
            await post.close()

    return asyncio.run(sending())


@pytest.mark.parametrize(
    ("rcpt", "data", "kind", "code"),
    [
        ("250 OK", "250 kept", "sent", 250),
        ("451 4.7.1 greylisted", "250 kept", "deferred", 451),
        ("550 5.1.1 no such mailbox", "250 kept", "failed", 550),
        ("250 OK", "452 4.2.2 mailbox full", "deferred", 452),
        ("250 OK", "554 5.7.1 refused", "failed", 554),
    ],
)
def test_the_servers_word_decides(server: Server, rcpt: str, data: str, kind: Kind, code: int) -> None:
    [posted] = send(at(server(Relayed(rcpt, data))))
    assert (posted.kind, posted.code) == (kind, code)


def test_the_subject_arrives_as_it_was_written(server: Server) -> None:
    relay = Relayed()
    send(at(server(relay)))
    [taken] = relay.taken
    assert decoded(message_from_bytes(taken)["Subject"]) == STATIONERY.words(VIEW).subject


def test_a_refusal_does_not_stop_the_next_letter(server: Server) -> None:
    posted = send(at(server(Relayed(rcpt="550 no"))), times=2)
    assert [each.kind for each in posted] == ["failed", "failed"]


def test_a_relay_that_does_not_answer_halts_the_post() -> None:
    [posted] = send(Relay.parse("smtp://127.0.0.1:9"))
    assert posted.kind == "halt"


def test_a_relay_that_breaks_off_leaves_it_unclear(server: Server) -> None:
    class Breaking(Relayed):
        async def handle_DATA(self, server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
            server.transport.abort()
            return "250 never heard"

    [posted] = send(at(server(Breaking())))
    assert posted.kind == "unknown"


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_wrong_password_halts_the_post_and_is_not_told(server: Server) -> None:
    def never(*_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    running = server(Relayed(), authenticator=never, auth_require_tls=False, auth_required=True)
    [posted] = send(at(running, user="clerk:m%E1%BA%ADt@"))
    assert (posted.kind, posted.code) == ("halt", 535)
    assert "mật" not in str(posted)


def certificates() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Give what a relay shows, and what trusts it."""
    authority = trustme.CA()
    theirs, ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(theirs)
    authority.configure_trust(ours)
    return theirs, ours


def test_starttls_carries_the_letter_and_a_strange_certificate_halts_the_post(server: Server) -> None:
    theirs, ours = certificates()
    relay = at(server(Relayed(), tls_context=theirs, require_starttls=True), "smtp+starttls")
    assert [each.kind for each in send(relay, context=ours)] == ["sent"]
    assert [each.kind for each in send(relay)] == ["halt"]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_the_right_password_opens_the_relay(server: Server) -> None:
    told = []

    def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        told.append((data.login, data.password))
        return AuthResult(success=True)

    relay = Relayed()
    running = server(relay, authenticator=known, auth_require_tls=False, auth_required=True)
    assert [each.kind for each in send(at(running, user="clerk:m%E1%BA%ADt@"), times=2)] == ["sent", "sent"]
    assert told == [(b"clerk", "mật".encode())]
    assert len(relay.taken) == 2


def test_tls_from_the_start_carries_the_letter_and_a_strange_certificate_halts_the_post() -> None:
    theirs, ours = certificates()
    relayed = Relayed()

    async def both() -> list[Kind]:
        loop = asyncio.get_running_loop()
        running = await loop.create_server(lambda: SMTP(relayed, loop=loop), "127.0.0.1", 0, ssl=theirs)
        relay = Relay.parse(f"smtps://127.0.0.1:{running.sockets[0].getsockname()[1]}")
        posts = [Post(relay, tls_context=context) for context in (ours, None)]
        kinds = [(await post.send(ENVELOPE)).kind for post in posts]
        for post in posts:
            await post.close()
        running.close()
        return kinds

    assert asyncio.run(both()) == ["sent", "halt"]
    assert len(relayed.taken) == 1


@pytest.mark.parametrize("url", ["", "http://relay", "smtp://", "relay:25"])
def test_a_relays_url_is_checked(url: str) -> None:
    with pytest.raises(ValueError, match="máy chủ thư"):
        Relay.parse(url)


def test_an_address_in_a_reply_is_not_kept() -> None:
    assert scrubbed("550 <thon5@vidu.example> unknown") == "550 ‹địa chỉ› unknown"
