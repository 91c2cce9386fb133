"""A request that a rule forbids: a stable code, a Vietnamese sentence, the basis, and what to do instead."""

from typing import ClassVar

from events.base import Basis


class Refusal(Exception):
    """Base of all refusals; children are named after the rule that was broken."""

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, basis: Basis | None = None, todo: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.basis = basis
        self.todo = todo

    def __str__(self) -> str:
        parts = [self.message]
        if self.basis is not None:
            parts.append(f"Căn cứ: {self.basis}.")
        if self.todo is not None:
            parts.append(self.todo)
        return " ".join(parts)


class NotAuthorised(Refusal):
    """Người thực hiện không giữ vai trò cần thiết vào ngày đó."""

    code = "not_authorised"


class BackdatingRefused(Refusal):
    """Ghi lùi ngày mà không có lý do hoặc không đủ vai trò."""

    code = "backdating_refused"


class AlreadyExists(Refusal):
    """Đã có trong sổ."""

    code = "already_exists"


class NotFound(Refusal):
    """Không có trong sổ."""

    code = "not_found"


class WrongState(Refusal):
    """Việc này không làm được ở bước hiện tại."""

    code = "wrong_state"


class Malformed(Refusal):
    """Thiếu hoặc sai dữ kiện."""

    code = "malformed"


class DeadlinePassed(Refusal):
    """Đã quá hạn cứng."""

    code = "deadline_passed"


class RuleMissing(Refusal):
    """Chưa có quy định được kiểm chứng để quyết định."""

    code = "rule_missing"
