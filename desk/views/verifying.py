"""What a verification has found, for people and programs: faults of the log, then of what must follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from desk.views.views import FaultView, VerifyView
from events.store.ledger import Ledger
from events.store.verify import Report
from projections import rebuild
from projections.holding import Difference, held
from workflows.lifecycle import LIFECYCLE

NAMED = 50
"""So many rows are named; behind them it is enough to say that there are more."""
_WRONG = {
    "unlike": "khác với nhật ký",
    "missing": "không còn, trong khi nhật ký có",
    "foreign": "không do sự kiện nào ghi",
    "unreadable": "bảng không còn, hoặc thiếu cột",
}


@dataclass(frozen=True, slots=True)
class ReadTables:
    """What became of the read tables in a verification."""

    state: Literal["held", "not_asked", "not_current", "log_at_fault"]
    faults: Sequence[FaultView] = ()


def hold_read_tables(ledger: Ledger, report: Report, *, wanted: bool) -> ReadTables:
    """Hold the read tables and reservations against a log that has been found sound."""
    if not wanted:
        return ReadTables("not_asked")
    if not report.ok:
        return ReadTables("log_at_fault")
    if not rebuild.is_current(ledger.database):
        return ReadTables("not_current")
    with held(ledger, LIFECYCLE) as found:
        faults = [_fault(one) for one in islice(found, NAMED)]
        if next(found, None) is not None:
            faults.append(FaultView(first=0, last=0, what=f"và còn nữa; chỉ nêu {NAMED} sai lệch đầu tiên"))
    return ReadTables("held", faults)


def _fault(found: Difference) -> FaultView:
    where = [f"bảng {found.table}"]
    if found.key:
        where.append(f"hàng {found.key}")
    if found.column:
        where.append(f"cột {found.column}")
    what = f"{', '.join(where)}: {_WRONG[found.what]}; `sovang db rebuild` dựng lại được, rồi tìm ai đã sửa"
    return FaultView(
        first=0, last=0, what=what, table=found.table, key=found.key or None, column=found.column
    )


def verify_view(ledger: Ledger, report: Report, *, read_tables: bool, gone: str | None = None) -> VerifyView:
    """Put the outcome into one view; `gone` says that the keys are, where they are."""
    tables = hold_read_tables(ledger, report, wanted=read_tables)
    faults = [FaultView(first=fault.first, last=fault.last, what=fault.what) for fault in report.faults]
    if gone is not None:
        faults.append(FaultView(first=0, last=0, what=gone))
    faults += tables.faults
    return VerifyView(
        ok=not faults,
        events=report.events,
        checkpoints=report.checkpoints,
        files=report.files,
        read_tables=tables.state,
        signed=report.kept.size if report.kept else None,
        unsigned=report.unsigned,
        root=report.root.hex(),
        faults=faults,
    )
