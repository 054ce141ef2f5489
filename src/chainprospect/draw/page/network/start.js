// Starts vis-network on the places that were computed beforehand; every text is text, never markup.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const box = document.getElementById("network");
  const hint = (text) => {
    const element = document.createElement("div");
    element.className = "hint";
    element.textContent = text;
    return element;
  };
  for (const one of [...data.nodes, ...data.edges]) if (one.title) one.title = hint(one.title);
  const network = new vis.Network(
    box,
    { nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) },
    {
      physics: false,
      layout: { randomSeed: 1, improvedLayout: false },
      edges: { smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 } },
      nodes: { font: { face: '"Segoe UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif', multi: false } },
      interaction: { hover: true, keyboard: true, tooltipDelay: 120, navigationButtons: false },
    },
  );
  network.fit({ animation: false });
  window.chainNetwork = network;
  document.documentElement.dataset.ready = "1";
})();
