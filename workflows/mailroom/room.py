"""The mailroom: makes each waiting letter, sends it, and records what became of it; what is no longer true is not sent."""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from domain.ids import derived
from events.base import LetterId, instant_text
from projections import queries
from workflows.claims import Claims
from workflows.handle import Handler
from workflows.mailroom.begun import Begun
from workflows.mailroom.office import Letterhead
from workflows.mailroom.round import Round, Sender
from workflows.mailroom.rules import MailRules
from workflows.mailroom.scribe import Scribe

ROUND = 1_000
LOOK_AHEAD = 3 * ROUND
"""So far it looks for letters of a round where other mailrooms hold the first ones."""


class Mailroom:
    """Sends the letters of one ledger; several on one PostgreSQL ledger share them out by claims.

    It asks and writes the log in its own thread, between the answers of the relay: threads that make letters beside it
    would only take turns with it.
    """

    def __init__(
        self,
        handler: Handler,
        sender: Sender,
        letterhead: Letterhead,
        claims: Claims,
        rules: MailRules | None = None,
        *,
        begun: Begun | None = None,
    ) -> None:
        self.handler = handler
        self.sender = sender
        self.scribe = Scribe(handler, letterhead)
        self.claims = claims
        self.rules = rules or MailRules()
        self.begun = begun
        self.halted = False
        """Whether the relay was out of order in the last round."""

    async def deliver(self) -> int:
        """Try every letter that may be tried now; gives how many were dealt with."""
        done = 0
        while tried := await self.deliver_some():
            done += tried
            if self.halted:
                break
        return done

    async def deliver_some(self) -> int:
        """Try one round of letters; gives how many were dealt with."""
        claimed = self._claim()
        if not claimed:
            return 0
        try:
            self._tell_of_cut_off()
            self.halted = await self._round([*claimed.values()])
        finally:
            self.claims.let_go([*claimed])
        return len(claimed)

    def _claim(self) -> dict[int, LetterId]:
        """Take the letters that may be tried now and that no other mailroom holds, each under its key."""
        if self.quiet:
            return {}
        free = self._to_try()
        taken: dict[int, LetterId] = {}
        while len(taken) < ROUND and (some := list(islice(free, ROUND - len(taken)))):
            keys = {claim_key(letter): letter for letter in some}
            taken |= {key: keys[key] for key in self.claims.take(sorted(keys.keys() - taken.keys()))}
        granted = self.rules.pace.grant(len(taken)) if self.rules.pace else len(taken)
        self.claims.let_go([*taken][granted:])
        return dict(islice(taken.items(), granted))

    def _tell_of_cut_off(self) -> None:
        """Record of attempts that a mailroom on this data folder began, and that nobody records any more, that their end is unknown.

        Whoever still sends a letter holds its claim.
        """
        left = self.begun.cut_off() if self.begun else []
        keys = {claim_key(one.letter): one for one in left}
        mine = self.claims.take([*keys]) if keys else []
        try:
            self.scribe.tell_of_cut_off([keys[key] for key in mine])
            for key in mine:
                keys[key].forget()
        finally:
            self.claims.let_go(mine)

    def _to_try(self) -> Iterator[LetterId]:
        """Give the letters that may be tried now, first come first, looked up as far as they are asked for."""
        for start, limit in pairwise((0, ROUND, LOOK_AHEAD)):
            with self.handler.ledger.database.session() as session:
                found = queries.letters_to_try(session, instant_text(self.scribe.now), limit)
            yield from map(LetterId, found[start:])
            if len(found) < limit:
                return

    @property
    def quiet(self) -> bool:
        """Say whether nothing leaves at this hour."""
        return self.rules.quiet_at(self.scribe.now)

    async def _round(self, letters: Sequence[LetterId]) -> bool:
        """Make and send; says whether the relay is out of order, in which case the rest is put off untried."""
        closed = await self.sender.open()
        left: Sequence[LetterId] = letters
        if closed is None:
            one = Round(self.scribe, self.sender, self.rules, self.begun)
            left = await one.run(letters)
            closed = one.halted
        if closed is not None:
            self.scribe.put_off(left, closed)
        return closed is not None


def claim_key(letter: str) -> int:
    """Give the number under which a letter is claimed: below zero, where no event's position is."""
    return -1 - derived("claim", letter).int % (2**31 - 1)
