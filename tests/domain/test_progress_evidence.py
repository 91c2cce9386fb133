"""Tài liệu chứng minh: a file that proves a report of progress, by whom it is added and where it belongs."""

from dataclasses import replace

from domain.attachment import FileFacts, FileRefused, file_key
from domain.movement.commands import AttachProgressEvidence
from domain.movement.facts import NotAParticipant
from domain.refusal import Malformed, NotAuthorised, NotFound, WrongState
from events.base import PersonId, UnitId
from events.blob import Blob
from events.movement import ProgressEvidenceAttached
from events.personal import Clear
from events.policy import AcceptedFile
from tests.domain.movements import FACTS, MOVEMENT, REPORTED, ROADS, SCHOOL, VILLAGE, under_way
from tests.spec import Given, by

SCAN = Blob(sha256="a" * 64, size=999, media="application/pdf", key=file_key(MOVEMENT))
HELD = FileFacts(accepted=(AcceptedFile(media="application/pdf", most_bytes=1000),), stored=True)
WITH_FILE = replace(FACTS, file=HELD)
ATTACHED = ProgressEvidenceAttached(
    movement=MOVEMENT, milestone="quy-2", unit=SCHOOL, blob=SCAN, target=ROADS.code,
    title=Clear(MOVEMENT, "evidence", "Biên bản nghiệm thu"), name=Clear(MOVEMENT, "evidence", "nt.pdf"),
)  # fmt: skip


def attach(
    blob: Blob = SCAN, role: str = "clerk", unit: UnitId = SCHOOL, target: str | None = ROADS.code
) -> AttachProgressEvidence:
    return AttachProgressEvidence(
        movement=MOVEMENT, milestone="quy-2", unit=unit, blob=blob, target=target,
        title="Biên bản nghiệm thu", name="nt.pdf", **by(role),
    )  # fmt: skip


def reported() -> Given:
    return under_way(REPORTED).knowing(WITH_FILE)


def test_a_unit_proves_what_it_has_reported_with_a_file_once() -> None:
    reported().when(attach()).then(ATTACHED)
    under_way(REPORTED, ATTACHED).knowing(WITH_FILE).when(attach()).nothing()
    whole = ATTACHED.model_copy(update={"target": None})
    under_way(REPORTED, ATTACHED).knowing(WITH_FILE).when(attach(target=None)).then(whole)


def test_the_office_types_for_a_unit_and_nobody_else_adds_a_file() -> None:
    typed = replace(attach(role="standing_agency"), typed_by=PersonId("person-1"))
    reported().when(typed).then(ATTACHED.model_copy(update={"typed_by": PersonId("person-1")}))
    reported().when(attach(role="member")).refused(NotAuthorised)
    reported().when(attach(unit=UnitId("unit-khac"))).refused(NotAParticipant)


def test_a_file_belongs_to_a_report_to_an_indicator_and_to_its_movement() -> None:
    reported().when(attach(unit=VILLAGE)).refused(WrongState)
    reported().when(attach(target="QT-khong-co")).refused(NotFound)
    reported().when(replace(attach(), milestone="khong-co")).refused(NotFound)
    reported().when(attach(SCAN.model_copy(update={"key": file_key("movement-khac")}))).refused(Malformed)


def test_a_file_is_held_to_the_rules_on_files_and_lies_in_the_store() -> None:
    reported().when(attach(SCAN.model_copy(update={"size": 1001}))).refused(FileRefused)
    gone = replace(FACTS, file=replace(HELD, stored=False))
    under_way(REPORTED).knowing(gone).when(attach()).refused(NotFound)
