"""Renders a letter from its template and facts: deterministic, and a missing value fails before anything is sent."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.errors import MessageError
from email.utils import format_datetime
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined, Template, TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment

from mail.headers import address_header, text_header
from mail.message import Attachment, letter_bytes

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FOOT = "Thư tự động của Sổ Vàng. Đề nghị trả lời về cơ quan thường trực Hội đồng Thi đua - Khen thưởng."

ENGLISH_FOOT = "Automatic letter of Sổ Vàng. Please answer to the standing agency of the emulation and commendation council."
DELAYED = "Thư này lẽ ra gửi ngày {day} nhưng gửi chậm; nội dung dưới đây đúng vào hôm nay."
ENGLISH_DELAYED = "This letter was due to be sent on {day} and is late; what it says is true today."
RESENT = "Thư này gửi lại theo đề nghị; thư trước đề ngày {day}."
ENGLISH_RESENT = "This letter is sent again on request; the earlier one is dated {day}."
LANGUAGES = ("vi", "en")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
"""What every relay takes: ASCII, no quotes, no comments."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]|=\?")
"""What no header takes: control characters, and the beginning of an encoded word, which may hide them (RFC 2047)."""


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
    english: bool = False
    """Say it all in English, too, below the Vietnamese."""
    reply_to: str | None = None
    """Who answers questions about such a letter; absent: the sender."""
    delayed_from: date | None = None
    resent_from: date | None = None
    calendar: bytes | None = None
    calendar_method: str = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Words:
    """A rendered letter before it is put in its envelope."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Said:
    """A letter in one language: its subject and its paragraphs, each with its lines."""

    subject: str
    paragraphs: list[str]

    @property
    def lines(self) -> list[list[str]]:
        """Give the lines of each paragraph."""
        return [paragraph.split("\n") for paragraph in self.paragraphs]


@dataclass(frozen=True, slots=True)
class Stationery:
    """A set of templates ready to write with."""

    templates: Mapping[str, str]

    def words(self, view: LetterView) -> Words:
        """Render subject, text and HTML; raises `CannotRender`."""
        layout = self.templates.get("layout.html")
        vietnamese = self.said(view, "vi")
        english = (
            self.said(view, "en") if view.english and f"en/{view.template}.txt" in self.templates else None
        )
        parts = [*([view.banner] if view.banner else []), *vietnamese.paragraphs, FOOT]
        if english is not None:
            parts += ["* * *", english.subject, *english.paragraphs, ENGLISH_FOOT]
        try:
            html = _html(layout or "").render(
                subject=vietnamese.subject,
                banner=view.banner,
                foot=FOOT,
                paragraphs=vietnamese.lines,
                english={"subject": english.subject, "paragraphs": english.lines, "foot": ENGLISH_FOOT}
                if english
                else None,
            )
        except (TemplateError, ValueError, TypeError) as fault:
            raise CannotRender(f"khung thư: {fault}") from fault
        return Words(vietnamese.subject, "\n\n".join(parts) + "\n", html)

    def said(self, view: LetterView, language: str) -> Said:
        """Render the words of one language; raises `CannotRender`."""
        rendered = self._rendered(
            f"{language}/{view.template}.txt", view.template, view.facts, view.recipient
        )
        subject, _, body = rendered.strip().partition("\n")
        first, *rest = _paragraphs(body) or [""]
        return Said(subject, [first, *_remarks(view, language), *rest])

    def fault(self, template: str, facts: Mapping[str, str]) -> str | None:
        """Say why no letter can be made from a template and facts; None when one can."""
        try:
            self._rendered(f"vi/{template}.txt", template, facts, "?")
        except CannotRender as fault:
            return f"Không lập được thư: {fault}."
        return None

    def _rendered(self, file: str, template: str, facts: Mapping[str, str], recipient: str) -> str:
        source = self.templates.get(file)
        if source is None or "layout.html" not in self.templates:
            raise CannotRender(f"chưa có mẫu thư “{template}”")
        try:
            return _plain(source).render(**facts, recipient=recipient)
        except (TemplateError, ValueError, TypeError) as fault:
            raise CannotRender(f"mẫu thư “{template}”: {fault}") from fault

    def message(self, view: LetterView) -> bytes:
        """Make the message: one recipient, stable Message-ID and Date, text, HTML and calendar entry."""
        words = self.words(view)
        identity = message_id(view.letter, view.message_domain)
        for text in (view.sender_name, view.sender, view.recipient, view.address, words.subject, identity):
            if _UNSAFE.search(text):
                raise CannotRender(
                    "tiêu đề, tên hoặc địa chỉ có ký tự xuống dòng, ký tự điều khiển hoặc chuỗi mã hoá =?"
                )
        for address in filter(None, (view.sender, view.address, view.reply_to)):
            if not ADDRESS.fullmatch(address):
                raise CannotRender("địa chỉ thư không đúng dạng tên@máy-chủ")
        calendar = Attachment(view.calendar, view.calendar_method) if view.calendar is not None else None
        try:
            return letter_bytes(_headers(view, words.subject), words.text, words.html, calendar)
        except (ValueError, IndexError, MessageError) as fault:
            raise CannotRender("tiêu đề hoặc địa chỉ có chữ không đưa vào thư được") from fault


def _headers(view: LetterView, subject: str) -> str:
    return (
        address_header("From", view.sender_name, view.sender)
        + address_header("To", view.recipient, view.address)
        + (address_header("Reply-To", view.sender_name, view.reply_to) if view.reply_to else "")
        + text_header("Subject", subject)
        + f"Date: {format_datetime(view.written_at)}\r\n"
        + f"Message-ID: {message_id(view.letter, view.message_domain)}\r\n"
        + "Auto-Submitted: auto-generated\r\n"
    )


def message_id(letter: str, domain: str) -> str:
    """Name a message by its letter: sent again, it is the same message."""
    return f"<{letter}@{domain}>"


def shipped_templates() -> dict[str, str]:
    """Read the templates that ship with the program."""
    folder = files("mail") / "templates"
    found = {
        f"{language}/{file.name}": file.read_text(encoding="utf-8")
        for language in LANGUAGES
        for file in (folder / language).iterdir()
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


def _remarks(view: LetterView, language: str) -> Iterator[str]:
    """Say after the greeting that the letter is late, or sent again, and from which day."""
    vietnamese = language == "vi"
    if view.delayed_from is not None:
        yield (DELAYED if vietnamese else ENGLISH_DELAYED).format(day=_shown(view.delayed_from))
    if view.resent_from is not None:
        yield (RESENT if vietnamese else ENGLISH_RESENT).format(day=_shown(view.resent_from))


def _shown(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _day(value: str | Undefined) -> str:
    return _day_shown(str(value))


@lru_cache(maxsize=400)
def _day_shown(day: str) -> str:
    return _shown(date.fromisoformat(day))


def _moment(value: str | Undefined) -> str:
    local = datetime.fromisoformat(str(value)).astimezone(ZONE)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


def _moment_in_english(value: str | Undefined) -> str:
    local = datetime.fromisoformat(str(value)).astimezone(ZONE)
    return f"{local:%H:%M} on {local:%d/%m/%Y} (Asia/Ho_Chi_Minh)"


class Missing(StrictUndefined):
    """A value that a template asks for and a letter does not have; told by its name."""

    @property
    def _undefined_message(self) -> str:
        return f"thiếu giá trị “{self._undefined_name}”"


PLAIN: Environment = SandboxedEnvironment(undefined=Missing, trim_blocks=True, lstrip_blocks=True)
PLAIN.filters |= {"day": _day, "moment": _moment, "moment_in_english": _moment_in_english}
HTML: Environment = SandboxedEnvironment(undefined=Missing, autoescape=True)


@cache
def _plain(source: str) -> Template:
    return _ready(PLAIN, source)


@cache
def _html(source: str) -> Template:
    return _ready(HTML, source)


def _ready(environment: Environment, source: str) -> Template:
    """Compile a template; its globals are looked through for each letter, and a plain dict is the quickest."""
    template = environment.from_string(source)
    template.globals = dict(template.globals)
    return template
