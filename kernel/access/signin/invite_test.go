// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func (h *house) invites(t *testing.T, token string) string {
	t.Helper()
	code, err := h.Invite(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestAPhoneJoinsOnce(t *testing.T) {
	h := newHouse(t)
	laptop := h.signIn(t)
	code := h.invites(t, laptop)
	token, err := h.Join(t.Context(), code, "phone")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := h.Resume(t.Context(), token); err != nil || s.User != espe || s.How != ByInvitation || h.Fresh(s.Confirmed) {
		t.Errorf("%+v: %v", s, err)
	}
	_, err = h.Join(t.Context(), code, "another")
	wantKey(t, err, "signin.invitation_spent")
	_, err = h.Invite(t.Context(), token) // a phone that joined lets no other in
	wantKey(t, err, "signin.confirm_first")
	_, err = h.Keep(t.Context(), token, "", "phone", pin)
	wantKey(t, err, "signin.confirm_first")
}

func TestWhatEndsAnInvitation(t *testing.T) {
	for name, ends := range map[string]func(h *house, token string) error{
		"the next one":   func(h *house, token string) error { _, err := h.Invite(context.Background(), token); return err },
		"signing out":    func(h *house, token string) error { return h.Leave(context.Background(), token) },
		"being barred":   func(h *house, _ string) error { return h.Bar(context.Background(), espe, true) },
		"a laptop left":  func(h *house, _ string) error { h.clock.Advance(IdleEnd); return nil },
		"the clock back": func(h *house, _ string) error { h.clock.Advance(-365 * 24 * time.Hour); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			token := h.signIn(t)
			code := h.invites(t, token)
			if err := ends(h, token); err != nil {
				t.Fatal(err)
			}
			_, err := h.Join(t.Context(), code, "")
			wantKey(t, err, "signin.invitation_spent")
		})
	}
}

func TestACrowdJoinsOnce(t *testing.T) {
	h := newHouse(t)
	code := h.invites(t, h.signIn(t))
	joined := make(chan string, 10)
	var crowd sync.WaitGroup
	for range 10 {
		crowd.Go(func() {
			if token, err := h.Join(t.Context(), code, ""); err == nil {
				joined <- token
			}
		})
	}
	crowd.Wait()
	if len(joined) != 1 {
		t.Errorf("%d phones joined by one code", len(joined))
	}
}

// Whatever is asked for and tried in whatever order, a code opens at most once, and only the last one that was asked for.
func TestOnlyTheLastInvitationOpensAndOnce(t *testing.T) {
	h := newHouse(t)
	rapid.Check(t, func(rt *rapid.T) {
		ctx := context.Background()
		token, err := h.Authenticate(ctx, "espérance", phrase, "")
		if err != nil {
			rt.Fatal(err)
		}
		var codes []string
		open := -1
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			if len(codes) == 0 || rapid.Bool().Draw(rt, "invites") {
				code, err := h.Invite(ctx, token)
				if err != nil {
					rt.Fatal(err)
				}
				codes, open = append(codes, code), len(codes)
				continue
			}
			at := rapid.IntRange(0, len(codes)-1).Draw(rt, "code")
			_, err := h.Join(ctx, codes[at], "")
			if (err == nil) != (at == open) {
				rt.Fatalf("code %d, with %d open: %v", at, open, err)
			}
			if err == nil {
				open = -1
			}
		}
	})
}
