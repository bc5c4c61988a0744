"use strict";
// What a mark says is in its title. Pointing at it, tapping it, finding it by its name or stepping
// to it by the arrow keys shows that, and lights what shares a key with it.
(() => {
  const tip = document.getElementById("tip");
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
  const clear = () => {
    tip.hidden = true;
    pinned = false;
    for (const svg of pictures) {
      svg.classList.remove("lit");
      for (const mark of svg.querySelectorAll(".on")) mark.classList.remove("on");
    }
  };
  const show = (svg, mark, x, y) => {
    const text = mark.dataset.said;
    if (tip.textContent !== text) tip.textContent = text;
    tip.hidden = false;
    for (const other of svg.querySelectorAll(".on")) other.classList.remove("on");
    mark.classList.add("on");
    const own = new Set(words(mark.dataset.keys));
    const near = new Set([...own, ...words(mark.dataset.near)]);
    svg.classList.toggle("lit", own.size > 0);
    for (const other of own.size ? svg.querySelectorAll(".spot[data-keys]") : []) {
      const keys = words(other.dataset.keys);
      const lit = keys.some((key) => own.has(key)) || (keys.length === 1 && near.has(keys[0]));
      other.classList.toggle("on", lit || other === mark);
    }
    if (x === undefined) {
      const box = mark.getBoundingClientRect();
      [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 2)];
    }
    place(x, y);
  };

  for (const svg of pictures) {
    const title = svg.querySelector(":scope > title");
    svg.setAttribute("aria-label", title.textContent);
    svg.removeAttribute("aria-labelledby");
    svg.setAttribute("aria-describedby", svg.querySelector(":scope > desc").id);
    title.remove(); // it would cover what a mark says
    const marks = [...svg.querySelectorAll(".spot")];
    for (const mark of marks) {
      const told = mark.querySelector("title");
      mark.dataset.said = told.textContent;
      told.remove();
    }
    if (!marks.length) continue;
    svg.tabIndex = 0;
    const of = (event) => event.target.closest(".spot");
    svg.addEventListener("pointermove", (event) => {
      if (pinned || event.pointerType === "touch") return;
      const mark = of(event);
      if (mark) show(svg, mark, event.clientX, event.clientY);
      else clear();
    });
    svg.addEventListener("pointerleave", (event) => {
      if (!pinned && event.pointerType !== "touch") clear();
    });
    svg.addEventListener("click", (event) => {
      const mark = of(event);
      const same = pinned && mark && mark.classList.contains("on") && mark.dataset.said === tip.textContent;
      clear();
      if (!mark || same) return;
      show(svg, mark, event.clientX, event.clientY);
      pinned = true;
      event.stopPropagation();
    });
    let step = -1;
    svg.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Home") step = 0;
      else if (event.key === "End") step = marks.length - 1;
      else if (by) step = (step + by + marks.length) % marks.length;
      else return;
      event.preventDefault();
      clear();
      show(svg, marks[step]);
      pinned = true;
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

  const hint = document.querySelector(".hint");
  hint.hidden = !document.querySelector(".spot");
  const find = document.getElementById("find");
  if (find) {
    const list = document.getElementById("names");
    const all = [...document.querySelectorAll(".spot[data-name]")].map((mark) => mark.dataset.name);
    for (const name of [...new Set(all)].sort((a, b) => a.localeCompare(b))) {
      list.append(Object.assign(document.createElement("option"), { value: name }));
    }
    document.querySelector(".find").hidden = false;
    find.addEventListener("input", () => {
      const asked = find.value.trim().toLowerCase();
      const svg = seen();
      const marks = svg ? [...svg.querySelectorAll(".spot[data-name]")] : [];
      const named = (mark) => mark.dataset.name.toLowerCase();
      const mark = asked && (marks.find((m) => named(m) === asked)
        || (asked.length > 2 && marks.find((m) => named(m).startsWith(asked))));
      clear();
      if (!mark) return;
      show(svg, mark);
      pinned = true;
    });
  }
})();
