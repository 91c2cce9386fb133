"""The tellers' own pages: their keys, the opening of the sealed box by two of them, and the count of paper slips.

A key is made for a teller and given away as a file; it is handed in only by whoever holds the file and its passphrase,
so no box is ever made for a key that was lost on the way. Nothing of a key is kept here.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from desk.ids import new_id
from desk.requests import BadRequest
from desk.teller_key import BadTellerKey, fresh, opened, public_half
from desk.web.guard import Room, Sent, guarded
from desk.web.policy import tells_in_meeting
from desk.web.rooms.council import agenda, meeting_of, modes
from desk.web.visit import Visit
from domain.ids import derived
from domain.refusal import Refusal
from domain.session.ballots import box_ready
from domain.session.states import Ballot
from domain.session.tally import there
from events.base import PersonId, SessionId
from events.session import Mode
from workflows.ballot_office import BallotOffice, Opener, Pair

router = APIRouter(route_class=Room)
LONGEST_KEY = 4096
"""Bytes; a teller's key file has about four hundred."""
SHORTEST = 12
"""Characters of a passphrase: its file may be copied, and then nothing else stands before the key."""
COUNTED = {"votes_for": "dong_y", "votes_against": "khong", "abstained": "trang", "invalid": "hong"}
"""Field of a line's count → its name in the form."""
WHOLE = {"given_out": "phat", "returned": "thu", "valid": "hop_le", "invalid": "khong_hop_le"}
Fault = Refusal | BadRequest


def _status(fault: Fault | None) -> int:
    return 200 if fault is None else 422 if isinstance(fault, BadRequest) else 409


@router.get("/phien-hop/{meeting}/to-kiem-phieu")
def tellers(visit: Visit = guarded(tells_in_meeting)) -> Response:
    """Show a teller what is theirs to do at this meeting."""
    return _tellers(visit)


def _tellers(visit: Visit, fault: Fault | None = None) -> Response:
    found = meeting_of(visit)
    visit.names.know(found.tellers)
    return visit.page(
        "tellers.html",
        _status(fault),
        meeting=found,
        sealed="sealed" in modes(visit, found).values(),
        own_key=found.teller_keys.get(PersonId(visit.viewer.person)),
        shared=box_ready(found),
        shortest=SHORTEST,
        fault=fault,
    )


