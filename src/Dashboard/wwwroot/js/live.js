"use strict";
// Keeps the values of a site's points and their ages. The age is by the plant's clock, which may run faster than ours.
document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("live");
  if (!root) return;
  const lang = document.documentElement.lang;
  const speed = Number(root.dataset.speed);
  const ofLimit = document.getElementById("of-limit").textContent;
  const units = lang === "id" ? { d: "hari", h: "jam", m: "menit", s: "detik" } : { d: "d", h: "h", m: "min", s: "s" };
  const points = new Map([...root.querySelectorAll("[data-point]")].map(e => [Number(e.dataset.point), e]));
  let base = Date.parse(root.dataset.now), at = performance.now();

  const plantNow = () => base + (performance.now() - at) * speed;
  const setClock = now => { base = Date.parse(now); at = performance.now(); };
  const number = v => v.toLocaleString(lang, { maximumFractionDigits: Math.abs(v) < 1 ? 4 : Math.abs(v) < 100 ? 2 : 1 });

  function duration(ms) {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s >= 86400) return `${Math.floor(s / 86400)} ${units.d} ${Math.floor(s % 86400 / 3600)} ${units.h}`;
    if (s >= 3600) return `${Math.floor(s / 3600)} ${units.h} ${Math.floor(s % 3600 / 60)} ${units.m}`;
    return s >= 60 ? `${Math.floor(s / 60)} ${units.m} ${s % 60} ${units.s}` : `${s} ${units.s}`;
  }

  function setState(element, state) {
    if (element.dataset.state === state) return;
    element.dataset.state = state;
    element.querySelector(".state").textContent = root.dataset[state];
    // A value of the past says nothing of the present: it must not keep a colour of safety.
    if (state !== "live") {
      element.dataset.level = "none";
      element.querySelector(".share").textContent = "";
    }
  }

  function show(value) {
    const element = points.get(value.point);
    if (!element) return;
    element.querySelector(".value b").textContent = number(value.value);
    element.dataset.received = value.received;
    setState(element, value.state);
    if (value.state !== "live") return;
    const share = value.share;
    element.dataset.level = share === null ? "none" : share > 1 ? "over" : share >= 0.8 ? "near" : "ok";
    element.querySelector(".share").textContent = share === null ? "" :
      ofLimit.replace("{0}", share >= 10 ? `${Math.round(share).toLocaleString(lang)}×` : share.toLocaleString(lang, { style: "percent", maximumFractionDigits: 0 }));
  }

  function tick() {
    const now = plantNow();
    for (const element of points.values()) {
      if (!element.dataset.received) continue;
      const age = now - Date.parse(element.dataset.received);
      element.querySelector(".age").textContent = `${duration(age)} ${root.dataset.ago}`;
      if (age > Number(element.dataset.patience) * 1000) setState(element, "silent");
    }
  }

  const take = event => { setClock(event.now); for (const value of event.values || []) show(value); tick(); };
  K3.stream(root.dataset.url, { hello: take, values: take, beat: take, incidents: event => { setClock(event.now); K3.news(); } });
  setInterval(tick, 1000);
});
