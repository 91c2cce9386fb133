"""Who calls the API: a program with a token, which acts for a person and sees what that person sees on the pages."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlmodel import Session

from desk.door.tables import PassRow, SessionRow
from desk.door.welcome import Welcome
from desk.web.policy import Policy
from desk.web.visit import Viewer, Visit
from domain.calendar import local_day
from workflows.wiring import House


class NoToken(Exception):
    """No token, or one that opens nothing here."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Problem(BaseModel):
    """Why something was not done: a stable code, sentences, the basis and what to do."""

    code: str
    sentences: list[str]
    basis: str | None = None
    todo: str | None = None


class Caller:
    """A program that acts for a person, within its token's scopes."""

    def __init__(self, request: Request, welcome: Welcome, token: PassRow, session: Session) -> None:
        self.request = request
        self.welcome = welcome
        self.token = token
        self.session = session
        self.scopes = frozenset(token.scopes.split())

    @property
    def house(self) -> House:
        """The deployment."""
        return self.welcome.house

    @cached_property
    def visit(self) -> Visit:
        """The visit of the person it acts for, as if they had come to the page themselves."""
        house, token = self.house, self.token
        reading = house.handler.looking(self.session, token.person, house.handler.recalling())
        signed_in = SessionRow(
            key_hash="", name=token.name, person=token.person, method="token", device="", form_key="", roles="",
            begun_at=token.given_at, seen_at=token.given_at, ends_at=token.ends_at,
        )  # fmt: skip
        viewer = Viewer(
            person=token.person,
            standing=reading.standing,
            today=local_day(house.clock.now()),
            organisation=reading.organisation,
            session=signed_in,
        )
        return Visit(
            self.request, self.welcome, self.session, viewer, reading, dict(self.request.path_params)
        )

    def need(self, *scopes: str) -> None:
        """Refuse unless the token has one of the scopes."""
        if not self.scopes & set(scopes):
            raise NoToken(403, "Mã truy cập không có quyền này.")

    def reads(self, policy: Policy) -> Visit:
        """Give the visit of whoever may open what the path names; where they may not, it is not there."""
        self.need("read")
        if not policy(self.visit):
            raise NoToken(404, "Không có, hoặc không thuộc phần việc của người mà phần mềm làm thay.")
        return self.visit


def caller(request: Request, authorization: Annotated[str | None, Header()] = None) -> Iterator[Caller]:
    """Recognise a program by its token; cookies count for nothing here."""
    welcome: Welcome = request.app.state.welcome
    scheme, _, key = (authorization or "").partition(" ")
    token = welcome.door.token(key.strip()) if scheme.lower() == "bearer" and key.strip() else None
    account = welcome.door.account(token.person) if token else None
    if token is None or account is None or account.closed_at:
        raise NoToken(401, "Cần mã truy cập còn hiệu lực trong tiêu đề Authorization: Bearer …")
    with welcome.house.ledger.database.reading() as session:
        yield Caller(request, welcome, token, session)


By_ = Annotated[Caller, Depends(caller)]
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in (
        (401, "Không có mã truy cập"), (403, "Không có quyền"), (404, "Không có"), (409, "Quy định không cho, hoặc có người vừa ghi"),
        (413, "Nội dung quá lớn"), (422, "Nội dung không đúng dạng"), (500, "Lỗi của chương trình"), (503, "Sổ tạm thời không dùng được"),
    )
}  # fmt: skip
