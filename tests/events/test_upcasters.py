import pytest

from events.catalogue import CLASSES
from events.personal import Json
from events.upcasters import STEPS, gaps, upcast


def split_name(data: Json) -> Json:
    first, last = data["name"].split(" ", 1)
    return {"family": first, "given": last}


def add_title(data: Json) -> Json:
    return {**data, "title": "ông/bà"}


TWO = {("person.named", 1): split_name, ("person.named", 2): add_title}


def test_the_chain_of_every_event_is_whole() -> None:
    assert gaps({name: model.schema_version for name, model in CLASSES.items()}) == []


def test_every_step_belongs_to_an_event_there_is() -> None:
    assert {name for name, _ in STEPS} <= set(CLASSES)


def test_old_data_is_brought_to_today_step_by_step() -> None:
    old = {"name": "Nguyễn Thị Lan"}
    today = {"family": "Nguyễn", "given": "Thị Lan", "title": "ông/bà"}
    assert upcast("person.named", 1, 3, old, steps=TWO) == today
    assert upcast("person.named", 2, 3, {"family": "N", "given": "L"}, steps=TWO)["title"] == "ông/bà"
    assert old == {"name": "Nguyễn Thị Lan"}


def test_data_of_today_is_left_as_it_is() -> None:
    data = {"name": "Lan"}
    assert upcast("person.named", 3, 3, data, steps=TWO) is data


def test_a_missing_step_and_one_that_leads_nowhere_are_named() -> None:
    assert gaps({"person.named": 3}, steps=TWO) == []
    assert gaps({"person.named": 2}, steps={}) == ["person.named v1: no step to v2"]
    assert gaps({"person.named": 4}, steps=TWO) == ["person.named v3: no step to v4"]
    assert gaps({"person.named": 2}, steps=TWO) == ["person.named v2: a step for no event"]
    assert gaps({}, steps=TWO) == [
        "person.named v1: a step for no event",
        "person.named v2: a step for no event",
    ]


def test_a_version_without_its_step_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        upcast("person.named", 3, 4, {}, steps=TWO)
