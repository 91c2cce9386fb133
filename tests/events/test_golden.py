"""One golden line for each version of each event: what was once stored must be read, and written, for ever.

`python -m tests.events.test_golden` adds the files that are missing; a file that is there is never edited.
"""

from pathlib import Path

import pytest

from events.catalogue import CLASSES, bytes_of, event_of
from tests.events.samples import row, sample

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*.json"))


def name(type_: str, version: int) -> str:
    return f"{type_}.v{version}.json"


def add_missing() -> list[Path]:
    """Write the line of today's version of every event that has none yet."""
    missing = [
        (GOLDEN / name(type_, model.schema_version), bytes_of(sample(model)))
        for type_, model in CLASSES.items()
        if not (GOLDEN / name(type_, model.schema_version)).exists()
    ]
    for file, line in missing:
        file.write_bytes(line + b"\n")
    return [file for file, _ in missing]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_was_stored_once_is_still_read_and_written_the_same(file: Path) -> None:
    type_, _, version = file.stem.rpartition(".v")
    line = file.read_bytes().removesuffix(b"\n")
    event = event_of(row(type_, int(version), line))
    assert type(event) is CLASSES[type_]
    assert int(version) < event.schema_version or bytes_of(event) == line


def test_every_version_of_every_event_has_its_golden_line() -> None:
    wanted = {
        name(type_, version)
        for type_, model in CLASSES.items()
        for version in range(1, model.schema_version + 1)
    }
    assert {file.name for file in FILES} == wanted


def test_no_golden_line_holds_a_personal_value_in_clear() -> None:
    texts = [file.read_text(encoding="utf-8") for file in FILES]
    assert [text for text in texts if "$clear" in text] == []
    assert len([text for text in texts if '"$p"' in text]) >= 10


if __name__ == "__main__":
    add_missing()
