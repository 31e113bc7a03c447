// SPDX-License-Identifier: Apache-2.0

package qr

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"safar/kernel/fault"
)

// painted reads the modules back from an SVG, the border among them.
func painted(t *testing.T, svg string) [][]bool {
	t.Helper()
	if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil {
		t.Fatal(err)
	}
	size, err := strconv.Atoi(regexp.MustCompile(`viewBox="0 0 (\d+) `).FindStringSubmatch(svg)[1])
	if err != nil {
		t.Fatal(err)
	}
	all := make([][]bool, size)
	for y := range all {
		all[y] = make([]bool, size)
	}
	_, dark, _ := strings.Cut(svg, `fill="#000"`)
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(dark, -1) {
		var x, y, run, back int
		if _, err := fmt.Sscan(strings.Join(m[1:], " "), &x, &y, &run, &back); err != nil || run != back {
			t.Fatal(m, err)
		}
		for i := range run {
			all[y][x+i] = true
		}
	}
	return all
}

// The three squares by which a reader finds a code (ISO/IEC 18004, 6.3.3).
var finder = []string{"1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"}

func TestACodeHasItsSquaresAndItsBorder(t *testing.T) {
	for _, text := range []string{"https://192.168.43.1:8443/", "otpauth://totp/Safar:amina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Safar", "بطاقة ١٢"} {
		c, err := Draw(text)
		if err != nil {
			t.Fatal(err)
		}
		all, size := painted(t, c.SVG(240, `a "label" & more`)), c.Size()
		if size < 21 || (size-21)%4 != 0 || len(all) != size+2*quiet {
			t.Fatalf("%d modules, drawn as %d", size, len(all))
		}
		for _, corner := range [][2]int{{0, 0}, {size - 7, 0}, {0, size - 7}} {
			for y, row := range finder {
				for x, r := range row {
					if all[quiet+corner[1]+y][quiet+corner[0]+x] != (r == '1') {
						t.Fatalf("%q: the square at %v is broken", text, corner)
					}
				}
			}
		}
		for y, row := range all {
			for x, dark := range row {
				outside := x < quiet || y < quiet || x >= quiet+size || y >= quiet+size
				if dark && outside || !outside && dark != c.dark[y-quiet][x-quiet] {
					t.Fatalf("module %d,%d is %v", x, y, dark)
				}
			}
		}
	}
}

func TestATextThatIsTooLongIsRefused(t *testing.T) {
	if _, err := Draw(strings.Repeat("x", 3000)); fault.KeyOf(err) != "qr.too_long" {
		t.Error(err)
	}
}
