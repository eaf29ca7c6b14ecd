// A passkey: shown only where the browser has one; every other way in works without this file.
"use strict";

// A passkey belongs to a name: at an address of figures alone the browser refuses it.
const named = !/^[\d.]+$|:/.test(location.hostname);
const able = named && "PublicKeyCredential" in window && PublicKeyCredential.parseRequestOptionsFromJSON;

async function credentialFor(form) {
  if (form.dataset.passkey === "add") {
    const creation = JSON.parse(form.dataset.creation).publicKey;
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(creation) });
  }
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  const { publicKey } = await answer.json();
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      form.elements.credential.value = JSON.stringify(await credentialFor(form));
      form.submit();
    } catch {
      const says = form.querySelector("[data-passkey-says]");
      says.textContent = says.dataset.words;
    }
  });
}
