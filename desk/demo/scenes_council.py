"""The decisions, the ceremonies and the money."""

from datetime import datetime

from sqlmodel import col, select

from desk.demo.data import nomination_id
from desk.demo.stage import Stage
from domain.ceremony import AnswerInvitation, HoldCeremony, ScheduleCeremony
from domain.decision.commands import NumberDecision, PublishDecision, ReceiveOutsideDecision, SignDecision
from domain.fund import PayList
from domain.ids import derived, obligation_id
from domain.movement.commands import CloseResults
from domain.nomination.commands import PresentAward
from domain.obligation.commands import OpenObligation
from domain.submission.commands import AcknowledgeReceipt, ForwardList
from events.base import CeremonyId, DecisionId, NominationId, SubjectId, SubmissionId
from events.fund import PaymentLine
from events.submission import Paper
from projections import tables as t

FUND_YEAR = 2024


def forward_to_town(stage: Stage) -> None:
    """Send what is decided above the commune to the town, with the tờ trình."""
    with stage.house.ledger.database.session() as session:
        rows = session.exec(
            select(t.NominationRow.nomination)
            .where(t.NominationRow.stage == "recommended")
            .order_by(col(t.NominationRow.award), col(t.NominationRow.nomination))
        ).all()
    stage.do(
        ForwardList(
            submission=SubmissionId(f"submission-{derived('demo', 'to-town')}"),
            from_unit=stage.organisation,
            to_unit=stage.unit("thi-xa"),
            number="97/TTr-UBND",
            signed_on=stage.today,
            nominations=tuple(NominationId(row) for row in rows),
            papers=tuple(
                Paper(kind=kind) for kind in ("bien_ban", "bien_ban_kiem_phieu", "danh_sach", "bao_cao")
            ),
            **stage.said("lat", "authority"),
        )
    )


def acknowledge(stage: Stage) -> None:
    """The town has the list."""
    stage.do(
        AcknowledgeReceipt(
            submission=SubmissionId(f"submission-{derived('demo', 'to-town')}"),
            on=stage.today,
            **stage.said("mai", "standing_agency"),
        )
    )


def _drafts(stage: Stage, stage_of: str) -> dict[str, DecisionId]:
    """Give the decisions at a step, by award, as the desk lists them."""
    with stage.house.ledger.database.session() as session:
        rows = session.exec(select(t.DecisionRow).where(t.DecisionRow.stage == stage_of)).all()
    return {row.award or "": DecisionId(row.decision) for row in rows}


def decide(stage: Stage, numbers: dict[str, str]) -> None:
    """Sign every draft, enter the office's number, publish."""
    for award, decision in sorted(_drafts(stage, "drafted").items(), key=lambda item: numbers[item[0]]):
        stage.do(
            SignDecision(
                decision=decision,
                signer=stage.person("lat"),
                on=stage.today,
                **stage.said("lat", "authority"),
            )
        )
        said = stage.said("mai", "archivist")
        stage.do(NumberDecision(decision=decision, number=numbers[award], **said))
        stage.do(PublishDecision(decision=decision, on=stage.today, **said))


def close_results(stage: Stage) -> None:
    """Close the year's figures."""
    stage.do(
        CloseResults(
            movement=stage.movement,
            on=stage.today,
            figures=tuple(stage.script.closing),
            **stage.said("mai", "standing_agency"),
        )
    )


def _awarded(stage: Stage, **still: str | None) -> list[t.NominationRow]:
    with stage.house.ledger.database.session() as session:
        rows = session.exec(
            select(t.NominationRow)
            .where(t.NominationRow.stage == "awarded")
            .order_by(col(t.NominationRow.nomination))
        ).all()
    return [row for row in rows if all(getattr(row, name) == value for name, value in still.items())]


def ceremony_id(name: str) -> CeremonyId:
    """Give a ceremony's id."""
    return CeremonyId(f"ceremony-{derived('demo', 'ceremony', name)}")


def schedule_ceremony(stage: Stage, name: str, title: str, starts_at: datetime) -> None:
    """Invite everybody whose award waits to be handed over."""
    waiting = _awarded(stage, presented=None)
    stage.do(
        ScheduleCeremony(
            ceremony=ceremony_id(name),
            unit=stage.organisation,
            title=title,
            starts_at=starts_at,
            place="Hội trường UBND xã",
            nominations=tuple(NominationId(row.nomination) for row in waiting),
            **stage.said("mai", "standing_agency"),
        )
    )


def answer_invitations(stage: Stage, name: str) -> None:
    """One recipient sends a proxy and one cannot come."""
    for person, said in (("oi", "proxy"), ("mo", "absent")):
        stage.do(
            AnswerInvitation(
                ceremony=ceremony_id(name),
                subject=SubjectId(stage.person(person)),
                answer=said,
                **stage.said("mai", "standing_agency"),
            )
        )


def hold_ceremony(
    stage: Stage, name: str, proxies: tuple[str, ...] = (), absent: tuple[str, ...] = ()
) -> None:
    """Hand over."""
    stage.do(
        HoldCeremony(
            ceremony=ceremony_id(name),
            on=stage.today,
            proxies=tuple(nomination_id(key) for key in proxies),
            absent=tuple(nomination_id(key) for key in absent),
            **stage.said("mai", "standing_agency"),
        )
    )


def hand_over_later(stage: Stage) -> None:
    """Hand over what still waits."""
    for row in _awarded(stage, presented=None):
        stage.do(
            PresentAward(
                nomination=NominationId(row.nomination),
                how="later",
                on=stage.today,
                **stage.said("mai", "standing_agency"),
            )
        )


def pay(stage: Stage, name: str) -> None:
    """Pay every bonus of this organisation's decisions that is not paid yet."""
    owed = [row for row in _awarded(stage, paid_on=None) if row.bonus is not None]
    stage.do(
        PayList(
            unit=stage.organisation,
            year=FUND_YEAR,
            payment_list=name,
            lines=tuple(
                PaymentLine(nomination=NominationId(row.nomination), amount=row.bonus or 0) for row in owed
            ),
            on=stage.today,
            **stage.said("lim", "accountant"),
        )
    )


def town_decides(stage: Stage) -> None:
    """Record the town's decision as it came back; the province's is still out."""
    with stage.house.ledger.database.session() as session:
        rows = session.exec(
            select(t.NominationRow)
            .where(t.NominationRow.stage == "forwarded", t.NominationRow.to_unit == stage.unit("thi-xa"))
            .order_by(col(t.NominationRow.award), col(t.NominationRow.nomination))
        ).all()
    stage.do(
        ReceiveOutsideDecision(
            decision=DecisionId(f"decision-{derived('demo', 'town')}"),
            authority=stage.unit("thi-xa"),
            decided_on=stage.today,
            number="(số của thị xã, ghi theo bản nhận)",
            nominations=tuple(
                NominationId(row.nomination) for row in rows if row.award in ("CSTDCS", "TTLDTT")
            ),
            **stage.said("mai", "standing_agency"),
        )
    )


def follow_up(stage: Stage, due: datetime) -> None:
    """Set a soft date for asking the province; its own limit is not known."""
    open_one = nomination_id("n40")
    duty = obligation_id(open_one, "follow_up", None, stage.organisation)
    stage.do(
        OpenObligation(
            obligation=duty,
            duty="follow_up",
            debtor=SubjectId(stage.organisation),
            about=open_one,
            title="Hỏi kết quả Bằng khen của tỉnh",
            due_on=due.date(),
            set_by="ngày tự đặt của cơ quan thường trực; chưa có quy định thời hạn của tỉnh",
            **stage.said("mai", "standing_agency"),
        )
    )
