"""A letter to send, and how its bytes read on the other side."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from mail.relay import Envelope
from mail.rendering import LetterView, Stationery, shipped_templates

STATIONERY = Stationery(shipped_templates())
VIEW = LetterView(
    letter="letter-1",
    template="reminder",
    facts={
        "side": "before",
        "days": "3",
        "title": "Nộp hồ sơ đề nghị khen thưởng",
        "due_on": "2024-12-06",
        "debtor": "Thôn 5",
        "set_by": "công văn số 118/PNV-TĐKT ngày 05/11/2024 của Phòng Nội vụ thị xã",
    },
    recipient="Thôn 5",
    address="thon5@vidu.example",
    sender="thuongtruc@vidu.example",
    sender_name="Thường trực Hội đồng TĐKT xã Quang Trung",
    written_at=datetime(2024, 12, 3, 1, tzinfo=UTC),
    message_domain="sovang.vidu.example",
)
ENVELOPE = Envelope(sender=VIEW.sender, recipient=VIEW.address, content=STATIONERY.message(VIEW))


def received(message: bytes) -> Message:
    """Give the message as it arrives, its headers still encoded."""
    return message_from_bytes(message)


def decoded(header: str) -> str:
    """Read a header as RFC 2047 says: the break between two encoded words is no space."""
    return str(make_header(decode_header(header)))
