"""The mailbox of delivery reports: a Maildir that the engine reads; each report ends in the letter it is about.

A report is left in `new` until what it says is on record, so a kill loses none and reading it twice adds nothing.
What is not a report about one of our letters is moved to `cur` and flagged for a person.
"""

import mailbox
from dataclasses import dataclass
from pathlib import Path

import structlog

from domain.decider import Said
from domain.ids import derived
from domain.letter.commands import RecordBounce
from domain.refusal import Refusal
from events.base import LetterId
from mail.relay import scrubbed
from mail.reports import Report, read_report
from workflows.handle import Cause, Handler
from workflows.mailroom.scribe import MAILROOM

SEEN, FLAGGED = "S", "SF"
LARGEST = 1_000_000
"""Bytes; a report holds headers and a few lines."""
log = structlog.get_logger("bounces")


@dataclass(frozen=True, slots=True)
class Collected:
    """What was in the mailbox: reports that told of a letter, and mail that a person should look at."""

    reports: int = 0
    strange: int = 0


class Postmaster:
    """Reads one Maildir for one ledger."""

    def __init__(self, handler: Handler, folder: Path, message_domain: str) -> None:
        self._handler = handler
        self._folder = folder
        self._domain = message_domain

    def collect(self) -> Collected:
        """Record what every new report says."""
        if not (self._folder / "new").is_dir():
            return Collected()
        box = mailbox.Maildir(self._folder, create=False)
        reports = strange = 0
        for key in sorted(box.keys()):
            if (message := box.get_message(key)).get_subdir() != "new":
                continue
            known = self._record(self._folder / "new" / key)
            reports, strange = reports + known, strange + (not known)
            message.set_subdir("cur")
            message.set_flags(SEEN if known else FLAGGED)
            box[key] = message
        if strange:
            log.warning("strange_mail_in_the_mailbox_of_reports", count=strange)
        return Collected(reports, strange)

    def _record(self, file: Path) -> bool:
        """Record one report; says whether it was about a letter of this ledger."""
        if file.stat().st_size > LARGEST:
            return False
        report = read_report(file.read_bytes(), self._domain)
        rows = self._handler.ledger.stored(report.letter) if report and report.letter else []
        if report is None or not rows:
            return False
        if report.failed:
            self._bounced(report, Cause(rows[0].seq, rows[0].envelope.correlation))
        return True

    def _bounced(self, report: Report, cause: Cause) -> None:
        said = Said(at=self._handler.ledger.clock.now(), by=MAILROOM, late_reason=None)
        command = RecordBounce(
            letter=LetterId(report.letter), status=report.status, reply=scrubbed(report.reply), **said
        )
        try:
            self._handler.handle(str(derived(report.letter, "bounced")), command, cause)
        except Refusal as refusal:
            log.warning("bounce_refused", letter=report.letter, code=refusal.code)
