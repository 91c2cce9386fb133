"""Fills the views of letters: the list, one letter with its history, and what mail could not deliver."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from desk.views import letter_views as v
from desk.views.names import Names
from domain.calendar import ZONE
from domain.vietnamese.folding import search_key
from events.catalogue import event_of
from events.envelope import Stored
from events.letter import (
    CalendarItem,
    LetterBounced,
    LetterDeferred,
    LetterFailed,
    LetterHeld,
    LetterOutcomeUnknown,
    LetterQueuedAgain,
    LetterSent,
    LetterSuperseded,
    NoticeDelivered,
)
from events.store.ledger import Ledger
from mail.rendering import CannotRender
from projections import queries
from projections import tables as t
from workflows.mailroom.office import letterhead
from workflows.mailroom.writing import letter_view, stationery
from workflows.reading import Reading
from workflows.wiring import House

SAID = {
    "letter.queued": "xếp chờ gửi",
    "letter.sent": "máy chủ thư đã nhận",
    "letter.deferred": "chưa gửi được",
    "letter.failed": "không gửi được",
    "letter.bounced": "bị trả lại",
    "letter.outcome_unknown": "không rõ máy chủ đã nhận hay chưa; sẽ gửi lại một lần với cùng mã thư",
    "letter.superseded": "không còn đúng nên không gửi",
    "letter.notice_delivered": "đã báo",
    "letter.held": "tạm giữ",
    "letter.released": "thôi giữ",
    "letter.queued_again": "gửi lại bằng thư mới",
}
CUT_OFF = "bộ phận gửi thư bị ngắt khi đang gửi, không rõ máy chủ đã nhận hay chưa"
SAME_AGAIN = "lượt trước không rõ kết quả, đã gửi lại một lần với cùng mã thư (Message-ID)"


WHY_NOT = {
    "duty_over": "việc đã xong hoặc không còn phải làm",
    "date_moved": "ngày đã dời",
    "newer_letter": "đã có thư mới hơn về việc này",
    "role_ended": "người nhận không còn phụ trách",
    "state_changed": "tình hình đã khác",
    "begun": "đã bắt đầu, hoặc đã hết hạn trả lời",
    "delayed": "gửi chậm sang ngày khác",
}
"""Why a letter was put aside, in words."""

PAGE = 50
ENDED = ("sent", "failed")
"""States in which the row counts only an attempt whose end nobody knows."""


def letters(session: Session, names: Names, state: str | None, to: str | None = None) -> list[v.LetterView]:
    """List the letters by day; `to` is a recipient's code or a part of the name, with marks or without."""
    asked = select(t.LetterRow).order_by(t.LetterRow.day, t.LetterRow.letter)
    if state is not None:
        asked = asked.where(t.LetterRow.state == state)
    rows = session.exec(asked).all()
    if to is None:
        return [_letter(row, names) for row in rows]
    names.know(row.recipient for row in rows)
    part = search_key(to)
    return [
        _letter(row, names)
        for row in rows
        if row.recipient == to or part in search_key(names.of(row.recipient))
    ]


def page(session: Session, names: Names, state: str, after: str) -> list[v.LetterView]:
    """List fifty letters, the newest day first, from behind the one named `after`."""
    asked = newest_first(session, state, after).limit(PAGE)
    rows = session.exec(asked).all()
    names.know(row.recipient for row in rows)
    return [_letter(row, names) for row in rows]


def by_state(reading: Reading) -> Counter[str]:
    """Count the letters in each state."""
    asked = select(t.LetterRow.state, func.count()).group_by(col(t.LetterRow.state))
    return reading.recalled(
        "letters by state", ["letter"], lambda: Counter(dict(reading.session.exec(asked).all()))
    )


def newest_first(session: Session, state: str, after: str) -> SelectOfScalar[t.LetterRow]:
    """Ask for letters, the newest day first, from behind one of them."""
    asked = select(t.LetterRow).order_by(col(t.LetterRow.day).desc(), col(t.LetterRow.letter).desc())
    if state:
        asked = asked.where(t.LetterRow.state == state)
    last = session.get(t.LetterRow, after) if after else None
    if last is None:
        return asked
    place = tuple_(col(t.LetterRow.day), col(t.LetterRow.letter))
    return asked.where(place < tuple_(last.day, last.letter))


