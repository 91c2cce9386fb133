"""A file is stored before the event that names it: killed between, a stray file stays behind; never a missing one."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desk.uploads.attach import Upload, attach_to_nomination
from domain.nomination.commands import AttachEvidence, DraftNomination
from domain.refusal import NotFound
from events.base import NominationId, SubjectId, UnitId
from events.blob import Blob
from events.catalogue import event_of
from events.nomination import EvidenceAttached
from events.store.blobs import BlobStore, recorded
from events.store.clock import SimulatedClock
from events.store.verify import verify
from events.submission import Paper
from tests.desk.uploads.files import pdf
from tests.workflows.handle.offices import START, Office, enter_office
from workflows.handle import CommandReused

DOSSIER = NominationId("nomination-anh")
REPORT = Paper(kind="bao_cao")


def upload(content: bytes = pdf(), name: str = "Báo cáo.pdf") -> Upload:
    return Upload(content=content, name=name, paper=REPORT, title="Báo cáo thành tích")


def attach(office: Office, what: Upload | None = None, command_id: str = "attached") -> str:
    said = office.said("standing_agency")
    return attach_to_nomination(office.house, DOSSIER, what or upload(), said, command_id=command_id).status


@pytest.fixture
def drafted(office: Office) -> Office:
    office.do(office.unit("a"))
    office.do(office.person("anh"))
    office.do(
        DraftNomination(
            nomination=DOSSIER, subject=SubjectId("person-anh"), subject_kind="person", award="GK",
            stated_kind="form", merit="phong_trao", award_year=2024, unit=UnitId("unit-a"),
            achievement="Cứu người trong lũ.", **office.said("standing_agency"),
        )
    )  # fmt: skip
    return office


def attached(office: Office) -> list[EvidenceAttached]:
    events = map(event_of, office.ledger.stored(DOSSIER))
    return [event for event in events if isinstance(event, EvidenceAttached)]


def test_a_file_comes_back_as_it_was_and_lies_nowhere_in_clear(drafted: Office, tmp_path: Path) -> None:
    content = pdf(b"1 0 obj (Ha Van Anh) endobj\n")
    attach(drafted, upload(content, "Hà Văn Anh.pdf"))
    (event,) = attached(drafted)
    assert event.blob is not None
    assert drafted.ledger.open_field(event.name) == "Hà Văn Anh.pdf"
    assert (
        drafted.ledger.keys.open_file(event.blob.key, drafted.house.blobs.get(event.blob.sha256)) == content
    )
    stored = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"Ha Van Anh" not in stored
    assert "Hà Văn Anh.pdf".encode() not in stored


def test_the_same_act_again_is_the_same_act(drafted: Office) -> None:
    assert attach(drafted) == "recorded"
    assert attach(drafted) == "repeated"
    assert attach(drafted, command_id="clicked again") == "nothing"
    assert len(attached(drafted)) == len(list(drafted.house.blobs.names())) == 1
    with pytest.raises(CommandReused):
        attach(drafted, upload(pdf(b"another")))


def test_two_at_once_attach_one_file(drafted: Office, enter: Callable[[], Office]) -> None:
    offices = [drafted, enter()]
    with ThreadPoolExecutor(2) as hands:
        told = list(hands.map(lambda pair: attach(pair[1], None, f"hand-{pair[0]}"), enumerate(offices)))
    assert sorted(told) == ["nothing", "recorded"]
    assert len(attached(drafted)) == 1


def test_an_event_cannot_name_a_file_that_is_not_there(drafted: Office) -> None:
    blob = Blob(sha256="0" * 64, size=1, media="application/pdf", key="person-anh/evidence")
    with pytest.raises(NotFound):
        drafted.do(
            AttachEvidence(nomination=DOSSIER, paper=REPORT, blob=blob, **drafted.said("standing_agency"))
        )


def test_after_an_erased_key_the_hash_still_holds_and_the_file_opens_no_more(
    drafted: Office, enter: Callable[[], Office]
) -> None:
    attach(drafted)
    (event,) = attached(drafted)
    assert event.blob is not None
    drafted.ledger.keys._file.execute("DELETE FROM key WHERE ref = ?", (event.blob.key,))
    later = enter()
    box = later.house.blobs.get(event.blob.sha256)
    assert later.ledger.keys.open_file(event.blob.key, box) is None


def killed_while_attaching(folder: Path, url: str, at: str, number: int) -> None:
    """Attach in a child that kills itself before the file is stored, before the event is written, or after both."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        office = enter_office(folder, url, SimulatedClock(START))
        real_put = BlobStore.put

        def die(*_arguments: object, **_options: object) -> str:
            os.kill(os.getpid(), signal.SIGKILL)
            return ""

        if at == "before the file":
            BlobStore.put = die  # type: ignore[method-assign]
        elif at == "between":
            BlobStore.put = lambda self, box: (real_put(self, box), die())[0]  # type: ignore[method-assign]
        attach(office, upload(pdf(f"{number}".encode())), f"killed-{number}")
        os.kill(os.getpid(), signal.SIGKILL)
    finally:
        os._exit(1)


@pytest.mark.parametrize("killed", [("before the file", 0, 0), ("between", 0, 1), ("after both", 1, 0)])
def test_a_kill_loses_nothing_that_was_recorded_and_names_nothing_that_is_not_there(
    drafted: Office, tmp_path: Path, database_url: str, killed: tuple[str, int, int]
) -> None:
    at, events, strays = killed
    notary = drafted.house.notary()
    killed_while_attaching(tmp_path, database_url, at, 1)
    assert len(attached(drafted)) == events
    notary.sign()
    report = verify(drafted.ledger, notary.signer.verifier, notary.kept, drafted.house.blobs)
    assert report.faults == []
    assert report.files == events
    assert len(drafted.house.blobs.sweep(lambda: recorded(drafted.ledger))) == strays
    assert attach(drafted, upload(pdf(b"1")), "killed-1") == ("repeated" if events else "recorded")


@pytest.mark.parametrize("harm", ["removed", "changed"])
def test_verification_names_the_event_whose_file_is_gone_or_changed(drafted: Office, harm: str) -> None:
    attach(drafted)
    notary = drafted.house.notary()
    notary.sign()
    (name,) = drafted.house.blobs.names()
    file = drafted.house.blobs.folder / name[:2] / name
    if harm == "removed":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[::-1])
    report = verify(drafted.ledger, notary.signer.verifier, notary.kept, drafted.house.blobs)
    (fault,) = report.faults
    assert fault.first == drafted.ledger.head()
    assert name[:12] in fault.what
