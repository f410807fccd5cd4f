// How far a plan is: the bar moves while somebody waits, and the page comes again when it is done.
const place = document.querySelector("[data-progress]");

async function look() {
  try {
    const { state, percent } = await (await fetch(place.dataset.progress)).json();
    if (state !== "waiting" && state !== "solving") return location.reload();
    place.querySelector("progress").value = percent;
  } catch {
    // Without a network there is nothing to say; the next look may have one.
  }
  setTimeout(look, 1500);
}

if (place) look();
