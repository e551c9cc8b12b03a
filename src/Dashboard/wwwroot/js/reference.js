"use strict";
// The API reference, drawn from our own description by the script that comes with the package.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("reference");
  place.replaceChildren();
  window.Scalar.createApiReference("#reference", { url: place.dataset.url, withDefaultFonts: false, telemetry: false, hideClientButton: true });
});
