"""What a movement's decider is told, and what it refuses."""

from domain.refusal import Refusal
from events.base import Basis

LAUNCH = Basis(document="Luật 06/2022/QH15", article="Đ17-18")
MISSING = "Phong trào này chưa có trong sổ."


class LaunchIncomplete(Refusal):
    """Văn bản phát động thiếu số, ngày hoặc thời gian."""

    code = "launch_incomplete"


class NotAParticipant(Refusal):
    """Đơn vị không thuộc đối tượng của phong trào."""

    code = "not_a_participant"
