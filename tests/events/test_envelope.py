import hashlib
import json
from datetime import UTC, datetime

import msgspec
import pytest
import rfc8785

from events.envelope import By, Envelope, decode, encode, leaf_hash, stream_kind
from tests.events.samples import row

ROW = row("registry.entry_made", 1, b'{"award":"LDTT"}', stream="registry-unit-1-2024", version=5)


def test_a_leaf_is_one_line_of_rfc_8785_with_only_what_is_there() -> None:
    said = json.loads(ROW.leaf)
    assert rfc8785.dumps(said) == ROW.leaf
    assert set(said) == {
        "at", "by", "command", "correlation", "data", "digest", "recorded_at", "salt", "schema", "seq",
        "stream", "type", "version",
    }  # fmt: skip
    assert said["by"] == {"auth": "test", "role": "clerk", "who": "person-1"}


def test_a_leaf_that_tells_everything_is_canonical_too() -> None:
    whole = msgspec.structs.replace(
        ROW.envelope,
        by=By("person-1", role="clerk", behalf="unit-1", auth="totp"),
        backdated="nhập bù",
        causation=4,
        flow_run="run-1",
        rules="sha",
    )
    assert rfc8785.dumps(json.loads(encode(whole))) == encode(whole)
    assert decode(encode(whole)) == whole


def test_a_leaf_is_read_as_it_was_written() -> None:
    assert encode(decode(ROW.leaf)) == ROW.leaf


@pytest.mark.parametrize("change", [{"status": "open"}, {"seq": "1"}, {"by": {"who": "x", "age": 1}}])
def test_a_line_with_a_stranger_or_a_wrong_kind_in_it_is_no_leaf(change: dict[str, object]) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode(json.dumps({**json.loads(ROW.leaf), **change}).encode())


def test_a_line_that_lacks_something_is_no_leaf() -> None:
    for name in Envelope.__struct_fields__[:13]:
        lacking = {key: item for key, item in json.loads(ROW.leaf).items() if key != name}
        with pytest.raises(msgspec.MsgspecError):
            decode(json.dumps(lacking).encode())


def test_a_leafs_hash_has_a_prefix_that_no_inner_node_has() -> None:
    assert leaf_hash(b"x") == hashlib.sha256(b"\x00x").digest()
    assert leaf_hash(b"x") != leaf_hash(b"y")


def test_the_engine_acts_as_a_system_and_a_person_does_not() -> None:
    assert By("system:reactor").is_system
    assert not By("person-1").is_system
    assert not By("person-system:reactor").is_system


def test_a_streams_kind_is_what_its_name_begins_with() -> None:
    names = ["law", "nomination-0f3a", "registry-unit-1-2024"]
    assert [stream_kind(name) for name in names] == ["law", "nomination", "registry"]


def test_a_stored_row_tells_when_it_happened_and_when_it_was_recorded() -> None:
    assert ROW.at == datetime(2024, 12, 24, 7, tzinfo=UTC)
    assert ROW.recorded_at == datetime(2024, 12, 24, 7, 0, 1, tzinfo=UTC)
    assert ROW.envelope is ROW.envelope
