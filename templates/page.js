
"use strict";
(() => {
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const status = document.getElementById("Status");
  const say = (text) => { status.textContent = text; };
  const text = (node) => node.textContent.trim();

  function button(label, name, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    if (name) made.setAttribute("aria-label", name);
    made.addEventListener("click", act);
    return made;
  }

  // --- Sorting: figures by their value, words by the alphabet, what is empty last. ---

  const SECONDS = { ns: 1e-9, "µs": 1e-6, us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, day: 86400, week: 604800, month: 2629746, year: 31556952 };
  const TIMES = { k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 };

  // `3.4k/s`, `20.8/h`, `1.2 GB`, `99.97 %`, `6.13k USD/month`, `9.8M users`; of `2 to 3` the first.
  function figure(written) {
    const found = /^\D{0,10}?([-−]?\d[\d,]*(?:\.\d+)?)\s*([^\s(/;,]*)(?:[^/(;,]*\/\s*(\w+))?/.exec(written);
    if (!found) return null;
    const [, digits, unit, per] = found;
    const single = (word) => SECONDS[word] ?? SECONDS[word.replace(/s$/, "")];
    const [, times, rest] = /^(Ki|Mi|Gi|Ti|Pi|[kMGTPE])?(.*)$/.exec(unit);
    const known = /^(|B|bit|b|W|Wh)$/.test(rest);
    const factor = single(unit) ?? (times && known ? TIMES[times] * (rest === "bit" ? 1 / 8 : 1) : 1);
    return Number(digits.replace(/,/g, "").replace("−", "-")) * factor / ((per && single(per)) || 1);
  }

  function compare(a, b, figures) {
    if (!a || !b) return Number(!a) - Number(!b);
    const [x, y] = figures ? [figure(a), figure(b)] : [null, null];
    if (x !== null && y !== null) return x - y;
    if (figures && (x === null) !== (y === null)) return x === null ? 1 : -1;
    return a.localeCompare(b, "en", { numeric: true });
  }

  function sort(head, column) {
    const table = head.closest("table");
    const rows = all("tbody > tr", table);
    rows.forEach((row, at) => { row.place ??= at; });
    const next = { none: "ascending", ascending: "descending", descending: "none" }[head.ariaSort ?? "none"];
    all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
    const words = new Map(rows.map((row) => [row, text(row.cells[column])]));
    const sign = next === "descending" ? -1 : 1;
    rows.sort((a, b) => {
      const [x, y] = [words.get(a), words.get(b)];
      const order = x && y ? sign * compare(x, y, head.align === "right") : compare(x, y, false);
      return (next !== "none" && order) || a.place - b.place;
    });
    if (next !== "none") head.setAttribute("aria-sort", next);
    rows[0].parentNode.append(...rows);
    say(next === "none" ? `${text(head)}: as written` : `Sorted by ${text(head)}, ${next}`);
  }

  for (const table of all(".table > table").filter((table) => table.tBodies[0]?.rows.length > 1)) {
    all("th", table).forEach((head, column) => {
      if (!text(head)) return;
      const made = button("", "", () => sort(head, column));
      made.append(...head.childNodes);
      head.append(made);
    });
  }

  // --- Filter: rows of all tables that hold every word. ---

  const rows = all(".table tbody > tr").map((row) => [row, row.textContent.toLowerCase()]);
  const filter = document.getElementById("Filter");
  let opened = [];

  function choose() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const [row, words_of_row] of rows) {
      row.hidden = !words.every((word) => words_of_row.includes(word));
      left += row.hidden ? 0 : 1;
    }
    for (const box of all(".table")) box.hidden = words.length > 0 && !box.querySelector("tbody > tr:not([hidden])");
    opened.forEach((fold) => { fold.open = false; });
    opened = words.length ? all(".fold:not([open])").filter((fold) => fold.querySelector("tbody > tr:not([hidden])")) : [];
    opened.forEach((fold) => { fold.open = true; });
    say(words.length ? `${left} of ${rows.length} rows` : "");
  }

  filter.addEventListener("input", choose);
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { filter.value = ""; choose(); }
    if (event.key === "Enter") rows.find(([row]) => !row.hidden)?.[0].scrollIntoView({ block: "center" });
  });

  // --- Tracing: a flow or a component lights its way through the pictures. ---

  const views = all(".view");
  const flows = new Set(all("[data-flows]").flatMap((part) => part.dataset.flows.split(" ")));
  const parties = new Set(all("[data-component]").flatMap((part) => inside(part)));
  let pinned = null;

  // A box may stand for several, and for the flows that pass between them.
  function inside(part) { return part.dataset.component.split(" "); }
  function passes(part, name) { return (part.dataset.flows ?? "").split(" ").includes(name); }

  function way(view, name) {
    const boxes = all("[data-component]", view);
    const own = new Set([name, ...boxes.filter((box) => inside(box).includes(name)).map((box) => inside(box)[0])]);
    const calls = all("[data-from]", view).filter((call) =>
      passes(call, name) || own.has(call.dataset.from) || own.has(call.dataset.to));
    const ends = new Set([...own, ...calls.flatMap(({ dataset }) => [dataset.from, dataset.to])]);
    return [calls, [...calls, ...boxes.filter((box) => ends.has(inside(box)[0]) || passes(box, name))]];
  }

  function trace(name) {
    all(".lit").forEach((part) => part.classList.remove("lit"));
    for (const view of views) {
      const parts = name ? way(view, name)[1] : [];
      parts.forEach((part) => part.classList.add("lit"));
      view.classList.toggle("traced", parts.length > 0);
    }
    document.body.classList.toggle("tracing", Boolean(name));
  }

  function pin(made, name) {
    pinned = pinned === name ? null : name;
    all(".name").forEach((other) => other.setAttribute("aria-pressed", String(text(other) === pinned)));
    trace(pinned);
    if (!pinned) return say("");
    const view = views.find((one) => one.classList.contains("traced") && one.querySelector("[data-flows]"));
    const calls = view ? way(view, name)[0].map(({ dataset }) => `${dataset.from} to ${dataset.to}`) : [];
    say(`Lit in the pictures: ${name}`);
    made.title = [...new Set(calls)].join(", ");
    view?.scrollIntoView({ block: "nearest" });
  }

  const met = new Set();
  for (const cell of all("td, h3, li > strong")) {
    const name = text(cell);
    if (!flows.has(name) && !parties.has(name)) continue;
    cell.addEventListener("pointerenter", () => trace(name));
    cell.addEventListener("pointerleave", () => trace(pinned));
    // Each name is a stop of the keyboard once; more would be in the way.
    if (cell.tagName !== "TD" || met.has(name)) continue;
    met.add(name);
    const made = button("", "", () => pin(made, name));
    made.className = "name";
    made.setAttribute("aria-pressed", "false");
    made.addEventListener("focus", () => trace(name));
    made.addEventListener("blur", () => trace(pinned));
    made.append(...cell.childNodes);
    cell.append(made);
  }
  for (const part of all("[data-component]")) {
    part.addEventListener("pointerenter", () => trace(inside(part)[0]));
    part.addEventListener("pointerleave", () => trace(pinned));
  }

  // --- Pan and zoom, by what part of a picture is in view. ---

  const dialog = document.getElementById("Full");

  function zoomable(view) {
    const svg = view.querySelector("svg");
    const whole = svg.viewBox.baseVal;
    const [width, height] = [whole.width, whole.height];
    let box = { x: 0, y: 0, scale: 1 };
    const fingers = new Map();

    function show({ x, y, scale }) {
      scale = Math.min(Math.max(scale, 1), 12);
      const inside = (at, size) => Math.min(Math.max(at, 0), size - size / scale);
      box = { x: inside(x, width), y: inside(y, height), scale };
      svg.setAttribute("viewBox", `${box.x} ${box.y} ${width / scale} ${height / scale}`);
      view.classList.toggle("zoomed", scale > 1);
    }
    // Keeps the point under the pointer, else the middle, where it is.
    function zoom(by, at) {
      const frame = svg.getBoundingClientRect();
      const [u, v] = at ? [(at.x - frame.left) / frame.width, (at.y - frame.top) / frame.height] : [0.5, 0.5];
      const scale = Math.min(Math.max(box.scale * by, 1), 12);
      show({ x: box.x + u * width * (1 / box.scale - 1 / scale), y: box.y + v * height * (1 / box.scale - 1 / scale), scale });
    }
    function move(dx, dy) { show({ ...box, x: box.x + (dx * width) / box.scale, y: box.y + (dy * height) / box.scale }); }
    const fit = () => show({ x: 0, y: 0, scale: 1 });

    view.addEventListener("keydown", (event) => {
      const act = {
        "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: fit,
        ArrowLeft: () => move(-0.15, 0), ArrowRight: () => move(0.15, 0), ArrowUp: () => move(0, -0.15), ArrowDown: () => move(0, 0.15),
      }[event.key];
      const steers = !event.key.startsWith("Arrow") || box.scale > 1;
      if (!act || !steers || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
    view.addEventListener("wheel", (event) => {
      // A plain wheel scrolls the page past the picture.
      if (!event.ctrlKey && !event.metaKey && !dialog.open) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), { x: event.clientX, y: event.clientY });
    }, { passive: false });
    view.addEventListener("pointerdown", (event) => {
      fingers.set(event.pointerId, event);
      if (box.scale > 1) { view.setPointerCapture(event.pointerId); view.classList.add("held"); }
    });
    view.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const other = [...fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
      fingers.set(event.pointerId, event);
      if (other) {
        const apart = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY) || 1;
        zoom(apart(event) / apart(before), { x: (event.clientX + other.clientX) / 2, y: (event.clientY + other.clientY) / 2 });
      } else if (box.scale > 1) {
        const frame = svg.getBoundingClientRect();
        move((before.clientX - event.clientX) / frame.width, (before.clientY - event.clientY) / frame.height);
      }
    });
    for (const kind of ["pointerup", "pointercancel", "pointerleave"]) {
      view.addEventListener(kind, (event) => { fingers.delete(event.pointerId); view.classList.remove("held"); });
    }
    addEventListener("beforeprint", fit);

    const figure = view.parentNode;
    const name = view.getAttribute("aria-label");
    const knobs = document.createElement("div");
    knobs.className = "knobs";
    const full = button("Full size", `Full size: ${name}`, () => {
      if (dialog.open) return dialog.close();
      const place = document.createComment("");
      figure.replaceWith(place);
      dialog.append(figure);
      full.textContent = "Close";
      full.setAttribute("aria-label", `Close: ${name}`);
      dialog.showModal();
      view.focus();
      dialog.addEventListener("close", () => {
        place.replaceWith(figure);
        full.textContent = "Full size";
        full.setAttribute("aria-label", `Full size: ${name}`);
        fit();
        full.focus();
      }, { once: true });
    });
    knobs.append(
      button("+", `Zoom in: ${name}`, () => zoom(1.4)), button("−", `Zoom out: ${name}`, () => zoom(1 / 1.4)),
      button("Fit", `Fit: ${name}`, fit), full);
    view.before(knobs);
    view.setAttribute("aria-description", "Plus and minus zoom, arrows move, 0 shows all");
  }
  views.forEach(zoomable);

  // --- Links to headings, and where the reader is. ---

  for (const link of all(".anchor")) {
    link.addEventListener("click", () => {
      navigator.clipboard?.writeText(link.href).then(() => say("Link copied"), () => {});
    });
  }

  const entries = new Map(all("nav a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const seen = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (!isIntersecting) continue;
      entries.forEach((link) => link.removeAttribute("aria-current"));
      entries.get(target.id).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-48px 0px -75% 0px" });
  entries.forEach((_, id) => { const heading = document.getElementById(id); if (heading) seen.observe(heading); });

  // --- Folds: the contents on a small screen, the working on paper. ---

  const contents = document.querySelector(".contents");
  if (contents && !matchMedia("(min-width: 68rem)").matches) contents.open = false;
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));

  document.querySelector(".tools").hidden = false;
})();
