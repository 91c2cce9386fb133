"""Delivery reports: which letter, lost or not; anything else is not a report, however it looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.reports import Report, read_report

DOMAIN = "so.vidu.example"
REPORT = """\
From: MAILER-DAEMON@mx.vidu.example
To: so-vang@vidu.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.vidu.example
{envid}

Final-Recipient: rfc822; thon5@vidu.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--b
Content-Type: {returned}

Message-ID: <{message_id}>
Subject: x

--b--
"""
GOOD = {
    "envid": "Original-Envelope-Id: letter-1",
    "action": "failed",
    "status": "5.1.1",
    "returned": "text/rfc822-headers",
    "message_id": f"letter-1@{DOMAIN}",
}


def report(**changed: str) -> Report | None:
    return read_report(REPORT.format(**{**GOOD, **changed}).encode(), DOMAIN)


def test_a_report_names_the_letter_and_why_it_is_lost() -> None:
    assert report() == Report("letter-1", failed=True, status="5.1.1", reply="550 5.1.1 no such mailbox")


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_without_an_envelope_id_the_returned_letter_says_which_it_is(returned: str) -> None:
    found = report(envid="X-Other: 1", returned=returned)
    assert found is not None
    assert found.letter == "letter-1"


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_what_is_only_delayed_or_was_delivered_is_not_lost(action: str) -> None:
    found = report(action=action)
    assert found is not None
    assert not found.failed


@pytest.mark.parametrize(
    "changed",
    [
        {"envid": "X-Other: 1", "message_id": "letter-1@elsewhere.example"},
        {"envid": "X-Other: 1", "message_id": f"../../etc@{DOMAIN}"},
        {"envid": "Original-Envelope-Id: letter-1; DROP TABLE", "message_id": "x@y"},
    ],
)
def test_a_report_about_somebody_elses_letter_is_not_ours(changed: dict[str, str]) -> None:
    assert report(**changed) is None


def test_other_mail_is_no_report() -> None:
    assert read_report(b"Subject: Re: letter-1\r\n\r\nThanks", DOMAIN) is None
    assert read_report(b"", DOMAIN) is None


@given(st.binary(max_size=300), st.integers(0, 900))
def test_a_broken_report_is_read_or_passed_over_and_never_stops_the_reader(noise: bytes, at: int) -> None:
    raw = REPORT.format(**GOOD).encode()
    read_report(raw[:at] + noise + raw[at:], DOMAIN)
