// A code by the camera, where the browser can read one. Everybody else types, or has a scanner
// that types: without scripts, without a camera and without BarcodeDetector the field is all there is.
const PAUSE_MS = 250;

for (const form of document.querySelectorAll("form[data-scan]")) {
  const button = form.querySelector("[data-scan-start]");
  const picture = form.querySelector("[data-scan-picture]");
  const says = form.querySelector("[data-scan-says]");
  const field = form.querySelector("[name=code]");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia || !button) continue;
  button.hidden = false;

  const say = (name) => {
    says.textContent = form.querySelector(`[data-scan-words=${name}]`).content.textContent;
    says.hidden = false;
  };
  const stop = () => {
    for (const track of picture.srcObject?.getTracks() ?? []) track.stop();
    picture.srcObject = null;
    picture.hidden = true;
  };

  button.addEventListener("click", async () => {
    stop();
    try {
      const detector = new window.BarcodeDetector();
      picture.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      picture.hidden = false;
      await picture.play();
      say("looking");
      while (picture.srcObject) {
        const [found] = await detector.detect(picture);
        if (found) {
          field.value = found.rawValue;
          stop();
          form.requestSubmit();
          return;
        }
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    } catch {
      stop();
      say("failed");
    }
  });
  window.addEventListener("pagehide", stop);
}
