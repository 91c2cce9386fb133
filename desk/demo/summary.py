"""What the year came to, read from the ledger and nowhere else."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk.demo.stage import Refused
from events.base import instant_text
from projections import tables as t
from projections.past import past
from workflows.lifecycle import LIFECYCLE
from workflows.wiring import House

OUTCOMES = {
    "awarded": "được khen thưởng",
    "ineligible": "không đủ điều kiện theo quy định",
    "declined": "Hội đồng không đề nghị",
    "withdrawn": "rút",
    "forwarded": "đang chờ cấp trên",
}


def figures(session: Session) -> dict[str, Any]:
    """Count targets, nominations and letters of one set of read tables."""
    return {
        "targets": dict(Counter(session.exec(select(t.TargetRow.finding)).all())),
        "nominations": dict(Counter(session.exec(select(t.NominationRow.stage)).all())),
        "letters": dict(Counter(session.exec(select(t.LetterRow.state)).all())),
    }


def targets_met(counted: Mapping[str, int]) -> int:
    """Count values met, those exceeded among them."""
    return counted.get("met", 0) + counted.get("exceeded", 0)


def summary(house: House, refused: list[Refused]) -> dict[str, Any]:
    """Give everything the demonstration reports at its end."""
    checkpoint = house.notary().sign()
    with house.ledger.database.session() as session:
        said = figures(session)
        paid = session.exec(select(t.NominationRow).where(col(t.NominationRow.paid_on).is_not(None))).all()
        funds = session.exec(select(t.FundRow)).all()
        flows = session.exec(select(t.FlowRow.flow, func.count()).group_by(t.FlowRow.flow)).all()
        entries = session.exec(select(func.count()).select_from(t.EntryRow)).one()
    return {
        **said,
        "targets_met": targets_met(said["targets"]),
        "bonus_paid": sum(row.bonus or 0 for row in paid),
        "bonuses_paid": len(paid),
        "fund_balance": sum(fund.budget - fund.paid + fund.recovered for fund in funds),
        "honour_book_entries": entries,
        "flows": dict(flows),
        "refused_at_the_door": [{"what": one.what, "why": one.why} for one in refused],
        "events": house.ledger.head(),
        "checkpoint": {"size": checkpoint.size, "root": checkpoint.root.hex()},
    }


def as_of(house: House, moment: datetime) -> dict[str, Any]:
    """Replay the prefix of the log up to `moment` into empty read tables, and count there."""
    position = house.ledger.position_at(moment)
    with past(house.ledger, position, LIFECYCLE) as then, then.session() as session:
        said = figures(session)
        now = instant_text(moment)
        late = session.exec(
            select(func.count())
            .select_from(t.ObligationRow)
            .where(
                t.ObligationRow.status == "open",
                t.ObligationRow.duty == "report_progress",
                col(t.ObligationRow.due_at) <= now,
            )
        ).one()
    met = targets_met(said["targets"])
    return {
        "events": position,
        "targets_met": met,
        "targets_running": said["targets"].get("running", 0),
        "targets": sum(said["targets"].values()),
        "late_reports": late,
        "nominations": sum(said["nominations"].values()),
    }
