"""A movement launched from a form by whoever has no plan file: refused while the document is undated, then with its dates."""

from sqlmodel import select

from domain.movement.states import Movement
from projections import tables as t
from tests.desk.web.conftest import Desk

PLACE = "/phong-trao/phat-dong"
FORM = {
    "tieu_de": "Phong trào thi đua năm 2025", "so_van_ban": "03/PĐTĐ-UBND", "ngay": "2024-09-13", "tu": "2025-01-01",
    "den": "2025-12-31", "hinh_thuc": ["thuong_xuyen", "chuyen_de"], "cap_tren": "Phong trào A\nPhong trào B",
    "han.dang-ky": "2025-02-21", "han.ho-so": "2025-12-05", "cung.ho-so": "yes", "moc.ho-so": "Nộp hồ sơ cuối năm",
    "ten.0": "Thu nhập bình quân", "cach.0": "above", "so.0": "63,2", "don_vi.0": "triệu đồng", "giao.0": "thi_xa_giao",
    "ten.1": "Xã an toàn thực phẩm", "cach.1": "done", "so.1": "", "don_vi.1": "", "giao.1": "self", "lam": "ghi",
}  # fmt: skip


def test_a_movement_is_launched_from_a_form_with_what_the_document_says_and_nothing_more(desk: Desk) -> None:
    office = desk.as_("mai")
    assert PLACE in office.text("/phong-trao")
    more = office.post(PLACE, {**FORM, "lam": "them"})
    assert (more.status_code, 'name="ten.9"' in more.text, "Thu nhập bình quân" in more.text) == (
        200,
        True,
        True,
    )
    undated = office.post(PLACE, {**FORM, "ngay": ""})
    assert undated.status_code == 409
    assert "văn bản chưa có ngày ký" in undated.text
    wrong = office.post(PLACE, {**FORM, "so.0": "nhiều", "den": "2024-12-31"})
    assert wrong.status_code == 422
    assert "Chỉ tiêu 1: mức giao phải là một số, ví dụ 93,1." in wrong.text
    assert "Phong trào kết thúc trước khi bắt đầu." in wrong.text
    assert 'value="Thu nhập bình quân"' in wrong.text
    launched = office.post(PLACE, FORM)
    assert launched.status_code == 303, launched.text[launched.text.find('role="alert"') :][:800]
    with desk.house.ledger.database.session() as session:
        row = session.exec(select(t.MovementRow).where(t.MovementRow.number == "03/PĐTĐ-UBND")).one()
        movement = desk.house.handler.reading(session, "system:test").state(row.movement, Movement)
    assert row.participants == 21
    stones = movement.periods["ca-nam"].milestones
    assert {code: (one.due, one.hard, one.name) for code, one in stones.items()} == {
        "dang-ky": ("2025-02-21", False, "Đăng ký thi đua"),
        "ho-so": ("2025-12-05", True, "Nộp hồ sơ cuối năm"),
    }
    income, safe = movement.targets
    assert (str(income.assignments[0].value), income.assignments[0].measure) == ("63.2", "above")
    assert safe.assignments[0].measure == "done"
    assert [one.names for one in movement.outside] == [("Phong trào A",), ("Phong trào B",)]
    assert desk.as_("truc").get(PLACE).status_code == 404
