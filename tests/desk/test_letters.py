"""`sovang letters` and `sovang session preflight` at the command line."""

import json
from pathlib import Path

import pytest

from desk.setup.file import read_setup
from mail.rendering import shipped_templates
from tests.desk.conftest import Sovang


@pytest.fixture
def mai(setup_file: Path) -> str:
    return read_setup(setup_file).person("mai")


def queue(sovang: Sovang, mai: str, letter: str = "letter-1") -> None:
    facts = {"title": "Nộp báo cáo", "due_on": "2024-12-06", "reason": "đã có công văn mới"}
    said = sovang(
        "letters", "queue", "--letter", letter, "--recipient", mai, "--template", "cancelled",
        "--facts", json.dumps(facts), "--speaks-from", "2024-12-01", "--as", mai, "--as-role", "standing_agency",
    )  # fmt: skip
    assert said.code == 0, said.err


def act(sovang: Sovang, mai: str, verb: str, *more: object) -> int:
    return sovang(
        "letters", verb, "--letter", "letter-1", *more, "--as", mai, "--as-role", "standing_agency"
    ).code


def states(sovang: Sovang) -> list[tuple[str, str]]:
    return [(row["letter"], row["state"]) for row in sovang("letters", "list", "--json").json]


def test_a_letter_is_held_and_let_go(opened: Sovang, mai: str) -> None:
    queue(opened, mai)
    assert act(opened, mai, "hold", "--reason", "chờ công văn mới") == 0
    assert states(opened) == [("letter-1", "held")]
    assert act(opened, mai, "release") == 0
    assert states(opened) == [("letter-1", "queued")]


def test_a_letter_shows_its_words_and_everything_that_became_of_it(opened: Sovang, mai: str) -> None:
    queue(opened, mai)
    act(opened, mai, "hold", "--reason", "chờ công văn mới")
    shown = opened("letters", "show", "letter-1", "--json").json
    assert shown["subject"] == "Thôi thực hiện: Nộp báo cáo"
    assert "đã có công văn mới" in shown["text"]
    assert [event["what"] for event in shown["history"]] == ["xếp chờ gửi", "tạm giữ"]
    assert opened("letters", "show", "letter-khong-co").code == 3


def test_a_letter_that_still_waits_is_not_sent_again(opened: Sovang, mai: str) -> None:
    queue(opened, mai)
    assert act(opened, mai, "resend", "--reason", "chưa thấy thư") == 1


def test_nothing_is_undelivered_at_first(opened: Sovang) -> None:
    assert opened("letters", "failures", "--json").json == []


def test_every_template_is_previewed_in_both_languages(opened: Sovang) -> None:
    said = opened("letters", "preview", "--json")
    assert [one["fault"] for one in said.json if one["fault"]] == [], "add it to mail/templates/samples.toml"
    names = {name.partition("/")[2].removesuffix(".txt") for name in shipped_templates() if "/" in name}
    assert {one["template"] for one in said.json} == names
    assert {name for name in shipped_templates() if name.startswith("vi/")} == {
        f"vi/{name}.txt" for name in names
    }
    english = {f"en/{name}.txt" for name in names}
    assert english <= set(shipped_templates()), "say it in mail/templates/en, too"


def test_a_preview_without_a_value_names_it_and_leaves_with_1(opened: Sovang) -> None:
    said = opened(
        "letters", "preview", "reminder", "--facts", '{"side": "before", "days": "3", "title": "x"}'
    )
    assert said.code == 1
    assert "due_on" in said.err


def test_templates_are_previewed_before_they_are_adopted(opened: Sovang, tmp_path: Path) -> None:
    folder = tmp_path / "mau"
    (folder / "vi").mkdir(parents=True)
    (folder / "layout.html").write_text("<p>{{ subject }}</p>", encoding="utf-8")
    (folder / "vi" / "moi.txt").write_text("Mới: {{ title }}\n\nKính gửi: {{ nguoi }},", encoding="utf-8")
    said = opened("letters", "preview", "moi", "--templates", folder)
    assert said.code == 1
    assert "nguoi" in said.err
    (folder / "vi" / "moi.txt").write_text("Mới: {{ title }}\n\nKính gửi,", encoding="utf-8")
    assert opened("letters", "preview", "moi", "--templates", folder).code == 0


@pytest.mark.parametrize("facts", ["[1]", "{", "@khong-co.json"])
def test_facts_that_cannot_be_read_are_a_usage_error(opened: Sovang, facts: str) -> None:
    assert opened("letters", "preview", "reminder", "--facts", facts).code == 2


def test_a_template_nobody_knows_leaves_with_3(opened: Sovang) -> None:
    assert opened("letters", "preview", "khong-co").code == 3


def test_a_preflight_of_no_meeting_leaves_with_3(opened: Sovang) -> None:
    assert opened("session", "preflight", "session-khong-co").code == 3


@pytest.mark.parametrize(
    ("recipient", "template", "facts", "told"),
    [
        ("unit-khong-co", "cancelled", {"title": "x", "reason": "y"}, "unit-khong-co"),
        ("mai", "khong-co", {"title": "x"}, "khong-co"),
        ("mai", "cancelled", {"title": "x"}, "thiếu giá trị “reason”"),
    ],
)
def test_a_letter_that_cannot_be_made_is_refused_before_it_is_queued(  # noqa: PLR0917  # a row of the table
    opened: Sovang, mai: str, recipient: str, template: str, facts: dict[str, str], told: str
) -> None:
    said = opened(
        "letters", "queue", "--letter", "letter-1", "--recipient", mai if recipient == "mai" else recipient,
        "--template", template, "--facts", json.dumps(facts), "--speaks-from", "2024-12-01",
        "--as", mai, "--as-role", "standing_agency",
    )  # fmt: skip
    assert said.code in {1, 2}
    assert told in said.err
    assert states(opened) == []


def test_letters_are_found_by_a_part_of_the_name_without_marks_and_by_code(opened: Sovang, mai: str) -> None:
    queue(opened, mai)
    for to in ("mai", "Mai", mai):
        assert len(opened("letters", "list", "--to", to, "--json").json) == 1
    assert opened("letters", "list", "--to", "khong co ai", "--json").json == []


def test_a_letter_that_is_not_there_is_not_held(opened: Sovang, mai: str) -> None:
    assert act(opened, mai, "hold", "--reason", "chờ") == 3


def test_a_calendar_file_is_named_as_one(opened: Sovang, tmp_path: Path) -> None:
    assert opened("calendar", "ics", tmp_path / "2024").code == 2
    assert not (tmp_path / "2024").exists()
    assert opened("calendar", "ics", tmp_path / "lich.ics").code == 0
    assert opened("calendar", "ics", tmp_path / "khong-co" / "lich.ics").code == 2
