// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"

	"safar/kernel/fault"
	"safar/web"
)

// reach says by which names, and how, other machines ask for the pages. The zero reach is this machine alone.
type reach struct {
	Host []string   `help:"help.host"`
	TLS  bool       `help:"help.tls" name:"tls"`
	Yard neighbours `embed:""`

	held net.Listener // that listens already; nil for none
}

// names returns the names by which the pages may be asked for; none means those of this machine alone.
func (r reach) names() (names []string, err error) {
	for _, host := range r.Host {
		name := strings.ToLower(strings.Trim(host, "[]"))
		if net.ParseIP(name) == nil && (name == "" || strings.ContainsAny(name, ":/ ")) {
			return nil, fault.New("serve", fault.Invalid, "serve.host", fault.Args{"text": host})
		}
		names = append(names, name)
	}
	if len(names) > 0 && !r.TLS {
		names = append(names, "localhost", "127.0.0.1", "::1")
	}
	return names, nil
}

// listen listens at an address. Where others reach it, they must have a name to ask by, or each of them would be refused.
func (r reach) listen(addr string) (net.Listener, error) {
	if r.held != nil {
		return r.held, nil
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fault.New("serve", fault.Unavailable, "serve.address", fault.Args{"address": addr}).Because(err)
	}
	if at, is := listener.Addr().(*net.TCPAddr); is && !at.IP.IsLoopback() {
		if len(r.Host) == 0 {
			listener.Close()
			return nil, fault.New("serve", fault.Invalid, "serve.unnamed", fault.Args{"address": addr})
		}
		if !r.TLS {
			fmt.Fprintln(os.Stderr, printer().T("serve.readable"))
		}
	}
	return listener, nil
}

// address is where people go to: the first name that was given for this machine, else where it listens.
func (r reach) address(at net.Addr) string {
	if tcp, is := at.(*net.TCPAddr); is && len(r.Host) > 0 {
		return net.JoinHostPort(strings.Trim(r.Host[0], "[]"), strconv.Itoa(tcp.Port))
	}
	return at.String()
}

// options adds to the options of a site how it is reached.
func (r reach) options(o web.Options) (web.Options, error) {
	var err error
	o.Hosts, err = r.names()
	if o.Secure = r.TLS; r.TLS {
		o.Device = behindProxy
	}
	return o, err
}

// behindProxy tells the device of a request that a proxy hands on: the last address is the one that the proxy itself has seen and added; what
// stands before it anybody can write.
func behindProxy(r *http.Request) string {
	seen := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if last := strings.TrimSpace(seen[len(seen)-1]); net.ParseIP(last) != nil {
		return last
	}
	device, _, _ := net.SplitHostPort(r.RemoteAddr)
	return device
}
