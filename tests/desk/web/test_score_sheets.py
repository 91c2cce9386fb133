"""Score sheets at the browser: adopted by the office, filled in by the units for themselves and each other, verified, ranked."""

import html

import pytest

from desk.demo.reacting import react_now
from domain.cluster.states import Cluster
from domain.commands import DECIDERS
from events.base import ClusterId, UnitId
from tests.desk.web.conftest import Browser, Desk
from tests.desk.web.test_tellers import account

CLUSTER = "cluster-diem"
UNITS = ("thon-3", "thon-2")
HERE = f"/cum-khoi/{CLUSTER}"
SHEET = f"{HERE}/cham-diem"


@pytest.fixture
def scored(desk: Desk) -> Desk:
    """A cluster of two with a sheet: economy 60, culture 40, a bonus of 10, and points taken off."""
    browser = desk.as_("mai")
    form = {
        "cluster": CLUSTER, "name": "Cụm thôn", "kind": "cum", "members": [unit(desk, key) for key in UNITS],
        "document.number": "01/QĐ", "document.day": "2024-01-05",
    }  # fmt: skip
    assert browser.post("/lam/cluster.form", form).status_code == 303
    rows = {
        "ten.0": "Kinh tế", "toi_da.0": "60", "loai.0": "base", "bang_diem.0": "1",
        "ten.1": "Văn hoá", "toi_da.1": "40", "loai.1": "base", "bang_diem.1": "",
        "ten.3": "Điểm thưởng", "toi_da.3": "10", "loai.3": "bonus", "bang_diem.3": "2",
        "ten.4": "Vi phạm", "toi_da.4": "5,5", "loai.4": "penalty", "bang_diem.4": "",
    }  # fmt: skip
    paper = {"so": "02/QĐ", "ngay": "2024-01-06", "nam": "2024", "ma": "bang"}
    assert browser.post(f"{HERE}/bang-diem", {**rows, **paper}).status_code == 303
    return desk


def unit(desk: Desk, key: str) -> UnitId:
    return desk.script.cast.unit(key)


def state(desk: Desk) -> Cluster:
    found = DECIDERS["cluster"].fold(desk.house.ledger.load(ClusterId(CLUSTER)))
    assert isinstance(found, Cluster)
    return found


def points(desk: Desk, scored: str, by: str | None, *given: str, do: str = "ghi") -> dict[str, str]:
    """The form of a sheet; `by` nobody is a verification."""
    said = {f"diem.tc-{place}": one for place, one in enumerate(given, 1)}
    scorer = unit(desk, by) if by else ""
    return {
        "nam": "2024",
        "don_vi": unit(desk, scored),
        "boi": scorer,
        "lam": do,
        "ma": f"{scored}{by}",
        **said,
    }


def clerk(desk: Desk, key: str) -> Browser:
    login = f"clerk-{key}"
    if desk.door.account(desk.person(login)) is None:
        account(desk, login)
    return desk.as_(login)


def test_the_sheet_is_adopted_with_its_order_for_equals(scored: Desk) -> None:
    scoring = state(scored).year(2024).scoring
    assert scoring is not None
    assert [(one.name, str(one.most), one.kind) for one in scoring.criteria] == [
        ("Kinh tế", "60", "base"), ("Văn hoá", "40", "base"), ("Điểm thưởng", "10", "bonus"), ("Vi phạm", "5.5", "penalty"),
    ]  # fmt: skip
    assert scoring.ties == ("tc-1", "tc-3")


