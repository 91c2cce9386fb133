"""The mailbox of delivery reports: each ends in its letter once, and what is no report of ours waits for a person."""

import mailbox
from pathlib import Path

import pytest

from events.letter import LetterBounced, LetterQueued
from tests.mail.test_reports import GOOD, REPORT
from tests.workflows.handle.offices import Office
from tests.workflows.mailroom.rooms import (
    HEAD,
    add_readers,
    delivered,
    events,
    queue_letters,
    reactor_runs,
    states,
)
from workflows.mailroom.bounces import Collected, Postmaster


def put(box: mailbox.Maildir, letter: str, **changed: str) -> None:
    told = {**GOOD, "envid": f"Original-Envelope-Id: {letter}", "message_id": f"{letter}@x", **changed}
    box.add(REPORT.format(**told).encode())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_report_ends_in_its_letter_once_and_strange_mail_is_flagged_for_a_person(
    office: Office, tmp_path: Path
) -> None:
    add_readers(office, 2)
    lost, late = queue_letters(office, 2)
    delivered(office)
    box = mailbox.Maildir(tmp_path / "reports")
    put(box, lost)
    put(box, lost)
    put(box, late, action="delayed")
    put(box, "letter-cua-so-khac")
    box.add(b"Subject: xin chao\r\n\r\nkhong phai bao cao")
    postmaster = Postmaster(office.handler, tmp_path / "reports", HEAD.message_domain)
    assert postmaster.collect() == Collected(reports=3, strange=2)
    assert postmaster.collect() == Collected()
    assert [event.letter for event in events(office, LetterBounced)] == [lost]
    assert states(office) == {lost: "bounced", late: "sent"}
    flags = sorted("".join(sorted(message.get_flags())) for message in box)
    assert flags == ["FS", "FS", "S", "S", "S"]
    reactor_runs(office)
    [notice] = [queued for queued in events(office, LetterQueued) if queued.template == "undelivered"]
    assert lost in notice.facts["letters"]
    assert "“550 5.1.1 no such mailbox”" in notice.facts["letters"]
