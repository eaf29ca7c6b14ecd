// What is not sent yet, kept on this device: only where its owner has said so, and only until it is sent.
const NAME = "alongside-writing", STORE = "kept", AGREED = "alongside-keeps";

// What a request found; with its transaction, once that is on disk.
const done = (request, transaction) => new Promise((resolve, reject) => {
  request.onerror = () => reject(request.error);
  if (transaction) transaction.onabort = () => reject(transaction.error);
  (transaction ?? request)[transaction ? "oncomplete" : "onsuccess"] = () => resolve(request.result);
});

// A browser may forbid either of the two stores: then nothing is kept, and nothing breaks.
function remembered() { try { return localStorage.getItem(AGREED); } catch { return null; } }
function remember(person) { try { person ? localStorage.setItem(AGREED, person) : localStorage.removeItem(AGREED); } catch { /* not remembered */ } }

// One connection, which makes way at once when somebody clears the device. What nobody agrees to any more by
// the time it is open is closed again, and taken away where it was made just now.
async function opened(agreed, cleared) {
  let made = false;
  const asking = indexedDB.open(NAME, 1);
  asking.onupgradeneeded = () => { made = true; asking.result.createObjectStore(STORE); };
  const db = await done(asking);
  db.onversionchange = () => { db.close(); cleared(); };
  if (agreed()) return db;
  db.close();
  if (made) indexedDB.deleteDatabase(NAME);
  throw new Error("nobody agrees any more");
}

export class Kept {
  // `whose` is "who holds the device/whose words they are", and empty on a device that others use:
  // then, or when somebody else holds it, what may lie there is cleared. `told` hears that another page did that.
  constructor(whose, name, told) {
    const [person] = whose.split("/");
    Object.assign(this, { person, key: `${whose}/${name}`, told, on: Boolean(person) && remembered() === person, opening: null, holds: false });
    window.addEventListener("storage", ({ key, newValue }) => {
      if (this.on && (key === AGREED || key === null) && newValue !== person) { this.clear(); told(); }
    });
    if (!person || (remembered() && !this.on)) this.forget();
  }

  get agreed() { return this.on && remembered() === this.person; }

  agree() { remember(this.person); this.on = remembered() === this.person; }

  async store(way) {
    if (!this.agreed) throw new Error("nobody agrees");
    if (!this.opening) {
      const opening = opened(() => this.agreed, () => this.cleared());
      this.opening = opening;
      opening.catch(() => { if (this.opening === opening) this.opening = null; });
    }
    return (await this.opening).transaction(STORE, way, { durability: "strict" }).objectStore(STORE);
  }

  shut() {
    this.opening?.then((db) => db.close(), () => {});
    this.opening = null;
    this.holds = false;
  }

  async read() {
    try { return this.on ? await done((await this.store("readonly")).get(this.key)) : undefined; } catch { return undefined; }
  }

  // `holds` is true once the words are really there.
  async keep(record) {
    if (!this.on) return;
    try {
      const store = await this.store("readwrite");
      await done(store.put(record, this.key), store.transaction);
      this.holds = this.on;
    } catch { this.holds = false; }
  }

  async sent() {
    this.holds = false;
    try { if (this.on) await done((await this.store("readwrite")).delete(this.key)); } catch { /* it stays for another time */ }
  }

  forget() {
    remember("");
    this.clear();
  }

  // At once, before the page is gone.
  clear() {
    this.on = false;
    this.shut();
    try { indexedDB.deleteDatabase(NAME); } catch { /* there was none */ }
  }

  // Another page did; this one stops keeping, and says so.
  cleared() {
    if (!this.on) return;
    this.on = false;
    this.shut();
    this.told();
  }
}
