from dataclasses import replace

import pytest

from domain.attachment import FileFacts, FileRefused, check_file, file_key
from domain.nomination.commands import AttachEvidence
from domain.nomination.states import Draft
from domain.policy import DECIDER as POLICY
from domain.policy import AdoptAttachmentRules
from domain.refusal import Malformed, NotAuthorised, NotFound, RuleMissing, WrongState
from domain.submission.commands import AttachSetPaper
from domain.submission.decider import DECIDER as SET
from domain.submission.states import Submission
from events.blob import Blob
from events.nomination import EvidenceAttached
from events.personal import Clear
from events.policy import AcceptedFile, AttachmentRulesAdopted
from events.submission import Paper, SetPaperAttached
from tests.domain import test_submission as sets
from tests.domain.dossiers import (
    DOSSIER,
    DRAFTED,
    FACTS,
    LAN,
    REPORT,
    TO_RETURNED,
    TO_SUBMITTED,
    dossier,
    state,
)
from tests.spec import by, given

PDF = AcceptedFile(media="application/pdf", most_bytes=1000)
RULES = AttachmentRulesAdopted(accepted=(PDF,))
SCAN = Blob(sha256="a" * 64, size=999, media="application/pdf", key=file_key(LAN))
HELD = FileFacts(accepted=(PDF,), stored=True)
WITH_FILE = replace(FACTS, file=HELD)
ATTACHED = EvidenceAttached(
    nomination=DOSSIER,
    paper=REPORT,
    blob=SCAN,
    title=Clear(LAN, "evidence", "Báo cáo"),
    name=Clear(LAN, "evidence", "bc.pdf"),
)
SET_SCAN = SCAN.model_copy(update={"key": file_key(sets.SET)})
SET_ATTACHED = SetPaperAttached(
    submission=sets.SET, paper=sets.MINUTES, blob=SET_SCAN, name=Clear(sets.SET, "evidence", "bb.pdf")
)


def rules(*accepted: AcceptedFile, role: str = "standing_agency") -> AdoptAttachmentRules:
    return AdoptAttachmentRules(accepted=accepted, **by(role))


def attach(blob: Blob = SCAN, paper: Paper = REPORT, role: str = "clerk") -> AttachEvidence:
    return AttachEvidence(
        nomination=DOSSIER, paper=paper, blob=blob, title="Báo cáo", name="bc.pdf", **by(role)
    )


def attach_to_set(blob: Blob = SET_SCAN, role: str = "clerk") -> AttachSetPaper:
    return AttachSetPaper(submission=sets.SET, paper=sets.MINUTES, blob=blob, name="bb.pdf", **by(role))


def test_an_office_sets_which_files_it_accepts() -> None:
    given(POLICY).when(rules(PDF)).then(RULES)
    given(POLICY, RULES).when(rules(PDF)).nothing()
    smaller = PDF.model_copy(update={"most_bytes": 10})
    given(POLICY, RULES).when(rules(smaller)).then(AttachmentRulesAdopted(accepted=(smaller,)))
    assert POLICY.fold([RULES]).accepted == (PDF,)


def test_a_clerk_sets_no_rules_on_files() -> None:
    given(POLICY).when(rules(PDF, role="clerk")).refused(NotAuthorised)


def test_a_file_at_the_limit_is_accepted_and_one_byte_more_is_not() -> None:
    check_file("application/pdf", 1000, [PDF])
    with pytest.raises(FileRefused, match=r"quá mức"):
        check_file("application/pdf", 1001, [PDF])


def test_a_type_that_the_office_does_not_accept_is_refused_and_told_which_are() -> None:
    with pytest.raises(FileRefused) as refusal:
        check_file("image/png", 1, [PDF])
    assert "PDF" in str(refusal.value.todo)


def test_without_rules_on_files_none_is_accepted() -> None:
    with pytest.raises(RuleMissing):
        check_file("application/pdf", 1, [])


def test_a_file_is_attached_with_its_name_and_title_sealed() -> None:
    dossier(DRAFTED, facts=WITH_FILE).when(attach()).then(ATTACHED)
    dossier(*TO_RETURNED, facts=WITH_FILE).when(attach()).then(ATTACHED)


def test_the_same_file_for_the_same_paper_is_attached_once() -> None:
    dossier(DRAFTED, ATTACHED, facts=WITH_FILE).when(attach()).nothing()


def test_the_same_file_may_be_two_papers_and_a_paper_two_files() -> None:
    photo = Paper(kind="anh")
    (other,) = dossier(DRAFTED, ATTACHED, facts=WITH_FILE).when(attach(paper=photo)).decides()
    assert other == ATTACHED.model_copy(update={"paper": photo})
    second = SCAN.model_copy(update={"sha256": "b" * 64})
    (page,) = dossier(DRAFTED, ATTACHED, facts=WITH_FILE).when(attach(second)).decides()
    assert page == ATTACHED.model_copy(update={"blob": second})


def test_a_second_page_does_not_list_its_paper_twice() -> None:
    second = ATTACHED.model_copy(update={"blob": SCAN.model_copy(update={"sha256": "b" * 64})})
    there = state(DRAFTED, ATTACHED, second)
    assert isinstance(there, Draft)
    assert there.dossier.papers == (REPORT,)
    assert there.dossier.files == {("bao_cao", "a" * 64), ("bao_cao", "b" * 64)}


def test_a_file_that_lies_in_no_store_or_is_sealed_for_another_is_refused() -> None:
    not_there = replace(WITH_FILE, file=replace(HELD, stored=False))
    dossier(DRAFTED, facts=not_there).when(attach()).refused(NotFound)
    for_another = SCAN.model_copy(update={"key": file_key("person-minh")})
    dossier(DRAFTED, facts=WITH_FILE).when(attach(for_another)).refused(Malformed)


def test_a_dossier_that_is_handed_in_takes_no_file() -> None:
    dossier(*TO_SUBMITTED, facts=WITH_FILE).when(attach()).refused(WrongState)


def test_a_stranger_attaches_nothing() -> None:
    dossier(DRAFTED, facts=WITH_FILE).when(attach(role="member")).refused(NotAuthorised)
    set_facts = replace(sets.FACTS, file=HELD)
    sets.submission(sets.RECEIVED, facts=set_facts).when(attach_to_set(role="member")).refused(NotAuthorised)


def test_a_scan_of_the_minutes_is_attached_to_the_set_once() -> None:
    facts = replace(sets.FACTS, file=HELD)
    sets.submission(sets.RECEIVED, facts=facts).when(attach_to_set()).then(SET_ATTACHED)
    sets.submission(sets.RECEIVED, SET_ATTACHED, facts=facts).when(attach_to_set()).nothing()
    there = SET.fold([sets.RECEIVED, SET_ATTACHED, SET_ATTACHED])
    assert isinstance(there, Submission)
    assert there.papers == (sets.LETTER, sets.MINUTES)


def test_a_list_sent_up_and_a_set_not_received_take_no_scan() -> None:
    facts = replace(sets.FACTS, file=HELD)
    sets.submission(facts=facts).when(attach_to_set()).refused(NotFound)
    sets.submission(sets.forwarded(), facts=facts).when(attach_to_set()).refused(NotFound)
    assert SET.fold([sets.forwarded(), SET_ATTACHED]) == SET.fold([sets.forwarded()])


def test_a_set_takes_no_file_sealed_for_a_person() -> None:
    facts = replace(sets.FACTS, file=HELD)
    sets.submission(sets.RECEIVED, facts=facts).when(attach_to_set(SCAN)).refused(Malformed)
