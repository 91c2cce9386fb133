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
    """CANCEL takes back what was published under the same `uid`, with a higher `sequence`."""
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
    entries: tuple[CalendarItem, ...] | None = None
    """Instead of `item`, in a letter over several duties: the entry of each."""
    replaces: LetterId | None = None
    delayed_from: date | None = None
    resent_from: date | None = None
    """The day of the letter that this one repeats because somebody asked for it."""

    @property
    def every_entry(self) -> tuple[CalendarItem, ...]:
        """Give all calendar entries that go with it."""
        return (self.item,) if self.item is not None else self.entries or ()


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
    interrupted: Literal[True] | None = None
    """The mailroom itself was cut off after it had begun, not the relay's line."""


class LetterSuperseded(Event):
    """Thư không còn đúng nên không gửi."""

    type: Literal["letter.superseded"] = "letter.superseded"
    letter: LetterId
    reason: Code
    by_letter: LetterId | None = None


class LetterHeld(Event):
    """Tạm giữ thư, chưa gửi."""

    type: Literal["letter.held"] = "letter.held"
    letter: LetterId
    reason: Text


class LetterReleased(Event):
    """Thôi giữ, thư được gửi tiếp."""

    type: Literal["letter.released"] = "letter.released"
    letter: LetterId


class LetterQueuedAgain(Event):
    """Gửi lại bằng một lá thư mới, theo yêu cầu."""

    type: Literal["letter.queued_again"] = "letter.queued_again"
    letter: LetterId
    by_letter: LetterId
    reason: Text


class LetterBounced(Event):
    """Máy chủ thư đã nhận rồi trả lại (RFC 3464); cơ quan thường trực cần xử lý."""

    type: Literal["letter.bounced"] = "letter.bounced"
    letter: LetterId
    status: Code | None = None
    """The enhanced status code of RFC 3463, such as 5.1.1."""
    reply: Text | None = None


class NoticeDelivered(Event):
    """Giao thông báo in hoặc báo qua điện thoại, có ghi lại."""

    type: Literal["letter.notice_delivered"] = "letter.notice_delivered"
    letter: LetterId
    how: Literal["printed", "phone"]
    by: PersonId
    on: date


LetterEvent = Annotated[
    LetterQueued | LetterSent | LetterDeferred | LetterFailed | LetterOutcomeUnknown | LetterSuperseded | NoticeDelivered
    | LetterHeld | LetterReleased | LetterQueuedAgain | LetterBounced,
    Field(discriminator="type"),
]  # fmt: skip
