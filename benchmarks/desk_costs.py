"""What each page costs beside time: the questions it puts to the database when nothing is remembered, and its bytes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from fastapi.testclient import TestClient

from benchmarks.desk_ledger import Large
from benchmarks.desk_pages import addresses, known, pages
from desk.web.app import create_app
from tests.desk.web.questions import questions


@dataclass(frozen=True, slots=True)
class Page:
    """What a page costs a reader."""

    questions: int
    bytes: int


Costs = Mapping[str, Mapping[str, Page]]
"""Path → reader → what it costs."""


def asked_of(found: Large, cookies: Sequence[tuple[str, str]], tried: int = 1) -> Costs:
    """Count the questions that each page puts to the database when nothing is remembered, and its size, at some addresses."""
    counted: dict[str, dict[str, Page]] = defaultdict(dict)
    with found.opened() as house, found.door() as door:
        client = TestClient(create_app(house, door), follow_redirects=False)
        with house.ledger.database.session() as session:
            values = {person: known(session, person, 50) for person, _ in dict(cookies).items()}
        for person, cookie in dict(cookies).items():
            for path in pages():
                for address in addresses(path, values[person], Random(1), tried):
                    client.get(address, headers={"cookie": cookie})
                    house.handler.recalling().recall.forget()
                    with questions(house.ledger.database) as noted:
                        answer = client.get(address, headers={"cookie": cookie})
                    if answer.status_code == 200:
                        known_ = counted[path].get(person, Page(0, 0))
                        counted[path][person] = Page(
                            max(known_.questions, len(noted)), max(known_.bytes, len(answer.content))
                        )
        client.close()
    return counted


def more_questions(few: Mapping[str, Page], many: Mapping[str, Page]) -> int:
    """Say how many questions more a page puts to the larger ledger, at most, for a reader who reads it in both."""
    both = few.keys() & many.keys()
    return max((many[who].questions - few[who].questions for who in both), default=0)


def most_questions(pages: Mapping[str, Page]) -> int:
    """Say how many questions a page puts for whoever of its readers it puts the most."""
    return max((page.questions for page in pages.values()), default=0)
