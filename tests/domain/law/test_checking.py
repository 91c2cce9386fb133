"""`law check`: each kind of fault is found where it is planted, and the shipped tables have none."""

import ast
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from domain.law.answers import QUESTIONS, STEPS, TIMED, ask, row_key
from domain.law.book import NATION, Layer, Rules, parse_tables
from domain.law.checking import Fault, check, check_all, only_shown
from domain.law.differences import differences
from domain.law.rows import (
    Authority,
    Award,
    Coefficient,
    Publication,
    Quorum,
    Quota,
    Row,
    SessionRule,
    TimeLimit,
    VoteShare,
)
from domain.law.schema import NAMES, TABLES
from domain.law.telling import tell
from domain.law.texts import Instrument, KnownGap
from domain.record import GRADES, MEASURES, REACHES
from events.unit import UnitKind
from tests.domain.law.dates import LAST_OF_DISTRICT, LAW_2022, TWO_TIERS
from tests.domain.rules import NATIONAL, THE_LAW, layer, row

DEMO = Path(__file__).parents[3] / "examples" / "demo-2024" / "rules.toml"
LAW = row(
    Instrument,
    instrument="Luật A",
    name="Luật A",
    document="Luật A",
    evidence="verified",
    **{"from": "2024-01-01"},
)
GK = row(
    Award, award="GK", kind="form", name="Giấy khen", english="x", recipients=["person"], rank=1,
    document="Luật A", evidence="verified", **{"from": "2024-01-01"},
)  # fmt: skip


def limit(since: str, until: str | None = None, **said: object) -> TimeLimit:
    fields = {
        "step": "consult",
        "days": 5,
        "document": "Luật A",
        "evidence": "verified",
        "from": since,
        "until": until,
    }
    return row(TimeLimit, **{**fields, **said})


def nation(*rows: Row) -> Layer:
    return layer(LAW, GK, *rows, name="viet-nam", scope=NATION)


def found(*layers: Layer) -> list[tuple[str, str]]:
    return [(fault.kind, fault.rule) for fault in check_all(layers)]


def test_the_shipped_tables_have_no_fault() -> None:
    assert check([NATIONAL]) == []


def test_the_demonstrations_own_rules_have_no_fault_over_the_nations() -> None:
    tables = parse_tables(tomllib.loads(DEMO.read_text(encoding="utf-8")))
    assert check_all([Layer("quy-che", "unit-xa", "", tables), NATIONAL]) == []


def test_two_rows_of_one_rule_on_one_day_overlap() -> None:
    assert found(nation(limit("2024-01-01"), limit("2024-06-01"))) == [
        ("overlap", "consult"),
        ("unread", "consult"),
    ]
    assert found(nation(limit("2024-01-01", "2024-05-31"), limit("2024-06-01"))) == []


def test_a_day_between_two_rows_of_one_rule_is_a_gap_unless_it_is_a_known_one() -> None:
    early, late = limit("2024-01-01", "2024-05-31"), limit("2024-07-01")
    assert [fault.said for fault in check([nation(early, late)])] == [
        "từ 01/06/2024 đến 30/06/2024 không có dòng nào"
    ]
    known = {"of_table": "time_limit", "rule": "consult", "name": "chưa tìm thấy", "document": "Luật A"}
    gap = row(KnownGap, **known, evidence="memory", until="2024-06-30", **{"from": "2024-06-01"})
    assert found(nation(early, late, gap)) == []
    wide = row(KnownGap, **known, evidence="memory", until="2024-07-31", **{"from": "2024-06-01"})
    assert found(nation(early, late, wide)) == [("gap", "consult")]
    assert found(nation(early, gap)) == [("gap", "time_limit/consult")]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"document": "Luật B"}, "văn bản Luật B không có trong danh sách văn bản"),
        ({"from": "2023-12-31"}, "văn bản Luật A không có hiệu lực suốt thời gian của dòng"),
    ],
)
def test_a_row_stands_on_a_text_in_force_for_all_its_days(said: dict[str, str], fault: str) -> None:
    assert [one.said for one in check([nation(limit("2024-01-01", **said))])] == [fault]


def test_a_row_does_not_outlive_its_text_nor_stand_on_a_remembered_one() -> None:
    ended = LAW.model_copy(update={"until": date(2025, 6, 30)})
    base = layer(ended, GK.model_copy(update={"until": date(2025, 6, 30)}), limit("2024-01-01"), scope=NATION)
    assert found(base) == [("basis", "consult")]
    remembered = LAW.model_copy(update={"evidence": "memory"})
    assert ("basis", "GK") in found(layer(remembered, GK, scope=NATION))


