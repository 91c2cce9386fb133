"""Fills the view of both minutes of a meeting, through the mask of whoever reads."""

from collections.abc import Iterator

from desk.views.mask import Mask
from desk.views.meeting_views import (
    MinutesBallot,
    MinutesLine,
    MinutesView,
)
from desk.views.meetings import GROUNDS, agenda_rows, meeting_of
from desk.views.names import Names
from domain.council import Council
from domain.refusal import WrongState
from domain.session.ballots import MODES
from domain.session.facts import SessionFacts, ground_of
from domain.session.rounds import nothing_open
from domain.session.states import Ballot
from domain.session.states import Session as Meeting
from domain.session.tally import from_afar, out_of, there
from domain.wording import award_name, casting_note
from events.base import NominationId, PersonId, instant_text
from events.catalogue import event_of
from events.judgement import Tally
from events.session import BallotOpened, ProxyAuthorised
from projections import tables as t
from workflows.facts.session import facts_of
from workflows.reading import Reading


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
        late_lines=_late(reading, names, meeting),
        interruptions=[stop.reason for stop in meeting.interruptions],
        carried=_carried(reading, names, mask, meeting),
        ballots=list(_ballots(reading, names, meeting)),
        lines=_minutes_lines(reading, names, mask, meeting, facts),
        signed=[names.of(who) for signed in meeting.minutes for who in signed.signers],
    )


def _late(reading: Reading, names: Names, meeting: Meeting) -> list[str]:
    """Name whose dossiers were added late, with the reason of each decision."""
    reasons = {line: added.reason for added in meeting.extended for line in added.lines}
    rows = agenda_rows(reading, names, meeting)
    return [
        f"{names.of(row.subject)} ({row.award}): {reasons[line]}"
        for line, row in rows.items()
        if line in reasons
    ]


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
        if isinstance(opened, BallotOpened) and opened.ballot in meeting.ballots:
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
