// SPDX-License-Identifier: Apache-2.0

// Package yard lets a laptop serve its neighbours over the local network: phones in the yard, a second laptop on the same table. It knows by which
// addresses they reach this machine, and has a certificate for TLS that needs no authority, no network and no right time.
//
// The certificate is made once and signs itself. It holds from 1970 to the end of 2049, so that no clock that was lost, here or on a phone, refuses it, and it
// never runs out while people use it; that it is the laptop's own is seen by its fingerprint, which stays the same wherever
// the laptop goes and whatever address it is given there. Its key is kept in the data folder, sealed with a key of that folder: who takes the
// disk out of a laptop cannot play the laptop.
package yard

import (
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Port is where neighbours are served unless it is said otherwise.
const Port = 8443

// Local reports whether an address is of a local network, or of this machine itself: nobody beyond a router has it.
func Local(at netip.Addr) bool {
	at = at.Unmap()
	return at.IsPrivate() || at.IsLoopback() || at.IsLinkLocalUnicast()
}

// Addresses returns the addresses by which neighbours reach this machine at this moment, those that people can type before the others.
func Addresses() ([]netip.Addr, error) {
	found, err := net.InterfaceAddrs()
	return addressesOf(found), err
}

func addressesOf(found []net.Addr) (all []netip.Addr) {
	for _, a := range found {
		prefix, err := netip.ParsePrefix(a.String())
		at := prefix.Addr().Unmap()
		if err == nil && Local(at) && !at.IsLoopback() && !(at.Is6() && at.IsLinkLocalUnicast()) { // fe80:: needs a zone, which no browser takes
			all = append(all, at)
		}
	}
	slices.SortFunc(all, func(a, b netip.Addr) int {
		if a.Is4() != b.Is4() {
			if a.Is4() {
				return -1
			}
			return 1
		}
		return a.Compare(b)
	})
	return slices.Compact(all)
}

// Listen listens for neighbours on a port of every address of this machine, over TLS alone; port 0 takes any that is free. Whoever does not come from the
// local network is hung up on before anything is said.
func Listen(port int, certificate tls.Certificate) (net.Listener, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	return tls.NewListener(neighbours{listener}, config), nil
}

// neighbours takes connections within the local network alone.
type neighbours struct{ net.Listener }

// Accept returns the next connection of a neighbour.
func (n neighbours) Accept() (net.Conn, error) {
	for {
		c, err := n.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if within(c.RemoteAddr()) && within(c.LocalAddr()) {
			return c, nil
		}
		c.Close() // a stranger is told nothing
	}
}

func within(at net.Addr) bool {
	tcp, is := at.(*net.TCPAddr)
	return is && Local(tcp.AddrPort().Addr())
}

// Fingerprint returns the fingerprint of a certificate (SHA-256) as browsers show it, in pairs of hexadecimal digits.
func Fingerprint(certificate tls.Certificate) string {
	sum := sha256.Sum256(certificate.Certificate[0])
	pairs := make([]string, len(sum))
	for i, b := range sum {
		pairs[i] = fmt.Sprintf("%02X", b)
	}
	return strings.Join(pairs, ":")
}
