// The page works without this file; it draws charts and turns "as known on" into a slider.
"use strict";

async function draw(box) {
  const answer = await fetch(box.dataset.chart, { headers: { Accept: "application/json" } });
  if (!answer.ok) { box.textContent = "The chart could not be loaded."; return; }
  const spec = await answer.json();
  spec.width = "container";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
  const line = getComputedStyle(document.documentElement).getPropertyValue("--line").trim();
  // ast: expressions are interpreted, so that the Content Security Policy can forbid eval
  const view = await vegaEmbed(box, spec, {
    ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true },
    config: {
      background: "transparent", font: "system-ui, sans-serif", view: { stroke: null },
      axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line },
      legend: { labelColor: ink, titleColor: ink }, title: { color: ink },
      ...(dark ? { mark: { color: "#8cc1ea" } } : {}),
    },
  });
  view.view.addEventListener("click", (event, item) => {
    const row = item && item.datum;
    if (row && row.href && row.href.startsWith("/")) location.assign(row.href);
  });
}

function slide() {
  const range = document.getElementById("f-asof-slide");
  const day = document.getElementById("f-asof");
  const out = document.getElementById("asof-out");
  if (!range || !day || Number(range.max) < 1) return;
  range.hidden = false;
  const first = new Date(range.dataset.first + "T00:00:00Z");
  range.addEventListener("input", () => {
    const atEnd = range.value === range.max;
    const chosen = new Date(first.getTime() + Number(range.value) * 86400000).toISOString().slice(0, 10);
    day.value = atEnd ? "" : chosen;
    out.textContent = atEnd ? "today" : chosen;
  });
  range.addEventListener("change", () => range.form.requestSubmit());
}

// empty fields would only clutter an address that people share
for (const form of document.querySelectorAll("form.filters[method=get]")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  });
}
slide();
for (const box of document.querySelectorAll("[data-chart]")) draw(box).catch(() => { box.textContent = "The chart could not be drawn."; });
