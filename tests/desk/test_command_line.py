import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk.cli.main import NOUNS
from desk.setup.file import read_setup
from desk.views.published import VIEWS
from domain.commands import INTERNAL, ROUTES
from events.catalogue import CLASSES
from tests.desk.conftest import Sovang

PLANS = Path(__file__).parents[2] / "examples"


@pytest.fixture
def mai(setup_file: Path) -> str:
    return read_setup(setup_file).person("mai")


@pytest.fixture
def thon_1(setup_file: Path) -> str:
    return read_setup(setup_file).unit("thon-1")


def test_every_noun_shows_its_help(sovang: Sovang) -> None:
    for noun in NOUNS:
        assert sovang(noun, "--help").code == 0


def test_init_twice_is_init_once(opened: Sovang, setup_file: Path) -> None:
    before = opened("audit", "log", "--limit", 1000).out
    assert opened("init", setup_file).code == 0
    assert opened("audit", "log", "--limit", 1000).out == before


def test_a_command_without_a_ledger_says_what_to_run_and_leaves_with_6(sovang: Sovang) -> None:
    said = sovang("due")
    assert said.code == 6
    assert "sovang init" in said.err


def test_an_unknown_dossier_leaves_with_3(opened: Sovang) -> None:
    assert opened("nomination", "show", "nomination-khong-co").code == 3


def test_a_usage_error_leaves_with_2(opened: Sovang) -> None:
    assert opened("nomination", "--khong-co").code == 2


def test_a_verb_without_an_actor_is_a_usage_error(opened: Sovang, thon_1: str) -> None:
    said = opened("do", "unit.close", "--unit", thon_1, "--on", "2024-06-01")
    assert said.code == 2
    assert "--as" in said.err


def test_a_rule_that_refuses_leaves_with_1_and_says_why(
    opened: Sovang, setup_file: Path, thon_1: str
) -> None:
    na = read_setup(setup_file).person("na")
    said = opened(
        "do", "unit.close", "--unit", thon_1, "--on", "2024-06-01", "--as", na, "--as-role", "clerk"
    )
    assert said.code == 1
    assert "Việc này thuộc về" in said.err


def test_a_malformed_field_is_named_in_vietnamese(opened: Sovang, mai: str, thon_1: str) -> None:
    said = opened(
        "do", "unit.close", "--unit", thon_1, "--on", "hôm nay", "--as", mai, "--as-role", "administrator"
    )
    assert said.code == 2
    assert "“on” phải là một ngày" in said.err


def test_a_dry_run_writes_nothing(opened: Sovang, mai: str, thon_1: str) -> None:
    verb = (
        "do",
        "unit.close",
        "--unit",
        thon_1,
        "--on",
        "2024-06-01",
        "--as",
        mai,
        "--as-role",
        "administrator",
    )
    before = opened("audit", "log", "--limit", 1000).out
    assert opened(*verb, "--dry-run").code == 0
    assert opened("audit", "log", "--limit", 1000).out == before
    assert opened(*verb).code == 0
    assert "unit.closed" in opened("audit", "log", "--limit", 1000).out


def test_the_same_id_is_written_once(opened: Sovang, mai: str, thon_1: str) -> None:
    verb = (
        "do",
        "unit.close",
        "--unit",
        thon_1,
        "--as",
        mai,
        "--as-role",
        "administrator",
        "--id",
        "mot-lan",
        "--json",
    )
    assert opened(*verb, "--on", "2024-06-01").json["status"] == "recorded"
    assert opened(*verb, "--on", "2024-06-01").json["status"] == "repeated"
    assert opened(*verb, "--on", "2024-07-01").code == 1


def test_every_read_as_json_fits_its_published_schema(opened: Sovang) -> None:
    published = opened("schema", "views").json
    assert set(published) == {view.__name__ for view in VIEWS}
    for noun in ("movement", "nomination", "session", "decision", "ceremony", "letters"):
        assert opened(noun, "list", "--json").json == []
    waiting = opened("flow", "list", "--json").json
    assert {row["flow"] for row in waiting} == {"calendar", "handover"}, "they wait for the engine"
    assert {row["check"] for row in opened("doctor", "--json").json} >= {"sổ", "bảng đọc", "điểm chốt"}


def test_schemas_cover_every_command_and_event(opened: Sovang) -> None:
    assert set(opened("schema", "commands").json) == set(ROUTES) - INTERNAL
    assert set(opened("schema", "events").json) == set(CLASSES)
    assert "targets" in opened("schema", "plan").json["properties"]


def test_the_log_prints_the_exact_signed_bytes(opened: Sovang, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "data" / "ledger.db")
    stored = [row[0].decode() for row in database.execute("SELECT leaf FROM event ORDER BY seq")]
    database.close()
    printed = opened("audit", "log", "--leaf", "--limit", 1000)
    assert printed.out.splitlines() == stored
    assert "chưa nói ai lấy" in printed.err


def test_who_carries_the_log_away_is_on_record_before_it_is_printed(
    opened: Sovang, setup_file: Path, mai: str
) -> None:
    line = ("audit", "log", "--leaf", "--limit", 1000, "--as")
    refused = opened(*line, read_setup(setup_file).person("na"))
    assert (refused.code, refused.out) == (1, "")
    before = len(opened("audit", "log", "--leaf", "--limit", 1000).out.splitlines())
    taken = [json.loads(leaf) for leaf in opened(*line, mai, "--as-role", "standing_agency").out.splitlines()]
    assert len(taken) == before + 1
    assert (taken[-1]["type"], taken[-1]["by"]["who"]) == ("ledger.export_taken", mai)


