"""Group commit: what several tasks have to record at the same moment is made durable together."""

import asyncio

from domain.refusal import Refusal
from workflows.handle import Asked, Handler, Outcome

Answer = Outcome | Refusal


class GroupCommit:
    """Takes commands from many tasks; while one commit is being made, the next one's commands gather."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._gathered: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def record(self, asked: Asked) -> Answer:
        """Record one command; returns when it is durable, and raises what the store raises."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._gathered.append((asked, answer))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit())
        return await answer

    async def _commit(self) -> None:
        while self._gathered:
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
