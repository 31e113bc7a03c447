// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"safar/kernel/clock"
	"safar/kernel/fault"
)

// maxStamp is the last stamp that a feed may carry, in the year 6429: one more could make a counter run over.
const maxStamp = clock.Stamp(1<<63 - 1)

// Chain follows a feed, fact by fact, and says where it breaks.
type Chain struct {
	Head Head        // the fact that was followed last; Seq 0 before the first. Its Feed is the one to follow
	At   clock.Stamp // of that fact
}

// Follow verifies that s is the next fact of the feed: of this feed, with the next number, naming the hash of the fact before
// it, stamped after it, and with the parts that its envelope names. A fault of kind Damaged says what is wrong. The envelope
// comes back with it where it could be read, and the chain goes on from there, so that one break is found once.
func (c *Chain) Follow(s *Sealed) (*Envelope, error) {
	e, err := s.readEnvelope()
	if err != nil {
		return nil, err
	}
	if err = c.breaks(e); err == nil {
		err = s.checkParts(e)
	}
	c.Head.Seq, c.Head.Hash, c.At = e.Seq, s.Hash(), e.At
	return e, err
}

func (c *Chain) breaks(e *Envelope) error {
	const op = "journal.Follow"
	switch {
	case e.Feed != c.Head.Feed:
		return fault.New(op, fault.Damaged, "journal.fact_misplaced", fault.Args{"seq": e.Seq})
	case e.Seq != c.Head.Seq+1:
		return fault.New(op, fault.Damaged, "journal.gap", fault.Args{"seq": e.Seq, "after": c.Head.Seq})
	case e.Prev != c.Head.Hash:
		return fault.New(op, fault.Damaged, "journal.chain_broken", fault.Args{"seq": e.Seq})
	case e.At <= c.At || e.At > maxStamp:
		return fault.New(op, fault.Damaged, "journal.stamp_not_rising", fault.Args{"seq": e.Seq})
	}
	return nil
}
