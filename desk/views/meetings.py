"""Fills the views of a meeting from its stream and the read tables, through the mask of whoever reads."""

from collections.abc import Sequence

from sqlmodel import select

from desk.views.consulted import consulted
from desk.views.mask import Mask
from desk.views.meeting_views import (
    InterestLine,
    InterestsView,
    OutlookView,
    SlipReceiptView,
    SummaryLine,
    SummaryView,
)
from desk.views.names import Names
from desk.views.reasons import reasons_on_record
from domain.council import Council
from domain.law.rows import Award
from domain.nomination.states import reasons_of
from domain.refusal import RuleMissing
from domain.session.ballots import MODES
from domain.session.facts import SessionFacts, ground_of, mode_of
from domain.session.interests import derived
from domain.session.states import Session as Meeting
from domain.session.tally import outlook
from domain.vietnamese.folding import comparison_key
from domain.wording import award_name
from events.base import NominationId, PersonId, instant_text
from events.catalogue import event_of
from events.judgement import Reason
from events.session import BallotReceived, Ground, Opinion
from events.store import box
from projections import tables as t
from workflows.facts.session import facts_of, with_ties
from workflows.reading import Reading

GROUNDS: dict[Ground, str] = {
    "own": "hồ sơ của chính mình",
    "same_unit": "cùng đơn vị",
    "proposer": "người đề nghị",
    "kin": "người thân",
    "other": "lý do khác",
}
OPINIONS: dict[Opinion, str] = {
    "propose": "đề nghị",
    "not_propose": "không đề nghị",
    "council_decides": "trình Hội đồng xem xét",
}
Rows = dict[NominationId, t.NominationRow]


def meeting_of(reading: Reading, session: str) -> Meeting | None:
    """Give a meeting; None for an id that is none."""
    return reading.maybe(session, Meeting) if session.startswith("session-") else None


def agenda_rows(reading: Reading, names: Names, meeting: Meeting) -> Rows:
    """Give the dossiers of an agenda in the order of awards, the highest first, and of names."""
    return reading.remembered(
        ("agenda by name", meeting.session), lambda: _agenda_rows(reading, names, meeting)
    )


def _agenda_rows(reading: Reading, names: Names, meeting: Meeting) -> Rows:
    rows = [*reading.dossiers(meeting.agenda).values()]
    names.know([name for row in rows for name in (row.subject, row.unit)])
    rules = reading.rules(reading.state(meeting.council, Council).unit)
    known = {award: rules.one(Award, meeting.held_on, award=award) for award in {row.award for row in rows}}
    ranks = {award: row.rank if row else 0 for award, row in known.items()}
    ordered = sorted(
        rows, key=lambda row: (ranks[row.award], row.award, names.order(row.subject), row.nomination)
    )
    return {NominationId(row.nomination): row for row in ordered}


def summary(
    reading: Reading, names: Names, mask: Mask, session: str, viewer: str | None
) -> SummaryView | None:
    """Give the summary table: three lines a dossier, the standing agency's opinion, and what each line needs."""
    meeting = meeting_of(reading, session)
    if meeting is None:
        return None
    facts = facts_of(meeting, reading)
    rows = agenda_rows(reading, names, meeting)
    return SummaryView(
        session=session,
        starts_at=instant_text(meeting.starts_at),
        in_writing=meeting.in_writing,
        due_at=instant_text(meeting.due_at) if meeting.due_at else None,
        tellers=[names.of(teller) for teller in meeting.tellers],
        confirmed=viewer in meeting.confirmed,
        lines=[_summary_line(reading, names, mask, (meeting, facts), row) for row in rows.values()],
    )


def _summary_line(
    reading: Reading, names: Names, mask: Mask, of: tuple[Meeting, SessionFacts], row: t.NominationRow
) -> SummaryLine:
    meeting, facts = of
    line = NominationId(row.nomination)
    state = reading.stream(row.nomination).state
    dossier = getattr(state, "dossier", None)
    opinion = meeting.standing_opinions.get(line)
    mode = mode_of(meeting, line, facts)
    shown = not mask.hides(line)
    return SummaryLine(
        nomination=line,
        award=award_name(facts.rules, row.award),
        subject=names.of(row.subject),
        unit=names.of(row.unit),
        achievement=reading.ledger.open_field(dossier.achievement) if shown and dossier else None,
        conditions=_conditions(_judged(reading, line, state)) if shown else None,
        opinion=OPINIONS[opinion.opinion] if shown and opinion else None,
        opinion_reason=reading.ledger.open_field(opinion.reason) if shown and opinion else None,
        consulted=[str(one) for one in consulted(reading, names, line)] if shown else [],
        mode=MODES[mode] if mode else None,
        outlook=_outlook(meeting, line, facts) if line not in meeting.settled else None,
    )


