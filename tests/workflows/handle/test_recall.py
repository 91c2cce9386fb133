"""What readers are shown from memory is what stands in the log, whoever wrote it and through whichever process."""

import sys
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from desk.views.names import ERASED, Names
from domain.person import EndRole, GrantRole, Person
from events.base import PersonId, UnitId
from tests.desk.web.questions import questions
from tests.workflows.handle.offices import EVER, HOME, MAI, Office
from workflows import recall
from workflows.recall import EVERYTHING, Recall, Recalling

WHO = PersonId("person-clerk")
EAST = UnitId("unit-east")


def roles(office: Office) -> list[tuple[str, str | None]]:
    with office.ledger.database.session() as session:
        held = office.handler.looking(session, WHO).standing.held
    return [(one.role, one.until.isoformat() if one.until else None) for one in held]


def called(office: Office, *subjects: str) -> list[str]:
    with office.ledger.database.session() as session:
        names = Names(office.ledger, session, office.handler.recalling())
        names.know(subjects)
        return [names.of(subject) for subject in subjects]


def test_what_another_process_wrote_is_read_at_the_next_look(enter: Callable[[], Office]) -> None:
    ours, theirs = enter(), enter()
    theirs.do(theirs.person("clerk"))
    assert roles(ours) == []
    theirs.do(GrantRole(person=WHO, role="clerk", scope=HOME, since=EVER, **theirs.said()))
    assert roles(ours) == [("clerk", None)]
    theirs.do(EndRole(person=WHO, role="clerk", scope=HOME, on=EVER, **theirs.said()))
    assert roles(ours) == [("clerk", EVER.isoformat())]


def test_what_nobody_wrote_about_is_not_read_again(office: Office) -> None:
    office.do(office.person("clerk"))
    office.do(office.unit("east"))
    for _ in range(2):
        roles(office), called(office, WHO, EAST)
    with questions(office.ledger.database) as asked:
        roles(office), called(office, WHO, EAST)
    assert asked == ["hot page", "hot page"]  # what was appended since, and nothing else


def test_a_name_is_kept_sealed_and_one_that_was_not_there_is_read(office: Office) -> None:
    office.do(office.person("clerk", "Hà Văn Anh"))
    assert called(office, WHO, EAST) == ["Hà Văn Anh", EAST]
    office.do(office.unit("east", "Thôn Đông"))
    assert called(office, WHO, EAST) == ["Hà Văn Anh", "Thôn Đông"]
    office.ledger.keys.destroy(f"{WHO}/")
    assert called(office, WHO) == [ERASED]


def test_streams_loaded_together_are_kept_as_well(office: Office) -> None:
    people = [PersonId(f"person-{number}") for number in range(3)]
    for who in people:
        office.do(office.person(who.removeprefix("person-")))
    with office.ledger.database.session() as session:
        office.handler.looking(session, MAI).preload(people[:2])
        with questions(office.ledger.database) as asked:
            reading = office.handler.looking(session, MAI)
            reading.preload(people)
            assert [reading.state(who, Person).person for who in people] == people
    assert asked == ["hot page", "hot load_all"]


def test_an_answer_made_before_an_act_does_not_outlive_it(office: Office) -> None:
    """Made slowly: asked for before the act, and kept after somebody has seen it."""
    kept = Recall(office.ledger)
    slow = Recalling(kept, kept.look())
    office.do(office.unit("east"))
    slow.keep("before", 1, [EAST])
    slow.keep("of a kind", 1, ["unit"])
    slow.keep("of another", 1, ["unit-west"])
    slow.keep("of everything", 1, [EVERYTHING])
    assert Recalling(kept, kept.look()).known("of another") == (1,)
    gone = (kept.known("before"), kept.known("of a kind"), kept.known("of everything"))
    assert gone == (None, None, None)


def test_after_many_events_everything_is_read_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "MANY", 1)
    kept = Recall(office.ledger)
    before = Recalling(kept, kept.look())
    before.keep("elsewhere", 1, ["law"])
    office.do(office.unit("east"))
    office.do(office.unit("west"))
    now = Recalling(kept, kept.look())
    assert now.known("elsewhere") is None
    before.keep("elsewhere", 1, ["law"])
    assert now.known("elsewhere") is None
    now.keep("elsewhere", 2, ["law"])
    assert replace(now, position=kept.look()).known("elsewhere") == (2,)


def test_what_was_asked_for_longest_ago_makes_room(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "MOST", 3)
    kept = Recall(office.ledger)
    now = Recalling(kept, kept.look())
    for name in ("a", "b", "c"):
        now.keep(name, name, ["law"])
    now.known("a")
    now.keep("d", "d", ["law"], weight=2)
    now.keep("too much", "e", ["law"], weight=4)
    assert [name for name in ("a", "b", "c", "d", "too much") if now.known(name)] == ["a", "d"]


def test_one_makes_room_while_another_looks_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "MOST", 50)
    kept = Recall(office.ledger)
    position = kept.look()
    done = threading.Event()

    def look_up() -> None:
        while not done.is_set():
            for name in range(100):
                kept.known(name)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    looking = threading.Thread(target=look_up)
    looking.start()
    try:
        for number in range(20_000):
            kept.keep(number % 100, number, position, [])
    finally:
        done.set()
        looking.join()
        sys.setswitchinterval(usual)
