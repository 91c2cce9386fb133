"""A year played through the real engine, which is killed on the way."""

import json
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.demo.data import Script, examples_folder
from desk.demo.engines import EngineProcess
from desk.demo.play import BOUNCING, perform, staged
from desk.demo.sink import MailSink
from desk.demo.stage import Stage
from desk.demo.summary import summary
from tests.year.kills import Killer, proved

Wanted = Callable[[str, Counter[str]], bool]


@dataclass(frozen=True, slots=True)
class KilledYear:
    """A year whose engine was killed, with what Prefect's API said at its end."""

    stage: Stage
    summary: dict[str, Any]
    kills: dict[str, str]
    runs: list[dict[str, Any]]
    """Every flow run that Prefect knows."""


def prefect_runs(folder: Path) -> list[dict[str, Any]]:
    """Ask the engine's own Prefect server for all flow runs."""
    port = json.loads((folder / "prefect" / "server.json").read_text(encoding="utf-8"))["port"]
    found: list[dict[str, Any]] = []
    while True:
        request = urllib.request.Request(  # loopback
            f"http://127.0.0.1:{port}/api/flow_runs/filter",
            data=json.dumps({"limit": 200, "offset": len(found), "sort": "ID_DESC"}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  # the same
            page = json.load(answer)
        found += page
        if not page:
            return found


def play_killed(folder: Path, wanted: Wanted) -> Iterator[KilledYear]:
    """Play the year through the real engine, killing it where `wanted` says."""
    sink = MailSink(folder / "mail", BOUNCING)
    sink.up()
    try:
        with staged(folder, Script(examples_folder() / "demo-2024")) as stage:
            engine = EngineProcess(stage.house.settings, sink.url)
            killer = Killer(folder / "ledger.db", engine, wanted)
            try:
                engine.wait_ready()
                killer.start()
                perform(stage, sink, engine, lambda _n, _of, _title: None)
                killer.stop()
                runs = prefect_runs(folder)
            finally:
                killer.stop()
                engine.close()
            kills = proved(stage.house.ledger, killer.killed)
            yield KilledYear(stage, summary(stage.house, stage.refused), kills, runs)
    finally:
        sink.down()


def one_in_each_flow(flow: str, so_far: Counter[str]) -> bool:
    """Kill once in each of three flows that do many steps."""
    return flow in ("period", "nomination", "council_review") and so_far[flow] == 0
