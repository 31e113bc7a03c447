// SPDX-License-Identifier: Apache-2.0

package supply

import (
	"safar/desk"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Receive takes goods into a stock. The node that writes the first receipt has custody of the stock.
type Receive struct {
	Place   id.ID     // whose stock
	Item    string    // an id of the programme's words
	Count   int64     // pieces
	Source  string    // from whom: a supplier, a warehouse, a partner
	Donor   string    // for whose money; "" where that is not known
	Waybill string    // its number; "" for none
	Day     clock.Day // of arrival; NoDay for today
}

// Act is the act of receiving.
func (Receive) Act() access.Act { return access.SupplyReceive }

// Decide records the receipt.
func (c Receive) Decide(tx *desk.Tx) error {
	const op = "supply.Receive"
	if err := sound(op, c.Item, c.Count); err != nil {
		return err
	}
	if c.Source == "" {
		return fault.New(op, fault.Invalid, "supply.source_missing", nil)
	}
	if err := short(op, maxWords, c.Source, c.Donor, c.Waybill); err != nil {
		return err
	}
	if _, err := desk.MustCommons(tx, places.Story, c.Place); err != nil {
		return err
	}
	if err := begin(tx, c.Place, c.Item); err != nil {
		return err
	}
	return tx.Record(received.Draft(StockID(c.Place, c.Item), c.Day,
		receivedResidue{heapOf{Place: c.Place, Item: c.Item}, c.Count, c.Source, c.Donor, c.Waybill}))
}

// begin gives the node that writes custody of a stock that nobody keeps yet.
func begin(tx *desk.Tx, place id.ID, item string) error {
	f, err := desk.Get(tx, StockStory, StockID(place, item))
	if err != nil || len(f.State.Keepers.Standing) > 0 {
		return err
	}
	return tx.Record(kept.Draft(f.ID, clock.NoDay, keptResidue{heapOf{Place: place, Item: item}, Keeper{Node: tx.Node().Node}}))
}

// Move brings goods from one place to another of the same caseload.
//
// From and To are two different places; Item is an id of the programme's words. Waybill may be "". Day is NoDay for today. More
// than lies at From, or from another node than the one that has custody, is a fault of kind Blocked.
type Move struct {
	From, To id.ID
	Item     string
	Count    int64 // pieces
	Waybill  string
	Day      clock.Day
}

// Act is the act of receiving.
func (Move) Act() access.Act { return access.SupplyReceive }

// Decide records both sides.
func (c Move) Decide(tx *desk.Tx) error {
	const op = "supply.Move"
	if err := sound(op, c.Item, c.Count); err != nil {
		return err
	}
	if c.From == c.To {
		return fault.New(op, fault.Invalid, "supply.same_place", nil)
	}
	if err := short(op, maxWords, c.Waybill); err != nil {
		return err
	}
	if _, err := desk.MustCommons(tx, places.Story, c.To); err != nil {
		return err
	}
	if _, err := lies(tx, op, c.From, c.Item, c.Count); err != nil {
		return err
	}
	if err := begin(tx, c.To, c.Item); err != nil {
		return err
	}
	out := movedResidue{heapOf{Place: c.From, Item: c.Item}, -c.Count, c.To, c.Waybill}
	if err := tx.Record(moved.Draft(StockID(c.From, c.Item), c.Day, out)); err != nil {
		return err
	}
	in := movedResidue{heapOf{Place: c.To, Item: c.Item}, c.Count, c.From, c.Waybill}
	return tx.Record(moved.Draft(StockID(c.To, c.Item), c.Day, in))
}

// Count says what somebody counted. Where it differs from the ledger, it says why, and the ledger goes on from what was counted.
// Place and Item say which stock. Reason may be "" where nothing differs. Day is the day of the count, NoDay for today.
type Count struct {
	Place  id.ID
	Item   string
	Lies   int64 // pieces
	Reason string
	Day    clock.Day
}

// Act is the act of receiving.
func (Count) Act() access.Act { return access.SupplyReceive }

// Decide records the count with its difference.
func (c Count) Decide(tx *desk.Tx) error {
	const op = "supply.Count"
	s, err := desk.Must(tx, StockStory, StockID(c.Place, c.Item))
	if err != nil {
		return err
	}
	difference := c.Lies - s.OnHand()
	switch {
	case c.Lies < 0 || c.Lies > maxPieces:
		return fault.New(op, fault.Invalid, "supply.not_a_count", nil)
	case difference != 0 && c.Reason == "":
		return fault.New(op, fault.Invalid, "supply.reason_missing", fault.Args{"ledger": s.OnHand()})
	}
	if err := short(op, maxReason, c.Reason); err != nil {
		return err
	}
	if err := keeps(tx, op, s); err != nil {
		return err
	}
	return tx.Record(counted.Draft(StockID(c.Place, c.Item), c.Day,
		countedResidue{heapOf{Place: c.Place, Item: c.Item}, c.Lies, difference, c.Reason}))
}

// Keep gives another node custody of a stock; a zero node is the one that writes. Only the node that has it hands it on. Where two took it
// without seeing each other, either that sees both may decide. Place and Item say which stock.
type Keep struct {
	Place id.ID
	Item  string
	Node  id.ID // to which custody goes; zero for the one that writes
}

// Act is the act of receiving.
func (Keep) Act() access.Act { return access.SupplyReceive }

// Decide records the new keeper.
func (c Keep) Decide(tx *desk.Tx) error {
	const op = "supply.Keep"
	s, err := desk.Must(tx, StockStory, StockID(c.Place, c.Item))
	if err != nil {
		return err
	}
	if _, ok := s.Keeper(); ok {
		if err := keeps(tx, op, s); err != nil {
			return err
		}
	}
	if c.Node.IsZero() {
		c.Node = tx.Node().Node
	}
	d := kept.Draft(StockID(c.Place, c.Item), clock.NoDay, keptResidue{heapOf{Place: c.Place, Item: c.Item}, Keeper{Node: c.Node}})
	return tx.Record(d.Replacing("keeper", s.Keepers.Seen()))
}
