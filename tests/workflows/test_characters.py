"""What shows as something else than it is does not enter the log; Vietnamese as it is written does."""

import pytest

from domain.refusal import Malformed
from workflows.characters import LONGEST_NAME, check_characters


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\x1b", "\x85", "\x00"])
def test_a_hidden_mark_is_refused_wherever_it_stands(mark: str) -> None:
    for told in ({"name": f"Vũ{mark}Mai"}, {"reason": f"Vì{mark}"}, {"lines": [{"words": f"a{mark}"}]}):
        with pytest.raises(Malformed):
            check_characters(told)


@pytest.mark.parametrize("mark", ["\n", "\t", "\u200b", "\u00ad", "\ufeff", "\u2028"])
def test_a_name_is_one_line_and_running_text_is_free(mark: str) -> None:
    check_characters({"reason": f"Dòng một{mark}dòng hai"})
    with pytest.raises(Malformed, match="name"):
        check_characters({"name": f"Vũ Thị{mark}Mai"})


def test_a_name_ends_somewhere() -> None:
    check_characters({"name": "Nguyễn Hoàng Yến Nhi " * 10})
    with pytest.raises(Malformed, match=str(LONGEST_NAME)):
        check_characters({"name": "a" * (LONGEST_NAME + 1)})
