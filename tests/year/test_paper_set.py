"""The village that brings its dossiers on paper: typed for it, with the day they came and the scan of its minutes."""

import pytest

from desk.demo.scan import scan
from desk.demo.scenes_dossiers import submission_id
from desk.uploads.kinds import media_of
from desk.views.papers import of_submission
from desk.views.receipts import receipt
from events.store.checkpoint import Kept
from events.store.note import Verifier
from events.store.verify import verify
from workflows.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
SET = submission_id("thon-1", "december")


def test_the_receipt_says_that_it_was_typed_for_the_village_and_when_the_papers_came(house: House) -> None:
    with house.ledger.database.session() as session:
        told = receipt(house, session, SET)
    assert told is not None
    assert (told.arrived, told.entered_by, told.typed_for_unit) == ("2024-12-05", "Vũ Ví Dụ Mai", True)
    assert [line.subject for line in told.lines] == ["Quách Ví Dụ Na"]


def test_the_scan_is_sealed_comes_back_as_it_was_and_is_held_by_the_audit(house: House) -> None:
    with house.ledger.database.session() as session:
        (paper,) = [paper for paper in of_submission(house, session, SET) if paper.sha256]
    assert (paper.kind, paper.media) == ("bien_ban", "application/pdf")
    content = house.ledger.keys.open_file(str(paper.key), house.blobs.get(str(paper.sha256)))
    assert content == scan("Bien ban binh xet (du lieu minh hoa)")
    kept = Kept(house.settings.kept_folder)
    verifier = Verifier.parse(kept.verifier_file.read_text(encoding="utf-8"))
    report = verify(house.ledger, verifier, kept, house.blobs)
    assert (report.faults, report.files) == ([], 1)


def test_a_made_up_scan_is_an_honest_pdf() -> None:
    assert media_of(scan("words")) == "application/pdf"
