"""The API under schemathesis: whatever fits its schema, or nearly, gets an answer."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.desk.web.conftest import Desk
from tests.desk.web.test_api import token


@pytest.mark.slow
def test_nothing_that_can_be_sent_breaks_the_server(desk: Desk) -> None:
    headers = {"authorization": f"Bearer {token(desk, 'mai', 'read', 'write')}", "idempotency-key": "k"}
    api = desk.app.state.api
    schema = schemathesis.openapi.from_asgi("/openapi.json", api)
    broken: list[str] = []
    sent = 0
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # our own schema is valid

        @settings(
            max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate), derandomize=True,
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def fuzz(case: schemathesis.Case[Any]) -> None:
            nonlocal sent
            sent += 1
            answer = case.call(headers=headers)
            if answer.status_code >= 500:
                broken.append(f"{case.method} {case.path}: {answer.status_code}")

        fuzz()
    assert sent > 300
    assert broken == []
