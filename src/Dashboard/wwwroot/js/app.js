"use strict";
// Every page works without this file; it adds the news of incidents and the banner of a lost link.
window.K3 = (() => {
  const graceMs = 4000;

  // Opens a stream that says when the link is lost. EventSource itself tries again.
  function stream(url, handlers) {
    const banner = document.getElementById("lost");
    let timer = 0;
    const well = () => { clearTimeout(timer); timer = 0; if (banner) banner.hidden = true; };
    const lost = () => { if (!timer) timer = setTimeout(() => { if (banner) banner.hidden = false; }, graceMs); };
    let source = null;
    const open = () => {
      source = new EventSource(url);
      source.addEventListener("open", well);
      source.addEventListener("error", () => {
        lost();
        // A refusal (a restart behind a proxy, a session that ended) closes the source for good.
        if (source.readyState === EventSource.CLOSED) setTimeout(open, 5000);
      });
      for (const [name, handle] of Object.entries(handlers))
        source.addEventListener(name, event => { well(); handle(JSON.parse(event.data)); });
    };
    open();
    window.addEventListener("pagehide", () => source.close());
    window.addEventListener("pageshow", event => { if (event.persisted) open(); });
  }

  function news() {
    const place = document.getElementById("news");
    if (place) place.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("news");
    if (place && place.dataset.live) stream(place.dataset.live, { incidents: news });
  });
  return { stream, news };
})();
