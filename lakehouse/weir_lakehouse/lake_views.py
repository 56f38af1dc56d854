"""SQL over a layer's current rows: the one place that says what a current row is."""


def quoted(name: str, quote: str) -> str:
    return quote + name.replace(quote, quote * 2) + quote


def current_rows_sql(relation: str, types: dict[str, str], keyed: bool, dialect: str) -> str:
    """SELECT of a silver table's own columns: deleted rows hidden, keyless rows repeated.

    `dialect`: `spark` or `duckdb`.
    """
    quote = "`" if dialect == "spark" else '"'
    columns = ", ".join(f"t.{quoted(name, quote)}" for name in types)
    if keyed:
        return f"SELECT {columns} FROM {relation} t WHERE NOT t._deleted"
    if dialect == "spark":
        return (
            f"SELECT {columns} FROM {relation} t "
            "LATERAL VIEW explode(sequence(1L, t._count)) r AS _n"
        )
    return f"SELECT {columns} FROM {relation} t, generate_series(1, t._count) r(_n)"
