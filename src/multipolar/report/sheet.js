"use strict";
// What a mark says is in its title. Pointing at it, tapping it, finding it by its name or stepping
// to it by the arrow keys shows that, and lights what shares a key with it. A grid has no marks:
// what a cell says is made from the data of the page.
(() => {
  const tip = document.getElementById("tip");
  const told = document.querySelector('script[type="application/json"]');
  const grid = told ? JSON.parse(told.textContent).grid : null;
  const pictures = [...document.querySelectorAll("svg.chart")];
  const seen = () => pictures.find((svg) => svg.getBoundingClientRect().width > 0);
  const words = (text) => (text || "").split(" ").filter(Boolean);
  let pinned = false;

  const place = (x, y) => {
    const box = tip.getBoundingClientRect();
    const right = x + 14 + box.width > innerWidth - 6 ? x - 14 - box.width : x + 14;
    const under = y + 16 + box.height > innerHeight - 6 ? y - 12 - box.height : y + 16;
    const left = Math.min(Math.max(right, 6), Math.max(innerWidth - box.width - 6, 6));
    tip.style.transform = `translate(${left}px, ${Math.max(under, 6)}px)`;
  };
  const say = (text, x, y) => {
    if (tip.textContent !== text) tip.textContent = text;
    tip.hidden = false;
    place(x, y);
  };
  const clear = () => {
    tip.hidden = true;
    pinned = false;
    for (const svg of pictures) {
      svg.classList.remove("lit");
      for (const mark of svg.querySelectorAll(".on")) mark.classList.remove("on");
      for (const cross of svg.querySelectorAll(".cross")) cross.setAttribute("d", "");
    }
  };
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 2)];
  };
  const show = (svg, mark, x, y) => {
    for (const other of svg.querySelectorAll(".on")) other.classList.remove("on");
    mark.classList.add("on");
    const own = new Set(words(mark.dataset.keys));
    const near = new Set([...own, ...words(mark.dataset.near)]);
    svg.classList.toggle("lit", own.size > 0);
    for (const other of own.size ? svg.querySelectorAll(".spot[data-keys]") : []) {
      const keys = words(other.dataset.keys);
      const lit = own.size > 1 // a tie lights its two ends, what has one key all that shares it
        ? keys.every((key) => own.has(key))
        : keys.some((key) => own.has(key)) || (keys.length === 1 && near.has(keys[0]));
      other.classList.toggle("on", lit || other === mark);
    }
    say(mark.dataset.said, ...(x === undefined ? middle(mark) : [x, y]));
  };

  // A square of all pairs.
  const value = (row, column) => grid.values[Math.max(row, column)][Math.min(row, column)];
  const shown = (number) => (number === null ? "not known" : number.toFixed(2).replace("-", "−"));
  const pair = (row, column) => {
    const [one, two] = [grid.names[row], grid.names[column]];
    if (row === column) return `${one}\n${grid.blocs[row]}`;
    const [a, b] = [grid.blocs[row], grid.blocs[column]];
    const where = a === b ? a : `${a} and ${b}`;
    return `${one} and ${two}\n${grid.word} ${shown(value(row, column))}\n${where}`;
  };
  const line = (row) => {
    const others = grid.names.map((name, i) => [name, i === row ? null : value(row, i)])
      .filter((other) => other[1] !== null).sort((a, b) => b[1] - a[1]);
    const list = (some) => some.map(([name, v]) => `${name} ${shown(v)}`).join(", ");
    return `${grid.names[row]}\n${grid.blocs[row]}\n${grid.word}, highest: ${list(others.slice(0, 4))}\n` +
      `lowest: ${list(others.slice(-4).reverse())}`;
  };
  const cells = (svg) => {
    const area = svg.querySelector(".grid");
    if (!area || !grid) return null;
    const at = words(area.dataset.at).map(Number);
    const [size, side] = [Number(area.dataset.cell), area.width.baseVal.value];
    const [left, top] = [area.x.baseVal.value, area.y.baseVal.value];
    const index = (p) => at.findIndex((start) => p >= start && p < start + size);
    const cross = svg.querySelector(".cross");
    const bar = (row) => `M${left},${top + at[row]}h${side}v${size}h${-side}z`;
    const column = (c) => `M${left + at[c]},${top}v${side}h${size}v${-side}z`;
    const screen = (row, c) => {
      const box = area.getBoundingClientRect();
      const scale = box.width / side;
      return [box.left + (at[c] + size / 2) * scale, box.top + (at[row] + size / 2) * scale];
    };
    return {
      count: at.length,
      at(event) {
        const box = area.getBoundingClientRect();
        const scale = side / box.width;
        const spot = [index((event.clientY - box.top) * scale), index((event.clientX - box.left) * scale)];
        return spot.includes(-1) ? null : spot;
      },
      cell(row, c, x, y) {
        cross.setAttribute("d", bar(row) + column(c));
        say(pair(row, c), ...(x === undefined ? screen(row, c) : [x, y]));
      },
      row(row) {
        cross.setAttribute("d", bar(row) + column(row));
        say(line(row), ...screen(row, row));
      },
    };
  };

  for (const svg of pictures) {
    const title = svg.querySelector(":scope > title");
    svg.setAttribute("aria-label", title.textContent);
    svg.removeAttribute("aria-labelledby");
    svg.setAttribute("aria-describedby", svg.querySelector(":scope > desc").id);
    title.remove(); // it would cover what a mark says
    const marks = [...svg.querySelectorAll(".spot")];
    for (const mark of marks) {
      const said = mark.querySelector("title");
      mark.dataset.said = said.textContent;
      said.remove();
    }
    const square = cells(svg);
    if (!marks.length && !square) continue;
    svg.tabIndex = 0;
    const point = (event) => {
      const mark = event.target.closest(".spot");
      const cell = !mark && square && square.at(event);
      if (mark) show(svg, mark, event.clientX, event.clientY);
      else if (cell) square.cell(...cell, event.clientX, event.clientY);
      return Boolean(mark || cell);
    };
    svg.addEventListener("pointermove", (event) => {
      if (pinned || event.pointerType === "touch") return;
      if (!point(event)) clear();
    });
    svg.addEventListener("pointerleave", (event) => {
      if (!pinned && event.pointerType !== "touch") clear();
    });
    svg.addEventListener("click", (event) => {
      const before = pinned ? tip.textContent : "";
      clear();
      if (!point(event)) return;
      event.stopPropagation();
      if (tip.textContent === before) clear();
      else pinned = true;
    });
    let [step, row, column] = [-1, 0, 0];
    svg.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const end = { Home: 0, End: (square ? square.count : marks.length) - 1 }[event.key];
      if (!by && end === undefined) return;
      event.preventDefault();
      clear();
      pinned = true;
      if (square) {
        const to = (now) => (now + by + square.count) % square.count;
        if (end !== undefined) [row, column] = [end, end];
        else if (event.key === "ArrowDown" || event.key === "ArrowUp") row = to(row);
        else column = to(column);
        square.cell(row, column);
        return;
      }
      step = end !== undefined ? end : (step + by + marks.length) % marks.length;
      show(svg, marks[step]);
    });
    svg.addEventListener("blur", clear);
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("svg.chart, .find")) clear();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });
  addEventListener("scroll", () => { if (pinned) clear(); }, { passive: true });

  document.querySelector(".hint").hidden = !grid && !document.querySelector(".spot");
  const find = document.getElementById("find");
  if (!find) return;
  const list = document.getElementById("names");
  const all = grid ? grid.names
    : [...document.querySelectorAll(".spot[data-name]")].map((mark) => mark.dataset.name);
  for (const name of [...new Set(all)].sort((a, b) => a.localeCompare(b))) {
    list.append(Object.assign(document.createElement("option"), { value: name }));
  }
  document.querySelector(".find").hidden = false;
  find.addEventListener("input", () => {
    const asked = find.value.trim().toLowerCase();
    const svg = seen();
    clear();
    if (!asked || !svg) return;
    const marks = grid ? [] : [...svg.querySelectorAll(".spot[data-name]")];
    const names = (grid ? grid.names : marks.map((mark) => mark.dataset.name))
      .map((name) => name.toLowerCase());
    let place = names.indexOf(asked);
    if (place < 0 && asked.length > 2) place = names.findIndex((name) => name.startsWith(asked));
    if (place < 0) return;
    if (grid) cells(svg).row(place);
    else show(svg, marks[place]);
    pinned = true;
  });
})();
