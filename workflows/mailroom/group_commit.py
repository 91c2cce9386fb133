"""Group commit: what several tasks have to record at the same moment is made durable together."""

import asyncio

from domain.refusal import Refusal
from workflows.handle import Asked, Handler, Outcome

Answer = Outcome | Refusal


PATIENCE = 0.02
"""Seconds for which the first of a group waits for others."""


class GroupCommit:
    """Takes commands from many tasks; while one commit is being made, the next one's commands gather.

    A group is committed when `enough` commands have gathered, or when its first has waited long enough.
    """

    def __init__(self, handler: Handler, enough: int = 1) -> None:
        self._handler = handler
        self._enough = enough
        self._gathered: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._committing: asyncio.Task[None] | None = None
        self._due: asyncio.TimerHandle | None = None

    async def record(self, asked: Asked) -> Answer:
        """Record one command; returns when it is durable, and raises what the store raises."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._gathered.append((asked, answer))
        self._see_to_it()
        return await answer

    def _see_to_it(self) -> None:
        """Commit what has gathered, at once or soon; after a commit that is being made it is looked at again."""
        if self._committing is not None or not self._gathered:
            return
        if len(self._gathered) >= self._enough:
            self._begin()
        elif self._due is None:
            self._due = asyncio.get_running_loop().call_later(PATIENCE, self._begin)

    def _begin(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit())

    async def _commit(self) -> None:
        batch, self._gathered = self._gathered, []
        try:
            answers = await asyncio.to_thread(self._handler.handle_many, [asked for asked, _ in batch])
        except Exception as fault:  # noqa: BLE001  # given to everyone who waits for it
            for _, waiting in batch:
                waiting.set_exception(fault)
        else:
            for (_, waiting), answer in zip(batch, answers, strict=True):
                waiting.set_result(answer)
        self._committing = None
        self._see_to_it()
