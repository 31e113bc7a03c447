// SPDX-License-Identifier: Apache-2.0

package yard

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"safar/kernel/fault"
)

var testKey = [32]byte{3}

func certificate(t *testing.T, folder string) tls.Certificate {
	t.Helper()
	c, err := Certificate(folder, testKey, []netip.Addr{netip.MustParseAddr("192.168.1.20")})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheCertificateIsMadeOnceAndStays(t *testing.T) {
	folder := t.TempDir()
	first, again := certificate(t, folder), certificate(t, folder)
	if Fingerprint(first) != Fingerprint(again) || len(Fingerprint(first)) != 32*3-1 {
		t.Errorf("%s, then %s", Fingerprint(first), Fingerprint(again))
	}
	path := filepath.Join(folder, certificateFile)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v: %v", info.Mode(), err)
	}
	kept, _ := os.ReadFile(path)
	if bytes.Contains(kept, first.Certificate[0][:64]) {
		t.Error("what is kept is not sealed")
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*.new")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Whatever a clock shows that lost its battery, here or on the phone, the certificate holds, by each address that a laptop has.
func TestNoClockRefusesTheCertificate(t *testing.T) {
	leaf := certificate(t, t.TempDir()).Leaf
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	for _, at := range []time.Time{time.Unix(0, 0), time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC),
		time.Date(2049, 12, 31, 0, 0, 0, 0, time.UTC)} {
		for _, name := range []string{"192.168.1.20", "192.168.137.1", "10.42.0.1", "127.0.0.1"} {
			if _, err := leaf.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: at, DNSName: name}); err != nil {
				t.Errorf("%s at %s: %v", name, at, err)
			}
		}
	}
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: holdsFrom, DNSName: "bank.example"}); err == nil {
		t.Error("it stands for others too")
	}
	if leaf.IsCA {
		t.Error("who trusts it would trust what it signs")
	}
}

func TestACertificateThatCannotBeTrustedIsNotReplacedUnasked(t *testing.T) {
	folder := t.TempDir()
	certificate(t, folder)
	path := filepath.Join(folder, certificateFile)
	kept, _ := os.ReadFile(path)
	for name, text := range map[string][]byte{"cut short": kept[:5], "garbled": append([]byte{kept[0] ^ 1}, kept[1:]...), "empty": {}} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Certificate(folder, testKey, nil); fault.KeyOf(err) != "yard.certificate_damaged" {
			t.Errorf("%s: %v", name, err)
		}
		if is, _ := os.ReadFile(path); !bytes.Equal(is, text) {
			t.Errorf("%s: it was written over", name)
		}
	}
	os.WriteFile(path, kept, 0o600)
	if _, err := Certificate(folder, [32]byte{4}, nil); fault.KeyOf(err) != "yard.certificate_damaged" {
		t.Errorf("with the key of another folder: %v", err)
	}
	os.Chmod(path, 0o644)
	if _, err := Certificate(folder, testKey, nil); fault.KeyOf(err) != "yard.certificate_open" {
		t.Errorf("open to others: %v", err)
	}
}

func TestOnlyTheLocalNetworkIsLocal(t *testing.T) {
	for text, want := range map[string]bool{"192.168.1.5": true, "10.0.0.7": true, "172.16.3.4": true, "169.254.7.7": true, "fd12::1": true, "fe80::1": true,
		"127.0.0.1": true, "::1": true, "::ffff:192.168.1.5": true, "8.8.8.8": false, "172.32.0.1": false, "2001:db8::1": false, "::ffff:8.8.8.8": false, "0.0.0.0": false} {
		if got := Local(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestAddressesThatPeopleCanTypeComeFirst(t *testing.T) {
	var found []net.Addr
	for _, text := range []string{"127.0.0.1/8", "fd12::1/64", "fe80::1/64", "192.168.43.7/24", "8.8.8.8/32", "10.0.0.7/8", "10.0.0.7/8"} {
		ip, network, _ := net.ParseCIDR(text)
		network.IP = ip
		found = append(found, network)
	}
	var got []string
	for _, at := range addressesOf(found) {
		got = append(got, at.String())
	}
	if strings.Join(got, " ") != "10.0.0.7 192.168.43.7 fd12::1" {
		t.Error(got)
	}
}

// stranger is a listener to which somebody from beyond the router comes first, then a neighbour.
type stranger struct {
	net.Listener
	come []*addressed
}

// addressed is a connection that says where it comes from.
type addressed struct {
	net.Conn
	from, to string
	closed   bool
}

func (a *addressed) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(a.from))
}
func (a *addressed) LocalAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(a.to))
}
func (a *addressed) Close() error { a.closed = true; return nil }

func (s *stranger) Accept() (net.Conn, error) {
	if len(s.come) == 0 {
		return nil, net.ErrClosed
	}
	next := s.come[0]
	s.come = s.come[1:]
	return next, nil
}

func TestAStrangerIsHungUpOn(t *testing.T) {
	far := &addressed{from: "203.0.113.9:5000", to: "192.168.1.20:8443"}
	public := &addressed{from: "192.168.1.9:5000", to: "203.0.113.1:8443"}
	near := &addressed{from: "192.168.1.9:5000", to: "192.168.1.20:8443"}
	got, err := neighbours{&stranger{come: []*addressed{far, public, near}}}.Accept()
	if err != nil || got != net.Conn(near) || !far.closed || !public.closed || near.closed {
		t.Errorf("%v %v: %v", far, public, err)
	}
}

// The listener is real, and so is the client: TLS 1.2 and 1.3 are spoken, nothing older, and nothing in clear.
func TestARealClientSpeaksTLSOnly(t *testing.T) {
	c := certificate(t, t.TempDir())
	listener, err := Listen(0, c)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { defer conn.Close(); conn.Write([]byte("hello")) }()
		}
	}()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	pool := x509.NewCertPool()
	pool.AddCert(c.Leaf)
	for version, works := range map[uint16]bool{tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS10, MaxVersion: version})
		if (err == nil) != works {
			t.Errorf("version %x: %v", version, err)
		}
		if err == nil {
			conn.Close()
		}
	}
	if _, err := tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{ServerName: "bank.example", RootCAs: pool}); err == nil {
		t.Error("it passes for another")
	}
	if _, err := tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{}); err == nil {
		t.Error("somebody who does not know it trusts it")
	}
}
