"""What people are told when something is refused, read from the code itself: each sentence, its values as numbered places."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from desk.web.phrases import VIETNAMESE

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "workflows", "mail", "desk")
NOT_ON_PAGES = ("desk/cli", "desk/demo", "desk/setup")
"""What only the command line says."""
REFUSALS = ("Refusal", "BadRequest", "BadCell", "BadTellerKey")
FIRST: tuple[str, slice] = ("", slice(1))
WORDS_AT: Mapping[str, tuple[str, slice]] = {
    "fault": ("desk.intake", slice(-1, None)),
    "remark": ("desk.intake", slice(-1, None)),
    "Meant": ("desk.intake", slice(2, 3)),
    "Refused": ("desk.intake.child", slice(1)),
    "_page": ("desk.web.app", slice(2, None)),
}
"""What else tells what is refused: in which room, and which arguments hold the words."""
TELLS = (
    ("desk.intake.report", "_told"),
    ("desk.intake.sheets", "cell_name"),
    ("mail.rendering", "fault"),
    ("domain.refusal", "__str__"),
)
"""Functions that make what is told of what is refused."""
KEEPS_WORDS = {"format", "format_map", "replace", "capitalize"}
PLACE = "\0"
NAMED = re.compile(r"\{[a-z_]*\}")
Scope = ast.FunctionDef | None
Step = tuple[int, int]


def numbered(said: str) -> str:
    """Write a sentence as the catalogue has it: its places counted from one."""
    first, *rest = NAMED.sub(PLACE, said).split(PLACE)
    return first + "".join(f"{{{place}}}{part}" for place, part in enumerate(rest, 1))


@dataclass
class Module:
    """A file: what it names at its top, its functions, what it imports."""

    name: str
    tree: ast.Module

    @cached_property
    def top(self) -> Mapping[str, ast.expr]:
        found: dict[str, ast.expr] = {}
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            value = getattr(node, "value", None)
            found |= {target.id: value for target in targets if isinstance(target, ast.Name) and value}
        return found

    @cached_property
    def functions(self) -> Mapping[str, ast.FunctionDef]:
        return {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}

    @cached_property
    def imports(self) -> Mapping[str, tuple[str, str]]:
        return {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }


@dataclass(frozen=True)
class Called:
    """A call, and where it stands."""

    module: Module
    scope: Scope
    call: ast.Call


@dataclass
class Reader:
    """Follows words through the code to where they are written."""

    modules: Mapping[str, Module]
    calls: Mapping[str, Sequence[Called]]
    within: set[str] = field(default_factory=set)
    """What stands in the places of sentences, when the code itself says it."""

    def strings(self, node: ast.expr | None, module: Module, scope: Scope, seen: frozenset[Step] = frozenset()) -> set[str]:  # fmt: skip
        """Give every text that an expression can come to; nothing for what is not written in the code."""
        if node is None or (step := (id(node), id(scope))) in seen:
            return set()
        seen |= {step}

        def of(*nodes: ast.expr) -> set[str]:
            return {said for one in nodes for said in self.strings(one, module, scope, seen)}

        match node:
            case ast.Constant(value=str(said)):
                return {said}
            case ast.JoinedStr(values=parts):
                return self._joined(parts, module, scope, seen)
            case ast.IfExp(body=one, orelse=other):
                return of(one, other)
            case ast.BinOp(op=ast.Add(), left=one, right=other) if not isinstance(one, ast.List):
                return {first + last for first in of(one) for last in of(other)}
            case ast.BoolOp(values=some) | ast.List(elts=some) | ast.Tuple(elts=some) | ast.Dict(values=some):
                return of(*some)
            case ast.BinOp(left=one, right=other):
                return of(one, other)
            case ast.Starred(value=one) | ast.NamedExpr(value=one) | ast.Subscript(value=one):
                return of(one)
            case ast.ListComp(elt=one) | ast.GeneratorExp(elt=one):
                return of(one)
            case ast.Call(func=ast.Attribute(value=table, attr="get"), args=args):
                return of(table, *args[1:])
            case ast.Call(func=ast.Attribute(attr="join"), args=[one]):
                return of(one)
            case ast.Call(func=ast.Attribute(value=one, attr=name)) if name in KEEPS_WORDS:
                return of(one)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) | ast.Attribute(attr=name):
                return self.returned(name, module, seen)
            case ast.Name(id=name):
                return self._named(name, module, scope, seen)
            case _:
                return set()

    def _joined(self, parts: Iterable[ast.expr], module: Module, scope: Scope, seen: frozenset[Step]) -> set[str]:  # fmt: skip
        made = []
        for part in parts:
            if isinstance(part, ast.FormattedValue):
                self.within |= self.strings(part.value, module, scope, seen)
            made.append(part.value if isinstance(part, ast.Constant) else PLACE)
        return {"".join(map(str, made))}

    def _found(self, name: str, module: Module) -> tuple[Module, str] | None:
        """Give the module that a name comes from, and its name there."""
        while name in module.imports:
            home, name = module.imports[name]
            if home not in self.modules:
                return None
            module = self.modules[home]
        return module, name

    def returned(self, name: str, module: Module, seen: frozenset[Step] = frozenset()) -> set[str]:
        """Give what a function gives, or the one method or property of that name."""
        found = self._found(name, module)
        home, own = found if found and found[1] in found[0].functions else (self._only(name), name)
        if home is None:
            return set()
        function = home.functions[own]
        given = [node.value for node in ast.walk(function) if isinstance(node, ast.Return | ast.Yield)]
        return {said for one in given for said in self.strings(one, home, function, seen)}

    def _only(self, name: str) -> Module | None:
        homes = [module for module in self.modules.values() if name in module.functions]
        return homes[0] if len(homes) == 1 else None

    def _named(self, name: str, module: Module, scope: Scope, seen: frozenset[Step]) -> set[str]:
        """Give what a name stands for: set in its function, given by who calls it, or written at the top of a file."""
        if scope is not None:
            given = [arg.arg for arg in (*scope.args.posonlyargs, *scope.args.args)]
            if name in given or name in [arg.arg for arg in scope.args.kwonlyargs]:
                return self._given(name, given, module, scope, seen)
            if values := [*_set(name, scope)]:
                return {said for one in values for said in self.strings(one, module, scope, seen)}
        found = self._found(name, module)
        if found is None:
            return set()
        home, name = found
        return self.strings(home.top.get(name), home, None, seen)

    def _given(self, name: str, given: Sequence[str], module: Module, scope: ast.FunctionDef, seen: frozenset[Step]) -> set[str]:  # fmt: skip
        place = given.index(name) - (given[0] in {"self", "cls"}) if name in given else None
        said: set[str] = set()
        for one in self.calls.get(scope.name, ()):
            by_name = isinstance(one.call.func, ast.Name)
            if by_name and self._found(scope.name, one.module) != (module, scope.name):
                continue
            values = [word.value for word in one.call.keywords if word.arg == name]
            if place is not None and place < len(one.call.args):
                values.append(one.call.args[place])
            for value in values:
                said |= self.strings(value, one.module, one.scope, seen)
        return said


def _set(name: str, scope: ast.FunctionDef) -> Iterator[ast.expr]:
    """Give every expression that a name is set to within a function, or that is added to its list."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[target], value=value):
                yield from _part(name, target, value)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.AugAssign(target=target, value=value)
            ):
                yield from _part(name, target, value)
            case ast.NamedExpr(target=target, value=value):
                yield from _part(name, target, value)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                yield from _part(name, target, value)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=called), attr="append"), args=[value]) if (
                called == name
            ):
                yield value
            case _:
                pass


