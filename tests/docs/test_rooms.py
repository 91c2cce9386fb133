"""The rooms are the ones the arrows watch, and no installed package claims a room's name."""

import configparser
import importlib.metadata
import re
import subprocess
import sys

import pytest

from docs.generate import ROOT

ROOMS = ["events", "domain", "projections", "mail", "workflows", "desk"]


def arrows() -> configparser.ConfigParser:
    read = configparser.ConfigParser()
    read.read(ROOT / ".importlinter", encoding="utf-8")
    return read


def listed(contract: str, option: str) -> set[str]:
    return set(arrows()[f"importlinter:contract:{contract}"][option].split())


def test_the_arrows_watch_every_room() -> None:
    assert arrows()["importlinter"]["root_packages"].split() == ROOMS


def test_every_module_of_the_events_is_under_the_contract_of_the_events() -> None:
    there = {f"events.{file.stem}" for file in (ROOT / "events").glob("*.py") if file.stem != "__init__"}
    assert listed("events", "source_modules") == there


@pytest.mark.slow
def test_the_arrows_are_read_from_real_imports() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    analysed = re.search(r"Analyzed (\d+) files, (\d+) dependencies", said.stdout)
    assert said.returncode == 0, said.stdout
    assert analysed is not None
    assert int(analysed[2]) > 0


@pytest.mark.parametrize("room", [*ROOMS, "documents", "audit"])
def test_no_installed_package_claims_a_room(room: str) -> None:
    owners = importlib.metadata.packages_distributions().get(room, [])
    assert set(owners) <= {"sovang"}


def test_letters_never_leave_by_smtplib() -> None:
    own = [file for room in [*ROOMS, "benchmarks"] for file in (ROOT / room).rglob("*.py")]
    assert [
        file.name for file in own if re.search(r"^\s*(import|from) smtplib", file.read_text(), re.MULTILINE)
    ] == []
