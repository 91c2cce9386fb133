"""`python -m benchmarks.eligibility`: 10,000 nominations judged against a register of 200,000 past awards.

The yardstick is the bare driver reading and decoding the same register in the same run.
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

import msgspec

from benchmarks.asks import NOW, UNIT
from benchmarks.contender_handle import Handle, house_at
from benchmarks.place import Place
from domain.assessment import outcome
from domain.commands import DECIDERS
from events.base import Citation, Event, NominationId, PersonId, SubjectId, SubmissionId
from events.envelope import By, stream_kind
from events.judgement import Pin
from events.nomination import NominationDrafted, NominationSubmitted
from events.person import PersonEmployed, PersonRegistered
from events.personal import Clear
from events.record import GradingRecorded, PastAwardRecorded
from events.store.ledger import Meta, Write
from events.submission import Paper
from projections.projector import Change, projector
from workflows.prospects import judge_all
from workflows.wiring import House

AWARDS_EACH = 5
PAPER = Citation(number="45/QĐ-UBND", day=date(2023, 12, 20))


def streams(people: int, nominations: int, rules: str) -> Iterator[tuple[str, list[Event]]]:
    """Tell the register: people with a post, gradings and past awards, some of them nominated."""
    for number in range(people):
        person = PersonId(f"person-{number:06}")
        yield (
            person,
            [
                PersonRegistered(person=person, name=Clear(person, "identity", f"Nguyễn Văn {number}")),
                PersonEmployed(person=person, unit=UNIT, since=date(2015, 1, 1), recruited=True),
            ],
        )
        yield f"record-{person}", [*_record(SubjectId(person), number)]
        if number < nominations:
            dossier = NominationId(f"nomination-{number:06}")
            yield dossier, [
                NominationDrafted(
                    nomination=dossier, subject=SubjectId(person), subject_kind="person", award="CSTDT",
                    stated_kind="title", merit="cong_trang", award_year=2024, unit=UNIT,
                    papers=(Paper(kind="bao_cao"),),
                ),
                NominationSubmitted(
                    nomination=dossier, submission=SubmissionId("submission-none"),
                    pin=Pin(rules=rules, on="2024-12-20"),
                ),
            ]  # fmt: skip


def _record(subject: SubjectId, number: int) -> Iterator[Event]:
    """Every second person has an unbroken run of CSTĐCS, the others have a gap in it."""
    broken = number % 2
    for back in range(AWARDS_EACH):
        year = 2024 - back - (1 if broken and back > 1 else 0)
        yield PastAwardRecorded(
            subject=subject, award="CSTDCS", award_year=year, document=PAPER, checked_by="thử"
        )
    yield GradingRecorded(
        subject=subject, year=2024, grade="hoan_thanh_xuat_sac", document=PAPER, checked_by="thử"
    )


def fill(house: House, told: Iterator[tuple[str, list[Event]]]) -> None:
    """Append the register with its read tables, a thousand streams a commit."""
    for number, chunk in enumerate(iter(lambda: list(islice(told, 1000)), [])):
        changes = []
        for stream, events in chunk:
            decider = DECIDERS[stream_kind(stream)]
            changes.append(Change(stream, decider.initial, decider.fold(events), events))
        meta = Meta(
            at=NOW, by=By("system:init"), command=f"fill-{number}", digest="0" * 64, correlation="fill"
        )
        house.ledger.append(
            [Write(stream, 0, events) for stream, events in chunk], meta, projector=projector(changes, {})
        )


def judge(place: Place, nominations: int) -> dict[str, float]:
    """Judge every nomination from a cold start, in a process of its own; gives seconds, megabytes and what passed."""
    house = house_at(place)
    started, worked = time.perf_counter(), time.process_time()
    eligible = 0
    for chunk in _chunks(nominations):
        with house.ledger.database.session() as session:
            reading = house.handler.reading(session, "system:reader")
            dossiers = [NominationId(f"nomination-{number:06}") for number in chunk]
            for _, judged in judge_all(dossiers, reading, date(2024, 12, 24)):
                eligible += not any(
                    reason.rule == "cstdt.streak" and reason.verdict == "fail" for reason in judged.reasons
                )
                assert outcome(judged.reasons) == judged.outcome
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    house.close()
    return {
        "seconds": round(seconds, 2),
        "processor": round(worked, 2),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "unbroken": eligible,
    }


def _chunks(nominations: int) -> Iterator[Sequence[int]]:
    for start in range(0, nominations, 500):
        yield range(start, min(start + 500, nominations))


def yardstick(place: Place) -> float:
    """Read and decode the same register with the bare driver; gives seconds of processor."""
    started = time.process_time()
    connection = sqlite3.connect(place.file)
    decoder = msgspec.json.Decoder()
    for (leaf,) in connection.execute("SELECT leaf FROM event WHERE stream LIKE 'record-%'"):
        decoder.decode(leaf)
    connection.close()
    return round(time.process_time() - started, 2)


def main() -> int:
    """Fill, judge in a child process, and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.eligibility", description=__doc__)
    parser.add_argument("--people", type=int, default=40_000)
    parser.add_argument("--nominations", type=int, default=10_000)
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.judge:
        print(json.dumps(judge(Place("sqlite", asked.judge), asked.nominations)))
        return 0
    with tempfile.TemporaryDirectory(prefix="sovang-bench-") as folder:
        place = Place("sqlite", Path(folder))
        Handle.create(place)
        house = house_at(place)
        rules = house.handler.reading(None, "").rules(None).hash
        fill(house, streams(asked.people, asked.nominations, rules))
        house.close()
        bare = yardstick(place)
        command = [
            sys.executable, "-m", "benchmarks.eligibility", "--judge", folder, "--nominations", str(asked.nominations),
        ]  # fmt: skip
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(
        f"eligibility: {asked.nominations:,} nominations against {asked.people * AWARDS_EACH:,} past awards:"
        f" {told['seconds']} s ({told['processor']} s of processor), {told['megabytes']} MB, {told['unbroken']:,} with an unbroken run;"
        f" {told['processor'] / bare:.1f} x the bare reading of the register ({bare} s)"
    )
    return 1 if told["unbroken"] != asked.nominations // 2 else 0


if __name__ == "__main__":
    sys.exit(main())
