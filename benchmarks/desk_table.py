"""What is told of a reading: how many pages came how quickly, by whose work, and each page beside the goals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.desk_costs import Page, more_questions, most_questions
from benchmarks.desk_reading import Read
from benchmarks.processors import Worked

GOAL_MS, GOAL_BYTES = 150.0, 100 * 1024
SOME = 2
"""A page may ask a question more where there is something to ask about; one for each row would be many more."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What many read at once, with a pause of so many seconds between two pages of one reader."""

    pause: float
    readers: int
    pages: Mapping[str, Read]
    worked: Worked
    load: float

    def __str__(self) -> str:
        everything = Read([second for page in self.pages.values() for second in page.seconds])
        answered, desk = len(everything.seconds), sum(self.worked.processes)
        how = f"{self.pause:g} s between two pages" if self.pause else "without pause"
        return (
            f"\n{self.readers} readers, {how}; the machine's load at the end {self.load:.1f}\n"
            f"{answered:,} pages in {self.worked.at:.1f} s, {answered / self.worked.at:.0f} a second: half within"
            f" {everything.percentile(0.5):.0f} ms, 95 of 100 within {everything.percentile(0.95):.0f} ms;"
            f" {desk / answered * 1000:.1f} ms of the desk's processors each\n{self.worked}"
        )


@dataclass(frozen=True, slots=True)
class Row:
    """What is told of one page: read by many at once, and with nobody beside."""

    path: str
    read: Read
    alone: Read
    few: Mapping[str, Page]
    many: Mapping[str, Page]

    @property
    def faults(self) -> list[str]:
        """Name each goal that does not hold."""
        return [
            words
            for words, broken in (
                (f"p95 over {GOAL_MS:.0f} ms", self.read.percentile(0.95) > GOAL_MS),
                ("over 100 KB", self.read.largest > GOAL_BYTES),
                ("more questions of a larger ledger", more_questions(self.few, self.many) > SOME),
            )
            if broken
        ]

    def told(self, yardstick: float) -> str:
        """Write it as a line; `yardstick` is how long the page of one row takes in the middle."""
        p50, p95 = self.read.percentile(0.5), self.read.percentile(0.95)
        asked = f"{most_questions(self.few)}/{most_questions(self.many)}"
        return (
            f"{self.path:44}{self.alone.percentile(0.5):10.1f}{p50:8.1f}{p95:8.1f}{p50 / yardstick:7.1f}"
            f"{self.read.largest / 1024:7.1f}{asked:>11}{len(self.read.seconds):6} {'; '.join(self.faults)}"
        )


def table(rows: Sequence[Row], one_row: Read) -> int:
    """Print the table, the slowest first; gives how many pages miss a goal."""
    base = one_row.percentile(0.5)
    print(
        f"{'page':44}{'alone ms':>10}{'p50 ms':>8}{'p95 ms':>8}{'x':>7}{'KB':>7}{'questions':>11}{'read':>6}"
    )
    for row in sorted(rows, key=lambda row: -row.read.percentile(0.95)):
        print(row.told(base))
    print(f"{'yardstick: a page of one row':44}{'':10}{base:8.1f}{one_row.percentile(0.95):8.1f}{1:7.1f}")
    return sum(bool(row.faults) for row in rows)
