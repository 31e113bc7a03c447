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

// A board of groups, in each of which items stand: choosing another group moves an item there, and so does dragging it; what a group holds is counted along.
for (const board of document.querySelectorAll("[data-board]")) {
  const groupOf = (element) => element.closest("[data-group]");
  const place = (item, group) => {
    group.querySelector("ul").append(item);
    for (const each of board.querySelectorAll("[data-group]")) {
      const sum = [...each.querySelectorAll("[data-weight]")].reduce((n, i) => n + Number(i.dataset.weight), 0);
      each.querySelector("[data-sum]").textContent = sum;
      each.classList.toggle("over", sum > Number(each.dataset.room ?? Infinity));
      each.querySelector("progress")?.setAttribute("value", sum);
    }
  };
  board.addEventListener("change", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) {
      place(item, board.querySelector(`[data-group="${event.target.value}"]`));
      event.target.focus();
    }
  });
  let dragged = null;
  for (const item of board.querySelectorAll("[data-item]")) {
    item.draggable = item.querySelector("select") !== null;
  }
  board.addEventListener("dragstart", (event) => (dragged = event.target.closest("[data-item]")));
  board.addEventListener("dragend", () => (dragged = null));
  board.addEventListener("dragover", (event) => {
    if (dragged && groupOf(event.target)) {
      event.preventDefault();
      board.querySelectorAll(".target").forEach((group) => group.classList.remove("target"));
      groupOf(event.target).classList.add("target");
    }
  });
  board.addEventListener("drop", (event) => {
    const group = groupOf(event.target);
    if (dragged && group) {
      event.preventDefault();
      group.classList.remove("target");
      dragged.querySelector("select").value = group.dataset.group;
      place(dragged, group);
    }
  });
}

// In a grid for papers, Enter goes down a line; Tab goes on to the next cell as it always does.
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("table[data-stack] td");
  if (event.key === "Enter" && cell) {
    event.preventDefault();
    cell.parentElement.nextElementSibling?.children[cell.cellIndex]?.querySelector("input")?.focus();
  }
});
