"""September and December's dossiers: drafted, handed in, refused at the door, returned and repaired, withdrawn, verified."""

from collections import defaultdict
from datetime import date

from sqlmodel import col, select

from desk.demo.data import NominationData, nomination_id
from desk.demo.scan import scan
from desk.demo.stage import Stage, clerk
from desk.uploads.attach import Upload, attach_to_submission
from domain.decider import Said
from domain.ids import derived, obligation_id
from domain.nomination.commands import (
    AnswerComment,
    DraftNomination,
    NoteNomination,
    PublishNomination,
    ReceiveComment,
    ResubmitNomination,
    VerifyDossier,
    WithdrawNomination,
)
from domain.obligation.commands import LapseObligation
from domain.person import CompletePersonDetails
from domain.record import RecordGrading
from domain.submission.commands import ReceiveSubmission, SupplySubmission
from events.base import Citation, NominationId, SubjectId, SubmissionId
from events.nomination import AwardKind, MeritType, SubjectKind
from events.record import Grade
from events.submission import Line, Paper
from projections import tables as t

TITLES = frozenset({"LDTT", "CSTDCS", "TTLDTT"})
REPORT = Paper(kind="bao_cao")
CERTIFICATE = Paper(kind="chung_nhan")
PROPOSAL = Paper(kind="to_trinh")
MINUTES = Paper(kind="bien_ban")
DOSSIERS = "ho-so"
YEAR = 2024
ON_PAPER, BROUGHT = "thon-1", date(2024, 12, 5)
"""The village without an account: its set was brought the day before it was typed."""


def submission_id(unit: str, when: str) -> SubmissionId:
    """Give the id of a unit's set."""
    return SubmissionId(f"submission-{derived('demo', 'submission', unit, when)}")


def _draft(stage: Stage, told: NominationData, merit: MeritType) -> DraftNomination:
    kind: AwardKind = "title" if told.award in TITLES else "form"
    if told.flaw == "called_a_title_without_minutes":
        kind = "title"
    subject_kind: SubjectKind = "person" if told.person else "collective"
    return DraftNomination(
        nomination=nomination_id(told.key or told.unit),
        subject=stage.script.subject(told),
        subject_kind=subject_kind,
        award=told.award,
        stated_kind=kind,
        merit=merit,
        award_year=YEAR,
        unit=stage.unit(told.unit),
        movement=stage.movement,
        achievement=told.deed,
        happened=told.happened,
        papers=_papers(told),
        **_hand(stage, told.unit),
    )


def _hand(stage: Stage, unit: str) -> Said:
    """Say who types for a unit: its clerk, or Mai for the village that brings its dossiers on paper."""
    if unit == ON_PAPER:
        return stage.said("mai", "standing_agency", behalf=unit)
    return stage.said(clerk(unit), "clerk")


def _papers(told: NominationData) -> tuple[Paper, ...]:
    if told.unit == "cong-ty" and told.flaw != "no_confirmations":
        return (REPORT, Paper(kind="xac_nhan_thue"), Paper(kind="xac_nhan_bhxh"))
    return (REPORT, CERTIFICATE) if told.award == "CSTDCS" else (REPORT,)


def _merit(told: NominationData) -> MeritType:
    return "cong_trang" if told.award in TITLES else "phong_trao"


def _line(told: NominationData) -> Line:
    if told.flaw == "no_count":
        return Line(nomination=nomination_id(told.key))
    return Line(nomination=nomination_id(told.key), votes_for=9, votes_of=10)


def sudden(stage: Stage) -> None:
    """The day after the flood: two dossiers for one rescue."""
    for told in stage.script.nominations.september:
        stage.do(_draft(stage, told, "dot_xuat"))
        stage.do(
            ReceiveSubmission(
                submission=submission_id(told.unit, "september"),
                unit=stage.unit(told.unit),
                papers=(PROPOSAL, MINUTES),
                lines=(_line(told),),
                **stage.said(clerk(told.unit), "clerk"),
            )
        )


