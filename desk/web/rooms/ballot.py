"""The ballot on a phone: three buttons a line, the whole list at once, one more look, and a receipt.

A half-done ballot is kept in the member's own browser and nowhere else.
"""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from desk.ids import new_id
from desk.web.guard import Sent, guarded
from desk.web.middleware import cookie
from desk.web.policy import sits_in_meeting
from desk.web.rooms.council import AgendaLine, agenda, meeting_of
from desk.web.visit import Visit
from domain.refusal import Refusal
from domain.session.states import Ballot
from events.base import PersonId

router = APIRouter()
LETTERS = {"for": "d", "against": "k", "abstain": "t"}
CHOICES = {letter: choice for choice, letter in LETTERS.items()}
HALF_DAY = 12 * 3600


def _ballot(visit: Visit) -> Ballot:
    ballot = meeting_of(visit).ballots.get(visit.path["ballot"])
    if ballot is None:
        raise HTTPException(404)
    return ballot


def _lines(visit: Visit) -> list[AgendaLine]:
    return agenda(visit, meeting_of(visit), _ballot(visit).lines)


def _votable(lines: list[AgendaLine]) -> list[AgendaLine]:
    return [line for line in lines if not line.stepped_out and not line.own]


def _draft_name(visit: Visit) -> str:
    return f"phieu-{visit.viewer.person[-8:]}"


def _draft(request: Request, visit: Visit) -> dict[str, str]:
    """Read the half-done ballot from the browser: one letter a line, in the order of the ballot."""
    kept = request.cookies.get(_draft_name(visit), "")
    lines = _ballot(visit).lines
    if len(kept) != len(lines):
        return {}
    return {line: CHOICES[letter] for line, letter in zip(lines, kept, strict=True) if letter in CHOICES}


def _keep(answer: Response, request: Request, visit: Visit, choices: Mapping[str, str]) -> Response:
    kept = "".join(LETTERS.get(choices.get(line, ""), "-") for line in _ballot(visit).lines)
    answer.headers.append(
        "set-cookie",
        cookie(_draft_name(visit), kept, secure=request.state.secure, lasts=HALF_DAY, path=request.url.path),
    )
    return answer


@router.get("/phien-hop/{meeting}/phieu/{ballot}")
def show(
    request: Request, buoc: str = "", phieu: str = "", visit: Visit = guarded(sits_in_meeting)
) -> Response:
    """Show the slip, or one more look at it; who has voted sees the receipt."""
    ballot = _ballot(visit)
    if visit.viewer.person in ballot.votes or (ballot.closed and visit.viewer.person in ballot.received):
        return _receipt(visit)
    if phieu and visit.viewer.person in ballot.received:
        return _receipt(visit)
    return _show(visit, _draft(request, visit), check=buoc == "kiem-tra")


def _show(
    visit: Visit, choices: Mapping[str, str], *, check: bool, status: int = 200, fault: Refusal | None = None
) -> Response:
    lines = _lines(visit)
    votable = _votable(lines)
    missing = [line for line in votable if line.nomination not in choices]
    return visit.page(
        "ballot_check.html" if check and not missing else "ballot.html",
        status,
        meeting=meeting_of(visit),
        ballot=_ballot(visit),
        code=visit.path["ballot"],
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
    choices: dict[str, str] = {**_draft(request, visit), **_chosen(visit, form)}
    what = str(form.get("lam", "luu"))
    votable = [line.nomination for line in _votable(_lines(visit))]
    if what == "bo-phieu":
        return _cast(
            request, visit, {line: choices[line] for line in votable if line in choices}, str(form.get("ma"))
        )
    if what in CHOICES:
        choices = {**dict.fromkeys(map(str, votable), CHOICES[what]), **choices}
    step = "?buoc=kiem-tra" if what in {"kiem-tra", *CHOICES} else "?da_ghi=luu"
    answer = RedirectResponse(request.url.path + step, status_code=303)
    return _keep(answer, request, visit, choices)


def _chosen(visit: Visit, form: FormData) -> dict[str, str]:
    return {
        line: str(form[f"phieu.{line}"])
        for line in _ballot(visit).lines
        if form.get(f"phieu.{line}") in LETTERS
    }


def _cast(request: Request, visit: Visit, choices: Mapping[str, str], key: str) -> Response:
    meeting, ballot = visit.path["meeting"], visit.path["ballot"]
    body = {"session": meeting, "ballot": ballot, "member": visit.viewer.person, "choices": choices}
    try:
        sealed = _ballot(visit).mode == "sealed"
        visit.send("session.cast_sealed" if sealed else "session.cast_vote", body, key=key)
    except Refusal as fault:
        return _show(visit, choices, check=False, status=409, fault=fault)
    answer = RedirectResponse(f"{request.url.path}?phieu=1" if sealed else request.url.path, status_code=303)
    answer.headers.append(
        "set-cookie",
        cookie(_draft_name(visit), "", secure=request.state.secure, lasts=0, path=request.url.path),
    )
    return answer


def _receipt(visit: Visit) -> Response:
    """Tell whoever has voted when, and the number of the slip."""
    meeting, code = visit.path["meeting"], visit.path["ballot"]
    cast = next(
        (
            row
            for row in reversed(visit.house.ledger.stored(meeting))
            if row.type in ("session.vote_cast", "session.ballot_received") and _is_mine(row, visit, code)
        ),
        None,
    )
    ballot = _ballot(visit)
    return visit.page(
        "ballot_receipt.html",
        meeting=meeting_of(visit),
        at=cast.recorded_at if cast else None,
        seq=cast.seq if cast else None,
        keyed_by=visit.names.of(cast.envelope.by.who)
        if cast and cast.envelope.by.who != visit.viewer.person
        else "",
        lines=len(ballot.votes.get(PersonId(visit.viewer.person), {})),
        closed=ballot.closed,
        tracker=ballot.received.get(PersonId(visit.viewer.person), ""),
    )


def _is_mine(row: object, visit: Visit, code: str) -> bool:
    from events.catalogue import event_of  # noqa: PLC0415  # beside the one use
    from events.session import BallotReceived, VoteCast  # noqa: PLC0415  # the same

    event = event_of(row)  # type: ignore[arg-type]  # a stored row
    return (
        isinstance(event, VoteCast | BallotReceived)
        and event.member == visit.viewer.person
        and event.ballot == code
    )