def test_verification_leaves_with_0_and_with_5_naming_the_event(opened: Sovang, tmp_path: Path) -> None:
    assert opened("audit", "verify").code == 0
    database = sqlite3.connect(tmp_path / "data" / "ledger.db")
    database.execute("DROP TRIGGER event_no_update")
    database.execute("UPDATE event SET leaf = replace(leaf, 'unit', 'tinu') WHERE seq = 2")
    database.commit()
    database.close()
    said = opened("audit", "verify", "--json")
    assert said.code == 5
    assert said.json["faults"][0]["first"] == said.json["faults"][0]["last"] == 2


def test_rebuilding_says_what_it_went_through(opened: Sovang) -> None:
    rebuilt = opened("db", "rebuild", "--json").json
    assert rebuilt["events"] == len(opened("audit", "log", "--limit", 1000).out.splitlines())


def test_a_replay_of_yesterday_is_empty(opened: Sovang) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()  # noqa: TID251  # a real ledger has a real clock
    assert opened("audit", "replay", "--at", yesterday, "--json").json["events"] == 0


def test_a_launch_on_the_bare_document_is_refused_with_what_is_missing(
    opened: Sovang, setup_file: Path
) -> None:
    lat = read_setup(setup_file).person("lat")
    bare = PLANS / "quang-trung-2024.yaml"
    said = opened("movement", "launch", bare, "--as", lat, "--as-role", "authority")
    assert said.code == 1
    assert "số văn bản, ngày ký" in said.err


def test_a_launch_with_the_overlay_shows_what_is_assumed(opened: Sovang, setup_file: Path) -> None:
    lat = read_setup(setup_file).person("lat")
    files = (PLANS / "quang-trung-2024.yaml", "--overlay", PLANS / "quang-trung-2024.demo.yaml")
    assert opened("movement", "launch", *files, "--as", lat, "--as-role", "authority").code == 0
    movement = opened("movement", "list", "--json").json[0]["movement"]
    shown = opened("movement", "show", movement, "--json").json
    assert len(shown["targets"]) == 48
    assert all(milestone["assumed"] for milestone in shown["milestones"])


def line(**said: object) -> str:
    return json.dumps(
        {"at": "2024-06-01T08:00:00+07:00", "late_reason": "ghi bù", **said}, ensure_ascii=False
    )


def test_apply_runs_nothing_when_a_line_is_malformed(
    opened: Sovang, mai: str, thon_1: str, tmp_path: Path
) -> None:
    by = {"person": mai, "role": "administrator"}
    file = tmp_path / "lenh.jsonl"
    good = line(id="a", by=by, command="unit.close", unit=thon_1, on="2024-06-01")
    file.write_text("\n".join([good, "{", line(id="b", by=by, command="khong.co")]), encoding="utf-8")
    before = opened("audit", "log", "--limit", 1000).out
    said = opened("apply", file)
    assert said.code == 2
    assert "dòng 2" in said.err
    assert "dòng 3: không có lệnh nào tên “khong.co”" in said.err
    assert opened("audit", "log", "--limit", 1000).out == before


def test_apply_lists_refusals_by_line_and_leaves_with_1(
    opened: Sovang, mai: str, thon_1: str, tmp_path: Path
) -> None:
    by = {"person": mai, "role": "administrator"}
    file = tmp_path / "lenh.jsonl"
    lines = [
        line(id="a", by=by, command="unit.close", unit="unit-khong-co", on="2024-06-01"),
        line(id="b", by=by, command="unit.close", unit=thon_1, on="2024-06-01"),
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    said = opened("apply", file)
    assert said.code == 1
    assert "dòng 1: [not_found]" in said.err
    assert "unit.closed" in opened("audit", "log", "--limit", 1000).out


@pytest.mark.parametrize("who", ["system:reactor", "system:init"])
def test_nobody_passes_for_the_engine(opened: Sovang, thon_1: str, tmp_path: Path, who: str) -> None:
    file = tmp_path / "lenh.jsonl"
    by = {"person": who, "role": "administrator"}
    file.write_text(line(id="a", by=by, command="unit.close", unit=thon_1, on="2024-06-01"), encoding="utf-8")
    assert opened("apply", file).code == 2
    verb = (
        "do",
        "unit.close",
        "--unit",
        thon_1,
        "--on",
        "2024-06-01",
        "--as",
        who,
        "--as-role",
        "administrator",
    )
    assert opened(*verb).code == 2


@pytest.mark.parametrize("name", sorted(INTERNAL))
def test_no_person_sends_an_internal_command(opened: Sovang, mai: str, tmp_path: Path, name: str) -> None:
    file = tmp_path / "lenh.jsonl"
    file.write_text(line(id="a", by={"person": mai, "role": "administrator"}, command=name), encoding="utf-8")
    assert opened("apply", file).code == 2


def test_doctor_names_a_key_that_others_can_read(opened: Sovang, tmp_path: Path) -> None:
    (tmp_path / "data" / "keys" / "signing.key").chmod(0o644)
    said = opened("doctor", "--json")
    assert said.code == 6
    assert [row["remedy"] for row in said.json if row["state"] == "fault"] == [
        f"chmod 600 {tmp_path / 'data' / 'keys'}/*"
    ]
