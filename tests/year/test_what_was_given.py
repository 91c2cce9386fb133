"""The year's handing-over and payments as their pages and commands show them, and the comment on a dossier."""

from collections import Counter

import pytest

from desk.demo.data import nomination_id
from desk.demo.scenes_council import ceremony_id
from desk.views.ceremonies import CeremonyDetail, ceremony
from desk.views.comments import commenters
from desk.views.dossier import dossier
from desk.views.funds import fund, funds
from desk.views.mask import Mask
from desk.views.names import Names
from workflows.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def final(house: House) -> CeremonyDetail:
    with house.ledger.database.session() as session:
        reading = house.handler.reading(session, "system:test")
        found = ceremony(reading, Names(house.ledger, session), ceremony_id("january"))
    assert found is not None
    return found


def test_thirty_were_called_titles_first_and_whoever_was_absent_received_four_days_later(
    house: House,
) -> None:
    called = final(house).programme
    assert [one.award for one in called] == ["LDTT"] * 15 + ["GK"] * 15
    assert Counter(one.how for one in called) == {"in_person": 28, "proxy": 1, "absent": 1}
    (absent,) = [one for one in called if one.how == "absent"]
    assert (absent.subject, absent.answer, absent.presented_on) == ("Đặng Ví Dụ Mơ", "absent", "2025-01-21")
    assert {one.paid_on for one in called} == {"2025-01-23"}


def test_the_fund_tells_each_list_line_by_line_and_what_is_left(house: House) -> None:
    with house.ledger.database.session() as session:
        (row,) = funds(house.ledger, session)
        found = fund(house.ledger, session, row.fund)
    assert found is not None
    assert (found.budget, found.paid, found.recovered, found.balance) == (
        25_000_000,
        18_870_000,
        0,
        6_130_000,
    )
    assert sum(line.amount for paid in found.lists for line in paid.lines) == 18_870_000
    assert Counter(line.amount for paid in found.lists for line in paid.lines) == {
        710_000: 15 + 5 + 1, 360_000: 10 + 1,
    }  # fmt: skip
    assert found.lists[-1].lines[0].subject in str(found.lists[-1])


def test_a_comment_and_its_answer_stand_with_the_dossier_and_its_author_is_for_the_staff(
    house: House,
) -> None:
    line = nomination_id("n26")
    with house.ledger.database.session() as session:
        reading = house.handler.reading(session, "system:test")
        names = Names(house.ledger, session)
        read = dossier(reading, names, Mask(reading), line)
        of_unit = dossier(reading, names, Mask(reading, "person-clerk", veiled=True), line)
        stored = reading.history(line)
    assert [(one.text, one.answer) for one in read.comments] == [
        (
            "Đề nghị nêu rõ thành tích trong phong trào văn nghệ của thôn.",
            "Đã bổ sung nội dung vào tóm tắt thành tích.",
        )
    ]
    assert [str(one) for one in read.published] == [
        "17/12/2024 – 23/12/2024, bảng tin UBND xã và đài truyền thanh"
    ]
    assert of_unit.comments == []
    assert "Kha Ví Dụ Xoài" not in read.model_dump_json()
    assert commenters(house.ledger, stored) == {"y-kien-1": "Kha Ví Dụ Xoài, Thôn 5"}
