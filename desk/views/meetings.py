"""Fills the views of a meeting from its stream and the read tables, through the mask of whoever reads."""

from collections.abc import Iterator, Sequence

from sqlmodel import select

from desk.views.mask import Mask
from desk.views.meeting_views import (
    InterestLine,
    InterestsView,
    MinutesBallot,
    MinutesLine,
    MinutesView,
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
from domain.refusal import RuleMissing, WrongState
from domain.session.ballots import MODES
from domain.session.facts import SessionFacts, ground_of, mode_of
from domain.session.interests import derived
from domain.session.rounds import nothing_open
from domain.session.states import Ballot
from domain.session.states import Session as Meeting
from domain.session.tally import from_afar, out_of, outlook, there
from domain.vietnamese.folding import comparison_key
from domain.wording import award_name, casting_note
from events.base import NominationId, PersonId, instant_text
from events.catalogue import event_of
from events.judgement import Reason, Tally
from events.session import BallotOpened, BallotReceived, Ground, Opinion, ProxyAuthorised
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


def minutes(reading: Reading, names: Names, mask: Mask, session: str) -> MinutesView | None:
    """Give both minutes as data; refused while something is not counted, since minutes cannot come before."""
    meeting = meeting_of(reading, session)
    if meeting is None:
        return None
    if not meeting.ballots or any(ballot.tallied is None for ballot in meeting.ballots.values()):
        raise WrongState(
            "Chưa kiểm phiếu xong nên chưa có biên bản.", todo="Hãy đóng biểu quyết và kiểm phiếu."
        )
    nothing_open(meeting)
    facts = facts_of(meeting, reading)
    names.know([*facts.members, *meeting.tellers])
    came = meeting.attended
    wrote = _from_afar(meeting) - came
    away = came | wrote | set(meeting.proxies)
    absent = [member for member in facts.members if member not in away]
    numbers = {signed.kind: signed.number for signed in meeting.minutes}
    days = [signed.day for signed in meeting.minutes]
    return MinutesView(
        session=session,
        council=reading.state(meeting.council, Council).name,
        number=numbers.get("meeting"),
        count_number=numbers.get("count"),
        day=(days[0] if days else meeting.held_on).isoformat(),
        starts_at=instant_text(meeting.starts_at),
        place=meeting.place,
        in_writing=meeting.in_writing,
        members=len(facts.members),
        present=_named(names, came),
        wrote=_named(names, wrote),
        absent=_named(names, absent),
        proxies=list(_proxies(reading, names, session)),
        tellers=[names.of(teller) for teller in meeting.tellers],
        late_lines=[line for added in meeting.extended for line in added.lines],
        interruptions=[stop.reason for stop in meeting.interruptions],
        carried=_carried(reading, names, mask, meeting),
        ballots=list(_ballots(reading, names, meeting)),
        lines=_minutes_lines(reading, names, mask, meeting, facts),
        signed=[names.of(who) for signed in meeting.minutes for who in signed.signers],
    )


def _from_afar(meeting: Meeting) -> set[PersonId]:
    """Give who sent an opinion or a sealed slip from afar, for any round."""
    sent = {*meeting.opinions, *meeting.early}
    for ballot in meeting.ballots.values():
        sent.update(ballot.opinions or {}, ballot.early or {})
    return sent


def _carried(reading: Reading, names: Names, mask: Mask, meeting: Meeting) -> list[str]:
    """Tell which dossiers went on to a supplementary session, and of which day."""
    told = []
    for line, row in agenda_rows(reading, names, meeting).items():
        to = reading.maybe(meeting.carried[line], Meeting) if line in meeting.carried else None
        if to is not None and not mask.hides(line):
            told.append(f"{names.of(row.subject)} ({row.award}), phiên ngày {to.held_on:%d/%m/%Y}")
    return told


def _named(names: Names, people: object) -> list[str]:
    told = [str(person) for person in people]  # type: ignore[attr-defined]
    return [names.of(person) for person in sorted(told, key=names.order)]


def _proxies(reading: Reading, names: Names, session: str) -> Iterator[str]:
    for stored in reading.history(session):
        event = event_of(stored) if stored.type == "session.proxy_authorised" else None
        if isinstance(event, ProxyAuthorised):
            names.know([event.proxy, event.member])
            paper = f", giấy uỷ quyền số {event.document.number}" if event.document else ""
            yield f"{names.of(event.proxy)} dự thay {names.of(event.member)}{paper} (căn cứ {event.basis})"


def _ballots(reading: Reading, names: Names, meeting: Meeting) -> Iterator[MinutesBallot]:
    for stored in reading.history(meeting.session):
        if stored.type != "session.ballot_opened":
            continue
        opened = event_of(stored)
        if isinstance(opened, BallotOpened):
            yield _ballot(names, meeting, opened, meeting.ballots[opened.ballot])


def _ballot(names: Names, meeting: Meeting, opened: BallotOpened, ballot: Ballot) -> MinutesBallot:
    given_out, returned, valid, invalid = _slips(meeting, opened, ballot)
    return MinutesBallot(
        ballot=opened.ballot,
        mode=MODES[ballot.mode],
        presiding=names.of(opened.presiding) if opened.presiding else None,
        in_writing=meeting.in_writing,
        present=returned if meeting.in_writing else opened.present,
        members=opened.members,
        quorum=opened.quorum,
        attendance=_attendance(opened),
        round=opened.round or 1,
        spent=_named(names, _spent(meeting, ballot)),
        given_out=given_out,
        returned=returned,
        valid=valid,
        invalid=invalid,
        openers=[names.of(opener) for opener in ballot.opened.openers] if ballot.opened else [],
        checked=all(check.agrees for check in ballot.checks) if ballot.checks else None,
    )


def _attendance(opened: BallotOpened) -> str:
    """Say who was counted in the quorum besides those present, or was not."""
    told = []
    counted = (opened.counted or opened.present) - opened.present - (opened.wrote or 0)
    if opened.represented:
        word = "tính vào" if counted else "không tính vào"
        told.append(f"{opened.represented} thành viên có người dự thay ({word} số dự họp)")
    if opened.wrote:
        told.append(f"{opened.wrote} thành viên vắng mặt đã gửi ý kiến (tính vào số dự họp)")
    if told and opened.quorum_basis:
        told.append(f"căn cứ {opened.quorum_basis}")
    return ", ".join(told)


def _spent(meeting: Meeting, ballot: Ballot) -> set[PersonId]:
    """Give whose slip from afar was for an earlier round of these lines, and who sent none for this one."""
    before = [
        one
        for one in meeting.ballots.values()
        if one.round < ballot.round and set(one.lines) & set(ballot.lines)
    ]
    sent = {member for one in before for member in (*(one.opinions or {}), *(one.early or {}))}
    opinions, early = from_afar(meeting, ballot)
    anew = {member for member, said in opinions.items() if set(said) & set(ballot.lines)}
    anew |= {member for member, slip in early.items() if slip.lines & set(ballot.lines)}
    return sent - anew - set(ballot.votes) - set(ballot.received)


def _slips(meeting: Meeting, opened: BallotOpened, ballot: Ballot) -> tuple[int, int, int | None, int | None]:
    """Give slips out, back, valid and invalid; in the box a slip is spoilt line by line, so the whole has no number."""
    if ballot.paper is not None:
        paper = ballot.paper
        return paper.given_out, paper.returned, paper.valid, paper.invalid
    if ballot.opened is not None:
        out = len(there(meeting, ballot) | set(from_afar(meeting, ballot)[1]))
        spoilt = any(line.invalid for line in ballot.opened.lines)
        return out, ballot.opened.slips, None if spoilt else ballot.opened.slips, None if spoilt else 0
    opinions, _ = from_afar(meeting, ballot)
    wrote = {member for member, said in opinions.items() if set(said) & set(ballot.lines)}
    back = len(set(ballot.votes) | wrote)
    out = opened.members if meeting.in_writing else opened.present + len(wrote)
    return out, back, back, 0


def _minutes_lines(
    reading: Reading, names: Names, mask: Mask, meeting: Meeting, facts: SessionFacts
) -> list[MinutesLine]:
    rows = agenda_rows(reading, names, meeting)
    return [
        _minutes_line(reading, names, mask, (meeting, facts), row)
        for line, row in rows.items()
        if line in meeting.standing
    ]


def _minutes_line(
    reading: Reading, names: Names, mask: Mask, of: tuple[Meeting, SessionFacts], row: t.NominationRow
) -> MinutesLine:
    meeting, facts = of
    line = NominationId(row.nomination)
    code = meeting.counted_in[line]
    shown = meeting.standing[line].tally if not mask.hides(line) else None
    out = out_of(meeting, line, facts)
    grounds = [GROUNDS[ground_of(meeting, member, line, facts) or "other"] for member in out]
    return MinutesLine(
        nomination=line,
        award=award_name(facts.rules, row.award),
        subject=names.of(row.subject),
        unit=names.of(row.unit),
        ballot=code,
        votes_for=shown.votes_for if shown else None,
        votes_against=shown.votes_against if shown else None,
        abstained=shown.abstained if shown else None,
        invalid=shown.invalid if shown else None,
        recused=[f"{names.of(member)} ({ground})" for member, ground in zip(out, grounds, strict=True)],
        base=shown.base if shown else None,
        needed=shown.needed if shown else None,
        passed=shown.passed if shown else None,
        basis=str(shown.basis) if shown and shown.basis else None,
        base_note=_base_note(shown, len(facts.members)) if shown else None,
        casting=casting_note(shown) if shown else None,
        earlier=_earlier(reading, meeting, line) if shown else [],
        carried=shown is not None and line in meeting.carried,
    )


def _earlier(reading: Reading, meeting: Meeting, line: NominationId) -> list[str]:
    """Tell the rounds before the last one, those of the sessions that this one supplements first."""
    return [
        f"vòng {number}: đồng ý {tally.votes_for}, không đồng ý {tally.votes_against}, cần {tally.needed}"
        for number, tally in enumerate(_counts(reading, meeting, line)[:-1], 1)
    ]


def _counts(reading: Reading, meeting: Meeting, line: NominationId) -> list[Tally]:
    before = reading.maybe(meeting.supplements, Meeting) if meeting.supplements else None
    return [
        *(_counts(reading, before, line) if before is not None and line in meeting.rounds_before else []),
        *(
            one.tally
            for ballot in meeting.ballots.values()
            for one in ballot.tallied or ()
            if one.nomination == line
        ),
    ]


def _base_note(tally: Tally, members: int) -> str | None:
    """Say what stepping out did to the denominator."""
    if not tally.recused:
        return None
    if tally.left_base:
        return (
            f"{tally.left_base} thành viên không biểu quyết được trừ khỏi mẫu số: {members} còn {tally.base}"
        )
    return f"{tally.recused} thành viên không biểu quyết, mẫu số giữ nguyên {tally.base}"


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
