// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"safar/programmes"
)

// BenchmarkCheck measures what whoever writes a programme waits for: `safar programme check` on the folder of each programme, as processes of the program
// as it is built, by the clock from start to end and by what processors worked for it. The reference, in turn with each, is the same program asked for
// its help, which reads no file.
func BenchmarkCheck(b *testing.B) {
	program := built(b)
	run := func(t *both, args ...string) {
		t.clock.take(b, func() error {
			process := exec.Command(program, args...)
			said, err := process.CombinedOutput()
			if err != nil {
				return fmt.Errorf("%v: %w\n%s", args, err, said)
			}
			t.worked.add(process.ProcessState.UserTime() + process.ProcessState.SystemTime())
			return nil
		})
	}
	for b.Loop() {
		for _, name := range programmes.Names() {
			var checked, helped both
			for range 31 {
				run(&helped, "programme", "check", "--help")
				run(&checked, "programme", "check", filepath.Join("..", "..", "programmes", name))
			}
			ratio := checked.worked.ms(500) / helped.worked.ms(500)
			b.ReportMetric(checked.clock.ms(500), name+"-p50-ms")
			b.ReportMetric(ratio, name+"-ratio")
			tables[ofChecking].add(strings.ReplaceAll(name, "_", " "), pair(&checked.clock), pair(&checked.worked), pair(&helped.worked), fmt.Sprintf("%.2f", ratio))
		}
	}
	b.ReportMetric(0, "ns/op")
}

// pair says the median and the slowest of a hundred.
func pair(t *times) string { return fmt.Sprintf("%.0f / %.0f", t.ms(500), t.ms(990)) }

// built builds the program, and returns where it lies.
func built(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "safar")
	if out, err := exec.Command("go", "build", "-o", program, "safar/cmd/safar").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return program
}
