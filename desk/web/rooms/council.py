"""Meetings: the invitation and its lines, conflicts on one page, who is here, and what was counted; no partial result."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import col, select

from desk.door.welcome import card_until
from desk.ids import new_id
from desk.views import meetings
from desk.views.history import happened
from desk.views.mask import Mask
from desk.views.minutes import minutes as minutes_of
from desk.views.shape import lacking
from desk.web.guard import Room, Sent, guarded
from desk.web.numbers import Number
from desk.web.policy import COUNCIL, prepares_meeting, reads_meeting, reads_meetings, sits_in_meeting
from desk.web.qr import qr_svg
from desk.web.visit import Visit
from domain.council import Council, Member
from domain.law.book import Rules
from domain.law.rows import BallotMode, SessionRule, VoteShare
from domain.refusal import Refusal, RuleMissing
from domain.session.carrying import may_go_on
from domain.session.facts import SessionFacts
from domain.session.quorum import Headcount, headcount
from domain.session.states import Session as Meeting
from events.base import NominationId, PersonId
from events.session import Awaits
from projections import tables as t
from workflows.facts.session import facts_of

router = APIRouter(route_class=Room)
PAGE = 50
DECLARED = ("same_unit", "proposer", "kin", "other")
"""The grounds that a member declares; the own dossier needs no word."""
AWAITS: Mapping[Awaits, str] = {
    "another_round": "được bỏ phiếu thêm vòng",
    "casting_vote": "số phiếu bằng nhau, chờ người chủ trì quyết định",
}


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A line of the agenda as a member reads it."""

    nomination: NominationId
    award: str
    subject: str
    subject_id: str
    unit: str
    achievement: str | None
    passed: bool | None = None
    votes: str = ""
    stepped_out: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class BallotView:
    """A vote while it runs: how many have voted, never how."""

    code: str
    mode: str
    lines: int
    closed: bool
    tallied: bool
    received: int
    present: int
    voted: bool
    countable: bool
    """Its slips are there to be counted by whoever leads; a sealed box is its tellers' alone."""


@router.get("/phien-hop")
def listed(trang: Number = 1, visit: Visit = guarded(reads_meetings)) -> Response:
    """List the meetings of one's councils, or all of them."""
    asked = select(t.SessionRow).order_by(col(t.SessionRow.starts_at).desc())
    everywhere = visit.viewer.at_home("standing_agency", "authority", "auditor")
    if not everywhere:
        asked = asked.where(col(t.SessionRow.council).in_(sorted(visit.viewer.scopes(*COUNCIL))))
    number = min(max(trang, 1), 100_000)
    rows = visit.session.exec(asked.offset((number - 1) * PAGE).limit(PAGE + 1)).all()
    councils = {row.council: row.name for row in visit.session.exec(select(t.CouncilRow))}
    return visit.page(
        "meetings.html",
        rows=rows[:PAGE],
        councils=councils,
        own=[code for code in councils if everywhere or code in visit.viewer.scopes(*COUNCIL)],
        number=number,
        more=len(rows) > PAGE,
    )


def meeting_of(visit: Visit) -> Meeting:
    """Give the meeting that the path names."""
    return visit.reading.state(visit.path["meeting"], Meeting)


def sitting(visit: Visit, meeting: Meeting) -> tuple[Member, ...]:
    """Give the members of the day of the meeting."""
    return visit.reading.state(meeting.council, Council).sitting(meeting.held_on)


def agenda(
    visit: Visit, meeting: Meeting, only: Sequence[NominationId] | None = None, *, deeds: bool = False
) -> list[AgendaLine]:
    """Give the lines with names and, with `deeds`, in a few words what each is proposed for."""
    wanted = list(only if only is not None else meeting.agenda)
    if deeds:
        visit.reading.preload(wanted)
    rows = visit.reading.dossiers(wanted)
    counts = {
        row.nomination: row
        for row in visit.session.exec(select(t.LineRow).where(t.LineRow.session == meeting.session))
    }
    visit.names.know([row.subject for row in rows.values()] + [row.unit for row in rows.values()])
    return [
        _line(visit, meeting, rows[line], None if visit.mask.hides(line) else counts.get(line), deeds=deeds)
        for line in wanted
        if line in rows
    ]


