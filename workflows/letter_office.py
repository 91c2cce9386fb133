"""Who writes letters and through which relay they leave, as the settings of a deployment say."""

from dataclasses import dataclass

from mail.post import Post, Relay
from workflows.wiring import House

BANNER = "Dữ liệu minh hoạ; chỉ tiêu và chủ đề theo văn bản phát động năm 2024 của xã."


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the office's address and name, the domain of message ids, the banner of a demonstration."""

    sender: str
    sender_name: str
    message_domain: str
    banner: str | None = None


def letterhead(house: House) -> Letterhead:
    """Give who writes."""
    settings = house.settings
    banner = BANNER if house.ledger.genesis.simulated else None
    return Letterhead(settings.mail_from, settings.mail_name, settings.message_domain, banner)


def open_post(house: House) -> Post | None:
    """Give the post, if a relay is set."""
    url = house.settings.smtp_url
    return Post(Relay.parse(url.get_secret_value())) if url else None
