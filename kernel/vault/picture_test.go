// SPDX-License-Identifier: Apache-2.0

package vault_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"safar/kernel/fault"
	"safar/kernel/vault"
)

// quarters is a picture whose four quarters have each a colour: red, green, below blue, white.
func quarters(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := [2][2]color.RGBA{{{255, 0, 0, 255}, {0, 255, 0, 255}}, {{0, 0, 255, 255}, {255, 255, 255, 255}}}
			img.SetRGBA(x, y, c[2*y/h][2*x/w])
		}
	}
	return img
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// segment is a segment of a JPEG.
func segment(marker byte, body string) string {
	return string(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2))) + body
}

// exif is what a camera writes: how it was held, where it was, who holds it.
func exif(order binary.AppendByteOrder, turn uint16) string {
	mark := map[bool]string{true: "II*\x00", false: "MM\x00*"}[order == binary.LittleEndian]
	b := order.AppendUint32([]byte(mark), 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x010f), 2), 12) // the maker's name
	b = order.AppendUint32(b, 38)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = order.AppendUint16(order.AppendUint16(b, turn), 0)
	return "Exif\x00\x00" + string(order.AppendUint32(b, 0)) + "ZKANARIMAKER GPS -5.93 29.19"
}

// with puts segments behind the beginning of a JPEG.
func with(picture []byte, segments ...string) []byte {
	return []byte(string(picture[:2]) + strings.Join(segments, "") + string(picture[2:]))
}

func read(t testing.TB, file []byte) *vault.Picture {
	t.Helper()
	p, err := vault.ReadPicture(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func seen(t testing.TB, p *vault.Picture, part vault.Part) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(p.Bytes(part)))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// cornersOf tells the colours of the four quarters of a picture.
func cornersOf(img image.Image) string {
	b, said := img.Bounds(), ""
	for _, at := range [][2]int{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		r, g, bl, _ := img.At(b.Dx()*at[0]/4, b.Dy()*at[1]/4).RGBA()
		switch {
		case r > 0xc000 && g > 0xc000 && bl > 0xc000:
			said += "W"
		case r > 0xc000:
			said += "R"
		case g > 0xc000:
			said += "G"
		case bl > 0xc000:
			said += "B"
		default:
			said += "?"
		}
	}
	return said
}

// However the camera was held, the picture stands upright, and nothing that the camera wrote is left.
func TestAPictureStandsUprightAndTellsNothingOfTheCamera(t *testing.T) {
	want := map[uint16]string{0: "RGBW", 1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB", 9: "RGBW"}
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for turn, corners := range want {
			file := with(jpegOf(t, quarters(80, 40)), segment(0xe1, exif(order, turn)), segment(0xfe, "ZKANARICOMMENT"))
			p := read(t, append(file, "ZKANARITRAILER"...))
			img := seen(t, p, vault.Whole)
			if got := cornersOf(img); got != corners {
				t.Errorf("orientation %d: %s, want %s", turn, got, corners)
			}
			if lies := turn >= 5 && turn <= 8; lies != (img.Bounds().Dx() == 40) {
				t.Errorf("orientation %d: %v", turn, img.Bounds())
			}
			for _, part := range []vault.Part{vault.Whole, vault.Thumb} {
				if kept := p.Bytes(part); bytes.Contains(kept, []byte("ZKANARI")) || bytes.Contains(kept, []byte("Exif")) {
					t.Errorf("orientation %d: the camera's words are kept", turn)
				}
			}
		}
	}
}

// A header that is cut short, or points outside itself, turns nothing and breaks nothing.
func TestABrokenNoteOfTheCameraIsPassedOver(t *testing.T) {
	whole := exif(binary.LittleEndian, 6)
	for cut := range len(whole) {
		read(t, with(jpegOf(t, quarters(8, 8)), segment(0xe1, whole[:cut])))
	}
	far := "Exif\x00\x00II*\x00\xff\xff\xff\xff"
	if got := cornersOf(seen(t, read(t, with(jpegOf(t, quarters(80, 80)), segment(0xe1, far))), vault.Whole)); got != "RGBW" {
		t.Error(got)
	}
}

func TestALargePictureIsMadeSmaller(t *testing.T) {
	for name, file := range map[string][]byte{"jpeg": jpegOf(t, quarters(3001, 2003)), "png": pngOf(t, quarters(2003, 3001))} {
		p := read(t, file)
		for part, longest := range map[vault.Part]int{vault.Whole: vault.MaxSide, vault.Thumb: vault.ThumbSide} {
			img := seen(t, p, part)
			if b := img.Bounds(); max(b.Dx(), b.Dy()) != longest || b.Dx()*2 > b.Dy()*3+2 || b.Dy()*2 > b.Dx()*3+2 {
				t.Errorf("%s: %v", name, b)
			}
			if got := cornersOf(img); got != "RGBW" {
				t.Errorf("%s: %s", name, got)
			}
		}
	}
	small := seen(t, read(t, jpegOf(t, quarters(60, 30))), vault.Whole).Bounds()
	if small.Dx() != 60 || small.Dy() != 30 {
		t.Errorf("a small one is made larger: %v", small)
	}
}

// What is seen through is white, as paper is, and not black.
func TestWhatIsSeenThroughIsWhite(t *testing.T) {
	if got := cornersOf(seen(t, read(t, pngOf(t, image.NewNRGBA(image.Rect(0, 0, 40, 40)))), vault.Whole)); got != "WWWW" {
		t.Error(got)
	}
}

// The worst that can be sent still fits: noise all over.
func TestNoiseFits(t *testing.T) {
	img, r := image.NewRGBA(image.Rect(0, 0, vault.MaxSide, vault.MaxSide)), rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(r.Uint32())
	}
	if p := read(t, jpegOf(t, img)); p.Size() > vault.MaxKept {
		t.Errorf("%d bytes", p.Size())
	}
}

