"""One message to one recipient, from queue to its end."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Code, Count, Event, Fact, Instant, LetterId, ObligationId, PersonId, SubjectId, Text

Channel = Literal["mail", "paper"]


class CalendarItem(Fact):
    """The calendar entry that goes with a letter."""

    uid: Code
    sequence: Count
    method: Literal["PUBLISH", "CANCEL"]
    summary: Text
    day: date | None = None
    """An all-day entry, in the legal zone."""
    starts_at: Instant | None = None
    place: Text | None = None


class LetterQueued(Event):
    """Xếp thư chờ gửi: mẫu, dữ kiện và người nhận; never the rendered body."""

    type: Literal["letter.queued"] = "letter.queued"
    letter: LetterId
    recipient: SubjectId
    channel: Channel
    template: Code
    templates: Code
    """The hash of the adopted templates, so that the body can be made again."""
    facts: dict[Code, Text]
    names: dict[Code, SubjectId] = Field(default_factory=dict)
    """Facts that are names of subjects, put in when the letter is made."""
    day: date
    """The day the letter speaks from; sent later, it is replaced by one that says so."""
    obligation: ObligationId | None = None
    rung: Code | None = None
    item: CalendarItem | None = None
    replaces: LetterId | None = None
    delayed_from: date | None = None


class LetterSent(Event):
    """Máy chủ thư đã nhận."""

    type: Literal["letter.sent"] = "letter.sent"
    letter: LetterId
    message_id: Text
    reply: Text | None = None


class LetterDeferred(Event):
    """Chưa gửi được, sẽ thử lại."""

    type: Literal["letter.deferred"] = "letter.deferred"
    letter: LetterId
    attempt: Count
    code: Count | None = None
    reply: Text | None = None
    next_attempt_at: Instant


class LetterFailed(Event):
    """Không gửi được; cơ quan thường trực cần xử lý."""

    type: Literal["letter.failed"] = "letter.failed"
    letter: LetterId
    code: Count | None = None
    reply: Text | None = None


class LetterOutcomeUnknown(Event):
    """Không rõ máy chủ đã nhận hay chưa; sẽ gửi lại một lần với cùng mã thư."""

    type: Literal["letter.outcome_unknown"] = "letter.outcome_unknown"
    letter: LetterId
    next_attempt_at: Instant


class LetterSuperseded(Event):
    """Thư không còn đúng nên không gửi."""

    type: Literal["letter.superseded"] = "letter.superseded"
    letter: LetterId
    reason: Code
    by_letter: LetterId | None = None


class NoticeDelivered(Event):
    """Giao thông báo in hoặc báo qua điện thoại, có ghi lại."""

    type: Literal["letter.notice_delivered"] = "letter.notice_delivered"
    letter: LetterId
    how: Literal["printed", "phone"]
    by: PersonId
    on: date


LetterEvent = Annotated[
    LetterQueued | LetterSent | LetterDeferred | LetterFailed | LetterOutcomeUnknown | LetterSuperseded | NoticeDelivered,
    Field(discriminator="type"),
]  # fmt: skip