def grade_staff(stage: Stage) -> None:
    """Enter the year's gradings with their document."""
    told = stage.script.nominations.gradings
    grades: list[tuple[Grade, tuple[str, ...]]] = [
        ("hoan_thanh_xuat_sac", told.excellent),
        ("hoan_thanh_tot", told.good),
    ]
    document = Citation(number=told.document.number, day=told.document.day, issuer=told.document.issuer)
    for grade, people in grades:
        for person in people:
            stage.do(
                RecordGrading(
                    subject=SubjectId(stage.person(person)),
                    year=YEAR,
                    grade=grade,
                    document=document,
                    checked_by="Văn phòng UBND xã",
                    **stage.said("mai", "standing_agency"),
                )
            )


def try_at_the_door(stage: Stage) -> None:
    """A school proposes a title for a teacher whose salary fund is elsewhere."""
    for told in stage.script.nominations.at_the_door:
        stage.try_to(_draft(stage, told, "cong_trang"), "Trường Tiểu học đề nghị LĐTT cho giáo viên")


def hand_in(stage: Stage, *, late: bool = False) -> None:
    """Each unit drafts its dossiers and hands in one set."""
    sets: dict[str, list[NominationData]] = defaultdict(list)
    for told in stage.script.nominations.december:
        if (told.late is not None) == late:
            sets[told.unit].append(told)
    for unit, listed in sets.items():
        for told in listed:
            stage.do(_draft(stage, told, _merit(told)))
        without_minutes = any(told.flaw == "called_a_title_without_minutes" for told in listed)
        stage.do(
            ReceiveSubmission(
                submission=submission_id(unit, "december"),
                unit=stage.unit(unit),
                movement=stage.movement,
                milestone=DOSSIERS,
                papers=(PROPOSAL,) if without_minutes else (PROPOSAL, MINUTES),
                lines=tuple(_line(told) for told in listed),
                arrived=BROUGHT if unit == ON_PAPER else None,
                typed_by=stage.person("mai") if unit == ON_PAPER else None,
                **_hand(stage, unit),
            )
        )
        if unit == ON_PAPER:
            _attach_minutes(stage, unit)


def _attach_minutes(stage: Stage, unit: str) -> None:
    """The minutes that came on paper are scanned, sealed and attached to the set."""
    attach_to_submission(
        stage.house,
        submission_id(unit, "december"),
        Upload(
            content=scan("Bien ban binh xet (du lieu minh hoa)"),
            name="biên bản bình xét thôn 1.pdf",
            paper=MINUTES,
            title="Biên bản bình xét của thôn",
        ),
        _hand(stage, unit),
        command_id=stage.next_act(),
    )


def nothing_to_propose(stage: Stage) -> None:
    """Units without a dossier say so, and their duty ends."""
    proposing = {told.unit for told in stage.script.nominations.december}
    for unit in stage.script.participants:
        if unit not in proposing:
            stage.do(
                LapseObligation(
                    obligation=obligation_id(
                        stage.movement, "submit_nominations", DOSSIERS, stage.unit(unit)
                    ),
                    reason="Đơn vị báo không có trường hợp đề nghị khen thưởng.",
                    **stage.said("mai", "standing_agency"),
                )
            )


def note_quota(stage: Stage) -> None:
    """The secretary notes what the quota of the council's own rules comes to."""
    for told in stage.script.nominations.december:
        if told.award == "CSTDCS":
            stage.do(
                NoteNomination(
                    nomination=nomination_id(told.key),
                    about="quota",
                    note="3 CSTĐCS trên số LĐTT đề nghị: vượt 15 % theo quy chế; cảnh báo, Hội đồng xếp thứ tự.",
                    **stage.said("mai", "standing_agency"),
                )
            )


