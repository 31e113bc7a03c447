// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"

	"safar/kernel/fault"
	"safar/operation"
	"safar/web"
	"safar/web/yard"
)

// neighbours serves phones in the yard and laptops on the same table, over the local network. The zero value serves none.
type neighbours struct {
	Neighbours bool `help:"help.neighbours"`
	Port       int  `help:"help.neighbours_port" name:"neighbours-port" default:"8443"`
}

// open listens for neighbours, with the certificate of the folder. The listener is nil where none are served.
func (n neighbours) open(op *operation.Operation, folder string) (net.Listener, func() web.Neighbours, error) {
	if !n.Neighbours {
		return nil, nil, nil
	}
	key, err := op.KeyFor("neighbours")
	if err != nil {
		return nil, nil, err
	}
	addresses, err := yard.Addresses()
	if err != nil {
		return nil, nil, fault.New("serve", fault.Unavailable, "yard.no_network", nil).Because(err)
	}
	certificate, err := yard.Certificate(folder, key, addresses)
	if err != nil {
		return nil, nil, err
	}
	listener, err := yard.Listen(n.Port, certificate)
	if err != nil {
		return nil, nil, fault.New("serve", fault.Unavailable, "serve.address", fault.Args{"address": ":" + strconv.Itoa(n.Port)}).Because(err)
	}
	return listener, reachedAt(listener, certificate), nil
}

// reachedAt says by which addresses a listener is reached at the moment of asking: a laptop joins another network, or becomes the hotspot, while it serves.
func reachedAt(listener net.Listener, certificate tls.Certificate) func() web.Neighbours {
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	fingerprint := yard.Fingerprint(certificate)
	return func() web.Neighbours {
		at, _ := yard.Addresses() // without a network there are none
		return web.Neighbours{Addresses: secureAddresses(at, port), Fingerprint: fingerprint}
	}
}

func secureAddresses(at []netip.Addr, port string) (all []string) {
	for _, a := range at {
		all = append(all, "https://"+net.JoinHostPort(a.String(), port))
	}
	return all
}

// printNeighbours says on the terminal where phones go, and what to compare.
func printNeighbours(w io.Writer, of func() web.Neighbours) {
	if of == nil {
		return
	}
	n := of()
	for _, at := range n.Addresses {
		fmt.Fprintf(w, "neighbours %s\n", at)
	}
	fmt.Fprintf(w, "fingerprint %s\n", n.Fingerprint)
}
