"""The views of letters, and of how they reach people."""

from datetime import datetime
from typing import Literal

from desk.views.base import View


class LetterView(View):
    """A letter."""

    letter: str
    day: str
    recipient: str
    template: str
    channel: str
    state: str
    attempts: int
    repeated: bool
    """Sent once more with the same Message-ID, because the state of the attempt before was unknown."""


class LetterEventView(View):
    """One thing that became of a letter."""

    at: str
    what: str
    more: str | None

    @property
    def moment(self) -> datetime:
        """When."""
        return datetime.fromisoformat(self.at)

    def __str__(self) -> str:
        return f"{self.at}  {self.what}" + (f" ({self.more})" if self.more else "")


class LetterDetail(LetterView):
    """A letter as it reads, with its history."""

    subject: str
    text: str
    dates: list[str]
    """The calendar entries that go with it, in words."""
    history: list[LetterEventView]


class FailureView(View):
    """A letter that mail could not deliver."""

    letter: str
    day: str
    recipient: str
    template: str
    state: str
    since: str
    why: str


class PreviewView(View):
    """A template with facts put in, or why it cannot be."""

    template: str
    subject: str | None
    text: str | None
    html: str | None
    fault: str | None


class ReachView(View):
    """How an invitation reaches one member: by mail, told in another way, waiting to be told, lost, or not at all."""

    person: str
    name: str
    how: Literal["mail", "told", "waiting", "lost", "none"]
    letter: str | None
    state: str | None

    def __str__(self) -> str:
        words = {
            "mail": "qua thư điện tử",
            "told": "qua điện thoại" if self.state == "phone" else "bằng bản in",
            "waiting": "CHƯA BÁO: có giấy mời in chờ giao",
            "lost": "CHƯA BÁO: thư không đến được",
            "none": "CHƯA BÁO: không có địa chỉ thư",
        }
        return f"{self.name}: {words[self.how]}"


class PreflightView(View):
    """Whether everybody is reached before a meeting."""

    session: str
    members: list[ReachView]
    by_mail: int
    told: int
    not_reached: int
    shape: list[str]
    """What the council lacks of the rule on how it is made up, each with its article: a warning."""
