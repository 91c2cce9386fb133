"""A real SMTP server on loopback that keeps what it gets: bounces addresses that are not there, and can be down."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from workflows.loopback import free_port


class _Keeper:
    """Refuses unknown recipients with 550 and files every message it accepts."""

    def __init__(self, folder: Path, unknown: frozenset[str]) -> None:
        self.folder = folder
        self.unknown = unknown

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # the same
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        identity = message_from_bytes(raw, policy=default)["Message-ID"] or "unnamed"
        name = re.sub(r"[^A-Za-z0-9.@-]", "", str(identity))
        (self.folder / f"{name}.eml").write_bytes(raw)
        with (self.folder / "received.log").open("a", encoding="utf-8") as log:
            log.write(f"{identity}\n")
        return "250 kept"


class MailSink:
    """The sink with its switch."""

    def __init__(self, folder: Path, unknown: frozenset[str] = frozenset()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._keeper = _Keeper(folder, unknown)
        self.port = free_port()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """Where letters are to be sent."""
        return f"smtp://127.0.0.1:{self.port}"

    def up(self) -> None:
        """Begin to answer."""
        if self._controller is None:
            self._controller = Controller(self._keeper, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def down(self) -> None:
        """Stop answering: connections are refused."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None
