"""One line to the relay: a connection opened at need, kept for many letters, dropped at any fault.

Each command waits for its answer, also where the relay offers PIPELINING (RFC 2920): the library drops an answer that
nobody waits for yet.
"""

import asyncio
import re
import ssl

import aiosmtplib

from mail.relay import Envelope, Kind, Patience, Posted, Relay, scrubbed

OK, CLOSING, LASTING = 250, 421, 500
TAKEN = (OK, 251)
"""A relay that forwards to another address has taken the recipient."""
GOODBYE = 5.0
_MAILBOX = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")
"""What may stand between the brackets of a command: no space, no bracket, no control character."""


class Line:
    """A connection and what is said over it."""

    def __init__(self, relay: Relay, patience: Patience, tls_context: ssl.SSLContext | None) -> None:
        self.relay = relay
        self.patience = patience
        self._tls_context = tls_context
        self._client: aiosmtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        """Say whether a connection stands."""
        return self._client is not None and self._client.is_connected

    async def open(self) -> Posted | None:
        """Connect, if need be; gives what is wrong with the relay, or None when it takes letters."""
        if self.is_open:
            return None
        client = aiosmtplib.SMTP(
            hostname=self.relay.host,
            port=self.relay.port,
            username=self.relay.username,
            password=self.relay.password,
            use_tls=self.relay.tls,
            start_tls=self.relay.starttls,
            tls_context=self._tls_context,
            timeout=self.patience.connect,
        )
        try:
            await client.connect()
            self._client = client
            await _introduce(client)
        except aiosmtplib.SMTPResponseException as fault:
            client.close()
            return Posted("halt", fault.code, scrubbed(fault.message))
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as fault:
            client.close()
            return Posted("halt", None, type(fault).__name__)
        return None

    async def send(self, envelope: Envelope) -> Posted:
        """Send one letter; a kept connection that has died meanwhile is replaced before anything is given away."""
        kept = self.is_open
        refused = await self._offer(envelope)
        if refused is not None and refused.kind == "deferred" and refused.code is None and kept:
            refused = await self._offer(envelope)
        return refused or await self._hand_over(envelope)

    async def _offer(self, envelope: Envelope) -> Posted | None:
        """Name sender and recipient; None when the relay waits for the data."""
        out_of_order = await self.open()
        if out_of_order is not None or self._client is None:
            return out_of_order
        client, wait = self._client, self.patience.command
        about_letter, about_recipient = _reports(client, envelope)
        try:
            sender, recipient = _path(envelope.sender), _path(envelope.recipient)
        except ValueError:
            return Posted("failed", None, "địa chỉ không dùng được trong SMTP")
        try:
            answer = await client.execute_command(b"MAIL", b"FROM:" + sender, *about_letter, timeout=wait)
            if answer.code != OK:
                lasting = answer.code >= LASTING  # our own address is refused: no letter would get through
                return await self._refused("halt" if lasting else "deferred", answer.code, answer.message)
            answer = await client.execute_command(b"RCPT", b"TO:" + recipient, *about_recipient, timeout=wait)
            if answer.code not in TAKEN:
                return await self._refused(_by_code(answer.code), answer.code, answer.message)
        except aiosmtplib.SMTPResponseException as fault:
            return await self._refused(_by_code(fault.code), fault.code, fault.message)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as fault:
            self.drop()
            return Posted("deferred", None, type(fault).__name__)
        return None

    async def _hand_over(self, envelope: Envelope) -> Posted:
        """Give the data away: from here on a silence leaves it unclear whether the relay has the letter."""
        if self._client is None:
            return Posted("deferred")
        try:
            response = await self._client.data(envelope.content, timeout=self.patience.data)
        except aiosmtplib.SMTPDataError as fault:
            return await self._refused(_by_code(fault.code), fault.code, fault.message)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as fault:
            self.drop()
            return Posted("unknown", None, type(fault).__name__)
        return Posted("sent", response.code, scrubbed(response.message))

    async def _refused(self, kind: Kind, code: int, reply: str) -> Posted:
        """Make the line ready for the next letter after a refusal of this one."""
        if code == CLOSING or self._client is None:
            self.drop()
        else:
            try:
                await self._client.rset(timeout=self.patience.command)
            except (aiosmtplib.SMTPException, OSError, TimeoutError):
                self.drop()
        return Posted(kind, code, scrubbed(reply))

    def drop(self) -> None:
        """End the connection without a word."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    async def close(self) -> None:
        """Say goodbye to the relay."""
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            try:
                await asyncio.wait_for(client.quit(), GOODBYE)
            except (aiosmtplib.SMTPException, OSError, TimeoutError):
                client.close()


async def _introduce(client: aiosmtplib.SMTP) -> None:
    """Say who calls, and hear what the relay knows, before its first letter; an old relay knows HELO only."""
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()


def _path(address: str) -> bytes:
    """Write an address as it stands in a command; raises ValueError when it would end it, or is not ASCII."""
    if not _MAILBOX.fullmatch(address):
        raise ValueError("not a mailbox")
    return b"<" + address.encode("ascii") + b">"


def _reports(client: aiosmtplib.SMTP, envelope: Envelope) -> tuple[list[bytes], list[bytes]]:
    """Ask for a report of a failure that names the letter (RFC 3461), where the relay knows how."""
    if envelope.mark is None or not client.supports_extension("dsn"):
        return [], []
    return [b"RET=HDRS", b"ENVID=" + envelope.mark.encode("ascii")], [b"NOTIFY=FAILURE"]


def _by_code(code: int) -> Kind:
    return "failed" if code >= LASTING else "deferred"
