// What is not sent yet, kept on this device: only where its owner has said so, and only until it is sent.
const NAME = "alongside-writing", STORE = "kept", AGREED = "alongside-keeps";

// What a request found; with its transaction, once that is on disk.
const done = (request, transaction) => new Promise((resolve, reject) => {
  request.onerror = () => reject(request.error);
  (transaction ?? request)[transaction ? "oncomplete" : "onsuccess"] = () => resolve(request.result);
});

// A browser may forbid either of the two stores: then nothing is kept, and nothing breaks.
function remembered() { try { return localStorage.getItem(AGREED); } catch { return null; } }
function remember(person) { try { person ? localStorage.setItem(AGREED, person) : localStorage.removeItem(AGREED); } catch { /* not remembered */ } }

export class Kept {
  // `whose` is "who holds the device/whose words they are", and empty on a device that others use:
  // then, or when somebody else holds it, what may lie there is cleared.
  constructor(whose, name) {
    const [person] = whose.split("/");
    Object.assign(this, { person, key: `${whose}/${name}`, on: Boolean(person) && remembered() === person, db: null, holds: false });
    if (!person || (remembered() && !this.on)) this.forget();
  }

  agree() { this.on = true; remember(this.person); }

  async store(way) {
    if (!this.db) {
      const opening = indexedDB.open(NAME, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
      this.db = await done(opening);
      this.db.onversionchange = () => this.shut(); // somebody clears the device
    }
    return this.db.transaction(STORE, way, { durability: "strict" }).objectStore(STORE);
  }

  shut() { this.db?.close(); this.db = null; this.holds = false; }

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
}
