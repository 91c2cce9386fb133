import json
import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from events.base import NominationId, PersonId
from events.catalogue import CLASSES, data_of
from events.nomination import CommentReceived
from events.person import PersonContactChanged, PersonRegistered
from events.personal import Clear, Personal, Sealed, personal_fields, place, place_fields, seal_fields
from events.registry import EntryMade

LAN = PersonId("person-lan")
REGISTERED = PersonRegistered(
    person=LAN, name=Clear(LAN, "identity", "Nguyễn Thị Lan"), email=Clear(LAN, "contact", "lan@xa.gov.vn")
)
FIELD: TypeAdapter[Clear | Sealed] = TypeAdapter(Personal)


def seal(ref: str, where: str, text: str) -> str:
    return f"{ref}@{where}={len(text)}"


def test_a_clear_value_never_shows_in_a_repr() -> None:
    assert "Lan" not in repr(REGISTERED)
    assert "Lan" not in repr(Clear(LAN, "identity", "Nguyễn Thị Lan"))


def test_a_clear_value_is_composed_and_names_the_key_that_will_seal_it() -> None:
    clear = Clear(LAN, "identity", unicodedata.normalize("NFD", "Nguyễn Thị Lan"))
    assert clear == REGISTERED.name
    assert clear.ref == "person-lan/identity"
    with pytest.raises(ValueError, match="cannot be stored"):
        Clear(LAN, "identity", "a\x00")


def test_every_clear_field_is_sealed_for_the_one_place_it_stands_at() -> None:
    assert seal_fields(data_of(REGISTERED), ("name", "email"), "person-lan", 1, seal) == {
        "person": "person-lan",
        "name": {"$p": "person-lan/identity", "c": "person-lan/identity@person-lan|1|.name=14"},
        "email": {"$p": "person-lan/contact", "c": "person-lan/contact@person-lan|1|.email=13"},
    }


def test_fields_are_found_at_any_depth() -> None:
    data = {"a": [1, {"b": {"$p": "x/identity", "$clear": "y"}}], "c": "z"}
    assert seal_fields(data, ("a", "b"), "s-1", 2, seal) == {
        "a": [1, {"b": {"$p": "x/identity", "c": "x/identity@s-1|2|.a[1].b=1"}}],
        "c": "z",
    }


def test_a_field_sealed_for_one_event_is_not_stored_in_another() -> None:
    sealed = {"name": {"$p": "person-lan/identity", "c": "YQ=="}}
    with pytest.raises(ValueError, match=r"\.name: a field sealed for another event"):
        seal_fields(sealed, ("name",), "person-lan", 2, seal)


def test_a_sealed_field_is_told_where_it_stands_and_stored_without_saying_so() -> None:
    data = {"person": LAN, "email": {"$p": "person-lan/contact", "c": "YQ=="}}
    changed = PersonContactChanged.model_validate(place_fields(data, ("email",), "person-lan", 4))
    assert changed.email == Sealed("person-lan/contact", "YQ==", place("person-lan", 4, ".email"))
    assert data_of(changed) == data


@pytest.mark.parametrize(
    "value", ["Nguyễn Thị Lan", {"$p": "x"}, {"$clear": "y", "$p": "x"}, {"$p": 1, "c": "y"}, 5]
)
def test_a_personal_value_in_clear_text_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="sealed before it is stored"):
        FIELD.validate_python(value)


def test_a_class_knows_which_of_its_fields_can_hold_a_personal_value() -> None:
    assert personal_fields(PersonRegistered) == ("name", "born", "email")
    assert not personal_fields(EntryMade)
    for model in CLASSES.values():
        assert bool(personal_fields(model)) == ('"$p"' in json.dumps(model.model_json_schema()))
    personal = {name for name, model in CLASSES.items() if personal_fields(model)}
    assert personal >= {
        "person.registered",
        "unit.contact_changed",
        "movement.launched",
        "nomination.withdrawn",
    }
    assert not personal & {"session.vote_cast", "letter.queued", "record.grading_recorded"}


def test_a_comment_keeps_apart_who_said_it_where_they_live_and_what_they_said() -> None:
    comment = CommentReceived(
        nomination=NominationId("n"),
        comment="y-1",
        name=Clear("n.y-1", "identity", "Bình"),
        address=Clear("n.y-1", "contact", "Thôn 2"),
        text=Clear("n.y-1", "evidence", "Đồng ý."),
    )
    refs = {field["$p"] for field in data_of(comment).values() if isinstance(field, dict)}
    assert refs == {"n.y-1/identity", "n.y-1/contact", "n.y-1/evidence"}
