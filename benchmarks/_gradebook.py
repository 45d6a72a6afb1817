"""What a gradebook holds, without what differs from one run to the next by nature."""

from typing import Any

from nbgrader.api import Base
from sqlalchemy import Table, create_engine, select

__all__ = ["dump"]


def dump(url: str) -> list[str]:
    """Every row of every table in a fixed order; an id that was made up is replaced by the row that it stands for."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = {table: connection.execute(select(table)).mappings().all() for table in Base.metadata.sorted_tables}
    engine.dispose()
    said: dict[tuple[str, Any], str] = {}
    for table, found in rows.items():  # what others point to comes first
        for number, row in enumerate(found):
            text = f"{table.name} {_facts(table, row, said)}"
            said[table.name, row.get("id", number)] = text
    return sorted(said.values())


def _facts(table: Table, row: Any, said: dict[tuple[str, Any], str]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for column in table.columns:
        value = row[column.name]
        for key in column.foreign_keys:
            value = said.get((key.column.table.name, value), value)
        if column.foreign_keys or column.default is None or column.name != "id":  # nbgrader makes up ids by default
            facts[column.name] = value
    return facts
