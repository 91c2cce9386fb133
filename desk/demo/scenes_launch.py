"""January to June: the house is set up, the movement launched, units register and report, sơ kết is held."""

from datetime import date

from sqlmodel import col, select

from desk.demo.stage import Stage, clerk
from desk.plans.reader import read_plan
from domain.fund import BudgetFund
from domain.ids import obligation_id
from domain.letter.commands import DeliverNotice, ResendLetter
from domain.movement.commands import HoldReview, LaunchMovement, RegisterUnit, ReportProgress, SignPact
from domain.obligation.commands import RescheduleObligation
from domain.unit import ChangeUnitContact
from events.base import Citation, LetterId
from projections import queries
from projections import tables as t

MAIL = "vidu.example"
REGISTRATION = "dang-ky"


def set_up(stage: Stage) -> None:
    """Set the year's fund; units, people, roles, council and rules came with the set-up file."""
    stage.do(
        BudgetFund(
            unit=stage.organisation,
            year=2024,
            amount=25_000_000,
            document=Citation(number="06/QĐ-UBND", day=date(2024, 1, 4), issuer="UBND xã"),
            **stage.said("lim", "accountant"),
        )
    )


def launch(stage: Stage) -> None:
    """Try to launch on the bare document, which names no date; then with the demonstration's overlay."""
    examples = stage.script.folder.parent
    bare = examples / "quang-trung-2024.yaml"
    overlay = examples / "quang-trung-2024.demo.yaml"
    participants = tuple(stage.unit(key) for key in stage.script.participants)
    for plan in (read_plan(bare), read_plan(bare, [overlay])):
        stage.try_to(
            LaunchMovement(
                movement=stage.movement,
                organisation=stage.organisation,
                plan=plan,
                participants=participants,
                **stage.said("lat", "authority"),
            ),
            "phát động theo văn bản chưa có số, ngày",
        )


def deliver_notices(stage: Stage, how: str = "printed", only: str | None = None) -> None:
    """Hand over every printed notice that waits, or those of one reader, or tell them by phone."""
    with stage.house.ledger.database.session() as session:
        waiting = session.exec(
            select(t.LetterRow.letter, t.LetterRow.recipient)
            .where(t.LetterRow.state == "to_print")
            .order_by(col(t.LetterRow.letter))
        ).all()
    for letter in [letter for letter, reader in waiting if only in (None, reader)]:
        stage.do(
            DeliverNotice(
                letter=LetterId(letter),
                how="phone" if how == "phone" else "printed",
                told_by=stage.person("mai"),
                on=stage.today,
                **stage.said("mai", "standing_agency"),
            )
        )


def tell_by_phone(stage: Stage) -> None:
    """Thôn 1 has no mail: its notice is read out over the phone."""
    deliver_notices(stage, "phone")


def tell_sau_by_phone(stage: Stage) -> None:
    """Sấu has no mail: the invitation to the council is read out over the phone."""
    deliver_notices(stage, "phone", only=stage.person("sau"))


def correct_address(stage: Stage) -> None:
    """The school's letter was refused: its address is put right and the launch letter sent again."""
    school = stage.unit("thcs")
    said = stage.said("mai", "standing_agency")
    stage.do(ChangeUnitContact(unit=school, email=f"thcs@{MAIL}", reason="thư bị trả lại (550)", **said))
    with stage.house.ledger.database.session() as session:
        failed = [row.letter for row in queries.undelivered(session) if row.recipient == school]
    for letter in failed:
        stage.do(ResendLetter(letter=LetterId(letter), reason="đã sửa địa chỉ", **said))


def register(stage: Stage, units: list[str]) -> None:
    """Register units, each by its own clerk."""
    for unit in units:
        stage.do(
            RegisterUnit(
                movement=stage.movement,
                milestone=REGISTRATION,
                unit=stage.unit(unit),
                titles=("LDTT", "GK"),
                **stage.said(clerk(unit), "clerk"),
            )
        )


def register_for_school(stage: Stage) -> None:
    """Type the school's registration for it, with the scan."""
    stage.do(
        RegisterUnit(
            movement=stage.movement,
            milestone=REGISTRATION,
            unit=stage.unit("thcs"),
            titles=("GK",),
            typed_by=stage.person("mai"),
            scan="bản đăng ký ký tay ngày 27/02/2024",
            **stage.said("mai", "standing_agency", behalf="thcs"),
        )
    )


def extend(stage: Stage, duty: tuple[str, str], unit: str, due: date, reason: str) -> None:
    """Give one unit more time, after the date has passed."""
    kind, milestone = duty
    stage.do(
        RescheduleObligation(
            obligation=obligation_id(stage.movement, kind, milestone, stage.unit(unit)),
            due_on=due,
            set_by=f"gia hạn cho đơn vị ngày {stage.today:%d/%m/%Y}",
            extension=True,
            reason=reason,
            **stage.said("mai", "standing_agency"),
        )
    )


def sign_pact(stage: Stage) -> None:
    """The cluster's pact is signed."""
    stage.do(
        SignPact(
            movement=stage.movement,
            cluster="Cụm thi đua số 01 khối xã, phường trên địa bàn Thị xã",
            on=stage.today,
            **stage.said("lat", "authority"),
        )
    )


def report(stage: Stage, milestone: str, units: list[str]) -> None:
    """Report progress, with the figures that the script gives a unit."""
    told = stage.script.progress.get(milestone, {})
    for unit in units:
        stage.do(
            ReportProgress(
                movement=stage.movement,
                milestone=milestone,
                unit=stage.unit(unit),
                figures=tuple(told.get(unit, ())),
                **stage.said(clerk(unit), "clerk"),
            )
        )


def hold_review(stage: Stage, milestone: str) -> None:
    """Hold sơ kết or tổng kết."""
    stage.do(
        HoldReview(
            movement=stage.movement,
            milestone=milestone,
            held_on=stage.today,
            praised=(stage.unit("quan-su"),),
            **stage.said("lat", "authority"),
        )
    )
