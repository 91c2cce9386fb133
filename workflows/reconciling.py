"""Reads the five books out of the log itself, in one pass, for the comparison of `domain.reconcile`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from domain.law.rows import Award
from domain.reconcile import Books, Entry, HandedOver, Payment, SignedDecision
from events.base import CeremonyId, DecisionId, Event, NominationId, SessionId
from events.catalogue import event_of
from events.ceremony import CeremonyHeld
from events.decision import (
    DecisionDrafted,
    DecisionNumbered,
    DecisionSigned,
    LinesRefused,
    OutsideDecisionReceived,
)
from events.envelope import Stored
from events.fund import FundBudgeted, MoneyRecovered, PaymentListPaid
from events.nomination import AwardDecided, AwardPresented, BonusPaid, NominationDrafted
from events.registry import EntryMade
from events.session import BallotTallied, MinutesSigned, TieDecided
from events.store.ledger import Ledger
from events.submission import ListForwarded
from workflows.reading import Reading

WANTED = (
    "session.ballot_tallied", "session.tie_decided", "session.minutes_signed", "submission.list_forwarded", "decision.drafted",
    "decision.lines_refused", "decision.signed", "decision.numbered", "decision.outside_received",
    "registry.entry_made", "fund.budgeted", "fund.payment_list_paid", "fund.money_recovered", "ceremony.held", "nomination.drafted",
    "nomination.award_decided", "nomination.award_presented", "nomination.bonus_paid",
)  # fmt: skip
"""What the five books are written in; nothing else of the log is opened."""
FUND = (FundBudgeted, PaymentListPaid, MoneyRecovered)


@dataclass(slots=True)
class _Shelf:
    """The books while the log is read."""

    tallied: dict[SessionId, dict[NominationId, bool]] = field(default_factory=dict)
    minuted: set[SessionId] = field(default_factory=set)
    elsewhere: set[NominationId] = field(default_factory=set)
    drafts: dict[DecisionId, DecisionDrafted] = field(default_factory=dict)
    refused: dict[DecisionId, set[NominationId]] = field(default_factory=dict)
    signed: dict[DecisionId, SignedDecision] = field(default_factory=dict)
    awards: dict[NominationId, str] = field(default_factory=dict)
    simplified: set[NominationId] = field(default_factory=set)
    decided: dict[NominationId, AwardDecided] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    paid: dict[NominationId, str] = field(default_factory=dict)
    presented: dict[NominationId, CeremonyId | None] = field(default_factory=dict)
    handed: list[HandedOver] = field(default_factory=list)
    funds: set[str] = field(default_factory=set)

    def put(self, row: Stored, event: Event) -> None:
        """Write one event into the book it belongs to."""
        if isinstance(event, FUND):
            self.funds.add(row.stream)
        match event:
            case BallotTallied():
                lines = self.tallied.setdefault(event.session, {})
                lines.update({line.nomination: line.tally.passed for line in event.lines})
            case TieDecided():
                self.tallied[event.session][event.nomination] = event.tally.passed
            case MinutesSigned(kind="meeting"):
                self.minuted.add(event.session)
            case ListForwarded() if event.to_unit != event.from_unit:
                self.elsewhere.update(event.nominations)
            case NominationDrafted():
                self.awards[event.nomination] = event.award
                if event.procedure == "simplified":
                    self.simplified.add(event.nomination)
            case EntryMade():
                self.entries.append(Entry(row.stream, row.version, event.nomination, event.decision))
            case DecisionDrafted() | LinesRefused() | DecisionSigned() | DecisionNumbered():
                self._decision(event)
            case _:
                self._given(event)

    def _decision(self, event: DecisionDrafted | LinesRefused | DecisionSigned | DecisionNumbered) -> None:
        match event:
            case DecisionDrafted():
                self.drafts[event.decision] = event
            case LinesRefused():
                self.refused.setdefault(event.decision, set()).update(event.nominations)
            case DecisionSigned() if self.drafts[event.decision].cancels is None:
                draft, refused = self.drafts[event.decision], self.refused.get(event.decision, set())
                lines = tuple(line for line in draft.nominations if line not in refused)
                self.signed[event.decision] = SignedDecision(draft, lines)
            case DecisionNumbered() if event.decision in self.signed:
                known = self.signed[event.decision]
                self.signed[event.decision] = replace(known, number=event.number)

    def _given(self, event: Event) -> None:
        match event:
            case OutsideDecisionReceived():
                self.elsewhere.update(event.nominations)
            case AwardDecided():
                self.decided[event.nomination] = event
            case PaymentListPaid():
                self.payments += [
                    Payment(event.payment_list, line.nomination, line.amount) for line in event.lines
                ]
            case BonusPaid():
                self.paid[event.nomination] = event.payment_list
            case AwardPresented():
                self.presented[event.nomination] = event.ceremony
            case CeremonyHeld():
                self.handed += [
                    HandedOver(event.ceremony, each.nomination, each.how) for each in event.hand_overs
                ]

    def passed(self) -> dict[NominationId, SessionId]:
        """Give what councils proposed in sessions whose minutes are signed."""
        return {
            line: session
            for session, lines in self.tallied.items()
            if session in self.minuted
            for line, passed in lines.items()
            if passed
        }

    def without_council(self) -> set[NominationId]:
        """Give what was drafted for the simplified procedure and never counted by a council."""
        return self.simplified.difference(*self.tallied.values())

    def waiting(self) -> set[NominationId]:
        """Give the lines that wait in a draft, or that an authority refused."""
        drafted = {
            line
            for decision, draft in self.drafts.items()
            if decision not in self.signed
            for line in draft.nominations
        }
        return drafted.union(*self.refused.values())


def read_books(ledger: Ledger, reading: Reading) -> Books:
    """Read the books of the whole log."""
    shelf = _Shelf()
    for page in ledger.pages():
        _read(shelf, page)
    own = {line for decision in shelf.signed.values() for line in decision.lines}
    return Books(
        passed=shelf.passed(),
        elsewhere=frozenset(shelf.elsewhere | shelf.waiting()),
        decisions=tuple(shelf.signed.values()),
        awarded={line: event.decision for line, event in shelf.decided.items()},
        owed={line: event.bonus.amount for line, event in shelf.decided.items() if event.bonus},
        certified=frozenset(_certified(own, shelf.decided, shelf.awards, reading)),
        without_council=frozenset(shelf.without_council()),
        entries=shelf.entries,
        payments=shelf.payments,
        marked_paid=shelf.paid,
        presented=shelf.presented,
        handed=shelf.handed,
        funds=frozenset(shelf.funds),
    )


def _read(shelf: _Shelf, page: Iterable[Stored]) -> None:
    for row in page:
        if row.type in WANTED:
            shelf.put(row, event_of(row))


def _certified(
    own: Iterable[NominationId],
    decided: Mapping[NominationId, AwardDecided],
    awards: Mapping[NominationId, str],
    reading: Reading,
) -> Iterable[NominationId]:
    """Give the awards of this ledger's own decisions that belong into an honour book."""
    known: dict[tuple[str, str, date], bool] = {}
    for line in own:
        event = decided.get(line)
        if event is None:
            continue
        key = (awards[line], event.authority, event.on)
        if key not in known:
            row = reading.rules(event.authority).one(Award, event.on, award=awards[line])
            known[key] = row is not None and row.certificate
        if known[key]:
            yield line
