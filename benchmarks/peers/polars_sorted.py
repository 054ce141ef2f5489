"""Polars reads the relations and writes two sorted Parquet copies: by source, by target."""

import sys

import polars as pl

relations, folder = sys.argv[1:3]
rows = (
    pl.scan_parquet(relations) if relations.endswith(".parquet") else pl.scan_csv(relations, infer_schema_length=10_000)
)
for ends in (("source", "target"), ("target", "source")):
    rows.sort(ends).sink_parquet(f"{folder}/polars_{ends[0]}.parquet", compression="zstd")
