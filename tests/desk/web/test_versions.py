"""What was corrected after a return, side by side."""

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from desk.views.versions import changes_of
from desk.web.differences import Piece, marked
from projections import tables as t
from tests.desk.web.conftest import Desk
from tests.desk.web.later import later_desk, mended_of, played_later
from tests.desk.web.questions import questions

__all__ = ["later_desk", "played_later"]
WORDS = st.text(alphabet="ab \n", max_size=40)


def test_a_correction_after_a_return_stands_beside_what_was_asked(later_desk: Desk) -> None:
    dossier = mended_of(later_desk.house)
    page = later_desk.as_("mai").text(f"/ho-so/{dossier}/cac-lan-nop")
    assert "Lần nộp thứ 2" in page
    assert "Được yêu cầu sửa: <strong>thành tích</strong>" in page
    assert "<ins>Cứu hai em nhỏ" in page or "<ins>" in page
    assert "<del>" in page
    assert f"/ho-so/{dossier}/cac-lan-nop" in later_desk.as_("mai").text(f"/ho-so/{dossier}")


def test_a_set_shows_the_dossiers_that_went_back_and_no_other(later_desk: Desk) -> None:
    with later_desk.house.ledger.database.session() as session:
        sets = session.exec(select(t.SubmissionRow.submission)).all()
    browser = later_desk.as_("mai")
    pages = [browser.text(f"/bo-ho-so/{submission}/cac-lan-nop") for submission in sets]
    assert sorted("Lần nộp thứ 2" in page for page in pages) == [False, False, True]
    assert sum("Không có hồ sơ nào của bộ này bị trả lại" in page for page in pages) == 2


def test_the_changes_of_many_dossiers_are_asked_for_together(later_desk: Desk) -> None:
    house, asked = later_desk.house, []
    for many in (2, None):
        with house.ledger.database.session() as session:
            rows = session.exec(select(t.NominationRow)).all()[:many]
            house.handler.recalling().recall.forget()
            with questions(house.ledger.database) as noted:
                assert len(changes_of(house, session, rows)) == len(rows) >= 2  # several
            asked.append(len(noted))
    assert asked[0] == asked[1]


def test_what_the_mask_keeps_from_a_member_it_keeps_here_too(desk: Desk) -> None:
    browser = desk.as_("lim")
    for line in desk.lines:
        page = browser.text(f"/ho-so/{line}/cac-lan-nop")
        assert "Hồ sơ chưa sửa gì" in page or "xác nhận về xung đột lợi ích" in page


@given(WORDS, WORDS)
def test_both_texts_are_whole_and_what_is_not_marked_is_the_same(before: str, after: str) -> None:
    left, right = marked(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    assert [piece for piece in left if not piece.changed] == [piece for piece in right if not piece.changed]


def test_what_was_not_there_before_is_all_new() -> None:
    assert marked(None, "a b") == ([], [Piece("a b", changed=True)])