def _line(
    visit: Visit, meeting: Meeting, row: t.NominationRow, count: t.LineRow | None, *, deeds: bool
) -> AgendaLine:
    line = NominationId(row.nomination)
    who = PersonId(visit.viewer.person)
    counted = count is not None and count.passed is not None
    return AgendaLine(
        nomination=line,
        award=row.award,
        subject=visit.names.of(row.subject),
        subject_id=row.subject,
        unit=visit.names.of(row.unit),
        achievement=_deed(visit, row.nomination) if deeds else None,
        passed=count.passed if count else None,
        votes=", ".join(
            filter(None, (f"{count.votes_for}/{count.base}", f"cần {count.needed}", _awaits(meeting, line)))
        )
        if counted and count
        else "",
        stepped_out=(who, line) in meeting.stepped_out,
        own=row.subject == who,
    )


def _awaits(meeting: Meeting, line: NominationId) -> str:
    """Say what may still change a count, or that the line went on."""
    if line in meeting.carried:
        return "chuyển phiên bổ sung"
    known = meeting.standing.get(line)
    return AWAITS[known.awaits] if known and known.awaits else ""


def _deed(visit: Visit, nomination: str) -> str | None:
    dossier = getattr(visit.reading.stream(nomination).state, "dossier", None)
    shown = dossier is not None and not visit.mask.hides(nomination)
    return visit.house.ledger.open_field(dossier.achievement) if shown and dossier else None


def modes(visit: Visit, meeting: Meeting) -> dict[NominationId, str]:
    """Say how each line is voted on, by the rules of the meeting's day."""
    rules = visit.reading.rules(visit.reading.state(meeting.council, Council).unit)
    found: dict[NominationId, str] = {}
    for line, row in visit.reading.dossiers(meeting.agenda).items():
        share = rules.one(VoteShare, meeting.held_on, award=row.award)
        own = rules.one(BallotMode, meeting.held_on, award=row.award)
        mode = share.mode if share is not None and share.mode is not None else (own.mode if own else None)
        if mode is not None:
            found[NominationId(line)] = mode
    return found


def _sends_proxies(rules: Rules, day: date, lines: Sequence[AgendaLine]) -> bool:
    """Say whether the council's rules let an absent member send somebody, for any award of the agenda."""
    asked = [rules.one(SessionRule, day, award=award) for award in {line.award for line in lines}]
    return any(rule.proxies for rule in asked if rule)


def _heads(meeting: Meeting, told: SessionFacts) -> Headcount | None:
    """Count who attends for the lines that are left, or for all; None where no rule says how many must."""
    try:
        return headcount(meeting, meeting.open_to_vote or meeting.agenda, told)
    except RuleMissing:
        return None


def ballots(visit: Visit, meeting: Meeting) -> list[BallotView]:
    """Show the votes of a meeting without how anybody voted."""
    return [
        BallotView(
            code,
            ballot.mode,
            len(ballot.lines),
            ballot.closed,
            ballot.tallied is not None,
            len(ballot.received if ballot.mode == "sealed" else ballot.votes),
            len(meeting.present or ()),
            visit.viewer.person in (ballot.received if ballot.mode == "sealed" else ballot.votes),
            ballot.closed
            and ballot.tallied is None
            and (ballot.mode == "named" or (ballot.mode == "paper" and ballot.paper is not None)),
        )
        for code, ballot in meeting.ballots.items()
    ]