def repair(stage: Stage) -> None:
    """The units put right what was returned to them, and only that."""
    for told in stage.script.nominations.december:
        if told.flaw is None or not _is_returned(stage, nomination_id(told.key)):
            continue
        said = stage.said(clerk(told.unit), "clerk")
        dossier = nomination_id(told.key)
        submission = submission_id(told.unit, "december")
        match told.flaw:
            case "no_count":
                counted = Line(nomination=dossier, votes_for=6, votes_of=7)
                stage.do(SupplySubmission(submission=submission, lines=(counted,), **said))
                stage.do(ResubmitNomination(nomination=dossier, **said))
            case "called_a_title_without_minutes":
                stage.do(SupplySubmission(submission=submission, papers=(MINUTES,), **said))
                stage.do(ResubmitNomination(nomination=dossier, stated_kind="form", **said))
            case "deed_used_before":
                stage.do(
                    ResubmitNomination(
                        nomination=dossier, achievement=told.repair, happened_cleared=True, **said
                    )
                )
            case "no_birth_date":
                stage.do(
                    CompletePersonDetails(
                        person=stage.person(told.person or ""),
                        born=told.repair or "",
                        **stage.said("mai", "standing_agency"),
                    )
                )
                stage.do(ResubmitNomination(nomination=dossier, **said))
            case "no_confirmations":
                papers = (Paper(kind="xac_nhan_thue"), Paper(kind="xac_nhan_bhxh"))
                stage.do(ResubmitNomination(nomination=dossier, papers=papers, **said))


def _is_returned(stage: Stage, dossier: NominationId) -> bool:
    with stage.house.ledger.database.session() as session:
        row = session.get(t.NominationRow, dossier)
    return row is not None and row.stage == "returned"


def note_double(stage: Stage) -> None:
    """The secretary notes that two dossiers are about one person and one pond."""
    for told in stage.script.nominations.december:
        if told.withdrawn is not None:
            stage.do(
                NoteNomination(
                    nomination=nomination_id(told.key),
                    about="double",
                    note="Trùng người và thành tích với hồ sơ của Thôn 4 (Hòa / Hoà).",
                    **stage.said("mai", "standing_agency"),
                )
            )


def withdraw(stage: Stage) -> None:
    """The association takes its dossier back."""
    for told in stage.script.nominations.december:
        if told.withdrawn is not None:
            stage.do(
                WithdrawNomination(
                    nomination=nomination_id(told.key),
                    reason=told.withdrawn,
                    **stage.said(clerk(told.unit), "clerk"),
                )
            )


def eligible(stage: Stage) -> list[NominationId]:
    """Give the dossiers that were found eligible and wait for the council, as the desk lists them."""
    with stage.house.ledger.database.session() as session:
        found = session.exec(
            select(t.NominationRow.nomination)
            .where(t.NominationRow.stage == "eligible")
            .order_by(col(t.NominationRow.award), col(t.NominationRow.nomination))
        ).all()
    return [NominationId(nomination) for nomination in found]


def verify(stage: Stage) -> None:
    """Verify every eligible dossier."""
    for dossier in eligible(stage):
        stage.do(
            VerifyDossier(
                nomination=dossier,
                department=stage.organisation,
                on=stage.today,
                **stage.said("mai", "standing_agency"),
            )
        )


def publish(stage: Stage, first_day: date, last_day: date) -> None:
    """Put up the notice."""
    for dossier in eligible(stage):
        stage.do(
            PublishNomination(
                nomination=dossier,
                first_day=first_day,
                last_day=last_day,
                where="bảng tin UBND xã và đài truyền thanh",
                **stage.said("mai", "standing_agency"),
            )
        )


def comment(stage: Stage) -> None:
    """A villager comments, with name and address."""
    stage.do(
        ReceiveComment(
            nomination=nomination_id("n26"),
            comment="y-kien-1",
            name="Kha Ví Dụ Xoài",
            address="Thôn 5",
            text="Đề nghị nêu rõ thành tích trong phong trào văn nghệ của thôn.",
            **stage.said("mai", "standing_agency"),
        )
    )


def answer(stage: Stage) -> None:
    """The comment is answered."""
    stage.do(
        AnswerComment(
            nomination=nomination_id("n26"),
            comment="y-kien-1",
            answer="Đã bổ sung nội dung vào tóm tắt thành tích.",
            **stage.said("mai", "standing_agency"),
        )
    )
