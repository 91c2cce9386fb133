"""Two clocks and two mailrooms over one PostgreSQL, killed again and again through a year of duties."""

import os
import random  # noqa: TID251  # seeded
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from domain.decider import Said
from domain.ids import obligation_id
from domain.obligation.commands import OpenObligation
from events.base import ObligationId, SubjectId, UnitId, parse_instant
from events.letter import LetterFailed, LetterOutcomeUnknown, LetterQueued, LetterSent
from events.obligation import ObligationEscalated, ReminderRecorded
from events.store.clock import SimulatedClock
from projections import queries
from tests import postgres
from tests.conftest import Figure
from tests.workflows.handle.offices import START, Office, found_office
from tests.workflows.mailroom.rooms import engine_said, events, states
from tests.workflows.mailroom.worker import LINES
from workflows.loopback import free_port
from workflows.opening import INIT, shipped_ladders

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
SEED = 20241206
ENV = {**os.environ, "PYTHONUNBUFFERED": "1"}


@dataclass
class Sink:
    """A relay that keeps the name of every letter it took, in order."""

    taken: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's own name
        self.taken.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 kept"


class Crew:
    """Two workers; whoever dies is followed by another, which may die in its turn."""

    def __init__(self, folder: Path, url: str, port: int, kills: int) -> None:
        self.place = folder, url, port
        self.chance = random.Random(SEED)
        self.kills_left = kills
        self.kills = 0
        self.workers = [self._start(), self._start()]

    def _start(self) -> subprocess.Popen[str]:
        dies_after = self.chance.randint(3, 25) if self.kills_left > 0 else 0
        self.kills_left -= 1
        return subprocess.Popen(
            [sys.executable, "-m", "tests.workflows.mailroom.worker", *map(str, self.place), str(dies_after)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENV,
        )  # fmt: skip

    def until(self, moment: str) -> None:
        """Tell both at once, and those who follow the dead, until both have done it."""
        waiting = list(range(len(self.workers)))
        while waiting:
            told = [at for at in waiting if self._tell(at, moment)]
            waiting = [at for at in waiting if at not in told or not self._heard(at)]
            for at in waiting:
                self._bury(at)
                self.workers[at] = self._start()

    def _tell(self, at: int, moment: str) -> bool:
        pipe = self.workers[at].stdin
        try:
            if pipe is not None:
                pipe.write(f"{moment}\n")
                pipe.flush()
        except BrokenPipeError:
            return False
        return True

    def _heard(self, at: int) -> bool:
        pipe = self.workers[at].stdout
        return pipe is not None and pipe.readline() == "done\n"

    def _bury(self, at: int) -> None:
        worker = self.workers[at]
        assert worker.wait() == -signal.SIGKILL, "a worker ended that nobody killed"
        self.kills += 1
        self._close(worker)

    def _close(self, worker: subprocess.Popen[str]) -> None:
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def close(self) -> None:
        for worker in self.workers:
            self._close(worker)
            worker.wait(timeout=30)


def open_a_year(office: Office, units: int, dates: int) -> list[ObligationId]:
    """Open a duty of each unit for each of so many dates through the year."""
    duties = []
    for number in range(units):
        unit = UnitId(f"unit-{number}")
        office.do(office.unit(number, f"Thôn {number}", email=f"thon{number}@vidu.example"))
        for place in range(dates):
            name = f"ky-{place}"
            duty = obligation_id("movement-1", "report_progress", name, unit)
            due_on = date(2024, 2, 20) + timedelta(days=place * 300 // dates)
            office.do(
                OpenObligation(
                    obligation=duty, duty="report_progress", debtor=SubjectId(unit), about="movement-1",
                    milestone=name, title=f"Báo cáo kỳ {place + 1}", due_on=due_on, set_by="văn bản số 01",
                    **engine_said(office),
                )
            )  # fmt: skip
            duties.append(duty)
    return duties


def in_flight(folder: Path) -> Iterator[set[str]]:
    """Give, for every worker that was killed, the letters it had offered and that were not on record."""
    for diary in folder.glob("diary-*.log"):
        lines = [line.split() for line in diary.read_text(encoding="utf-8").splitlines()]
        if any(what == "dies" for what, _ in lines):
            recorded = Counter(letter for what, letter in lines if what == "recorded")
            yield {letter for what, letter in lines if what == "offered" and not recorded[letter]}


def play(folder: Path, url: str, kills: int, *, units: int, dates: int) -> tuple[Office, Crew, Sink, int]:
    """Play the year; gives the office at its end, and how many duties there were."""
    clock = SimulatedClock(START)
    office = found_office(folder, url, clock)
    duties = open_a_year(office, units, dates)
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    crew = Crew(folder, url, controller.port, kills)
    try:
        while True:
            with office.ledger.database.session() as session:
                upcoming = queries.next_rung(session)
            if upcoming is None:
                break
            crew.until(upcoming)
            clock.move_to(parse_instant(upcoming))
    finally:
        crew.close()
        controller.stop()
    return office, crew, sink, len(duties)


def judge(folder: Path, played: tuple[Office, Crew, Sink, int], note: Figure) -> None:
    """Hold everything that must be true after a year with kills."""
    office, crew, sink, duties = played
    recorded: list[ReminderRecorded | ObligationEscalated] = [
        *events(office, ReminderRecorded),
        *events(office, ObligationEscalated),
    ]
    rungs = Counter((event.obligation, event.due_on, event.rung) for event in recorded)
    default = next(
        one for one in shipped_ladders(Said(at=START, by=INIT, late_reason=None)) if one.ladder == "default"
    )
    assert Counter(rungs.values()) == {1: duties * len(default.rungs)}
    queued = {event.letter for event in events(office, LetterQueued)}
    sent = Counter(event.letter for event in events(office, LetterSent))
    assert sent.keys() == {letter for letter, state in states(office).items() if state == "sent"}
    assert set(sent.values()) == {1}
    assert set(states(office).values()) <= {"sent", "superseded"}
    assert events(office, LetterFailed) == []
    taken = Counter(name.strip("<>").partition("@")[0] for name in sink.taken)
    assert taken.keys() == sent.keys() <= queued
    lost_sight_of = list(in_flight(folder))
    repeated = {letter for letter, times in taken.items() if times > 1}
    assert repeated <= set().union(*lost_sight_of)
    assert repeated <= {event.letter for event in events(office, LetterOutcomeUnknown) if event.interrupted}
    assert all(len(letters) <= LINES for letters in lost_sight_of)
    assert len(sink.taken) - len(taken) <= LINES * crew.kills
    assert len(lost_sight_of) == crew.kills
    for name, figure in (
        ("kills", crew.kills),
        ("letters", len(taken)),
        ("repeated", len(sink.taken) - len(taken)),
    ):
        note(name, figure)


@pytest.mark.timeout(240)
def test_a_year_with_kills_reminds_once_and_repeats_only_what_was_in_flight(
    cluster: postgres.Cluster, tmp_path: Path, figure: Figure
) -> None:
    played = play(tmp_path, cluster.url(cluster.fresh_database()), 8, units=5, dates=4)
    try:
        assert played[1].kills >= 5
        judge(tmp_path, played, figure)
    finally:
        played[0].house.close()


@pytest.mark.chaos
@pytest.mark.timeout(1800)
def test_a_year_with_forty_kills(cluster: postgres.Cluster, tmp_path: Path, figure: Figure) -> None:
    played = play(tmp_path, cluster.url(cluster.fresh_database()), 44, units=21, dates=12)
    try:
        assert played[1].kills >= 40
        judge(tmp_path, played, figure)
    finally:
        played[0].house.close()
