// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"safar/kernel/fault"
)

// ShortestPassphrase is the least number of characters of a passphrase; LongestPassphrase the most.
const (
	ShortestPassphrase = 12
	LongestPassphrase  = 1024
)

// Cost says how much work one passphrase is: passes over the memory, KiB of memory, threads. Time, KiB and Threads are argon2id's
// t, m and p (RFC 9106).
type Cost struct {
	Time    uint32
	KiB     uint32
	Threads uint8
}

// OfficeCost is what a laptop of 4 GB bears beside the program itself: three passes over 46 MiB, with two threads. The least that OWASP's
// Password Storage Cheat Sheet asks of argon2id is one pass over 46 MiB; three passes are those of RFC 9106, section 4, second
// recommended option. The hashes lie in a file that is encrypted itself, and the passphrase that opens that file costs more (kernel/keys).
var OfficeCost = Cost{Time: 3, KiB: 46 << 10, Threads: 2}

// Hasher makes and checks argon2id hashes, one at a time. Use NewHasher.
type Hasher struct {
	cost    Cost
	turn    chan struct{}
	waiting atomic.Int32 // how many want a turn
	busy    bool         // one passphrase follows the other; whoever has the turn may look at it
	dummy   string       // what an unknown name is compared with, so that it takes as long as a known one
}

// NewHasher returns a Hasher of the given cost; the zero Cost is OfficeCost.
func NewHasher(cost Cost) *Hasher {
	if cost == (Cost{}) {
		cost = OfficeCost
	}
	salt, sum := make([]byte, 16), make([]byte, 32)
	rand.Read(salt)
	rand.Read(sum) // of no passphrase that anybody could know
	return &Hasher{cost: cost, turn: make(chan struct{}, 1), dummy: cost.text(salt, sum)}
}

// Hash returns the text to keep for a passphrase; it holds the cost and a fresh salt. It waits for its turn, or returns
// the context's error as Unavailable.
func (h *Hasher) Hash(ctx context.Context, passphrase string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	return h.cost.hash(passphrase), nil
}

// hashWith is Hash with a salt that is given: for a secret that is drawn, and must come out the same again.
func (h *Hasher) hashWith(ctx context.Context, secret string, salt []byte) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	return h.cost.text(salt, h.cost.sum(secret, salt)), nil
}

// Verify reports whether passphrase is the one kept was made from, and whether kept should be made again because the cost
// has changed since. An empty kept stands for an unknown name: it takes as long and is never right.
func (h *Hasher) Verify(ctx context.Context, kept, passphrase string) (right, stale bool, err error) {
	unknown := kept == ""
	if unknown {
		kept = h.dummy
	}
	cost, salt, sum, err := parse(kept)
	if err != nil {
		return false, false, err
	}
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer h.leave()
	same := subtle.ConstantTimeCompare(cost.sum(passphrase, salt), sum) == 1
	return same && !unknown, cost != h.cost, nil
}

func (h *Hasher) enter(ctx context.Context) error {
	h.waiting.Add(1)
	defer h.waiting.Add(-1)
	select {
	case h.turn <- struct{}{}:
		if !h.busy {
			h.giveBack()
		}
		h.busy = true
		return nil
	case <-ctx.Done():
		return fault.New("signin.Hasher", fault.Unavailable, "signin.busy", nil).Because(ctx.Err())
	}
}

func (h *Hasher) leave() {
	if h.waiting.Load() == 0 {
		h.giveBack()
		h.busy = false
	}
	<-h.turn
}

// giveBack gives unused memory back to the system: before the first passphrase, so that its 46 MiB do not come on top of what lies about,
// and after the last, since they are a lot on a field laptop and the next sign-in may be hours away.
func (h *Hasher) giveBack() {
	if h.cost.KiB >= OfficeCost.KiB {
		debug.FreeOSMemory()
	}
}

func (c Cost) sum(passphrase string, salt []byte) []byte {
	return argon2.IDKey([]byte(norm.NFKC.String(passphrase)), salt, c.Time, c.KiB, c.Threads, 32)
}

func (c Cost) hash(passphrase string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	return c.text(salt, c.sum(passphrase, salt))
}

func (c Cost) text(salt, sum []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.KiB, c.Time, c.Threads, b64(salt), b64(sum))
}

// parse reads what hash wrote. A cost beyond 1 GiB or 100 passes is refused: it would be a trap, not a hash of ours.
func parse(kept string) (c Cost, salt, sum []byte, err error) {
	damaged := fault.New("signin.parse", fault.Damaged, "signin.damaged", nil)
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, damaged
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.KiB, &c.Time, &c.Threads); err != nil {
		return c, nil, nil, damaged.Because(err)
	}
	if c.KiB < 8 || c.KiB > 1<<20 || c.Time < 1 || c.Time > 100 || c.Threads < 1 {
		return c, nil, nil, damaged
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(salt) < 8 {
		return c, nil, nil, damaged.Because(err)
	}
	if sum, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(sum) != 32 {
		return c, nil, nil, damaged.Because(err)
	}
	return c, salt, sum, nil
}

// CheckPassphrase returns nil when passphrase may be chosen by the person of that name: long enough, not their name, not
// one that everybody tries, not a few characters over and over.
func CheckPassphrase(name, passphrase string) error {
	const op = "signin.CheckPassphrase"
	n := utf8.RuneCountInString(passphrase)
	switch plain := letters(passphrase); {
	case n < ShortestPassphrase:
		return fault.New(op, fault.Invalid, "signin.passphrase_short", fault.Args{"least": ShortestPassphrase})
	case n > LongestPassphrase || !utf8.ValidString(passphrase):
		return fault.New(op, fault.Invalid, "signin.passphrase_long", fault.Args{"most": LongestPassphrase})
	case different(plain) < 5 || guessable(plain, letters(name)):
		return fault.New(op, fault.Invalid, "signin.passphrase_common", nil).WithHint("signin.passphrase_common.hint")
	}
	return nil
}

// letters brings a passphrase to the form in which guesses are compared: lower case, no spaces or separators.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_.,!?*", r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(text)))
}

func different(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// guessable reports whether nothing of at least 8 characters is left when what everybody tries, and the name, are taken out.
func guessable(plain, name string) bool {
	for _, w := range tried {
		plain = strings.ReplaceAll(plain, w, "")
	}
	if len(name) > 2 {
		plain = strings.ReplaceAll(plain, name, "")
	}
	return utf8.RuneCountInString(strings.Trim(plain, "0123456789")) < 6
}

// tried are the pieces of which the passphrases are made that everybody tries first, the longer before the shorter.
var tried = []string{
	"correcthorsebatterystaple", "qwertyuiopasdfghjkl", "abcdefghijklmnop", "qwertyuiop", "azertyuiop", "1qaz2wsx3edc", "asdfghjkl",
	"motdepasse", "passphrase", "bienvenue", "password", "passw0rd", "p4ssw0rd", "p@ssw0rd", "pa$$w0rd", "letmein", "welcome",
	"changeme", "kalemie", "tanganyika", "administrateur", "administrator", "admin", "iloveyou", "sunshine", "princess", "football",
	"dragon", "monkey", "master", "trustno1", "secret", "qwerty", "azerty", "qwertz", "zxcvbn", "abcdef", "abc123", "1q2w3e4r",
	"1q2w3e", "safar", "login", "user", "test", "demo", "office", "bureau", "iom", "oim", "unhcr", "hcr",
}
