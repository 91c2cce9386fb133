"""Movements and clusters at the browser: registrations, reviews with results, the course of figures, ranking with its tie rule."""

import re
from datetime import date
from decimal import Decimal

from desk.web.charts import trend
from domain.movement.states import Movement
from projections import tables as t
from tests.desk.web.conftest import Desk
from tests.desk.web.later import CLUSTER, later_desk, played_later
from tests.desk.web.places import filled
from tests.desk.web.test_papers import PDF

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


def send(desk: Desk, command: str, **body: str) -> None:
    """Send a form as the standing agency, having looked at it first."""
    browser, movement = desk.as_("mai"), filled(desk, "{movement}")
    assert browser.get(f"/lam/{command}?movement={movement}").status_code == 200
    answer = browser.post(f"/lam/{command}", {"movement": movement, **body})
    assert answer.status_code == 303, (command, answer.text[answer.text.find('role="alert"') :][:600])


def test_the_page_of_a_movement_offers_every_act_of_who_leads_it_and_shows_what_came_of_it(
    later_desk: Desk,
) -> None:
    """What is answered above, the special round once it is dated, who answers for an indicator, the best examples."""
    unit = later_desk.script.cast.unit("thon-3")
    outside = {
        "outside.names": "Cả nước chung sức xây dựng nông thôn mới",
        "outside.issuer": "Thủ tướng Chính phủ",
    }
    send(later_desk, "movement.answer_parent", **outside)
    span = {
        "span.start": "2024-10-01",
        "span.end": "2024-10-31",
        "name": "Đợt đặc biệt",
        "period": "dac-biet",
    }
    first = {
        "milestones.0.code": "cong-trinh",
        "milestones.0.duty": "complete_work",
        "milestones.0.name": "Xong công trình",
    }
    send(later_desk, "movement.schedule_period", **span, **first, **{"milestones.0.due": "2024-10-25"})
    send(later_desk, "movement.entrust_target", target="QT01", to=unit, since="2024-09-01")
    send(
        later_desk,
        "movement.add_targets",
        **{
            "targets.0.name": "Hộ dùng nước sạch",
            "targets.0.value": "95,5",
            "targets.0.unit": "%",
            "targets.0.measure": "at_least",
            "document.number": "07/KH-UBND",
            "document.day": "2024-09-01",
        },
    )
    send(
        later_desk,
        "movement.note_example",
        example="e1",
        subject=unit,
        what="Nhân giống lúa",
        on="2024-09-02",
    )
    send(later_desk, "movement.publish_example", example="e1", where="Đài truyền thanh xã", on="2024-09-03")
    page = later_desk.as_("truc").text(filled(later_desk, HERE))
    for said in (
        "thường xuyên", "Cả nước chung sức xây dựng nông thôn mới (Thủ tướng Chính phủ)", "Đợt đặc biệt", "01/10/2024 – 31/10/2024",
        "phụ trách: Thôn 3", "Nhân giống lúa", "Đài truyền thanh xã (03/09/2024)",
        "Hộ dùng nước sạch", "bổ sung theo văn bản số 07/KH-UBND ngày 01/09/2024",
    ):  # fmt: skip
        assert said in page, said
    assert "/lam/movement." not in page
    assert "Việc khác của phong trào" in later_desk.as_("mai").text(filled(later_desk, HERE))


def test_registrations_are_put_together_from_their_page(later_desk: Desk) -> None:
    send(later_desk, "movement.consolidate_registrations", milestone="dang-ky")
    page = later_desk.as_("mai").text(filled(later_desk, f"{HERE}/dang-ky"))
    assert "đã tổng hợp gửi cấp trên" in page


def test_a_form_of_a_movement_chooses_among_its_own_dates_and_units(later_desk: Desk) -> None:
    movement = filled(later_desk, "{movement}")
    page = later_desk.as_("mai").text(f"/lam/movement.hold_review?movement={movement}")
    assert '<option value="tong-ket">' in page
    assert '<option value="dang-ky">' not in page
    page = later_desk.as_("mai").text(f"/lam/movement.move_dates?movement={movement}")
    assert '<option value="dang-ky">' in page


def test_a_report_is_one_page_of_every_indicator_and_keeps_the_words_of_the_report(later_desk: Desk) -> None:
    unit, movement = later_desk.script.cast.unit("thon-3"), filled(later_desk, "{movement}")
    place = f"/phong-trao/{movement}/bao-cao/tien-do-3"
    clerk = later_desk.as_("clerk-thon-3")
    page = clerk.text(place)
    assert "Tổng giá trị sản xuất địa bàn" in page
    assert "ít nhất 90 (do HĐND xã giao)" in page
    typed = {
        "don_vi": unit, "so.QT01": "1.663,5", "noi.QT01": "over", "theo.QT01": "báo cáo 12/BC", "xong.QT21": "yes",
        "so.QT19": "93,1", "phan.QT19": "yes", "loi.QT04": "gần 700 tấn",
    }  # fmt: skip
    wrong = clerk.post(place, {**typed, "so.QT05": "một trăm"})
    assert wrong.status_code == 422
    assert 'value="1.663,5"' in wrong.text
    assert clerk.post(place, typed).status_code == 303
    with later_desk.house.ledger.database.session() as session:
        state = later_desk.house.handler.reading(session, "system:test").state(movement, Movement)
    found = {code: points[-1].figure for code, points in state.series.items() if points[-1].unit == unit}
    assert (found["QT01"].value, found["QT01"].said, found["QT01"].evidence) == (
        Decimal("1663.5"), "over", "báo cáo 12/BC",
    )  # fmt: skip
    assert (found["QT21"].done, found["QT19"].partial, found["QT04"].as_written) == (
        True,
        True,
        "gần 700 tấn",
    )
    other = later_desk.script.cast.unit("thon-2")
    assert clerk.get(f"{place}?don_vi={other}").status_code == 404
    assert "Thôn 2" in later_desk.as_("mai").text(f"{place}?don_vi={other}")


def test_a_report_is_proved_by_a_file_that_the_unit_and_who_oversees_may_open(later_desk: Desk) -> None:
    unit, movement = later_desk.script.cast.unit("thon-3"), filled(later_desk, "{movement}")
    place = f"/phong-trao/{movement}/bao-cao/tien-do-3"
    clerk = later_desk.as_("clerk-thon-3")
    clerk.post(place, {"don_vi": unit, "so.QT05": "120"})
    path = f"{place}/tai-lieu?don_vi={unit}"
    assert f'href="{path}"' in clerk.text(f"{place}?don_vi={unit}")
    data = {
        "form_key": clerk.key(path),
        "ma": "m1",
        "loai": "minh_chung",
        "chi_tieu": "QT05",
        "ten": "Biên bản",
    }
    for _twice in range(2):
        sent = clerk.client.post(path, data=data, files={"tep": ("bb.pdf", PDF, "application/pdf")})
        assert sent.status_code == 303
    (file,) = set(re.findall(r'href="(/phong-trao/[^"]+/tai-lieu/[0-9a-f]{64})"', clerk.text(path)))
    overseer, member = later_desk.as_("mai"), later_desk.as_("truc")
    for may in (clerk, overseer):
        assert may.get(file).content == PDF
        assert f'href="{file}"' in may.text(f"/phong-trao/{movement}/tien-do")
    assert member.get(file).status_code == 404
    assert file not in member.text(f"/phong-trao/{movement}/tien-do")
    page = b"<script>alert(1)</script>"
    other = {**data, "form_key": clerk.key(path), "ma": "m2"}
    assert clerk.client.post(path, data=other, files={"tep": ("a.pdf", page, "text/html")}).status_code == 409
