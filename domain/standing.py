"""Who may do what: the roles somebody holds on a day, and the check every decider begins with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.decider import Command
from domain.refusal import NotAuthorised
from events.base import Basis

ROLE_NAMES = {
    "administrator": "quản trị hệ thống",
    "clerk": "cán bộ phụ trách thi đua của đơn vị",
    "head": "người đứng đầu đơn vị",
    "standing_agency": "cơ quan thường trực Hội đồng",
    "authority": "người có thẩm quyền quyết định",
    "chair": "Chủ tịch Hội đồng",
    "vice_chair": "Phó Chủ tịch Hội đồng",
    "standing_member": "Uỷ viên thường trực",
    "secretary": "thư ký Hội đồng",
    "member": "thành viên Hội đồng",
    "teller": "thành viên tổ kiểm phiếu",
    "organiser": "ban tổ chức lễ",
    "accountant": "kế toán",
    "archivist": "văn thư, lưu trữ",
    "auditor": "thanh tra, kiểm toán",
}
"""The roles in the words of people's papers."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role with its scope (a unit or a council) and its validity, the last day included."""

    role: str
    scope: str
    since: date
    until: date | None = None

    def on(self, day: date) -> bool:
        """Say whether it is held on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Standing:
    """Every role the acting person holds or has held."""

    held: tuple[Held, ...] = ()

    def holds(self, roles: Iterable[str], scopes: Iterable[str], day: date) -> bool:
        """Say whether one of `roles` is held on `day` in one of `scopes`."""
        wanted, where = set(roles), set(scopes)
        return any(held.role in wanted and held.scope in where and held.on(day) for held in self.held)


def require(
    command: Command, standing: Standing, roles: Iterable[str], *scopes: str, basis: Basis | None = None
) -> None:
    """Refuse unless the actor holds one of `roles` in one of `scopes` on the day of the act."""
    listed = tuple(roles)
    if command.by.role in listed and standing.holds((command.by.role,), scopes, command.legal_day):
        return
    names = ", ".join(ROLE_NAMES[role] for role in listed)
    raise NotAuthorised(f"Việc này thuộc về: {names}.", basis=basis, todo=_todo(command, standing))


def _todo(command: Command, standing: Standing) -> str:
    """Say what is missing: the role itself, the person, or only the right role."""
    who, role = command.by.who, command.by.role
    if role is not None and role not in ROLE_NAMES:
        return f"Không có vai trò nào mã “{role}”; các vai trò: {', '.join(ROLE_NAMES)}."
    if not standing.held:
        return f"Mã “{who}” không giữ vai trò nào trong sổ; hãy xem lại mã người bằng `sovang person list`."
    return "Hãy đề nghị người giữ vai trò đó thực hiện, hoặc bổ sung vai trò có thời hạn cho người thực hiện."


def require_system(command: Command, *rooms: str) -> None:
    """Refuse unless the act is the engine's own."""
    if command.by.who not in {f"system:{room}" for room in rooms}:
        raise NotAuthorised("Bước này do hệ thống tự thực hiện, không ai làm thay được.")
