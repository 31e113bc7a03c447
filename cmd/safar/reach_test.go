// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/kernel/fault"
	"safar/web"
)

func TestByWhichNamesOthersAskForThePages(t *testing.T) {
	loopback := []string{"localhost", "127.0.0.1", "::1"}
	for _, c := range []struct {
		what string
		by   reach
		want []string
	}{
		{"nobody but this machine, by the names that the pages know themselves", reach{}, nil},
		{"an address, and this machine still", reach{Host: []string{"192.168.1.10"}}, append([]string{"192.168.1.10"}, loopback...)},
		{"names as they are compared, in small letters", reach{Host: []string{"Kalemie.local", "[FD00::10]"}}, append([]string{"kalemie.local", "fd00::10"}, loopback...)},
		{"behind a proxy nobody comes by another name", reach{Host: []string{"safar.example.org"}, TLS: true}, []string{"safar.example.org"}},
	} {
		got, err := c.by.options(web.Options{})
		if err != nil || got.Secure != c.by.TLS {
			t.Errorf("%s: %v, secure %v", c.what, err, got.Secure)
		}
		if diff := cmp.Diff(c.want, got.Hosts); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
	for _, wrong := range []string{"", "http://192.168.1.10", "192.168.1.10:8080", "two names"} {
		if _, err := (reach{Host: []string{wrong}}).options(web.Options{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is taken for a name: %v", wrong, err)
		}
	}
}

func TestWhatOthersReachNeedsANameToAskBy(t *testing.T) {
	if _, err := (reach{}).listen("0.0.0.0:0"); !fault.Is(err, fault.Invalid) {
		t.Errorf("other machines reach it, and each would be refused: %v", err)
	}
	for addr, by := range map[string]reach{"127.0.0.1:0": {}, "0.0.0.0:0": {Host: []string{"192.168.1.10"}}} {
		listener, err := by.listen(addr)
		if err != nil {
			t.Errorf("%s: %v", addr, err)
			continue
		}
		listener.Close()
	}
}

// Whoever tries passphrases through a proxy is held up by the address that the proxy saw, not by one of their own invention.
func TestADeviceBehindAProxyIsTheOneThatTheProxySaw(t *testing.T) {
	for _, c := range []struct {
		handedOn []string
		want     string
	}{
		{[]string{"198.51.100.7"}, "198.51.100.7"},
		{[]string{"10.9.9.9, 198.51.100.7"}, "198.51.100.7"},
		{[]string{"10.9.9.9", "198.51.100.7"}, "198.51.100.7"},
		{[]string{"no address"}, "192.0.2.1"},
		{nil, "192.0.2.1"},
	} {
		r := &http.Request{RemoteAddr: "192.0.2.1:4711", Header: http.Header{"X-Forwarded-For": c.handedOn}}
		if got := behindProxy(r); got != c.want {
			t.Errorf("%q: %s, want %s", c.handedOn, got, c.want)
		}
	}
}