def _judged(reading: Reading, line: NominationId, state: object) -> tuple[Reason, ...]:
    """Give the reasons of a dossier; of one that has gone on, those that the log has."""
    return reasons_of(state) or reasons_on_record(reading.history(line))


def _conditions(reasons: Sequence[Reason]) -> str:
    verdicts = [reason.verdict for reason in reasons]
    words = {"pass": "đạt", "fail": "không đạt", "unknown": "chưa rõ", "warning": "lưu ý"}
    counted = [f"{verdicts.count(verdict)} {word}" for verdict, word in words.items() if verdict in verdicts]
    return f"Điều kiện: {', '.join(counted)}." if counted else "Chưa xét điều kiện."


def out_of_reach(meeting: Meeting, facts: SessionFacts) -> dict[NominationId, str]:
    """Say of each line that is still to be counted, and cannot reach its share any more, what it would need."""
    settled = meeting.settled
    open_lines = [line for line in meeting.agenda if line not in settled and line in facts.lines]
    found = {line: _outlook(meeting, line, facts) for line in open_lines}
    return {line: str(view) for line, view in found.items() if view is not None and not view.reachable}


def _outlook(meeting: Meeting, line: NominationId, facts: SessionFacts) -> OutlookView | None:
    try:
        found = outlook(meeting, line, facts)
    except RuleMissing:
        return None
    return OutlookView(
        members=found.members, out=found.out, base=found.base, needed=found.needed, reachable=found.reachable
    )


def interests(reading: Reading, names: Names, session: str, member: str) -> InterestsView | None:
    """Give the page of names that a member confirms, with what the ledger finds; nothing confidential is on it."""
    meeting = meeting_of(reading, session)
    if meeting is None:
        return None
    facts = with_ties(facts_of(meeting, reading), meeting, reading)
    who = PersonId(member)
    key = comparison_key(names.of(member))
    return InterestsView(
        session=session,
        member=names.of(member),
        confirmed=who in meeting.confirmed,
        lines=[
            InterestLine(
                nomination=line,
                award=award_name(facts.rules, row.award),
                subject=names.of(row.subject),
                unit=names.of(row.unit),
                found=GROUNDS[ground] if (ground := derived(who, line, facts)) else None,
                same_name=row.subject != member and comparison_key(names.of(row.subject)) == key,
                declared=GROUNDS[said] if (said := meeting.grounds.get((who, line))) else None,
                steps_out=ground_of(meeting, who, line, facts) is not None,
            )
            for line, row in agenda_rows(reading, names, meeting).items()
        ],
    )


def receipt(reading: Reading, tracker: str) -> SlipReceiptView | None:
    """Say whether the slip with this tracker lies in the box unchanged."""
    for row in reading.session.exec(select(t.SessionRow).order_by(t.SessionRow.starts_at)).all():
        for stored in reading.history(row.session):
            event = event_of(stored) if stored.type == "session.ballot_received" else None
            if isinstance(event, BallotReceived) and event.tracker == tracker:
                meeting = reading.state(row.session, Meeting)
                return SlipReceiptView(
                    tracker=tracker,
                    session=row.session,
                    ballot=event.ballot,
                    received_at=stored.envelope.recorded_at,
                    position=stored.seq,
                    state=_slip_state(reading, meeting, tracker),
                )
    return None


def _slip_state(reading: Reading, meeting: Meeting, tracker: str) -> str:
    if meeting.removed:
        return "đã huỷ theo quy định lưu giữ"
    if not box.holds(reading.ledger.database, tracker):
        return "KHÔNG còn nguyên vẹn trong hòm"
    boxes = (meeting.early, *(ballot.early or {} for ballot in meeting.ballots.values()))
    lasting = {early.tracker for box_ in boxes for early in box_.values()}
    lasting |= {name for ballot in meeting.ballots.values() for name in ballot.received.values()}
    return (
        "nằm nguyên vẹn trong hòm"
        if tracker in lasting
        else "đã được thay bằng phiếu sau của cùng thành viên"
    )
