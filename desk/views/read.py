"""Fills the views from the read tables, and a dossier's history from its stream."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk.views import views as v
from desk.views.history import happened, history_of
from desk.views.judgements import rule_view
from desk.views.mask import SHOWN_AS, UNTOLD, Mask
from desk.views.names import Names
from desk.views.reasons import reasons_on_record
from domain.decision.states import NoDecision
from domain.fund import dong
from domain.nomination.states import Ended, NoNomination, Revoked
from domain.nomination.states import State as NominationState
from domain.wording import award_name, casting_note, sentence
from events.base import instant_text
from events.judgement import Overlap, Tally
from projections import tables as t
from projections.past import past
from workflows.lifecycle import LIFECYCLE
from workflows.reading import Reading
from workflows.wiring import House

KEPT = "Hồ sơ đang trước Hội đồng; kết quả được báo sau khi có quyết định."


def movements(session: Session) -> list[v.MovementView]:
    """List the movements."""
    rows = session.exec(select(t.MovementRow).order_by(t.MovementRow.movement)).all()
    return [_movement(row) for row in rows]


def _movement(row: t.MovementRow) -> v.MovementView:
    return v.MovementView(
        movement=row.movement,
        title=row.title,
        number=row.number,
        starts=row.starts,
        ends=row.ends,
        participants=row.participants,
        registered=row.registered,
    )


def movement(session: Session, movement_id: str) -> v.MovementDetail | None:
    """Show one movement."""
    row = session.get(t.MovementRow, movement_id)
    if row is None:
        return None
    targets = session.exec(
        select(t.TargetRow)
        .where(t.TargetRow.movement == movement_id)
        .order_by(col(t.TargetRow.position), t.TargetRow.assigned_by)
    ).all()
    return v.MovementDetail(
        **_movement(row).model_dump(),
        milestones=_milestones(session, movement_id),
        targets=[
            v.TargetView(
                target=target.target,
                name=target.name,
                unit=target.unit,
                assigned_by=target.assigned_by,
                measure=target.measure,
                value=target.value,
                figure=target.figure,
                finding=target.finding,
            )
            for target in targets
        ],
    )


def _milestones(session: Session, movement_id: str) -> list[v.MilestoneView]:
    rows = session.exec(
        select(t.MilestoneRow).where(t.MilestoneRow.movement == movement_id).order_by(t.MilestoneRow.due)
    ).all()
    counted: Counter[tuple[str | None, str]] = Counter()
    for milestone, status in session.exec(
        select(t.ObligationRow.milestone, t.ObligationRow.status).where(t.ObligationRow.about == movement_id)
    ).all():
        counted[milestone, status] += 1
    return [
        v.MilestoneView(
            code=row.code,
            name=row.name,
            due=row.due,
            assumed=row.assumed,
            owed=sum(count for (code, _), count in counted.items() if code == row.code),
            met=counted[row.code, "met"],
        )
        for row in rows
    ]


def nominations(
    session: Session, names: Names, mask: Mask, stage: str | None = None, award: str | None = None
) -> list[v.NominationView]:
    """List dossiers by award, unit and name, names in Vietnamese order; a filter knows no more than the reader."""
    asked = select(t.NominationRow)
    if award is not None:
        asked = asked.where(t.NominationRow.award == award)
    found = session.exec(asked).all()
    rows = sorted(
        (row for row in found if stage is None or mask.stage(row.nomination, row.stage) == stage),
        key=lambda row: (row.award, names.order(row.unit), names.order(row.subject), row.nomination),
    )
    return [in_a_line(row, names, mask) for row in rows]


def in_a_line(row: t.NominationRow, names: Names, mask: Mask) -> v.NominationView:
    """Show a dossier in a line, as much of it as the reader may know."""
    return v.NominationView(
        nomination=row.nomination,
        award=row.award,
        subject=names.of(row.subject),
        unit=names.of(row.unit),
        merit=row.merit,
        year=row.award_year,
        stage=mask.stage(row.nomination, row.stage),
        decided_on=row.decided_on,
        bonus=row.bonus,
    )


def nomination(
    house: House, session: Session, nomination_id: str, viewer: str | None = None
) -> v.NominationDetail | None:
    """Show one dossier: where it stands, why, and everything that happened to it, as far as the reader may know."""
    row = session.get(t.NominationRow, nomination_id)
    if row is None:
        return None
    reading = house.handler.looking(session, "system:reader")
    names = Names(house.ledger, session, reading.recall)
    state, rules = reading.stream(nomination_id).state, reading.rules(reading.organisation)
    mask = Mask(reading, viewer)
    hidden = mask.hides(nomination_id)
    stored = reading.history(nomination_id)
    return v.NominationDetail(
        **in_a_line(row, names, mask).model_dump(),
        outcome=KEPT if hidden else outcome(state, reading),
        reasons=[] if hidden else [rule_view(reason, rules, names) for reason in reasons_on_record(stored)],
        notes=[]
        if hidden
        else [overlap_note(overlap, reading) for overlap in getattr(state, "overlaps", ())],
        history=[happened(one, names) for one in history_of(stored, kept=hidden)],
    )


def overlap_note(overlap: Overlap, reading: Reading) -> str:
    """Say that another title of the period stands beside the bonus, by which rule, and whether it was taken off."""
    award = award_name(reading.rules(reading.organisation), overlap.award)
    amount = f" ({dong(overlap.amount)})" if overlap.amount is not None else ""
    done = "đã trừ vào tiền thưởng" if overlap.deducted else "chỉ ghi chú, chưa trừ"
    return (
        f"cùng kỳ đã có “{award}”{amount}; nhiều danh hiệu một kỳ chỉ thưởng mức cao nhất"
        f" (căn cứ {overlap.basis}; {overlap.evidence}): {done}"
    )


def outcome(state: NominationState, reading: Reading) -> str:
    """Say in a sentence how a dossier ended, with the numbers and the article; or where it is."""
    if isinstance(state, NoNomination):
        return "chưa lập"
    award = award_name(reading.rules(reading.organisation), state.dossier.award)
    tally = getattr(state, "tally", None)
    counted = _counted(tally) if tally is not None else ""
    match state:
        case Ended(how="declined"):
            return f"Hội đồng không đề nghị “{award}”: {counted}."
        case Ended(how="ineligible"):
            failed = [sentence(reason, {}) for reason in state.reasons if reason.verdict == "fail"]
            return f"Không đủ điều kiện “{award}”: {'; '.join(failed)}."
        case Ended(how="refused"):
            return f"Người có thẩm quyền không quyết định “{award}”; hồ sơ trả về nơi đề nghị kèm lý do."
        case Ended():
            return f"Hồ sơ “{award}” đã rút."
        case Revoked():
            return f"“{award}” đã bị huỷ bỏ theo quyết định ký ngày {state.on:%d/%m/%Y}."
        case _ if counted:
            return f"Hội đồng đề nghị “{award}”: {counted}."
        case _:
            return f"Hồ sơ “{award}” đang ở bước chuẩn bị."


def _counted(tally: Tally) -> str:
    said = (
        f"{tally.votes_for} phiếu đồng ý trên {tally.base} thành viên, cần ít nhất {tally.needed}"
        f" (căn cứ {tally.basis or 'quy chế của Hội đồng'})"
    )
    return "; ".join(filter(None, (said, casting_note(tally))))


def sessions(session: Session) -> list[v.SessionView]:
    """List the meetings."""
    rows = session.exec(select(t.SessionRow).order_by(t.SessionRow.starts_at)).all()
    return [session_line(row) for row in rows]


def session_line(row: t.SessionRow) -> v.SessionView:
    """Show a meeting in a line."""
    return v.SessionView(
        session=row.session,
        council=row.council,
        starts_at=row.starts_at,
        agenda=row.agenda,
        present=row.present,
        stage=row.stage,
    )


def session_detail(session: Session, names: Names, mask: Mask, session_id: str) -> v.SessionDetail | None:
    """Show one meeting with its lines."""
    row = session.get(t.SessionRow, session_id)
    if row is None:
        return None
    lines = session.exec(
        select(t.LineRow, t.NominationRow)
        .join(t.NominationRow, col(t.NominationRow.nomination) == t.LineRow.nomination)
        .where(t.LineRow.session == session_id)
        .order_by(col(t.LineRow.position))
    ).all()
    return v.SessionDetail(
        **session_line(row).model_dump(),
        place=row.place,
        lines=[
            v.LineView(
                nomination=line.nomination,
                award=nominated.award,
                subject=names.of(nominated.subject),
                votes_for=None if mask.hides(line.nomination) else line.votes_for,
                votes_against=None if mask.hides(line.nomination) else line.votes_against,
                base=None if mask.hides(line.nomination) else line.base,
                needed=None if mask.hides(line.nomination) else line.needed,
                passed=None if mask.hides(line.nomination) else line.passed,
            )
            for line, nominated in lines
        ],
    )


def decisions(reading: Reading, names: Names, mask: Mask) -> list[v.DecisionView]:
    """List the decisions."""
    rows = reading.session.exec(select(t.DecisionRow).order_by(col(t.DecisionRow.signed_on))).all()
    return decision_lines(rows, reading, names, mask)


def decision_lines(
    rows: Sequence[t.DecisionRow], reading: Reading, names: Names, mask: Mask
) -> list[v.DecisionView]:
    """Show decisions, a line each."""
    names.know(row.authority for row in rows)
    kept = kept_decisions((row.decision for row in rows), reading, mask)
    return [
        v.DecisionView(
            decision=row.decision,
            number=row.number,
            award=row.award,
            authority=names.of(row.authority),
            signed_on=row.signed_on,
            published_on=row.published_on,
            lines=None if row.decision in kept else row.lines,
            stage=row.stage,
        )
        for row in rows
    ]


def keeps_decision(decision: str, reading: Reading, mask: Mask) -> bool:
    """Say whether the lines of a decision are kept: as long as one of them is not told, they tell what a council said."""
    return decision in kept_decisions([decision], reading, mask)


def kept_decisions(decisions: Iterable[str], reading: Reading, mask: Mask) -> frozenset[str]:
    """Give those of some decisions whose lines are kept, however many with as many questions."""
    named = list(decisions)
    if not named or not mask.stands_between:
        return frozenset()
    reading.preload(named)
    states = {name: reading.stream(name).state for name in named}
    lines = {
        name: state.order.nominations for name, state in states.items() if not isinstance(state, NoDecision)
    }
    untold = mask.untold(line for listed in lines.values() for line in listed)
    return frozenset(name for name, listed in lines.items() if not untold.isdisjoint(listed))


def ceremonies(session: Session) -> list[v.CeremonyView]:
    """List the ceremonies."""
    rows = session.exec(select(t.CeremonyRow).order_by(t.CeremonyRow.starts_at)).all()
    return [
        v.CeremonyView(
            ceremony=row.ceremony,
            title=row.title,
            starts_at=row.starts_at,
            place=row.place,
            called=row.called,
            held_on=row.held_on,
        )
        for row in rows
    ]


def due(session: Session, names: Names, now: datetime) -> list[v.DueView]:
    """List the open duties by date, those of one day by the name of who owes them."""
    rows = sorted(
        session.exec(select(t.ObligationRow).where(t.ObligationRow.status == "open")).all(),
        key=lambda row: (row.due_on, names.order(row.debtor), row.obligation),
    )
    return [
        v.DueView(
            obligation=row.obligation,
            due_on=row.due_on,
            debtor=names.of(row.debtor),
            title=row.title,
            set_by=row.set_by,
            next_rung_at=row.next_rung_at,
            overdue=row.due_at <= instant_text(now),
        )
        for row in rows
    ]


def queue(session: Session) -> list[v.QueueView]:
    """List what flows have still to react to."""
    rows = session.exec(select(t.PendingRow).order_by(col(t.PendingRow.seq))).all()
    return [v.QueueView(seq=row.seq, flow=row.flow, type=row.type, parked=row.parked) for row in rows]


def replay(house: House, moment: datetime, viewer: str | None = None) -> v.ReplayView:
    """Replay the log up to a moment, and count in what comes out; nothing is sent and nothing is set going.

    What the mask hides today is counted as still before the council: a small count would tell.
    """
    with house.ledger.database.session() as now:
        mask = Mask(house.handler.looking(now, "system:reader"), viewer)
        hidden = {name for name in now.exec(select(t.NominationRow.nomination)) if mask.hides(name)}
    position = house.ledger.position_at(moment)
    with past(house.ledger, position, LIFECYCLE) as then, then.session() as session:
        targets = Counter(session.exec(select(t.TargetRow.finding)).all())
        late = session.exec(
            select(func.count())
            .select_from(t.ObligationRow)
            .where(
                t.ObligationRow.status == "open",
                t.ObligationRow.duty == "report_progress",
                col(t.ObligationRow.due_at) <= instant_text(moment),
            )
        ).one()
        open_duties = session.exec(
            select(func.count()).select_from(t.ObligationRow).where(t.ObligationRow.status == "open")
        ).one()
        return v.ReplayView(
            as_of=instant_text(moment),
            events=position,
            targets=sum(targets.values()),
            targets_met=targets["met"] + targets["exceeded"],
            targets_running=targets["running"],
            late_reports=late,
            nominations=dict(
                Counter(
                    SHOWN_AS if row.nomination in hidden and row.stage in UNTOLD else row.stage
                    for row in session.exec(select(t.NominationRow))
                )
            ),
            open_duties=open_duties,
            letters=dict(Counter(session.exec(select(t.LetterRow.state)).all())),
        )
