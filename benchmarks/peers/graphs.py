"""
Reach, proximity and lookalikes by other engines, on the whole graph without budgets.

    python graphs.py PEER EDGES.npy COMPANIES ANCHORS.json RESULT.json SECONDS

Two tiers up and down; personalised PageRank on the undirected graph; companies that share suppliers by Adamic and Adar.
A question is given up when the peer has spent its seconds; how many anchors it answered is told.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Edges: TypeAlias = NDArray[np.int32]
Questions: TypeAlias = dict[str, Callable[[int], int]]
TIERS = 2


def networkx(edges: Edges, _companies: int) -> Questions:
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_edges_from(map(tuple, edges.T.tolist()))
    both, back = graph.to_undirected(), graph.reverse()

    def reach(anchor: int) -> int:
        up = nx.single_source_shortest_path_length(back, anchor, cutoff=TIERS)
        down = nx.single_source_shortest_path_length(graph, anchor, cutoff=TIERS)
        return len(up.keys() | down.keys()) - 1

    def lookalikes(anchor: int) -> int:
        peers = {buyer for seller in back[anchor] for buyer in graph[seller]} - {anchor}
        return len(list(nx.adamic_adar_index(both, [(anchor, peer) for peer in peers])))

    return {
        "reach": reach,
        "proximity": lambda anchor: len(nx.pagerank(both, personalization={anchor: 1.0})),
        "lookalikes": lookalikes,
    }


def igraph(edges: Edges, companies: int) -> Questions:
    import igraph as ig

    graph = ig.Graph(n=companies, edges=np.ascontiguousarray(edges.T), directed=True)
    both = graph.as_undirected()

    def reach(anchor: int) -> int:
        up = graph.neighborhood(anchor, order=TIERS, mode="in")
        down = graph.neighborhood(anchor, order=TIERS, mode="out")
        return len({*up, *down}) - 1

    return {
        "reach": reach,
        "proximity": lambda anchor: len(both.personalized_pagerank(reset_vertices=[anchor])),
        "lookalikes": lambda anchor: len(graph.similarity_inverse_log_weighted([anchor], mode="in")[0]),
    }


def scikit_network(edges: Edges, companies: int) -> Questions:
    from scipy import sparse
    from sknetwork.path import get_distances
    from sknetwork.ranking import PageRank

    ones = np.ones(edges.shape[1], np.float32)
    graph = sparse.csr_matrix((ones, (edges[0], edges[1])), shape=(companies, companies))
    back = graph.T.tocsr()
    both = (graph + back).tocsr()

    def reach(anchor: int) -> int:
        found = [get_distances(one, source=anchor) for one in (back, graph)]
        return int(sum(np.count_nonzero((d > 0) & (d <= TIERS)) for d in found))

    return {
        "reach": reach,
        "proximity": lambda anchor: len(PageRank(solver="piteration").fit_predict(both, weights={anchor: 1.0})),
    }


def sql(edges: Edges, _companies: int) -> Questions:
    import duckdb

    engine = duckdb.connect()
    engine.register("given", {"source": edges[0], "target": edges[1]})
    engine.execute("CREATE TABLE down AS SELECT source AS here, target AS there FROM given ORDER BY ALL")
    engine.execute("CREATE TABLE up AS SELECT target AS here, source AS there FROM given ORDER BY ALL")
    walk = (
        "WITH RECURSIVE walk(company, tier) AS (SELECT $anchor::INTEGER, 0 UNION "
        "SELECT there, tier + 1 FROM walk JOIN {way} ON here = company WHERE tier < $tiers) "
        "SELECT count(DISTINCT company) - 1 FROM walk"
    )

    def reach(anchor: int) -> int:
        given = {"anchor": anchor, "tiers": TIERS}
        return sum(engine.execute(walk.format(way=way), given).fetchall()[0][0] for way in ("up", "down"))

    return {"reach": reach}


PEERS: dict[str, Callable[[Edges, int], Questions]] = {
    "networkx": networkx,
    "igraph": igraph,
    "scikit-network": scikit_network,
    "sql": sql,
}


def main() -> None:
    peer, edges, companies, anchors, result, seconds = sys.argv[1:]
    started = time.perf_counter()
    questions = PEERS[peer](np.load(edges), int(companies))
    found: dict[str, Any] = {"build_s": time.perf_counter() - started, "questions": {}}
    for name, ask in questions.items():
        began, cpu, wall, sizes = time.perf_counter(), list[float](), list[float](), list[int]()
        for anchor in json.loads(Path(anchors).read_text("utf-8")):
            if wall and time.perf_counter() - began + max(wall) > float(seconds):
                break
            used, start = time.process_time(), time.perf_counter()
            sizes.append(ask(anchor))
            wall.append(time.perf_counter() - start)
            cpu.append(time.process_time() - used)
        found["questions"][name] = {"cpu": cpu, "wall": wall, "sizes": sizes}
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(result).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