def _part(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    """Give what a name gets of a value, or of each row of a table."""
    if isinstance(target, ast.Name):
        if target.id == name:
            yield value
    elif isinstance(target, ast.Tuple):
        yield from (value for one in target.elts if isinstance(one, ast.Name) and one.id == name)


def read() -> Reader:
    """Read the rooms whose words people meet on pages."""
    files = [
        file
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*.py"))
        if not str(file.relative_to(ROOT)).startswith(NOT_ON_PAGES)
    ]
    modules = {
        name: Module(name, ast.parse(file.read_text("utf-8")))
        for file in files
        for name in [".".join(file.relative_to(ROOT).with_suffix("").parts)]
    }
    calls = defaultdict(list)
    for module in modules.values():
        for scope, call in _calls(module.tree, None):
            if isinstance(call.func, ast.Name | ast.Attribute):
                name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
                calls[name].append(Called(module, scope, call))
    return Reader(modules, calls)


def _calls(node: ast.AST, scope: Scope) -> Iterator[tuple[Scope, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield scope, child
        yield from _calls(child, child if isinstance(child, ast.FunctionDef) else scope)


def refusals(reader: Reader) -> set[str]:
    """Name the classes of what is refused."""
    bases: dict[str, set[str]] = {}
    for module in reader.modules.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {base.id for base in node.bases if isinstance(base, ast.Name)}
    known = set(REFUSALS)
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    return known


def said_when_refused() -> tuple[set[str], set[str]]:
    """Give every sentence of every refusal as the catalogue has it, and the places whose words are not in the code."""
    reader = read()
    said: set[str] = set()
    silent: set[str] = set()
    for name in refusals(reader) | {*WORDS_AT}:
        for one in reader.calls.get(name, ()):
            room, place = WORDS_AT.get(name, FIRST)
            words: list[ast.expr] = one.call.args[place]
            if not one.module.name.startswith(room):
                continue
            beside = [word.value for word in one.call.keywords if word.arg in {"todo", "remark"}]
            for node in (*words, *beside):
                found = reader.strings(node, one.module, one.scope)
                said |= found
                if not found:
                    silent.add(f"{one.module.name}: {ast.unparse(node)}")
    for home, name in TELLS:
        said |= reader.returned(name, reader.modules[home])
    texts = {numbered(text) for text in said | reader.within}
    return {text for text in texts if VIETNAMESE.search(text)}, silent
