import inspect
import pkgutil
from importlib import import_module

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import TypeAdapter

import events
from events.base import Event, NominationId, PersonId
from events.catalogue import CLASSES, STREAMS, UnknownEvent, bytes_of, data_of, event_of, members, wire_name
from events.judgement import Tally
from events.nomination import NominationNoted
from events.person import PersonRegistered
from events.personal import Clear, Sealed
from events.registry import EntryMade
from tests.domain.often import often
from tests.events.instances import instances
from tests.events.samples import row, sample, stored

classes = pytest.mark.parametrize("model", CLASSES.values(), ids=CLASSES.keys())


def defined() -> set[type[Event]]:
    """Find every event class in the modules of the room."""
    modules = [import_module(f"events.{found.name}") for found in pkgutil.iter_modules(events.__path__)]
    return {
        thing
        for module in modules
        for _, thing in inspect.getmembers(module, inspect.isclass)
        if issubclass(thing, Event) and thing is not Event
    }


def unplaced(event: Event) -> Event:
    """Take from sealed fields the place they were read at."""
    return type(event).model_validate(data_of(event))


def test_every_event_class_is_in_the_catalogue_under_its_own_name() -> None:
    assert set(CLASSES.values()) == defined()
    assert len(CLASSES) == sum(len(members(union)) for union in STREAMS.values())
    assert all(wire_name(model) == name for name, model in CLASSES.items())


def test_a_stream_of_one_class_has_that_member() -> None:
    assert members(STREAMS["registry"]) == (EntryMade,)


@classes
def test_every_event_survives_being_stored_and_read(model: type[Event]) -> None:
    event = sample(model)
    read = event_of(stored(event))
    assert unplaced(read) == event
    assert bytes_of(read) == bytes_of(event)


@often(70)
@for_all(st.sampled_from(list(CLASSES.values())).flatmap(instances))
def test_any_event_whatever_survives_being_stored_and_read(event: Event) -> None:
    read = event_of(stored(event))
    assert unplaced(read) == event
    assert bytes_of(read) == bytes_of(event)


@pytest.mark.parametrize("kind", STREAMS)
def test_a_streams_union_tells_its_members_apart(kind: str) -> None:
    adapter: TypeAdapter[Event] = TypeAdapter(STREAMS[kind])
    for model in members(STREAMS[kind]):
        event = sample(model)
        assert type(adapter.validate_python({"type": event.type, **data_of(event)})) is model


def test_what_is_absent_is_left_out_and_never_null() -> None:
    event = PersonRegistered(person=PersonId("person-1"), name=Sealed("person-1/identity", "YQ=="))
    assert bytes_of(event) == b'{"name":{"$p":"person-1/identity","c":"YQ=="},"person":"person-1"}'


def test_a_count_that_says_nothing_of_abstentions_had_none() -> None:
    tally = Tally(votes_for=7, votes_against=6, base=13, needed=7, passed=True)
    assert (tally.abstained, tally.invalid, tally.recused) == (0, 0, 0)


def test_a_sealed_field_knows_the_place_it_was_read_at() -> None:
    noted = NominationNoted(nomination=NominationId("n"), about="x", note=Sealed("person-1/evidence", "YQ=="))
    read = event_of(stored(noted, stream="nomination-1", version=7))
    assert isinstance(read, NominationNoted)
    assert read.note == Sealed("person-1/evidence", "YQ==", "nomination-1|7|.note")


def test_a_clear_field_is_told_as_clear_until_it_is_sealed() -> None:
    noted = NominationNoted(
        nomination=NominationId("n"), about="x", note=Clear("person-1", "evidence", "Đã hỏi.")
    )
    assert data_of(noted)["note"] == {"$p": "person-1/evidence", "$clear": "Đã hỏi."}


def test_an_event_of_a_newer_program_is_unknown() -> None:
    with pytest.raises(UnknownEvent, match=r"moon\.landed v1"):
        event_of(row("moon.landed", 1, b"{}"))
    with pytest.raises(UnknownEvent, match=r"registry\.entry_made v2"):
        event_of(row("registry.entry_made", 2, b"{}"))
