"""The linkage game: with every table in physical order, all times and two backups, nobody guesses better than the sums.

Meetings of eleven members are held on a real store: forty with every run, a thousand with `make chaos`. The attacker learns on half of them with the true votes
at hand, which no attacker has, then ranks the members of every other meeting by each trait and takes the top as "for".
"""

import random  # noqa: TID251  # seeded
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import pytest

from domain.session.commands import ConfirmInterests
from events.base import SessionId
from events.catalogue import event_of
from events.envelope import Stored
from events.session import BallotReceived, BoxOpened
from tests.ballots.chamber import Chamber, found_chamber, lines
from tests.workflows.handle.offices import Office

MEMBERS = 11
Z = 4.0
"""So many standard errors above chance: with a dozen traits, once in thousands of runs."""


@dataclass(frozen=True)
class Trace:
    """All that one member's vote left in one meeting."""

    member: str
    place: int
    leaf: bytes
    recorded_at: str
    tracker: str
    ciphertext: bytes
    order_in_box: int
    order_in_backup: int


@dataclass(frozen=True)
class Meeting:
    traces: Sequence[Trace]
    votes: Mapping[str, bool]
    agreed: int


TRAITS: dict[str, Callable[[Trace], float]] = {
    "order of voting": lambda trace: trace.place,
    "length of the leaf": lambda trace: len(trace.leaf),
    "length of the slip": lambda trace: len(trace.ciphertext),
    "place in the box": lambda trace: trace.order_in_box,
    "place in the first backup": lambda trace: trace.order_in_backup,
    "time": lambda trace: float(trace.recorded_at[17:26]),
    "first byte of the slip": lambda trace: trace.ciphertext[0],
    "last byte of the slip": lambda trace: trace.ciphertext[-1],
    "first byte behind the key": lambda trace: trace.ciphertext[32],
    "byte of the mark": lambda trace: trace.ciphertext[48 + 1],
    "tracker": lambda trace: int(trace.tracker[:2], 16),
    "member": lambda trace: int(trace.member[-2:]),
}


def held(chamber: Chamber, name: str, chance: random.Random) -> tuple[SessionId, dict[str, bool]]:
    """Hold one meeting on one line; members vote in an order of their own."""
    (line,) = own = lines(1, f"{name}-")
    session = chamber.convene(name, own)
    chamber.prepare(session)
    chamber.gather(session)
    chamber.open(session, "b1", own)
    votes = {member: chance.random() < 0.6 for member in chamber.members}
    for member in chance.sample(chamber.members, MEMBERS):
        slip = chamber.slip(session, member, {line: "for" if votes[member] else "against"}, "b1")
        confirm = ConfirmInterests(session=session, member=member, **chamber.said("member", member))
        chamber.do(confirm, slip)
    return session, {str(member): vote for member, vote in votes.items()}


def boxes(file: Path) -> dict[str, tuple[int, bytes]]:
    """Read the box as it lies in a file."""
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT tracker, ciphertext FROM slip").fetchall()
    connection.close()
    return {tracker: (place, said) for place, (tracker, said) in enumerate(rows)}


def backup(office: Office, to: Path) -> Path:
    source, target = sqlite3.connect(office.house.settings.data / "ledger.db"), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()
    return to


def traces(
    rows: Sequence[Stored], first: Mapping[str, tuple[int, bytes]], box: Mapping[str, tuple[int, bytes]]
) -> Iterator[Trace]:
    for place, row in enumerate(rows):
        event = event_of(row)
        assert isinstance(event, BallotReceived)
        order, said = box[event.tracker]
        yield Trace(
            event.member, place, row.leaf, row.envelope.recorded_at, event.tracker, said, order,
            first.get(event.tracker, (-1, b""))[0],
        )  # fmt: skip


@pytest.fixture
def meetings(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> list[Meeting]:
    hot = office.ledger.database.hot()
    hot.execute("PRAGMA synchronous=OFF", ())
    chamber, chance = found_chamber(office, MEMBERS), random.Random(1_000)
    told = []
    middle: dict[str, tuple[int, bytes]] = {}
    many: int = request.param
    for number in range(many):
        told.append(held(chamber, f"m{number}", chance))
        if number == many - many // 4:
            middle = boxes(backup(office, tmp_path / "first.db"))
    last = boxes(backup(office, tmp_path / "second.db"))
    found = []
    for session, votes in told:
        rows = [row for row in office.ledger.stored(session) if row.type == "session.ballot_received"]
        found.append(Meeting(list(traces(rows, middle, last)), votes, sum(votes.values())))
    return found


def learnt(meetings: Sequence[Meeting], trait: Callable[[Trace], float]) -> Callable[[float], float]:
    """Learn how often each value of a trait went with "for", beyond what the meeting's sums say."""
    seen: dict[float, list[float]] = defaultdict(list)
    for meeting in meetings:
        expected = meeting.agreed / MEMBERS
        for trace in meeting.traces:
            seen[trait(trace)].append(meeting.votes[trace.member] - expected)
    means = {value: sum(told) / (len(told) + 5) for value, told in seen.items()}
    return lambda value: means.get(value, 0.0)


def advantage(meetings: Sequence[Meeting], score: Callable[[Trace], float]) -> float:
    """Give by how many standard errors guessing by a score beats guessing at random with the same sums."""
    hits = expected = variance = 0.0
    for meeting in meetings:
        agreed, others = meeting.agreed, MEMBERS - meeting.agreed
        ranked = sorted(meeting.traces, key=score, reverse=True)
        hits += sum(meeting.votes[trace.member] == (place < agreed) for place, trace in enumerate(ranked))
        expected += (agreed**2 + others**2) / MEMBERS
        variance += 4 * (agreed * others) ** 2 / (MEMBERS**2 * (MEMBERS - 1))
    return (hits - expected) / sqrt(variance)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("meetings", [40, pytest.param(1_000, marks=pytest.mark.chaos)], indirect=True)
def test_no_trait_of_what_is_left_tells_more_than_the_published_sums(meetings: list[Meeting]) -> None:
    half = len(meetings) // 2
    known, asked = meetings[:half], meetings[half:]
    found = {}
    for name, trait in TRAITS.items():
        table = learnt(known, trait)
        found[name] = advantage(asked, lambda trace, table=table, trait=trait: table(trait(trace)))  # type: ignore[misc]
    assert {name: round(beyond, 1) for name, beyond in found.items() if beyond > Z} == {}


def test_the_attacker_would_find_a_slip_that_tells() -> None:
    chance = random.Random(7)
    told = []
    for _ in range(200):
        votes = {f"person-m{number:02}": chance.random() < 0.6 for number in range(MEMBERS)}
        left = [
            Trace(member, place, b"x" * (3 + vote), "2024-01-02T01:00:00.000000Z", "00", b"\x00" * 64, 0, 0)
            for place, (member, vote) in enumerate(votes.items())
        ]
        told.append(Meeting(left, votes, sum(votes.values())))
    table = learnt(told[:100], TRAITS["length of the leaf"])
    assert advantage(told[100:], lambda trace: table(TRAITS["length of the leaf"](trace))) > Z


def test_what_is_published_is_the_sum_and_nothing_of_a_member() -> None:
    assert set(BoxOpened.model_fields) == {"type", "session", "ballot", "openers", "slips", "lines"}
