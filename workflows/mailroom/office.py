"""Who writes letters and through which relay they leave, as the settings of a deployment say."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from mail.post import Post
from mail.relay import Relay
from workflows.mailroom.rules import MailRules, Pace, Quiet
from workflows.wiring import House

BANNER = "Dữ liệu minh hoạ; chỉ tiêu và chủ đề theo văn bản phát động năm 2024 của xã."

COUNCIL_LETTERS = ("session_invitation", "opinion_slip", "slip_reminder")
CEREMONY_LETTERS = ("ceremony_invitation",)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the office's address and name, the domain of message ids, the banner of a demonstration."""

    sender: str
    sender_name: str
    message_domain: str
    banner: str | None = None
    bounces_to: str | None = None
    """Where delivery reports go; absent: to the sender."""
    english: bool = False
    replies: Mapping[str, str] = field(default_factory=dict)
    """Template → who answers questions about such letters, where that is not the sender."""


def letterhead(house: House) -> Letterhead:
    """Give who writes."""
    settings = house.settings
    return Letterhead(
        settings.mail_from,
        settings.mail_name,
        settings.message_domain,
        banner=BANNER if house.ledger.genesis.simulated else None,
        bounces_to=settings.mail_bounces_to,
        english=settings.mail_english,
        replies={
            template: address
            for address, templates in (
                (settings.mail_reply_council, COUNCIL_LETTERS),
                (settings.mail_reply_ceremony, CEREMONY_LETTERS),
            )
            for template in templates
            if address
        },
    )


def open_post(house: House) -> Post | None:
    """Give the post, if a relay is set."""
    settings = house.settings
    if settings.smtp_url is None:
        return None
    authority = str(settings.smtp_ca) if settings.smtp_ca else None
    context = ssl.create_default_context(cafile=authority) if authority else None
    relay = Relay.parse(settings.smtp_url.get_secret_value())
    return Post(relay, connections=settings.mail_connections, tls_context=context)


def mail_rules(house: House) -> MailRules:
    """Give how letters may leave; a simulated clock knows no pace."""
    settings = house.settings
    paced = settings.mail_per_minute is not None and not house.clock.simulated
    return MailRules(
        connections=settings.mail_connections,
        pace=Pace(settings.mail_per_minute) if paced and settings.mail_per_minute else None,
        quiet=Quiet.parse(settings.mail_quiet) if settings.mail_quiet else None,
    )
