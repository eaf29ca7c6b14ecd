// The rows of a list. The row of this form is there from its first letter; when rows come, go or move
// elsewhere, a line says that the list has changed, and the list itself stays as it is.
export class Rows {
  constructor(form, sheet) {
    const { row, rowKey, list, listRows = "" } = form.dataset;
    Object.assign(this, { sheet, row, key: rowKey, list, shown: listRows.split(" ").filter(Boolean), rows: null, ours: false });
    this.line = document.querySelector("[data-list-line]");
    this.heard = () => this.look();
  }

  meet(rows) {
    this.rows?.unobserve(this.heard);
    this.rows = rows;
    rows.observe(this.heard);
    this.look();
  }

  // Inside the change that wrote something. A row that we began and that is empty again was none.
  touched(some) {
    const { row, rows } = this;
    if (!row || !rows) return;
    if (some && !rows.has(row)) {
      rows.set(row, this.key);
      this.ours = true;
    } else if (!some && this.ours && rows.has(row)) rows.delete(row);
  }

  look() {
    if (!this.line || !this.list) return;
    const now = [...this.rows.entries()]
      .filter(([name]) => name !== this.row && name.startsWith(`${this.list}/`))
      .map(([name, key]) => [key, name.split("/")[1]])
      .sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1))
      .map(([, id]) => id);
    this.line.hidden = now.join(" ") === this.shown.join(" ");
  }
}
