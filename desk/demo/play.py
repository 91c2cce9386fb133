"""Plays the year: an empty folder, a sink for letters, an engine, the scenes in order, and the summary at the end."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from desk.demo.data import Script
from desk.demo.engines import Driven, EngineProcess, PlainEngine
from desk.demo.sink import MailSink
from desk.demo.stage import Stage
from desk.demo.summary import as_of, summary
from desk.demo.year import END, INTERIM_VIEW, START, Scene, the_year
from desk.requests import BadRequest
from desk.setup.enter import enter
from events.store.clock import SimulatedClock
from workflows.opening import upgrade_tables
from workflows.settings import Settings
from workflows.wiring import House, open_house

BOUNCING = frozenset({"thcs-cu@vidu.example"})
MARK = "BAN-DEMO.txt"
"""The file that says that a folder is a demonstration's and may be emptied."""
Told = Callable[[int, int, str], None]
"""Is told how far the play is: scene number, how many, title."""


@dataclass(frozen=True, slots=True)
class Played:
    """The finished play."""

    stage: Stage
    summary: dict[str, Any]
    interim: dict[str, Any]


def demo_settings(folder: Path) -> Settings:
    """Give the settings of the demonstration's ledger."""
    url = SecretStr(f"sqlite:///{folder / 'ledger.db'}")
    return Settings(
        data=folder,
        database_url=url,
        simulated=True,
        mail_from="thuongtruc@vidu.example",
        mail_name="Thường trực Hội đồng TĐKT xã Quang Trung",
        message_domain="sovang.vidu.example",
    )


@contextmanager
def staged(folder: Path, script: Script) -> Iterator[Stage]:
    """Open an empty ledger in `folder` and enter the cast."""
    settings = demo_settings(folder)
    upgrade_tables(settings)
    clock = SimulatedClock(START)
    house = open_house(settings, clock)
    try:
        enter(house, script.cast, script.folder)
        yield Stage(house, clock, script)
    finally:
        house.close()


class NotADemonstration(BadRequest):
    """The folder holds something that no demonstration has put there."""


def _is_free(folder: Path) -> bool:
    """Say whether nothing is lost when a folder is emptied: it is empty, or a demonstration's."""
    return folder.is_dir() and (not any(folder.iterdir()) or (folder / MARK).is_file())


def play(
    folder: Path, script: Script, told: Told, *, with_prefect: bool = True, planted: bool = False
) -> Played:
    """Play the whole year into `folder`; what an earlier demonstration left there is removed first.

    Raises `NotADemonstration` when something else lies there.
    """
    if folder.exists():
        if not _is_free(folder):
            raise NotADemonstration([f"thư mục {folder} có thứ khác, không phải bản demo; không xoá gì"])
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).write_text("Thư mục của bản demo; lần chạy sau sẽ xoá.\n", encoding="utf-8")
    sink = MailSink(folder / "mail", BOUNCING)
    sink.up()
    try:
        with staged(folder, script) as stage:
            engine = _engine(stage.house, sink, with_prefect=with_prefect)
            try:
                perform(stage, sink, engine, told, planted=planted)
            finally:
                engine.close()
            said = summary(stage.house, stage.refused)
            interim = as_of(stage.house, INTERIM_VIEW)
            (folder / "summary.json").write_text(
                json.dumps({**said, "interim": interim}, ensure_ascii=False, indent=2), encoding="utf-8"
            )
            return Played(stage, said, interim)
    finally:
        sink.down()


def _engine(house: House, sink: MailSink, *, with_prefect: bool) -> Driven:
    if not with_prefect:
        return PlainEngine(house, sink.url)
    engine = EngineProcess(house.settings, sink.url)
    engine.wait_ready()
    return engine


def perform(stage: Stage, sink: MailSink, engine: Driven, told: Told, *, planted: bool = False) -> None:
    """Let the engine come up to each scene, play it, and go on to the end of the year."""
    scenes: list[Scene] = the_year(stage, sink, planted=planted)
    for number, scene in enumerate(scenes, 1):
        told(number, len(scenes), scene.title)
        engine.until(scene.at)
        stage.clock.move_to(scene.at)
        scene.play(stage)
    engine.until(END)
    stage.clock.move_to(END)
