# The peers: peers.py LIBRARY TSV BIN OUT WORK... does pieces of work on the graph of TSV (or of BIN, the same as an
# array), prints what each took as JSON, and writes its values into files of the folder OUT.
import json, os, resource, sys, time

import numpy as np

lib, tsv, bin, out, work = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:]
cores = int(os.environ["BENCH_CORES"])
raw = np.memmap(bin, dtype=np.uint32, mode="r")
n, m = int(raw[0]), int(raw[1])
edges = raw[2:].reshape(-1, 2)
laps = {}


class timed:
    def __init__(self, name, **more):
        self.name, self.more = name, more

    def __enter__(self):
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def __exit__(self, *_):
        laps[self.name] = {"seconds": time.perf_counter() - self.wall, "cpu": time.process_time() - self.cpu, **self.more}


def keep(name, values):
    np.asarray(values, dtype=np.float64).tofile(os.path.join(out, name))


def igraph():
    import igraph

    if "load" in work:
        with timed("load"):
            g = igraph.Graph.Read_Edgelist(tsv, directed=True)
        assert (g.vcount(), g.ecount()) == (n, m)
    else:
        g = igraph.Graph(n=n, edges=edges, directed=True)
    do = {
        "pagerank": lambda: g.pagerank(damping=0.85),  # prpack, to 1e-10
        "betweenness": lambda: g.betweenness(directed=True),
        "harmonic": lambda: np.nan_to_num(np.asarray(g.harmonic_centrality(mode="in", normalized=False))),
        "core": lambda: g.coreness(mode="all"),
        "weak components": lambda: g.connected_components(mode="weak").membership,
        "strong components": lambda: g.connected_components(mode="strong").membership,
        "hits": lambda: g.authority_score(scale=False),
        "eigenvector": lambda: g.eigenvector_centrality(directed=True, scale=False),
    }
    for name in work:
        if name in do:
            with timed(name):
                x = do[name]()
            keep(name, x)
    if "betweenness of a source" in work:
        sources = [i * (n // 16) for i in range(16)]
        with timed("betweenness of a source", share=16):
            g.betweenness(directed=True, sources=sources)
    if {"louvain", "leiden", "core collapsed"} & set(work):
        u = g.as_undirected(mode="collapse")
        if "core collapsed" in work:
            with timed("core collapsed"):
                x = u.coreness()
            keep("core collapsed", x)
        # Between two nodes joined both ways adentro counts 2, as all do here.
        g.es["w"] = 1
        u = g.as_undirected(mode="collapse", combine_edges="sum")
        if "louvain" in work:
            with timed("louvain"):
                x = u.community_multilevel(weights="w").membership
            keep("louvain", x)
        if "leiden" in work:
            with timed("leiden"):
                x = u.community_leiden(objective_function="modularity", weights="w", n_iterations=2).membership
            keep("leiden", x)


def leidenalg():
    import igraph, leidenalg

    g = igraph.Graph(n=n, edges=edges, directed=True)
    g.es["w"] = 1
    u = g.as_undirected(mode="collapse", combine_edges="sum")
    if "leiden" in work:
        with timed("leiden"):
            x = leidenalg.find_partition(u, leidenalg.ModularityVertexPartition, weights="w", n_iterations=2, seed=1).membership
        keep("leiden", x)


def networkit():
    import networkit as nk

    nk.setNumberOfThreads(cores)
    nk.setSeed(1, False)
    if "load" in work:
        with timed("load"):
            g = nk.graphio.EdgeListReader("\t", 0, directed=True).read(tsv)
        assert (g.numberOfNodes(), g.numberOfEdges()) == (n, m)
    else:
        g = nk.GraphFromCoo((np.ones(m), (edges[:, 0], edges[:, 1])), n=n, directed=True)

    def pagerank():
        p = nk.centrality.PageRank(g, damp=0.85, tol=1e-8, distributeSinks=nk.centrality.SinkHandling.DistributeSinks)
        p.norm = nk.centrality.Norm.L1_NORM
        p.maxIterations = 1000
        return p.run().scores()

    def scores(algorithm):
        return algorithm.run().scores()

    do = {
        "pagerank": pagerank,
        "betweenness": lambda: scores(nk.centrality.Betweenness(g)),
        "weak components": lambda: nk.components.WeaklyConnectedComponents(g).run().getPartition().getVector(),
        "strong components": lambda: nk.components.StronglyConnectedComponents(g).run().getPartition().getVector(),
    }
    for name in work:
        if name in do:
            with timed(name):
                x = do[name]()
            keep(name, x)
    if {"louvain", "leiden", "triangles", "core collapsed"} & set(work):
        w = weighted(nk)  # toUndirected and removeMultiEdges leave a graph behind that crashes
        u = nk.graphtools.toUnweighted(w)
        if "core collapsed" in work:
            with timed("core collapsed"):
                x = nk.centrality.CoreDecomposition(u).run().scores()
            keep("core collapsed", x)
        if "triangles" in work:
            with timed("triangles"):
                c = nk.centrality.LocalClusteringCoefficient(u, True).run().scores()
                d = np.asarray([u.degree(v) for v in range(n)], dtype=np.float64)
                x = round(float(np.dot(c, d * (d - 1))) / 6)
            keep("triangles", [x])
        if "louvain" in work:
            with timed("louvain"):
                x = nk.community.PLM(w, refine=False).run().getPartition().getVector()
            keep("louvain", x)
        if "leiden" in work:
            with timed("leiden"):
                x = nk.community.ParallelLeiden(w).run().getPartition().getVector()
            keep("leiden", x)


def weighted(nk):
    lo, hi = np.minimum(edges[:, 0], edges[:, 1]).astype(np.uint64), np.maximum(edges[:, 0], edges[:, 1]).astype(np.uint64)
    keys, counts = np.unique(lo << np.uint64(32) | hi, return_counts=True)
    return nk.GraphFromCoo((counts.astype(np.float64), (keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF))), n=n, directed=False)


def scipy():
    import scipy.sparse as sp
    from scipy.sparse.csgraph import connected_components

    a = sp.csr_matrix((np.ones(m), (edges[:, 0], edges[:, 1])), shape=(n, n))
    for name, how in (("weak components", "weak"), ("strong components", "strong")):
        if name in work:
            with timed(name):
                x = connected_components(a, connection=how)[1]
            keep(name, x)
    if "pagerank" in work:
        with timed("pagerank"):
            d = np.asarray(a.sum(1)).ravel()
            move = (sp.diags(np.where(d > 0, 1 / np.maximum(d, 1), 0)) @ a).T.tocsr()
            x, change = np.full(n, 1 / n), 1.0
            while change > 1e-8:
                y = 0.85 * (move @ x + x[d == 0].sum() / n) + 0.15 / n
                change, x = np.abs(y - x).sum(), y
        keep("pagerank", x)
    if "co-followers" in work:
        degree = np.asarray(a.sum(0)).ravel()
        top = np.argsort(-degree, kind="stable")[:1000]
        with timed("co-followers"):
            b = a[:, top].astype(np.int32)
            c = sp.triu(b.T @ b, k=1).tocoo()
            x = c.data / np.sqrt(degree[top][c.row] * degree[top][c.col])
            x = -np.sort(-x)[:1000]
        keep("co-followers", x)


def networkx():
    import networkx as nx

    g = nx.DiGraph()
    g.add_nodes_from(range(n))
    g.add_edges_from(edges.tolist())

    def values(d):
        return [d[u] for u in range(n)]

    def groups(sets):
        x = np.zeros(n)
        for i, nodes in enumerate(sets):
            x[list(nodes)] = i
        return x

    do = {
        "pagerank": lambda: values(nx.pagerank(g, alpha=0.85, tol=1e-8 / n)),
        "betweenness": lambda: values(nx.betweenness_centrality(g, normalized=False)),
        "harmonic": lambda: values(nx.harmonic_centrality(g)),
        "core collapsed": lambda: values(nx.core_number(nx.Graph(g))),
        "weak components": lambda: groups(nx.weakly_connected_components(g)),
        "strong components": lambda: groups(nx.strongly_connected_components(g)),
        "triangles": lambda: [sum(nx.triangles(nx.Graph(g)).values()) / 3],
    }
    for name in work:
        if name in do:
            with timed(name):
                x = do[name]()
            keep(name, x)


def graph_tool():
    import graph_tool as gt
    from graph_tool import centrality as ce, clustering as cl, topology as to

    gt.openmp_set_num_threads(cores)
    g = gt.Graph(directed=True)
    g.add_vertex(n)
    g.add_edge_list(np.asarray(edges))
    do = {
        "pagerank": lambda: ce.pagerank(g, damping=0.85, epsilon=1e-8).a,
        "betweenness": lambda: ce.betweenness(g, norm=False)[0].a,
        "core": lambda: to.kcore_decomposition(g).a,
        "weak components": lambda: to.label_components(g, directed=False)[0].a,
        "strong components": lambda: to.label_components(g, directed=True)[0].a,
        "eigenvector": lambda: ce.eigenvector(g, epsilon=1e-8)[1].a,
    }
    for name in work:
        if name in do:
            with timed(name):
                x = do[name]()
            keep(name, x)
    if "harmonic" in work:
        r = gt.GraphView(g, reversed=True)
        with timed("harmonic"):
            x = ce.closeness(r, harmonic=True, norm=False).a
        keep("harmonic", np.nan_to_num(x))
    if "betweenness of a source" in work:
        with timed("betweenness of a source", share=16):
            ce.betweenness(g, pivots=[i * (n // 16) for i in range(16)], norm=False)


{"igraph": igraph, "leidenalg": leidenalg, "NetworKit": networkit, "scipy": scipy, "networkx": networkx, "graph-tool": graph_tool}[lib]()
json.dump(laps, sys.stdout)
