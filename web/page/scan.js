// SPDX-License-Identifier: Apache-2.0
// Reads the codes of cards with the camera, on the page for boarding alone. The code goes where it would be typed; nothing is kept, and no picture leaves the browser.
"use strict";

const scanner = document.querySelector("[data-scan]");
const between = 120; // milliseconds from one look at the picture to the next

// reader returns what finds a code in a video: the browser itself where it can, and otherwise a decoder that is fetched now.
async function reader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue;
  }
  await new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = scanner.dataset.decoder;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    drawing.drawImage(video, 0, 0);
    const picture = drawing.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data;
  };
}

// scan shows what the camera sees and sends the first code on. What lies before it when it begins by itself is the card of before, and is passed over until it is taken away.
async function scan(again) {
  const said = scanner.querySelector("[data-said]");
  const video = scanner.querySelector("video");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    await video.play();
    video.hidden = false;
    const read = await reader();
    let before = again ? undefined : "";
    for (;;) {
      const code = video.videoWidth > 0 ? await read(video) : "";
      if (before === undefined) {
        before = code || "";
      } else if (!code) {
        before = "";
      } else if (code !== before) {
        const form = document.querySelector(scanner.dataset.scan);
        form.elements.q.value = code;
        form.elements.scan.value = "on";
        form.requestSubmit();
        return;
      }
      await new Promise((next) => setTimeout(next, between));
    }
  } catch {
    said.hidden = false; // no camera, or it was not allowed: the number is typed
  }
}

if (scanner && navigator.mediaDevices?.getUserMedia) {
  scanner.hidden = false;
  scanner.querySelector("button").addEventListener("click", () => scan(false));
  if (scanner.dataset.again) {
    scan(true);
  }
}
