// Radios and tick boxes, and their values in the shared document: words, `true`, or nothing.
export class Ticks {
  constructor(form, sheet) {
    this.sheet = sheet;
    this.inputs = [...form.querySelectorAll("input[data-value], input[data-tick]")];
    this.values = null;
    this.heard = () => this.show();
    this.inputs.forEach((input) => input.addEventListener("change", () => this.push(input)));
  }

  get unsaved() { return this.inputs.some((input) => input.checked !== input.defaultChecked); }
  get some() { return this.inputs.some((input) => input.checked); }

  meet(values) {
    this.values?.unobserve(this.heard);
    this.values = values;
    this.inputs.filter((input) => input.checked !== input.defaultChecked).forEach((input) => this.push(input));
    this.show();
    values.observe(this.heard);
  }

  push(input) {
    const { values } = this;
    if (!values) return this.sheet.told();
    const name = input.dataset.value ?? input.dataset.tick;
    const value = input.dataset.value ? input.value : true;
    if (input.dataset.value && !input.checked) return null; // another one of them says it
    if (input.checked && values.get(name) !== value) this.sheet.change(this, () => values.set(name, value));
    if (!input.checked && values.has(name)) this.sheet.change(this, () => values.delete(name));
    return null;
  }

  show() {
    for (const input of this.inputs) {
      const value = this.values.get(input.dataset.value ?? input.dataset.tick);
      const checked = input.dataset.value ? value === input.value : value === true;
      if (input.checked !== checked) input.checked = checked;
    }
  }

  settle() {
    for (const input of this.inputs) if (input.defaultChecked !== input.checked) input.defaultChecked = input.checked;
  }
}
