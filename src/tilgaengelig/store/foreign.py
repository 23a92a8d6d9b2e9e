"""Tables that a library of ours brings with it, kept in the same PostgreSQL and brought forward with it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, literal, select, text

#: Of PostgreSQL's advisory locks, and none of the room's others. Who comes second waits, and finds it done.
_LOCK = 0x7469_6C69


def bring(connection: Connection, table: str, whole: str, steps: Mapping[str, str]) -> None:
    """Make the tables by `whole` where `table` is not there yet, else take the steps that are new since.

    `steps` are SQL by name; their names sort in the order in which they are taken. The newest one taken stands in the
    comment on `table`, so that it is known without a table of its own.
    """
    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    there = connection.scalar(select(func.to_regclass(literal(table)).is_not(None)))
    newest = max(steps)
    if there:
        taken = (
            connection.scalar(text("SELECT obj_description(CAST(:table AS regclass))"), {"table": table})
            or ""
        )
        todo = [steps[name] for name in sorted(steps) if name > taken]
    else:
        todo = [whole]
    for sql in todo:
        connection.exec_driver_sql(sql.replace("%", "%%"))
    if todo:
        connection.exec_driver_sql(f"COMMENT ON TABLE {table} IS '{newest}'")