def test_an_overlay_stands_on_its_own_paper_or_on_a_text_of_the_nation() -> None:
    own = row(TimeLimit, step="consult", days=5)
    assert found(layer(own), nation()) == []
    borrowed = row(TimeLimit, step="consult", days=5, document="Luật B", evidence="verified")
    assert found(layer(borrowed), nation()) == [("basis", "consult")]


def test_an_award_that_the_catalogue_does_not_know_is_told() -> None:
    strange = row(Quota, award="GK", of_award="ABC", percent=10)
    assert found(layer(strange), nation()) == [("award", "GK/ABC")]
    headcount = row(Quota, award="GK", of_award="headcount", percent=10)
    assert found(layer(headcount), nation()) == []
    unknown = row(Publication, award="ABC", working_days=5)
    assert found(layer(unknown), nation()) == [("award", "ABC"), ("unread", "ABC")]


def test_a_row_that_no_question_reaches_is_told() -> None:
    nobody = row(Coefficient, award="GK", coefficient="0.3", recipient="household")
    assert found(layer(nobody), nation()) == [("unread", "GK/household")]


def test_a_row_hidden_by_another_is_read_once_the_other_has_ended() -> None:
    first = row(Quorum, numerator=1, denominator=2, until="2024-06-30")
    second = row(Quorum, numerator=2, denominator=3)
    assert ("unread", "") not in found(layer(first, second), nation())


def test_an_overlay_that_has_ended_is_asked_of_its_own_days_only() -> None:
    late = row(Quorum, numerator=1, denominator=2, **{"from": "2025-01-01"})
    assert found(layer(late, until=date(2024, 12, 31)), nation()) == [("unread", "")]


def test_a_share_below_the_nations_a_written_session_and_a_bonus_over_the_ceiling_are_told() -> None:
    low = row(VoteShare, award="CSTDCS", percent=70, base="all_members", mode="sealed")
    present = row(VoteShare, award="CSTDT", percent=95, base="attending", mode="sealed", until="2024-12-31")
    written = row(SessionRule, written_session=True, **{"from": "2020-01-01"})
    dear = row(Coefficient, award="KNC", coefficient="0.7", **{"from": "2025-07-01"})
    faults = [
        fault for fault in check([layer(low, present, written, dear), NATIONAL]) if fault.kind == "undercut"
    ]
    assert [(fault.table, fault.said) for fault in faults[:2]] == [
        ("vote_share", "thấp hơn 80 % của Đ30.7 NĐ 98/2023/NĐ-CP"),
        ("vote_share", "thấp hơn 90 % của Đ30.7 NĐ 98/2023/NĐ-CP"),
    ]
    assert {fault.table for fault in faults[2:]} == {"session_rule", "coefficient"}
    high = row(VoteShare, award="CSTDCS", percent=85, base="all_members", mode="sealed")
    cheap = row(Coefficient, award="KNC", coefficient="0.6", **{"from": "2025-07-01"})
    assert check_all([layer(high, cheap), NATIONAL]) == []


def test_sister_overlays_do_not_hide_one_anothers_rows() -> None:
    one = layer(row(Quorum, numerator=1, denominator=2), name="xa-a", scope="unit-a")
    other = layer(row(Quorum, numerator=2, denominator=3), name="xa-b", scope="unit-b")
    assert found(one, other, nation()) == []


CODES = {*GRADES, *REACHES, *MEASURES, *get_args(UnitKind)}
"""What the record holds as codes and people have words for."""


def test_every_row_of_every_table_has_a_sentence_with_its_note() -> None:
    for listed in NATIONAL.rows.values():
        for one in listed:
            assert tell(one)
            assert one.note is None or one.note in tell(one)
            assert not CODES & set(re.split(r"[\s,;]+", tell(one)))
    with pytest.raises(TypeError):
        tell(Row.model_validate({"from": "2024-01-01", "document": "x", "evidence": "memory", "source": "x"}))


def test_every_table_has_rows_a_name_and_a_question() -> None:
    assert {NAMES[model] for model in NATIONAL.rows} <= set(TABLES)
    answered = {type(answer.row) for day in (LAW_2022, TWO_TIERS) for answer in ask(THE_LAW, day)}
    assert {Award, Authority, VoteShare, TimeLimit, Instrument} <= answered


