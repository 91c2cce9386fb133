"""A movement of a year with a round, milestones and two targets."""

from datetime import date
from decimal import Decimal

from domain.movement.decider import DECIDER
from domain.movement.facts import MovementFacts
from domain.movement.states import Movement
from events.base import Citation, MovementId, UnitId
from events.movement import (
    Figure,
    Judged,
    MovementEvent,
    MovementLaunched,
    PeriodScheduled,
    ProgressReported,
    ResultsClosed,
    TargetAssigned,
    UnitRegistered,
)
from events.personal import Clear
from events.plan import Assignment, DutyKind, Milestone, Organisation, Plan, Round, Span, Target
from tests.spec import HOME, Given, every_role, given

MOVEMENT = MovementId("movement-2024")
SCHOOL, VILLAGE = UnitId("unit-truong"), UnitId("unit-thon-1")
YEAR = Span(start="2024-01-10", end="2024-12-31")
NOTICE = Citation(number="50/TB-UBND", day=date(2024, 6, 1))


def milestone(code: str, duty: DutyKind, due: str) -> Milestone:
    return Milestone(code=code, duty=duty, name=code, due=due)


MILESTONES = (
    milestone("dang-ky", "register", "2024-01-31"),
    milestone("quy-2", "report_progress", "2024-06-20"),
    milestone("so-ket", "hold_interim_review", "2024-07-15"),
    milestone("tong-ket", "hold_final_review", "2024-12-20"),
)
ROADS = Target(
    code="QT-duong",
    name="Đường bê tông",
    unit="km",
    assignments=(Assignment(measure="at_least", value=Decimal(5)),),
)
POOR = Target(
    code="QT-ngheo",
    name="Tỷ lệ hộ nghèo",
    unit="%",
    assignments=(Assignment(measure="at_most", value=Decimal("1.5")),),
)
SPRING = Round(code="dot-1", name="Mừng Đảng, mừng Xuân", span=Span(start="2024-01-10", end="2024-02-29"))
SOMETIME = Round(code="dot-2", name="Chào mừng Quốc khánh", span=Span(as_written="dịp 2/9"))
PLAN = Plan(
    id="thi-dua-2024",
    organisation=Organisation(
        name="UBND xã", level="commune", signer="Nguyễn Văn Thắng", spokesperson="Lê Thị Hoa"
    ),
    number="01/PĐTĐ-UBND",
    signed_on=date(2024, 1, 10),
    title="Phong trào thi đua năm 2024",
    forms=("thuong_xuyen",),
    period=YEAR,
    rounds=(SPRING, SOMETIME),
    milestones=MILESTONES,
    targets=(ROADS, POOR),
)
NAMELESS = PLAN.model_copy(update={"organisation": Organisation(name="UBND xã", level="commune")})
LAUNCHED = MovementLaunched(
    movement=MOVEMENT,
    organisation=HOME,
    plan=NAMELESS,
    participants=(SCHOOL, VILLAGE),
    signer=Clear(HOME, "identity", "Nguyễn Văn Thắng"),
    spokesperson=Clear(HOME, "identity", "Lê Thị Hoa"),
)
SCHEDULED = PeriodScheduled(
    movement=MOVEMENT, period="ca-nam", name=PLAN.title, span=YEAR, milestones=MILESTONES
)
FIRST_ROUND = PeriodScheduled(movement=MOVEMENT, period="dot-1", name=SPRING.name, span=SPRING.span)
TARGETS = (
    TargetAssigned(movement=MOVEMENT, target=ROADS),
    TargetAssigned(movement=MOVEMENT, target=POOR),
)
UNDER_WAY: tuple[MovementEvent, ...] = (LAUNCHED, SCHEDULED, FIRST_ROUND, *TARGETS)
"""What a launch leaves behind."""
REGISTERED = UnitRegistered(
    movement=MOVEMENT,
    milestone="dang-ky",
    unit=SCHOOL,
    titles=("TTLDTT",),
    works=("Vườn trường xanh",),
    arrived=date(2024, 12, 24),
)
SIX_KM = Figure(target=ROADS.code, value=Decimal(6))
REPORTED = ProgressReported(
    movement=MOVEMENT, milestone="quy-2", unit=SCHOOL, arrived=date(2024, 12, 24), figures=(SIX_KM,)
)
AT_THE_END = (
    Judged(target=ROADS.code, assigned_by="self", finding="exceeded", figure=Decimal(6)),
    Judged(target=POOR.code, assigned_by="self", finding="not_measurable"),
)
HALFWAY = (AT_THE_END[0], Judged(target=POOR.code, assigned_by="self", finding="running"))
CLOSED = ResultsClosed(movement=MOVEMENT, on=date(2024, 12, 15), findings=AT_THE_END)
FACTS = MovementFacts(standing=every_role(SCHOOL, VILLAGE), organisation=HOME)


def under_way(*past: MovementEvent) -> Given:
    return given(DECIDER, *UNDER_WAY, *past, facts=FACTS)


def movement(*past: MovementEvent) -> Movement:
    state = DECIDER.fold([*UNDER_WAY, *past])
    assert isinstance(state, Movement)
    return state
