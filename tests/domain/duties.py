"""One duty with a ladder of four rungs, due on 31 January 2024 before a Tết in February."""

from datetime import UTC, date, datetime

from domain.calendar import WorkingCalendar, end_of_day
from domain.decider import Said
from domain.obligation.commands import OpenObligation
from domain.obligation.decider import DECIDER
from domain.obligation.facts import ObligationFacts
from domain.obligation.states import Obligation
from events.base import ObligationId, SubjectId
from events.envelope import By
from events.obligation import DatedRung, Due, ObligationEvent, ObligationMet, ObligationOpened
from events.policy import Audience, Rung
from tests.spec import HOME, Given, every_role, given

DUTY = ObligationId("obligation-1")
SCHOOL = SubjectId("unit-truong")
CLERK, HEAD = SubjectId("person-clerk"), SubjectId("person-head")
DUE_ON = date(2024, 1, 31)
CALENDAR = WorkingCalendar(frozenset(date(2024, 2, day) for day in range(8, 15)))
OPENED_AT = datetime(2024, 1, 10, 2, tzinfo=UTC)

BEFORE = Rung(name="truoc-3", days=-3, audience="debtor", template="reminder")
AFTER = Rung(name="sau-1", days=1, audience="debtor", template="reminder")
TO_HEAD = Rung(name="bao-thu-truong", days=5, audience="head", template="escalation")
LAST = Rung(name="lan-cuoi", days=15, audience="debtor", template="last", last=True)


def at(day: date, hour: int = 1) -> datetime:
    """Give an instant of a day; the hour is that of UTC, one being eight in Hà Nội."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def laid(
    name: str, day: date, template: str, audience: Audience = "debtor", *, last: bool = False
) -> DatedRung:
    return DatedRung(name=name, at=at(day), audience=audience, template=template, last=last)


RUNGS = (
    laid("truoc-3", date(2024, 1, 26), "reminder"),
    laid("sau-1", date(2024, 2, 1), "reminder"),
    laid("bao-thu-truong", date(2024, 2, 5), "escalation", "head"),
    laid("lan-cuoi", date(2024, 2, 15), "last", last=True),
)
"""The ladder on its days: 28 January is a Sunday, 15 February the first day after Tết."""


def due(on: date = DUE_ON, set_by: str = "01/PĐTĐ-UBND", rungs: tuple[DatedRung, ...] = RUNGS) -> Due:
    return Due(on=on, at=end_of_day(on), calendar=CALENDAR.digest, set_by=set_by, rungs=rungs)


OPENED = ObligationOpened(
    obligation=DUTY,
    duty="register",
    debtor=SCHOOL,
    about="movement-2024",
    milestone="dang-ky",
    title="Đăng ký thi đua năm 2024",
    due=due(),
)
MET = ObligationMet(obligation=DUTY, on=date(2024, 1, 30), late=False)
FACTS = ObligationFacts(
    standing=every_role(),
    organisation=HOME,
    calendar=CALENDAR,
    rungs=(BEFORE, AFTER, TO_HEAD, LAST),
    audiences={"debtor": (CLERK,), "head": (HEAD,)},
)


def engine_at(moment: datetime) -> Said:
    return Said(at=moment, by=By("system:reactor", auth="engine"), late_reason=None)


def person_at(moment: datetime, role: str) -> Said:
    return Said(at=moment, by=By("person-1", role=role, auth="test"), late_reason=None)


def open_(said: Said) -> OpenObligation:
    return OpenObligation(
        obligation=DUTY,
        duty="register",
        debtor=SCHOOL,
        about="movement-2024",
        milestone="dang-ky",
        title="Đăng ký thi đua năm 2024",
        due_on=DUE_ON,
        set_by="01/PĐTĐ-UBND",
        **said,
    )


def duty(*past: ObligationEvent, facts: ObligationFacts = FACTS) -> Given:
    return given(DECIDER, *past, facts=facts)


def state(*past: ObligationEvent) -> Obligation:
    folded = DECIDER.fold([OPENED, *past])
    assert isinstance(folded, Obligation)
    return folded
