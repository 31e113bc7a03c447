// SPDX-License-Identifier: Apache-2.0

// Package layered places boxes and the arrows between them so that every arrow leads down: the layered drawing of a graph, after Sugiyama,
// Tagawa and Toda (1981).
//
// Boxes are put into layers, each below all that lead to it, as many side by side as the paper is wide. Within the layers they are put in an order
// that has few arrows cross, by sweeps that look at the median neighbour; then as straight below one another as their widths allow. An
// arrow over several layers passes them on a track of its own, so that none runs through a box.
//
// Boxes may belong to lanes: ways of which one or the other is gone. A lane is a column that holds its own boxes and no others, so that a frame can be
// drawn around it. Boxes of no lane stand above, below or beside them.
//
// Everything here is whole numbers in the caller's unit, and a pure function of what it is given: the same graph gives the same drawing, on every
// machine. Time grows with the square of the boxes at worst; a hundred boxes take a few milliseconds.
package layered
