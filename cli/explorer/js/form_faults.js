// Shows the faults of the value in the form: next to their fields, as a number on what is closed around them, or on top.

import { h, replace } from "./dom.js";
import { t } from "./labels.js";

// The message of a fault without the way to its field, next to which it is.
function shortened(message, path) {
  const around = path.slice(0, path.lastIndexOf(".") + 1);
  if (message.startsWith(`${path}: `)) return message.slice(path.length + 2);
  return around && message.startsWith(around) ? message.slice(around.length) : message;
}

// The marks of one form.
export class FaultMarks {
  constructor(form) {
    this.form = form;
    this.banner = h("div", { class: "form-banner" });
    this.marked = [];
  }

  // Whether a fault is not shown yet: a field that nobody has been at lacks its value.
  isQuiet({ path }) {
    const { request } = this.form;
    if (request.showsAll || request.visited.has(path) || !path) return false;
    const node = request.get(path);
    return node === undefined || node.kind === "string" && node.value === "";
  }

  // Shows the faults as they are now.
  show() {
    const { request, fields, groups } = this.form;
    for (const undo of this.marked) undo();
    this.marked = [];
    const general = [];
    const counts = new Map();
    const here = new Map();
    const add = (path, message) => here.set(path, [...(here.get(path) ?? []), message]);
    if (!request.error) {
      for (const fault of request.faults) {
        const quiet = this.isQuiet(fault);
        const steps = fault.path ? fault.path.split(".") : [];
        for (let at = steps.length; at > 0; at--) {
          const path = steps.slice(0, at).join(".");
          const before = counts.get(path) ?? { faults: 0, loud: 0 };
          counts.set(path, { faults: before.faults + 1, loud: before.loud + !quiet });
        }
        if (quiet) continue;
        let at = steps.length;
        while (at > 0 && !fields.has(steps.slice(0, at).join(".")) && !groups.has(steps.slice(0, at).join("."))) at--;
        const path = steps.slice(0, at).join(".");
        if (at === 0) general.push(fault.message);
        // What is in an object that nobody opened is counted on it; what no form has a field for is said on what is around.
        else if (at === steps.length || groups.get(path)?.isBuilt !== false) add(path, shortened(fault.message, fault.path));
      }
    }
    for (const [path, messages] of here) this.mark(path, messages);
    for (const [path, count] of counts) this.badge(path, count);
    replace(this.banner,
      request.error && h("div", { class: "notice warn" }, h("p", null, t("formShowsLastGood", request.error.line)), h("button", { type: "button", class: "button small", onclick: () => document.getElementById("tab-json").click() }, t("showJson"))),
      request.checkError && h("p", { class: "notice warn" }, t("checkFailed", request.checkError.message)),
      general.length > 0 && h("ul", { class: "notice bad" }, general.map((message) => h("li", null, message))),
      request.notes?.map((note) => h("p", { class: "notice" }, note)));
  }

  mark(path, messages) {
    const field = this.form.fields.get(path);
    const place = field ?? this.form.groups.get(path);
    const id = `e:${path}`;
    const error = h("p", { class: "error", id, "data-error-for": path }, messages.join("\n"));
    const target = field?.control ?? place.add ?? place.summary;
    if (field) (field.control.closest(".control") ?? field.control).after(error);
    else if (place.head) place.head.after(error);
    else place.details.after(error);
    const before = target.getAttribute("aria-describedby");
    target.setAttribute("aria-describedby", before ? `${id} ${before}` : id);
    if (field) target.setAttribute("aria-invalid", "true");
    place.box.classList.add("has-fault");
    this.marked.push(() => {
      error.remove();
      if (before) target.setAttribute("aria-describedby", before);
      else target.removeAttribute("aria-describedby");
      target.removeAttribute("aria-invalid");
      place.box.classList.remove("has-fault");
    });
  }

  badge(path, { faults, loud }) {
    const group = this.form.groups.get(path);
    const place = group?.summary ?? group?.head;
    if (!place) return;
    const badge = h("span", { class: `fault-count${loud ? "" : " quiet"}`, title: t("faultCount", faults) }, String(faults), h("span", { class: "visually-hidden" }, ` ${t("faultCount", "")}`));
    place.append(badge);
    this.marked.push(() => badge.remove());
  }

  // Opens and focuses the first field with a fault; false where no field has one.
  goToFirst() {
    const { request } = this.form;
    request.showAll();
    const fault = request.faults.find(({ path }) => path);
    return fault ? this.form.reveal(fault.path) : false;
  }
}
