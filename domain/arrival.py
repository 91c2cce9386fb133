"""Ngày đến: what comes on paper counts from the day it came, when the standing agency types it."""

from datetime import date, datetime, time

from domain.calendar import local_instant
from domain.decider import Command
from domain.refusal import Malformed
from events.base import Event
from events.movement import ProgressReported, UnitRegistered
from events.submission import SubmissionReceived

NOON = time(12)


def arrived_on(command: Command, said: date | None) -> date:
    """Give the day on which something came, as said, else the day of the act; refuses a day to come."""
    if said is not None and said > command.legal_day:
        raise Malformed("Ngày nhận còn ở tương lai.", todo="Hãy ghi đúng ngày giấy tờ đến nơi.")
    return said or command.legal_day


def came_at(command: Command, said: date | None) -> datetime:
    """Give the instant that a hard date is held against: of paper that the standing agency types, noon of its day."""
    if said is None or not typed_for_others(command):
        return command.at
    return min(local_instant(said, NOON), command.at)


def came_on_paper(command: Command, event: Event) -> date | None:
    """Give the day on which the standing agency says that what it types came; None of all else."""
    if typed_for_others(command) and isinstance(
        event, UnitRegistered | ProgressReported | SubmissionReceived
    ):
        return event.arrived
    return None


def typed_for_others(command: Command) -> bool:
    """Say whether the standing agency types: its word for the day is taken, a unit's own is not."""
    return command.by.role == "standing_agency"
