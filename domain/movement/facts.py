"""What a movement's decider is told, and what it refuses."""

from dataclasses import dataclass

from domain.attachment import FileFacts
from domain.facts import Facts
from domain.movement.states import Movement
from domain.refusal import Refusal
from events.base import Basis

LAUNCH = Basis(document="Luật 06/2022/QH15", article="Đ17-18")
MISSING = "Phong trào này chưa có trong sổ."
NO_FILE = FileFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementFacts(Facts):
    """The movement from above that is answered, and whether a hard date has shut the door."""

    parent: Movement | None = None
    file: FileFacts = NO_FILE
    """Which files are accepted, and whether the one spoken of lies in the store."""
    shut: bool = False
    """True when the unit's own duty has a hard date, and it and its grace are over at the instant of the act."""


class LaunchIncomplete(Refusal):
    """Văn bản phát động thiếu số, ngày hoặc thời gian."""

    code = "launch_incomplete"


class NotAParticipant(Refusal):
    """Đơn vị không thuộc đối tượng của phong trào."""

    code = "not_a_participant"


class RegistrationsPending(Refusal):
    """Còn đăng ký chưa được duyệt."""

    code = "registrations_pending"
