"""Movements and clusters at the browser: registrations, reviews with results, the course of figures, ranking with its tie rule."""

from datetime import date
from decimal import Decimal

from desk.web.charts import trend
from projections import tables as t
from tests.desk.web.conftest import Desk
from tests.desk.web.later import CLUSTER, later_desk, played_later
from tests.desk.web.places import filled

__all__ = ["later_desk", "played_later"]
HERE = "/phong-trao/{movement}"


def test_the_ranking_says_by_which_criterion_equals_were_parted_and_who_is_out(later_desk: Desk) -> None:
    page = later_desk.as_("truc").text(f"/cum-khoi/{CLUSTER}")
    assert "Bằng tổng điểm thì xét lần lượt “Điểm thưởng”, rồi đến “Kinh tế”; vẫn bằng thì đồng hạng." in page
    assert page.count("bằng điểm, xếp theo tiêu chí “Điểm thưởng”") == 2
    assert "không xếp hạng: cán bộ chủ chốt bị kỷ luật" in page
    assert 'data-label="Chấm chéo, trung bình" class="num">89,00<' in page
    assert "ký giao ước ngày 21/03/2024" in page
    assert "đã xếp hạng" in later_desk.as_("truc").text("/cum-khoi")


def test_the_office_acts_on_a_cluster_and_nobody_else_is_offered_to(later_desk: Desk) -> None:
    act = f"/lam/cluster.rank?cluster={CLUSTER}"
    assert act in later_desk.as_("mai").text(f"/cum-khoi/{CLUSTER}").replace("&amp;", "&")
    assert act not in later_desk.as_("truc").text(f"/cum-khoi/{CLUSTER}")
    assert later_desk.as_("mai").get("/cum-khoi/cluster-khong-co").status_code == 404


def test_a_review_that_was_held_stands_with_its_results(later_desk: Desk) -> None:
    page = later_desk.as_("truc").text(filled(later_desk, HERE))
    assert "Sơ kết ngày 26/06/2024" in page
    assert "Được biểu dương: Ban Chỉ huy Quân sự xã" in page


def test_registrations_are_the_offices_to_read_and_a_units_own(later_desk: Desk) -> None:
    path = filled(later_desk, f"{HERE}/dang-ky")
    office = later_desk.as_("mai").text(path)
    assert "4 trên 21 đơn vị" in office
    assert "Thôn 3" in office
    assert "movement.approve_registration" in office
    unit = later_desk.as_("clerk-thon-3").text(path)
    assert "Uỷ ban MTTQ xã" in office
    assert "Uỷ ban MTTQ xã" not in unit


def test_a_registration_is_approved_from_its_line(later_desk: Desk) -> None:
    browser = later_desk.as_("mai")
    with later_desk.house.ledger.database.session() as session:
        movement = session.get_one(t.MovementRow, filled(later_desk, "{movement}")).movement
    unit = later_desk.script.cast.unit("ubmttq")
    body = {"movement": movement, "milestone": "dang-ky", "unit": unit}
    answer = browser.post("/lam/movement.approve_registration", body)
    assert answer.status_code == 303, answer.text[answer.text.find('role="alert"') :][:600]
    assert "đã duyệt" in browser.text(f"/phong-trao/{movement}/dang-ky")


def test_a_figure_goes_on_as_a_line_beside_its_table(later_desk: Desk) -> None:
    page = later_desk.as_("truc").text(filled(later_desk, f"{HERE}/tien-do"))
    assert page.count("<polyline") == 1
    assert "gần 48% kế hoạch năm" in page
    assert "Còn 39 chỉ tiêu chưa có số liệu" in page or "chưa có số liệu" in page


def test_one_report_is_no_course_yet() -> None:
    assert trend([(date(2024, 1, 1), Decimal(5))], []) is None
    drawn = trend([(date(2024, 1, 1), Decimal(0)), (date(2024, 7, 1), Decimal(10))], [Decimal(10)])
    assert drawn is not None
    assert drawn.dots == [(6.0, 84.0), (294.0, 6.0)]
    assert drawn.goals == [6.0]


def test_a_course_that_never_moves_is_drawn_too() -> None:
    flat = [(date(2024, 1, 1), Decimal(0)), (date(2024, 1, 1), Decimal(0))]
    assert trend(flat, []) is not None
