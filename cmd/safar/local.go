// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// One process holds a data folder. While it serves, it also answers the command line, through a socket in the folder that only
// the folder's owner can open.
const socketFile = "safar.sock"

// operator is who the command line asks as: somebody who may read figures, and sees no personal data.
func operator() access.Actor {
	return access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Auditor, id.ID{})}}
}

// keeper is as whom the command line asks for figures unless told otherwise: whoever holds the folder and its passphrase holds all of it, and checks
// figures to the last fact.
func keeper() access.Actor {
	return access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Caseworker, id.ID{})}}
}

// listenLocally opens the socket of a folder. A path too long for a socket is no reason not to serve: then there is none.
func listenLocally(folder string) net.Listener {
	path := filepath.Join(folder, socketFile)
	os.Remove(path) // left by a process that was killed: the folder's lock says that none runs
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil
	}
	if err := os.Chmod(path, 0o600); err != nil {
		listener.Close()
		return nil
	}
	return listener
}

// localAnswer is what travels through the socket: an answer, or what is wrong, or how far an order has come.
type localAnswer struct {
	Answer   json.RawMessage `json:"answer,omitempty"`
	Progress *progressOf     `json:"progress,omitempty"`
	Kind     fault.Kind      `json:"kind,omitempty"`
	Key      string          `json:"key,omitempty"`
	Args     fault.Args      `json:"args,omitempty"`
	Hint     string          `json:"hint,omitempty"`
	Failed   bool            `json:"failed,omitempty"`
}

// progressOf says how far an order has come, in rows or whatever it goes through; total is 0 until it is known.
type progressOf struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// failedWith is the answer that something is wrong.
func failedWith(err error) localAnswer {
	out := localAnswer{Failed: true, Kind: fault.KindOf(err)}
	var f *fault.Error
	if errors.As(err, &f) {
		out.Key, out.Args, out.Hint = f.Key, f.Args, f.Hint
	}
	return out
}

// fault returns what is wrong. The numbers in its sentence are whole ones, which JSON does not tell.
func (a localAnswer) fault() error {
	for name, value := range a.Args {
		if number, is := value.(json.Number); is {
			n, err := strconv.Atoi(number.String())
			if err == nil {
				a.Args[name] = n
			}
		}
	}
	return &fault.Error{Op: "local", Kind: a.Kind, Key: a.Key, Args: a.Args, Hint: a.Hint}
}

// whole is the answer of a question or order, or what is wrong with it.
func whole(answer any, err error) localAnswer {
	var out localAnswer
	if err == nil {
		out.Answer, err = json.Marshal(answer)
	}
	if err != nil {
		return failedWith(err)
	}
	return out
}

type (
	// question is something that the command line asks of the process that serves.
	question func(context.Context, url.Values) (any, error)
	// order is something that the process that serves does for the command line. It is told in JSON, and says how far it has come.
	order func(ctx context.Context, told []byte, progress func(progressOf)) (any, error)
)

// local serves what the command line asks and orders: a function for each.
func local(questions map[string]question, orders map[string]order) http.Handler {
	mux := http.NewServeMux()
	for name, ask := range questions {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			json.NewEncoder(w).Encode(whole(ask(r.Context(), r.URL.Query()))) // the asker went away: nothing to be done
		})
	}
	for name, do := range orders {
		mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) { obey(w, r, do) })
	}
	return mux
}

// largestOrder bounds what an order may say, in bytes.
const largestOrder = 1 << 20

// obey carries out an order, and says a line of progress now and then before the answer. It ends when whoever gave it goes away.
func obey(w http.ResponseWriter, r *http.Request, do order) {
	told, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestOrder))
	say := json.NewEncoder(w)
	if err != nil {
		say.Encode(failedWith(fault.New("local", fault.Invalid, "web.too_large", fault.Args{"megabytes": largestOrder >> 20}).Because(err)))
		return
	}
	progress := func(p progressOf) {
		say.Encode(localAnswer{Progress: &p}) // whoever ordered went away: the context ends the work
		http.NewResponseController(w).Flush()
	}
	answer, err := do(r.Context(), told, progress)
	say.Encode(whole(answer, err))
}

// longestQuestion bounds how long an answer is waited for. An order is waited for as long as it takes.
const longestQuestion = 5 * time.Minute

// askServer asks the process that serves a folder. served is false where none does.
func askServer(ctx context.Context, folder, about string, values url.Values) (answer json.RawMessage, served bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, longestQuestion)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://local/"+about+"?"+values.Encode(), nil)
	if err != nil {
		return nil, false, fault.Wrap("local", err)
	}
	return callServer(folder, request, nil)
}

// orderServer has the process that serves a folder do something, and hears how far it has come. served is false where none serves.
func orderServer(ctx context.Context, folder, what string, told any, progress func(progressOf)) (answer json.RawMessage, served bool, err error) {
	body, err := json.Marshal(told)
	if err != nil {
		return nil, false, fault.Wrap("local", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://local/"+what, bytes.NewReader(body))
	if err != nil {
		return nil, false, fault.Wrap("local", err)
	}
	return callServer(folder, request, progress)
}

// callServer sends a request through the socket of a folder, and reads until the answer.
func callServer(folder string, request *http.Request, progress func(progressOf)) (answer json.RawMessage, served bool, err error) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return dialServer(ctx, folder) }}}
	response, err := client.Do(request)
	var nobody *net.OpError
	if errors.As(err, &nobody) && nobody.Op == "dial" {
		return nil, false, nil // nobody serves the folder
	}
	if err != nil {
		return nil, true, noAnswer(request.Context(), err)
	}
	defer response.Body.Close()
	lines := json.NewDecoder(response.Body)
	lines.UseNumber()
	for {
		var got localAnswer
		switch err := lines.Decode(&got); {
		case err != nil:
			return nil, true, noAnswer(request.Context(), err)
		case got.Progress != nil:
			progress(*got.Progress)
		case got.Failed:
			return nil, true, got.fault()
		default:
			return got.Answer, true, nil
		}
	}
}

// noAnswer is the fault of an answer that did not come: whoever asked has stopped waiting, or the process that serves has ended.
func noAnswer(ctx context.Context, err error) error {
	return fault.New("local", fault.Unavailable, "local.no_answer", nil).Because(errors.Join(ctx.Err(), err))
}

func dialServer(ctx context.Context, folder string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(folder, socketFile))
}

// isServed reports whether a process serves a folder at this moment.
func isServed(ctx context.Context, folder string) bool {
	connection, err := dialServer(ctx, folder)
	if err == nil {
		connection.Close()
	}
	return err == nil
}
