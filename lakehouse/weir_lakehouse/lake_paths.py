"""Lake folders, the same rules as packages/core/src/names.ts."""

from .job_spec import Table


def is_s3(path: str) -> bool:
    return path.startswith("s3://")


def bronze_path(lake: str, table: Table) -> str:
    return f"{lake}/bronze/{table.source}/{table.database}/{table.table}"


def silver_path(lake: str, table: Table) -> str:
    return f"{lake}/silver/{table.database}/{table.table}"


def quarantine_path(lake: str, table: Table) -> str:
    return f"{lake}/quarantine/{table.source}/{table.database}/{table.table}"


def gold_path(lake: str, name: str) -> str:
    return f"{lake}/gold/{name}"


def view_names(tables: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """`(database, table)` → view name: `<table>`, or `<database>_<table>` where two share it."""
    count: dict[str, int] = {}
    for _, table in tables:
        count[table.lower()] = count.get(table.lower(), 0) + 1
    return {
        (database, table): table if count[table.lower()] == 1 else f"{database}_{table}"
        for database, table in tables
    }
