"""Renders a letter from its template and facts: deterministic, and a missing value fails before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined, Template, TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment

from mail.headers import LETTER

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FOOT = "Thư tự động của Sổ Vàng. Đề nghị trả lời về cơ quan thường trực Hội đồng Thi đua - Khen thưởng."

DELAYED = (
    "Thư này lẽ ra gửi ngày {day} nhưng bị chậm do đường truyền thư; nội dung dưới đây đúng vào hôm nay."
)


class CannotRender(ValueError):
    """The template is missing or asks for a fact that the letter does not have."""


@dataclass(frozen=True, slots=True)
class LetterView:
    """Everything a letter is made from, as plain values."""

    letter: str
    template: str
    facts: Mapping[str, str]
    recipient: str
    address: str
    sender: str
    sender_name: str
    written_at: datetime
    message_domain: str
    banner: str | None = None
    delayed_from: date | None = None
    calendar: bytes | None = None
    calendar_method: str = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Words:
    """A rendered letter before it is put in its envelope."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Stationery:
    """A set of templates ready to write with."""

    templates: Mapping[str, str]

    def words(self, view: LetterView) -> Words:
        """Render subject, text and HTML; raises `CannotRender`."""
        source = self.templates.get(f"vi/{view.template}.txt")
        layout = self.templates.get("layout.html")
        if source is None or layout is None:
            raise CannotRender(f"chưa có mẫu thư “{view.template}”")
        try:
            rendered = _plain(source).render(**view.facts, recipient=view.recipient)
            subject, _, body = rendered.strip().partition("\n")
            paragraphs = _with_delay(_paragraphs(body), view.delayed_from)
            said = [view.banner, *paragraphs, FOOT] if view.banner else [*paragraphs, FOOT]
            html = _html(layout).render(
                subject=subject,
                banner=view.banner,
                foot=FOOT,
                paragraphs=[paragraph.split("\n") for paragraph in paragraphs],
            )
        except (TemplateError, ValueError, TypeError) as fault:
            raise CannotRender(f"mẫu thư “{view.template}”: {fault}") from fault
        return Words(subject, "\n\n".join(str(part) for part in said) + "\n", html)

    def message(self, view: LetterView) -> EmailMessage:
        """Make the message: one recipient, stable Message-ID and Date, text, HTML and calendar entry."""
        words = self.words(view)
        message = EmailMessage(policy=LETTER)
        try:
            message["From"] = Address(view.sender_name, addr_spec=view.sender)
            message["To"] = Address(view.recipient, addr_spec=view.address)
            message["Subject"] = words.subject
        except (ValueError, IndexError) as fault:
            raise CannotRender(f"tiêu đề hoặc địa chỉ không hợp lệ: {fault}") from fault
        message["Date"] = format_datetime(view.written_at)
        message["Message-ID"] = message_id(view.letter, view.message_domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words.text)
        message.add_alternative(words.html, subtype="html")
        if view.calendar is not None:
            message.add_attachment(
                view.calendar,
                maintype="text",
                subtype="calendar",
                filename="lich.ics",
                params={"method": view.calendar_method, "charset": "utf-8"},
            )
        return message


def message_id(letter: str, domain: str) -> str:
    """Name a message by its letter: sent again, it is the same message."""
    return f"<{letter}@{domain}>"


def shipped_templates() -> dict[str, str]:
    """Read the templates that ship with the program."""
    folder = files("mail") / "templates"
    found = {
        f"vi/{file.name}": file.read_text(encoding="utf-8")
        for file in (folder / "vi").iterdir()
        if file.name.endswith(".txt")
    }
    return {**found, "layout.html": (folder / "layout.html").read_text(encoding="utf-8")}


def _paragraphs(body: str) -> list[str]:
    """Split into paragraphs at empty lines; a line break inside one stays."""
    lines = [line.rstrip() for line in body.split("\n")]
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return ["\n".join(paragraph) for paragraph in paragraphs if paragraph]


def _with_delay(paragraphs: list[str], delayed_from: date | None) -> list[str]:
    """Say after the greeting that the letter is late, and from which day."""
    if delayed_from is None:
        return paragraphs
    return [*paragraphs[:1], DELAYED.format(day=delayed_from.strftime("%d/%m/%Y")), *paragraphs[1:]]


def _day(value: str | Undefined) -> str:
    return date.fromisoformat(str(value)).strftime("%d/%m/%Y")


def _moment(value: str | Undefined) -> str:
    local = datetime.fromisoformat(str(value)).astimezone(ZONE)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


PLAIN: Environment = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
PLAIN.filters |= {"day": _day, "moment": _moment}
HTML: Environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


@cache
def _plain(source: str) -> Template:
    return PLAIN.from_string(source)


@cache
def _html(source: str) -> Template:
    return HTML.from_string(source)
