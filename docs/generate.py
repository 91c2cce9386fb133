"""Makes the generated pages: the lifecycle's diagram and the index from rules to tests. `python -m docs.generate`."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from workflows.lifecycle import CLOCKED, LIFECYCLE, diagram

ROOT = Path(__file__).parents[1]
MADE = "<!-- made by `make docs`; do not edit -->\n"


def lifecycle_page() -> str:
    """Show which event sets which flow going, as a diagram and as a table."""
    rows = "\n".join(f"| `{event}` | `{flow}` |" for event, flow in LIFECYCLE.items())
    return (
        f"{MADE}\n# Lifecycle: event → flow\n\n```mermaid\n{diagram()}```\n\n"
        f"| event | flow |\n|---|---|\n{rows}\n| the clock, when something is due | `{CLOCKED}` |\n"
    )


def law_marks(folder: Path) -> Iterator[tuple[str, str]]:
    """Give (reference, test) for every test that says which rule it holds."""
    for file in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.law":
                        yield (
                            ast.literal_eval(mark.args[0]),
                            f"{file.relative_to(folder.parent)}::{node.name}",
                        )


def law_index() -> str:
    """List every rule that a test holds, with its tests."""
    found: dict[str, list[str]] = defaultdict(list)
    for reference, test in law_marks(ROOT / "tests"):
        found[reference].append(test)
    lines = [MADE, "# Law index: rule → test\n"]
    for reference in sorted(found):
        lines.append(f"- **{reference}**")
        lines += [f"  - `{test}`" for test in sorted(found[reference])]
    return "\n".join(lines) + "\n"


PAGES = {"docs/lifecycle.md": lifecycle_page, "docs/law/index.md": law_index}
"""File → what makes it."""


def main() -> int:
    """Write every page; with `--check` only say which differ."""
    differing = [name for name, make in PAGES.items() if _text(ROOT / name) != make()]
    if "--check" not in sys.argv:
        for name in differing:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(PAGES[name](), encoding="utf-8")
        return 0
    for name in differing:
        sys.stderr.write(f"{name} is not what `make docs` makes\n")
    return 1 if differing else 0


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
