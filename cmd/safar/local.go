// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
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

// localAnswer is what travels through the socket: an answer, or what is wrong.
type localAnswer struct {
	Answer json.RawMessage `json:"answer,omitempty"`
	Kind   fault.Kind      `json:"kind,omitempty"`
	Key    string          `json:"key,omitempty"`
	Args   fault.Args      `json:"args,omitempty"`
	Hint   string          `json:"hint,omitempty"`
	Failed bool            `json:"failed,omitempty"`
}

// local serves questions of the command line: a function for each.
func local(questions map[string]func(context.Context, url.Values) (any, error)) http.Handler {
	mux := http.NewServeMux()
	for name, ask := range questions {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			answer, err := ask(r.Context(), r.URL.Query())
			var out localAnswer
			if err == nil {
				out.Answer, err = json.Marshal(answer)
			}
			if err != nil {
				out = localAnswer{Failed: true, Kind: fault.KindOf(err)}
				var f *fault.Error
				if errors.As(err, &f) {
					out.Key, out.Args, out.Hint = f.Key, f.Args, f.Hint
				}
			}
			json.NewEncoder(w).Encode(out) // the asker went away: nothing to be done
		})
	}
	return mux
}

// askServer asks the process that serves a folder. served is false where none does.
func askServer(ctx context.Context, folder, question string, values url.Values) (answer json.RawMessage, served bool, err error) {
	path := filepath.Join(folder, socketFile)
	client := &http.Client{Timeout: 5 * time.Minute, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://local/"+question+"?"+values.Encode(), nil)
	if err != nil {
		return nil, false, fault.Wrap("local", err)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, false, nil // nobody serves the folder
	}
	defer response.Body.Close()
	var got localAnswer
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		return nil, true, fault.New("local", fault.Unavailable, "local.no_answer", nil).Because(err)
	}
	if got.Failed {
		return nil, true, (&fault.Error{Op: "local", Kind: got.Kind, Key: got.Key, Args: got.Args, Hint: got.Hint})
	}
	return got.Answer, true, nil
}
