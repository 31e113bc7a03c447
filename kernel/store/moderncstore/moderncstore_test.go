// SPDX-License-Identifier: Apache-2.0

package moderncstore_test

import (
	"path/filepath"
	"testing"

	"safar/kernel/store"
	"safar/kernel/store/moderncstore"
	"safar/kernel/store/storetest"
)

func TestModerncConforms(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s, err := moderncstore.Open(t.Context(), filepath.Join(t.TempDir(), "safar.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	})
}
