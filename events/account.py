"""One person's way in: the account, what opens it, and every sign-in; never a password, a code or a hash of one."""

from typing import Annotated, Literal

from pydantic import Field

from events.base import Code, Event, Instant, PersonId, SessionId, Text

SecretKind = Literal["password", "code", "card", "token"]
"""Mật khẩu, mã dùng một lần, thẻ của một phiên họp, mã truy cập của chương trình."""
SignInMethod = Literal["password", "code", "card"]


class AccountOpened(Event):
    """Mở tài khoản cho một người."""

    type: Literal["account.opened"] = "account.opened"
    person: PersonId


class AccountClosed(Event):
    """Đóng tài khoản."""

    type: Literal["account.closed"] = "account.closed"
    person: PersonId
    reason: Text | None = None


class SecretIssued(Event):
    """Đặt mật khẩu, cấp mã dùng một lần, in thẻ, cấp mã truy cập."""

    type: Literal["account.secret_issued"] = "account.secret_issued"
    person: PersonId
    kind: SecretKind
    name: Code
    """What it is called; the name opens nothing."""
    meeting: SessionId | None = None
    """The meeting that a card is printed for."""
    scopes: tuple[Code, ...] = ()
    until: Instant | None = None


class SecretWithdrawn(Event):
    """Thu hồi mật khẩu, mã, thẻ."""

    type: Literal["account.secret_withdrawn"] = "account.secret_withdrawn"
    person: PersonId
    kind: SecretKind
    name: Code


class SessionOpened(Event):
    """Đăng nhập."""

    type: Literal["account.session_opened"] = "account.session_opened"
    person: PersonId
    session: Code
    """The public name of the session; it opens nothing."""
    method: SignInMethod
    device: Code
    """The same browser on the same machine has the same one, whoever signs in there."""


class SessionClosed(Event):
    """Đăng xuất, hoặc bị thu hồi phiên đăng nhập."""

    type: Literal["account.session_closed"] = "account.session_closed"
    person: PersonId
    session: Code
    why: Literal["asked", "revoked"]


class SignInRefused(Event):
    """Ngừng nhận đăng nhập vì thử sai quá nhiều lần; written once for each device until somebody signs in again."""

    type: Literal["account.sign_in_refused"] = "account.sign_in_refused"
    person: PersonId
    device: Code


AccountEvent = Annotated[
    AccountOpened
    | AccountClosed
    | SecretIssued
    | SecretWithdrawn
    | SessionOpened
    | SessionClosed
    | SignInRefused,
    Field(discriminator="type"),
]