def test_a_question_about_an_award_leaves_the_others_out() -> None:
    about = list(ask(THE_LAW, LAW_2022, ["LDTT"], general=False))
    assert {getattr(answer.row, "award", None) for answer in about if answer.row} == {"LDTT", None}
    (missing,) = [answer for answer in about if answer.missing]
    assert (missing.question, missing.key) == ("Tỷ lệ phiếu", "LDTT")
    assert "quy chế của Hội đồng quyết định" in missing.said


def test_what_holds_for_every_award_is_answered_once() -> None:
    rows = [answer.row for answer in ask(THE_LAW, TWO_TIERS) if answer.row is not None]
    assert len({id(one) for one in rows}) == len(rows)


def test_a_rule_is_named_by_its_keys() -> None:
    assert row_key(row(Quota, award="GK", of_award="LDTT", percent=1)) == "GK/LDTT"
    assert row_key(row(Quorum, numerator=1, denominator=2)) == ""


@pytest.mark.law("NĐ 129/2025/NĐ-CP, Đ59")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ54")
def test_what_the_first_of_july_2025_changed_for_a_communes_giay_khen() -> None:
    changes = {
        (change.question, change.key): change
        for change in differences(THE_LAW, LAST_OF_DISTRICT, TWO_TIERS, ["GK"])
    }
    paid = changes["Tiền thưởng", "GK/cá nhân, cấp xã"]
    assert paid.before is not None
    assert paid.after is not None
    assert (paid.before.said[:9], paid.after.said[:9], paid.only_the_text) == (
        "360.000 đ",
        "710.000 đ",
        False,
    )
    assert changes["Thẩm quyền", "GK/district/Chủ tịch UBND cấp huyện"].after is None
    assert changes["Thẩm quyền", "GK/commune/Chủ tịch UBND cấp xã"].only_the_text
    assert changes["Tiền thưởng", "GK/tập thể, cấp xã"].before is not None
    assert ("Danh mục", "GK") not in changes


def test_between_a_day_and_itself_nothing_changes() -> None:
    assert differences(THE_LAW, TWO_TIERS, TWO_TIERS) == []


def test_general_rules_are_compared_when_no_award_is_named() -> None:
    changes = differences(THE_LAW, date(2026, 6, 30), date(2026, 7, 1))
    assert ("Mức lương cơ sở", "Mức lương cơ sở") in {(change.question, change.key) for change in changes}
    assert differences(Rules(), LAW_2022, TWO_TIERS) == []


def test_a_fault_names_layer_table_and_rule() -> None:
    (fault,) = check([nation(limit("2024-01-01", document="Luật B"))])
    assert fault == Fault(
        "basis", "viet-nam", "time_limit", "consult", "văn bản Luật B không có trong danh sách văn bản"
    )


ROOT = Path(__file__).parents[3]


def test_what_only_people_read_is_listed_apart() -> None:
    used, idle = limit("2024-01-01"), limit("2024-01-01", step="central_appraisal")
    hint = limit("2024-01-01", step="send_decision", evidence="memory")
    found = [(fault.kind, fault.table, fault.rule) for fault in only_shown([nation(used, idle, hint)])]
    assert found == [("shown", "instrument", "Luật A"), ("shown", "time_limit", "central_appraisal")]


TABLES_BY_CLASS = {table.__name__: table for table in TABLES.values()}


def imported(file: Path) -> list[str]:
    """List the tables of the law that a module names."""
    found = [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    ]
    of_the_law = [node for node in found if node.module in {"domain.law.rows", "domain.law.texts"}]
    return [one.name for node in of_the_law for one in node.names if one.name in TABLES_BY_CLASS]


def test_the_program_goes_by_exactly_the_tables_of_which_it_says_so() -> None:
    acting = {table for question in QUESTIONS if question.acts for table in question.tables}
    rooms = [
        *(ROOT / "domain").rglob("*.py"),
        *(ROOT / "workflows").rglob("*.py"),
        *(ROOT / "desk" / "plans").glob("*.py"),
    ]
    asked = {
        TABLES_BY_CLASS[name]
        for file in rooms
        if "law" not in file.relative_to(ROOT).parts
        for name in imported(file)
    }
    assert {table.__name__ for table in acting ^ asked} == set()


def test_every_limit_that_opens_a_duty_is_one_the_program_asks_for() -> None:
    rooms = [*(ROOT / "domain").rglob("*.py"), *(ROOT / "workflows").rglob("*.py")]
    text = "\n".join(
        file.read_text(encoding="utf-8") for file in rooms if "law" not in file.relative_to(ROOT).parts
    )
    assert [step for step in TIMED if f'"{step}"' not in text] == []
    assert [step for step in STEPS if step not in TIMED and f'"{step}"' in text] == []
