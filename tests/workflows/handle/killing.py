"""`python -m tests.workflows.handle.killing FOLDER URL SEED KILLS`: writers that are killed while they append.

Each writer is a fork of this warm process; it says every command that was recorded, and is killed with SIGKILL at a
moment drawn by lot. Tells in JSON what each writer had said before it died.
"""

import importlib
import json
import os
import random  # noqa: TID251  # seeded
import signal
import sys
import time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from domain.decider import Command
from domain.nomination.commands import DraftNomination
from domain.submission.commands import ReceiveSubmission
from events.base import NominationId, SubjectId, SubmissionId, UnitId
from events.store.clock import SimulatedClock
from events.submission import Line
from tests.workflows.handle.offices import START, Office, enter_office, found_office

ACTS, LONGEST = 12, 0.01
"""How many acts a writer says at most before its last moments, and how long those last at most, in seconds."""


def acts(office: Office, writer: int, number: int) -> list[Command]:
    """Give the commands of one round: a person, two dossiers that take keys, and a set that submits both."""
    key = f"{writer}-{number}"
    dossiers = [NominationId(f"nomination-{key}-{award}") for award in ("GK", "BKT")]
    drafts = [
        DraftNomination(
            nomination=dossier, subject=SubjectId(f"person-{key}"), subject_kind="person",
            award=dossier.rpartition("-")[2], stated_kind="form", merit="phong_trao", award_year=2024,
            unit=UnitId("unit-a"), achievement="Cứu người trong lũ.", **office.said("standing_agency"),
        )
        for dossier in dossiers
    ]  # fmt: skip
    received = ReceiveSubmission(
        submission=SubmissionId(f"submission-{key}"), unit=UnitId("unit-a"),
        lines=tuple(Line(nomination=dossier) for dossier in dossiers), **office.said("standing_agency"),
    )  # fmt: skip
    return [office.person(key, f"Người thứ {key}"), *drafts, received]


def write(folder: Path, url: str, writer: int, told: int) -> NoReturn:
    """Act and say so until the end."""
    office = enter_office(folder, url, SimulatedClock(START))
    notary = office.house.notary()
    office.do(office.person(writer, f"Người thứ {writer}"), f"{writer}-began")
    os.write(told, f"{writer}-began\n".encode())
    for number in count():
        for step, command in enumerate(acts(office, writer, number)):
            command_id = f"{writer}-{number}-{step}"
            office.do(command, command_id)
            os.write(told, f"{command_id}\n".encode())
        if number % 3 == 2:
            notary.sign()
    raise AssertionError("count ends")


def kill_one(folder: Path, url: str, writer: int, chance: random.Random) -> list[str]:
    """Let one writer say some acts and go on for a moment; gives all it said."""
    said, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write(folder, url, writer, told)
        finally:
            os._exit(1)
    os.close(told)
    with os.fdopen(said, encoding="utf-8") as lines:
        heard = [lines.readline() for _ in range(chance.randint(1, ACTS))]
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        heard += lines.readlines()
    _, status = os.waitpid(child, 0)
    if not all(heard) or not os.WIFSIGNALED(status):
        raise AssertionError(f"writer {writer} did not live to be killed")
    return [line.strip() for line in heard]


def warm_up() -> None:
    """Act in an office of our own, so that a fork does not spend its life on what is made once in a process."""
    importlib.import_module("events.store.postgres")
    with TemporaryDirectory() as folder:
        office = found_office(Path(folder), f"sqlite:///{folder}/ledger.db", SimulatedClock(START))
        office.do(office.unit("a"))
        for command in acts(office, 0, 0):
            office.do(command)
        office.house.close()


def main(folder: Path, url: str, seed: int, kills: int) -> list[list[str]]:
    warm_up()
    chance = random.Random(seed)
    return [kill_one(folder, url, writer, chance) for writer in range(kills)]


if __name__ == "__main__":
    folder, url, seed, kills = sys.argv[1:]
    sys.stdout.write(json.dumps(main(Path(folder), url, int(seed), int(kills))))
