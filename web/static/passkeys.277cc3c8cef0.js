// Passkeys: the browser is asked what the page brings, and its answer goes back with the form.
// Without scripts the page shows its other ways, so the button is there only where they run.
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** What the server wrote, with bytes where the browser wants bytes. */
function asked(options) {
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: decode(one.id) }));
  return {
    ...options,
    challenge: decode(options.challenge),
    ...(options.user ? { user: { ...options.user, id: decode(options.user.id) } } : {}),
    allowCredentials: known(options.allowCredentials),
    excludeCredentials: known(options.excludeCredentials),
  };
}

/** What the browser answered, with text where JSON wants text. */
function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  // How it can be reached, so that next time the browser asks for the right thing.
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-passkey-start]");
  const failed = form.querySelector("[data-passkey-failed]");
  if (!window.PublicKeyCredential) continue;
  const ask = async () => {
    button.hidden = failed.hidden = true;
    try {
      const publicKey = asked(JSON.parse(form.dataset.options));
      form.querySelector("[name=credential]").value = answered(
        await navigator.credentials[form.dataset.passkey]({ publicKey }),
      );
      form.submit();
    } catch {
      button.hidden = failed.hidden = false;
    }
  };
  button.addEventListener("click", ask);
  // The press that led here was the wish; the button is for another try.
  ask();
}
