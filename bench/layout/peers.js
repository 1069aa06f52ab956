// Lays out a graph by graphology's ForceAtlas2 and prints what contender.go prints.
const fs = require("fs");
const { UndirectedGraph } = require("graphology");
const forceAtlas2 = require("graphology-layout-forceatlas2");

const [path, steps] = process.argv.slice(2);
const rows = fs.readFileSync(path, "latin1").trimEnd().split("\n");
const n = Number(rows[0]);
const graph = new UndirectedGraph();
for (let u = 0; u < n; u++) {
  const r = 500 * Math.sqrt((u + 0.5) / n);
  graph.addNode(String(u), { x: r * Math.cos(2.399963 * u), y: r * Math.sin(2.399963 * u) });
}
for (const row of rows.slice(1)) {
  const [u, v] = row.split(" ");
  graph.addEdge(u, v);
}
const start = process.hrtime.bigint(), begin = process.cpuUsage();
const places = forceAtlas2(graph, {
  iterations: Number(steps),
  settings: { barnesHutOptimize: true, barnesHutTheta: 1.2, gravity: 1, scalingRatio: 2 },
});
const used = process.cpuUsage(begin), seconds = Number(process.hrtime.bigint() - start) / 1e9;
const points = [];
for (let u = 0; u < n; u++) points.push([places[u].x, places[u].y]);
console.log(JSON.stringify({ seconds, cpu: (used.user + used.system) / 1e6, steps: Number(steps), points }));
