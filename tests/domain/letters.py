"""One letter about one duty."""

from datetime import UTC, date, datetime

from domain.decider import Said
from domain.letter.decider import DECIDER
from domain.letter.facts import LetterFacts
from events.base import LetterId, ObligationId, SubjectId
from events.envelope import By
from events.letter import CalendarItem, LetterEvent, LetterQueued
from tests.spec import HOME, Given, every_role, given

LETTER = LetterId("letter-1")
LAN = SubjectId("person-lan")
NOW = datetime(2024, 1, 26, 1, tzinfo=UTC)
WORDS = {"title": "Đăng ký thi đua", "due_on": "2024-01-31"}
ITEM = CalendarItem(
    uid="obligation-1", sequence=0, method="PUBLISH", summary="Đăng ký thi đua", day=date(2024, 1, 31)
)
QUEUED = LetterQueued(
    letter=LETTER,
    recipient=LAN,
    channel="mail",
    template="reminder",
    templates="sha-of-templates",
    facts=WORDS,
    names={"debtor": SubjectId("unit-truong")},
    day=date(2024, 1, 26),
    obligation=ObligationId("obligation-1"),
    rung="truoc-3",
    item=ITEM,
)
ON_PAPER = QUEUED.model_copy(update={"channel": "paper"})
FACTS = LetterFacts(standing=every_role(), organisation=HOME, has_mail=True, templates="sha-of-templates")


def mailroom(moment: datetime = NOW) -> Said:
    return Said(at=moment, by=By("system:mailroom", auth="engine"), late_reason=None)


def letter(*past: LetterEvent, facts: LetterFacts = FACTS) -> Given:
    return given(DECIDER, *past, facts=facts)