def _letter(row: t.LetterRow, names: Names) -> v.LetterView:
    return v.LetterView(
        letter=row.letter,
        day=row.day,
        recipient=names.of(row.recipient),
        template=row.template,
        channel=row.channel,
        state=row.state,
        attempts=row.attempts,
        repeated=row.state in ENDED and row.attempts > 0,
    )


def letter(house: House, session: Session, reading: Reading, letter_id: str) -> v.LetterDetail | None:
    """Show one letter as it is made from its template and facts, with everything that became of it."""
    row = session.get(t.LetterRow, letter_id)
    if row is None:
        return None
    stored = reading.history(letter_id)
    queued = reading.stream(letter_id).state.queued
    try:
        view = letter_view(reading, queued, stored[0].recorded_at, letterhead(house))
        words = stationery(reading, queued).words(view)
        subject, text = words.subject, words.text
    except CannotRender as fault:
        subject, text = "", f"không lập được thư: {fault}"
    return v.LetterDetail(
        **_letter(row, Names(house.ledger, session, reading.recall)).model_dump(),
        subject=subject,
        text=text,
        dates=[_date(item) for item in queued.every_entry],
        history=[*_history(stored)],
    )


def _date(item: CalendarItem) -> str:
    starts = item.starts_at.astimezone(ZONE) if item.starts_at else None
    when = f"{starts:%H:%M %d/%m/%Y}" if starts else f"{item.day:%d/%m/%Y}"
    does = "xoá khỏi lịch" if item.method == "CANCEL" else "ghi vào lịch"
    return f"{does}: {item.summary}, {when} (lần {item.sequence})"


def _history(stored: Sequence[Stored]) -> Iterator[v.LetterEventView]:
    """Tell what became of a letter; of an attempt after one whose end nobody knows, that it was the same letter."""
    unknown = False
    for row in stored:
        told = _told(row)
        if unknown and row.type == "letter.sent":
            told = told.model_copy(update={"what": f"{told.what} · {SAME_AGAIN}"})
        unknown = unknown or row.type == "letter.outcome_unknown"
        yield told


def _told(stored: Stored) -> v.LetterEventView:
    event = event_of(stored)
    what = SAID.get(stored.type, stored.type)
    match event:
        case LetterOutcomeUnknown():
            what, more = CUT_OFF if event.interrupted else what, None
        case LetterSent():
            more = event.reply
        case LetterDeferred():
            more = f"lần {event.attempt}: {_server(event.code, event.reply)}; thử lại lúc {event.next_attempt_at.astimezone(ZONE):%H:%M %d/%m/%Y}"
        case LetterFailed():
            more = _server(event.code, event.reply)
        case LetterBounced():
            more = _server(event.status, event.reply)
        case LetterSuperseded():
            reason = WHY_NOT.get(event.reason, event.reason)
            more = f"{reason}; thay bằng {event.by_letter}" if event.by_letter else reason
        case LetterQueuedAgain():
            more = f"{event.by_letter}: {event.reason}"
        case LetterHeld():
            more = event.reason
        case NoticeDelivered():
            more = "qua điện thoại" if event.how == "phone" else "bằng bản in"
        case _:
            more = None
    at = stored.recorded_at.astimezone(ZONE).isoformat(timespec="seconds")
    return v.LetterEventView(at=at, what=what, more=more or None)


def _server(code: object, reply: str | None) -> str:
    return " ".join(str(part) for part in (code, reply) if part) or "máy chủ thư không trả lời"


def failures(session: Session, names: Names, ledger: Ledger) -> list[v.FailureView]:
    """List the letters that mail could not deliver and that nothing has taken the place of."""
    return [_failure(row, names, ledger.stored(row.letter)) for row in queries.undelivered(session)]


def _failure(row: t.LetterRow, names: Names, stored: Sequence[Stored]) -> v.FailureView:
    lost = next(event for event in reversed(stored) if event.type in ("letter.failed", "letter.bounced"))
    return v.FailureView(
        letter=row.letter,
        day=row.day,
        recipient=names.of(row.recipient),
        template=row.template,
        state=row.state,
        since=lost.recorded_at.astimezone(ZONE).isoformat(timespec="minutes"),
        why=_told(lost).more or "",
    )