// bomb is a PNG of a few bytes whose header claims a size.
func bomb(w, h uint32, depth, model, interlace byte) []byte {
	body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	body = append(body, depth, model, 0, 0, interlace)
	b := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	b = binary.BigEndian.AppendUint32(append(b, body...), crc32.ChecksumIEEE(body))
	return append(b, make([]byte, 64)...)
}

// claims makes a JPEG say of itself that it is so large, and whether it is progressive.
func claims(t testing.TB, w, h uint16, progressive bool) []byte {
	file := jpegOf(t, quarters(16, 16))
	at := bytes.Index(file, []byte{0xff, 0xc0})
	if progressive {
		file[at+1] = 0xc2
	}
	binary.BigEndian.PutUint16(file[at+5:], h)
	binary.BigEndian.PutUint16(file[at+7:], w)
	return file
}

// A few bytes that would open into gigabytes are refused by what their header says, before anything is opened.
func TestABombIsRefusedByItsHeader(t *testing.T) {
	for name, file := range map[string][]byte{
		"png of a gigapixel":     bomb(32000, 32000, 8, 2, 0),
		"png of sixteen bits":    bomb(5000, 5000, 16, 6, 0),
		"png interlaced":         bomb(5000, 5000, 8, 6, 1),
		"png of one line":        bomb(100_000_000, 1, 8, 0, 0),
		"jpeg of four gigapixel": claims(t, 65535, 65535, false),
		"jpeg progressive":       claims(t, 5000, 4000, true),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := vault.ReadPicture(bytes.NewReader(file))
		runtime.ReadMemStats(&after)
		if fault.KeyOf(err) != "vault.too_many_pixels" {
			t.Errorf("%s: %v", name, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
			t.Errorf("%s: %d bytes to refuse it", name, took)
		}
	}
}

// What a good telephone takes, and a scanner, is opened; a header that claims it and brings nothing is unreadable, not too large.
func TestWhatATelephoneTakesIsNotTooLarge(t *testing.T) {
	for name, file := range map[string][]byte{"25 million": claims(t, 5760, 4320, false), "12 million, progressive": claims(t, 2900, 2900, true)} {
		if _, err := vault.ReadPicture(bytes.NewReader(file)); fault.KeyOf(err) == "vault.too_many_pixels" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	whole := jpegOf(t, quarters(400, 400))
	for name, c := range map[string]struct {
		file io.Reader
		want string
	}{
		"a pdf":                 {strings.NewReader("%PDF-1.7\n1 0 obj"), "vault.not_a_picture"},
		"a gif":                 {strings.NewReader("GIF89a\x01\x00\x01\x00"), "vault.not_a_picture"},
		"a drawing with script": {strings.NewReader("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"), "vault.not_a_picture"},
		"nothing":               {strings.NewReader(""), "vault.not_a_picture"},
		"half of one":           {bytes.NewReader(whole[:len(whole)/2]), "vault.unreadable"},
		"a header alone":        {bytes.NewReader(whole[:20]), "vault.unreadable"},
		"noise behind a mark":   {strings.NewReader("\xff\xd8\xff" + strings.Repeat("n", 3000)), "vault.unreadable"},
		"one that never ends":   {io.MultiReader(bytes.NewReader(whole[:len(whole)-2]), endless{}), "vault.too_large"},
	} {
		if _, err := vault.ReadPicture(c.file); fault.KeyOf(err) != c.want || !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// endless gives zeros for ever.
type endless struct{}

// Read implements io.Reader.
func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func FuzzReadPicture(f *testing.F) {
	f.Add(with(jpegOf(f, quarters(8, 8)), segment(0xe1, exif(binary.BigEndian, 6))))
	f.Add(pngOf(f, quarters(8, 8)))
	f.Add(bomb(9, 9, 8, 2, 0))
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := vault.ReadPicture(bytes.NewReader(file))
		if (p == nil) == (err == nil) {
			t.Fatalf("%v, %v", p, err)
		}
		if p != nil && p.Size() > vault.MaxKept {
			t.Fatalf("%d bytes", p.Size())
		}
	})
}
