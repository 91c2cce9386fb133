"""The post: one connection kept open to the relay, and what became of each letter in plain words."""

import asyncio
import re
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal
from urllib.parse import unquote, urlsplit

import aiosmtplib

from mail.headers import LETTER

Kind = Literal["sent", "deferred", "failed", "unknown", "halt"]
LASTING = 500
TIMEOUT = 20.0
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one letter: taken, put off, refused for good, unclear, or the relay itself is out of order."""

    kind: Kind
    code: int | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class Relay:
    """Where letters leave: `smtp://`, `smtps://` (TLS from the start) or `smtp+starttls://`, with user and password."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    tls: bool = False
    starttls: bool = False

    @classmethod
    def parse(cls, url: str) -> "Relay":
        """Read a relay's URL; raises ValueError when it is not one."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps", "smtp+starttls") or not parts.hostname:
            raise ValueError(f"địa chỉ máy chủ thư không đúng dạng: {parts.scheme}://{parts.hostname or ''}")
        ports = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
        return cls(
            parts.hostname,
            parts.port or ports[parts.scheme],
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
            tls=parts.scheme == "smtps",
            starttls=parts.scheme == "smtp+starttls",
        )


def scrubbed(reply: str | None) -> str | None:
    """Give a server's reply without addresses: it is kept for ever, and an address is personal."""
    return _ADDRESS.sub("‹địa chỉ›", reply)[:200] if reply else None


class Post:
    """Sends letters one after another over one connection, opened at need and dropped at any fault."""

    def __init__(self, relay: Relay, *, tls_context: ssl.SSLContext | None = None) -> None:
        self.relay = relay
        self._tls_context = tls_context
        self._client: aiosmtplib.SMTP | None = None

    async def open(self) -> Posted | None:
        """Connect to the relay; gives what is wrong with it, or None when it takes letters."""
        try:
            await self._connected()
        except aiosmtplib.SMTPAuthenticationError as fault:
            return await self._dropped(Posted("halt", fault.code, scrubbed(fault.message)))
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as fault:
            return await self._dropped(Posted("halt", None, scrubbed(type(fault).__name__)))
        return None

    async def send(self, message: EmailMessage) -> Posted:
        """Send one message to its one recipient and say what became of it."""
        out_of_order = await self.open()
        if out_of_order is not None:
            return out_of_order
        try:
            client = await self._connected()
            sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
            errors, reply = await client.sendmail(sender, [recipient], message.as_bytes(policy=LETTER))
        except aiosmtplib.SMTPRecipientsRefused as refused:
            first = refused.recipients[0]
            return Posted(_by_code(first.code), first.code, scrubbed(first.message))
        except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPReadTimeoutError, TimeoutError) as fault:
            return await self._dropped(Posted("unknown", None, scrubbed(type(fault).__name__)))
        except aiosmtplib.SMTPResponseException as fault:
            return await self._dropped(Posted(_by_code(fault.code), fault.code, scrubbed(fault.message)))
        except (aiosmtplib.SMTPException, OSError) as fault:
            return await self._dropped(Posted("unknown", None, scrubbed(type(fault).__name__)))
        if errors:
            refused_reply = next(iter(errors.values()))
            return Posted(_by_code(refused_reply.code), refused_reply.code, scrubbed(refused_reply.message))
        return Posted("sent", 250, scrubbed(reply))

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is None or not self._client.is_connected:
            client = aiosmtplib.SMTP(
                hostname=self.relay.host,
                port=self.relay.port,
                username=self.relay.username,
                password=self.relay.password,
                use_tls=self.relay.tls,
                start_tls=self.relay.starttls,
                tls_context=self._tls_context,
                timeout=TIMEOUT,
            )
            await client.connect()
            self._client = client
        return self._client

    async def _dropped(self, posted: Posted) -> Posted:
        client, self._client = self._client, None
        if client is not None:
            client.close()
        return posted

    async def close(self) -> None:
        """Say goodbye to the relay."""
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            try:
                await asyncio.wait_for(client.quit(), TIMEOUT)
            except (aiosmtplib.SMTPException, OSError, TimeoutError):
                client.close()


def _by_code(code: int) -> Kind:
    return "failed" if code >= LASTING else "deferred"
