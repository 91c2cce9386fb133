"""Đối soát: minutes = decision = honour book = payment = hand-over, line by line; a pure comparison of five books."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from domain.fund import dong
from events.base import CeremonyId, DecisionId, NominationId, SessionId
from events.decision import DecisionDrafted

Kind = Literal["minutes", "decision", "book", "payment", "hand_over"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one book says of a dossier and another does not; `words` go behind the dossier's name."""

    kind: Kind
    nomination: NominationId
    words: str


@dataclass(frozen=True, slots=True)
class SignedDecision:
    """A decision of an authority of this ledger that awards."""

    draft: DecisionDrafted
    lines: tuple[NominationId, ...]
    """The lines that were signed: those of the draft less those refused."""
    number: str | None = None

    @property
    def name(self) -> str:
        """Its number, or that it has none yet."""
        return f"quyết định số {self.number}" if self.number else "quyết định đã ký chưa có số"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of an honour book."""

    book: str
    number: int
    nomination: NominationId
    decision: DecisionId


@dataclass(frozen=True, slots=True)
class Payment:
    """A line of a paid list."""

    payment_list: str
    nomination: NominationId
    amount: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a ceremony says happened when a recipient was called."""

    ceremony: CeremonyId
    nomination: NominationId
    how: str


@dataclass(frozen=True, slots=True)
class Books:
    """The five books, as the log has them."""

    passed: Mapping[NominationId, SessionId] = field(default_factory=dict)
    """Lines that a council proposed, in a session whose minutes are signed."""
    elsewhere: frozenset[NominationId] = frozenset()
    """Lines that went on to another level, wait in a draft, were refused, or need no council."""
    decisions: Sequence[SignedDecision] = ()
    awarded: Mapping[NominationId, DecisionId] = field(default_factory=dict)
    owed: Mapping[NominationId, int] = field(default_factory=dict)
    """What each award brings, in đồng."""
    certified: frozenset[NominationId] = frozenset()
    """Awards that belong into an honour book of this ledger."""
    without_council: frozenset[NominationId] = frozenset()
    entries: Sequence[Entry] = ()
    payments: Sequence[Payment] = ()
    marked_paid: Mapping[NominationId, str] = field(default_factory=dict)
    """Dossier → the list by which it says it was paid."""
    presented: Mapping[NominationId, CeremonyId | None] = field(default_factory=dict)
    handed: Sequence[HandedOver] = ()
    funds: frozenset[str] = frozenset()
    """The streams of the funds that money was given to or paid from."""


def differences(books: Books) -> list[Difference]:
    """Compare the books, each with the one before it; an empty list means that they agree."""
    return [*_minutes(books), *_decisions(books), *_entries(books), *_payments(books), *_hand_overs(books)]


def _minutes(books: Books) -> Iterator[Difference]:
    decided = {line for decision in books.decisions for line in decision.lines}
    for decision in books.decisions:
        for line in decision.lines:
            if line not in books.passed and line not in books.without_council:
                words = f"có trong {decision.name} nhưng không có trong biên bản họp Hội đồng đã ký"
                yield Difference("minutes", line, words)
    for line in books.passed:
        if line not in decided and line not in books.elsewhere:
            words = (
                "được Hội đồng đề nghị theo biên bản nhưng không có trong quyết định hay danh sách trình nào"
            )
            yield Difference("minutes", line, words)


def _decisions(books: Books) -> Iterator[Difference]:
    for decision in books.decisions:
        for line in decision.lines:
            if books.awarded.get(line) != decision.draft.decision:
                words = f"có trong {decision.name} nhưng hồ sơ chưa ghi khen thưởng theo quyết định này"
                yield Difference("decision", line, words)
    for line, times in Counter(line for each in books.decisions for line in each.lines).items():
        if times > 1:
            yield Difference("decision", line, f"có trong {times} quyết định")


def _entries(books: Books) -> Iterator[Difference]:
    entered = Counter(entry.nomination for entry in books.entries)
    for entry in books.entries:
        if books.awarded.get(entry.nomination) != entry.decision:
            words = f"có số {entry.number} trong sổ khen thưởng nhưng không có quyết định tương ứng"
            yield Difference("book", entry.nomination, words)
    for line in sorted(books.certified):
        if entered[line] != 1:
            words = f"đã có quyết định nhưng vào sổ khen thưởng {entered[line]} lần, phải là 1 lần"
            yield Difference("book", line, words)


def _payments(books: Books) -> Iterator[Difference]:
    listed: dict[NominationId, str] = {}
    for paid in books.payments:
        name, owed = f"danh sách chi {paid.payment_list}", books.owed.get(paid.nomination)
        if owed is None:
            words = f"có trong {name} với {dong(paid.amount)} nhưng không có quyết định nào để chi"
            yield Difference("payment", paid.nomination, words)
        elif owed != paid.amount:
            words = f"{name} chi {dong(paid.amount)}, quyết định cho {dong(owed)}"
            yield Difference("payment", paid.nomination, words)
        elif paid.nomination in listed:
            words = f"được chi hai lần: {listed[paid.nomination]} và {paid.payment_list}"
            yield Difference("payment", paid.nomination, words)
        elif books.marked_paid.get(paid.nomination) != paid.payment_list:
            yield Difference("payment", paid.nomination, f"có trong {name} nhưng hồ sơ không ghi đã chi")
        listed.setdefault(paid.nomination, paid.payment_list)
    for line, name in books.marked_paid.items():
        if line not in listed:
            yield Difference("payment", line, f"ghi đã chi theo {name} nhưng danh sách đó không có tên")


def _hand_overs(books: Books) -> Iterator[Difference]:
    received = {(handed.nomination, handed.ceremony) for handed in books.handed if handed.how != "absent"}
    for line, ceremony in books.presented.items():
        if line not in books.awarded:
            yield Difference("hand_over", line, "đã trao nhưng không có quyết định khen thưởng")
        elif ceremony is not None and (line, ceremony) not in received:
            yield Difference("hand_over", line, "ghi trao tại lễ nhưng biên bản lễ không ghi người này nhận")
    for handed in books.handed:
        if handed.how != "absent" and handed.nomination not in books.presented:
            words = "đã nhận tại lễ trao tặng nhưng hồ sơ chưa ghi việc trao"
            yield Difference("hand_over", handed.nomination, words)
