// SPDX-License-Identifier: Apache-2.0

package match

const (
	forksARound  = 8     // that the proof goes on for, while others better a part of the plan
	provable     = 200   // a proof is begun where the plan is so near its bound: one part of so many of the cost
	mostToProve  = 20000 // and there are so many options at most
	fewToProve   = 1e5   // or so many, where places hold two households at most
	patientProof = 15    // and it was not bettered for so many rounds
	beginUntil   = 850   // thousandths of the time after which none is begun: its beginning takes long
)

// proves reports whether a thread goes on with the proof in this round, and begins it where it is time.
func (h *hunt) proves() bool {
	h.idle++
	if h.offers == nil || h.over() || h.tooMany() || h.cost-h.bound > max(h.cost, -h.cost)/provable {
		return false
	}
	if h.proof != nil && h.proof.cost <= h.cost {
		return !h.proof.vast && (h.Threads > 1 || h.round%2 == 0)
	}
	if h.idle < patientProof || h.spent() > beginUntil {
		return false
	}
	h.proof = newProof(h.offers, h.cost)
	return true
}

// tooMany reports whether there are more options than can be proved.
func (h *hunt) tooMany() bool {
	if h.offers.twoEach() {
		return len(h.priced.place) > fewToProve
	}
	return len(h.priced.place) > mostToProve
}

// proved takes over what the proof found: a better plan, a higher bound.
func (h *hunt) proved(s *state) *state {
	p := h.proof
	if p == nil {
		return s
	}
	if p.found != nil && p.cost < h.cost {
		s = stateAt(h.priced, p.found)
		h.keep(s)
	}
	if bound := min(p.cost, p.floor); bound > h.bound {
		h.bound = bound
		h.tell()
	}
	return s
}
