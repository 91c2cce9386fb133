"""Hiệp y: one agency asked for its opinion on some dossiers, and its answer or silence."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import ConsultationId, Event, NominationId, Text, UnitId
from events.obligation import Counting


class OpinionAsked(Event):
    """Lấy ý kiến hiệp y của cơ quan liên quan, bằng công văn."""

    type: Literal["consultation.opinion_asked"] = "consultation.opinion_asked"
    consultation: ConsultationId
    asked_by: UnitId
    agency: UnitId
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    number: Text
    on: date
    term: Counting | None = None
    """Within which it answers, where a rule says so; or else `answer_by`, the date that the letter itself names."""
    answer_by: date | None = None
    set_by: Text | None = None


class OpinionReceived(Event):
    """Nhận ý kiến hiệp y."""

    type: Literal["consultation.opinion_received"] = "consultation.opinion_received"
    consultation: ConsultationId
    number: Text
    on: date
    against: tuple[NominationId, ...] = ()
    """The dossiers that the agency does not agree with."""


class SilenceRecorded(Event):
    """Hết hạn mà cơ quan được hỏi không trả lời."""

    type: Literal["consultation.silence_recorded"] = "consultation.silence_recorded"
    consultation: ConsultationId
    on: date


ConsultationEvent = Annotated[OpinionAsked | OpinionReceived | SilenceRecorded, Field(discriminator="type")]
