"""DuckDB reads the relations and writes two sorted Parquet copies: by source, by target."""

import sys

import duckdb

relations, folder, memory, threads = sys.argv[1:]
with duckdb.connect() as engine:
    engine.execute(f"SET memory_limit = '{memory}'")
    engine.execute(f"SET threads = {int(threads)}")
    engine.execute(f"SET temp_directory = '{folder}/spill'")
    reader = "read_parquet" if relations.endswith(".parquet") else "read_csv"
    for ends in ("source, target", "target, source"):
        by = ends.split(",")[0]
        engine.execute(
            f"COPY (SELECT * FROM {reader}('{relations}') ORDER BY {ends}) "
            f"TO '{folder}/duckdb_{by}.parquet' (COMPRESSION zstd)"
        )
