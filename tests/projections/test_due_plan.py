"""What is due is found along an index, however many duties are open."""

from sqlalchemy import insert, text

from projections import queries
from projections import tables as t
from projections.rows import table_of
from tests.workflows.handle.offices import Office

OPEN = 5_000
NOW = "2024-01-01T05:00:00.000000Z"


def _row(number: int) -> dict[str, object]:
    row = t.ObligationRow(
        obligation=f"obligation-{number:05}",
        duty="report_progress",
        debtor=f"unit-{number % 50}",
        about="movement-1",
        title="Báo cáo tiến độ",
        due_on="2024-03-29",
        due_at="2024-03-29T17:00:00.000000Z",
        next_rung_at=f"2024-{1 + number % 12:02}-{1 + number % 28:02}T01:00:00.000000Z",
        status="open",
        sequence=0,
        set_by="văn bản số 01",
    )
    return row.model_dump()


def test_the_tick_asks_an_index_and_scans_no_table(office: Office) -> None:
    database = office.ledger.database
    explain = "EXPLAIN QUERY PLAN" if database.dialect == "sqlite" else "EXPLAIN"
    with database.session() as session:
        session.connection().execute(insert(table_of(t.ObligationRow)), [_row(each) for each in range(OPEN)])
        session.connection().execute(text("ANALYZE r_obligation"))
        asked = queries.asks_what_is_due(NOW, 500).compile(
            session.connection(), compile_kwargs={"literal_binds": True}
        )
        plan = "\n".join(map(str, session.connection().execute(text(f"{explain} {asked}")).all()))
    assert "r_obligation_next" in plan, plan
    assert not [word for word in ("Seq Scan", "SCAN") if word in plan], plan
