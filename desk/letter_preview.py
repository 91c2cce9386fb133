"""Letters before anybody is written to: each template with sample facts, or with the facts it is given."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from desk.requests import BadRequest
from desk.views.letter_views import PreviewView
from mail.rendering import LANGUAGES, CannotRender, LetterView, Stationery

MOMENT = datetime(2024, 12, 3, 1, tzinfo=UTC)


def samples() -> dict[str, str]:
    """Read the invented facts that ship with the templates."""
    text = (files("mail") / "templates" / "samples.toml").read_text(encoding="utf-8")
    return {name: str(value) for name, value in tomllib.loads(text).items()}


def templates_in(folder: Path) -> dict[str, str]:
    """Read a folder of templates, laid out like the shipped one, before it is adopted."""
    found = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for pattern in ("layout.html", *(f"{language}/*.txt" for language in LANGUAGES))
        for file in sorted(folder.glob(pattern))
    }
    if not found:
        raise BadRequest([f"không có mẫu thư nào trong {folder}"])
    return found


def names_of(templates: Mapping[str, str]) -> list[str]:
    """Name the templates of a set."""
    return sorted({Path(name).stem for name in templates if name.endswith(".txt")})


def preview(
    templates: Mapping[str, str], template: str, facts: Mapping[str, str], *, english: bool
) -> PreviewView:
    """Render one letter; a value that is missing is told and nothing is guessed."""
    view = LetterView(
        letter="letter-xem-truoc",
        template=template,
        facts=facts,
        recipient="Thôn Ví Dụ",
        address="nguoi-nhan@vidu.example",
        sender="thuong-truc@vidu.example",
        sender_name="Thường trực Hội đồng",
        written_at=MOMENT,
        message_domain="vidu.example",
        english=english,
    )
    try:
        Stationery(templates).message(view)
        words = Stationery(templates).words(view)
    except CannotRender as fault:
        return PreviewView(template=template, subject=None, text=None, html=None, fault=str(fault))
    return PreviewView(template=template, subject=words.subject, text=words.text, html=words.html, fault=None)


def previews(templates: Mapping[str, str]) -> Iterator[PreviewView]:
    """Render every template with the sample facts, in both languages where it has them."""
    given = samples()
    for name in names_of(templates):
        yield preview(templates, name, given, english=f"en/{name}.txt" in templates)
