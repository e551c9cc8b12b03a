"use strict";
// Draws the evidence: measured values with their peaks kept, the limit, stretches without data, doubtful samples as rings.
document.addEventListener("DOMContentLoaded", () => { for (const place of document.querySelectorAll(".chart")) load(place); });

function load(place) {
  const words = place.dataset;
  fetch(words.url, { headers: { Accept: "application/json" } })
    .then(answer => { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); })
    .then(data => data.samples.length || data.rolledUp.some(s => s.windows.length) ? draw(place, data) : say(place, words.empty))
    .catch(() => say(place, words.failed));
}

function say(place, text) {
  const line = document.createElement("p");
  line.textContent = text;
  place.replaceChildren(line);
}

// Values as uPlot takes them: time, least, most, doubtful. Where samples are many, each two neighbours become one stroke from
// the smaller to the larger, so that a signal that swings is seen as a band and no peak is lost. A null inside each gap keeps
// the line from bridging it, and the ends of the window make it drawn whole even where there is no data.
function columns(data) {
  const rows = [], step = data.samples.length > 600 ? 2 : 1;
  const edges = data.gaps.map(g => Date.parse(g.from)).sort((a, b) => a - b);
  let edge = 0;
  for (let i = 0; i < data.samples.length;) {
    const first = data.samples[i], at = Date.parse(first.t);
    while (edge < edges.length && edges[edge] < at) edge++;
    const next = step === 2 ? data.samples[i + 1] : undefined;
    const pair = next && !(edges[edge] <= Date.parse(next.t)) ? [first, next] : [first];
    const values = pair.map(s => s.v), most = Math.max(...values);
    rows.push([at / 1000, Math.min(...values), most, pair.some(s => s.doubt) ? most : null]);
    i += pair.length;
  }
  // Where only roll-ups are left, their least and most as a band of steps; it is set off by its ground.
  for (const stretch of data.rolledUp) for (const w of stretch.windows) {
    const at = Date.parse(w.t) / 1000;
    rows.push([at, w.min, w.max, null], [at + stretch.windowSeconds * 0.999, w.min, w.max, null]);
  }
  for (const end of [data.window.from, data.window.to]) rows.push([Date.parse(end) / 1000, null, null, null]);
  for (const gap of data.gaps) rows.push([(Date.parse(gap.from) + Date.parse(gap.to)) / 2000, null, null, null]);
  rows.sort((a, b) => a[0] - b[0]);
  return [0, 1, 2, 3].map(i => rows.map(r => r[i]));
}

function draw(place, data) {
  const words = place.dataset, zone = words.zone, lang = document.documentElement.lang;
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const lines = [words.low, words.high].filter(v => v).map(Number);
  const short = Date.parse(data.window.to) - Date.parse(data.window.from) < 30 * 60e3 ? { second: "2-digit" } : {};
  const clock = new Intl.DateTimeFormat(lang, { timeZone: zone, hour: "2-digit", minute: "2-digit", ...short });
  const full = new Intl.DateTimeFormat(lang, { timeZone: zone, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const number = v => v == null ? "–" : v.toLocaleString(lang, { maximumFractionDigits: 2 });
  const from = Date.parse(data.window.from) / 1000, to = Date.parse(data.window.to) / 1000;
  const table = columns(data);
  const measured = (u, most, series, i) => {
    const least = i == null ? null : table[1][i];
    return least == null || least === most ? number(most) : `${number(least)}–${number(most)}`;
  };
  place.replaceChildren();

  function bands(u) {
    const { ctx } = u, { top, height, left, width } = u.bbox;
    ctx.save();
    ctx.fillStyle = css("--gap");
    for (const gap of data.gaps) {
      const a = Math.max(left, u.valToPos(Date.parse(gap.from) / 1000, "x", true));
      const b = Math.min(left + width, u.valToPos(Date.parse(gap.to) / 1000, "x", true));
      if (b > a) ctx.fillRect(a, top, b - a, height);
    }
    ctx.fillStyle = css("--rolled");
    for (const stretch of data.rolledUp) {
      const a = Math.max(left, u.valToPos(Date.parse(stretch.from) / 1000, "x", true));
      const b = Math.min(left + width, u.valToPos(Date.parse(stretch.to) / 1000, "x", true));
      if (b > a) ctx.fillRect(a, top, b - a, height);
    }
    ctx.restore();
  }

  function limits(u) {
    const { ctx } = u, { left, width } = u.bbox;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = css("--bad");
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.setLineDash([8 * devicePixelRatio, 5 * devicePixelRatio]);
    ctx.textAlign = "left";
    ctx.font = `600 ${12 * devicePixelRatio}px system-ui`;
    for (const value of lines) {
      const y = u.valToPos(value, "y", true);
      ctx.beginPath();
      ctx.moveTo(left, y);
      ctx.lineTo(left + width, y);
      ctx.stroke();
      label(ctx, `${words.limit} ${number(value)} ${data.unit}`, left + 8 * devicePixelRatio, y);
    }
    ctx.restore();
  }

  // The name of a line on a ground of its own, so that it can be read over a dense signal.
  function label(ctx, text, x, y) {
    const px = devicePixelRatio, width = ctx.measureText(text).width + 10 * px, height = 18 * px;
    ctx.save();
    ctx.fillStyle = css("--card");
    ctx.fillRect(x, y - height - 4 * px, width, height);
    ctx.restore();
    ctx.textBaseline = "middle";
    ctx.fillText(text, x + 5 * px, y - height / 2 - 4 * px);
  }

  const axis = { font: "12px system-ui", labelFont: "12px system-ui", stroke: css("--soft"), grid: { stroke: css("--line"), width: 1 }, ticks: { stroke: css("--line"), width: 1 } };
  const chart = new uPlot({
    width: place.clientWidth || 600,
    height: 300,
    tzDate: ts => uPlot.tzDate(new Date(ts * 1e3), zone),
    scales: {
      x: { time: true, range: (u, min, max) => min === max ? [from, to] : [Math.max(from, min), Math.min(to, max)] },
      y: { range: (u, min, max) => { const lo = Math.min(min ?? 0, ...lines), hi = Math.max(max ?? 1, ...lines), pad = (hi - lo || 1) * 0.08; return [lo - pad, hi + pad]; } },
    },
    axes: [
      { ...axis, values: (u, splits) => splits.map(s => clock.format(s * 1000)) },
      { ...axis, size: 56, label: data.unit, labelSize: 22, values: (u, splits) => splits.map(number) },
    ],
    series: [
      { label: words.time, value: (u, v) => v == null ? "–" : full.format(v * 1000) },
      { class: "least", stroke: css("--series"), width: 1, spanGaps: false, points: { show: false } },
      { label: `${words.measured} (${data.unit})`, stroke: css("--series"), width: 1.25, spanGaps: false, points: { show: data.samples.length < 60 }, value: measured },
      { label: words.doubtful, stroke: css("--warn"), paths: () => null, points: { show: true, size: 7, width: 2 }, value: (u, v) => number(v) },
    ],
    bands: [{ series: [2, 1], fill: css("--band") }],
    hooks: { drawClear: [bands], draw: [limits] },
  }, table, place);
  new ResizeObserver(() => { if (Math.abs(place.clientWidth - chart.width) > 1) chart.setSize({ width: place.clientWidth, height: 300 }); }).observe(place);
}
