"""What the law says otherwise on one day than on another: every question asked of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.law.answers import Answer, ask
from domain.law.book import Rules


@dataclass(frozen=True, slots=True)
class Difference:
    """One question's answers on two days; the earlier or the later may be lacking."""

    question: str
    key: str
    before: Answer | None
    after: Answer | None

    @property
    def only_the_text(self) -> bool:
        """Say whether the words stay and only the text they rest on is another."""
        return self.before is not None and self.after is not None and self.before.said == self.after.said


def differences(
    rules: Rules, first: date, second: date, awards: Sequence[str] | None = None
) -> list[Difference]:
    """Compare the law of two days, question by question, in the order of the questions."""
    before, after = _answers(rules, first, awards), _answers(rules, second, awards)
    pairs = {key: (before.get(key), after.get(key)) for key in (*before, *after)}
    return [
        Difference(question, key, earlier, later)
        for (question, key), (earlier, later) in pairs.items()
        if _content(earlier) != _content(later)
    ]


def _content(answer: Answer | None) -> tuple[object, ...] | None:
    if answer is None:
        return None
    words = None if answer.missing else answer.said
    return words, answer.basis, answer.evidence, answer.missing


def _answers(rules: Rules, on: date, awards: Sequence[str] | None) -> dict[tuple[str, str], Answer]:
    answers = ask(rules, on, awards, general=awards is None)
    return {(answer.question, answer.key): answer for answer in answers if answer.evidence != "practice"}
