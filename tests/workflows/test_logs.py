"""A fault is logged so that somebody can find it, and without anything that may be personal."""

import json
import logging

import pytest
import structlog

from workflows.logs import configure_logs


def fails() -> None:
    raise ValueError("Nguyễn Ví Dụ Lan")


def test_what_the_server_of_pages_tells_of_a_fault_goes_through_the_same_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs()
    try:
        fails()
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    finally:
        structlog.reset_defaults()
        logging.getLogger("uvicorn").handlers.clear()
    line = capsys.readouterr().err
    told = json.loads(line)
    assert (told["event"], told["level"], told["fault"]) == (
        "Exception in ASGI application", "error", "ValueError",
    )  # fmt: skip
    assert "Lan" not in line


def test_a_fault_is_told_by_its_class_and_its_places_and_not_by_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs()
    try:
        fails()
    except ValueError as fault:
        structlog.get_logger("test").error("unforeseen", path="/ho-so", exc_info=fault)
    finally:
        structlog.reset_defaults()
    line = capsys.readouterr().err
    told = json.loads(line)
    assert (told["event"], told["fault"]) == ("unforeseen", "ValueError")
    assert told["frames"][0].endswith(
        " test_a_fault_is_told_by_its_class_and_its_places_and_not_by_its_words"
    )
    assert "Lan" not in line
