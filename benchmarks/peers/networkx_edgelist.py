"""Networkx makes a graph of the relations, read by pandas (Parquet by DuckDB, which needs no further package)."""

import sys

import networkx as nx
import pandas as pd

relations = sys.argv[1]
if relations.endswith(".parquet"):
    import duckdb

    frame = duckdb.connect().execute(f"SELECT source, target FROM '{relations}'").df()
else:
    frame = pd.read_csv(relations, usecols=["source", "target"])
graph = nx.from_pandas_edgelist(frame, create_using=nx.DiGraph)
assert len(graph)
