"""Proof for who trusts nobody: every byte held against signed checkpoints, the five books side by side, the log to take away, a run of a flow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from sqlmodel import col, select
from starlette.exceptions import HTTPException

from desk.requests import BadRequest
from desk.views.history import happened
from desk.views.reconcile import reconcile
from desk.views.verifying import verify_view
from desk.views.views import ReconcileView, VerifyView
from desk.web.guard import Room, Sent, guarded
from desk.web.rooms.audit import REPLAYED, nothing_between
from desk.web.visit import Visit
from events.base import instant_text
from events.catalogue import event_of
from events.envelope import Stored
from events.flow import FlowFinished, FlowParked
from events.ledger import Export
from events.store.checkpoint import Kept, has_checkpoint
from events.store.ledger import Ledger
from events.store.note import BadNote, Verifier
from events.store.tables import EventRow
from events.store.verify import verify
from projections import tables as t

router = APIRouter(route_class=Room)
AFTER_CAUSE = 5_000
"""How many events behind its causes a page looks through for what a run wrote."""
LISTED = 150
"""So many of the events that caused a run, and of those that it wrote, stand on its page: a run may have hundreds of each."""
FIGURES: Mapping[str, str] = {
    "minutes": "Biên bản Hội đồng đề nghị",
    "decisions": "Quyết định đã ký",
    "entries": "Số vào sổ khen thưởng",
    "payments": "Dòng danh sách chi thưởng",
    "hand_overs": "Đã trao",
    "funds": "Quỹ",
}
APART: Mapping[tuple[str, str], tuple[str, str]] = {
    ("minutes", "decisions"): (
        "hồ sơ đã trình cấp trên, đang chờ ký, hoặc người có thẩm quyền không ký",
        "hồ sơ theo thủ tục đơn giản, không qua Hội đồng",
    ),
    ("decisions", "entries"): (
        "quyết định đã ký nhưng chưa vào số, hoặc danh hiệu không vào sổ này",
        "quyết định của cấp trên cũng vào sổ này",
    ),
    ("entries", "payments"): (
        "danh hiệu không kèm tiền thưởng, cấp khác chi, hoặc chưa chi",
        "khen thưởng được chi mà không vào sổ này",
    ),
    ("payments", "hand_overs"): (
        "đã chi nhưng chưa trao",
        "đã trao nhưng không kèm tiền thưởng, cấp khác chi, hoặc chưa chi",
    ),
}
"""(A book, the next one) → why the first, and why the second, may have more lines without anything being wrong."""
KINDS: Mapping[str, str] = {
    "minutes": "Quyết định phải có tên trong biên bản họp đã ký, và ai được đề nghị phải có quyết định hay danh sách trình.",
    "decision": "Mỗi hồ sơ chỉ ở một quyết định, và hồ sơ phải ghi đúng quyết định đó.",
    "book": "Mỗi quyết định khen thưởng vào sổ đúng một lần.",
    "payment": "Tiền chi phải đúng người, đúng số tiền của quyết định, và một lần.",
    "hand_over": "Trao phải có quyết định, và lễ trao với hồ sơ phải ghi như nhau.",
    "fund": "Dự toán, số đã chi, đã thu hồi của mỗi quỹ trên các trang phải đúng nhật ký.",
}
"""What each comparison asks, in a sentence."""


def _kept(visit: Visit) -> Kept:
    return Kept(visit.house.settings.kept_folder)


def _proof(
    visit: Visit, report: VerifyView | None = None, *, status: int = 200, fault: BadRequest | None = None
) -> Response:
    kept, database = _kept(visit), visit.house.ledger.database
    there = kept.verifier_file.exists()
    return visit.page(
        "audit_proof.html",
        status,
        report=report,
        head=visit.house.ledger.head(),
        signed=there,
        gone=not there and has_checkpoint(database),
        folder=kept.folder,
        whole=visit.house.ledger.head() <= REPLAYED,
        done_at=instant_text(visit.now),
        taken=OFFERED if there else OFFERED[:1],
        fault=fault,
    )


@router.get("/kiem-toan/kiem-chung")
def proof(visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """Say what a verification looks at, and offer one; say so when what it needs is gone."""
    return _proof(visit)


@router.post("/kiem-toan/kiem-chung")
def prove(form: Sent, visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """Verify every byte against the signed checkpoints, now."""
    del form
    kept, house = _kept(visit), visit.house
    try:
        verifier = Verifier.read(kept.verifier_file)
    except FileNotFoundError:
        return _proof(visit, status=409)
    except BadNote:
        broken = f"Tệp {kept.verifier_file} không phải khoá kiểm tra; hãy lấy lại từ bản sao lưu."
        return _proof(visit, status=409, fault=BadRequest([broken]))
    report = verify(house.ledger, verifier, kept, house.blobs, house.ledger.keys)
    return _proof(visit, verify_view(house.ledger, report, read_tables=report.events <= REPLAYED))


@router.get("/kiem-toan/doi-soat")
def ask_books(visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """Say what the comparison of the five books asks, and offer one."""
    return _books(visit, None)


@router.post("/kiem-toan/doi-soat")
def compare_books(form: Sent, visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """Compare the five books, now."""
    del form
    return _books(visit, reconcile(visit.house, visit.session, visit.names))


def _books(visit: Visit, view: ReconcileView | None) -> Response:
    return visit.page(
        "audit_books.html",
        view=view,
        figures=[(name, words, getattr(view, name)) for name, words in FIGURES.items()] if view else [],
        apart=list(_apart(view)) if view else [],
        kinds=KINDS,
    )


def _apart(view: ReconcileView) -> Iterator[str]:
    """Explain in a sentence each figure that differs from the next one, where nothing is wrong with that."""
    for (first, second), (more, fewer) in APART.items():
        left, right = getattr(view, first), getattr(view, second)
        if left != right:
            why = more if left > right else fewer
            yield f"{FIGURES[first]} {left}, {FIGURES[second].lower()} {right}: lệch {abs(left - right)} dòng; thường là {why}."


@dataclass(frozen=True, slots=True)
class Carried:
    """A file to take away: what it is, and its name."""

    what: Export
    name: str
    media: str = "text/plain; charset=utf-8"


TAKEN: Mapping[str, Carried] = {
    "nhat-ky": Carried("log", "nhat-ky.jsonl", "application/jsonl"),
    "diem-chot": Carried("checkpoint", "checkpoint"),
    "khoa-kiem-tra": Carried("public_key", "vkey"),
}
"""What an auditor carries away: the log as it was signed, the last signed checkpoint, the public key."""
OFFERED = (
    ("nhat-ky", "Tải toàn bộ nhật ký", "mỗi dòng là nguyên văn một sự kiện đã ký"),
    ("diem-chot", "Tải điểm chốt đã ký cuối cùng", "để so với sổ ở máy khác"),
    ("khoa-kiem-tra", "Tải khoá kiểm tra công khai", "ai có khoá này đều kiểm chứng được"),
)
"""What of it a page offers, in words; without a signature, the log alone."""


@router.post("/kiem-toan/tai/{what}")
def take_away(what: str, form: Sent, visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """Give the log, one signed event a line as it stands, or what verifies it elsewhere; that a copy was taken is an event."""
    del form
    carried = TAKEN.get(what)
    if carried is None:
        raise HTTPException(404)
    kept = _kept(visit)
    file = {"diem-chot": kept.note_file, "khoa-kiem-tra": kept.verifier_file}.get(what)
    if file is not None and not file.exists():
        raise HTTPException(404)
    taken = visit.send("ledger.take_export", {"what": carried.what, "through": visit.house.ledger.head()})
    headers = {"content-disposition": f'attachment; filename="{carried.name}"'}
    if file is None:
        leaves = _leaves(visit.house.ledger, taken.last or 0)
        return StreamingResponse(leaves, media_type=carried.media, headers=headers)
    return Response(file.read_bytes(), media_type=carried.media, headers=headers)


def _leaves(ledger: Ledger, last: int) -> Iterator[bytes]:
    """Give every event up to the one that says the copy was taken."""
    for page in ledger.pages(0):
        for row in page:
            if row.seq > last:
                return
            yield row.leaf + b"\n"


def run_there(visit: Visit) -> bool:
    """A run that ended, for whoever audits."""
    return nothing_between(visit) and visit.session.get(t.FlowRow, visit.path["run"]) is not None


@router.get("/kiem-toan/luot/{run}")
def run_of_a_flow(run: str, visit: Visit = guarded(run_there, slow=True)) -> Response:
    """Show a run of a flow: what caused it, what it wrote, how it ended; nothing here asks the flows' own database."""
    stored = visit.reading.history(f"flow-{run}")
    ends = [event for event in map(event_of, stored) if isinstance(event, FlowFinished | FlowParked)]
    causes = sorted({seq for end in ends for seq in end.positions})
    last = stored[-1].seq if stored else 0
    looked = min(last, (causes[0] if causes else last) + AFTER_CAUSE)
    rows = visit.session.exec(
        select(EventRow)
        .where(col(EventRow.seq) >= (causes[0] if causes else last), col(EventRow.seq) <= looked)
        .order_by(col(EventRow.seq))
    ).all()
    near = [Stored(row.seq, row.stream, row.version, row.type, row.leaf) for row in rows]
    wrote = [row for row in near if row.envelope.flow_run == run and row.stream != f"flow-{run}"]
    causing = set(causes)
    caused = [row for row in near if row.seq in causing]
    visit.names.know(row.envelope.by.who for row in (*caused, *wrote) if not row.envelope.by.is_system)
    return visit.page(
        "audit_run.html",
        row=visit.session.get_one(t.FlowRow, run),
        caused=[happened(row, visit.names) for row in caused],
        wrote=[happened(row, visit.names) for row in wrote],
        ends=[(happened(row, visit.names), event_of(row)) for row in stored],
        refused=[step for end in ends if isinstance(end, FlowFinished) for step in end.refused],
        most=LISTED,
    )
