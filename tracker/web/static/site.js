// The page works without this file; it draws charts and turns "as known on" into a slider.
"use strict";

async function draw(box) {
  const answer = await fetch(box.dataset.chart, { headers: { Accept: "application/json" } });
  if (!answer.ok) { box.textContent = "The chart could not be loaded."; return; }
  const spec = await answer.json();
  spec.width = "container";
  const rows = (spec.usermeta || {}).rows || {};
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
  const line = getComputedStyle(document.documentElement).getPropertyValue("--line").trim();
  // ast: expressions are interpreted, so that the Content Security Policy can forbid eval
  const view = await vegaEmbed(box, spec, {
    ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true },
    config: {
      background: "transparent", font: "system-ui, sans-serif", view: { stroke: null },
      axis: {
        labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line,
        labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: box.clientWidth < 500 ? 110 : 170,
      },
      legend: { labelColor: ink, titleColor: ink }, title: { color: ink },
      ...(dark ? { mark: { color: "#8cc1ea" } } : {}),
    },
  });
  view.view.addEventListener("click", (event, item) => {
    const row = item && item.datum;
    if (row && row.href && row.href.startsWith("/")) location.assign(row.href);
  });
  for (const label of box.querySelectorAll(".role-axis-label text")) {
    const href = rows[label.textContent];
    if (!href) continue;
    label.classList.add("opens");
    label.addEventListener("click", () => location.assign(href));
  }
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
    range.setAttribute("aria-valuetext", out.textContent);
  });
  range.addEventListener("change", () => range.form.requestSubmit());
}

// empty fields would only clutter an address that people share
for (const form of document.querySelectorAll("form.filters[method=get]")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const name of new Set(formData.keys())) {
      const given = formData.getAll(name).filter(Boolean);
      formData.delete(name);
      for (const value of given) formData.append(name, value);
    }
  });
}
// whatever came up over the page goes away with Escape; the filters of a phone close, and what opened them is at hand
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const tip = document.getElementById("vg-tooltip-element");
  if (tip) tip.classList.remove("visible");
  const drawer = event.target.closest("details.drawer[open]");
  const summary = drawer && drawer.querySelector("summary");
  if (summary && summary.checkVisibility()) { drawer.open = false; summary.focus(); }
});
slide();
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 62rem)").matches) {
  for (const drawer of document.querySelectorAll("details.drawer")) drawer.open = true;
}
for (const box of document.querySelectorAll("[data-chart]")) draw(box).catch(() => { box.textContent = "The chart could not be drawn."; });