def test_a_year_of_scores_from_the_own_sheet_to_the_ranking(scored: Desk) -> None:
    first, second = (clerk(scored, key) for key in UNITS)
    tried = first.post(SHEET, points(scored, "thon-3", "thon-3", "50", "30,5", "5", "1", do="tinh"))
    assert "Tổng 84,5 trên 110 điểm" in html.unescape(tried.text)
    assert state(scored).year(2024).scored == {}
    for browser, key, other in ((first, "thon-3", "thon-2"), (second, "thon-2", "thon-3")):
        assert browser.post(SHEET, points(scored, key, key, "50", "30,5", "5", "1")).status_code == 303
        del other
    assert first.post(SHEET, points(scored, "thon-2", "thon-3", "49", "30", "", "")).status_code == 303
    office = scored.as_("mai")
    seen = office.text(f"{SHEET}?nam=2024&don_vi={unit(scored, 'thon-2')}&boi=")
    assert "đơn vị tự chấm 50" in seen
    assert "chấm chéo trung bình 49" in seen
    for key, given in (("thon-3", "52"), ("thon-2", "51")):
        assert office.post(SHEET, points(scored, key, None, given, "30", "5", "")).status_code == 303
    rank = {"cluster": CLUSTER, "year": "2024", "on": "2024-09-13", "xac_nhan": "1"}
    assert office.post("/lam/cluster.rank", rank).status_code == 303
    assert [place.unit for place in state(scored).year(2024).places] == [unit(scored, key) for key in UNITS]
    assert "không chấm nữa" in first.text(f"{SHEET}?nam=2024")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("61", "30", "", ""), "Kinh tế: điểm từ 0 đến 60"),
        (("50", "", "", ""), "Văn hoá: chưa ghi điểm"),
        (("năm mươi", "30", "", ""), "“năm mươi” không phải là số"),
        (("50", "30", "", "-1"), "Vi phạm: điểm từ 0 đến 5,5"),
        (("NaN", "30", "", ""), "Kinh tế: điểm từ 0 đến 60"),
    ],
)
def test_a_wrong_point_is_told_by_its_name_and_what_was_typed_stays(
    scored: Desk, given: tuple[str, ...], words: str
) -> None:
    answer = clerk(scored, "thon-3").post(SHEET, points(scored, "thon-3", "thon-3", *given))
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert words in page
    assert 'name="diem.tc-2"' in page
    assert f'value="{given[0]}"' in page
    assert state(scored).year(2024).scored == {}


def test_nobody_fills_in_anothers_sheet(scored: Desk) -> None:
    first = clerk(scored, "thon-3")
    foreign = f"{SHEET}?nam=2024&don_vi={unit(scored, 'thon-3')}&boi="
    assert first.get(foreign).status_code == 404
    assert first.get(foreign + unit(scored, "thon-2")).status_code == 404
    assert first.post(SHEET, points(scored, "thon-3", None, "1", "1", "", "")).status_code == 404
    assert first.get(f"{HERE}/bang-diem").status_code == 404
    for login in ("truc", "lim", "khe", "thanh-tra"):
        assert scored.as_(login).get(SHEET).status_code == 404


def test_a_unit_is_scored_by_others_once_it_has_scored_itself(scored: Desk) -> None:
    first = clerk(scored, "thon-3")
    assert "chờ đơn vị tự chấm" in first.text(f"{SHEET}?nam=2024")
    answer = first.post(SHEET, points(scored, "thon-2", "thon-3", "1", "1", "", ""))
    assert answer.status_code == 409
    assert "chưa tự chấm điểm" in html.unescape(answer.text)


def test_the_office_types_for_a_unit_without_an_account(scored: Desk) -> None:
    office = scored.as_("mai")
    answer = office.post(SHEET, points(scored, "thon-2", "thon-2", "50", "30", "", ""))
    assert answer.status_code == 303
    sheet = state(scored).year(2024).scored[unit(scored, "thon-2"), unit(scored, "thon-2")]
    assert [str(one.points) for one in sheet] == ["50", "30"]
    assert "đã chấm" in office.text(HERE)


def test_the_dates_of_a_year_are_set_with_its_sheet_and_lead_each_unit_to_it(desk: Desk) -> None:
    browser = desk.as_("mai")
    form = {
        "cluster": CLUSTER, "name": "Cụm thôn", "kind": "cum", "members": [unit(desk, key) for key in UNITS],
        "document.number": "01/QĐ", "document.day": "2024-01-05",
    }  # fmt: skip
    assert browser.post("/lam/cluster.form", form).status_code == 303
    sheet = {
        "ten.0": "Kinh tế", "toi_da.0": "60", "loai.0": "base", "han.self_score": "2024-11-29", "han.rank_cluster": "2024-12-20",
        "so": "02/QĐ", "ngay": "2024-01-06", "nam": "2024",
    }  # fmt: skip
    assert browser.post(f"{HERE}/bang-diem", sheet).status_code == 303
    react_now(desk.house)
    assert 'value="2024-11-29"' in browser.text(f"{HERE}/bang-diem?nam=2024")
    page = browser.text(HERE)
    assert "Tự chấm điểm trong cụm, khối" in page
    assert "0/2" in page
    tasks = desk.as_("clerk-thon-3").text("/viec")
    assert f'href="{SHEET}?nam=2024"' in tasks
    assert "văn bản số 02/QĐ ngày 06/01/2024" in tasks
