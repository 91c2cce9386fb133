"""The slip on a phone: three buttons a line, the whole list at once, one more look, and a receipt.

A half-done slip is kept in the member's own browser and nowhere else. `phieu/<mã>` is a vote at the meeting, by name
or sealed; `phieu/gui` is a written opinion of who will not be there; `phieu/kin` a sealed slip before the meeting.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from desk.ids import new_id
from desk.web.guard import Room, Sent, guarded
from desk.web.middleware import cookie
from desk.web.numbers import Number
from desk.web.policy import sits_in_meeting
from desk.web.rooms.council import AgendaLine, agenda, meeting_of, modes
from desk.web.visit import Visit
from domain.refusal import Refusal
from domain.session.ballots import opinions_closed
from domain.session.sealed import closed_from_afar
from domain.session.states import Session as Meeting
from events.base import NominationId, PersonId
from events.catalogue import event_of
from events.envelope import Stored
from events.session import BallotReceived, VoteCast, WrittenOpinionReceived
from workflows.facts.session import facts_of

router = APIRouter(route_class=Room)
LETTERS = {"for": "d", "against": "k", "abstain": "t"}
CHOICES = {letter: choice for choice, letter in LETTERS.items()}
HALF_DAY = 12 * 3600
WRITTEN, BEFORE = "gui", "kin"


@dataclass(frozen=True, slots=True)
class Slip:
    """What a member is asked to fill in."""

    code: str
    lines: tuple[NominationId, ...]
    sealed: bool
    closed: bool
    cast: bool
    """Until the close, another slip takes the place of the one that was cast."""


def slip_of(visit: Visit) -> Slip:
    """Give the slip that the path names."""
    meeting, code, who = meeting_of(visit), visit.path["ballot"], PersonId(visit.viewer.person)
    if code in {WRITTEN, BEFORE}:
        return _from_afar(visit, meeting, code, who)
    ballot = meeting.ballots.get(code)
    if ballot is None or ballot.mode == "paper":
        raise HTTPException(404)
    sealed = ballot.mode == "sealed"
    return Slip(
        code,
        ballot.lines,
        sealed,
        ballot.closed,
        who in (ballot.received if sealed else ballot.votes),
    )


def _from_afar(visit: Visit, meeting: Meeting, code: str, who: PersonId) -> Slip:
    known = modes(visit, meeting)
    sealed = code == BEFORE
    lines = tuple(line for line in meeting.to_be_counted if (known.get(line) == "sealed") == sealed)
    if not lines or (sealed and meeting.box is None):
        raise HTTPException(404)
    if sealed:
        late = closed_from_afar(meeting, facts_of(meeting, visit.reading))
    else:
        late = opinions_closed(meeting, set(lines)) is not None
    closed = who in (meeting.present or ()) or late
    return Slip(code, lines, sealed, closed, who in (meeting.early if sealed else meeting.opinions))


def _votable(lines: list[AgendaLine]) -> list[AgendaLine]:
    return [line for line in lines if not line.stepped_out and not line.own]


def _draft_name(visit: Visit) -> str:
    return f"phieu-{visit.viewer.person[-8:]}"


def _draft(request: Request, visit: Visit, slip: Slip) -> dict[str, str]:
    """Read the half-done slip from the browser: one letter a line, in the order of the slip."""
    kept = request.cookies.get(_draft_name(visit), "")
    if len(kept) != len(slip.lines):
        return {}
    return {line: CHOICES[letter] for line, letter in zip(slip.lines, kept, strict=True) if letter in CHOICES}


def _keep(answer: Response, request: Request, visit: Visit, kept: str) -> Response:
    lasts = HALF_DAY if kept else 0
    text = cookie(_draft_name(visit), kept, secure=request.state.secure, lasts=lasts, path=request.url.path)
    answer.headers.append("set-cookie", text)
    return answer


@router.get("/phien-hop/{meeting}/phieu/{ballot}")
def show(
    request: Request, buoc: str = "", lai: Number = 0, visit: Visit = guarded(sits_in_meeting)
) -> Response:
    """Show the slip, or one more look at it; who has cast it sees the receipt."""
    slip = slip_of(visit)
    if slip.cast and not (lai and not slip.closed):
        return _receipt(visit, slip)
    if visit.viewer.person not in meeting_of(visit).confirmed:
        return RedirectResponse(
            f"/phien-hop/{visit.path['meeting']}/xung-dot?ve={slip.code}", status_code=303
        )
    return _show(visit, slip, _draft(request, visit, slip), check=buoc == "kiem-tra")


def _show(
    visit: Visit,
    slip: Slip,
    choices: Mapping[str, str],
    *,
    check: bool,
    status: int = 200,
    fault: Refusal | None = None,
) -> Response:
    lines = agenda(visit, meeting_of(visit), slip.lines, deeds=True)
    votable = _votable(lines)
    missing = [line for line in votable if line.nomination not in choices]
    return visit.page(
        "ballot_check.html" if check and not missing else "ballot.html",
        status,
        meeting=meeting_of(visit),
        slip=slip,
        lines=lines,
        votable={line.nomination for line in votable},
        choices=choices,
        missing=missing if check else [],
        done=len(votable) - len(missing),
        number={line.nomination: place for place, line in enumerate(lines, 1)},
        key=new_id(),
        fault=fault,
    )


@router.post("/phien-hop/{meeting}/phieu/{ballot}")
def fill(request: Request, form: Sent, visit: Visit = guarded(sits_in_meeting)) -> Response:
    """Keep what was chosen, fill the rest, look again, or cast."""
    slip = slip_of(visit)
    if visit.viewer.person not in meeting_of(visit).confirmed:
        return RedirectResponse(
            f"/phien-hop/{visit.path['meeting']}/xung-dot?ve={slip.code}", status_code=303
        )
    choices: dict[str, str] = {**_draft(request, visit, slip), **_chosen(slip, form)}
    what = str(form.get("lam", "luu"))
    votable = [str(line.nomination) for line in _votable(agenda(visit, meeting_of(visit), slip.lines))]
    if what == "bo-phieu":
        cast = {line: choices[line] for line in votable if line in choices}
        return _cast(request, visit, slip, cast, str(form.get("ma")))
    if what in CHOICES:
        choices = {**dict.fromkeys(votable, CHOICES[what]), **choices}
    again = "&lai=1" if slip.cast else ""
    step = f"?buoc=kiem-tra{again}" if what in {"kiem-tra", *CHOICES} else f"?da_ghi=luu{again}"
    answer = RedirectResponse(request.url.path + step, status_code=303)
    return _keep(
        answer, request, visit, "".join(LETTERS.get(choices.get(line, ""), "-") for line in slip.lines)
    )


def _chosen(slip: Slip, form: FormData) -> dict[str, str]:
    return {line: str(form[f"phieu.{line}"]) for line in slip.lines if form.get(f"phieu.{line}") in LETTERS}


def _cast(request: Request, visit: Visit, slip: Slip, choices: Mapping[str, str], key: str) -> Response:
    body: dict[str, object] = {
        "session": visit.path["meeting"], "member": visit.viewer.person, "choices": choices,
    }  # fmt: skip
    send = partial(visit.send, key=key)
    try:
        match slip:
            case Slip(code="gui"):
                send("session.receive_opinion", body)
            case Slip(code="kin"):
                send("session.cast_sealed", body)
            case Slip(sealed=True):
                send("session.cast_sealed", {**body, "ballot": slip.code})
            case _:
                send("session.cast_vote", {**body, "ballot": slip.code})
    except Refusal as fault:
        return _show(visit, slip, choices, check=False, status=409, fault=fault)
    return _keep(RedirectResponse(request.url.path, status_code=303), request, visit, "")


def _receipt(visit: Visit, slip: Slip) -> Response:
    """Tell whoever has cast when, and by what mark the slip is found in the box; never what it says."""
    stored = visit.reading.history(visit.path["meeting"])
    mine = partial(_is_mine, who=PersonId(visit.viewer.person), slip=slip)
    cast = next((row for row in reversed(stored) if mine(row)), None)
    event = event_of(cast) if cast else None
    by = cast.envelope.by.who if cast else visit.viewer.person
    return visit.page(
        "ballot_receipt.html",
        meeting=meeting_of(visit),
        slip=slip,
        at=cast.recorded_at if cast else None,
        mark=event.tracker if isinstance(event, BallotReceived) else (str(cast.seq) if cast else ""),
        keyed_by=visit.names.of(by) if by != visit.viewer.person else "",
    )


def _is_mine(row: Stored, *, who: PersonId, slip: Slip) -> bool:
    if row.type not in {"session.vote_cast", "session.ballot_received", "session.written_opinion_received"}:
        return False
    match event_of(row):
        case VoteCast(member=member, ballot=ballot):
            return member == who and ballot == slip.code
        case BallotReceived(member=member, ballot=ballot):
            return member == who and (ballot == slip.code or (ballot is None and slip.code == BEFORE))
        case WrittenOpinionReceived(member=member):
            return member == who and slip.code == WRITTEN
        case _:
            return False
