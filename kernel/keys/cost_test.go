// SPDX-License-Identifier: Apache-2.0

package keys_test

import (
	"path/filepath"
	"testing"

	"safar/kernel/fault"
	"safar/kernel/keys"
	"safar/kernel/store"
)

// A ring opens at the cost at which it was made, an old one that says none at the standard one; and one whose cost was changed does not open.
func TestARingIsUnlockedAtItsOwnCost(t *testing.T) {
	for name, c := range map[string]struct {
		made  keys.Cost
		then  string // what is done to the row that keeps it
		wants fault.Kind
		key   string
	}{
		"standard":                {keys.Cost{}, "", 0, ""},
		"made before costs":       {keys.Standard, `DELETE FROM ring WHERE name = 'cost'`, 0, ""},
		"made up":                 {keys.MadeUp, "", 0, ""},
		"made up, said to be old": {keys.MadeUp, `DELETE FROM ring WHERE name = 'cost'`, fault.NotAllowed, "keys.wrong_passphrase"},
		"another":                 {keys.MadeUp, `UPDATE ring SET value = x'000000020000004001' WHERE name = 'cost'`, fault.NotAllowed, "keys.wrong_passphrase"},
		"more than there is":      {keys.MadeUp, `UPDATE ring SET value = x'00000001ffffffff01' WHERE name = 'cost'`, fault.Damaged, "keys.damaged"},
		"no cost":                 {keys.MadeUp, `UPDATE ring SET value = x'00' WHERE name = 'cost'`, fault.Damaged, "keys.damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			st := openStore(t, filepath.Join(t.TempDir(), "keys.db"))
			if _, err := keys.CreateAt(t.Context(), st, passphrase, c.made); err != nil {
				t.Fatal(err)
			}
			if c.then != "" {
				if err := st.Write(t.Context(), func(tx store.Tx) error { _, err := tx.Exec(t.Context(), c.then); return err }); err != nil {
					t.Fatal(err)
				}
			}
			_, err := keys.Unlock(t.Context(), st, passphrase)
			if c.key == "" && err != nil || c.key != "" && (!fault.Is(err, c.wants) || fault.KeyOf(err) != c.key) {
				t.Errorf("unlocking: %v", err)
			}
		})
	}
}
