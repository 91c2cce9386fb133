"""What programs read: the pages' own views, each under the policy of its page; long lists go on from the last row."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from sqlmodel import col, select

from desk.views import dossiers, letters, onward, read
from desk.views import views as v
from desk.views.base import View
from desk.views.dossier import ConditionView, DossierView
from desk.views.dossier import dossier as dossier_of
from desk.views.letter_views import LetterView
from desk.views.tasks import Asked, tasks
from desk.web.api_caller import PROBLEMS, By_, NoToken
from desk.web.policy import (
    COUNCIL,
    auditor,
    reads_all_dossiers,
    reads_decisions,
    reads_dossier,
    reads_meeting,
    reads_meetings,
    reads_some_dossiers,
    signed_in,
    staff,
)
from desk.web.visit import Visit
from domain.refusal import NotFound
from events.store.tables import CheckpointRow
from projections import tables as t

router = APIRouter(responses=PROBLEMS, tags=["Đọc"])
PAGE = 50
After = Annotated[
    str, Query(max_length=120, description="Mã của mục cuối ở lần đọc trước; để trống là đọc từ đầu.")
]


class TaskView(View):
    """Một việc đang chờ."""

    title: str
    path: str
    note: str
    due_on: str | None
    group: Literal["overdue", "waiting", "soon", "later"]


class HonourView(View):
    """Một dòng trong sổ khen thưởng; số vào sổ không cách quãng."""

    book: str
    number: int
    nomination: str
    subject: str
    award: str
    decision: str


class HeadView(View):
    """Sự kiện cuối cùng của sổ."""

    ledger: str
    events: int
    recorded_at: str | None


class CheckpointView(View):
    """Mốc đã ký: bao nhiêu sự kiện, và bản ký để đối chiếu độc lập."""

    events: int
    note: str


@router.get("/dossiers", summary="Danh sách hồ sơ đề nghị")
def list_dossiers(
    by: By_,
    stage: Annotated[str, Query(max_length=40, description="Bước, ví dụ eligible, awarded.")] = "",
    award: Annotated[str, Query(max_length=40, description="Mã danh hiệu, hình thức.")] = "",
    unit: Annotated[str, Query(max_length=120, description="Mã đơn vị.")] = "",
    after: After = "",
) -> list[v.NominationView]:
    """Những hồ sơ mà người được làm thay xem được, mỗi lần 50 hồ sơ, theo danh hiệu, đơn vị và mã."""
    visit = by.reads(reads_some_dossiers)
    everything = reads_all_dossiers(visit)
    wanted = dossiers.Wanted(
        stage=stage,
        award=award,
        unit=unit,
        after=after,
        units=None if everything else visit.viewer.scopes("clerk", "head"),
        councils=frozenset() if everything else visit.viewer.scopes(*COUNCIL),
        veiled=visit.mask.veils,
    )
    found = dossiers.page(visit.reading, wanted, counted=False)
    visit.names.know([row.subject for row in found.rows] + [row.unit for row in found.rows])
    return [read.in_a_line(row, visit.names, visit.mask) for row in found.rows]


def _dossier(by: By_, nomination: str) -> DossierView:
    visit = by.reads(reads_dossier)
    return dossier_of(visit.reading, visit.names, visit.mask, nomination)


@router.get("/dossiers/{nomination}", summary="Một hồ sơ")
def one_dossier(nomination: str, by: By_) -> DossierView:
    """Hồ sơ đang ở đâu, vì sao, Hội đồng kiểm phiếu thế nào, diễn biến; trong phần người đó được biết."""
    return _dossier(by, nomination)


@router.get("/dossiers/{nomination}/eligibility", summary="Điều kiện, tiêu chuẩn của một hồ sơ")
def eligibility(nomination: str, by: By_) -> list[ConditionView]:
    """Từng điều kiện, tiêu chuẩn với kết quả, căn cứ và dữ kiện đã dùng."""
    return _dossier(by, nomination).conditions


@router.get("/dossiers/{nomination}/timeline", summary="Diễn biến của một hồ sơ")
def timeline(nomination: str, by: By_) -> list[v.HappenedView]:
    """Từng sự kiện của hồ sơ theo thứ tự: ai làm, lúc nào, ghi lúc nào."""
    return _dossier(by, nomination).history


@router.get("/movements", summary="Danh sách phong trào")
def list_movements(by: By_) -> list[v.MovementView]:
    """Mọi phong trào trong sổ."""
    return read.movements(by.reads(signed_in).session)


@router.get("/movements/{movement}", summary="Một phong trào")
def one_movement(movement: str, by: By_) -> v.MovementDetail:
    """Các mốc với số đơn vị phải gửi và đã gửi, các chỉ tiêu với số đã đạt."""
    found = read.movement(by.reads(signed_in).session, movement)
    if found is None:
        raise NotFound("Không có phong trào này trong sổ.")
    return found


@router.get("/sessions", summary="Danh sách phiên họp")
def list_sessions(by: By_, after: After = "") -> list[v.SessionView]:
    """Các phiên họp của Hội đồng mà người đó xem được, theo ngày họp, mỗi lần 50 phiên."""
    visit = by.reads(reads_meetings)
    everything = visit.viewer.at_home("standing_agency", "authority", "auditor")
    own = None if everything else visit.viewer.scopes(*COUNCIL)
    return onward.sessions(visit.session, after, PAGE, own)


@router.get("/sessions/{meeting}", summary="Một phiên họp")
def one_session(meeting: str, by: By_) -> v.SessionDetail:
    """Chương trình họp, và kết quả từng hồ sơ sau khi kiểm phiếu; không có kết quả giữa chừng."""
    visit = by.reads(reads_meeting)
    found = read.session_detail(visit.session, visit.names, visit.mask, meeting)
    if found is None:
        raise NotFound("Không có phiên họp này trong sổ.")
    return found


@router.get("/decisions", summary="Danh sách quyết định")
def list_decisions(by: By_, after: After = "") -> list[v.DecisionView]:
    """Các quyết định khen thưởng, theo ngày ký, mỗi lần 50 quyết định."""
    visit = by.reads(reads_decisions)
    return onward.decisions(visit.reading, visit.names, visit.mask, after, PAGE)


@router.get("/honours", summary="Sổ khen thưởng")
def list_honours(
    by: By_,
    book: Annotated[str, Query(max_length=120, description="Mã sổ; để trống là mọi sổ.")] = "",
    after: Annotated[
        int, Query(ge=0, lt=2**31, description="Số vào sổ cuối ở lần đọc trước, khi đọc một sổ.")
    ] = 0,
) -> list[HonourView]:
    """Các dòng sổ khen thưởng theo sổ và số vào sổ, mỗi lần 50 dòng."""
    visit = by.reads(reads_decisions)
    asked = select(t.EntryRow).where(col(t.EntryRow.number) > after)
    if book:
        asked = asked.where(t.EntryRow.book == book)
    rows = visit.session.exec(asked.order_by(t.EntryRow.book, col(t.EntryRow.number)).limit(PAGE)).all()
    visit.names.know(row.subject for row in rows)
    return [
        HonourView(
            book=row.book,
            number=row.number,
            nomination=row.nomination,
            subject=visit.names.of(row.subject),
            award=row.award,
            decision=row.decision,
        )
        for row in rows
    ]


@router.get("/tasks", summary="Việc của tôi")
def my_tasks(by: By_) -> list[TaskView]:
    """Mọi việc đang chờ người mà phần mềm làm thay: quá hạn trước, rồi theo ngày."""
    visit = by.reads(signed_in)
    viewer = visit.viewer
    asked = Asked(viewer.person, viewer.standing, viewer.today, viewer.organisation or "")
    return [
        TaskView(title=one.title, path=one.path, note=one.note, due_on=one.due_on, group=one.group)
        for one in tasks(visit.session, visit.names, visit.reading, asked)
    ]


def sees_letters(visit: Visit) -> bool:
    """The standing agency, the administrators and the auditors."""
    return staff(visit) or auditor(visit)


@router.get("/letters", summary="Danh sách thư")
def list_letters(
    by: By_,
    state: Annotated[str, Query(max_length=40, description="Tình trạng, ví dụ failed.")] = "",
    after: After = "",
) -> list[LetterView]:
    """Thư và thông báo, mới nhất trước, mỗi lần 50; không có nội dung thư."""
    visit = by.reads(sees_letters)
    return letters.page(visit.session, visit.names, state, after)


@router.get("/audit/head", summary="Đầu nhật ký")
def head(by: By_) -> HeadView:
    """Sổ nào, đến sự kiện thứ mấy, ghi lúc nào."""
    ledger = by.reads(auditor).house.ledger
    last = ledger.at_position(ledger.head())
    return HeadView(
        ledger=ledger.genesis.ledger,
        events=last.seq if last else 0,
        recorded_at=last.envelope.recorded_at if last else None,
    )


@router.get("/audit/checkpoint", summary="Mốc đã ký gần nhất")
def checkpoint(by: By_) -> CheckpointView:
    """Bản ký của mốc gần nhất; đem đối chiếu với sổ bằng khoá công khai, không cần tin máy này."""
    visit = by.reads(auditor)
    row = visit.session.exec(select(CheckpointRow).order_by(col(CheckpointRow.size).desc()).limit(1)).first()
    if row is None:
        raise NoToken(404, "Sổ này chưa có mốc nào được ký.")
    return CheckpointView(events=row.size, note=row.note)
