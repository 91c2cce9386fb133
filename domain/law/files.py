"""Reads the text of law files: TOML tables, said shortly; what is read is complete rows. Knows no disk.

A file may say in `[every_row]` what each of its rows says unless the row says otherwise; a row that names `awards`
instead of `award` stands for one row of each.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.law.book import BrokenLaw, parse_row, plain_tables, table_model
from domain.law.rows import Row

_PLACE = re.compile(r"at line (\d+), column (\d+)")
SHARED = "every_row"
MANY, ONE = "awards", "award"


def read_files(files: Iterable[tuple[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """Read (name, text) of each file into the tables as the log stores them; raises `BrokenLaw` with file and row."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for name, text in files:
        for table, rows in read_file(name, text).items():
            tables.setdefault(table, []).extend(rows)
    return tables


def read_file(name: str, text: str) -> dict[str, list[dict[str, Any]]]:
    """Read one file; raises `BrokenLaw` naming file, table, row and fault."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BrokenLaw(f"{name}: không phải TOML hợp lệ{_where(fault)}") from fault
    shared = content.pop(SHARED, {})
    return plain_tables(
        {table_model(table, name): tuple(_rows(name, table, rows, shared)) for table, rows in content.items()}
    )


def _where(fault: tomllib.TOMLDecodeError) -> str:
    """Give the place that the parser names, in words."""
    at = _PLACE.search(str(fault))
    return f", dòng {at[1]}, cột {at[2]}" if at else ", ở cuối tệp"


def _rows(name: str, table: str, rows: object, shared: Mapping[str, Any]) -> Iterator[Row]:
    model = table_model(table, name)
    if not isinstance(rows, list):
        raise BrokenLaw(f"{name}: bảng {table} phải là danh sách dòng, [[{table}]]")
    for number, row in enumerate(rows, 1):
        where = f"{name}: bảng {table}, dòng {number}"
        if not isinstance(row, dict):
            raise BrokenLaw(f"{where}: phải là các cặp tên = giá trị")
        for one in _each({**shared, **row}):
            yield parse_row(model, one, where)


def _each(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Give one row of each award that a row names."""
    if MANY not in row:
        return [row]
    rest = {key: value for key, value in row.items() if key != MANY}
    return [{**rest, ONE: award} for award in row[MANY]]