@router.post("/phien-hop/{meeting}/tao-khoa")
def make_key(form: Sent, visit: Visit = guarded(tells_in_meeting)) -> Response:
    """Give a new key as a file to save; nothing is written, here or in the log."""
    passphrase = str(form.get("mat_khau", ""))
    faults = []
    if len(passphrase) < SHORTEST:
        faults.append(f"Mật khẩu của tệp khoá cần ít nhất {SHORTEST} ký tự; hãy đặt một câu dễ nhớ.")
    if passphrase != str(form.get("nhap_lai", "")):
        faults.append("Hai lần nhập mật khẩu không giống nhau.")
    if faults:
        return _tellers(visit, BadRequest(faults))
    content, _ = fresh(passphrase)
    name = f"khoa-{visit.viewer.person[-8:]}-{meeting_of(visit).held_on:%Y%m%d}.json"
    return Response(
        content,
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.post("/phien-hop/{meeting}/nop-khoa")
def hand_in_key(meeting: str, form: Sent, visit: Visit = guarded(tells_in_meeting)) -> Response:
    """Hand in the public half of a key whose file and passphrase the teller has shown to hold."""
    body = {"session": meeting, "teller": visit.viewer.person}
    try:
        key = public_half(_secret(form, "1"))
        outcome = visit.send("session.give_teller_key", {**body, "key": key}, key=str(form.get("ma")))
    except (Refusal, BadRequest) as fault:
        return _tellers(visit, fault)
    return visit.go(f"/phien-hop/{meeting}/to-kiem-phieu", outcome)


def _secret(form: FormData, place: str) -> bytes:
    file = form.get(f"tep_{place}")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadRequest([f"Chưa chọn tệp khoá thứ {place}."])
    content = file.file.read(LONGEST_KEY + 1)
    if len(content) > LONGEST_KEY:
        raise BadRequest([f"Tệp thứ {place} quá lớn, không phải tệp khoá."])
    try:
        return opened(content, f"tệp khoá thứ {place}", str(form.get(f"mat_khau_{place}", "")))
    except BadTellerKey as fault:
        raise BadRequest([f"{str(fault).capitalize()}."]) from None


def _pair(visit: Visit, form: FormData) -> Pair:
    """Give the two who open: whoever sends the form, and one who sits beside them."""
    other = str(form.get("nguoi", ""))
    if other not in meeting_of(visit).tellers or other == visit.viewer.person:
        raise BadRequest(["Hãy chọn người cùng mở, là thành viên khác của tổ kiểm phiếu."])
    own = Opener(PersonId(visit.viewer.person), _secret(form, "1"))
    return own, Opener(PersonId(other), _secret(form, "2"))


@router.post("/phien-hop/{meeting}/chia-khoa")
def share_again(meeting: str, form: Sent, visit: Visit = guarded(tells_in_meeting)) -> Response:
    """Let a teller who took another's place share in the box's key."""
    office = BallotOffice(visit.house.handler)
    try:
        outcome = office.share_again(
            _command(visit, form), SessionId(meeting), _pair(visit, form), visit.said("teller")
        )
    except (Refusal, BadRequest) as fault:
        return _tellers(visit, fault)
    return visit.go(f"/phien-hop/{meeting}/to-kiem-phieu", outcome)


def _command(visit: Visit, form: FormData) -> str:
    return str(derived("desk", visit.viewer.person, str(form.get("ma") or new_id())))


def _ballot(visit: Visit, mode: Mode) -> Ballot:
    found = meeting_of(visit).ballots.get(visit.path["ballot"])
    if found is None or found.mode != mode:
        raise HTTPException(404)
    return found


@router.get("/phien-hop/{meeting}/hom-phieu/{ballot}")
def ask_opening(visit: Visit = guarded(tells_in_meeting)) -> Response:
    """Ask two tellers for their keys; before the close there is nothing to open."""
    return _opening(visit)


def _opening(visit: Visit, fault: Fault | None = None) -> Response:
    ballot, found = _ballot(visit, "sealed"), meeting_of(visit)
    visit.names.know(found.tellers)
    pairs = [ballot.opened.openers] if ballot.opened else []
    return visit.page(
        "box.html",
        _status(fault),
        meeting=found,
        code=visit.path["ballot"],
        ballot=ballot,
        pairs=[
            *((pair, None) for pair in pairs),
            *((check.openers, check.agrees) for check in ballot.checks),
        ],
        fault=fault,
    )


@router.post("/phien-hop/{meeting}/hom-phieu/{ballot}")
def open_box(meeting: str, ballot: str, form: Sent, visit: Visit = guarded(tells_in_meeting)) -> Response:
    """Open the box with two keys: the first opening is the count, one by another pair says whether it agrees."""
    _ballot(visit, "sealed")
    office = BallotOffice(visit.house.handler)
    try:
        outcome = office.open(
            _command(visit, form), SessionId(meeting), ballot, _pair(visit, form), visit.said("teller")
        )
    except (Refusal, BadRequest) as fault:
        return _opening(visit, fault)
    return visit.go(f"/phien-hop/{meeting}/hom-phieu/{ballot}", outcome)


@router.get("/phien-hop/{meeting}/phieu-giay/{ballot}")
def ask_paper(visit: Visit = guarded(tells_in_meeting)) -> Response:
    """Ask for what was counted on paper, or show it as it was entered."""
    return _paper(visit, _entered(_ballot(visit, "paper")))


def _paper(visit: Visit, typed: Mapping[str, str], fault: Fault | None = None) -> Response:
    found, ballot = meeting_of(visit), _ballot(visit, "paper")
    return visit.page(
        "paper_count.html",
        _status(fault),
        meeting=found,
        code=visit.path["ballot"],
        ballot=ballot,
        lines=agenda(visit, found, ballot.lines) if ballot.closed else [],
        present=len(there(found, ballot)),
        typed=typed,
        counted=COUNTED,
        fault=fault,
    )


def _entered(ballot: Ballot) -> dict[str, str]:
    """Give what was entered as the form names it."""
    paper = ballot.paper
    if paper is None:
        return {}
    said = {name: str(getattr(paper, part)) for part, name in WHOLE.items()}
    for line in paper.lines:
        said |= {f"{name}.{line.nomination}": str(getattr(line, part)) for part, name in COUNTED.items()}
    if paper.scan is not None:
        said |= {"so": paper.scan.number, "ngay": paper.scan.day.isoformat()}
    return said


@router.post("/phien-hop/{meeting}/phieu-giay/{ballot}")
def enter_paper(meeting: str, ballot: str, form: Sent, visit: Visit = guarded(tells_in_meeting)) -> Response:
    """Enter what the tellers counted; until the count a corrected entry takes its place."""
    found = _ballot(visit, "paper")
    typed = {name: str(value).strip() for name, value in form.items() if isinstance(value, str)}
    try:
        body = {"session": meeting, "ballot": ballot, **_counts(found, typed)}
        outcome = visit.send("session.count_paper", body, key=str(form.get("ma")))
    except (Refusal, BadRequest) as fault:
        return _paper(visit, typed, fault)
    return visit.go(f"/phien-hop/{meeting}/phieu-giay/{ballot}", outcome)


def _counts(ballot: Ballot, typed: Mapping[str, str]) -> dict[str, Any]:
    names = [*WHOLE.values(), *(f"{name}.{line}" for line in ballot.lines for name in COUNTED.values())]
    empty = sum(not typed.get(name, "").isdecimal() for name in names)
    if empty:
        raise BadRequest([f"Còn {empty} ô chưa ghi số phiếu; không có phiếu nào thì ghi 0."])
    lines = [
        {"nomination": line, **{part: typed[f"{name}.{line}"] for part, name in COUNTED.items()}}
        for line in ballot.lines
    ]
    scan = {"number": typed.get("so"), "day": typed.get("ngay")}
    said = {part: typed[name] for part, name in WHOLE.items()}
    return {**said, "lines": lines, **({"scan": scan} if scan["number"] and scan["day"] else {})}
