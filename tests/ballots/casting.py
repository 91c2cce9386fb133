"""`python -m tests.ballots.casting FOLDER KEYS`: votes and counts, round after round, telling every act that is done.

Each member's vote follows from the round, so that whoever reads what was told knows what every box must hold. Killed,
it is started again and goes on with the round it was in.
"""

import json
import sys
from pathlib import Path

from nacl.public import PrivateKey

from domain.refusal import Refusal
from events.base import NominationId, SessionId
from events.session import Mark
from events.store.clock import SimulatedClock
from tests.ballots.chamber import TELLERS, Chamber, lines
from tests.workflows.handle.offices import START, enter_office

ROUNDS = 400
MEMBERS = 5
DOSSIERS = 30
"""So many marks stand side by side on a slip: enough for a hunt to know them for what they are."""


def vote(round_: int, place: int, line: int = 0) -> Mark:
    return "for" if (round_ * 7 + place * 3 + line) % 4 else "against"


def slip_of(round_: int, place: int) -> dict[NominationId, Mark]:
    """Give what a member's slip says in a round."""
    return {own: vote(round_, place, line) for line, own in enumerate(agenda(round_))}


def agenda(round_: int) -> list[NominationId]:
    return lines(DOSSIERS, f"r{round_}-")


def tell(what: str, **said: object) -> None:
    sys.stdout.write(json.dumps({"done": what, **said}) + "\n")
    sys.stdout.flush()


def main(folder: Path, keys: Path) -> None:
    office = enter_office(folder, f"sqlite:///{folder / 'ledger.db'}", SimulatedClock(START))
    secrets = json.loads(keys.read_text(encoding="utf-8"))
    people = json.loads((keys.parent / "members.json").read_text(encoding="utf-8"))
    chamber = Chamber(office, people, {who: PrivateKey(bytes.fromhex(secrets[who])) for who in TELLERS})
    for round_ in range(ROUNDS):
        play(chamber, round_)


def play(chamber: Chamber, round_: int) -> None:
    """Play one round; what an earlier life has done is not done again."""
    office = chamber.office
    office.name = f"round-{round_}"
    office.numbers = iter(range(1, 10_000))
    try:
        session: SessionId = chamber.ready(f"round-{round_}", agenda(round_))
    except Refusal:
        return
    for place, member in enumerate(chamber.members):
        try:
            chamber.do(chamber.slip(session, member, slip_of(round_, place), "b1"))
        except Refusal:
            return
        tell("slip", session=session, round=round_, place=place)
    chamber.close(session, "b1")
    tell("close", session=session, round=round_)
    chamber.open_box(session, "b1")
    tell("count", session=session, round=round_)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
