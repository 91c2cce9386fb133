"""Reads YAML as plain text values with the line of each: no guessed numbers, dates or booleans, no anchors, no doubles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from desk.files import unreadable

MAX_BYTES = 1_000_000
TOO_LARGE = "tệp quá lớn (trên 1 MB)"
DEEPEST = 40
"""So many lists and mappings may stand in each other."""
_OPENS = (
    yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken, yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken,
)  # fmt: skip
_CLOSES = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_CANNOT_BE_READ = "không phải YAML hợp lệ; hãy xem lại thụt đầu dòng, dấu hai chấm, ngoặc và nháy ở đây"
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file: the line, where one is to blame, and a sentence."""

    line: int | None
    sentence: str

    def __str__(self) -> str:
        return self.sentence if self.line is None else f"dòng {self.line}: {self.sentence}"


class BadFile(ValueError):
    """A file that is refused whole; holds every fault found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(slots=True)
class Tree:
    """The values of a file, and the line on which each stands."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Give the line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_file(file: FilePath) -> Tree:
    """Read a file of one YAML document; raises `BadFile`, without a line where the file itself cannot be read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
        text = content.decode() if len(content) <= MAX_BYTES else None
    except (OSError, UnicodeDecodeError) as fault:
        raise BadFile([Fault(None, unreadable(file, fault))]) from fault
    if text is None:
        raise BadFile([Fault(1, TOO_LARGE)])
    return read_tree(text)


def read_tree(text: str) -> Tree:
    """Parse one YAML document; raises `BadFile`."""
    if len(text.encode()) > MAX_BYTES:
        raise BadFile([Fault(1, TOO_LARGE)])
    try:
        _check_tokens(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise BadFile([Fault(mark.line + 1 if mark else 1, _CANNOT_BE_READ)]) from fault
    except yaml.YAMLError as fault:
        raise BadFile([Fault(1, _CANNOT_BE_READ)]) from fault
    if not isinstance(root, yaml.MappingNode):
        raise BadFile([Fault(1, "tệp phải gồm các mục “tên: giá trị”")])
    tree = Tree()
    faults: list[Fault] = []
    tree.value = _value(root, (), tree, faults)
    if faults:
        raise BadFile(faults)
    return tree


def _check_tokens(text: str) -> None:
    """Refuse anchors, and what stands so deep that nobody wrote it."""
    depth = 0
    for token in yaml.scan(text):
        line = token.start_mark.line + 1
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            raise BadFile([Fault(line, "không dùng neo (& và *) trong tệp kế hoạch")])
        depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
        if depth > DEEPEST:
            raise BadFile([Fault(line, f"các mục lồng nhau quá {DEEPEST} lớp")])


def _value(node: yaml.Node, path: Path, tree: Tree, faults: list[Fault]) -> Any:  # noqa: ANN401  # YAML's values
    tree.lines[path] = node.start_mark.line + 1
    match node:
        case yaml.ScalarNode():
            return None if node.tag.endswith(":null") else node.value
        case yaml.SequenceNode():
            return [_value(item, (*path, index), tree, faults) for index, item in enumerate(node.value)]
        case yaml.MappingNode():
            return _mapping(node, path, tree, faults)
        case _:
            return None


def _mapping(node: yaml.MappingNode, path: Path, tree: Tree, faults: list[Fault]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        name = str(key_node.value)
        if name in found:
            faults.append(Fault(key_node.start_mark.line + 1, f"mục “{name}” ghi hai lần"))
        value = _value(value_node, (*path, name), tree, faults)
        tree.lines[(*path, name)] = key_node.start_mark.line + 1
        found[name] = value
    return {name: value for name, value in found.items() if value is not None}
