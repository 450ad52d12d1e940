// A list of any length of which only the rows in sight are nodes. Rows have one height and come from the server in pages.

import { h, replace } from "./dom.js";
import { isAbort } from "./api.js";

const PAGE = 200;
const KEPT_PAGES = 30;
const AROUND = 12;
// Browsers end what is higher than some 17 million pixels.
const MAX_HEIGHT = 10_000_000;

// `rowHeight` in pixels; `load(offset, limit, signal)` gives `{rows, count}`; `render(row, index)` a node for a row;
// `count` as far as known.
export class VirtualRows {
  #pages = new Map();
  #asked = new Set();
  #count;
  #frame = 0;
  #shown = "";
  #ended = new AbortController();

  constructor({ scroller, body, rowHeight, load, render, empty, onError, count = 0 }) {
    Object.assign(this, { scroller, body, rowHeight, load, render, empty, onError });
    this.#count = count;
    this.spacer = h("div", { class: "virtual-spacer" });
    this.rows = h("div", { class: "virtual-rows", role: body.getAttribute("role") ? "presentation" : null });
    replace(body, this.spacer, this.rows);
    const { signal } = this.#ended;
    scroller.addEventListener("scroll", () => this.#later(), { passive: true, signal });
    this.observer = new ResizeObserver(() => this.#later());
    this.observer.observe(scroller);
    this.#resized();
    this.#ask(0);
  }

  get count() {
    return this.#count;
  }

  stop() {
    this.#ended.abort();
    this.observer.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  // Scrolls to the row at `index`.
  show(index) {
    const { height, total } = this.#sizes();
    this.scroller.scrollTop = total <= height ? index * this.rowHeight : (index / this.#count) * height;
  }

  #sizes() {
    const total = this.#count * this.rowHeight;
    return { total, height: Math.min(total, MAX_HEIGHT) };
  }

  #resized() {
    this.spacer.style.setProperty("height", `${this.#sizes().height}px`);
  }

  #later() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    const { total, height } = this.#sizes();
    const { scrollTop } = this.scroller;
    // Never more than a window of rows, even if the box grows with them.
    const clientHeight = Math.min(this.scroller.clientHeight, window.innerHeight);
    const inSight = Math.ceil(clientHeight / this.rowHeight);
    let first;
    let top;
    if (total <= height) {
      first = Math.max(0, Math.floor(scrollTop / this.rowHeight) - AROUND);
      top = first * this.rowHeight;
    } else {
      // The bar's place is the share of the rows; from there on, rows have their height.
      const share = scrollTop / Math.max(1, height - clientHeight);
      first = Math.round(share * Math.max(0, this.#count - inSight));
      top = Math.min(scrollTop, height - inSight * this.rowHeight);
    }
    const last = Math.min(this.#count, first + inSight + 2 * AROUND);
    const shown = `${first}-${last}-${this.#count}-${this.#version}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const nodes = [];
    for (let index = first; index < last; index += 1) {
      const page = this.#pages.get(Math.floor(index / PAGE));
      if (!page) this.#ask(Math.floor(index / PAGE));
      nodes.push(this.render(page ? page[index % PAGE] : null, index));
    }
    this.rows.style.setProperty("transform", `translateY(${top}px)`);
    replace(this.rows, ...nodes);
  }

  #version = 0;

  async #ask(page) {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    try {
      const { rows, count } = await this.load(page * PAGE, PAGE, this.#ended.signal);
      if (this.#ended.signal.aborted) return;
      this.#pages.set(page, rows);
      this.#drop(page);
      this.#version += 1;
      if (count !== this.#count) {
        this.#count = count;
        this.#resized();
      }
      if (count === 0 && this.empty) replace(this.body, this.empty());
      else this.#later();
    } catch (error) {
      this.#asked.delete(page);
      if (!isAbort(error)) this.onError?.(error);
    }
  }

  // Forgets pages far from `page`, so that a long list does not fill the memory by scrolling.
  #drop(page) {
    if (this.#pages.size <= KEPT_PAGES) return;
    const far = [...this.#pages.keys()].sort((left, right) => Math.abs(right - page) - Math.abs(left - page))[0];
    this.#pages.delete(far);
    this.#asked.delete(far);
  }
}
