// While a sheet is worked on, the page looks again by itself. Without scripts its link does.
const EVERY_MS = 1500;

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  const here = document.querySelector("[data-working]");
  if (answer && answer.ok && here) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.querySelector("[data-working]");
    if (!there) {
      location.reload();
      return;
    }
    // Only what moves is replaced, so that the focus stays where it is.
    here.querySelector("progress").value = there.querySelector("progress").value;
    here.querySelector("[role=status]").textContent = there.querySelector("[role=status]").textContent;
  }
  setTimeout(look, EVERY_MS);
}

if (document.querySelector("[data-working]")) setTimeout(look, EVERY_MS);
