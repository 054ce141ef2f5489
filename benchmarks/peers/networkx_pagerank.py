"""Networkx makes the graph, ranks all of it by PageRank from the anchor, and prints the best twenty."""

import sys

import networkx as nx
import pandas as pd

relations, anchor = sys.argv[1:]
if relations.endswith(".parquet"):
    import duckdb

    frame = duckdb.connect().execute(f"SELECT source, target FROM '{relations}'").df()
else:
    frame = pd.read_csv(relations, usecols=["source", "target"])
graph = nx.from_pandas_edgelist(frame, create_using=nx.Graph)
rank = nx.pagerank(graph, alpha=0.85, personalization={anchor: 1.0})
for name in sorted(rank, key=lambda name: (-rank[name], name))[:21]:
    print(name, rank[name])
