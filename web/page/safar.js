// SPDX-License-Identifier: Apache-2.0
// Comforts for those whose browser runs scripts. Nothing here is needed for any task, and nothing is kept in the browser.
"use strict";

// What was found while typing goes away with Escape, and the keyboard stays where it was.
document.addEventListener("keydown", (event) => {
  const found = document.getElementById("found");
  if (event.key === "Escape" && found && found.childElementCount > 0) {
    found.replaceChildren();
    document.querySelector("header .search input").focus();
  }
});