def _slips_over(meeting: Meeting, now: datetime) -> bool:
    """Say whether no slip is taken any more in a session in writing that has lines without a result."""
    over = meeting.due_at is not None and meeting.due_at <= now
    return meeting.in_writing and over and bool(may_go_on(meeting))


def _left_over(meeting: Meeting, now: datetime) -> tuple[NominationId, ...]:
    """Give the lines for which a supplementary session is offered."""
    if _slips_over(meeting, now):
        return may_go_on(meeting)
    return meeting.open_to_vote if meeting.ballots else ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What a member declared, or the ledger found, about one line: whoever leads sees it at once."""

    member: str
    line: AgendaLine
    ground: str
    out: bool


def _interests(visit: Visit, meeting: Meeting, lines: Sequence[AgendaLine]) -> list[Declared]:
    shown = {line.nomination: line for line in lines}
    visit.names.know(who for who, _ in meeting.grounds)
    found = [
        Declared(visit.names.of(who), shown[line], ground, (who, line) in meeting.stepped_out)
        for (who, line), ground in meeting.grounds.items()
        if line in shown
    ]
    return sorted(found, key=lambda one: (one.member, one.line.subject))


@router.get("/phien-hop/{meeting}")
def one(meeting: str, visit: Visit = guarded(reads_meeting)) -> Response:
    """Show a meeting: invitation, lines, who is here, votes, what to do next."""
    found = meeting_of(visit)
    seats = sitting(visit, found)
    visit.names.know([seat.person for seat in seats] + list(found.tellers))
    council = visit.reading.state(found.council, Council)
    rules, lines = visit.reading.rules(council.unit), agenda(visit, found)
    told = facts_of(found, visit.reading)
    stored, slips_over = visit.reading.history(meeting), _slips_over(found, visit.now)
    visit.names.know(entry.envelope.by.who for entry in stored)
    return visit.page(
        "meeting.html",
        meeting=found,
        council=council.name,
        lines=lines,
        out_of_reach=meetings.out_of_reach(found, told),
        seats=seats,
        present=found.present,
        heads=_heads(found, told),
        shape=lacking(visit.reading, council, found.starts_at) if prepares_meeting(visit) else [],
        ballots=ballots(visit, found),
        is_member=visit.viewer.holds("member", at=found.council),
        is_here=visit.viewer.person in (found.present or ()),
        leads=prepares_meeting(visit),
        modes=Counter(modes(visit, found).values()),
        confirmed=visit.viewer.person in found.confirmed,
        interests=_interests(visit, found, lines) if prepares_meeting(visit) else [],
        is_teller=visit.viewer.person in found.tellers,
        wrote=visit.viewer.person in found.opinions,
        sealed_early=visit.viewer.person in found.early,
        has_open_lines=bool(found.open_to_vote),
        slips_over=slips_over,
        takes_slips=bool(found.to_be_counted) and not slips_over,
        left_over=_left_over(found, visit.now),
        sends_proxies=_sends_proxies(rules, found.held_on, lines),
        counted=found.counted,
        opinions=len(found.opinions),
        slips=len({*found.opinions, *found.early}),
        timeline_entries=[happened(entry, visit.names) for entry in reversed(stored)],
    )


@router.get("/phien-hop/{meeting}/xung-dot")
def conflicts(ve: str = "", visit: Visit = guarded(sits_in_meeting)) -> Response:
    """Ask a member about every line on one page."""
    return _conflicts(visit, slip=ve)


def _conflicts(visit: Visit, *, status: int = 200, fault: Refusal | None = None, slip: str = "") -> Response:
    found = meeting_of(visit)
    return visit.page(
        "conflicts.html",
        status,
        meeting=found,
        lines=agenda(visit, found),
        slip=slip,
        confirmed=visit.viewer.person in found.confirmed,
        fault=fault,
    )


@router.post("/phien-hop/{meeting}/xung-dot")
def confirm(meeting: str, form: Sent, visit: Visit = guarded(sits_in_meeting)) -> Response:
    """Record one confirmation for the whole agenda; what the ledger knows by itself is added by the rules."""
    found, interests = meeting_of(visit), []
    marked = set(form.getlist("co"))
    for line in found.agenda:
        ground = str(form.get(f"quan_he.{line}", ""))
        if ground:
            steps_out = form.get(f"rut.{line}") == "yes"
            interests.append({"nomination": line, "ground": ground, "steps_out": steps_out})
    said = {interest["nomination"] for interest in interests}
    if unsaid := [line for line in found.agenda if line in marked - said]:
        lines = agenda(visit, found, [line for line in found.agenda if line in {*unsaid, *said}])
        return visit.page(
            "conflict_grounds.html", meeting=found, lines=lines, slip=form.get("ve", ""), grounds=DECLARED
        )
    body = {"session": meeting, "member": visit.viewer.person, "interests": interests}
    try:
        outcome = visit.send("session.confirm_interests", body, key=str(form.get("ma")))
    except Refusal as fault:
        return _conflicts(visit, status=409, fault=fault)
    slip = str(form.get("ve", ""))
    back = f"/phien-hop/{meeting}/phieu/{slip}" if slip and slip.isalnum() else f"/phien-hop/{meeting}"
    return visit.go(back, outcome)


@router.post("/phien-hop/{meeting}/co-mat")
def check_in(meeting: str, form: Sent, visit: Visit = guarded(sits_in_meeting)) -> Response:
    """Record that the member is there."""
    body = {"session": meeting, "member": visit.viewer.person}
    command = "session.leave" if form.get("lam") == "ve" else "session.check_in"
    return visit.go(f"/phien-hop/{meeting}", visit.send(command, body, key=str(form.get("ma"))))


@router.get("/phien-hop/{meeting}/bien-ban")
def minutes(visit: Visit = guarded(reads_meeting)) -> Response:
    """Show both minutes, for print: only once everything is counted."""
    found = meeting_of(visit)
    mask = Mask(visit.reading, visit.viewer.person)
    return visit.page(
        "minutes.html",
        meeting=found,
        told=minutes_of(visit.reading, visit.names, mask, found.session) if found.counted else None,
        signs=found.counted and prepares_meeting(visit),
    )


@router.get("/phien-hop/{meeting}/the")
def ask_cards(visit: Visit = guarded(prepares_meeting)) -> Response:
    """Ask for whom cards are printed."""
    found = meeting_of(visit)
    seats = sitting(visit, found)
    visit.names.know(seat.person for seat in seats)
    with_account = visit.welcome.door.with_account(seat.person for seat in seats)
    past = card_until(found.starts_at) <= visit.now
    return visit.page("cards_ask.html", meeting=found, seats=seats, with_account=with_account, past=past)


@router.post("/phien-hop/{meeting}/the")
def cards(meeting: str, request: Request, form: Sent, visit: Visit = guarded(prepares_meeting)) -> Response:
    """Print the cards: shown once, kept only as hashes; an older card of the same meeting no longer opens."""
    found = meeting_of(visit)
    allowed = {seat.person for seat in sitting(visit, found)}
    chosen = [str(person) for person in form.getlist("nguoi") if person in allowed]
    role = "standing_agency" if visit.viewer.at_home("standing_agency") else "secretary"
    printed = []
    for person in chosen:
        if visit.welcome.door.account(person) is None and visit.now < card_until(found.starts_at):
            visit.welcome.open_account(person, f"the-{new_id()[:8]}", visit.said(role))
        given = visit.welcome.give_card(person, meeting, found.starts_at, visit.said(role))
        address = str(request.url_for("card", key=given.key))
        account = visit.welcome.door.account(person)
        printed.append(
            (visit.names.of(person), account.login if account else "", given.digits, qr_svg(address))
        )
    return visit.page("cards.html", meeting=found, printed=printed)
